//! Limits: when an answer is due, and what became of it, from stated moments and now.
//! Never in here: words or colours for a state, storing a clock, whose calendar is read.

use super::days::Days;
use super::instant::Instant;
use super::schedule::{Amount, Schedule};
use super::span::{Span, Spans};

/// When an answer to something that began at `since` is due. Computed on read, never stored, so that
/// both firms get the same verdict (SPEC module 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    pub since: Instant,
    due: Due,
    warns: Due,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Due {
    At(Instant),
    /// The clock stands still and nothing says when it goes on.
    Never,
    /// It runs in working time, and no calendar of the party is known.
    Unknown,
}

/// A running limit warns once this share of it is used up.
pub const WARN_PERCENT: u8 = 75;

/// How much time a limit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Allowed {
    Ms(i64),
    /// Whole working days, by LEDGER 27.
    Days(u16),
}

/// What a clock counts.
#[derive(Clone, Copy, Debug)]
pub enum Basis<'a> {
    /// Every moment.
    Elapsed,
    /// The working time of a party.
    Working(&'a Schedule),
    /// The working time of a party whose calendar is not known: nothing can be said.
    NoCalendar,
}

/// How far the reader knows what the answering party did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heard {
    /// The answering party is the reader's own: nothing can be on its way.
    Own,
    /// The partner's newest merged file was written then.
    Until(Instant),
    /// No file of the partner was merged yet.
    Never,
}

/// What became of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Running.
    Open,
    /// Running, with at least [`WARN_PERCENT`] of it used up.
    Warned,
    /// Passed, and the answering party is known not to have answered in time.
    Breached,
    /// Passed, but the answer may be in a file that has not come; or measured by a calendar that has
    /// not come: never called late.
    Unknown,
    /// Answered in time.
    Met,
    /// Answered too late.
    Missed,
    /// The answer is stated before the question: counts nowhere and is listed (LEDGER 28).
    Inverted,
}

impl Limit {
    /// Due `allowed_ms` of elapsed time after `since`.
    #[must_use]
    pub const fn elapsed(since: Instant, allowed_ms: i64) -> Self {
        let share = allowed_ms as i128 * WARN_PERCENT as i128 / 100;
        Self {
            since,
            due: Due::At(since.plus(allowed_ms)),
            // Three quarters of an i64 fit an i64.
            warns: Due::At(since.plus(share as i64)),
        }
    }

    /// Due once an amount of time that counts was used up; what is in `stopped` does not count.
    #[must_use]
    pub fn measured(basis: Basis<'_>, since: Instant, allowed: Allowed, stopped: &Spans) -> Self {
        let at = |percent: u8| match basis {
            Basis::NoCalendar => Due::Unknown,
            Basis::Elapsed | Basis::Working(_) => {
                let used_up = basis.used_up(since, allowed.percent(percent), stopped);
                used_up.map_or(Due::Never, Due::At)
            }
        };
        Self {
            since,
            due: at(100),
            warns: at(WARN_PERCENT),
        }
    }

    /// The last moment that is still in time; `None` while the clock stands still, or where the
    /// calendar it is measured by is not known.
    #[must_use]
    pub const fn due(self) -> Option<Instant> {
        match self.due {
            Due::At(at) => Some(at),
            Due::Never | Due::Unknown => None,
        }
    }

    /// Whether it runs in working time and no calendar of the party is known.
    #[must_use]
    pub const fn lacks_calendar(self) -> bool {
        matches!(self.due, Due::Unknown)
    }

    /// From this moment on a running limit warns.
    #[must_use]
    pub const fn warns(self) -> Option<Instant> {
        match self.warns {
            Due::At(at) => Some(at),
            Due::Never | Due::Unknown => None,
        }
    }

    /// It was due from its first moment on: nothing to count down.
    #[must_use]
    pub fn is_due_at_once(self) -> bool {
        self.due == Due::At(self.since)
    }

