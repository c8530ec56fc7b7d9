//! How much time each limit gives, as the parties agreed: kind `limit` (LEDGER 26).
//! Never in here: when a limit is due (`limits`), the calendars it may run in (`hours`).
//!
//! A limit is what one party owes every partner: `party` is who has to answer. It holds for what begins
//! at `from` or later, until the party states another; an amount is never changed, so that past
//! verdicts stay. What the party itself states goes first; where it states none, what the other of the
//! two recorded for it. What a third party recorded does not count between these two.

use serde::{Deserialize, Serialize};

use crate::ledger::{ChangeId, Record, RecordId, Workspace};
use crate::time::limit::Allowed;
use crate::time::{DAY, HOUR, Instant, MINUTE};

use super::entitled;
use super::limits::Clock;
use super::same_as::SameAs;

pub const KIND: &str = "limit";
/// The party that has to answer.
pub const PARTY: &str = "party";
/// Which clock, by [`Clock::as_str`].
pub const CLOCK: &str = "clock";
/// An [`Allowance`]: one value, so that amount and unit of two writers cannot mix.
pub const ALLOWS: &str = "allows";
/// An instant: it holds for what begins then or later; absent: since ever.
pub const FROM: &str = "from";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Minute,
    Hour,
    Day,
}

impl Unit {
    pub const ALL: [Self; 3] = [Self::Minute, Self::Hour, Self::Day];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    Elapsed,
    /// Working time of the party that has to answer.
    Working,
}

impl Counts {
    pub const ALL: [Self; 2] = [Self::Working, Self::Elapsed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Elapsed => "elapsed",
            Self::Working => "working",
        }
    }
}

/// An amount of time, such as `{"amount":3,"unit":"day","counts":"working"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Allowance {
    pub amount: u16,
    pub unit: Unit,
    pub counts: Counts,
}

impl Allowance {
    /// Elapsed hours.
    #[must_use]
    pub const fn hours(amount: u16) -> Self {
        Self {
            amount,
            unit: Unit::Hour,
            counts: Counts::Elapsed,
        }
    }

    /// Elapsed days, of 24 hours each.
    #[must_use]
    pub const fn days(amount: u16) -> Self {
        Self {
            amount,
            unit: Unit::Day,
            counts: Counts::Elapsed,
        }
    }

    /// The same amount of working time.
    #[must_use]
    pub const fn working(self) -> Self {
        Self {
            counts: Counts::Working,
            ..self
        }
    }

    /// Whether it is counted in working days (LEDGER 27), not in time.
    #[must_use]
    pub fn is_in_working_days(self) -> bool {
        self.unit == Unit::Day && self.counts == Counts::Working
    }

    /// A day of working time is a working day (LEDGER 27), of elapsed time 24 hours.
    #[must_use]
    pub fn allowed(self) -> Allowed {
        let ms = match (self.unit, self.counts) {
            (Unit::Day, Counts::Working) => return Allowed::Days(self.amount),
            (Unit::Day, Counts::Elapsed) => DAY,
            (Unit::Hour, _) => HOUR,
            (Unit::Minute, _) => MINUTE,
        };
        Allowed::Ms(i64::from(self.amount) * ms)
    }
}

/// What holds for one clock, and who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Given {
    pub allowance: Allowance,
    /// Since when; `None` since ever.
    pub from: Option<Instant>,
    pub source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Nobody stated any: SPEC module 2's own.
    Usual,
    /// The party that has to answer states it.
    Own,
    /// The other of the two recorded it.
    Other,
}

/// One limit as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub id: RecordId,
    /// Who has to answer and who states it, canonical.
    pub party: RecordId,
    pub author: RecordId,
    pub clock: Clock,
    pub allowance: Allowance,
    /// It holds for what begins then or later; `None` since ever.
    pub from: Option<Instant>,
    /// Of two from the same moment the one written last counts.
    written: (Instant, ChangeId),
}

/// Every limit of a workspace that can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowances(Vec<Stated>);

impl Allowances {
    #[must_use]
    pub fn of(ws: &Workspace, joins: &SameAs) -> Self {
        let all = ws.of_kind(KIND);
        Self(all.filter_map(|record| stated(&record, joins)).collect())
    }

    /// Everything stated, by party and clock, the latest first.
    #[must_use]
    pub fn history(&self) -> Vec<&Stated> {
        let mut all: Vec<&Stated> = self.0.iter().collect();
        all.sort_by_key(|s| {
            let latest = std::cmp::Reverse((s.from, s.written));
            (&s.party, s.clock, &s.author, latest)
        });
        all
    }

    /// Whether a statement is its author's word for what begins at a moment.
    #[must_use]
    pub fn holds(&self, stated: &Stated, since: Instant) -> bool {
        let held = self.stated(&stated.party, &stated.author, stated.clock, since);
        held.is_some_and(|held| held.id == stated.id)
    }

    /// What `party` is given for a clock that began at `since`, in its dealings with `other`.
    #[must_use]
    pub fn given(&self, party: &RecordId, other: &RecordId, clock: Clock, since: Instant) -> Given {
        let by = |author, source| {
            let stated = self.stated(party, author, clock, since)?;
            Some(Given {
                allowance: stated.allowance,
                from: stated.from,
                source,
            })
        };
        by(party, Source::Own)
            .or_else(|| by(other, Source::Other))
            .unwrap_or(clock.usual())
    }

    /// What one author states for a party and a clock that begins at `since`; all ids canonical.
    #[must_use]
    pub fn by(
        &self,
        party: &RecordId,
        author: &RecordId,
        clock: Clock,
        since: Instant,
    ) -> Option<Allowance> {
        let stated = self.stated(party, author, clock, since)?;
        Some(stated.allowance)
    }

    fn stated(
        &self,
        party: &RecordId,
        author: &RecordId,
        clock: Clock,
        since: Instant,
    ) -> Option<&Stated> {
        let of_it = self.0.iter().filter(|stated| {
            stated.party == *party && stated.clock == clock && stated.author == *author
        });
        let begun = of_it.filter(|stated| stated.from.is_none_or(|from| from <= since));
        begun.max_by_key(|stated| (stated.from, stated.written))
    }
}

/// Each field as the record's own author wrote it.
fn stated(record: &Record<'_>, joins: &SameAs) -> Option<Stated> {
    let author = entitled::author(record)?;
    let own = |party: &RecordId| joins.same(party, &author);
    let read = |name| entitled::value(record, name, own);
    let (change, allows) = read(ALLOWS)?;
    let party = RecordId::parse(&read(PARTY)?.1.as_text()?)?;
    let from = read(FROM).filter(|(_, value)| !value.is_null());
    Some(Stated {
        id: record.id().clone(),
        party: joins.canonical(&party).clone(),
        author: joins.canonical(&author).clone(),
        clock: Clock::parse(&read(CLOCK)?.1.as_text()?)?,
        allowance: allows.read().filter(|given: &Allowance| given.amount > 0)?,
        from: match from {
            Some((_, value)) => Some(Instant(value.as_int()?)),
            None => None,
        },
        written: (change.at, change.id),
    })
}
