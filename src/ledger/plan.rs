//! From an intent to changes: a plan collects what an edit writes and stamps it once (rules 1, 6, 8).
//! Moments and random bits are passed in (rule 11); nothing here touches the workspace itself.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Author, Change, ChangeId, DELETED, FieldName, Record, RecordId, Value, Workspace, Write,
};
use crate::time::Instant;

/// Where new names come from: a page's writer and its count, and random bits.
pub trait Mint {
    fn change_id(&mut self) -> ChangeId;
    fn bits(&mut self) -> u128;
}

/// One thing a person does. `plan` checks it against what is known and says what to write.
pub trait Edit {
    type Refusal;
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal>;
}

struct Draft {
    id: ChangeId,
    record: RecordId,
    writes: Vec<Write>,
    /// Where the record's draft before this one is, if it has one.
    before: Option<usize>,
}

/// What one act is going to write.
pub struct Plan<'a> {
    ws: &'a Workspace,
    now: Instant,
    me: &'a Author,
    mint: &'a mut dyn Mint,
    drafts: Vec<Draft>,
    /// The draft each record's writes go to.
    open: FxHashMap<RecordId, usize>,
    /// Records whose next write starts a further change.
    closed: FxHashSet<RecordId>,
}

impl<'a> Plan<'a> {
    pub fn new(ws: &'a Workspace, now: Instant, me: &'a Author, mint: &'a mut dyn Mint) -> Self {
        Self {
            ws,
            now,
            me,
            mint,
            drafts: Vec::new(),
            open: FxHashMap::default(),
            closed: FxHashSet::default(),
        }
    }

    pub fn ws(&self) -> &'a Workspace {
        self.ws
    }

    pub fn now(&self) -> Instant {
        self.now
    }

    pub fn me(&self) -> &'a Author {
        self.me
    }

    /// A name for a new record; it exists once something is written to it.
    pub fn create(&mut self, kind: &str) -> RecordId {
        RecordId::from_bits(kind, self.mint.bits())
    }

    /// Writes a field over the heads now known. Writing what already stands alone writes nothing.
    pub fn set(&mut self, record: &RecordId, field: &str, value: Value) {
        let known = self.ws.record(record).and_then(|r| r.field(field));
        let stands = known.is_some_and(|f| !f.is_rivals() && *f.value() == value);
        let absent_null = known.is_none() && value.is_null();
        let drafted = self.last_draft_of(record, field).is_some();
        if drafted || !(stands || absent_null) {
            self.write(record, field, value);
        }
    }

    /// Writes a field over the heads now known, even when the value is the same: an act that counts each time.
    pub fn write(&mut self, record: &RecordId, field: &str, value: Value) {
        self.write_over(record, field, value, &[]);
    }

    /// Takes an event of a field back: over the heads and, because earlier steps of a chain are not
    /// heads any more, over the event itself.
    pub fn take_back(&mut self, record: &RecordId, field: &str, value: Value, of: ChangeId) {
        self.write_over(record, field, value, &[of]);
    }

    /// Writes a field over the heads now known and over these changes, which are heads to somebody
    /// who knows less.
    pub fn write_over(&mut self, record: &RecordId, field: &str, value: Value, also: &[ChangeId]) {
        let over: Option<Vec<ChangeId>> = match self.last_draft_of(record, field) {
            None => {
                let known = self.ws.record(record).and_then(|r| r.field(field));
                known.map(|f| f.heads().map(|(c, _)| c.id).collect())
            }
            Some(place) if self.is_open(record, place) => {
                let draft = self.drafts.get_mut(place);
                let writes = draft.into_iter().flat_map(|d| &mut d.writes);
                for write in writes.filter(|w| w.field.as_str() == field) {
                    write.value = value.clone();
                    write.over.extend(also);
                    write.over.sort_unstable();
                    write.over.dedup();
                }
                return;
            }
            Some(place) => self.drafts.get(place).map(|former| vec![former.id]),
        };
        let mut over = over.unwrap_or_default();
        over.extend(also);
        self.push(record, field, value, over);
    }

    /// What is written to this record from here on is a further change of the same act, over what
    /// the act wrote to the same fields before: a chain of stages whose moments are all stated.
    pub fn then(&mut self, record: &RecordId) {
        self.closed.insert(record.clone());
    }

    /// Puts a record in the bin: one write over every head there is (rule 6).
    pub fn delete(&mut self, record: &RecordId) {
        let heads = self.ws.record(record).map(|r| all_heads(&r));
        self.push(
            record,
            DELETED,
            Value::bool(true),
            heads.unwrap_or_default(),
        );
    }

    /// Takes a record out of the bin, or settles a contested deletion in favour of keeping it.
    pub fn restore(&mut self, record: &RecordId) {
        self.write(record, DELETED, Value::bool(false));
    }

    fn push(&mut self, record: &RecordId, field: &str, value: Value, mut over: Vec<ChangeId>) {
        over.sort_unstable();
        over.dedup();
        let write = Write {
            field: FieldName::new(field),
            value,
            over,
        };
        let before = self.open.get(record).copied();
        let place = before.filter(|_| !self.closed.contains(record));
        match place.and_then(|place| self.drafts.get_mut(place)) {
            Some(draft) => draft.writes.push(write),
            None => {
                self.closed.remove(record);
                self.open.insert(record.clone(), self.drafts.len());
                self.drafts.push(Draft {
                    id: self.mint.change_id(),
                    record: record.clone(),
                    writes: vec![write],
                    before,
                });
            }
        }
    }

    fn is_open(&self, record: &RecordId, place: usize) -> bool {
        self.open.get(record) == Some(&place) && !self.closed.contains(record)
    }

    /// Where this act last wrote a field of a record.
    fn last_draft_of(&self, record: &RecordId, field: &str) -> Option<usize> {
        let mut place = self.open.get(record).copied();
        while let Some(at) = place {
            let draft = self.drafts.get(at)?;
            if draft.writes.iter().any(|w| w.field.as_str() == field) {
                return Some(at);
            }
            place = draft.before;
        }
        None
    }

    /// The changes of this act in the order begun: one per record, and one more after each `then`.
    pub fn finish(self) -> Vec<Change> {
        let act = self.drafts.first().map(|draft| draft.id);
        let stamp = |draft: Draft| Change {
            id: draft.id,
            at: self.now,
            by: self.me.clone(),
            act: act.unwrap_or(draft.id),
            record: draft.record,
            writes: draft.writes,
            extra: Vec::new(),
        };
        self.drafts.into_iter().map(stamp).collect()
    }
}

/// The ids of every head of every field of a record.
pub(super) fn all_heads(record: &Record<'_>) -> Vec<ChangeId> {
    let heads = record.fields().flat_map(|f| f.heads().map(|(c, _)| c.id));
    heads.collect()
}
