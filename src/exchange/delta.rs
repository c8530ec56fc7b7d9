//! What differs between two states of the same records: by record, then by field.
//! Never in here: how a record or a field is called for a reader.

use std::collections::BTreeSet;

use crate::ledger::{Author, Field, FieldName, Mark, Record, RecordId, Value, Workspace};
use crate::time::Instant;

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    New,
    Changed,
    /// Went into the bin.
    Deleted,
    /// Came out of the bin.
    Restored,
}

/// One record that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDelta {
    pub id: RecordId,
    pub turn: Turn,
    /// What waits for a person to decide afterwards and did not before.
    pub marks: Vec<Mark>,
    /// The fields that differ, by name.
    pub fields: Vec<FieldDelta>,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDelta {
    pub name: FieldName,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// All differing values afterwards, the shown one first, when there are several.
    pub rivals: Vec<Value>,
    /// It had rivals before and has one value now.
    pub settled: bool,
    /// Who wrote the value shown afterwards, and when.
    pub by: Option<(Author, Instant)>,
}

/// How each of these records differs between two states; those that do not are left out.
pub fn deltas(
    before: &Workspace,
    after: &Workspace,
    records: impl IntoIterator<Item = RecordId>,
) -> Vec<RecordDelta> {
    let differing = records.into_iter().filter_map(|id| {
        let now = after.record(&id)?;
        delta(before.record(&id).as_ref(), &now)
    });
    differing.collect()
}

fn delta(before: Option<&Record<'_>>, after: &Record<'_>) -> Option<RecordDelta> {
    let fields: Vec<FieldDelta> = after
        .fields()
        .filter_map(|field| {
            let was = before.and_then(|r| r.field(field.name().as_str()));
            field_delta(was.as_ref(), &field)
        })
        .collect();
    let was_there = before.is_some_and(|r| !r.is_deleted());
    let turn = match (before, was_there, after.is_deleted()) {
        (None, _, _) => Turn::New,
        (Some(_), true, true) => Turn::Deleted,
        (Some(_), false, false) => Turn::Restored,
        _ => Turn::Changed,
    };
    let known = before.map(Record::marks).unwrap_or_default();
    let mut marks = after.marks();
    marks.retain(|mark| !known.contains(mark));
    let same = turn == Turn::Changed && fields.is_empty() && marks.is_empty();
    (!same).then(|| RecordDelta {
        id: after.id().clone(),
        turn,
        marks,
        fields,
    })
}

fn field_delta(before: Option<&Field<'_>>, after: &Field<'_>) -> Option<FieldDelta> {
    let rivals: Vec<Value> = after.rivals().into_iter().map(|(_, v)| v.clone()).collect();
    let known: BTreeSet<Value> = before
        .map(|f| f.rivals().into_iter().map(|(_, v)| v.clone()).collect())
        .unwrap_or_default();
    let was = before.map(|f| f.value().clone());
    let now = after.value().clone();
    let same_rivals = rivals.iter().cloned().collect::<BTreeSet<_>>() == known;
    if was.as_ref() == Some(&now) && same_rivals {
        return None;
    }
    Some(FieldDelta {
        name: after.name().clone(),
        settled: rivals.is_empty() && !known.is_empty(),
        rivals,
        before: was,
        after: Some(now),
        by: after.change().map(|c| (c.by.clone(), c.at)),
    })
}

/// A small workspace of some records of a large one, with what they belong to and everybody's cards,
/// so that readings which look further than one record still work.
pub(super) fn excerpt(ws: &Workspace, records: &BTreeSet<RecordId>) -> Workspace {
    const MAX_ANCESTORS: usize = 16;
    let mut wanted: BTreeSet<RecordId> = records.clone();
    for kind in ["party", "person"] {
        wanted.extend(ws.all_of_kind(kind).map(|r| r.id().clone()));
    }
    for id in records {
        let mut at = ws.record(id).and_then(|r| r.parent());
        for _ in 0..MAX_ANCESTORS {
            let Some(parent) = at else { break };
            at = ws.record(&parent).and_then(|r| r.parent());
            wanted.insert(parent);
        }
    }
    let mut small = Workspace::new();
    let found = wanted.iter().filter_map(|id| ws.record(id));
    small.insert_all(found.flat_map(|r| r.changes()).cloned());
    small
}
