//! Elapsed-time limits: when an answer is due, and what became of it, from stated moments and now.
//! Never in here: words or colours for a state, storing a clock, working time (calendars).

use super::instant::Instant;

/// An answer is due `allowed_ms` after `since`. Computed on read, never stored, so that both firms
/// get the same verdict (SPEC module 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    pub since: Instant,
    pub allowed_ms: i64,
}

/// A running limit warns once this share of it is used up.
pub const WARN_PERCENT: i64 = 75;

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
    /// Passed, but the answer may be in a file that has not come: never called late.
    Unknown,
    /// Answered in time.
    Met,
    /// Answered too late.
    Missed,
    /// The answer is stated before the question: counts nowhere and is listed (LEDGER 28).
    Inverted,
}

impl Limit {
    /// The last moment that is still in time.
    #[must_use]
    pub const fn due(self) -> Instant {
        self.since.plus(self.allowed_ms)
    }

    /// From this moment on a running limit warns.
    #[must_use]
    pub fn warns(self) -> Instant {
        let share = i128::from(self.allowed_ms) * i128::from(WARN_PERCENT) / 100;
        // Three quarters of an i64 fit an i64.
        self.since.plus(share as i64)
    }

    /// Milliseconds until it is due, negative once that has passed.
    #[must_use]
    pub const fn left(self, now: Instant) -> i64 {
        self.due().since(now)
    }

    #[must_use]
    pub fn state(self, answered: Option<Instant>, heard: Heard, now: Instant) -> State {
        match answered {
            Some(at) if at < self.since => State::Inverted,
            Some(at) if at <= self.due() => State::Met,
            Some(_) => State::Missed,
            None if now <= self.due() => {
                if now < self.warns() {
                    State::Open
                } else {
                    State::Warned
                }
            }
            None => match heard {
                Heard::Own => State::Breached,
                Heard::Until(at) if at > self.due() => State::Breached,
                Heard::Until(_) | Heard::Never => State::Unknown,
            },
        }
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
