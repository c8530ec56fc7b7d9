//! Responsibility matrices and their tasks (SPEC module 1): columns, cells, letters, typed readings.
//! Never in here: edits, findings, coverage, texts for a reader.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::order;
use super::same_as::{SameAs, same_party};
use crate::ledger::{Change, Field, ORDER, Record, RecordId, Workspace};

pub const MATRIX: &str = "matrix";
pub const TASK: &str = "task";

/// What a party does for a task. Written as R, A, C, I, always in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    /// R, 执行: does the work.
    Responsible,
    /// A, 主责: answers for it; exactly one per task.
    Accountable,
    /// C, 咨询: is asked before.
    Consulted,
    /// I, 知会: is told after.
    Informed,
}

impl Letter {
    pub const ALL: [Letter; 4] = [
        Letter::Responsible,
        Letter::Accountable,
        Letter::Consulted,
        Letter::Informed,
    ];

    pub const fn char(self) -> char {
        match self {
            Letter::Responsible => 'R',
            Letter::Accountable => 'A',
            Letter::Consulted => 'C',
            Letter::Informed => 'I',
        }
    }

    /// Reads a letter in either case.
    pub fn of(char: char) -> Option<Self> {
        let upper = char.to_ascii_uppercase();
        Letter::ALL.into_iter().find(|l| l.char() == upper)
    }
}

/// The letters of one cell: any of the four together, since small firms wear several hats.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letters(u8);

impl Letters {
    pub const NONE: Letters = Letters(0);

    /// Reads the stored form; `None` if anything in it is not one of the letters.
    pub fn parse(text: &str) -> Option<Self> {
        let mut all = Letters::NONE;
        for char in text.chars() {
            all = all.with(Letter::ALL.into_iter().find(|l| l.char() == char)?);
        }
        Some(all)
    }

    pub const fn has(self, letter: Letter) -> bool {
        self.0 & 1 << letter as u8 != 0
    }

    #[must_use]
    pub const fn with(self, letter: Letter) -> Self {
        Letters(self.0 | 1 << letter as u8)
    }

    #[must_use]
    pub const fn toggled(self, letter: Letter) -> Self {
        Letters(self.0 ^ 1 << letter as u8)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Letter> {
        Letter::ALL.into_iter().filter(move |l| self.has(*l))
    }
}

impl FromIterator<Letter> for Letters {
    fn from_iter<I: IntoIterator<Item = Letter>>(letters: I) -> Self {
        letters.into_iter().fold(Letters::NONE, Letters::with)
    }
}

/// The stored form: `RA`, empty for none.
impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|l| write!(f, "{}", l.char()))
    }
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// One column of a matrix: a party, or a role inside it. Sorts a party before its roles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column {
    pub party: RecordId,
    pub role: Option<Box<str>>,
}

impl Column {
    pub fn party(party: RecordId) -> Self {
        Self { party, role: None }
    }

    pub fn role(party: RecordId, role: &str) -> Self {
        Self {
            party,
            role: Some(role.into()),
        }
    }

    /// Reads `<party id>` or `<party id>.<role>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (party, role) = match text.split_once('.') {
            Some((party, role)) => (party, Some(role)),
            None => (text, None),
        };
        if role == Some("") {
            return None;
        }
        Some(Self {
            party: RecordId::parse(party)?,
            role: role.map(Into::into),
        })
    }

    /// The task's field that holds this column's letters (LEDGER 7).
    pub fn cell_field(&self) -> String {
        format!("cell.{self}")
    }

    /// The same column under the id its party goes by.
    #[must_use]
    pub fn read_as(self, joins: &SameAs) -> Self {
        Self {
            party: joins.canonical(&self.party).clone(),
            role: self.role,
        }
    }

    /// Whether both are one column to a reader: the same role of what reads as one party (LEDGER 12).
    pub fn reads_as(&self, ws: &Workspace, other: &Column) -> bool {
        self.role == other.role && same_party(ws, &self.party, &other.party)
    }

    /// The matrix's field that says whether it has this column.
    pub fn member_field(&self) -> String {
        format!("party.{self}")
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.role {
            Some(role) => write!(f, "{}.{role}", self.party),
            None => write!(f, "{}", self.party),
        }
    }
}

/// A matrix: a name, a purpose, the parties it is shared with, tasks.
#[derive(Clone, Copy)]
pub struct Matrix<'a>(pub Record<'a>);

impl<'a> Matrix<'a> {
    /// A matrix that is there and not in the bin.
    pub fn find(ws: &'a Workspace, id: &RecordId) -> Option<Self> {
        let record = ws.record(id)?;
        (record.kind() == MATRIX && !record.is_deleted()).then_some(Self(record))
    }

    pub fn all(ws: &'a Workspace) -> impl Iterator<Item = Self> {
        ws.of_kind(MATRIX).map(Self)
    }

