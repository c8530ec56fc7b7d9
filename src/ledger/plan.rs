//! From an intent to changes: a plan collects what an edit writes and stamps it once (rules 1, 6, 8).
//! Moments and random bits are passed in (rule 11); nothing here touches the workspace itself.

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
    record: RecordId,
    writes: Vec<Write>,
}

/// What one act is going to write.
pub struct Plan<'a> {
    ws: &'a Workspace,
    now: Instant,
    me: &'a Author,
    mint: &'a mut dyn Mint,
    drafts: Vec<Draft>,
}

impl<'a> Plan<'a> {
    pub fn new(ws: &'a Workspace, now: Instant, me: &'a Author, mint: &'a mut dyn Mint) -> Self {
        Self {
            ws,
            now,
            me,
            mint,
            drafts: Vec::new(),
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
        let drafted = self.drafted(record, field).is_some();
        if drafted || !(stands || absent_null) {
            self.write(record, field, value);
        }
    }

    /// Writes a field over the heads now known, even when the value is the same: an act that counts each time.
    pub fn write(&mut self, record: &RecordId, field: &str, value: Value) {
        if let Some(write) = self.drafted(record, field) {
            write.value = value;
            return;
        }
        let known = self.ws.record(record).and_then(|r| r.field(field));
        let over = known.map(|f| f.heads().map(|(c, _)| c.id).collect());
        self.push(record, field, value, over.unwrap_or_default());
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
        match self.drafts.iter_mut().find(|d| d.record == *record) {
            Some(draft) => draft.writes.push(write),
            None => self.drafts.push(Draft {
                record: record.clone(),
                writes: vec![write],
            }),
        }
    }

    fn drafted(&mut self, record: &RecordId, field: &str) -> Option<&mut Write> {
        let draft = self.drafts.iter_mut().find(|d| d.record == *record)?;
        draft.writes.iter_mut().find(|w| w.field.as_str() == field)
    }

    /// The changes of this act, one per record, in the order first written to.
    pub fn finish(self) -> Vec<Change> {
        let mut act = None;
        let mut changes = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts {
            let id = self.mint.change_id();
            changes.push(Change {
                id,
                at: self.now,
                by: self.me.clone(),
                act: *act.get_or_insert(id),
                record: draft.record,
                writes: draft.writes,
                extra: Vec::new(),
            });
        }
        changes
    }
}

/// The ids of every head of every field of a record.
pub(super) fn all_heads(record: &Record<'_>) -> Vec<ChangeId> {
    let heads = record.fields().flat_map(|f| f.heads().map(|(c, _)| c.id));
    heads.collect()
}
