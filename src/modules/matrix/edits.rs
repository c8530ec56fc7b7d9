//! What a person can do to matrices and tasks, each as one act with its refusals.
//! Never in here: texts for a reader, signals, the clipboard.

use std::collections::BTreeMap;

use super::model::{Part, Sheet, Text};
use super::paste;
use crate::ledger::{Edit, ORDER, PARENT, Plan, RecordId, Value, Workspace};
use crate::records::matrix::{Column, Letter, Letters, MATRIX, Matrix, TASK, Task};
use crate::records::order;
use crate::records::same_as::same_party;

/// No text of a sheet may be longer, in characters: it is a cell, not a document.
pub const LONGEST_TEXT: usize = 2_000;
/// No role's name may be longer, in characters.
pub const LONGEST_ROLE: usize = 40;
/// No block may have more rows.
pub const MOST_ROWS: usize = 1_000;

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A matrix needs a name.
    NameMissing,
    /// The record is not there, or in the bin.
    Gone,
    /// A text is longer than this many characters.
    TooLong { most: usize },
    /// A role's name is empty, or longer than [`LONGEST_ROLE`].
    RoleName,
    /// The matrix has that column already.
    AlreadyThere,
    /// Only the party that made the matrix may share it with another (LEDGER 13).
    OnlyCreatorShares(Option<RecordId>),
    /// The party that made the matrix stays in it.
    CreatorStays,
    /// The cell holds something a newer version wrote: it is kept as it is (LEDGER 9).
    Unreadable,
    /// Nothing is on the clipboard that could be a block.
    EmptyBlock,
    /// The block has this many columns more than there are from the selected cell on.
    TooWide { columns: usize },
    /// The block has more rows than [`MOST_ROWS`].
    TooHigh { rows: usize },
    /// Cells of the block that are not letters: row and column in the block from 1, and their text.
    NotLetters(Vec<(usize, usize, String)>),
}

fn matrix<'a>(ws: &'a Workspace, id: &RecordId) -> Result<Matrix<'a>, Refusal> {
    Matrix::find(ws, id).ok_or(Refusal::Gone)
}

fn task<'a>(ws: &'a Workspace, id: &RecordId) -> Result<Task<'a>, Refusal> {
    Task::find(ws, id).ok_or(Refusal::Gone)
}

fn checked(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::TooLong { most: LONGEST_TEXT });
    }
    Ok(text)
}

/// A text of a record; an empty one that was never written stays unwritten.
fn set_text(plan: &mut Plan<'_>, record: &RecordId, field: &str, text: &str) {
    let known = plan.ws().record(record).and_then(|r| r.field(field));
    if known.is_some() || !text.is_empty() {
        plan.set(record, field, Value::text(text));
    }
}

/// Writes a cell. What a joined party was filled in under its other ids is cleared: it reads as one.
fn set_letters(plan: &mut Plan<'_>, task: &RecordId, column: &Column, letters: Letters) {
    let known = Task::find(plan.ws(), task);
    let fields = known.map(|t| t.cell_fields(column)).unwrap_or_default();
    for (other, _) in fields.iter().filter(|(written, _)| written != column) {
        plan.set(task, &other.cell_field(), Value::text(""));
    }
    set_text(plan, task, &column.cell_field(), &letters.to_string());
}

/// Starts a matrix shared with some parties; the own party is always one of them.
pub struct CreateMatrix {
    pub name: String,
    pub purpose: String,
    pub parties: Vec<RecordId>,
}

impl Edit for CreateMatrix {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let (name, purpose) = (checked(&self.name)?, checked(&self.purpose)?);
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        let matrix = plan.create(MATRIX);
        plan.set(&matrix, "name", Value::text(name));
        set_text(plan, &matrix, "purpose", purpose);
        let own = plan.me().party.clone();
        for party in std::iter::once(own).chain(self.parties.iter().cloned()) {
            plan.set(
                &matrix,
                &Column::party(party).member_field(),
                Value::bool(true),
            );
        }
        Ok(())
    }
}

