//! "Explain this clock": every interval between a question and its answer with its cause, adding up
//! exactly to the figure, the same on both sides (SPEC module 2).
//! Never in here: words for a cause, the moment now, anything stored.

use crate::ledger::RecordId;
use crate::time::limit::Basis;
use crate::time::timeline::{self, timeline};
use crate::time::{Date, Days, Heard, Instant, Span};

use super::allowance::Given;
use super::hours::{DayName, Hours};
use super::limits::{Clock, Reader, runs};
use super::pause::{Pause, Pauses, Pausing};
use super::requirement::Requirement;
use super::stage::{Act, Feasibility, Loop, Moment, Side, Stage};

/// Why an interval counts or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The clock runs.
    Running,
    /// The clock runs, unless the file of the partner that is not here yet says otherwise.
    Unheard,
    OutsideHours,
    /// A day closed by exception.
    Closed {
        day: Date,
        name: DayName,
    },
    Paused {
        pause: RecordId,
        reason: String,
    },
    /// It runs in working time, and no calendar of the party is known.
    NoCalendar,
}

/// In whose hands it is. "Ours" and "theirs" is for the reader's eyes (LEDGER 27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hands {
    Requester,
    Provider,
    /// The clock stands still by a pause.
    Waiting,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    pub span: Span,
    pub cause: Cause,
    pub hands: Hands,
    /// The act since which it is in these hands.
    pub after: Act,
    /// What of it counts: its whole length, or nothing.
    pub counted_ms: i64,
    /// The same in working days of LEDGER 27, exactly; nothing where elapsed time counts.
    pub counted_days: Days,
}

/// A clock or a course in full: the intervals are in order, tile `span`, and sum to the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub span: Span,
    /// Whether it ends with the answer, or with the moment it was asked about.
    pub is_answered: bool,
    /// How much time is given; `None` for a whole course.
    pub given: Option<Given>,
    pub intervals: Vec<Interval>,
}

/// One figure in three parts, in milliseconds, and what nobody here can know yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Split {
    pub requester: i64,
    pub provider: i64,
    pub waiting: i64,
    /// The partner's file, once it is here, says whose this was.
    pub unheard: i64,
}

impl Split {
    #[must_use]
    pub const fn total(self) -> i64 {
        self.requester + self.provider + self.waiting + self.unheard
    }
}

impl Explained {
    /// The figure: what counts, in milliseconds.
    #[must_use]
    pub fn counted_ms(&self) -> i64 {
        self.intervals.iter().map(|i| i.counted_ms).sum()
    }

    /// The figure in working days, exactly.
    #[must_use]
    pub fn counted_days(&self) -> Days {
        self.intervals.iter().map(|i| i.counted_days.clone()).sum()
    }

    /// All time of the span by whose hands it was in.
    #[must_use]
    pub fn split(&self) -> Split {
        let mut split = Split::default();
        for interval in &self.intervals {
            *match (&interval.cause, interval.hands) {
                (Cause::Unheard, _) => &mut split.unheard,
                (_, Hands::Requester) => &mut split.requester,
                (_, Hands::Provider) => &mut split.provider,
                (_, Hands::Waiting) => &mut split.waiting,
            } += interval.span.length();
        }
        split
    }
}

/// A stretch of the course in the hands of one side, after one act.
struct Held {
    span: Span,
    side: Side,
    after: Act,
}

impl Reader<'_> {
    /// A clock from its question to its answer, or to now where there is none yet. `None` where no
    /// clock is, and where the answer is stated before the question (LEDGER 28).
    #[must_use]
    pub fn explain(
        &self,
        requirement: &Requirement<'_>,
        course: &Loop,
        clock: Clock,
        pausing: Pausing,
        now: Instant,
    ) -> Option<Explained> {
        let runs = runs(course, clock)?;
        let measured = self.measured(requirement, clock, runs.since);
        let span = Span::new(runs.since, runs.answered.unwrap_or(now))?;
        let unheard = match runs.answered {
            Some(_) => None,
            None => self.unheard_from(requirement, course, Side::Provider, span),
        };
        let pauses = Pauses::of(requirement, self.joins);
        let stops: Vec<(&Pause, Span)> = pauses.stopping(pausing).collect();
        let held = Held {
            span,
            side: Side::Provider,
            after: clock.since(),
        };
        Some(Explained {
            span,
            is_answered: runs.answered.is_some(),
            given: Some(measured.given),
            intervals: intervals(measured.basis, measured.hours, &held, &stops, unheard),
        })
    }

    /// The whole course from submission to acceptance, or to now: elapsed time in three parts. `None`
    /// if it was not submitted, or withdrawn.
    #[must_use]
    pub fn explain_course(
        &self,
        requirement: &Requirement<'_>,
        course: &Loop,
        pausing: Pausing,
        now: Instant,
    ) -> Option<Explained> {
        if course.stage == Some(Stage::Withdrawn) {
            return None;
        }
        let since = course.first(Act::Submit)?.said.stated;
        let closed = course.first(Act::Accept).map(|m| m.said.stated);
        let span = Span::new(since, closed.unwrap_or(now))?;
        let pauses = Pauses::of(requirement, self.joins);
        let stops: Vec<(&Pause, Span)> = pauses.stopping(pausing).collect();
        let mut all = Vec::new();
        for held in held(course, span) {
            let is_last = held.span.to() == span.to() && closed.is_none();
            let unheard = if is_last {
                self.unheard_from(requirement, course, held.side, held.span)
            } else {
                None
            };
            all.extend(intervals(Basis::Elapsed, None, &held, &stops, unheard));
        }
        Some(Explained {
            span,
            is_answered: closed.is_some(),
            given: None,
            intervals: all,
        })
    }

    /// From when on a file of one side may still say otherwise.
    fn unheard_from(
        &self,
        requirement: &Requirement<'_>,
        course: &Loop,
        side: Side,
        span: Span,
    ) -> Option<Instant> {
        match self.heard(requirement, course, side) {
            Heard::Own => None,
            Heard::Until(at) => Some(at.max(span.from())),
            Heard::Never => Some(span.from()),
        }
    }
}

