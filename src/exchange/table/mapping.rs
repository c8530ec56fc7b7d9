//! Which column of a table feeds which target: guessed from headers, corrected, saved per source.
//! Never in here: storage, reading cells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fold;
use super::moment::{self, DayOrder};
use super::number::{self, DecimalSign};
use super::shape::{Kind, Shape, Target};
use super::sheet::{Separator, Sheet};

/// What is done with each column; serialised to be saved under the source's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub separator: Separator,
    pub has_header: bool,
    pub columns: Vec<Column>,
}

/// What is done with one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub header: String,
    /// The key of the target it feeds; `None` leaves the column out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Chosen by a person where the cells leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalSign>,
}

impl Mapping {
    /// The mapping for a sheet: what was saved for columns of the same name, or else a guess.
    /// No target is fed twice.
    #[must_use]
    pub fn propose(sheet: &Sheet, shape: &Shape, saved: Option<&Self>) -> Self {
        let saved = saved.filter(|saved| saved.has_header == sheet.has_header());
        let mut columns: Vec<Column> = Vec::with_capacity(sheet.columns);
        for index in 0..sheet.columns {
            let header = sheet.header.get(index).cloned().unwrap_or_default();
            let known = saved.and_then(|saved| {
                // Without names only the place tells columns apart.
                if header.is_empty() {
                    saved
                        .columns
                        .get(index)
                        .filter(|column| column.header.is_empty())
                } else {
                    saved.columns.iter().find(|column| column.header == header)
                }
            });
            let column = known.cloned().unwrap_or_else(|| Column {
                header,
                ..Column::default()
            });
            columns.push(column);
        }
        let mut mapping = Self {
            separator: sheet.separator,
            has_header: sheet.has_header(),
            columns,
        };
        mapping.drop_repeats(shape);
        if saved.is_none() {
            mapping.guess(sheet, shape);
        }
        mapping
    }

    /// The column that feeds a target.
    #[must_use]
    pub fn column_of(&self, key: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.target.as_deref() == Some(key))
    }

    /// Lets a column feed a target, taking it from the column that fed it before.
    pub fn assign(&mut self, index: usize, key: Option<&str>) {
        if let Some(former) = key
            .and_then(|key| self.column_of(key))
            .and_then(|i| self.columns.get_mut(i))
        {
            former.target = None;
        }
        if let Some(column) = self.columns.get_mut(index) {
            column.target = key.map(str::to_owned);
        }
    }

    fn drop_repeats(&mut self, shape: &Shape) {
        let mut fed = Vec::new();
        for column in &mut self.columns {
            let known = column
                .target
                .as_deref()
                .and_then(|key| shape.target(key))
                .map(|target| target.key);
            let first = known.filter(|key| !fed.contains(key));
            fed.extend(first);
            column.target = first.map(str::to_owned);
        }
    }

    /// The surest pairs of column and target first, each column and each target once.
    fn guess(&mut self, sheet: &Sheet, shape: &Shape) {
        let mut pairs = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let header = fold(&column.header);
            for (place, target) in shape.targets.iter().enumerate() {
                let score = likeness(&header, target);
                if score > 0 && fits(sheet, index, target) {
                    pairs.push((score, index, place, target.key));
                }
            }
        }
        // Of equally sure pairs the leftmost column and the earlier target win.
        pairs.sort_by_key(|&(score, index, place, _)| (std::cmp::Reverse(score), index, place));
        let mut fed = BTreeMap::new();
        for (_, index, _, key) in pairs {
            if self.column_of(key).is_none() && !fed.contains_key(&index) {
                fed.insert(index, key);
                self.assign(index, Some(key));
            }
        }
    }
}

/// How much a folded header is like a target's names: the same, or holding one of them.
fn likeness(header: &str, target: &Target) -> usize {
    if header.is_empty() {
        return 0;
    }
    let names = target.synonyms.iter().copied().chain([target.key]);
    let score = |name: String| {
        // Two Chinese characters say as much as a word of four letters; shorter ones are in everything.
        let telling = if name.is_ascii() {
            name.len() >= 4
        } else {
            name.chars().count() >= 2
        };
        if header == name {
            1_000
        } else if telling && header.contains(&name) {
            name.chars().count()
        } else {
            0
        }
    };
    names.map(|name| score(fold(name))).max().unwrap_or(0)
}

/// Whether most cells of a column read as what the target takes.
fn fits(sheet: &Sheet, column: usize, target: &Target) -> bool {
    let cells = sheet.filled(column).take(200);
    let reads = |test: fn(&str) -> bool| {
        let (good, all) = cells.clone().fold((0, 0), |(good, all), cell| {
            (good + usize::from(test(cell)), all + 1)
        });
        good * 2 >= all
    };
    match target.kind {
        Kind::Text | Kind::Choice(_) => true,
        Kind::Moment => reads(|cell| moment::looks_like(cell) || moment::serial(cell).is_some()),
        Kind::Number => reads(number::looks_like),
    }
}
