//! Which limits the requirements behind a figure were really given, as the parties stated them.
//! Never in here: which statement holds (`records::allowance`), words.

use crate::ledger::RecordId;
use crate::records::allowance::Allowance;
use crate::records::limits::Clock;
use crate::records::requirement::Direction;

use super::model::Row;

/// Requirements that one party had to answer within one amount of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub allowance: Allowance,
    /// Who answers; `None` between others.
    pub party: Option<RecordId>,
    /// How many requirements had it.
    pub rows: usize,
}

/// Every limit that a clock gave, by party, the most frequent first. Withdrawn ones have no clock.
#[must_use]
pub fn granted(rows: &[Row], me: &RecordId, clock: Clock) -> Vec<Granted> {
    let mut all: Vec<Granted> = Vec::new();
    for row in rows {
        let Some(given) = row.clock(clock).and_then(|running| running.given) else {
            continue;
        };
        let party = match row.direction {
            Direction::In => Some(me.clone()),
            Direction::Out => row.partner.clone(),
            Direction::Other => None,
        };
        let same = |g: &&mut Granted| g.allowance == given.allowance && g.party == party;
        match all.iter_mut().find(same) {
            Some(granted) => granted.rows += 1,
            None => all.push(Granted {
                allowance: given.allowance,
                party,
                rows: 1,
            }),
        }
    }
    all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.party.cmp(&b.party)));
    all
}

/// What each clock gave, in the order of [`Clock::ALL`]: one amount, or `None` where amounts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within([Option<Allowance>; Clock::ALL.len()]);

impl Within {
    /// Of these requirements; without any, what holds where nobody stated another.
    #[must_use]
    pub fn of(rows: &[Row]) -> Self {
        Self(Clock::ALL.map(|clock| {
            let given = rows.iter().filter_map(|row| row.clock(clock)?.given);
            let mut given = given.map(|given| given.allowance);
            let first = given.next().unwrap_or(clock.usual().allowance);
            given.all(|other| other == first).then_some(first)
        }))
    }

    /// The amount every requirement was given; `None` where they differ.
    #[must_use]
    pub fn clock(&self, clock: Clock) -> Option<Allowance> {
        let place = Clock::ALL.iter().position(|c| *c == clock)?;
        self.0.get(place).copied().flatten()
    }
}
