//! Working calendars of the parties: kind `calendar` with its exceptions, kind `calendar_day`.
//! Never in here: the arithmetic (`time::calendar`), the reader's own zone, holidays of a country.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::ledger::{Record, RecordId, Workspace};
use crate::time::calendar::{Calendar, Week, Window};
use crate::time::{Date, Zone};

use super::holidays::Festival;
use super::hours::DayName;
use super::same_as::SameAs;

pub const KIND: &str = "calendar";
pub const PARTY: &str = "party";
pub const NAME: &str = "name";
/// The zone with its transitions, as its owner's browser knew them (LEDGER 26).
pub const ZONE: &str = "zone";
/// The weeks that repeat in turn, usually one, as `time::calendar::Week` writes them.
pub const WEEKS: &str = "weeks";
/// A date of a week to which the first of the weeks applies.
pub const ANCHOR: &str = "anchor";
/// First date it applies to, and first it no longer does.
pub const FROM: &str = "from";
pub const TO: &str = "to";

/// One dated exception, a record of its own because two people may add them at once (LEDGER 7).
pub const DAY: &str = "calendar_day";
pub const DATE: &str = "date";
/// The windows worked on that date instead of the week's; none: closed.
pub const WINDOWS: &str = "windows";
/// Why: the name of the holiday, or of what is made up for.
pub const REASON: &str = "reason";
/// The code of a festival ([`Festival::as_str`]), which every reader sees in its own language.
pub const FESTIVAL: &str = "festival";

#[derive(Clone, Copy)]
pub struct WorkCalendar<'a>(pub Record<'a>);

impl<'a> WorkCalendar<'a> {
    #[must_use]
    pub fn party(&self) -> Option<RecordId> {
        self.0.reference(PARTY)
    }

    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.0.text(NAME)
    }

    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.0.read(ZONE)
    }

    #[must_use]
    pub fn weeks(&self) -> Vec<Week> {
        self.0.read(WEEKS).unwrap_or_default()
    }

    #[must_use]
    pub fn from(&self) -> Option<Date> {
        self.0.read(FROM)
    }

    #[must_use]
    pub fn to(&self) -> Option<Date> {
        self.0.read(TO)
    }

    /// The dated exceptions, by date. Two for one date: both are here, the one that counts last.
    #[must_use]
    pub fn days(&self) -> Vec<CalendarDay<'a>> {
        let children = self.0.workspace().children(self.0.id(), DAY);
        let mut days: Vec<CalendarDay<'a>> = children.into_iter().map(CalendarDay).collect();
        days.sort_by_key(|day| (day.date(), day.latest()));
        days
    }

    /// What the arithmetic needs; `None` without a readable zone. A date excepted twice takes the
    /// exception written last.
    #[must_use]
    pub fn to_calendar(&self) -> Option<Calendar> {
        let days = self.days();
        let dated = days
            .iter()
            .filter_map(|day| Some((day.date()?, day.windows())));
        Some(Calendar {
            zone: self.zone()?,
            weeks: self.weeks(),
            anchor: self.0.read(ANCHOR).unwrap_or_default(),
            exceptions: dated.collect::<BTreeMap<_, _>>(),
            from: self.from(),
            to: self.to(),
        })
    }
}

#[derive(Clone, Copy)]
pub struct CalendarDay<'a>(pub Record<'a>);

impl<'a> CalendarDay<'a> {
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.0.read(DATE)
    }

    #[must_use]
    pub fn windows(&self) -> Vec<Window> {
        self.0.read(WINDOWS).unwrap_or_default()
    }

    #[must_use]
    pub fn reason(&self) -> Cow<'a, str> {
        self.0.text(REASON)
    }

    #[must_use]
    pub fn festival(&self) -> Option<Festival> {
        Festival::parse(&self.0.text(FESTIVAL))
    }

    #[must_use]
    pub fn name(&self) -> DayName {
        DayName {
            festival: self.festival(),
            reason: self.reason().into_owned(),
        }
    }

    /// Which of two exceptions for one date was written last, the same in every browser.
    fn latest(&self) -> impl Ord + use<> {
        let last = self.0.changes().last().map(|c| (c.at, c.id));
        last.map(|key| (key, self.0.id().clone()))
    }
}

/// The calendars of a party, all its joined ids included, the latest effective first.
#[must_use]
pub fn of_party<'a>(ws: &'a Workspace, joins: &SameAs, party: &RecordId) -> Vec<WorkCalendar<'a>> {
    let all = ws.of_kind(KIND).map(WorkCalendar);
    let mut of_it: Vec<WorkCalendar<'a>> = all
        .filter(|c| c.party().is_some_and(|p| joins.same(&p, party)))
        .collect();
    sort_latest_first(&mut of_it);
    of_it
}

/// The latest effective first: on a date, the first that holds it counts.
pub fn sort_latest_first(calendars: &mut [WorkCalendar<'_>]) {
    calendars.sort_by_key(|c| (std::cmp::Reverse(c.from()), c.0.id().clone()));
}
