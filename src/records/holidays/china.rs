//! China's statutory holidays and make-up days (调休, 补班), for the years that were announced.
//! Never in here: words for a festival, a guess about a year that was not announced.
//!
//! The facts stand in china.txt, which names its sources. They are told of a week of five days: a
//! Saturday between two days off is no day of its own there, for it is off anyway.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::time::Date;
use crate::time::calendar::Calendar;

use super::{Exception, Festival, Kind, make_up_windows};

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("china.txt")));

/// What is known of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statement {
    /// Off, or worked to make up for it, by the festival's announcement.
    Stated(Kind, Festival),
    /// Nothing special: as the week has it.
    Usual,
    /// Its year was not announced yet when this table was made.
    NotAnnounced,
    /// Before the first year of the table.
    TooEarly,
}

/// Why there are no exceptions for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    NotAnnounced,
    TooEarly,
}

/// The first and the last year that is told. The last days of December can still change with the
/// announcement of the year after.
#[must_use]
pub fn years() -> (i64, i64) {
    TABLE.years
}

/// What is known of a date.
#[must_use]
pub fn statement(date: Date) -> Statement {
    match missing(date.ymd().0) {
        Some(Missing::NotAnnounced) => Statement::NotAnnounced,
        Some(Missing::TooEarly) => Statement::TooEarly,
        None => {
            let stated = TABLE.days.get(&date);
            stated.map_or(Statement::Usual, |&(kind, festival)| {
                Statement::Stated(kind, festival)
            })
        }
    }
}

/// What a calendar has to except in a year, by date: every day off that is stated, and every make-up
/// day with the hours of [`make_up_windows`]. A date the calendar excepts already is left to it.
pub fn exceptions(year: i64, calendar: &Calendar) -> Result<Vec<Exception>, Missing> {
    if let Some(missing) = missing(year) {
        return Err(missing);
    }
    let of_year = TABLE.days.iter().filter(|(date, _)| date.ymd().0 == year);
    let new = of_year.filter(|(date, _)| !calendar.exceptions.contains_key(date));
    Ok(new
        .map(|(&date, &(kind, festival))| Exception {
            date,
            windows: match kind {
                Kind::Off => Vec::new(),
                Kind::Work => make_up_windows(calendar, date),
            },
            festival: Some(festival),
            name: String::new(),
        })
        .collect())
}

fn missing(year: i64) -> Option<Missing> {
    let (first, last) = TABLE.years;
    if year < first {
        Some(Missing::TooEarly)
    } else if year > last {
        Some(Missing::NotAnnounced)
    } else {
        None
    }
}

struct Table {
    years: (i64, i64),
    days: BTreeMap<Date, (Kind, Festival)>,
}

impl Table {
    /// Lines such as `2026 spring_festival 02-15..02-23 +02-14 +02-28`.
    fn read(text: &str) -> Self {
        let mut table = Self {
            years: (i64::MAX, i64::MIN),
            days: BTreeMap::new(),
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let year: Option<i64> = words.next().and_then(|word| word.parse().ok());
            let festival = words.next().and_then(Festival::parse);
            let (Some(year), Some(festival)) = (year, festival) else {
                continue;
            };
            table.years = (table.years.0.min(year), table.years.1.max(year));
            for word in words {
                let (kind, word) = match word.strip_prefix('+') {
                    Some(word) => (Kind::Work, word),
                    None => (Kind::Off, word),
                };
                let (from, to) = word.split_once("..").unwrap_or((word, word));
                let date = |day: &str| Date::parse(&format!("{year}-{day}"));
                if let (Some(from), Some(to)) = (date(from), date(to)) {
                    let days = (from.0..=to.0).map(|day| (Date(day), (kind, festival)));
                    table.days.extend(days);
                }
            }
        }
        table
    }
}
