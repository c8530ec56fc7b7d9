//! A mapped sheet to typed rows, with everything odd as findings: cells, repeats, order of moments.
//! Never in here: the workspace, record ids, what is new or changed.

use std::collections::BTreeMap;

use super::finding::{Findings, Reason, excerpt};
use super::fold;
use super::mapping::{Column, Mapping};
use super::moment::{self, Clock, Evidence, Fault, Rules, Stated};
use super::number::{self, DecimalSign, Decimals};
use super::repeats::{Repeats, repeats};
use super::shape::{Kind, Shape, Sink, Target};
use super::sheet::{Row, Sheet};
use crate::ledger::Value;
use crate::time::Zone;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Moment(Stated),
    /// Exact, as JSON has it.
    Number(String),
    Choice(&'static str),
    Empty,
}

impl Cell {
    /// As it is stored; `null` for an empty cell.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::text(text),
            Self::Moment(stated) => Value::int(stated.at.0),
            Self::Number(text) => Value::from_json(text).unwrap_or_else(Value::null),
            Self::Choice(word) => Value::text(word),
            Self::Empty => Value::null(),
        }
    }

    /// The moment, if that is what it is.
    #[must_use]
    pub const fn stated(&self) -> Option<Stated> {
        match self {
            Self::Moment(stated) => Some(*stated),
            _ => None,
        }
    }
}

/// One row: its key, its readable cells by target, which of its moments are dates only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub line: u64,
    pub key: String,
    /// A target whose cell is unusable is missing here.
    pub cells: BTreeMap<&'static str, Cell>,
    pub dates_only: Vec<&'static str>,
}

/// A whole table, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub entries: Vec<Entry>,
    pub findings: Findings,
    /// Rows that are left out: no key, or a key that came before.
    pub left_out: usize,
    /// Whether a column feeds the key.
    pub has_key: bool,
}

/// The longest text a field holds (LEDGER 18), in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// One column on its way into a target.
struct Feed<'a> {
    column: usize,
    target: &'static Target,
    rules: Rules<'a>,
    decimal: DecimalSign,
    /// The column waits for a choice and is not read.
    waits: bool,
}

impl Reading {
    /// Reads every row of a sheet; moments without an offset are read in `zone`.
    #[must_use]
    pub fn of(sheet: &Sheet, shape: &Shape, mapping: &Mapping, zone: &Zone) -> Self {
        let mut findings = sheet.findings.clone();
        let mut feeds = Vec::new();
        for (index, column) in mapping.columns.iter().enumerate().take(sheet.columns) {
            if let Some(target) = column.target.as_deref().and_then(|key| shape.target(key)) {
                feeds.push(feed(sheet, index, column, target, zone, &mut findings));
            }
        }
        let mut reading = Self {
            has_key: feeds.iter().any(|feed| feed.target.sink == Sink::Key),
            findings,
            ..Self::default()
        };
        let mut first_of = BTreeMap::<String, usize>::new();
        for row in &sheet.rows {
            reading.row(row, &feeds, &mut first_of);
        }
        reading.mark_dates_only(&feeds);
        reading.mark_backwards(shape, mapping);
        reading
    }

