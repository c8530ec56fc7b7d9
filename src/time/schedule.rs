//! The successive calendars of one party as one: what was worked in a span, and when an amount of
//! working time is used up.
//! Never in here: whose calendars they are, limits, pauses, a country's holidays.
//!
//! Every working moment belongs to one day: where days overlap, such as a night shift and the day
//! after it, to the earlier. So the working time of a span is the sum over its days, in milliseconds
//! as in [`Days`], and splitting a span anywhere never changes it (LEDGER 27).
//!
//! Days are worked out once, in blocks, when first asked for: a span of years costs its two ends and
//! one sum per block.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::calendar::{Calendar, FIRST, LAST};
use super::civil::Date;
use super::days::Days;
use super::instant::{DAY, Instant};
use super::span::{Span, Spans};

/// How many days are worked out together.
const BLOCK: i64 = 400;

/// A day's working time lies between 26 hours before its midnight in UTC and 26 hours after the end
/// of the next day: no zone is further from UTC, no window longer (`zone::MAX_OFFSET`). So of the days
/// around a moment only these, counted from its date in UTC, can be cut by it.
const CUT: RangeInclusive<i64> = -3..=2;

/// A day that starts this much later can still overlap a day before it.
const REACH: i64 = 4;

/// When one party works.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    calendars: Vec<Calendar>,
    /// No working time before or after; `None` if there is none at all.
    bounds: Option<(Date, Date)>,
    blocks: Vec<OnceLock<Block>>,
}

#[derive(Clone, Debug, Default)]
struct Block {
    days: Vec<WorkDay>,
    sum: Sum,
}

/// The working time that belongs to one day.
#[derive(Clone, Debug, Default)]
struct WorkDay {
    spans: Spans,
    length: u32,
    /// What the days of its block before it have.
    before: Sum,
}

/// Working time of whole days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    ms: i64,
    days: i64,
}

/// A stretch of working time within one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub span: Span,
    pub day: Date,
    /// All the working time of that day, in milliseconds.
    pub length: u32,
}

/// A date on which a calendar is closed by exception, from midnight to midnight there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub span: Span,
    pub day: Date,
    /// Which of the calendars says so.
    pub calendar: usize,
}

/// An amount of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    Ms(i64),
    /// Working days by LEDGER 27.
    Days(Days),
}

impl Amount {
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Ms(ms) => *ms <= 0,
            Self::Days(days) => *days <= Days::default(),
        }
    }
}

/// Two schedules are equal when their calendars are; what was worked out already is no difference.
impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.calendars == other.calendars
    }
}

impl Eq for Schedule {}

