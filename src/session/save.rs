//! The save queue: what waits for the disk, and the truth about it (LEDGER 23).
//! An entry leaves the queue only when the transaction that stored it is complete.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compaction::Compaction;
use super::heard::Seen;
use super::{LocalFacts, Session};
use crate::browser::disk::Batch;
use crate::browser::tabs::Told;
use crate::browser::{Disk, DiskError};
use crate::ledger::{Change, encode};

/// What the page may say about saving.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SaveState {
    /// Acts that are not on disk yet.
    pub waiting: usize,
    /// Acts this page has stored.
    pub saved: usize,
    /// Why the last try failed; it is tried again by itself.
    pub failed: Option<DiskError>,
}

type Watcher = Box<dyn FnOnce(Result<(), DiskError>)>;

/// The queue. What is being written stays at its front until it is complete.
#[derive(Default)]
pub struct Waiting {
    batches: Vec<Batch>,
    /// How many of the batches at the front are being written.
    writing: usize,
    /// What this page knows of the store.
    pub(super) seen: Seen,
    /// Called when the queue is empty or a try has failed.
    watchers: Vec<Watcher>,
}

impl Waiting {
    /// The local facts that are not as they are on disk.
    pub(super) fn local_keys(&self) -> Vec<String> {
        let facts = self.batches.iter().flat_map(|batch| &batch.local);
        facts.map(|(key, _)| key.clone()).collect()
    }
}

/// How long a page is open before it puts segments together, and how long it waits when it is busy.
const QUIET: Duration = Duration::from_secs(20);

