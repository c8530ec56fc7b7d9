//! Lessons of a drill, and the one act by which each becomes an improvement, a matrix fix or a training
//! need with an owner and a date. The only edits of the module that write outside a rehearsal.
//! Never in here: showing anything; what those records mean to their own modules.

use std::borrow::Cow;

use crate::ledger::{Edit, PARENT, Plan, Record, RecordId, Value, Workspace};
use crate::records::matrix::{Column, Letter, Letters, Task};
use crate::records::person::Layer;
use crate::records::{improvement, matrix_fix, training_need};
use crate::time::Date;

use super::model::{DRILL, Drill, PARTY, SCENARIO};

/// A child of its drill.
pub const LESSON: &str = "lesson";
pub const TEXT: &str = "text";
pub const OWNER: &str = "owner";
/// A date, such as `"2026-01-31"`.
pub const DUE: &str = "due";
/// The inject it is about, by id.
pub const INJECT: &str = "inject";
/// The record it became.
pub const BECAME: &str = "became";

#[derive(Clone, Copy)]
pub struct Lesson<'a>(pub Record<'a>);

impl<'a> Lesson<'a> {
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
    pub fn inject(&self) -> Cow<'a, str> {
        self.0.text(INJECT)
    }

    #[must_use]
    pub fn became(&self) -> Option<RecordId> {
        self.0.reference(BECAME)
    }
}

/// The lessons of a drill, by id.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, drill: &RecordId) -> Vec<Lesson<'a>> {
    let children = ws.children(drill, LESSON).into_iter();
    children.map(Lesson).collect()
}

/// What a lesson becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// Kept as a lesson alone.
    Nothing,
    /// Of the parties the drill is shared with.
    Improvement,
    /// Letters of cells of a task; `now` also writes them.
    MatrixFix {
        task: RecordId,
        cells: Vec<(Column, Letters)>,
        now: bool,
    },
    TrainingNeed {
        layer: Option<Layer>,
    },
}

/// Writes a lesson down, or an earlier one again, and makes of it what it becomes, in one act.
pub struct Learn {
    pub drill: RecordId,
    /// None: a new one.
    pub lesson: Option<RecordId>,
    pub text: String,
    /// A person's id or a name.
    pub owner: String,
    pub due: Option<Date>,
    pub inject: Option<String>,
    pub becomes: Becomes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonRefusal {
    Gone,
    TextMissing,
    /// What it becomes needs somebody who looks after it.
    OwnerMissing,
    /// And a date.
    DueMissing,
    /// It became something before.
    BecameBefore,
    NoSuchTask,
    /// A fix says what a cell should hold.
    NoCells,
}

impl Edit for Learn {
    type Refusal = LessonRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), LessonRefusal> {
        let ws = plan.ws();
        let drill = Drill::find(ws, &self.drill).ok_or(LessonRefusal::Gone)?;
        let text = self.text.trim();
        if text.is_empty() {
            return Err(LessonRefusal::TextMissing);
        }
        let known = match &self.lesson {
            Some(id) => {
                let record = ws
                    .record(id)
                    .filter(|r| r.kind() == LESSON && !r.is_deleted());
                Some(Lesson(record.ok_or(LessonRefusal::Gone)?))
            }
            None => None,
        };
        let becomes = self.becomes != Becomes::Nothing;
        if becomes && known.is_some_and(|lesson| lesson.became().is_some()) {
            return Err(LessonRefusal::BecameBefore);
        }
        if becomes && self.owner.trim().is_empty() {
            return Err(LessonRefusal::OwnerMissing);
        }
        if becomes && self.due.is_none() {
            return Err(LessonRefusal::DueMissing);
        }
        let lesson = match &self.lesson {
            Some(id) => id.clone(),
            None => plan.create(LESSON),
        };
        plan.set(&lesson, PARENT, Value::of(&self.drill));
        plan.set(&lesson, TEXT, Value::text(text));
        self.give(plan, &lesson, OWNER, DUE);
        if let Some(inject) = &self.inject {
            plan.set(&lesson, INJECT, Value::text(inject));
        }
        let became = match &self.becomes {
            Becomes::Nothing => return Ok(()),
            Becomes::Improvement => self.improve(plan, &drill, text),
            Becomes::MatrixFix { task, cells, now } => self.mend(plan, task, cells, *now, text)?,
            Becomes::TrainingNeed { layer } => self.teach(plan, *layer, text),
        };
        // Changes of their own: where one of the two is not shared, only what names it stays back.
        plan.then(&became);
        plan.set(&became, improvement::CAUSE, Value::of(&lesson));
        plan.then(&lesson);
        plan.set(&lesson, BECAME, Value::of(&became));
        Ok(())
    }
}

