//! What other tabs have stored: taking it in, and noticing when some of it was not heard (LEDGER 25).
//! Nothing here writes.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Session, aside, read_segment};
use crate::browser::DiskError;
use crate::browser::tabs::Told;
use crate::ledger::Change;

/// How long the messages of other tabs may take before what they said is read from disk instead.
const PATIENCE: Duration = Duration::from_secs(1);

/// Which generations of the store this page knows the contents of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// All up to this one.
    through: u64,
    /// Single later ones: own writes overtake the messages of other tabs.
    ahead: BTreeSet<u64>,
}

impl Seen {
    pub fn through(&self) -> u64 {
        self.through
    }

    pub fn has_gap(&self) -> bool {
        !self.ahead.is_empty()
    }

    pub fn note(&mut self, generation: u64) {
        self.ahead.insert(generation);
        self.close_up();
    }

    pub fn note_all(&mut self, through: u64) {
        self.through = self.through.max(through);
        self.close_up();
    }

    fn close_up(&mut self) {
        self.ahead = self.ahead.split_off(&(self.through + 1));
        while self.ahead.remove(&(self.through + 1)) {
            self.through += 1;
        }
    }
}

impl Session {
    /// Another tab has stored this: the same set union as everything else.
    pub(super) fn heard(&self, told: &Told) {
        let aside_before = self.local.with_untracked(aside::all);
        if !told.local.is_empty() {
            self.local.update(|known| super::apply(known, &told.local));
        }
        let aside = self.local.with_untracked(aside::all);
        if aside != aside_before {
            self.workspace
                .update(|ws| *ws = ws.without(|c| aside.contains(c.id)));
        }
        self.take_in(told.segments.iter().map(Vec::as_slice));
        self.note(told.generation);
    }

    /// This page knows what the store holds as of a generation that was written.
    pub(super) fn note(&self, generation: u64) {
        let session = *self;
        let gap = self.parts.try_update_value(|parts| {
            let had = parts.waiting.seen.has_gap();
            parts.waiting.seen.note(generation);
            !had && parts.waiting.seen.has_gap()
        });
        if gap == Some(true) {
            let look = move || {
                let gap = session.parts.try_with_value(|p| p.waiting.seen.has_gap());
                if gap == Some(true) {
                    spawn_local(async move {
                        // What cannot be read now is read when it is next missed.
                        let _ = session.catch_up().await;
                    });
                }
            };
            set_timeout(look, PATIENCE);
        }
    }

    /// Reads what the store holds, for what other tabs wrote and this page did not hear.
    ///
    /// # Errors
    /// The disk's.
    pub(super) async fn catch_up(&self) -> Result<(), DiskError> {
        let loaded = self.disk().load().await?;
        let facts = loaded
            .local
            .into_iter()
            .map(|(key, value)| (key, Some(value)));
        // As if it had been told just now, except that facts may be gone by now: those this page
        // has and the store has not are only right while they wait to be written.
        let stored: Vec<_> = facts.collect();
        let waiting = self
            .parts
            .try_with_value(|parts| parts.waiting.local_keys());
        let waiting = waiting.unwrap_or_default();
        let gone = self.local.with_untracked(|known| {
            let is_stored = |key: &String| stored.iter().any(|(k, _)| k == key);
            let keys = known.keys().filter(|key| !is_stored(key));
            keys.map(|key| (key.clone(), None)).collect::<Vec<_>>()
        });
        let local = stored.into_iter().chain(gone);
        let told = Told {
            generation: loaded.generation,
            segments: loaded
                .segments
                .into_iter()
                .map(|(_, bytes)| bytes)
                .collect(),
            local: local.filter(|(key, _)| !waiting.contains(key)).collect(),
        };
        self.heard(&told);
        self.parts.try_update_value(|parts| {
            parts.waiting.seen.note_all(loaded.generation);
            // Another tab may have begun a new profile after a loss.
            parts.profile = loaded.profile;
        });
        let _ = self.lost.try_set(loaded.lost_data);
        Ok(())
    }

    fn take_in<'a>(&self, segments: impl Iterator<Item = &'a [u8]>) {
        let aside = self.local.with_untracked(aside::all);
        let changes: Vec<Change> = segments
            .filter_map(|segment| read_segment(segment).ok())
            .flatten()
            .filter(|c| !aside.contains(c.id))
            .collect();
        if !changes.is_empty() {
            self.workspace.update(|ws| {
                ws.insert_all(changes);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_writes_may_overtake_the_messages_of_others() {
        let mut seen = Seen::default();
        seen.note_all(5);
        seen.note(7);
        assert_eq!((seen.through(), seen.has_gap()), (5, true));
        seen.note(6);
        assert_eq!((seen.through(), seen.has_gap()), (7, false));
    }

    #[test]
    fn what_was_read_from_disk_closes_gaps_below_it() {
        let mut seen = Seen::default();
        seen.note(3);
        seen.note(6);
        seen.note_all(4);
        assert_eq!((seen.through(), seen.has_gap()), (4, true));
        seen.note_all(5);
        assert_eq!((seen.through(), seen.has_gap()), (6, false));
    }

    #[test]
    fn what_is_known_already_changes_nothing() {
        let mut seen = Seen::default();
        seen.note_all(9);
        seen.note(4);
        assert_eq!((seen.through(), seen.has_gap()), (9, false));
    }
}
