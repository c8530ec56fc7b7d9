//! A span cut into stretches, each with why its time counts or does not: what explains a clock.
//! Never in here: names of holidays, who paused, words for a reader.

use super::civil::Date;
use super::days::Days;
use super::instant::Instant;
use super::limit::Basis;
use super::schedule::Closed;
use super::span::{Span, Spans};

/// Why a stretch counts or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It counts.
    Running,
    /// It counts, unless a file of the party that is not here yet says otherwise.
    Unheard,
    /// No working time by the calendar.
    OutsideHours,
    /// A date closed by exception in one of the calendars, given by its place.
    Closed { calendar: usize, day: Date },
    /// The clock stood still: which of the stops.
    Stopped(usize),
    /// No calendar is known by which it could count.
    NoCalendar,
}

impl Cause {
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Running | Self::Unheard)
    }
}

/// A stretch with one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub span: Span,
    pub cause: Cause,
    /// What of it counts, in milliseconds: all or nothing.
    pub counted_ms: i64,
    /// The same in working days, exactly; nothing where elapsed time counts.
    pub counted_days: Days,
}

/// The stretches of a span in order: they tile it, and what counts of them sums to what counts of the
/// span. Where stops overlap, the first given stands. After `heard_until` a party's own file may still
/// say otherwise; `None` if nothing can be on its way.
#[must_use]
pub fn timeline(
    basis: Basis<'_>,
    span: Span,
    stops: &[Span],
    heard_until: Option<Instant>,
) -> Vec<Stretch> {
    let (working, closed) = match basis {
        Basis::Elapsed => (Spans::from(span), Vec::new()),
        Basis::Working(schedule) => {
            let pieces = schedule.pieces(span).into_iter();
            let working = pieces.map(|piece| piece.span).collect();
            (working, schedule.closed(span))
        }
        Basis::NoCalendar => (Spans::none(), Vec::new()),
    };
    let cause = |at: Instant| -> Cause {
        if let Some(stop) = stops.iter().position(|stop| stop.contains(at)) {
            return Cause::Stopped(stop);
        }
        if working.contains(at) {
            return if heard_until.is_some_and(|until| until <= at) {
                Cause::Unheard
            } else {
                Cause::Running
            };
        }
        match basis {
            Basis::NoCalendar => Cause::NoCalendar,
            _ => closed_at(&closed, at).map_or(Cause::OutsideHours, |closed| Cause::Closed {
                calendar: closed.calendar,
                day: closed.day,
            }),
        }
    };
    let spans = working.iter().chain(closed.iter().map(|c| c.span));
    let spans = spans.chain(stops.iter().copied()).chain([span]);
    let mut cuts: Vec<Instant> = spans.flat_map(|s| [s.from(), s.to()]).collect();
    cuts.extend(heard_until);
    cuts.retain(|&at| span.from() <= at && at <= span.to());
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches: Vec<(Span, Cause)> = Vec::new();
    for (&from, &to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let cause = cause(from);
        // Cut where something irrelevant began or ended: one stretch still.
        let begun = match stretches.last() {
            Some((last, same)) if *same == cause => last.from(),
            _ => from,
        };
        if begun != from {
            stretches.pop();
        }
        stretches.extend(Span::new(begun, to).map(|span| (span, cause)));
    }
    let counted = |(span, cause): (Span, Cause)| Stretch {
        span,
        cause,
        counted_ms: if cause.counts() { span.length() } else { 0 },
        counted_days: if cause.counts() {
            basis.days(span)
        } else {
            Days::default()
        },
    };
    stretches.into_iter().map(counted).collect()
}

/// How many dates one moment can lie on, by calendars in the zones furthest apart.
const DATES_AT_ONCE: usize = 4;

/// Where it lies on several, the one that began last tells.
fn closed_at(closed: &[Closed], at: Instant) -> Option<&Closed> {
    let begun = closed.partition_point(|c| c.span.from() <= at);
    let mut begun = closed.get(..begun)?.iter().rev().take(DATES_AT_ONCE);
    begun.find(|c| c.span.contains(at))
}
