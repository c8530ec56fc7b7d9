//! Working calendars: weekly windows, dated exceptions, effective dates, in a zone carried as data.
//! Never in here: any country's holidays, records, arithmetic in working days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::civil::{Civil, Date};
use super::instant::{Instant, MINUTE};
use super::span::{Span, Spans};
use super::zone::Zone;

/// A stretch of a working day, in minutes after that day's local midnight, half-open. The end may
/// lie on the next day (22:00–06:00 is `[1320, 1800]`); the window belongs to the day it starts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16)", into = "(u16, u16)")]
pub struct Window {
    from: u16,
    to: u16,
}

impl Window {
    /// `from` before 24:00, `to` after `from` and at most a day later; else `None`.
    #[must_use]
    pub const fn new(from: u16, to: u16) -> Option<Self> {
        if from < 1440 && from < to && to <= from + 1440 {
            Some(Self { from, to })
        } else {
            None
        }
    }

    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    #[must_use]
    pub const fn to(self) -> u16 {
        self.to
    }
}

impl TryFrom<(u16, u16)> for Window {
    type Error = &'static str;

    fn try_from((from, to): (u16, u16)) -> Result<Self, Self::Error> {
        Self::new(from, to).ok_or("a window must start within its day and end after it starts")
    }
}

impl From<Window> for (u16, u16) {
    fn from(window: Window) -> Self {
        (window.from, window.to)
    }
}

/// The windows of one week, Monday first. Several a day: lunch breaks are gaps between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub [Vec<Window>; 7]);

impl Week {
    /// The same windows on the first `days` days of the week.
    #[must_use]
    pub fn of_days(days: usize, windows: &[Window]) -> Self {
        let mut week = Self::default();
        for day in week.0.iter_mut().take(days) {
            *day = windows.to_vec();
        }
        week
    }
}

/// When a party works. Small as a field value: windows are pairs of minutes, exceptions an object
/// from date to windows (none = closed), a zone only its transitions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Calendar {
    pub zone: Zone,
    /// Usually one; several repeat in turn, such as big and small weeks (大小周).
    pub weeks: Vec<Week>,
    /// Any day of a week to which the first of `weeks` applies.
    #[serde(default, skip_serializing_if = "is_epoch")]
    pub anchor: Date,
    /// These replace the week's windows on that date: closed if empty, make-up days (补班) if not.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<Date, Vec<Window>>,
    /// The first date it applies to; `None` since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The first date it no longer applies to; `None` for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

fn is_epoch(date: &Date) -> bool {
    *date == Date::default()
}

/// Working time is only told from 1900 to 2199: no firm plans further, and a damaged date must not
/// make a page walk through millions of years.
pub(super) const FIRST: Date = Date(-25_567);
pub(super) const LAST: Date = Date(84_005);

impl Calendar {
    /// Monday to Friday, 9:00–12:00 and 13:00–18:00: a first proposal for a new calendar.
    #[must_use]
    pub fn usual(zone: Zone) -> Self {
        let day: Vec<Window> = [Window::new(540, 720), Window::new(780, 1080)]
            .into_iter()
            .flatten()
            .collect();
        Self {
            zone,
            weeks: vec![Week::of_days(5, &day)],
            anchor: Date::default(),
            exceptions: BTreeMap::new(),
            from: None,
            to: None,
        }
    }

    /// Whether it applies on a date.
    #[must_use]
    pub fn is_effective(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }

    /// The first and last date that can have working time, within 1900 to 2199.
    pub(super) fn bounds(&self) -> Option<(Date, Date)> {
        let (mut first, mut last) = (FIRST, LAST);
        let by_week = self.weeks.iter().flat_map(|week| &week.0);
        if by_week.into_iter().all(Vec::is_empty) {
            let open = self.exceptions.iter().filter(|(_, w)| !w.is_empty());
            let mut open = open.map(|(&date, _)| date);
            let earliest = open.next()?;
            first = first.max(earliest);
            last = last.min(open.next_back().unwrap_or(earliest));
        }
        first = self.from.map_or(first, |from| first.max(from));
        last = self.to.map_or(last, |to| last.min(to.plus(-1)));
        (first <= last).then_some((first, last))
    }

    /// The windows of a date as written; none outside the effective dates.
    #[must_use]
    pub fn windows_on(&self, date: Date) -> &[Window] {
        if !self.is_effective(date) {
            return &[];
        }
        let excepted = self.exceptions.get(&date);
        excepted.map_or_else(|| self.week_windows(date), Vec::as_slice)
    }

    /// The windows the week gives a date, whatever is excepted.
    #[must_use]
    pub fn week_windows(&self, date: Date) -> &[Window] {
        let monday = |date: Date| date.0.saturating_sub(date.weekday() as i64);
        let weeks = monday(date).saturating_sub(monday(self.anchor)) / 7;
        let turn = i64::try_from(self.weeks.len())
            .ok()
            .and_then(|count| weeks.checked_rem_euclid(count));
        turn.and_then(|turn| self.weeks.get(turn as usize))
            .and_then(|week| week.0.get(date.weekday()))
            .map_or(&[], Vec::as_slice)
    }

    /// The working time that belongs to a date, in real moments; may end on the next day.
    #[must_use]
    pub fn day(&self, date: Date) -> Spans {
        self.windows_on(date)
            .iter()
            .filter_map(|window| {
                let moment = |minutes: u16| -> Option<Instant> {
                    date.at(i64::from(minutes) * MINUTE)
                        .map(|civil: Civil| self.zone.instant(civil))
                };
                Span::new(moment(window.from)?, moment(window.to)?)
            })
            .collect()
    }

    /// All working time within a span, whatever days it belongs to; from 1900 to 2199.
    #[must_use]
    pub fn windows(&self, span: Span) -> Spans {
        // A window can start two local days before the moment it reaches: it may last into the
        // next day, and the zone may skip a date.
        let first = self.zone.civil(span.from()).date().plus(-2).max(FIRST);
        let last = self.zone.civil(span.to()).date().plus(1).min(LAST);
        let all: Spans = (first.0..=last.0)
            .flat_map(|day| self.day(Date(day)).iter().collect::<Vec<_>>())
            .collect();
        all.within(span)
    }
}
