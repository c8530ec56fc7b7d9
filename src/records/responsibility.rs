//! "Who is responsible?", answered from the matrix for whatever points at one of its tasks (SPEC module 1).
//! Never in here: edits of a matrix, what points at it.

use crate::ledger::{RecordId, Workspace};

use super::matrix::{Column, Letter, Task};
use super::same_as::SameAs;

/// What the matrix says of one task. Columns are parties, or roles inside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility {
    pub task: RecordId,
    /// Who answers for it; exactly one in a healthy matrix.
    pub accountable: Vec<Column>,
    /// Who does it.
    pub responsible: Vec<Column>,
}

impl Responsibility {
    /// `None` if there is no such task here, or it is in the bin.
    #[must_use]
    pub fn of(ws: &Workspace, task: &RecordId) -> Option<Self> {
        let task = Task::find(ws, task)?;
        Some(Self {
            task: task.id().clone(),
            accountable: task.holders(Letter::Accountable),
            responsible: task.holders(Letter::Responsible),
        })
    }

    /// The one party that answers for it, by its canonical id; `None` if nobody does, or several do.
    #[must_use]
    pub fn accountable_party(&self, joins: &SameAs) -> Option<RecordId> {
        let mut parties: Vec<&RecordId> = self
            .accountable
            .iter()
            .map(|column| joins.canonical(&column.party))
            .collect();
        parties.sort();
        parties.dedup();
        match parties.as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        }
    }
}
