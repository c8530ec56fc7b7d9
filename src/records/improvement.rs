//! Joint improvements 联合改进: kind `improvement` (SPEC module 11), as far as other modules begin one.
//! Never in here: plans and verification of an improvement, edits.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId};
use crate::time::Date;

pub const KIND: &str = "improvement";
pub const TITLE: &str = "title";
/// A person's id, or a name in free text.
pub const OWNER: &str = "owner";
/// The date it is to be done by, such as `"2026-01-31"`.
pub const DUE: &str = "due";
/// The record it came from: a lesson of a drill.
pub const CAUSE: &str = "cause";
/// Before a party's id: a party of the group that works on it, which gets the record (LEDGER 13).
pub const PARTY: &str = "party.";

#[derive(Clone, Copy)]
pub struct Improvement<'a>(pub Record<'a>);

impl<'a> Improvement<'a> {
    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    #[must_use]
    pub fn owner(&self) -> Cow<'a, str> {
        self.0.text(OWNER)
    }

    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.0.read(DUE)
    }

    #[must_use]
    pub fn cause(&self) -> Option<RecordId> {
        self.0.reference(CAUSE)
    }
}
