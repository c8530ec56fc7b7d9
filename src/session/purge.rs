//! Erasing changes that never left this browser (LEDGER 6): from the disk, from this page and every other tab.
//! Never in here: which changes may go. Whole or not at all.

use std::convert::Infallible;

use leptos::prelude::*;

use super::{Session, aside, read_segment};
use crate::browser::DiskError;
use crate::browser::disk::{Batch, Expected, SegmentKey};
use crate::ledger::{Change, Edit, IdRanges, encode};

/// Why nothing was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PurgeRefusal {
    /// Another tab has written in the meantime.
    Meanwhile,
    /// A part of the store cannot be read: nobody can say that it holds none of them.
    Unread,
    Disk(DiskError),
}

impl From<DiskError> for PurgeRefusal {
    fn from(error: DiskError) -> Self {
        match error {
            DiskError::Conflict => Self::Meanwhile,
            error => Self::Disk(error),
        }
    }
}

/// Segments that hold some of the changes, and what they hold besides; nothing of one that held no more.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rewritten {
    keys: Vec<SegmentKey>,
    segments: Vec<Vec<u8>>,
}

/// `None` if a segment cannot be read.
fn rewritten(segments: &[(SegmentKey, Vec<u8>)], gone: &IdRanges) -> Option<Rewritten> {
    let mut all = Rewritten::default();
    for (key, bytes) in segments {
        let changes = read_segment(bytes).ok()?;
        let left: Vec<&Change> = changes.iter().filter(|c| !gone.contains(c.id)).collect();
        if left.len() == changes.len() {
            continue;
        }
        all.keys.push(*key);
        if !left.is_empty() {
            all.segments.push(encode(left).into_bytes());
        }
    }
    Some(all)
}

impl Session {
    /// Erases changes, every one under each of these ids, and writes the fact of it in the same transaction.
    /// The other tabs drop them when they hear of it. What the browser keeps of overwritten bytes below its
    /// database is its own to clear away.
    ///
    /// # Errors
    /// Nothing is erased then.
    pub async fn purge<E>(&self, gone: IdRanges, fact: &E) -> Result<(), PurgeRefusal>
    where
        E: Edit<Refusal = Infallible>,
    {
        let generation = self.settled().await?;
        let loaded = self.disk().load().await?;
        let all = rewritten(&loaded.segments, &gone).filter(|_| loaded.unreadable.is_empty());
        let all = all.ok_or(PurgeRefusal::Unread)?;
        let Ok(noted) = self.planned(fact);
        let local: Vec<_> = noted
            .first()
            .map(|change| aside::purged(change.id, &gone))
            .into_iter()
            .collect();
        let note = encode(&noted).into_bytes();
        let batch = Batch {
            segments: all.segments.into_iter().chain([note.clone()]).collect(),
            local: local.clone(),
            only_if: vec![Expected::Generation(generation)],
            ..Batch::default()
        };
        match self.disk().replace(&all.keys, &batch).await {
            Ok(appended) => {
                // The other tabs hold what was rewritten; the fact is all that is new to them.
                let news = Batch {
                    segments: vec![note],
                    local: local.clone(),
                    ..Batch::default()
                };
                self.stored(&news, appended.generation);
                self.local.update(|known| super::apply(known, &local));
                self.workspace.update(|ws| {
                    *ws = ws.without(|c| gone.contains(c.id));
                    ws.insert_all(noted);
                });
                Ok(())
            }
            Err(DiskError::Conflict) => {
                // Asked again, the user sees what the other tab wrote, and it may be refused for it.
                self.catch_up().await?;
                Err(PurgeRefusal::Meanwhile)
            }
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, ChangeId, RecordId, Value, Write, WriterId};
    use crate::time::Instant;

    fn change(seq: u32, text: &str) -> Change {
        let party = RecordId::from_bits("party", 1);
        let id = ChangeId {
            writer: WriterId(7),
            seq,
        };
        Change {
            id,
            at: Instant(i64::from(seq)),
            by: Author {
                person: RecordId::from_bits("person", 1),
                party: party.clone(),
            },
            act: id,
            record: party,
            writes: vec![Write {
                field: "name".into(),
                value: Value::text(text),
                over: Vec::new(),
            }],
            extra: Vec::new(),
        }
    }

    fn segments() -> Vec<(SegmentKey, Vec<u8>)> {
        let parts = [
            vec![change(0, "stays"), change(1, "zzsecret")],
            vec![change(2, "stays too")],
            vec![change(3, "zzsecret")],
        ];
        let each = parts.iter().zip(1..);
        each.map(|(all, key)| (SegmentKey(key), encode(all).into_bytes()))
            .collect()
    }

    fn ids(seqs: &[u32]) -> IdRanges {
        seqs.iter().map(|seq| change(*seq, "").id).collect()
    }

    #[test]
    fn no_byte_of_what_goes_is_left_and_what_stays_stays_as_it_was() {
        let all = rewritten(&segments(), &ids(&[1, 3])).expect("readable");
        assert_eq!(all.keys, [SegmentKey(1), SegmentKey(3)]);
        let [left] = all.segments.as_slice() else {
            panic!("one segment had something besides, the other had nothing");
        };
        assert_eq!(read_segment(left).expect("readable"), [change(0, "stays")]);
        let bytes = String::from_utf8_lossy(left);
        assert!(!bytes.contains("zzsecret"));
    }

    #[test]
    fn a_segment_that_cannot_be_read_might_hold_it_so_nothing_goes() {
        let mut all = segments();
        all.push((SegmentKey(9), b"{".to_vec()));
        assert_eq!(rewritten(&all, &ids(&[1])), None);
    }
}
