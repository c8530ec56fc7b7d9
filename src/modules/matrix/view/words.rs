//! The module's findings, refusals, letters and columns in the reader's language.
//! Never in here: deciding anything.

use crate::ledger::{RecordId, Workspace};
use crate::modules::matrix::edits::{LONGEST_ROLE, MOST_ROWS, Refusal};
use crate::modules::matrix::model::{Part, Spot, Text};
use crate::modules::matrix::report::{self, Issue, Shown};
use crate::records::matrix::{Column, Letter, Letters, Matrix, Task};
use crate::records::party;
use crate::texts::matrix as say;
use crate::ui::GridColumn;

pub fn matrix_name(ws: &Workspace, id: &RecordId) -> String {
    let name = Matrix::find(ws, id).map(|m| m.name().into_owned());
    name.filter(|n| !n.trim().is_empty())
        .unwrap_or_else(|| id.label())
}

pub fn task_name(ws: &Workspace, id: &RecordId) -> String {
    let title = Task::find(ws, id).map(|t| t.title().into_owned());
    title
        .filter(|t| !t.trim().is_empty())
        .unwrap_or_else(say::untitled)
}

pub fn letter(letter: Letter) -> String {
    match letter {
        Letter::Responsible => say::responsible(),
        Letter::Accountable => say::accountable(),
        Letter::Consulted => say::consulted(),
        Letter::Informed => say::informed(),
    }
}

/// What a letter stands for, as a sentence.
pub fn meaning(letter: Letter) -> String {
    match letter {
        Letter::Responsible => say::legend_responsible(),
        Letter::Accountable => say::legend_accountable(),
        Letter::Consulted => say::legend_consulted(),
        Letter::Informed => say::legend_informed(),
    }
}

/// "responsible, accountable"
pub fn letters(letters: Letters) -> String {
    if letters.is_empty() {
        return say::cell_none();
    }
    let words: Vec<String> = letters.iter().map(letter).collect();
    words.join(&say::and())
}

pub fn column(ws: &Workspace, column: &Column) -> String {
    let party = party::short_name_of(ws, &column.party);
    match &column.role {
        Some(role) => say::role_of(party, role),
        None => party,
    }
}

pub fn text_column(text: Text) -> String {
    match text {
        Text::Title => say::task(),
        Text::Standard => say::standard(),
        Text::Rhythm => say::rhythm(),
        Text::Group => say::group(),
    }
}

pub fn part(ws: &Workspace, part: &Part) -> String {
    match part {
        Part::Text(text) => text_column(*text),
        Part::Letters(of) => column(ws, of),
    }
}

/// The heading of a column; its second line is the role, or what is the matter with the party.
pub fn heading(ws: &Workspace, matrix: &RecordId, part: &Part) -> GridColumn {
    let (head, note) = match part {
        Part::Text(text) => (text_column(*text), String::new()),
        Part::Letters(column) => {
            let gone = Matrix::find(ws, matrix).is_some_and(|m| report::is_gone(&m, column));
            let shared = ws.record(&column.party).is_some();
            let role = column.role.as_deref().unwrap_or_default().to_owned();
            let note = match (gone, shared) {
                (true, _) => say::gone(),
                (false, false) => say::not_shared(),
                (false, true) => role,
            };
            (party::short_name_of(ws, &column.party), note)
        }
    };
    GridColumn {
        key: part.to_string(),
        head,
        note,
        wide: matches!(part, Part::Text(Text::Title | Text::Standard)),
    }
}

/// What a screen reader says of a cell of letters.
pub fn cell(ws: &Workspace, spot: &Spot, shown: &Shown) -> String {
    let (task, column) = (task_name(ws, &spot.task), part(ws, &spot.part));
    match shown {
        Shown::Text { text, .. } => say::text_label(task, column, text),
        Shown::Letters { cell, rivals } if cell.rivals => {
            let each = |(party, l): &(RecordId, Letters)| {
                say::rivals_of(letters(*l), party::short_name_of(ws, party))
            };
            let values: Vec<String> = rivals.iter().map(each).collect();
            say::cell_rivals(task, column, values.join(&say::and()))
        }
        Shown::Letters { cell, .. } => match &cell.unreadable {
            Some(text) => say::cell_unreadable(task, column, text),
            None => say::cell_label(task, column, letters(cell.letters)),
        },
    }
}

pub fn issue(ws: &Workspace, spot: &Spot, issue: &Issue) -> String {
    match issue {
        Issue::NoTitle => say::no_title(),
        Issue::NoAccountable => say::no_accountable(),
        Issue::SeveralAccountable(columns) => {
            let names: Vec<String> = columns.iter().map(|c| column(ws, c)).collect();
            say::several_accountable(names.join(&say::and()))
        }
        Issue::NoResponsible => say::no_responsible(),
        Issue::NoStandard => say::no_standard(),
        Issue::PartyGone(of) => say::party_gone(column(ws, of)),
        Issue::Unreadable(of) => say::unreadable(column(ws, of)),
        Issue::Rivals => say::rivals(part(ws, &spot.part)),
    }
}

/// How many cells of a refused block are named one by one.
const NAMED: usize = 5;

pub fn refusal(ws: &Workspace, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NameMissing => say::refused_name_missing(),
        Refusal::Gone => say::refused_gone(),
        Refusal::TooLong { most } => say::refused_too_long(most),
        Refusal::RoleName => say::refused_role_name(LONGEST_ROLE),
        Refusal::AlreadyThere => say::refused_already_there(),
        Refusal::OnlyCreatorShares(creator) => {
            let name = creator.as_ref().map(|id| party::short_name_of(ws, id));
            say::refused_only_creator(name.unwrap_or_else(say::not_shared))
        }
        Refusal::CreatorStays => say::refused_creator_stays(),
        Refusal::Unreadable => say::refused_unreadable(),
        Refusal::EmptyBlock => say::refused_empty_block(),
        Refusal::TooWide { columns } => say::refused_too_wide(*columns as i64),
        Refusal::TooHigh { rows } => say::refused_too_high(rows, MOST_ROWS),
        Refusal::NotLetters(cells) => {
            let named = cells.iter().take(NAMED);
            let mut words: Vec<String> = named
                .map(|(row, column, text)| say::refused_cell(row, column, text))
                .collect();
            if let Some(more) = cells.len().checked_sub(NAMED).filter(|more| *more > 0) {
                words.push(say::more_cells(more as i64));
            }
            say::refused_not_letters(words.join(&say::and()))
        }
    }
}