fn intervals(
    basis: Basis<'_>,
    hours: Option<&Hours>,
    held: &Held,
    stops: &[(&Pause, Span)],
    unheard_from: Option<Instant>,
) -> Vec<Interval> {
    let spans: Vec<Span> = stops.iter().map(|(_, span)| *span).collect();
    let side = match held.side {
        Side::Requester => Hands::Requester,
        Side::Provider | Side::Either => Hands::Provider,
    };
    let stretches = timeline(basis, held.span, &spans, unheard_from).into_iter();
    let told = stretches.map(|stretch| {
        let cause = match stretch.cause {
            timeline::Cause::Running => Cause::Running,
            timeline::Cause::Unheard => Cause::Unheard,
            timeline::Cause::OutsideHours => Cause::OutsideHours,
            timeline::Cause::NoCalendar => Cause::NoCalendar,
            timeline::Cause::Closed { calendar, day } => Cause::Closed {
                day,
                name: hours
                    .and_then(|hours| hours.name(calendar, day))
                    .cloned()
                    .unwrap_or_default(),
            },
            timeline::Cause::Stopped(place) => match stops.get(place) {
                Some((pause, _)) => Cause::Paused {
                    pause: pause.id.clone(),
                    reason: pause.reason.clone(),
                },
                None => Cause::OutsideHours,
            },
        };
        Interval {
            span: stretch.span,
            hands: match cause {
                Cause::Paused { .. } => Hands::Waiting,
                _ => side,
            },
            cause,
            after: held.after,
            counted_ms: stretch.counted_ms,
            counted_days: stretch.counted_days,
        }
    });
    told.collect()
}

/// Who had it when: each counted act hands it on at its stated moment, one that is stated before the
/// act it follows at once.
fn held(course: &Loop, span: Span) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    let (mut at, mut side, mut after) = (span.from(), Side::Provider, Act::Submit);
    let mut hand_on = |to: Instant, side: Side, after: Act, from: Instant| {
        let held = Span::new(from, to).filter(|held| !held.is_empty());
        all.extend(held.map(|span| Held { span, side, after }));
    };
    for moment in course.counted().skip_while(|m| m.said.act != Act::Submit) {
        let Some(next) = handed_to(&moment, after) else {
            continue;
        };
        let to = moment.said.stated.max(at).min(span.to());
        hand_on(to, side, after, at);
        (at, side, after) = (to, next, moment.said.act);
    }
    hand_on(span.to(), side, after, at);
    all
}

/// Whose it is after an act; `None` if the act hands nothing on: said after the fact, or the end.
fn handed_to(moment: &Moment<'_>, after: Act) -> Option<Side> {
    // None, or other terms than were asked: either way the requester answers.
    let asks_back = |said: Feasibility| said.declines() || said == Feasibility::AcceptWithChanges;
    let asks_back = moment.said.feasibility.is_some_and(asks_back);
    match moment.said.act {
        Act::Acknowledge | Act::Propose | Act::Commit if after == Act::Deliver => None,
        Act::Propose if asks_back => Some(Side::Requester),
        Act::Submit | Act::Acknowledge | Act::Propose | Act::Commit | Act::Start => {
            Some(Side::Provider)
        }
        // Terms countered or agreed are the provider's to answer or to give a date for.
        Act::Counter | Act::Agree | Act::SendBack => Some(Side::Provider),
        Act::Deliver => Some(Side::Requester),
        // Shelving stops no clock and hands nothing on.
        Act::Shelve | Act::Revive => None,
        Act::Accept | Act::Settle | Act::Withdraw | Act::Undo => None,
    }
}
