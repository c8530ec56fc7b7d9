//! The figures over time and the rows by stage and age, as data for charts and the tables behind them.
//! Never in here: drawing, words, which figure means what (`report`).

use std::collections::BTreeMap;
use std::fmt;

use crate::kpi::{Average, Kpi};
use crate::ledger::{RecordId, Workspace};
use crate::records::limits::Partners;
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Stage};
use crate::time::{DAY, Date, Instant, Span, Zone};

use super::model::Row;
use super::report::{averages, shares};

/// A month of a civil calendar: year, and month from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i64,
    pub month: u32,
}

impl Month {
    #[must_use]
    pub fn of(at: Instant, zone: &Zone) -> Self {
        let (year, month, _) = zone.civil(at).date().ymd();
        Self { year, month }
    }

    #[must_use]
    pub const fn next(self) -> Self {
        match self.month {
            12 => Self {
                year: self.year + 1,
                month: 1,
            },
            month => Self {
                year: self.year,
                month: month + 1,
            },
        }
    }

    #[must_use]
    pub const fn before(self) -> Self {
        match self.month {
            1 => Self {
                year: self.year - 1,
                month: 12,
            },
            month => Self {
                year: self.year,
                month: month - 1,
            },
        }
    }

    /// Its first date.
    #[must_use]
    pub fn first(self) -> Option<Date> {
        Date::from_ymd(self.year, self.month, 1)
    }

    /// From its first moment in a zone up to that of the next.
    #[must_use]
    pub fn span(self, zone: &Zone) -> Option<Span> {
        let begins = |month: Self| Some(zone.instant(month.first()?.start()));
        Span::new(begins(self)?, begins(self.next())?)
    }

    /// Reads `2026-01`, the whole text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month, _) = Date::parse(&format!("{text}-01"))?.ymd();
        Some(Self { year, month })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The rows submitted within a period, by their stated moments.
#[must_use]
pub fn submitted_within(rows: &[Row], period: Span) -> Vec<&Row> {
    let within = |row: &&Row| row.submitted().is_some_and(|at| period.contains(at));
    rows.iter().filter(within).collect()
}

/// The figures of the requirements submitted in one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Monthly {
    pub month: Month,
    pub shares: Vec<Kpi>,
    pub averages: Vec<Average>,
}

/// What the figures are computed with.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub ws: &'a Workspace,
    pub joins: &'a SameAs,
    pub partners: &'a Partners,
    pub now: Instant,
}

/// The longest trend, in months: a forged moment must not make a list of a million.
const MOST_MONTHS: usize = 240;

/// Every month from the first to the last with a submission, those without any included: they have
/// no figure. Of more than twenty years only the latest.
#[must_use]
pub fn trend(rows: &[Row], known: Known<'_>, zone: &Zone) -> Vec<Monthly> {
    let mut by_month: BTreeMap<Month, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        if let Some(at) = row.submitted() {
            by_month.entry(Month::of(at, zone)).or_default().push(row);
        }
    }
    let Some((&last, _)) = by_month.last_key_value() else {
        return Vec::new();
    };
    let distance =
        |m: Month| (last.year - m.year) * 12 + i64::from(last.month) - i64::from(m.month);
    let first = by_month.keys().find(|m| distance(**m) < MOST_MONTHS as i64);
    let months = std::iter::successors(first.copied(), |m| (*m < last).then(|| m.next()));
    months
        .map(|month| {
            let rows = by_month.remove(&month).unwrap_or_default();
            Monthly {
                month,
                shares: shares(&rows, known.joins, known.partners, known.now),
                averages: averages(known.ws, &rows, known.joins, known.partners),
            }
        })
        .collect()
}

/// How many requirements came at least so far, whatever became of them: by stage in order, the
/// withdrawn by what they reached before.
#[must_use]
pub fn funnel(rows: &[Row]) -> Vec<(Stage, Vec<RecordId>)> {
    let stages = Stage::ALL.into_iter().filter(|s| *s != Stage::Withdrawn);
    stages
        .map(|stage| {
            let came = rows.iter().filter(|row| furthest(row) >= Some(stage));
            (stage, came.map(|row| row.id.clone()).collect())
        })
        .collect()
}

fn furthest(row: &Row) -> Option<Stage> {
    let reached = row.course.counted().filter_map(|m| match m.said.act {
        Act::Submit => Some(Stage::Submitted),
        Act::Acknowledge => Some(Stage::Acknowledged),
        Act::Propose => Some(Stage::Proposed),
        Act::Commit => Some(Stage::Committed),
        Act::Start => Some(Stage::Executing),
        Act::Deliver => Some(Stage::Delivered),
        Act::Accept => Some(Stage::Accepted),
        Act::Settle => Some(Stage::Settled),
        _ => None,
    });
    reached.max()
}

/// Open requirements of about one age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// From this many elapsed days on.
    pub from_days: i64,
    /// Up to, not including; `None`: any older.
    pub to_days: Option<i64>,
    pub rows: Vec<RecordId>,
}

/// Where the ages are cut, in elapsed days since submission.
const AGES: [i64; 6] = [0, 1, 3, 7, 14, 30];

/// Where the age that begins at a day ends; `None` for the last, and for what begins no age.
#[must_use]
pub fn age_end(from_days: i64) -> Option<i64> {
    let nth = AGES.iter().position(|age| *age == from_days)?;
    AGES.get(nth + 1).copied()
}

/// Open requirements by age. One that is stated to be submitted after `now` has none, and is in no bucket.
#[must_use]
pub fn ageing(rows: &[Row], now: Instant) -> Vec<Bucket> {
    let open = || rows.iter().filter(|row| !row.is_over());
    let aged = || open().filter_map(|row| Some((row, now.since(row.submitted()?))));
    let buckets = AGES.iter().map(|&from_days| {
        let to_days = age_end(from_days);
        let holds = |age: i64| age >= from_days * DAY && to_days.is_none_or(|to| age < to * DAY);
        let rows = aged().filter(|(_, age)| holds(*age));
        Bucket {
            from_days,
            to_days,
            rows: rows.map(|(row, _)| row.id.clone()).collect(),
        }
    });
    buckets.collect()
}