impl Schedule {
    /// On a date the first of the calendars counts whose effective dates hold it: give the one that
    /// took effect last first.
    #[must_use]
    pub fn new(calendars: Vec<Calendar>) -> Self {
        let bounds = calendars.iter().filter_map(Calendar::bounds);
        let bounds = bounds.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let blocks = (LAST.0 - FIRST.0) / BLOCK + 1;
        Self {
            calendars,
            bounds,
            blocks: (0..blocks).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The calendar in effect on a date, by its place.
    #[must_use]
    pub fn effective(&self, date: Date) -> Option<usize> {
        self.calendars.iter().position(|c| c.is_effective(date))
    }

    /// The working time that belongs to a date; from 1900 to 2199.
    #[must_use]
    pub fn day(&self, date: Date) -> Spans {
        let day = self.work_day(date);
        day.map_or_else(Spans::none, |day| day.spans.clone())
    }

    /// Working milliseconds within a span.
    #[must_use]
    pub fn worked(&self, span: Span) -> i64 {
        let (whole, cut) = self.whole_and_cut(span);
        let cut = cut.filter_map(|date| self.work_day(date));
        whole.ms + cut.map(|day| day.spans.overlap(span)).sum::<i64>()
    }

    /// Working days within a span, exactly.
    #[must_use]
    pub fn days(&self, span: Span) -> Days {
        let (whole, cut) = self.whole_and_cut(span);
        let cut = cut.filter_map(|date| self.work_day(date));
        let parts = cut.map(|day| day.part(day.spans.overlap(span)));
        parts.fold(Days::whole(whole.days), |sum, part| sum + &part)
    }

    /// The working time of a span piece by piece, in order of time.
    #[must_use]
    pub fn pieces(&self, span: Span) -> Vec<Piece> {
        let Some((first, last)) = self.bounds else {
            return Vec::new();
        };
        let from = date_in_utc(span.from()).plus(*CUT.start()).max(first);
        let to = date_in_utc(span.to()).plus(*CUT.end()).min(last);
        let mut pieces = Vec::new();
        for date in (from.0..=to.0).map(Date) {
            let Some(day) = self.work_day(date) else {
                continue;
            };
            let inside = day.spans.iter().filter_map(|s| s.intersection(span));
            let inside = inside.filter(|s| !s.is_empty());
            pieces.extend(inside.map(|span| Piece {
                span,
                day: date,
                length: day.length,
            }));
        }
        pieces.sort_unstable_by_key(|piece| piece.span);
        pieces
    }

    /// The dates within a span that are closed by exception, in order.
    #[must_use]
    pub fn closed(&self, span: Span) -> Vec<Closed> {
        let from = date_in_utc(span.from()).plus(*CUT.start());
        let to = date_in_utc(span.to()).plus(*CUT.end());
        let mut closed = Vec::new();
        for (place, calendar) in self.calendars.iter().enumerate() {
            let dated = calendar.exceptions.range(from..=to);
            for (&day, _) in dated.filter(|(_, windows)| windows.is_empty()) {
                let midnight = |date: Date| calendar.zone.instant(date.start());
                let whole = Span::new(midnight(day), midnight(day.plus(1)));
                let inside = whole.and_then(|whole| whole.intersection(span));
                let counts = self.effective(day) == Some(place);
                closed.extend(
                    inside
                        .filter(|s| counts && !s.is_empty())
                        .map(|span| Closed {
                            span,
                            day,
                            calendar: place,
                        }),
                );
            }
        }
        closed.sort_unstable_by_key(|closed| (closed.span, closed.day));
        closed
    }

    /// The first moment of a span by which an amount of its working time is used up; `None` if it
    /// has less. An amount of nothing is used up at once.
    #[must_use]
    pub fn used_up(&self, span: Span, amount: &Amount) -> Option<Instant> {
        let since = span.from();
        let used = |to: Instant| -> bool {
            Span::new(since, to).is_some_and(|span| match amount {
                Amount::Ms(ms) => self.worked(span) >= *ms,
                Amount::Days(days) => self.days(span) >= *days,
            })
        };
        if amount.is_nothing() {
            return Some(since);
        }
        let end = self.bounds?.1.plus(*CUT.end() + 3);
        let end = end.min(date_in_utc(span.to()).plus(1));
        // First in steps that double, then by halves: the first midnight in UTC by which it is used up.
        let (mut before, mut step) = (date_in_utc(since), 1);
        let mut after = before.plus(1);
        while !used(span.to().min(midnight(after))) {
            if after >= end {
                return None;
            }
            before = after;
            step *= 2;
            after = before.plus(step).min(end);
        }
        while after.0 - before.0 > 1 {
            let middle = Date(i64::midpoint(before.0, after.0));
            if used(midnight(middle)) {
                after = middle;
            } else {
                before = middle;
            }
        }
        let from = since.max(midnight(before));
        let last = Span::new(from, span.to().min(midnight(after)))?;
        let so_far = Span::new(since, from)?;
        match amount {
            Amount::Ms(ms) => self.used_up_by_ms(last, ms - self.worked(so_far)),
            Amount::Days(days) => self.used_up_by_days(last, days.clone() - &self.days(so_far)),
        }
    }

    fn used_up_by_ms(&self, span: Span, mut left: i64) -> Option<Instant> {
        for piece in self.pieces(span) {
            if left <= piece.span.length() {
                return Some(piece.span.from().plus(left));
            }
            left -= piece.span.length();
        }
        None
    }

    fn used_up_by_days(&self, span: Span, mut left: Days) -> Option<Instant> {
        for piece in self.pieces(span) {
            let part = |ms: i64| Days::part(fits(ms), piece.length);
            let all = part(piece.span.length());
            if all < left {
                left = left - &all;
                continue;
            }
            // The first millisecond that is enough.
            let (mut short, mut enough) = (0, piece.span.length());
            while enough - short > 1 {
                let middle = i64::midpoint(short, enough);
                if part(middle) < left {
                    short = middle;
                } else {
                    enough = middle;
                }
            }
            return Some(piece.span.from().plus(enough));
        }
        None
    }

    /// The sum of the days that lie in a span whole, and the others it may hold a part of.
    fn whole_and_cut(&self, span: Span) -> (Sum, impl Iterator<Item = Date> + use<>) {
        let (first, last) = self.bounds.unwrap_or((Date(0), Date(-1)));
        let (from, to) = (date_in_utc(span.from()), date_in_utc(span.to()));
        let (cut_from, cut_to) = (from.plus(*CUT.start()), to.plus(*CUT.end()));
        let (whole_from, whole_to) = (from.plus(CUT.end() + 1), to.plus(CUT.start() - 1));
        let dates = move |from: Date, to: Date| {
            let (from, to) = (from.max(first), to.min(last));
            (from.0..=to.0).map(Date)
        };
        if whole_from > whole_to {
            let none = dates(Date(0), Date(-1));
            return (Sum::default(), dates(cut_from, cut_to).chain(none));
        }
        let whole = self.sum_of(whole_from.max(first), whole_to.min(last));
        let before = dates(cut_from, whole_from.plus(-1));
        (whole, before.chain(dates(whole_to.plus(1), cut_to)))
    }

    /// The working time of the days from `from` to `to`, both included.
    fn sum_of(&self, from: Date, to: Date) -> Sum {
        if from > to {
            return Sum::default();
        }
        let (first, last) = (block_of(from), block_of(to));
        let before = |date: Date| self.work_day(date).map_or_else(Sum::default, |d| d.before);
        let mut sum = Sum::default();
        for block in first..=last {
            sum = sum.plus(self.block(block).map_or_else(Sum::default, |b| b.sum));
        }
        // Whole blocks were taken: what comes before the first day and after the last goes off.
        let end = self.work_day(to).map_or_else(Sum::default, |day| {
            let all = self.block(last).map_or_else(Sum::default, |b| b.sum);
            all.minus(day.before).minus(day.sum())
        });
        sum.minus(before(from)).minus(end)
    }

    fn work_day(&self, date: Date) -> Option<&WorkDay> {
        let place = date.0.checked_sub(FIRST.0)?;
        let block = self.block(place.div_euclid(BLOCK))?;
        block.days.get(place.rem_euclid(BLOCK) as usize)
    }

    fn block(&self, place: i64) -> Option<&Block> {
        let cell = self.blocks.get(usize::try_from(place).ok()?)?;
        Some(cell.get_or_init(|| self.work_out(Date(FIRST.0 + place * BLOCK))))
    }

    fn work_out(&self, first: Date) -> Block {
        // What the days before have claimed already.
        let mut claimed: Vec<Spans> = (first.0 - REACH..first.0)
            .map(|day| self.as_written(Date(day)))
            .collect();
        let mut block = Block::default();
        for date in (first.0..first.0 + BLOCK).map(Date) {
            let written = self.as_written(date);
            let earlier = claimed.iter().rev().take(REACH as usize);
            let spans = earlier.fold(written.clone(), |own, earlier| {
                if own.overlaps(earlier) {
                    own.difference(earlier)
                } else {
                    own
                }
            });
            claimed.push(written);
            let day = WorkDay {
                length: fits(spans.total()),
                spans,
                before: block.sum,
            };
            block.sum = block.sum.plus(day.sum());
            block.days.push(day);
        }
        block
    }

    fn as_written(&self, date: Date) -> Spans {
        if !(FIRST..=LAST).contains(&date) {
            return Spans::none();
        }
        let calendar = self.effective(date).and_then(|at| self.calendars.get(at));
        calendar.map_or_else(Spans::none, |calendar| calendar.day(date))
    }
}

impl WorkDay {
    fn part(&self, worked: i64) -> Days {
        Days::part(fits(worked), self.length)
    }

    fn sum(&self) -> Sum {
        Sum {
            ms: i64::from(self.length),
            days: i64::from(self.length > 0),
        }
    }
}

impl Sum {
    const fn plus(self, other: Self) -> Self {
        Self {
            ms: self.ms + other.ms,
            days: self.days + other.days,
        }
    }

    const fn minus(self, other: Self) -> Self {
        Self {
            ms: self.ms - other.ms,
            days: self.days - other.days,
        }
    }
}

/// A day's working time spans at most a hundred hours, 360,000,000 ms, which fits.
fn fits(ms: i64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}

fn block_of(date: Date) -> i64 {
    (date.0 - FIRST.0).div_euclid(BLOCK)
}

/// The date in UTC, whatever the zone: only to find the days around a moment. Kept to the years a
/// calendar tells of and a little more.
fn date_in_utc(at: Instant) -> Date {
    Date(at.0.div_euclid(DAY)).clamp(FIRST.plus(-30), LAST.plus(30))
}

fn midnight(date: Date) -> Instant {
    Instant(date.0.saturating_mul(DAY))
}
