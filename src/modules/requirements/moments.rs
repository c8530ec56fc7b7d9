//! The four moments of a change, kept apart: stated, entered, left in a file, received (SPEC module 2).
//! Never in here: what follows from them; signals. Facts of the file log are this browser's own.

use std::collections::BTreeSet;

use crate::exchange::{FileLog, Receipts};
use crate::ledger::{Change, RecordId};
use crate::time::Instant;

/// What is known of the way of one change between the reader's party and a partner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// When it is said to have happened; `None` for what states no moment of its own.
    pub stated: Option<Instant>,
    /// When it was entered, by the writer's clock.
    pub entered: Instant,
    /// When the first file that carried it was written, by its writer's clock.
    pub left: Option<Instant>,
    pub received: Received,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Received {
    /// No file says so.
    #[default]
    NotKnown,
    /// The partner has it, as of its file that was written then, by its clock.
    AsOf(Instant),
    /// It came to us: the first file that brought it was opened then, by our clock.
    Here(Instant),
}

/// Who exchanges with whom, each under every id it goes by.
pub struct Way<'a> {
    pub log: &'a FileLog,
    pub me: &'a BTreeSet<RecordId>,
    pub partner: &'a BTreeSet<RecordId>,
}

impl Way<'_> {
    /// The moments of a change. Of one that neither of the two wrote, the way it came to us.
    #[must_use]
    pub fn moments(&self, change: &Change, stated: Option<Instant>) -> Moments {
        let entered = change.at;
        let base = Moments {
            stated,
            entered,
            ..Moments::default()
        };
        if self.me.contains(&change.by.party) {
            let written = self.log.written().filter(|w| self.partner.contains(&w.to));
            let carried = written.filter(|w| w.contents.contains(change.id));
            let receipts = Receipts::of(self.log, self.partner);
            let has = receipts.received(change.id);
            return Moments {
                left: carried.map(|w| w.at).min(),
                received: match receipts.as_of.filter(|_| has) {
                    Some(at) => Received::AsOf(at),
                    None => Received::NotKnown,
                },
                ..base
            };
        }
        let merged = self.log.merged().filter(|m| !m.set_aside);
        let theirs = merged.filter(|m| self.partner.contains(&m.party));
        let carried: Vec<_> = theirs.filter(|m| m.contents.contains(change.id)).collect();
        let opened = carried.iter().map(|m| m.at).min();
        Moments {
            left: carried.iter().map(|m| m.written).min(),
            received: opened.map_or(Received::NotKnown, Received::Here),
            ..base
        }
    }
}
