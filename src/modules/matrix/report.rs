//! What a matrix adds up to: what is wrong with it and where, and how much of it is covered.
//! Never in here: words for a reader, signals.

use super::model::{Part, Spot, Text};
use crate::ledger::{RecordId, Workspace};
use crate::records::matrix::{Column, Letter, Matrix, Task};

/// Something a matrix should not have, and the cell that mends it (SPEC module 1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub spot: Spot,
    pub issue: Issue,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issue {
    NoTitle,
    NoAccountable,
    /// More than one party answers for it, so none does. The columns that hold an A.
    SeveralAccountable(Vec<Column>),
    NoResponsible,
    NoStandard,
    /// Letters for a party or role that is no longer part of the matrix.
    PartyGone(Column),
    /// A cell holds what a newer version wrote.
    Unreadable(Column),
    /// Two firms changed it without knowing of each other.
    Rivals,
}

/// Everything wrong with a matrix, row by row in their order.
pub fn findings(ws: &Workspace, matrix: &RecordId) -> Vec<Finding> {
    let Some(matrix) = Matrix::find(ws, matrix) else {
        return Vec::new();
    };
    let tasks = matrix.tasks();
    tasks
        .iter()
        .flat_map(|task| of_task(&matrix, task))
        .collect()
}

fn of_task(matrix: &Matrix<'_>, task: &Task<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |part: Part, issue: Issue| {
        let task = task.id().clone();
        let spot = Spot { task, part };
        found.push(Finding { spot, issue });
    };
    // An empty cell of the own matrix is where a missing letter would go.
    let first = matrix.columns().first().cloned().map(Part::Letters);
    let blank = first.unwrap_or(Part::Text(Text::Title));
    if task.title().trim().is_empty() {
        say(Part::Text(Text::Title), Issue::NoTitle);
    }
    let accountable = task.holders(Letter::Accountable);
    match accountable.as_slice() {
        [] => say(blank.clone(), Issue::NoAccountable),
        [_] => {}
        [_, second, ..] => {
            let part = Part::Letters(second.clone());
            say(part, Issue::SeveralAccountable(accountable));
        }
    }
    if task.holders(Letter::Responsible).is_empty() {
        say(blank, Issue::NoResponsible);
    }
    if task.standard().trim().is_empty() {
        say(Part::Text(Text::Standard), Issue::NoStandard);
    }
    for column in task.filled() {
        let cell = task.cell(&column);
        let part = Part::Letters(column.clone());
        if cell.rivals {
            say(part.clone(), Issue::Rivals);
        }
        if cell.unreadable.is_some() {
            say(part.clone(), Issue::Unreadable(column.clone()));
        }
        if !cell.letters.is_empty() && is_gone(matrix, &column) {
            say(part, Issue::PartyGone(column));
        }
    }
    for text in Text::ALL {
        if task.0.field(text.field()).is_some_and(|f| f.is_rivals()) {
            say(Part::Text(text), Issue::Rivals);
        }
    }
    found
}

/// Whether a column stands for a party or role that is not part of the matrix, or in the bin. A
/// party whose record was not shared with the reader is not gone.
pub fn is_gone(matrix: &Matrix<'_>, column: &Column) -> bool {
    let party = matrix.0.workspace().record(&column.party);
    !matrix.has(column) || party.is_some_and(|p| p.is_deleted())
}

/// Exactly one A, at least one R, and a delivery standard.
pub fn is_covered(task: &Task<'_>) -> bool {
    task.holders(Letter::Accountable).len() == 1
        && !task.holders(Letter::Responsible).is_empty()
        && !task.standard().trim().is_empty()
}

/// Coverage = covered tasks ÷ tasks (SPEC module 1, target 100 %).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub covered: Vec<RecordId>,
    pub open: Vec<RecordId>,
}

impl Coverage {
    pub fn of(matrix: &Matrix<'_>) -> Self {
        let (covered, open): (Vec<_>, Vec<_>) = matrix.tasks().into_iter().partition(is_covered);
        let ids = |tasks: Vec<Task<'_>>| tasks.iter().map(|t| t.id().clone()).collect();
        Self {
            covered: ids(covered),
            open: ids(open),
        }
    }

    /// Over every matrix that is not in the bin.
    pub fn of_all(ws: &Workspace) -> Self {
        let mut all = Self::default();
        for matrix in Matrix::all(ws) {
            let one = Self::of(&matrix);
            all.covered.extend(one.covered);
            all.open.extend(one.open);
        }
        all
    }

    pub fn tasks(&self) -> usize {
        self.covered.len() + self.open.len()
    }
}

/// The letters of a matrix as a block of texts, from one cell to another, for the clipboard.
pub fn block(ws: &Workspace, spots: &[Vec<Spot>]) -> Vec<Vec<String>> {
    let text = |spot: &Spot| cell_text(ws, spot);
    let row = |spots: &Vec<Spot>| spots.iter().map(text).collect();
    spots.iter().map(row).collect()
}

/// What a cell says as plain text: letters with a slash between them, `R/A`.
pub fn cell_text(ws: &Workspace, spot: &Spot) -> String {
    let Some(task) = Task::find(ws, &spot.task) else {
        return String::new();
    };
    match &spot.part {
        Part::Text(text) => text.of(&task).into_owned(),
        Part::Letters(column) => {
            let cell = task.cell(column);
            let letters = cell.letters.iter().map(|l| l.char().to_string());
            cell.unreadable
                .unwrap_or_else(|| letters.collect::<Vec<_>>().join("/"))
        }
    }
}