    pub fn id(&self) -> &'a RecordId {
        self.0.id()
    }

    pub fn name(&self) -> Cow<'a, str> {
        self.0.text("name")
    }

    pub fn purpose(&self) -> Cow<'a, str> {
        self.0.text("purpose")
    }

    /// The party that made it, the only one that may share it more widely (LEDGER 13).
    pub fn creator(&self) -> Option<&'a RecordId> {
        self.0.creation().map(|c| &c.by.party)
    }

    /// Whether it has the column, under whatever id of a joined party.
    pub fn has(&self, column: &Column) -> bool {
        let ws = self.0.workspace();
        let is_it = |own: &Column| own.reads_as(ws, column);
        self.0.flag(&column.member_field()) || self.columns().iter().any(is_it)
    }

    /// The columns it says it has, as they were written, each party before its roles, by id. Those of
    /// joined parties stand for one.
    pub fn columns(&self) -> BTreeSet<Column> {
        let named = self
            .0
            .fields()
            .filter(|f| f.value().as_bool() == Some(true));
        named
            .filter_map(|f| Column::parse(f.name().as_str().strip_prefix("party.")?))
            .collect()
    }

    /// The parties it is shared with, joined ones once.
    pub fn parties(&self) -> Vec<RecordId> {
        let joins = SameAs::of(self.0.workspace());
        let whole = self.columns().into_iter().filter(|c| c.role.is_none());
        let parties: BTreeSet<RecordId> = whole.map(|c| c.read_as(&joins).party).collect();
        parties.into_iter().collect()
    }

    /// Its tasks in their order; those without a readable place come last, by id.
    pub fn tasks(&self) -> Vec<Task<'a>> {
        let children = self.0.workspace().children(self.id(), TASK);
        let mut tasks: Vec<Task<'a>> = children.into_iter().map(Task).collect();
        tasks.sort_by_cached_key(|task| {
            let place = task.place();
            (place.is_none(), place, task.id().clone())
        });
        tasks
    }
}

/// One row of a matrix.
#[derive(Clone, Copy)]
pub struct Task<'a>(pub Record<'a>);

/// What one cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The shown letters; none where the value cannot be read.
    pub letters: Letters,
    /// A newer version or another program wrote something else here: it is kept and not edited.
    pub unreadable: Option<String>,
    /// Changed on both sides.
    pub rivals: bool,
}

impl<'a> Task<'a> {
    /// A task that is there and not in the bin.
    pub fn find(ws: &'a Workspace, id: &RecordId) -> Option<Self> {
        let record = ws.record(id)?;
        (record.kind() == TASK && !record.is_deleted()).then_some(Self(record))
    }

    pub fn id(&self) -> &'a RecordId {
        self.0.id()
    }

    pub fn title(&self) -> Cow<'a, str> {
        self.0.text("title")
    }

    pub fn group(&self) -> Cow<'a, str> {
        self.0.text("group")
    }

    pub fn rhythm(&self) -> Cow<'a, str> {
        self.0.text("rhythm")
    }

    /// 交付标准: how one sees that it was done well.
    pub fn standard(&self) -> Cow<'a, str> {
        self.0.text("standard")
    }

    /// Where it stands in its matrix, if it says so readably.
    pub fn place(&self) -> Option<String> {
        let text = self.0.text(ORDER);
        order::is_place(&text).then(|| text.into_owned())
    }

    pub fn matrix(&self) -> Option<Matrix<'a>> {
        Matrix::find(self.0.workspace(), &self.0.parent()?)
    }

    /// What the column's cell says. Where a joined party was filled in under several of its ids, that
    /// is all of it together.
    pub fn cell(&self, column: &Column) -> Cell {
        let mut whole = Cell::default();
        for (_, field) in self.cell_fields(column) {
            let value = field.value();
            let text = value.as_text();
            match text.as_deref().and_then(Letters::parse) {
                Some(letters) => {
                    whole.letters = whole.letters.iter().chain(letters.iter()).collect()
                }
                None if value.is_null() => {}
                None => {
                    let kept = text.map_or_else(|| value.json().to_owned(), Cow::into_owned);
                    whole.unreadable.get_or_insert(kept);
                }
            }
            whole.rivals |= field.is_rivals();
        }
        whole
    }

    /// The fields that make up a column's cell with the columns they were written as: one, or one
    /// for each id of a joined party.
    pub fn cell_fields(&self, column: &Column) -> Vec<(Column, Field<'a>)> {
        let ws = self.0.workspace();
        let cells = self.0.fields().filter_map(|field| {
            let written = Column::parse(field.name().as_str().strip_prefix("cell.")?)?;
            Some((written, field))
        });
        cells
            .filter(|(written, _)| written.reads_as(ws, column))
            .collect()
    }

    /// The rival values of a cell with who wrote them, the shown one first; empty if there is one value.
    pub fn cell_rivals(&self, column: &Column) -> Vec<(&'a Change, Letters)> {
        let fields = self.cell_fields(column).into_iter();
        let rivals = fields.flat_map(|(_, field)| field.rivals());
        let letters = |v: &crate::ledger::Value| v.as_text().and_then(|t| Letters::parse(&t));
        let read = |(change, value)| (change, letters(value).unwrap_or_default());
        rivals.map(read).collect()
    }

    /// The columns whose cell says anything, readable or not, as they were written.
    pub fn filled(&self) -> BTreeSet<Column> {
        let said = self.0.fields().filter(|f| {
            let value = f.value();
            f.is_rivals() || !(value.is_null() || value.as_text().is_some_and(|t| t.is_empty()))
        });
        said.filter_map(|f| Column::parse(f.name().as_str().strip_prefix("cell.")?))
            .collect()
    }

    /// The columns that hold a letter, those of a joined party once: who answers for this task, who
    /// does it.
    pub fn holders(&self, letter: Letter) -> Vec<Column> {
        let ws = self.0.workspace();
        let mut holders: Vec<Column> = Vec::new();
        for column in self.filled() {
            let is_new = !holders.iter().any(|known| known.reads_as(ws, &column));
            if is_new && self.cell(&column).letters.has(letter) {
                holders.push(column);
            }
        }
        holders
    }
}
