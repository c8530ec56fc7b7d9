//! A firm at its desk, for the tests of the matrix: a workspace, a writer, a clock that goes on.

use tandem::ledger::{Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Workspace, WriterId};
use tandem::records::matrix::{Column, Letters, Matrix, Task};
use tandem::time::Instant;

pub struct Firm {
    pub ws: Workspace,
    pub me: Author,
    now: Instant,
    mint: Counter,
}

struct Counter {
    writer: WriterId,
    next: u32,
}

impl Mint for Counter {
    fn change_id(&mut self) -> ChangeId {
        let id = ChangeId {
            writer: self.writer,
            seq: self.next,
        };
        self.next += 1;
        id
    }

    fn bits(&mut self) -> u128 {
        self.next += 1;
        // Spread so that ids do not sort by age.
        let mixed = u128::from(self.writer.0 << 32 | u64::from(self.next));
        mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
    }
}

pub fn party(nth: u8) -> RecordId {
    RecordId::from_bits("party", u128::from(nth) + 1)
}

pub fn column(nth: u8) -> Column {
    Column::party(party(nth))
}

pub fn letters(text: &str) -> Letters {
    Letters::parse(text).unwrap()
}

impl Firm {
    pub fn new(nth: u8) -> Self {
        let person = RecordId::from_bits("person", u128::from(nth) + 1);
        Self {
            ws: Workspace::new(),
            me: Author {
                party: party(nth),
                person,
            },
            now: Instant(1_000_000),
            mint: Counter {
                writer: WriterId(u64::from(nth) + 1),
                next: 0,
            },
        }
    }

    /// Does it and gives the record it wrote first and how many changes it took.
    pub fn act<E: Edit>(&mut self, edit: &E) -> Result<(Option<RecordId>, usize), E::Refusal> {
        self.now = self.now.plus(1_000);
        let mut plan = Plan::new(&self.ws, self.now, &self.me, &mut self.mint);
        edit.plan(&mut plan)?;
        let changes = plan.finish();
        let first = changes.first().map(|c| c.record.clone());
        let count = changes.len();
        self.ws.insert_all(changes);
        Ok((first, count))
    }

    /// The record an edit made.
    pub fn make<E: Edit>(&mut self, edit: &E) -> RecordId
    where
        E::Refusal: std::fmt::Debug,
    {
        self.act(edit).unwrap().0.unwrap()
    }

    pub fn hear(&mut self, other: &Firm) {
        let all: Vec<Change> = other.ws.changes().cloned().collect();
        self.ws.insert_all(all);
        self.now = self.now.max(other.now);
    }

    pub fn titles(&self, matrix: &RecordId) -> Vec<String> {
        let matrix = Matrix::find(&self.ws, matrix).unwrap();
        let tasks = matrix.tasks();
        tasks.iter().map(|t| t.title().into_owned()).collect()
    }

    pub fn cell(&self, task: &RecordId, nth: u8) -> String {
        let task = Task::find(&self.ws, task).unwrap();
        task.cell(&column(nth)).letters.to_string()
    }
}
