//! Documents by name and digest: kind `document` (LEDGER 21). The bytes are elsewhere, or nowhere.
//! Never in here: the store of the bytes, showing them, who may attach one (edits).

use std::borrow::Cow;

use crate::ledger::{Digest, Record, RecordId, Workspace};

pub const KIND: &str = "document";
pub const NAME: &str = "name";
/// A JSON integer, in bytes.
pub const SIZE: &str = "size";
/// SHA-256 of the content, 64 lower-case hex digits.
pub const DIGEST: &str = "digest";
/// True where the bytes go along in files; else only name and digest do.
pub const EMBEDDED: &str = "embedded";

/// What a draft hands over when it is submitted.
pub const CONTENT: [&str; 4] = [NAME, SIZE, DIGEST, EMBEDDED];

#[derive(Clone, Copy)]
pub struct Document<'a>(pub Record<'a>);

/// Whether some bytes are the version that a record names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    Same,
    Other,
    /// The record names no readable digest.
    Unknown,
}

impl<'a> Document<'a> {
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.0.text(NAME)
    }

    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.0.read(SIZE)
    }

    /// The digest as it is written, if it is one.
    #[must_use]
    pub fn digest(&self) -> Option<String> {
        let text = self.0.text(DIGEST);
        is_digest(&text).then(|| text.into_owned())
    }

    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.0.flag(EMBEDDED)
    }

    /// "Drop the PDF here to check that it is the same version" (SPEC module 2): by content alone,
    /// whatever the file is called.
    #[must_use]
    pub fn version_of(&self, digest: &Digest) -> Version {
        match self.digest() {
            None => Version::Unknown,
            Some(named) if named == digest.to_string() => Version::Same,
            Some(_) => Version::Other,
        }
    }
}

#[must_use]
pub fn is_digest(text: &str) -> bool {
    let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 64 && text.bytes().all(lower_hex)
}

/// The documents of a record by name, then id.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, parent: &RecordId) -> Vec<Document<'a>> {
    let children = ws.children(parent, KIND).into_iter();
    let mut all: Vec<Document<'a>> = children.map(Document).collect();
    all.sort_by_cached_key(|d| (d.name().into_owned(), d.0.id().clone()));
    all
}
