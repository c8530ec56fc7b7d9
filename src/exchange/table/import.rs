//! A table read, held against the workspace: what is new, changed or unchanged, and the edit that enters it.
//! Never in here: reading cells, asking a person, storing mappings.
//!
//! Importing the same table again changes nothing: a record's id follows from source and key, and
//! the field `imported` keeps what the table said last, by target. Only what the table says
//! differently now is written, so what people changed since stays (LEDGER 22).

use std::collections::{BTreeMap, HashSet};

use sha2::{Digest, Sha256};

use super::finding::{Findings, Reason};
use super::reading::{Cell, Entry, Reading};
use super::shape::{Shape, Sink};
use crate::ledger::{Author, ChangeId, Edit, Plan, Record, RecordId, STAGE, Value, Workspace};
use crate::records::requirement::{DATES_ONLY, PROVIDER, REQUESTER, Requirement, SOURCE};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Loop, Side, Statement, Why};
use crate::time::Instant;

/// What the table last said about a record, by target: `{"submitted_at":1318333342688,"title":"…"}`.
pub const IMPORTED: &str = "imported";

/// One table on its way in.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    pub shape: &'static Shape,
    /// The source's name: part of every row's identity. Blanks around it do not count.
    pub source: String,
    pub reading: &'a Reading,
    /// The field the key goes into: the own reference of whose table it is.
    pub key_field: &'static str,
    /// The two parties every row is between.
    pub requester: RecordId,
    pub provider: RecordId,
}

/// Why nothing can enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The source has no name.
    NoSource,
    /// No column feeds the key.
    NoKey,
    /// A person must choose something first.
    Asks,
    /// Everything the table says is in already.
    NothingNew,
}

/// What becomes of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    New,
    /// With the keys of the targets that say something else than last time.
    Changed(Vec<&'static str>),
    Unchanged,
    /// Its record is in the bin: a person decided that, and it stays.
    Binned,
}

/// What would enter; computed, nothing is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub binned: usize,
    /// Rows without a key or with one that came before.
    pub left_out: usize,
    /// Records of this source that this table does not mention; they stay as they are.
    pub not_mentioned: usize,
    /// What became of each row, in the table's order.
    pub rows: Vec<(u64, RecordId, Fate)>,
    pub findings: Findings,
}

/// What one row asks to be written.
struct Work {
    fate: Fate,
    fields: Vec<(&'static str, Value)>,
    /// Stage writes of an earlier import to take back, the last first.
    take_back: Vec<ChangeId>,
    acts: Vec<Statement>,
    imported: BTreeMap<String, Value>,
    /// The keys of the targets that say something else than last time.
    differs: Vec<&'static str>,
}

/// Whose workspace the table is held against.
struct Against<'a> {
    me: &'a Author,
    joins: &'a SameAs,
}

