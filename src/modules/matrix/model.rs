//! The matrix as a sheet of rows and columns: which parts a row has and how a place in it is named.
//! Never in here: writing, findings, words for a reader.

use std::collections::BTreeSet;
use std::fmt;

use crate::ledger::{RecordId, Workspace};
use crate::records::matrix::{Column, Matrix, Task};
use crate::records::same_as::SameAs;

/// The texts of a task that are edited in the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    Title,
    Standard,
    Rhythm,
    Group,
}

impl Text {
    pub const ALL: [Text; 4] = [Text::Title, Text::Standard, Text::Rhythm, Text::Group];

    /// The record field that holds it; also its name in a page's address.
    pub const fn field(self) -> &'static str {
        match self {
            Text::Title => "title",
            Text::Standard => "standard",
            Text::Rhythm => "rhythm",
            Text::Group => "group",
        }
    }

    pub fn of<'a>(self, task: &Task<'a>) -> std::borrow::Cow<'a, str> {
        task.0.text(self.field())
    }
}

/// One column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Text(Text),
    Letters(Column),
}

impl Part {
    pub fn parse(text: &str) -> Option<Self> {
        let named = Text::ALL.into_iter().find(|t| t.field() == text);
        named
            .map(Part::Text)
            .or_else(|| Column::parse(text).map(Part::Letters))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Text(text) => f.write_str(text.field()),
            Part::Letters(column) => column.fmt(f),
        }
    }
}

/// A cell of the sheet, as a page's address names it: `<task id>~<part>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    pub task: RecordId,
    pub part: Part,
}

impl Spot {
    pub fn parse(text: &str) -> Option<Self> {
        let (task, part) = text.split_once('~')?;
        Some(Self {
            task: RecordId::parse(task)?,
            part: Part::parse(part)?,
        })
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.task, self.part)
    }
}

/// The rows and columns of one matrix, in the order shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub rows: Vec<RecordId>,
    pub columns: Vec<Part>,
}

impl Sheet {
    /// Titles first, then a column for each party and role, then the other texts. A party or role
    /// that is no longer part of the matrix keeps its column for as long as a cell of it is filled.
    /// Joined parties have one column.
    pub fn of(ws: &Workspace, matrix: &RecordId) -> Option<Self> {
        let matrix = Matrix::find(ws, matrix)?;
        let tasks = matrix.tasks();
        let joins = SameAs::of(ws);
        let filled = tasks.iter().flat_map(Task::filled);
        let written = matrix.columns().into_iter().chain(filled);
        let parties: BTreeSet<Column> = written.map(|c| c.read_as(&joins)).collect();
        let [title, rest @ ..] = Text::ALL.map(Part::Text);
        let mut columns = vec![title];
        columns.extend(parties.into_iter().map(Part::Letters));
        columns.extend(rest);
        Some(Self {
            rows: tasks.iter().map(|t| t.id().clone()).collect(),
            columns,
        })
    }

    pub fn row(&self, task: &RecordId) -> Option<usize> {
        self.rows.iter().position(|row| row == task)
    }

    pub fn column(&self, part: &Part) -> Option<usize> {
        self.columns.iter().position(|column| column == part)
    }

    pub fn spot(&self, row: usize, column: usize) -> Option<Spot> {
        Some(Spot {
            task: self.rows.get(row)?.clone(),
            part: self.columns.get(column)?.clone(),
        })
    }

    /// The row after which a task must be put to move one place up; `None` if it is at the top.
    pub fn after_when_up(&self, task: &RecordId) -> Option<Option<RecordId>> {
        let above = self.row(task)?.checked_sub(1)?;
        Some(
            above
                .checked_sub(1)
                .and_then(|row| self.rows.get(row))
                .cloned(),
        )
    }

    /// The row after which a task must be put to move one place down; `None` if it is the last.
    pub fn after_when_down(&self, task: &RecordId) -> Option<RecordId> {
        self.rows.get(self.row(task)? + 1).cloned()
    }
}
