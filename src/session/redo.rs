//! Which acts of this page can be undone and redone, in order. Nothing here is stored.

use crate::ledger::ChangeId;

/// The acts of this page load: done ones to undo, undone ones to redo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    done: Vec<ChangeId>,
    /// Acts whose undoing would do again what was undone.
    undone: Vec<ChangeId>,
}

impl Acts {
    pub fn last_done(&self) -> Option<ChangeId> {
        self.done.last().copied()
    }

    pub fn last_undone(&self) -> Option<ChangeId> {
        self.undone.last().copied()
    }

    /// A new act: what was undone before it can no longer be redone.
    pub fn done(&mut self, act: ChangeId) {
        self.done.push(act);
        self.undone.clear();
    }

    /// `by` took `of` back.
    pub fn undone(&mut self, of: ChangeId, by: ChangeId) {
        self.forget(of);
        self.undone.push(by);
    }

    /// `by` took the undoing `of` back.
    pub fn redone(&mut self, of: ChangeId, by: ChangeId) {
        self.forget(of);
        self.done.push(by);
    }

    /// An act that cannot be taken back any more.
    pub fn forget(&mut self, act: ChangeId) {
        self.done.retain(|a| *a != act);
        self.undone.retain(|a| *a != act);
    }
}