/// How long to wait before a failed write is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Session {
    /// The truth about saving; reactive.
    pub fn save_state(&self) -> SaveState {
        self.save.get()
    }

    pub(super) fn loaded_generation(&self, generation: u64) {
        self.parts
            .update_value(|parts| parts.waiting.seen.note_all(generation));
    }

    pub(super) fn queue(
        &self,
        changes: &[Change],
        local: &LocalFacts,
        documents: Vec<(String, Vec<u8>)>,
    ) {
        let segments = if changes.is_empty() {
            Vec::new()
        } else {
            vec![encode(changes).into_bytes()]
        };
        let batch = Batch {
            segments,
            local: local.clone(),
            blobs: documents,
            ..Batch::default()
        };
        self.parts
            .update_value(|parts| parts.waiting.batches.push(batch));
        self.save.update(|state| state.waiting += 1);
        self.flush();
    }

    /// Writes what waits, unless that is under way.
    pub fn flush(&self) {
        let session = *self;
        let next = self.parts.try_update_value(|parts| {
            let waiting = &mut parts.waiting;
            if waiting.writing > 0 || waiting.batches.is_empty() {
                return None;
            }
            waiting.writing = waiting.batches.len();
            Some((parts.disk.clone(), together(&waiting.batches)))
        });
        let Some((disk, batch)) = next.flatten() else {
            return;
        };
        spawn_local(async move {
            let outcome = disk.append(&batch).await;
            session.written(&batch, outcome.map(|a| a.generation));
        });
    }

    fn written(&self, batch: &Batch, outcome: Result<u64, DiskError>) {
        let session = *self;
        let done = self.parts.try_update_value(|parts| {
            let waiting = &mut parts.waiting;
            let count = std::mem::take(&mut waiting.writing);
            match &outcome {
                Ok(_) => {
                    waiting.batches.drain(..count);
                }
                Err(_) => {
                    set_timeout(move || session.flush(), RETRY);
                }
            }
            let over = outcome.is_err() || waiting.batches.is_empty();
            let watchers = over.then(|| std::mem::take(&mut waiting.watchers));
            (count, watchers.unwrap_or_default())
        });
        // The session is gone when the workspace was closed while it wrote.
        let Some((count, watchers)) = done else {
            return;
        };
        if let Ok(generation) = outcome {
            self.stored(batch, generation);
        }
        self.save.update(|state| match &outcome {
            Ok(_) => {
                state.waiting -= count;
                state.saved += count;
                state.failed = None;
            }
            Err(error) => state.failed = Some(error.clone()),
        });
        for watcher in watchers {
            watcher(outcome.clone().map(drop));
        }
        if outcome.is_ok() {
            self.flush();
        }
    }

    /// Puts small segments together once this page has been open for a while and nothing waits to be
    /// saved. Where another tab has done it meanwhile, the disk refuses and nothing has happened.
    pub(super) fn compact_later(&self, compaction: Compaction) {
        let session = *self;
        let go = move || {
            let free = session.parts.try_with_value(|parts| {
                let is_free = parts.waiting.batches.is_empty();
                is_free.then(|| parts.disk.clone())
            });
            match free {
                Some(Some(disk)) => spawn_local(session.compact(disk, compaction)),
                Some(None) => session.compact_later(compaction),
                // The workspace was closed.
                None => {}
            }
        };
        set_timeout(go, QUIET);
    }

    async fn compact(self, disk: Disk, compaction: Compaction) {
        let Some(segment) = compaction.together() else {
            return;
        };
        let batch = Batch {
            segments: vec![segment],
            ..Batch::default()
        };
        // What fails now is tried again when the workspace is opened next.
        let Ok(done) = disk.replace(&compaction.keys, &batch).await else {
            return;
        };
        // Nothing new is in the store, but its generation has grown: the other tabs need not read it.
        if self.parts.try_with_value(|_| ()).is_some() {
            self.stored(&Batch::default(), done.generation);
        }
    }

    /// A batch is on disk: the other tabs may know.
    pub(super) fn stored(&self, batch: &Batch, generation: u64) {
        let told = Told {
            generation,
            segments: batch.segments.clone(),
            local: batch.local.clone(),
        };
        self.parts.with_value(|parts| parts.tabs.tell(&told));
        self.note(generation);
    }

    /// Keeps a fact of this browser past the queue: on disk when this is ready, in no reader's eyes before
    /// the next start, and nothing that the page says it is saving. For what is kept twice a second.
    ///
    /// # Errors
    /// The disk's; it is not tried again.
    pub async fn keep_past_queue(&self, key: &str, value: String) -> Result<(), DiskError> {
        let batch = Batch {
            local: vec![(key.to_owned(), Some(value))],
            ..Batch::default()
        };
        let appended = self.disk().append(&batch).await?;
        // The workspace may have been closed while it was written.
        let known = self.local.try_write_untracked();
        if let Some(mut known) = known {
            super::apply(&mut known, &batch.local);
            drop(known);
            self.stored(&Batch::default(), appended.generation);
        }
        Ok(())
    }

    /// Waits until nothing waits for the disk; gives the generation up to which this
    /// page then knows the store.
    ///
    /// # Errors
    /// The disk's, if a try fails; it goes on trying.
    pub async fn settled(&self) -> Result<u64, DiskError> {
        let through = || self.parts.with_value(|parts| parts.waiting.seen.through());
        if self
            .parts
            .with_value(|parts| parts.waiting.batches.is_empty())
        {
            return Ok(through());
        }
        let (tell, told) = futures_channel::oneshot::channel();
        self.parts.update_value(|parts| {
            parts.waiting.watchers.push(Box::new(move |outcome| {
                // Nobody waits any more if the page went on.
                let _ = tell.send(outcome);
            }));
        });
        told.await.unwrap_or(Err(DiskError::Gone))?;
        Ok(through())
    }
}

/// Several waiting batches as one transaction.
fn together(batches: &[Batch]) -> Batch {
    let mut all = Batch::default();
    for batch in batches {
        all.segments.extend(batch.segments.iter().cloned());
        all.local.extend(batch.local.iter().cloned());
        all.blobs.extend(batch.blobs.iter().cloned());
    }
    all
}
