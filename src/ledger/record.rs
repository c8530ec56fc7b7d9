//! Reading one record out of the workspace: shown values, rivals, history, deletion.
//! Reading is total: a value that does not fit reads as absent, never as a panic (rule 9).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::de::DeserializeOwned;

use super::digest::by_id_and_content;
use super::workspace::{FieldEntry, RecordEntry, by_rank};
use super::{
    Change, ChangeId, DELETED, FieldName, ORDER, PARENT, RecordId, Value, Workspace, Write,
};
use crate::time::Instant;

/// A record as the known changes make it.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    ws: &'a Workspace,
    entry: &'a RecordEntry,
}

/// One field of a record: its shown value, its rivals, its history.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    ws: &'a Workspace,
    record: &'a RecordEntry,
    entry: &'a FieldEntry,
}

/// How far up `parent` links are followed; deeper only a forger nests.
const MAX_ANCESTORS: usize = 8;

static NULL: std::sync::LazyLock<Value> = std::sync::LazyLock::new(Value::null);

impl<'a> Record<'a> {
    pub(super) fn new(ws: &'a Workspace, entry: &'a RecordEntry) -> Self {
        Self { ws, entry }
    }

    pub fn id(&self) -> &'a RecordId {
        &self.entry.id
    }

    pub fn kind(&self) -> &'a str {
        self.entry.id.kind()
    }

    pub fn workspace(&self) -> &'a Workspace {
        self.ws
    }

    pub fn field(&self, name: &str) -> Option<Field<'a>> {
        let entry = self.entry.field(name)?;
        Some(Field {
            ws: self.ws,
            record: self.entry,
            entry,
        })
    }

    /// All fields by name, the ledger's own (`deleted`, `parent`, `stage`) included.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let (ws, record) = (self.ws, self.entry);
        let mut all: Vec<&FieldEntry> = self.entry.fields.iter().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all.into_iter()
            .map(move |entry| Field { ws, record, entry })
    }

    /// Every change of this record, by `(at, id)`.
    pub fn changes(&self) -> Vec<&'a Change> {
        let places = self.entry.changes.iter();
        let mut all: Vec<&Change> = places.filter_map(|&at| self.ws.change_at(at)).collect();
        all.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| by_id_and_content(a, b)));
        all
    }

    /// A number that is another once a change of the record, or of what belongs to it, comes or goes: as
    /// long as it stays, what was read from them is still right. It means nothing outside this page.
    pub fn revision(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.hash_changes(&mut hasher, MAX_ANCESTORS);
        hasher.finish()
    }

    fn hash_changes(&self, hasher: &mut FxHasher, depth: usize) {
        self.id().hash(hasher);
        // The same changes may have come in another order.
        let ids = self.entry.changes.iter();
        let ids = ids.filter_map(|&at| self.ws.change_at(at)).map(|c| c.id);
        let sum = ids.map(|id| {
            let mut one = FxHasher::default();
            id.hash(&mut one);
            one.finish()
        });
        sum.fold(0, u64::wrapping_add).hash(hasher);
        for child in self.ws.all_children(self.id()).filter(|_| depth > 0) {
            child.hash_changes(hasher, depth - 1);
        }
    }

    /// The change that brought the record into being: the earliest whose writes are over nothing.
    pub fn creation(&self) -> Option<&'a Change> {
        let all = self.changes();
        let rootless = |c: &&&Change| c.writes.iter().all(|w| w.over.is_empty());
        all.iter().find(rootless).or(all.first()).copied()
    }

    /// The shown value of a field, if it was ever written and is not null.
    pub fn value(&self, name: &str) -> Option<&'a Value> {
        let value = self.field(name)?.value();
        (!value.is_null()).then_some(value)
    }

    /// The shown text of a field; empty where there is none.
    pub fn text(&self, name: &str) -> Cow<'a, str> {
        let value = self.value(name);
        value.and_then(Value::as_text).unwrap_or_default()
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.value(name)?.as_int()
    }

    pub fn instant(&self, name: &str) -> Option<Instant> {
        self.int(name).map(Instant)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub fn reference(&self, name: &str) -> Option<RecordId> {
        RecordId::parse(&self.value(name)?.as_text()?)
    }

    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.value(name)?.read()
    }

    pub fn parent(&self) -> Option<RecordId> {
        self.reference(PARENT)
    }

    /// Rule 6: whether the record, or a record it belongs to, is in the bin.
    pub fn is_deleted(&self) -> bool {
        let mut at = *self;
        for _ in 0..MAX_ANCESTORS {
            if at.deletion() == Deletion::Whole {
                return true;
            }
            match at.parent().and_then(|p| self.ws.record(&p)) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        false
    }

    /// Deleted by one, changed by another who did not know: stays visible until someone decides.
    pub fn deletion_contested(&self) -> bool {
        self.deletion() == Deletion::Contested
    }

    /// What of the record waits for a person to decide, in a fixed order; nothing while it is in the
    /// bin. Whatever shows or counts what is marked reads it here.
    pub fn marks(&self) -> Vec<Mark> {
        let deletion = self.deletion_contested().then_some(Mark::Deletion);
        // That some deleted and some restored it is the same question as the contested deletion.
        let fields = self.fields().filter(|f| f.name().as_str() != DELETED);
        let rivals = fields.filter(Field::is_rivals);
        let rivals = rivals.map(|f| Mark::Rivals(f.name().clone()));
        let mut marks: Vec<Mark> = rivals.chain(deletion).collect();
        if !marks.is_empty() && self.is_deleted() {
            marks.clear();
        }
        marks
    }

    pub fn is_marked(&self) -> bool {
        !self.marks().is_empty()
    }

    /// What the record's own changes say about its deletion, whatever its parent's say.
    pub(super) fn deletion(&self) -> Deletion {
        let Some(field) = self.field(DELETED) else {
            return Deletion::None;
        };
        let heads: Vec<(&Change, &Write)> = field.heads().collect();
        let deletes = |w: &Write| w.value.as_bool() == Some(true);
        if !heads.iter().any(|(_, w)| deletes(w)) {
            return Deletion::None;
        }
        let covered = |id: ChangeId| {
            let mut deleting = heads.iter().filter(|(_, w)| deletes(w));
            deleting.any(|(c, w)| c.id == id || w.over.contains(&id))
        };
        let fields = self.entry.fields.iter();
        let others = fields.filter(|f| f.name.as_str() != DELETED);
        let all_covered = others
            .flat_map(|f| &f.heads)
            .filter_map(|&at| self.ws.locate(at))
            .all(|(c, _)| covered(c.id));
        if all_covered && heads.iter().all(|(_, w)| deletes(w)) {
            Deletion::Whole
        } else {
            Deletion::Contested
        }
    }
}

