//! Names of writers, changes, records and fields, their text forms, and sets of change ids.
//! No counters and no randomness: random bits are passed in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// One page load of one browser tab. Random and fresh each time (rule 1). Text: 16 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriterId(pub u64);

impl WriterId {
    pub fn parse(text: &str) -> Option<Self> {
        let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() != 16 || !text.bytes().all(lower_hex) {
            return None;
        }
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The name of one change: its writer and the writer's count from 0. Text: `0123456789abcdef.12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId {
    pub writer: WriterId,
    pub seq: u32,
}

impl ChangeId {
    pub fn parse(text: &str) -> Option<Self> {
        let (writer, seq) = text.split_once('.')?;
        let canonical = seq == "0" || !seq.starts_with(['0', '+']);
        if !canonical {
            return None;
        }
        Some(Self {
            writer: WriterId::parse(writer)?,
            seq: seq.parse().ok()?,
        })
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.writer, self.seq)
    }
}

macro_rules! serde_as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("{text:?} is not a {}", stringify!($name)))
                })
            }
        }
    )*};
}
serde_as_text!(WriterId, ChangeId, RecordId);

/// The name of a record: its kind, a hyphen, and 1–64 characters of `0-9a-z`, usually 22 random ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(Arc<str>);

const UID_LENGTH: usize = 22;

impl RecordId {
    /// A record of `kind` named by 128 random or hashed bits.
    pub fn from_bits(kind: &str, bits: u128) -> Self {
        let mut text = String::with_capacity(kind.len() + 1 + UID_LENGTH);
        text.push_str(kind);
        text.push('-');
        let mut rest = bits;
        for _ in 0..UID_LENGTH {
            text.extend(char::from_digit((rest % 36) as u32, 36));
            rest /= 36;
        }
        Self(text.into())
    }

    /// Reads the text form; `None` if it is not one. Kinds nobody knows are fine (rule 9).
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, uid) = text.split_once('-')?;
        let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let kind_ok = (1..=32).contains(&kind.len())
            && kind.starts_with(|c: char| c.is_ascii_lowercase())
            && kind.bytes().all(|b| lower(b) || b == b'_');
        let uid_ok = (1..=64).contains(&uid.len()) && uid.bytes().all(lower);
        (kind_ok && uid_ok).then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the text lies, which names it as long as someone holds it.
    pub(super) fn address(&self) -> usize {
        self.0.as_ptr().addr()
    }

    pub fn kind(&self) -> &str {
        self.0.split_once('-').map_or("", |(kind, _)| kind)
    }

    pub fn uid(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, uid)| uid)
    }

    /// A short name for people, the same in every browser: `R-7K3F9Q` (rule 7).
    pub fn label(&self) -> String {
        let initial = self.kind().chars().take(1);
        let head: String = initial
            .chain("-".chars())
            .chain(self.uid().chars().take(6))
            .collect();
        head.to_ascii_uppercase()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a field. Names never change meaning (rule 9).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldName(Arc<str>);

impl FieldName {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are one text in memory, as all names of a field in one workspace are.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Where the text lies, which names it as long as someone holds it.
    pub(super) fn address(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

impl std::borrow::Borrow<str> for FieldName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FieldName {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

/// A set of change ids, kept as inclusive ranges of `seq` per writer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<WriterId, Vec<(u32, u32)>>")]
pub struct IdRanges(BTreeMap<WriterId, Vec<(u32, u32)>>);

impl From<BTreeMap<WriterId, Vec<(u32, u32)>>> for IdRanges {
    fn from(mut map: BTreeMap<WriterId, Vec<(u32, u32)>>) -> Self {
        map.values_mut().for_each(normalise);
        map.retain(|_, ranges| !ranges.is_empty());
        Self(map)
    }
}

impl IdRanges {
    pub fn contains(&self, id: ChangeId) -> bool {
        let Some(ranges) = self.0.get(&id.writer) else {
            return false;
        };
        let after = ranges.partition_point(|&(from, _)| from <= id.seq);
        after > 0 && ranges.get(after - 1).is_some_and(|&(_, to)| id.seq <= to)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> u64 {
        let width = |&(from, to): &(u32, u32)| u64::from(to) - u64::from(from) + 1;
        self.0.values().flatten().map(width).sum()
    }

    pub fn extend(&mut self, other: &IdRanges) {
        for (writer, ranges) in &other.0 {
            let mine = self.0.entry(*writer).or_default();
            mine.extend(ranges);
            normalise(mine);
        }
    }
}

impl IdRanges {
    /// The ids that are in this set and not in the other.
    #[must_use]
    pub fn without(&self, gone: &IdRanges) -> IdRanges {
        let mut left = IdRanges::default();
        for (writer, ranges) in &self.0 {
            let holes = gone.0.get(writer).map_or(&[][..], Vec::as_slice);
            let kept = ranges.iter().flat_map(|&range| minus(range, holes));
            let kept: Vec<_> = kept.collect();
            if !kept.is_empty() {
                left.0.insert(*writer, kept);
            }
        }
        left
    }
}

/// What is left of a range once sorted, disjoint holes are cut out.
fn minus((mut from, to): (u32, u32), holes: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut left = Vec::new();
    for &(start, end) in holes {
        if end < from || start > to {
            continue;
        }
        if start > from {
            left.push((from, start - 1));
        }
        if end >= to {
            return left;
        }
        from = end + 1;
    }
    left.push((from, to));
    left
}

impl FromIterator<ChangeId> for IdRanges {
    fn from_iter<I: IntoIterator<Item = ChangeId>>(ids: I) -> Self {
        let mut map: BTreeMap<WriterId, Vec<(u32, u32)>> = BTreeMap::new();
        for id in ids {
            map.entry(id.writer).or_default().push((id.seq, id.seq));
        }
        map.values_mut().for_each(normalise);
        Self(map)
    }
}

/// Sorts ranges and joins those that touch.
fn normalise(ranges: &mut Vec<(u32, u32)>) {
    ranges.retain(|(from, to)| from <= to);
    ranges.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for &(from, to) in ranges.iter() {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    *ranges = joined;
}