impl Import<'_> {
    /// What entering this table would do.
    #[must_use]
    pub fn preview(&self, ws: &Workspace, me: &Author) -> Preview {
        let joins = SameAs::of(ws);
        let mut preview = Preview {
            left_out: self.reading.left_out,
            findings: self.reading.findings.clone(),
            ..Preview::default()
        };
        let mut mentioned = HashSet::new();
        for entry in &self.reading.entries {
            let id = self.id(&entry.key);
            let mut odd = Findings::default();
            let work = self.work(ws, me, &joins, &id, entry, &mut odd);
            preview.findings.append(&odd);
            *match work.fate {
                Fate::New => &mut preview.new,
                Fate::Changed(_) => &mut preview.changed,
                Fate::Unchanged => &mut preview.unchanged,
                Fate::Binned => &mut preview.binned,
            } += 1;
            preview.rows.push((entry.line, id.clone(), work.fate));
            mentioned.insert(id);
        }
        let of_source = |record: &Record<'_>| record.text(SOURCE) == self.source.trim();
        let theirs = ws.of_kind(self.shape.kind).filter(of_source);
        preview.not_mentioned = theirs
            .filter(|record| !mentioned.contains(record.id()))
            .count();
        preview
    }

    /// The record a row is: a hash of kind, source and key, the same wherever it is imported.
    #[must_use]
    pub fn id(&self, key: &str) -> RecordId {
        let mut hash = Sha256::new();
        for part in ["tandem table row", self.shape.kind, self.source.trim(), key] {
            hash.update(part.as_bytes());
            // No name holds a zero character, so parts cannot run into each other.
            hash.update([0]);
        }
        let bits = hash
            .finalize()
            .iter()
            .take(16)
            .fold(0_u128, |bits, &byte| bits << 8 | u128::from(byte));
        RecordId::from_bits(self.shape.kind, bits)
    }

    fn work(
        &self,
        ws: &Workspace,
        me: &Author,
        joins: &SameAs,
        id: &RecordId,
        entry: &Entry,
        odd: &mut Findings,
    ) -> Work {
        let record = ws.record(id);
        let last: BTreeMap<String, Value> =
            record.and_then(|r| r.read(IMPORTED)).unwrap_or_default();
        let mut work = Work {
            fate: Fate::Unchanged,
            fields: Vec::new(),
            take_back: Vec::new(),
            acts: Vec::new(),
            imported: last.clone(),
            differs: Vec::new(),
        };
        if record.is_some_and(|r| r.is_deleted()) {
            work.fate = Fate::Binned;
            return work;
        }
        for target in self.shape.targets {
            let (field, Some(cell)) = (self.field_of(target.sink), entry.cells.get(target.key))
            else {
                continue;
            };
            let Some(field) = field else { continue };
            let (value, before) = (cell.value(), last.get(target.key));
            if *cell == Cell::Empty && before.is_none() || before == Some(&value) {
                continue;
            }
            work.differs.push(target.key);
            if *cell == Cell::Empty {
                work.imported.remove(target.key)
            } else {
                work.imported.insert(target.key.into(), value.clone())
            };
            work.fields.push((field, value));
        }
        self.stages(record, &Against { me, joins }, entry, &last, odd, &mut work);
        let marked = self.dates_only(entry, record);
        let Some(record) = record else {
            work.fate = Fate::New;
            work.fields.extend([
                (SOURCE, Value::text(self.source.trim())),
                (REQUESTER, Value::text(self.requester.as_str())),
                (PROVIDER, Value::text(self.provider.as_str())),
            ]);
            work.fields
                .extend((!marked.is_empty()).then(|| (DATES_ONLY, Value::of(&marked))));
            return work;
        };
        if !work.differs.is_empty() {
            let known: Vec<String> = record.read(DATES_ONLY).unwrap_or_default();
            work.fields
                .extend((known != marked).then(|| (DATES_ONLY, Value::of(&marked))));
            work.fate = Fate::Changed(std::mem::take(&mut work.differs));
        }
        work
    }

    /// What the stage field needs to say what the table says now, if people have not moved it on.
    fn stages(
        &self,
        record: Option<Record<'_>>,
        against: &Against<'_>,
        entry: &Entry,
        last: &BTreeMap<String, Value>,
        odd: &mut Findings,
        work: &mut Work,
    ) {
        let Against { me, joins } = *against;
        let (mut before, mut now): (Vec<Step>, Vec<Step>) = (Vec::new(), Vec::new());
        for target in self.shape.targets {
            let Sink::Act(act) = target.sink else {
                continue;
            };
            let step = |at: Instant| Step {
                key: target.key,
                act,
                at,
            };
            let said = last.get(target.key).and_then(Value::as_int).map(Instant);
            before.extend(said.map(step));
            match entry.cells.get(target.key) {
                Some(Cell::Moment(stated)) => now.push(step(stated.at)),
                Some(Cell::Empty) if said.is_some() => {
                    odd.add(entry.line, None, Reason::MomentGone { target: target.key });
                    now.extend(said.map(step));
                }
                _ => now.extend(said.map(step)),
            }
        }
        if let (Some(first), false) = (self.first_act(), now.is_empty())
            && now.first().is_some_and(|step| step.key != first)
        {
            odd.add(entry.line, None, Reason::NoFirstMoment { target: first });
        }
        let kept = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
        let (gone, added) = (
            before.get(kept..).unwrap_or_default(),
            now.get(kept..).unwrap_or_default(),
        );
        if gone.is_empty() && added.is_empty() {
            return;
        }
        let parties = match record {
            Some(record) => (record.reference(REQUESTER), record.reference(PROVIDER)),
            None => (Some(self.requester.clone()), Some(self.provider.clone())),
        };
        let standing = record.map_or(Some(Vec::new()), |r| {
            standing(r, me, joins, before.last(), gone)
        });
        let Some(take_back) = standing else {
            let target = added.first().or(gone.first()).map_or("", |step| step.key);
            odd.add(entry.line, None, Reason::MovedOn { target });
            return;
        };
        work.take_back = take_back;
        for step in added {
            let mut said = Statement::new(step.act, step.at);
            let actor = match step.act.side() {
                Side::Requester => parties.0.as_ref(),
                Side::Provider => parties.1.as_ref(),
                Side::Either => None,
            };
            said.entered_for = actor.filter(|party| !joins.same(party, &me.party)).cloned();
            work.acts.push(said);
            work.imported.insert(step.key.into(), Value::int(step.at.0));
            work.differs.push(step.key);
        }
    }

    fn first_act(&self) -> Option<&'static str> {
        self.shape
            .targets
            .iter()
            .find(|t| t.sink == Sink::Act(Act::Submit))
            .map(|t| t.key)
    }

    fn field_of(&self, sink: Sink) -> Option<&'static str> {
        match sink {
            Sink::Key => Some(self.key_field),
            Sink::Field(field) => Some(field),
            Sink::Act(_) => None,
        }
    }

    /// The names, as the record keeps them, of what is dates only: targets of this table by what it
    /// shows, others as they were.
    fn dates_only(&self, entry: &Entry, record: Option<Record<'_>>) -> Vec<String> {
        let known: Vec<String> = record.and_then(|r| r.read(DATES_ONLY)).unwrap_or_default();
        let mut names = Vec::new();
        for target in self.shape.targets {
            let name = match target.sink {
                Sink::Act(act) => act.as_str(),
                Sink::Field(field) => field,
                Sink::Key => continue,
            };
            let here = entry.cells.contains_key(target.key);
            let marked = if here {
                entry.dates_only.contains(&target.key)
            } else {
                known.iter().any(|k| k == name)
            };
            names.extend(marked.then(|| name.to_owned()));
        }
        names
    }
}