/// Changes a matrix's name and purpose.
pub struct DescribeMatrix {
    pub matrix: RecordId,
    pub name: String,
    pub purpose: String,
}

impl Edit for DescribeMatrix {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        matrix(plan.ws(), &self.matrix)?;
        let (name, purpose) = (checked(&self.name)?, checked(&self.purpose)?);
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        plan.set(&self.matrix, "name", Value::text(name));
        set_text(plan, &self.matrix, "purpose", purpose);
        Ok(())
    }
}

/// Adds a column: a party, or a role inside a party, which then is in the matrix as well.
pub struct AddColumn {
    pub matrix: RecordId,
    pub column: Column,
}

impl Edit for AddColumn {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let matrix = matrix(plan.ws(), &self.matrix)?;
        if let Some(role) = &self.column.role {
            let fits = role.trim() == &**role && (1..=LONGEST_ROLE).contains(&role.chars().count());
            if !fits {
                return Err(Refusal::RoleName);
            }
        }
        if matrix.has(&self.column) {
            return Err(Refusal::AlreadyThere);
        }
        let whole = Column::party(self.column.party.clone());
        let creator = matrix.creator();
        if !matrix.has(&whole) && creator != Some(&plan.me().party) {
            return Err(Refusal::OnlyCreatorShares(creator.cloned()));
        }
        for column in [&whole, &self.column] {
            if !matrix.has(column) {
                plan.set(&self.matrix, &column.member_field(), Value::bool(true));
            }
        }
        Ok(())
    }
}

/// Removes a column and clears its cells; with a party go its roles. What a party has been sent it keeps.
pub struct RemoveColumn {
    pub matrix: RecordId,
    pub column: Column,
}

impl Edit for RemoveColumn {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let matrix = matrix(plan.ws(), &self.matrix)?;
        let ws = plan.ws();
        let is_party = |id: &RecordId| same_party(ws, id, &self.column.party);
        if self.column.role.is_none() && matrix.creator().is_some_and(is_party) {
            return Err(Refusal::CreatorStays);
        }
        let goes = |column: &Column| {
            let is_part = self.column.role.is_none() || self.column.role == column.role;
            is_part && is_party(&column.party)
        };
        for column in matrix.columns().iter().filter(|c| goes(c)) {
            plan.set(&self.matrix, &column.member_field(), Value::bool(false));
        }
        for task in matrix.tasks() {
            for column in task.filled().iter().filter(|c| goes(c)) {
                set_letters(plan, task.id(), column, Letters::NONE);
            }
        }
        Ok(())
    }
}

/// Adds a row, with a title or without one yet, after another row or else first.
pub struct AddTask {
    pub matrix: RecordId,
    pub after: Option<RecordId>,
    pub title: String,
}

impl Edit for AddTask {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let title = checked(&self.title)?;
        let mut list = places(&matrix(plan.ws(), &self.matrix)?);
        let added = plan.create(TASK);
        plan.set(&added, PARENT, Value::text(self.matrix.as_str()));
        plan.set(&added, "title", Value::text(title));
        put(
            plan,
            &mut list,
            std::slice::from_ref(&added),
            self.after.as_ref(),
        )
    }
}

/// Moves a row to the place after another one, or to the top.
pub struct MoveTask {
    pub task: RecordId,
    pub after: Option<RecordId>,
}

impl Edit for MoveTask {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let matrix = task(plan.ws(), &self.task)?.matrix().ok_or(Refusal::Gone)?;
        if self.after.as_ref() == Some(&self.task) {
            return Ok(());
        }
        let mut list = places(&matrix);
        list.retain(|(id, _)| *id != self.task);
        put(
            plan,
            &mut list,
            std::slice::from_ref(&self.task),
            self.after.as_ref(),
        )
    }
}

