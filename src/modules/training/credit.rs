//! Hours of learning 学时: minutes at what a 学时 was worth on the day, and how many a year asks for.
//! Never in here: where minutes come from (`tally`), records of people.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::Add;

use super::model::{FROM, MINUTES, SETTING};
use crate::ledger::Workspace;
use crate::time::Date;

/// The plan's own figure per head and year (SPEC module 5).
pub const TARGET: i64 = 24;

/// Minutes of one 学时 where no setting says otherwise: one lesson, as schools count.
pub const USUAL_MINUTES: u32 = 45;

/// An amount of 学时, in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours(pub i64);

impl Hours {
    #[must_use]
    pub const fn whole(hours: i64) -> Self {
        Self(hours * 1_000)
    }

    #[must_use]
    pub fn value(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// What is left to another amount; nothing where it is reached.
    #[must_use]
    pub fn short_of(self, other: Self) -> Self {
        Self((other.0 - self.0).max(0))
    }
}

impl Add for Hours {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Hours {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// Minutes per 学时 by date, each in force until the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<Date, u32>);

impl Rates {
    /// Of two settings of one date the one with the smaller id counts.
    #[must_use]
    pub fn of(ws: &Workspace) -> Self {
        let mut rates = BTreeMap::new();
        for record in ws.of_kind(SETTING) {
            let minutes = record.read(MINUTES).filter(|m| (1..=240).contains(m));
            if let (Some(from), Some(minutes)) = (record.read(FROM), minutes) {
                rates.entry(from).or_insert(minutes);
            }
        }
        Self(rates)
    }

    /// What is in force on a date.
    #[must_use]
    pub fn minutes_on(&self, date: Date) -> u32 {
        let in_force = self.0.range(..=date).next_back();
        in_force.map_or(USUAL_MINUTES, |(_, minutes)| *minutes)
    }

    /// Each setting and the date it is in force from.
    pub fn iter(&self) -> impl Iterator<Item = (Date, u32)> {
        self.0.iter().map(|(from, minutes)| (*from, *minutes))
    }

    /// Minutes on dates, as hours: summed for each rate before anything is rounded, then rounded down.
    pub fn hours(&self, minutes: impl Iterator<Item = (Date, u32)>) -> Hours {
        let mut by_rate: BTreeMap<u32, i64> = BTreeMap::new();
        for (date, minutes) in minutes {
            *by_rate.entry(self.minutes_on(date)).or_default() += i64::from(minutes);
        }
        let each = by_rate.into_iter();
        each.map(|(rate, minutes)| Hours(minutes.saturating_mul(1_000) / i64::from(rate)))
            .sum()
    }
}

/// A calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub i64);

impl Year {
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(date.ymd().0)
    }

    #[must_use]
    pub fn first(self) -> Date {
        Date::from_ymd(self.0, 1, 1).unwrap_or_default()
    }

    /// The first day of the next.
    #[must_use]
    pub fn end(self) -> Date {
        Self(self.0.saturating_add(1)).first()
    }

    #[must_use]
    pub fn holds(self, date: Date) -> bool {
        Self::of(date) == self
    }

    #[must_use]
    pub fn days(self) -> i64 {
        self.end().0 - self.first().0
    }
}

/// What a year asks of a person: 24 学时 × days employed ÷ days of the year. The days of joining and of
/// leaving are days employed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    pub days: i64,
    pub of: i64,
}

impl Required {
    #[must_use]
    pub fn of(year: Year, joined: Option<Date>, left: Option<Date>) -> Self {
        let from = joined.map_or(year.first(), |joined| joined.max(year.first()));
        let end = left.map_or(year.end(), |left| left.plus(1).min(year.end()));
        Self {
            days: (end.0 - from.0).max(0),
            of: year.days(),
        }
    }

    /// Whether the person was there at all.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.days > 0
    }

    /// The amount, rounded up to a thousandth.
    #[must_use]
    pub fn hours(self) -> Hours {
        let exact = TARGET * 1_000 * self.days;
        Hours((exact + self.of - 1) / self.of.max(1))
    }

    /// Compared as whole numbers, so that no rounding decides.
    #[must_use]
    pub const fn is_reached(self, hours: Hours) -> bool {
        hours.0 * self.of >= TARGET * 1_000 * self.days
    }
}

/// A date some months on; at the end of a shorter month its last day.
#[must_use]
pub fn months_after(date: Date, months: u32) -> Date {
    let (year, month, day) = date.ymd();
    let count = year
        .saturating_mul(12)
        .saturating_add(i64::from(month) - 1)
        .saturating_add(i64::from(months));
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u32 + 1);
    let fits = (1..=day)
        .rev()
        .find_map(|day| Date::from_ymd(year, month, day));
    fits.unwrap_or(date)
}
