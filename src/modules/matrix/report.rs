//! What a matrix adds up to: what is wrong with it and where, and how much of it is covered.
//! Never in here: words for a reader, signals.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::model::{Part, Spot, Text};
use crate::kpi::{Kpi, Target};
use crate::ledger::{RecordId, Value, Workspace};
use crate::records::matrix::{Cell, Column, Letter, Letters, Matrix, Task};
use crate::records::same_as::SameAs;

/// Something a matrix should not have, and the cell that mends it (SPEC module 1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    pub spot: Spot,
    pub issue: Issue,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    let (tasks, joins) = (matrix.tasks(), SameAs::of(ws));
    tasks
        .iter()
        .flat_map(|task| of_task(&matrix, task, &joins))
        .collect()
}

fn of_task(matrix: &Matrix<'_>, task: &Task<'_>, joins: &SameAs) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |part: Part, issue: Issue| {
        let task = task.id().clone();
        let spot = Spot { task, part };
        found.push(Finding { spot, issue });
    };
    // An empty cell of the own matrix is where a missing letter would go.
    let first = matrix
        .columns()
        .first()
        .cloned()
        .map(|c| Part::Letters(c.read_as(joins)));
    let blank = first.unwrap_or(Part::Text(Text::Title));
    if task.title().trim().is_empty() {
        say(Part::Text(Text::Title), Issue::NoTitle);
    }
    let accountable = task.holders(Letter::Accountable).into_iter();
    let accountable: Vec<Column> = accountable.map(|c| c.read_as(joins)).collect();
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
    let filled: BTreeSet<Column> = task
        .filled()
        .into_iter()
        .map(|c| c.read_as(joins))
        .collect();
    for column in filled {
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
/// party whose record was not shared with the reader is not gone, nor is one of whose joined records
/// only a duplicate is in the bin.
pub fn is_gone(matrix: &Matrix<'_>, column: &Column) -> bool {
    let ws = matrix.0.workspace();
    let is_binned = |id: &RecordId| ws.record(id).is_some_and(|r| r.is_deleted());
    let all_binned = || SameAs::of(ws).ids_of(&column.party).iter().all(is_binned);
    !matrix.has(column) || is_binned(&column.party) && all_binned()
}

/// Exactly one A, at least one R, and a delivery standard.
pub fn is_covered(task: &Task<'_>) -> bool {
    task.holders(Letter::Accountable).len() == 1
        && !task.holders(Letter::Responsible).is_empty()
        && !task.standard().trim().is_empty()
}

/// Coverage of one matrix, or of all that are not in the bin: covered tasks ÷ tasks, and 100 % of
/// them should be (SPEC module 1). It has no period: it is how things stand.
pub fn coverage(ws: &Workspace, matrix: Option<&RecordId>) -> Kpi {
    let mut kpi = Kpi::new("matrix.coverage");
    kpi.target = Some(Target::AtLeast(100));
    let wanted = |m: &Matrix<'_>| matrix.is_none_or(|id| m.id() == id);
    for matrix in Matrix::all(ws).filter(wanted) {
        for task in matrix.tasks() {
            kpi.count(task.id(), Some(is_covered(&task)));
        }
    }
    kpi
}

/// What one cell shows, apart from the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Text {
        text: String,
        /// Every differing value, if both sides changed it.
        rivals: Vec<String>,
    },
    Letters {
        cell: Cell,
        /// Every differing value with the party that wrote it, if both sides changed it.
        rivals: Vec<(RecordId, Letters)>,
    },
}

pub fn shown(ws: &Workspace, spot: &Spot) -> Option<Shown> {
    let task = Task::find(ws, &spot.task)?;
    Some(match &spot.part {
        Part::Text(text) => {
            let field = task.0.field(text.field());
            let rivals = field.map(|f| f.rivals()).unwrap_or_default();
            let text_of = |v: &Value| v.as_text().map_or_else(|| v.json().into(), Cow::into_owned);
            Shown::Text {
                text: text.of(&task).into_owned(),
                rivals: rivals.into_iter().map(|(_, v)| text_of(v)).collect(),
            }
        }
        Part::Letters(column) => {
            let rivals = task.cell_rivals(column).into_iter();
            Shown::Letters {
                cell: task.cell(column),
                rivals: rivals.map(|(c, l)| (c.by.party.clone(), l)).collect(),
            }
        }
    })
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
