//! The workspace: a set of changes and the index of heads over it (rules 2–6). Merging is set union.
//! Nothing here depends on the order changes arrive in; what a kind means is not known here.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::digest::by_id_and_content;
use super::{Change, ChangeId, Field, FieldName, PARENT, Record, RecordId, Write};

/// A place in the set: which change, and which of its writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct At {
    pub change: u32,
    pub write: u32,
}

/// What is known of one field: all writes, and the heads among them, the shown one first.
pub(super) struct FieldEntry {
    pub name: FieldName,
    pub writes: Vec<At>,
    pub heads: Vec<At>,
    pub cyclic: bool,
    /// Written since the heads were last settled.
    stale: bool,
}

pub(super) struct RecordEntry {
    pub id: RecordId,
    pub changes: Vec<u32>,
    pub fields: Vec<FieldEntry>,
    /// Where each field stands, once there are too many to look through.
    by_name: FxHashMap<FieldName, u32>,
}

/// Something odd in the set of changes that a person should see; nothing is refused for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerFinding {
    /// Two different contents came under one id (rule 5): both are kept.
    Variants { id: ChangeId, record: RecordId },
    /// Every write of the field is over another in a circle (rule 3): all are shown as rivals.
    Cycle { record: RecordId, field: String },
}

/// What a merge added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inserted {
    /// Changes that were not there before, in the order given.
    pub added: Vec<ChangeId>,
    pub already_there: usize,
}

/// The set of changes of one workspace, indexed.
#[derive(Default)]
pub struct Workspace {
    changes: Vec<Change>,
    records: Vec<RecordEntry>,
    by_id: FxHashMap<ChangeId, u32>,
    /// Every content under an id that has several, in canonical order.
    variants: BTreeMap<ChangeId, Vec<u32>>,
    by_record: FxHashMap<RecordId, u32>,
    ordered: BTreeMap<RecordId, u32>,
    children: BTreeMap<RecordId, Vec<RecordId>>,
}

/// Orders the writes of one field by `(at, id)`, the greatest of which shows (rule 3). Between variants
/// of one id the value decides, then all else they say.
pub(super) fn by_rank((a, v): &(&Change, &Write), (b, w): &(&Change, &Write)) -> Ordering {
    let moment = (a.at, a.id, &v.value).cmp(&(b.at, b.id, &w.value));
    moment.then_with(|| by_id_and_content(a, b))
}

/// Up to this many fields, a record's fields are found by looking through them.
const LOOK_THROUGH: usize = 24;

impl Workspace {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds changes to the set. Those already there, to the byte, count once (rule 2).
    pub fn insert_all(&mut self, changes: impl IntoIterator<Item = Change>) -> Inserted {
        let changes = changes.into_iter();
        let expected = changes.size_hint().0;
        self.changes.reserve(expected);
        self.by_id.reserve(expected);
        let mut inserted = Inserted::default();
        inserted.added.reserve(expected);
        let mut touched: Vec<(u32, u32)> = Vec::new();
        for change in changes {
            let id = change.id;
            if self.insert(change, &mut touched) {
                inserted.added.push(id);
            } else {
                inserted.already_there += 1;
            }
        }
        for &(record, field) in &touched {
            self.settle_heads(record, field);
        }
        inserted
    }

    fn insert(&mut self, change: Change, touched: &mut Vec<(u32, u32)>) -> bool {
        let place = self.changes.len() as u32;
        match self.by_id.entry(change.id) {
            Entry::Vacant(free) => {
                free.insert(place);
            }
            Entry::Occupied(taken) => {
                let changes = &self.changes;
                let content = |at: u32| changes.get(at as usize);
                let known = self.variants.get(&change.id);
                let known = known.map_or(std::slice::from_ref(taken.get()), Vec::as_slice);
                if known.iter().any(|&at| content(at) == Some(&change)) {
                    return false;
                }
                let less = |&at: &u32| {
                    content(at).is_some_and(|c| by_id_and_content(c, &change) == Ordering::Less)
                };
                let rank = known.partition_point(less);
                let all = self.variants.entry(change.id);
                all.or_insert_with(|| vec![*taken.get()])
                    .insert(rank, place);
            }
        }
        let index = self.record_index(&change.record);
        let Some(record) = self.records.get_mut(index as usize) else {
            return false;
        };
        record.changes.push(place);
        for (nth, write) in change.writes.iter().enumerate() {
            let field = record.field_index(&write.field);
            if let Some(entry) = record.fields.get_mut(field as usize) {
                entry.writes.push(At {
                    change: place,
                    write: nth as u32,
                });
                if !entry.stale {
                    entry.stale = true;
                    touched.push((index, field));
                }
            }
        }
        self.changes.push(change);
        true
    }