type Places = Vec<(RecordId, Option<String>)>;

fn places(matrix: &Matrix<'_>) -> Places {
    let tasks = matrix.tasks();
    tasks.iter().map(|t| (t.id().clone(), t.place())).collect()
}

/// Puts rows after another. Where two rows have the same place, as two firms can give them, or one
/// has none, there is no room between: then the whole list is spread anew.
fn put(
    plan: &mut Plan<'_>,
    list: &mut Places,
    rows: &[RecordId],
    after: Option<&RecordId>,
) -> Result<(), Refusal> {
    let first = match after {
        None => 0,
        Some(id) => {
            1 + list
                .iter()
                .position(|(row, _)| row == id)
                .ok_or(Refusal::Gone)?
        }
    };
    for (at, row) in (first..).zip(rows) {
        let beside = |at: Option<usize>| at.and_then(|at| list.get(at)).map(|(_, p)| p.as_deref());
        let place = match (beside(at.checked_sub(1)), beside(Some(at))) {
            (None, None) => order::between(None, None),
            (Some(low), None) => low.and_then(|low| order::between(Some(low), None)),
            (None, Some(high)) => high.and_then(|high| order::between(None, Some(high))),
            (Some(low), Some(high)) => low
                .zip(high)
                .and_then(|(low, high)| order::between(Some(low), Some(high))),
        };
        list.insert(at, (row.clone(), place));
    }
    if list
        .iter()
        .any(|(row, place)| place.is_none() && rows.contains(row))
    {
        let fresh = order::spread(list.len());
        for ((_, place), fresh) in list.iter_mut().zip(fresh) {
            *place = Some(fresh);
        }
    }
    for (row, place) in list {
        if let Some(place) = place {
            plan.set(row, ORDER, Value::text(place));
        }
    }
    Ok(())
}

/// Writes one text of a row.
pub struct SetText {
    pub task: RecordId,
    pub text: Text,
    pub to: String,
}

impl Edit for SetText {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let known = task(plan.ws(), &self.task)?;
        let held = known.0.value(self.text.field());
        if held.is_some_and(|value| value.as_text().is_none()) {
            return Err(Refusal::Unreadable);
        }
        set_text(plan, &self.task, self.text.field(), checked(&self.to)?);
        Ok(())
    }
}

/// Writes the letters of one cell. Where both sides changed it, this settles it.
pub struct SetLetters {
    pub task: RecordId,
    pub column: Column,
    pub letters: Letters,
}

impl Edit for SetLetters {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let cell = task(plan.ws(), &self.task)?.cell(&self.column);
        if cell.unreadable.is_some() {
            return Err(Refusal::Unreadable);
        }
        set_letters(plan, &self.task, &self.column, self.letters);
        Ok(())
    }
}

/// Adds a letter to some cells or, where all of them have it, takes it away.
pub struct ToggleLetter {
    pub cells: Vec<(RecordId, Column)>,
    pub letter: Letter,
}

impl Edit for ToggleLetter {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let mut shown = Vec::with_capacity(self.cells.len());
        for (id, column) in &self.cells {
            shown.push(task(plan.ws(), id)?.cell(column).letters);
        }
        let all_have = shown.iter().all(|letters| letters.has(self.letter));
        for ((task, column), letters) in self.cells.iter().zip(shown) {
            let letters = if all_have {
                letters.toggled(self.letter)
            } else {
                letters.with(self.letter)
            };
            let (task, column) = (task.clone(), column.clone());
            let set = SetLetters {
                task,
                column,
                letters,
            };
            set.plan(plan)?;
        }
        Ok(())
    }
}

/// Puts a block of texts into the sheet, its first cell at a given place: what was copied from a
/// spreadsheet, or blanks to clear a selection. Rows that reach past the end become new tasks.
pub struct PutBlock {
    pub matrix: RecordId,
    /// The row it starts at; the number of rows there are, to start below them.
    pub row: usize,
    pub column: usize,
    pub cells: Vec<Vec<String>>,
}

