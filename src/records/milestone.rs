//! Milestones of a requirement or a draft: kind `milestone`, a record of its own (LEDGER 7).
//! Never in here: who may set one (edits), limits.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};
use crate::time::Instant;

pub const KIND: &str = "milestone";
pub const NAME: &str = "name";
/// An instant: when it is to be reached.
pub const DUE: &str = "due";
/// An instant: when it was reached, as stated; absent while it was not.
pub const REACHED: &str = "reached";

/// What a draft hands over when it is submitted, and what a change request may change afterwards.
pub const CONTENT: [&str; 2] = [NAME, DUE];

#[derive(Clone, Copy)]
pub struct Milestone<'a>(pub Record<'a>);

impl<'a> Milestone<'a> {
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.0.text(NAME)
    }

    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.0.instant(DUE)
    }

    #[must_use]
    pub fn reached(&self) -> Option<Instant> {
        self.0.instant(REACHED)
    }
}

/// The milestones of a requirement or draft, the first due first; those without a date come last.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, parent: &RecordId) -> Vec<Milestone<'a>> {
    let children = ws.children(parent, KIND).into_iter();
    let mut all: Vec<Milestone<'a>> = children.map(Milestone).collect();
    all.sort_by_key(|m| (m.due().is_none(), m.due(), m.0.id().clone()));
    all
}
