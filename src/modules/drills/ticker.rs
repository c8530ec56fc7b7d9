//! How long a drill has run, counted from ticks. A gap between two ticks stops it where it last was.
//! Never in here: where ticks come from, the log.

use crate::time::SECOND;

/// A laptop that was shut, or a page that was starved, for longer than this must not let a drill run on
/// unseen (SPEC module 4).
pub const GAP: i64 = 5 * SECOND;

/// Counts while a drill runs. `last` and the moments of ticks are milliseconds of any one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticker {
    pub ran: i64,
    last: i64,
}

/// What a tick says. Whoever shows the drill keeps `ran` before showing anything of that moment, so that
/// a crash cannot take the room back behind what it saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    Ran(i64),
    /// Nothing was heard for too long, or the clock was set back: the drill pauses at what it had run.
    Gap(i64),
}

impl Ticker {
    /// Starts to count from what a drill had run, at its start or when it goes on.
    #[must_use]
    pub const fn new(ran: i64, now: i64) -> Self {
        Self { ran, last: now }
    }

    /// Takes in a tick. After a gap it stays where it is until it is made anew.
    pub fn tick(&mut self, now: i64) -> Tick {
        let passed = now.saturating_sub(self.last);
        // Clocks are slowed and set by small steps all the time; those count for nothing.
        if !(-GAP..=GAP).contains(&passed) {
            return Tick::Gap(self.ran);
        }
        self.ran += passed.max(0);
        self.last = now;
        Tick::Ran(self.ran)
    }
}