/// A stage as the table states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    key: &'static str,
    act: Act,
    at: Instant,
}

/// The changes to take back before the table's newer stages can be entered, the last first. `None`
/// if the record does not stand where the last import left it, or another party imported it.
fn standing(
    record: Record<'_>,
    me: &Author,
    joins: &SameAs,
    last: Option<&Step>,
    gone: &[Step],
) -> Option<Vec<ChangeId>> {
    if record.field(STAGE).is_some_and(|field| field.is_rivals()) {
        return None;
    }
    let course = Loop::of(&Requirement(record), joins);
    let mut events = course.log.iter().rev().filter(|event| {
        let undo = event
            .said
            .as_ref()
            .is_some_and(|said| said.act == Act::Undo);
        // An undo that took back is as gone as what it took back; one that did not stands in the way.
        event.not_counted != Some(Why::TakenBack) && !(undo && event.not_counted.is_none())
    });
    let says = |event: &crate::records::stage::Event, step: &Step| {
        event
            .said
            .as_ref()
            .is_some_and(|said| said.act == step.act && said.stated == step.at)
    };
    match (last, events.clone().next()) {
        (None, None) => return Some(Vec::new()),
        (Some(step), Some(event)) if says(event, step) => {}
        _ => return None,
    }
    gone.iter()
        .rev()
        .map(|step| {
            let event = events.next().filter(|event| says(event, step))?;
            joins
                .same(&event.by.party, &me.party)
                .then_some(event.change)
        })
        .collect()
}

impl Edit for Import<'_> {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        if self.source.trim().is_empty() {
            return Err(Refusal::NoSource);
        }
        if !self.reading.has_key {
            return Err(Refusal::NoKey);
        }
        if self.reading.findings.asks() {
            return Err(Refusal::Asks);
        }
        let (ws, me, now) = (plan.ws(), plan.me(), plan.now());
        let joins = SameAs::of(ws);
        let mut wrote = false;
        for entry in &self.reading.entries {
            let id = self.id(&entry.key);
            let work = self.work(ws, me, &joins, &id, entry, &mut Findings::default());
            if matches!(work.fate, Fate::Unchanged | Fate::Binned) {
                continue;
            }
            wrote = true;
            for (field, value) in work.fields {
                plan.set(&id, field, value);
            }
            plan.set(&id, IMPORTED, Value::of(&work.imported));
            for of in work.take_back {
                let mut undo = Statement::new(Act::Undo, now);
                undo.of = Some(of);
                plan.take_back(&id, STAGE, undo.value(), of);
                plan.then(&id);
            }
            for said in work.acts {
                plan.write(&id, STAGE, said.value());
                plan.then(&id);
            }
        }
        if wrote {
            Ok(())
        } else {
            Err(Refusal::NothingNew)
        }
    }
}