    /// Elapsed milliseconds until it is due, negative once that has passed.
    #[must_use]
    pub fn left(self, now: Instant) -> Option<i64> {
        self.due().map(|due| due.since(now))
    }

    #[must_use]
    pub fn state(self, answered: Option<Instant>, heard: Heard, now: Instant) -> State {
        if answered.is_some_and(|at| at < self.since) {
            return State::Inverted;
        }
        let passed = |due: Instant, at: Instant| due < at;
        let due = match self.due {
            Due::At(due) => Some(due),
            Due::Never => None,
            Due::Unknown => return State::Unknown,
        };
        match answered {
            Some(at) if due.is_some_and(|due| passed(due, at)) => State::Missed,
            Some(_) => State::Met,
            None => match due.filter(|&due| passed(due, now)) {
                None if self.warns().is_none_or(|warns| now < warns) => State::Open,
                None => State::Warned,
                Some(due) => match heard {
                    Heard::Own => State::Breached,
                    Heard::Until(at) if at > due => State::Breached,
                    Heard::Until(_) | Heard::Never => State::Unknown,
                },
            },
        }
    }
}

impl Allowed {
    /// A share of it in percent, rounded down to the millisecond; of working days exactly.
    fn percent(self, percent: u8) -> Amount {
        match self {
            Self::Ms(ms) => {
                let share = i128::from(ms) * i128::from(percent) / 100;
                Amount::Ms(i64::try_from(share).unwrap_or(ms))
            }
            Self::Days(days) => {
                let hundredths = u32::from(days) * u32::from(percent);
                Amount::Days(Days::part(hundredths, 100))
            }
        }
    }
}

impl Basis<'_> {
    /// Milliseconds of a span that count.
    #[must_use]
    pub fn worked(self, span: Span) -> i64 {
        match self {
            Self::Elapsed => span.length(),
            Self::Working(schedule) => schedule.worked(span),
            Self::NoCalendar => 0,
        }
    }

    /// Working days in a span; elapsed time has none.
    #[must_use]
    pub fn days(self, span: Span) -> Days {
        match self {
            Self::Working(schedule) => schedule.days(span),
            Self::Elapsed | Self::NoCalendar => Days::default(),
        }
    }

    /// The first moment at which an amount after `since` is used up; `None` if it never is.
    fn used_up(self, since: Instant, amount: Amount, stopped: &Spans) -> Option<Instant> {
        if amount.is_nothing() {
            return Some(since);
        }
        let whole = Spans::from(Span::new(since, Instant::MAX)?);
        let running = if stopped.is_empty() {
            whole
        } else {
            whole.difference(stopped)
        };
        let mut left = amount;
        for span in running.iter() {
            let at = match (self, &left) {
                (Self::Elapsed, Amount::Ms(ms)) => {
                    Some(span.from().plus(*ms)).filter(|&at| at <= span.to())
                }
                (Self::Working(schedule), left) => schedule.used_up(span, left),
                // Elapsed time has no working days, and an unknown calendar no moments.
                (Self::Elapsed, Amount::Days(_)) | (Self::NoCalendar, _) => return None,
            };
            if at.is_some() {
                return at;
            }
            left = match left {
                Amount::Ms(ms) => Amount::Ms(ms.saturating_sub(self.worked(span))),
                Amount::Days(days) => Amount::Days(days - &self.days(span)),
            };
        }
        None
    }
}

impl State {
    /// How it counts in a "within the limit" KPI: `Some(true)` in time, `Some(false)` late or still
    /// open past its limit, `None` not due yet, not known, or inverted (LEDGER 28).
    #[must_use]
    pub const fn in_time(self) -> Option<bool> {
        match self {
            Self::Met => Some(true),
            Self::Missed | Self::Breached => Some(false),
            Self::Open | Self::Warned | Self::Unknown | Self::Inverted => None,
        }
    }
}
