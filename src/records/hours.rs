//! Whose calendars count for whom: the working time of each party, with the names of closed days.
//! Never in here: the arithmetic (`time::schedule`), limits, words for a festival.
//!
//! A party's own calendars count. Where it has none here, those the other of the two keeps for it do,
//! and nobody else's: what a third firm believes about a partner's hours is no agreement of these two.

use std::collections::BTreeMap;

use crate::ledger::{RecordId, Workspace};
use crate::time::limit::Basis;
use crate::time::{Calendar, Date, Schedule};

use super::allowance::{Allowances, Counts};
use super::calendar::{self, WorkCalendar};
use super::entitled;
use super::holidays::Festival;
use super::same_as::SameAs;

/// Why a day is closed, as its calendar says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayName {
    pub festival: Option<Festival>,
    /// In the words of whoever entered it; may be empty.
    pub reason: String,
}

/// When one party works, by the calendars of one author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    pub schedule: Schedule,
    /// For each calendar of the schedule, in its order.
    names: Vec<Names>,
}

/// The excepted days of one calendar.
type Names = BTreeMap<Date, DayName>;

impl Hours {
    /// The name of an excepted day of one of the calendars.
    #[must_use]
    pub fn name(&self, calendar: usize, day: Date) -> Option<&DayName> {
        self.names.get(calendar)?.get(&day)
    }

    fn of(calendars: Vec<(Calendar, Names)>) -> Self {
        let (calendars, names) = calendars.into_iter().unzip();
        Self {
            schedule: Schedule::new(calendars),
            names,
        }
    }
}

/// What two firms go by: the working time of each party and the limits it was given. Worked out once
/// per workspace and asked often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// By canonical party, and by whose calendars.
    hours: BTreeMap<(RecordId, RecordId), Hours>,
    pub allowances: Allowances,
}

impl Terms {
    #[must_use]
    pub fn of(ws: &Workspace, joins: &SameAs) -> Self {
        let mut by_author: BTreeMap<(RecordId, RecordId), Vec<(Calendar, Names)>> = BTreeMap::new();
        let mut all: Vec<WorkCalendar<'_>> = ws.of_kind(calendar::KIND).map(WorkCalendar).collect();
        calendar::sort_latest_first(&mut all);
        for record in all {
            let (Some(party), Some(author)) = (record.party(), entitled::author(&record.0)) else {
                continue;
            };
            let Some(read) = record.to_calendar() else {
                continue;
            };
            let days = record.days().into_iter();
            let names = days.filter_map(|day| Some((day.date()?, day.name())));
            let names: Names = names.collect();
            let key = (
                joins.canonical(&party).clone(),
                joins.canonical(&author).clone(),
            );
            by_author.entry(key).or_default().push((read, names));
        }
        let hours = by_author.into_iter();
        Self {
            hours: hours.map(|(key, all)| (key, Hours::of(all))).collect(),
            allowances: Allowances::of(ws, joins),
        }
    }

    /// When `party` works, in its dealings with `other`; both canonical. `None` if no calendar that
    /// counts is known here.
    #[must_use]
    pub fn hours(&self, party: &RecordId, other: &RecordId) -> Option<&Hours> {
        let by = |author: &RecordId| self.hours.get(&(party.clone(), author.clone()));
        by(party).or_else(|| by(other))
    }
}

impl Counts {
    /// What is counted, by the hours of the party that has to answer.
    #[must_use]
    pub fn basis(self, hours: Option<&Hours>) -> Basis<'_> {
        match (self, hours) {
            (Self::Elapsed, _) => Basis::Elapsed,
            (Self::Working, Some(hours)) => Basis::Working(&hours.schedule),
            (Self::Working, None) => Basis::NoCalendar,
        }
    }
}