impl Edit for PutBlock {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let matrix = matrix(plan.ws(), &self.matrix)?;
        let sheet = Sheet::of(plan.ws(), &self.matrix).ok_or(Refusal::Gone)?;
        let parts = sheet.columns.get(self.column..).unwrap_or_default();
        let width = self.cells.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return Err(Refusal::EmptyBlock);
        }
        if width > parts.len() {
            let columns = width - parts.len();
            return Err(Refusal::TooWide { columns });
        }
        if self.cells.len() > MOST_ROWS {
            let rows = self.cells.len();
            return Err(Refusal::TooHigh { rows });
        }
        let read = read_letters(parts, &self.cells)?;
        let missing = (self.row + self.cells.len()).saturating_sub(sheet.rows.len());
        let added: Vec<RecordId> = (0..missing).map(|_| plan.create(TASK)).collect();
        for task in &added {
            plan.set(task, PARENT, Value::text(self.matrix.as_str()));
        }
        put(plan, &mut places(&matrix), &added, sheet.rows.last())?;
        let rows = sheet.rows.iter().chain(&added).skip(self.row);
        for (nth, (task, cells)) in rows.zip(&self.cells).enumerate() {
            for (part, text) in parts.iter().zip(cells) {
                write_cell(plan, task, part, text, read.get(&(nth, part)))?;
            }
        }
        Ok(())
    }
}

type Read<'a> = BTreeMap<(usize, &'a Part), Letters>;

/// The letters of every cell of the block that stands in a column of letters, or all that are none.
fn read_letters<'a>(parts: &'a [Part], cells: &[Vec<String>]) -> Result<Read<'a>, Refusal> {
    let mut read = Read::new();
    let mut wrong = Vec::new();
    for (row, cells) in cells.iter().enumerate() {
        for (column, (part, text)) in parts.iter().zip(cells).enumerate() {
            if let Part::Letters(_) = part {
                match paste::letters(text) {
                    Some(letters) => {
                        read.insert((row, part), letters);
                    }
                    None => wrong.push((row + 1, column + 1, text.clone())),
                }
            }
        }
    }
    if wrong.is_empty() {
        Ok(read)
    } else {
        Err(Refusal::NotLetters(wrong))
    }
}

fn write_cell(
    plan: &mut Plan<'_>,
    id: &RecordId,
    part: &Part,
    text: &str,
    letters: Option<&Letters>,
) -> Result<(), Refusal> {
    let known = Task::find(plan.ws(), id);
    match part {
        Part::Text(part) => {
            let held = known.and_then(|t| t.0.value(part.field()));
            if held.is_some_and(|value| value.as_text().is_none()) {
                return Err(Refusal::Unreadable);
            }
            set_text(plan, id, part.field(), checked(text)?);
        }
        Part::Letters(column) => {
            if known.is_some_and(|t| t.cell(column).unreadable.is_some()) {
                return Err(Refusal::Unreadable);
            }
            set_letters(plan, id, column, letters.copied().unwrap_or_default());
        }
    }
    Ok(())
}

/// Puts a task or a whole matrix into the bin.
pub struct Delete(pub RecordId);

impl Edit for Delete {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let ws = plan.ws();
        if Matrix::find(ws, &self.0).is_none() && Task::find(ws, &self.0).is_none() {
            return Err(Refusal::Gone);
        }
        plan.delete(&self.0);
        Ok(())
    }
}

/// Takes a task or matrix out of the bin, or keeps one that another side deleted.
pub struct Restore(pub RecordId);

impl Edit for Restore {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let known = plan.ws().record(&self.0);
        let ours = known.filter(|r| matches!(r.kind(), MATRIX | TASK));
        ours.ok_or(Refusal::Gone)?;
        plan.restore(&self.0);
        Ok(())
    }
}