/// Something that only a person can decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Both sides changed this field (rule 3).
    Rivals(FieldName),
    /// One side deleted the record, another changed it (rule 6).
    Deletion,
}

/// What a record's own changes say about its deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Deletion {
    None,
    Contested,
    Whole,
}

impl<'a> Field<'a> {
    pub fn name(&self) -> &'a FieldName {
        &self.entry.name
    }

    /// The shown value: the only head, or of rivals the greatest by `(at, id)`.
    pub fn value(&self) -> &'a Value {
        self.heads().next().map_or(&NULL, |(_, w)| &w.value)
    }

    /// The change whose value shows.
    pub fn change(&self) -> Option<&'a Change> {
        self.heads().next().map(|(c, _)| c)
    }

    /// The heads, the shown one first.
    pub fn heads(&self) -> impl Iterator<Item = (&'a Change, &'a Write)> + use<'a> {
        let ws = self.ws;
        self.entry.heads.iter().filter_map(move |&at| ws.locate(at))
    }

    /// Rule 3: several heads whose values differ. Of places in a list the shown one counts, and
    /// nobody is asked (rule 7).
    pub fn is_rivals(&self) -> bool {
        let first = self.value();
        let differ = || self.heads().any(|(_, w)| w.value != *first);
        self.entry.heads.len() > 1 && !self.is_silent() && differ()
    }

    fn is_silent(&self) -> bool {
        self.entry.name.as_str() == ORDER
    }

    /// The differing values of the heads, the shown one first; empty when there is but one.
    pub fn rivals(&self) -> Vec<(&'a Change, &'a Value)> {
        let mut distinct: Vec<(&Change, &Value)> = Vec::new();
        for (change, write) in self.heads() {
            if !distinct.iter().any(|(_, v)| **v == write.value) {
                distinct.push((change, &write.value));
            }
        }
        if distinct.len() > 1 && !self.is_silent() {
            distinct
        } else {
            Vec::new()
        }
    }

    /// Every write of the field in causal order; writes that did not know of each other by `(at, id)`.
    pub fn history(&self) -> Vec<(&'a Change, &'a Write)> {
        let mut left = self.ws.writes_of(self.record, self.entry);
        left.sort_by(by_rank);
        let agrees = |all: &[(&Change, &Write)]| {
            let mut later = FxHashSet::default();
            all.iter().rev().all(|(c, w)| {
                later.insert(c.id);
                !w.over.iter().any(|o| later.contains(o))
            })
        };
        if agrees(&left) {
            return left;
        }
        causal_order(left)
    }
}

/// Sorts writes so that each follows those it is over and otherwise keeps its place; a circle is
/// broken at its first.
fn causal_order<'a>(writes: Vec<(&'a Change, &'a Write)>) -> Vec<(&'a Change, &'a Write)> {
    let mut places: FxHashMap<ChangeId, Vec<usize>> = FxHashMap::default();
    for (place, (change, _)) in writes.iter().enumerate() {
        places.entry(change.id).or_default().push(place);
    }
    let mut followers = vec![Vec::new(); writes.len()];
    let mut waits_for = vec![0usize; writes.len()];
    for (place, (_, write)) in writes.iter().enumerate() {
        let targets = write.over.iter().filter_map(|o| places.get(o)).flatten();
        for &target in targets.filter(|&&t| t != place) {
            if let (Some(after), Some(count)) =
                (followers.get_mut(target), waits_for.get_mut(place))
            {
                after.push(place);
                *count += 1;
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..writes.len())
        .filter(|&p| waits_for.get(p) == Some(&0))
        .collect();
    let mut left: BTreeSet<usize> = (0..writes.len()).collect();
    let mut ordered = Vec::with_capacity(writes.len());
    while let Some(place) = ready.pop_first().or_else(|| left.first().copied()) {
        if !left.remove(&place) {
            continue;
        }
        ordered.extend(writes.get(place).copied());
        for &after in followers.get(place).into_iter().flatten() {
            if let Some(count) = waits_for.get_mut(after) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(after);
                }
            }
        }
    }
    ordered
}