    fn record_index(&mut self, id: &RecordId) -> u32 {
        if let Some(&at) = self.by_record.get(id) {
            return at;
        }
        let at = self.records.len() as u32;
        self.records.push(RecordEntry {
            id: id.clone(),
            changes: Vec::new(),
            fields: Vec::new(),
            by_name: FxHashMap::default(),
        });
        self.by_record.insert(id.clone(), at);
        self.ordered.insert(id.clone(), at);
        at
    }

    /// Rule 3: the heads of a field are its writes that no write of that field is over.
    fn settle_heads(&mut self, record: u32, field: u32) {
        let changes = &self.changes;
        let Some((child, entry)) = self
            .records
            .get_mut(record as usize)
            .and_then(|r| Some((&r.id, r.fields.get_mut(field as usize)?)))
        else {
            return;
        };
        let write = |at: At| -> Option<(&Change, &Write)> {
            let change = changes.get(at.change as usize)?;
            Some((change, change.writes.get(at.write as usize)?))
        };
        let parent = |heads: &[At]| {
            let (_, write) = write(*heads.first()?)?;
            RecordId::parse(&write.value.as_text()?)
        };
        let is_parent = entry.name.as_str() == PARENT;
        let parent_before = is_parent.then(|| parent(&entry.heads)).flatten();
        entry.stale = false;
        entry.heads.clear();
        let alone = match entry.writes.as_slice() {
            [only] => write(*only)
                .filter(|(c, w)| !w.over.contains(&c.id))
                .and(Some(*only)),
            _ => None,
        };
        if let Some(only) = alone {
            entry.heads.push(only);
            entry.cyclic = false;
        } else {
            let mut covered = Covered::default();
            for (_, w) in entry.writes.iter().filter_map(|&at| write(at)) {
                covered.few.extend_from_slice(&w.over);
            }
            covered.seal();
            let uncovered = |at: &At| write(*at).is_some_and(|(c, _)| !covered.contains(c.id));
            entry
                .heads
                .extend(entry.writes.iter().copied().filter(uncovered));
            entry.cyclic = entry.heads.is_empty();
            if entry.cyclic {
                entry.heads.clone_from(&entry.writes);
            }
            if entry.heads.len() > 1 {
                entry.heads.sort_by(|a, b| match (write(*a), write(*b)) {
                    (Some(a), Some(b)) => by_rank(&b, &a),
                    _ => Ordering::Equal,
                });
            }
        }
        if is_parent {
            let after = parent(&entry.heads);
            let child = child.clone();
            self.move_child(&child, parent_before, after);
        }
    }

    fn move_child(&mut self, child: &RecordId, from: Option<RecordId>, to: Option<RecordId>) {
        if from == to {
            return;
        }
        if let Some(siblings) = from.and_then(|p| self.children.get_mut(&p)) {
            siblings.retain(|c| c != child);
        }
        if let Some(parent) = to {
            let siblings = self.children.entry(parent).or_default();
            if let Err(place) = siblings.binary_search(child) {
                siblings.insert(place, child.clone());
            }
        }
    }

    /// Every change of the set, in no particular order.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// The changes sorted by id (and content, for variants): the order of files and digests.
    pub fn changes_in_order(&self) -> Vec<&Change> {
        let mut all: Vec<&Change> = self.changes.iter().collect();
        super::digest::sort(&mut all);
        all
    }

    pub fn len(&self) -> usize {
        self.changes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub fn contains(&self, id: ChangeId) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Every content known under an id: none, one, or variants in canonical order (rule 5).
    pub fn by_id(&self, id: ChangeId) -> impl Iterator<Item = &Change> {
        let only = self.by_id.get(&id).map(std::slice::from_ref);
        let all = self.variants.get(&id).map(Vec::as_slice).or(only);
        all.into_iter()
            .flatten()
            .filter_map(|&at| self.changes.get(at as usize))
    }

    /// Whether this very change, to the byte, is in the set.
    pub fn holds(&self, change: &Change) -> bool {
        self.by_id(change.id).any(|known| known == change)
    }

    /// A record that any change names, deleted or not.
    pub fn record(&self, id: &RecordId) -> Option<Record<'_>> {
        let at = *self.by_record.get(id)?;
        Some(Record::new(self, self.records.get(at as usize)?))
    }

