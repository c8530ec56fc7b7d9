//! What a matrix lacks, as a drill or anything else showed: kind `matrix_fix`, a child of its task.
//! Never in here: writing the cells (edits), the matrix itself (`matrix`).

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};
use crate::time::Date;

use super::matrix::{Column, Letters};

pub const KIND: &str = "matrix_fix";
pub const TEXT: &str = "text";
/// Before a column, as in a task's `cell.` fields: the letters it should hold.
pub const CELL: &str = "cell.";
/// A person's id, or a name in free text.
pub const OWNER: &str = "owner";
/// The date it is to be settled by, such as `"2026-01-31"`.
pub const DUE: &str = "due";
/// The record it came from: a lesson of a drill.
pub const CAUSE: &str = "cause";

#[derive(Clone, Copy)]
pub struct MatrixFix<'a>(pub Record<'a>);

impl<'a> MatrixFix<'a> {
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        self.0.text(TEXT)
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
    pub fn task(&self) -> Option<RecordId> {
        self.0.parent()
    }

    /// The cells it proposes, in the order of their columns.
    #[must_use]
    pub fn cells(&self) -> Vec<(Column, Letters)> {
        let fields = self.0.fields();
        let cells = fields.filter_map(|field| {
            let column = Column::parse(field.name().as_str().strip_prefix(CELL)?)?;
            Some((column, Letters::parse(&field.value().as_text()?)?))
        });
        cells.collect()
    }

    /// Whether the matrix says so by now, whoever wrote it there.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let ws = self.0.workspace();
        let task = self
            .task()
            .and_then(|id| super::matrix::Task::find(ws, &id));
        let cells = self.cells();
        !cells.is_empty()
            && task.is_some_and(|task| {
                let mut all = cells.iter();
                all.all(|(column, letters)| task.cell(column).letters == *letters)
            })
    }
}

/// The fixes proposed for a task.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, task: &RecordId) -> Vec<MatrixFix<'a>> {
    let children = ws.children(task, KIND).into_iter();
    children.map(MatrixFix).collect()
}
