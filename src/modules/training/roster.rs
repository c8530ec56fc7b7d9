//! A list of who attended, as pasted from a spreadsheet or read from CSV: names, minutes, scores.
//! Never in here: writing anything; a name that is only similar is left for a person to settle.

use super::names::{Match, matching};
use crate::exchange::table::sheet::Row;
use crate::exchange::table::{Sheet, fold};
use crate::ledger::RecordId;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub line: u64,
    pub name: String,
    /// As written; `None` where the list says nothing of it, so that the whole training counts.
    pub minutes: Option<u32>,
    pub score: Option<u32>,
    /// What stands in a cell for minutes or score and is no number.
    pub unreadable: Vec<String>,
    pub matched: Match,
}

/// Which column holds what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Columns {
    name: usize,
    minutes: Option<usize>,
    hours: Option<usize>,
    score: Option<usize>,
}

const NAMES: [&str; 8] = [
    "name",
    "fullname",
    "participant",
    "attendee",
    "姓名",
    "名字",
    "参训人",
    "学员",
];
const MINUTES: [&str; 6] = ["minutes", "min", "duration", "分钟", "时长", "参训分钟"];
const HOURS: [&str; 4] = ["hours", "学时", "课时", "credits"];
const SCORES: [&str; 7] = ["score", "mark", "points", "result", "成绩", "分数", "得分"];

/// Reads a list. Without headings it is a list of names alone: which number means what would be a guess.
/// `per_hour` is minutes of one 学时, for lists that count in those.
#[must_use]
pub fn read(text: &str, people: &[(RecordId, String)], per_hour: u32) -> Vec<Listed> {
    let separator = Sheet::read(text).separator;
    let sheet = Sheet::read_as(text, separator, false);
    let headings = sheet.rows.first().and_then(headings);
    let skip = usize::from(headings.is_some());
    let columns = headings.unwrap_or_default();
    let rows = sheet.rows.iter().skip(skip);
    rows.filter(|row| !row.cell(columns.name).is_empty())
        .map(|row| listed(row, columns, people, per_hour))
        .collect()
}

/// The columns, if the row is one of headings.
fn headings(row: &Row) -> Option<Columns> {
    let folded: Vec<String> = row.cells.iter().map(|cell| fold(cell)).collect();
    let place = |words: &[&str]| {
        folded
            .iter()
            .position(|cell| words.contains(&cell.as_str()))
    };
    Some(Columns {
        name: place(&NAMES)?,
        minutes: place(&MINUTES),
        hours: place(&HOURS),
        score: place(&SCORES),
    })
}

fn listed(row: &Row, columns: Columns, people: &[(RecordId, String)], per_hour: u32) -> Listed {
    let name = row.cell(columns.name).to_owned();
    let mut unreadable = Vec::new();
    let mut number = |column: Option<usize>, most: f64| -> Option<f64> {
        let cell = column
            .map(|at| row.cell(at))
            .filter(|cell| !cell.is_empty())?;
        let value = crate::records::number::typed(cell.trim_end_matches(['%', '分', '％']));
        let value: Option<f64> = value.and_then(|v| v.read());
        let value = value.filter(|v| (0.0..=most).contains(v));
        if value.is_none() {
            unreadable.push(cell.to_owned());
        }
        value
    };
    let minutes = number(columns.minutes, 100_000.0);
    let hours = number(columns.hours, 1_000.0);
    let score = number(columns.score, 100.0);
    let minutes = minutes.or(hours.map(|hours| hours * f64::from(per_hour)));
    Listed {
        line: row.line,
        minutes: minutes.map(|m| m.round() as u32),
        // Half a point more passes nobody.
        score: score.map(|s| s.floor() as u32),
        unreadable,
        matched: matching(&name, people),
        name,
    }
}