    fn row(&mut self, row: &Row, feeds: &[Feed<'_>], first_of: &mut BTreeMap<String, usize>) {
        let key = feeds
            .iter()
            .find(|feed| feed.target.sink == Sink::Key)
            .map(|feed| row.cell(feed.column));
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            if self.has_key {
                self.findings.add(row.line, None, Reason::MissingKey);
            }
            self.left_out += 1;
            return;
        };
        let key = key.to_owned();
        let mut entry = Entry {
            line: row.line,
            key,
            cells: BTreeMap::new(),
            dates_only: Vec::new(),
        };
        let mut odd = Vec::new();
        for feed in feeds.iter().filter(|feed| !feed.waits) {
            match feed.read(row.cell(feed.column)) {
                Ok((cell, flag)) => {
                    odd.extend(flag.map(|reason| (feed.column, reason)));
                    entry.cells.insert(feed.target.key, cell);
                }
                Err(reason) => odd.push((feed.column, reason)),
            }
        }
        if let Some(first) = first_of
            .get(&entry.key)
            .and_then(|&at| self.entries.get(at))
        {
            let reason = Reason::RepeatedKey {
                first: first.line,
                same: first.cells == entry.cells,
            };
            self.findings.add(row.line, None, reason);
            self.left_out += 1;
            return;
        }
        for (column, reason) in odd {
            self.findings.add(row.line, Some(column), reason);
        }
        first_of.insert(entry.key.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// LEDGER 22: columns, and single rows, whose times of day only stand in for a date.
    fn mark_dates_only(&mut self, feeds: &[Feed<'_>]) {
        for feed in feeds
            .iter()
            .filter(|feed| matches!(feed.target.kind, Kind::Moment))
        {
            let key = feed.target.key;
            let stated = |entry: &Entry| entry.cells.get(key).and_then(Cell::stated);
            let seconds: Vec<Option<u32>> = self
                .entries
                .iter()
                .filter_map(|entry| stated(entry).map(|s| s.second))
                .collect();
            let found: Repeats = repeats(&seconds);
            if found.rows == 0 {
                continue;
            }
            if found.column {
                let reason = Reason::DatesOnlyColumn {
                    rows: found.rows,
                    of: seconds.len(),
                };
                self.findings.add(1, Some(feed.column), reason);
            }
            for entry in &mut self.entries {
                let Some(stated) = entry
                    .cells
                    .get(key)
                    .and_then(Cell::stated)
                    .filter(|s| found.flags(s.second))
                else {
                    continue;
                };
                entry.dates_only.push(key);
                let rows = match stated.second {
                    Some(second) => found.seconds.get(&second).copied().unwrap_or(0),
                    None => seconds.iter().filter(|second| second.is_none()).count(),
                };
                let reason = Reason::DateOnly {
                    second: stated.second,
                    rows,
                };
                self.findings.add(entry.line, Some(feed.column), reason);
            }
        }
    }

    /// LEDGER 28: spans that end before they start.
    fn mark_backwards(&mut self, shape: &Shape, mapping: &Mapping) {
        for &(from, to) in shape.order {
            let column = mapping.column_of(to);
            for entry in &self.entries {
                let at = |key| {
                    entry
                        .cells
                        .get(key)
                        .and_then(Cell::stated)
                        .map(|stated| stated.at)
                };
                if let (Some(start), Some(end)) = (at(from), at(to))
                    && end < start
                {
                    self.findings
                        .add(entry.line, column, Reason::Backwards { from, to });
                }
            }
        }
    }
}

/// Settles how a column is read, or finds that a person must choose.
fn feed<'a>(
    sheet: &Sheet,
    index: usize,
    column: &Column,
    target: &'static Target,
    zone: &'a Zone,
    findings: &mut Findings,
) -> Feed<'a> {
    let plain = Rules {
        order: column.day_order,
        serial: false,
        zone,
    };
    let mut feed = Feed {
        column: index,
        target,
        rules: plain,
        decimal: DecimalSign::Point,
        waits: false,
    };
    match target.kind {
        Kind::Moment => {
            let found: Evidence = moment::evidence(sheet.filled(index));
            feed.rules.serial = found.serial;
            feed.rules.order = column.day_order.or(found.order());
            if feed.rules.order.is_none() && found.either + found.day_first > 0 {
                feed.waits = true;
                let (line, text) = first_open_date(sheet, index, zone);
                let (day_first, month_first) = (found.day_first, found.month_first);
                let reason = if day_first > 0 {
                    Reason::MixedDayOrder {
                        day_first,
                        month_first,
                    }
                } else {
                    Reason::AskDayOrder { text }
                };
                findings.add(line, Some(index), reason);
            }
        }
        Kind::Number => match (column.decimal, number::decimals(sheet.filled(index))) {
            (Some(sign), _) | (None, Decimals::Known(sign)) => feed.decimal = sign,
            (None, Decimals::Open) => {
                feed.waits = true;
                let text = sheet.filled(index).next().map(excerpt).unwrap_or_default();
                let line = sheet
                    .rows
                    .iter()
                    .find(|row| !row.cell(index).is_empty())
                    .map_or(1, |row| row.line);
                findings.add(line, Some(index), Reason::AskDecimal { text });
            }
        },
        Kind::Text | Kind::Choice(_) => {}
    }
    feed
}

/// The first cell whose day and month could change places.
fn first_open_date(sheet: &Sheet, index: usize, zone: &Zone) -> (u64, String) {
    let rules = Rules {
        order: None,
        serial: false,
        zone,
    };
    let open = |row: &&Row| moment::read(row.cell(index), rules) == Err(Fault::DayOrder);
    sheet
        .rows
        .iter()
        .find(open)
        .map_or((1, String::new()), |row| {
            (row.line, excerpt(row.cell(index)))
        })
}

impl Feed<'_> {
    /// The cell and a flag about it, or why it is unusable.
    fn read(&self, text: &str) -> Result<(Cell, Option<Reason>), Reason> {
        if text.is_empty() {
            return Ok((Cell::Empty, None));
        }
        match self.target.kind {
            Kind::Text if text.len() > MAX_TEXT => Err(Reason::TooLong { limit: MAX_TEXT }),
            Kind::Text => Ok((Cell::Text(text.to_owned()), None)),
            Kind::Number => match number::read(text, self.decimal) {
                Some(number) => Ok((Cell::Number(number), None)),
                None => Err(Reason::NotANumber {
                    text: excerpt(text),
                }),
            },
            Kind::Choice(choices) => {
                let said = fold(text);
                let known = |&&(word, names): &&(&str, &[&str])| {
                    fold(word) == said || names.iter().any(|name| fold(name) == said)
                };
                match choices.iter().find(known) {
                    Some(&(word, _)) => Ok((Cell::Choice(word), None)),
                    None => Err(Reason::UnknownChoice {
                        text: excerpt(text),
                    }),
                }
            }
            Kind::Moment => {
                let text_of = || excerpt(text);
                match moment::read(text, self.rules) {
                    Ok(stated) => {
                        let flag = match stated.clock {
                            Clock::Plain => None,
                            Clock::Skipped => Some(Reason::ClockSkipped { text: text_of() }),
                            Clock::Repeated => Some(Reason::ClockRepeated { text: text_of() }),
                        };
                        Ok((Cell::Moment(stated), flag))
                    }
                    Err(Fault::Implausible) => Err(Reason::ImplausibleYear { text: text_of() }),
                    Err(Fault::Unreadable | Fault::DayOrder) => {
                        Err(Reason::UnreadableMoment { text: text_of() })
                    }
                }
            }
        }
    }
}
