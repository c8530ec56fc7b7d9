//! The fingerprint of a set of changes: equal digests mean equal records (rule 20).
//! It covers whole changes, whatever tables a file or a segment wrote them with.

use std::cmp::Ordering;
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::Change;

/// SHA-256 over the canonical texts of a set of changes, sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first eight hex digits in two groups: enough for two people to compare by phone.
    pub fn short(&self) -> String {
        let full = self.to_string();
        let (head, tail) = (full.get(..4), full.get(4..8));
        format!("{} {}", head.unwrap_or_default(), tail.unwrap_or_default())
    }

    /// The first 128 bits, for naming records after what they were read from (rule 22).
    pub fn bits(&self) -> u128 {
        let mut bits = 0;
        for &byte in self.0.iter().take(16) {
            bits = bits << 8 | u128::from(byte);
        }
        bits
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The one text form of a change that digests cover; docs/FORMAT.md describes it.
pub fn canonical(change: &Change) -> String {
    use fmt::Write as _;
    let mut text = String::with_capacity(160);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "[\"{}\",{},\"{}\",\"{}\",\"{}\",\"{}\",[",
        change.id, change.at.0, change.by.party, change.by.person, change.act, change.record
    );
    for (nth, write) in change.writes.iter().enumerate() {
        if nth > 0 {
            text.push(',');
        }
        let field = super::Value::text(write.field.as_str());
        let _ = write!(text, "[{},{}", field.json(), write.value.json());
        for over in &write.over {
            let _ = write!(text, ",\"{over}\"");
        }
        text.push(']');
    }
    text.push(']');
    for (name, value) in &change.extra {
        let name = super::Value::text(name);
        let _ = write!(text, ",[{},{}]", name.json(), value.json());
    }
    text.push(']');
    text
}

/// Orders changes by id, and variants of one id by their canonical text: the last word wherever the
/// order changes arrived in must not show.
pub(super) fn by_id_and_content(a: &Change, b: &Change) -> Ordering {
    let same = std::ptr::eq(a, b);
    a.id.cmp(&b.id).then_with(|| {
        if same {
            Ordering::Equal
        } else {
            canonical(a).cmp(&canonical(b))
        }
    })
}

/// Sorts changes by id; variants of one id by their canonical text.
pub(super) fn sort(all: &mut [&Change]) {
    all.sort_by(|a, b| by_id_and_content(a, b));
}

/// The digest of a set of changes, in whatever order they are given.
pub fn digest_of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Digest {
    let mut all: Vec<&Change> = changes.into_iter().collect();
    sort(&mut all);
    let mut hash = Sha256::new();
    for change in all {
        hash.update(canonical(change).as_bytes());
        hash.update(b"\n");
    }
    Digest(hash.finalize().into())
}
