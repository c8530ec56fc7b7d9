//! Which small segments are worth putting together, and putting them together (LEDGER 23).
//! Never in here: the writing, which is the disk's, and any change dropped or altered.

use crate::browser::disk::SegmentKey;
use crate::ledger::{Change, encode};

use super::read_segment;

/// A segment of at most this many bytes is small: a few dozen edits.
const SMALL: usize = 64 * 1024;
/// With no more small segments than this there is nothing to gain: they are read in one go.
const MANY: usize = 200;
/// No more bytes are put together at once, so that it stays unnoticed.
const AT_ONCE: usize = 1024 * 1024;

/// The small segments to put together, oldest first, given the key and size of every readable one;
/// none while there are few.
fn choose(segments: impl Iterator<Item = (SegmentKey, usize)>) -> Vec<SegmentKey> {
    let mut small: Vec<(SegmentKey, usize)> = segments.filter(|(_, size)| *size <= SMALL).collect();
    if small.len() <= MANY {
        return Vec::new();
    }
    small.sort_unstable();
    let mut total = 0;
    let fitting = small.into_iter().take_while(|(_, size)| {
        total += size;
        total <= AT_ONCE
    });
    fitting.map(|(key, _)| key).collect()
}

/// Some segments and the one that holds the same changes between them.
pub struct Compaction {
    pub keys: Vec<SegmentKey>,
    bytes: Vec<Vec<u8>>,
}

impl Compaction {
    /// What there is to gain, if anything. Segments that cannot be read stay as they are.
    pub fn of(segments: &[(SegmentKey, Vec<u8>)], unread: &[SegmentKey]) -> Option<Self> {
        let readable = segments.iter().filter(|(key, _)| !unread.contains(key));
        let keys = choose(readable.map(|(key, bytes)| (*key, bytes.len())));
        let chosen = segments
            .iter()
            .filter(|(key, _)| keys.binary_search(key).is_ok());
        let bytes = chosen.map(|(_, bytes)| bytes.clone()).collect();
        (!keys.is_empty()).then_some(Self { keys, bytes })
    }

    /// The one segment; `None` if one of the parts cannot be read, and then none is replaced.
    pub fn together(&self) -> Option<Vec<u8>> {
        let mut changes: Vec<Change> = Vec::new();
        for bytes in &self.bytes {
            changes.extend(read_segment(bytes).ok()?);
        }
        Some(encode(&changes).into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, ChangeId, RecordId, Value, Write, WriterId, digest_of};
    use crate::time::Instant;

    fn change(seq: u32) -> Change {
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
                value: Value::from_json("{ \"a\" : 1.50 }").expect("JSON"),
                over: Vec::new(),
            }],
            extra: vec![("mood".into(), Value::null())],
        }
    }

    fn segments(count: usize) -> Vec<(SegmentKey, Vec<u8>)> {
        let one = |nth: usize| {
            let bytes = encode([&change(nth as u32)]).into_bytes();
            (SegmentKey(nth as u64 + 1), bytes)
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn few_small_segments_and_any_number_of_large_ones_stay_as_they_are() {
        let sized = |count: u64, size: usize| (0..count).map(move |key| (SegmentKey(key), size));
        assert_eq!(choose(sized(MANY as u64, 1)), []);
        assert_eq!(choose(sized(10_000, SMALL + 1)), []);
        assert_eq!(choose(sized(MANY as u64 + 1, 1)).len(), MANY + 1);
    }

    #[test]
    fn the_oldest_are_chosen_and_no_more_than_go_unnoticed() {
        let newest_first = (0..1_000).rev().map(|key| (SegmentKey(key), SMALL));
        let chosen = choose(newest_first);
        let oldest: Vec<SegmentKey> = (0..(AT_ONCE / SMALL) as u64).map(SegmentKey).collect();
        assert_eq!(chosen, oldest);
    }

    #[test]
    fn the_new_segment_holds_what_the_old_ones_held_to_the_byte() {
        let all = segments(MANY + 50);
        let compaction = Compaction::of(&all, &[]).expect("worth it");
        assert_eq!(compaction.keys.len(), all.len());
        let new = compaction.together().expect("readable");
        let read = |bytes: &[u8]| read_segment(bytes).expect("readable");
        let before: Vec<Change> = all.iter().flat_map(|(_, bytes)| read(bytes)).collect();
        assert_eq!(read(&new), before);
        assert_eq!(digest_of(&read(&new)), digest_of(&before));
        assert!(new.len() * 2 < all.iter().map(|(_, b)| b.len()).sum());
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let mut all = segments(MANY + 50);
        let broken = SegmentKey(3);
        all.retain(|(key, _)| *key != broken);
        all.push((broken, b"{".to_vec()));
        all.sort();
        let compaction = Compaction::of(&all, &[broken]).expect("worth it");
        assert!(!compaction.keys.contains(&broken) && compaction.together().is_some());
        let unaware = Compaction::of(&all, &[]).expect("worth it");
        assert_eq!(unaware.together(), None);
    }
}