impl Learn {
    fn give(&self, plan: &mut Plan<'_>, record: &RecordId, owner: &str, due: &str) {
        let who = self.owner.trim();
        let who = if who.is_empty() {
            Value::null()
        } else {
            Value::text(who)
        };
        plan.set(record, owner, who);
        plan.set(
            record,
            due,
            self.due.as_ref().map_or_else(Value::null, Value::of),
        );
    }

    fn improve(&self, plan: &mut Plan<'_>, drill: &Drill<'_>, text: &str) -> RecordId {
        let record = plan.create(improvement::KIND);
        plan.set(&record, improvement::TITLE, Value::text(text));
        let own = format!("{}{}", improvement::PARTY, plan.me().party);
        plan.set(&record, &own, Value::bool(true));
        for field in drill.0.fields() {
            let party = field.name().as_str().strip_prefix(PARTY);
            if let Some(party) = party.filter(|_| field.value().as_bool() == Some(true)) {
                let name = format!("{}{party}", improvement::PARTY);
                plan.set(&record, &name, Value::bool(true));
            }
        }
        self.give(plan, &record, improvement::OWNER, improvement::DUE);
        record
    }

    fn mend(
        &self,
        plan: &mut Plan<'_>,
        task: &RecordId,
        cells: &[(Column, Letters)],
        now: bool,
        text: &str,
    ) -> Result<RecordId, LessonRefusal> {
        let known = Task::find(plan.ws(), task).ok_or(LessonRefusal::NoSuchTask)?;
        if cells.is_empty() {
            return Err(LessonRefusal::NoCells);
        }
        let record = plan.create(matrix_fix::KIND);
        plan.set(&record, PARENT, Value::of(task));
        plan.set(&record, matrix_fix::TEXT, Value::text(text));
        self.give(plan, &record, matrix_fix::OWNER, matrix_fix::DUE);
        for (column, letters) in cells {
            let value = Value::text(&letters.to_string());
            let name = format!("{}{column}", matrix_fix::CELL);
            plan.set(&record, &name, value.clone());
            if !now {
                continue;
            }
            // Where a joined party was filled in under another of its ids, that gives way.
            for (other, _) in known.cell_fields(column) {
                if other != *column {
                    plan.set(task, &other.cell_field(), Value::text(""));
                }
            }
            plan.set(task, &column.cell_field(), value);
        }
        Ok(record)
    }

    fn teach(&self, plan: &mut Plan<'_>, layer: Option<Layer>, text: &str) -> RecordId {
        let record = plan.create(training_need::KIND);
        plan.set(&record, training_need::TITLE, Value::text(text));
        if let Some(layer) = layer {
            plan.set(&record, training_need::LAYER, Value::text(layer.as_str()));
        }
        self.give(plan, &record, training_need::OWNER, training_need::DUE);
        record
    }
}

/// Whether a record is a rehearsal: a scenario, a drill, or something that belongs to one. What is not,
/// no edit of this module touches but [`Learn`].
#[must_use]
pub fn is_rehearsal(ws: &Workspace, record: &RecordId) -> bool {
    let parent = ws.record(record).and_then(|r| r.parent());
    let own = |id: &RecordId| matches!(id.kind(), DRILL | SCENARIO);
    own(record) || parent.is_some_and(|parent| own(&parent))
}

/// What the cells of a task hold once one party alone answers for it; whoever did so before keeps its
/// other letters, and where nobody did the work the party does. Empty where the matrix has no such column.
#[must_use]
pub fn accountable(ws: &Workspace, task: &RecordId, party: &RecordId) -> Vec<(Column, Letters)> {
    let Some(task) = Task::find(ws, task) else {
        return Vec::new();
    };
    let own = Column::party(party.clone());
    let known = task.matrix().map(|matrix| matrix.columns());
    let column = known
        .into_iter()
        .flatten()
        .find(|column| column.reads_as(ws, &own));
    let Some(column) = column else {
        return Vec::new();
    };
    let mut letters = task.cell(&column).letters.with(Letter::Accountable);
    if task.holders(Letter::Responsible).is_empty() {
        letters = letters.with(Letter::Responsible);
    }
    let others = task.holders(Letter::Accountable).into_iter();
    let others = others.filter(|other| !other.reads_as(ws, &column));
    let mut cells: Vec<(Column, Letters)> = others
        .map(|other| {
            let left = task.cell(&other).letters.toggled(Letter::Accountable);
            (other, left)
        })
        .collect();
    cells.push((column, letters));
    cells
}