    /// Every record that any change names, by id, deleted ones included.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.ordered
            .values()
            .filter_map(|&at| Some(Record::new(self, self.records.get(at as usize)?)))
    }

    /// The records of a kind that are not in the bin, by id.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Record<'a>> {
        self.all_of_kind(kind).filter(|r| !r.is_deleted())
    }

    /// The records of a kind, those in the bin included, by id.
    pub fn all_of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Record<'a>> {
        let from = RecordId::parse(&format!("{kind}-0"));
        from.into_iter()
            .flat_map(move |from| self.ordered.range(from..))
            .take_while(move |(id, _)| id.kind() == kind)
            .filter_map(|(_, &at)| Some(Record::new(self, self.records.get(at as usize)?)))
    }

    /// The records of `kind` whose `parent` is `parent` and that are not in the bin, by id.
    pub fn children<'a>(&'a self, parent: &RecordId, kind: &'a str) -> Vec<Record<'a>> {
        let ids = self.children.get(parent).into_iter().flatten();
        ids.filter(|id| id.kind() == kind)
            .filter_map(|id| self.record(id))
            .filter(|r| !r.is_deleted())
            .collect()
    }

    /// What is odd about the set as a whole, in a fixed order.
    pub fn findings(&self) -> Vec<LedgerFinding> {
        let variants = self.variants.keys().filter_map(|&id| {
            let record = self.by_id(id).map(|c| c.record.clone()).min()?;
            Some(LedgerFinding::Variants { id, record })
        });
        let cycles = self.records.iter().flat_map(|r| {
            let cyclic = r.fields.iter().filter(|f| f.cyclic);
            cyclic.map(|f| LedgerFinding::Cycle {
                record: r.id.clone(),
                field: f.name.as_str().to_owned(),
            })
        });
        let mut all: Vec<_> = variants.chain(cycles).collect();
        all.sort();
        all
    }

    /// Fields that hold rivals in records that are not in the bin: what a person may settle.
    pub fn rivals(&self) -> Vec<(RecordId, FieldName)> {
        let mut all = Vec::new();
        for record in self.records() {
            let marked = record.fields().filter(Field::is_rivals);
            let names: Vec<_> = marked.map(|f| f.name().clone()).collect();
            if !names.is_empty() && !record.is_deleted() {
                all.extend(names.into_iter().map(|name| (record.id().clone(), name)));
            }
        }
        all.sort();
        all
    }

    /// The same set without some changes: what setting a merged batch aside leaves (rule 19).
    pub fn without(&self, gone: impl Fn(&Change) -> bool) -> Workspace {
        let mut left = Workspace::new();
        left.insert_all(self.changes.iter().filter(|c| !gone(c)).cloned());
        left
    }

    pub(super) fn locate(&self, at: At) -> Option<(&Change, &Write)> {
        let change = self.changes.get(at.change as usize)?;
        Some((change, change.writes.get(at.write as usize)?))
    }

    pub(super) fn change_at(&self, place: u32) -> Option<&Change> {
        self.changes.get(place as usize)
    }
}

impl RecordEntry {
    fn field_index(&mut self, name: &FieldName) -> u32 {
        let known = if self.fields.len() <= LOOK_THROUGH {
            let place = self.fields.iter().position(|f| f.name.is(name));
            place.map(|at| at as u32)
        } else {
            self.by_name.get(name).copied()
        };
        if let Some(at) = known {
            return at;
        }
        let at = self.fields.len() as u32;
        self.fields.push(FieldEntry {
            name: name.clone(),
            writes: Vec::with_capacity(1),
            heads: Vec::with_capacity(1),
            cyclic: false,
            stale: false,
        });
        if self.fields.len() == LOOK_THROUGH + 1 {
            let places = self.fields.iter().enumerate();
            self.by_name = places.map(|(n, f)| (f.name.clone(), n as u32)).collect();
        } else if self.fields.len() > LOOK_THROUGH {
            self.by_name.insert(name.clone(), at);
        }
        at
    }

    pub(super) fn field(&self, name: &str) -> Option<&FieldEntry> {
        self.fields.iter().find(|f| f.name.as_str() == name)
    }
}

/// The ids some writes are over: looked through while few, hashed when many.
#[derive(Default)]
struct Covered {
    few: Vec<ChangeId>,
    many: FxHashSet<ChangeId>,
}

impl Covered {
    const FEW: usize = 16;

    fn seal(&mut self) {
        if self.few.len() > Self::FEW {
            self.many = self.few.drain(..).collect();
        }
    }

    fn contains(&self, id: ChangeId) -> bool {
        self.few.contains(&id) || self.many.contains(&id)
    }
}
