//! The workspace: a set of changes and the index of heads over it (rules 2–6). Merging is set union.
//! Nothing here depends on the order changes arrive in; what a kind means is not known here.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::digest::by_id_and_content;
use super::places::Places;
use super::{Change, ChangeId, FieldName, Mark, PARENT, Record, RecordId, Write};

/// A write in the set: the id of its change, the place of that, and which of its writes it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct At {
    pub id: ChangeId,
    pub change: u32,
    pub write: u32,
}

/// What is known of one field: the heads among its writes, the shown one first.
pub(super) struct FieldEntry {
    /// One text in memory with the name in every write of this field.
    pub name: FieldName,
    pub heads: Vec<At>,
    /// Changes that writes of the field are over and that were not among the heads when those came:
    /// covered from the start, should they come yet.
    awaited: Vec<ChangeId>,
    pub cyclic: bool,
    /// To be settled from all its writes at the end of the batch.
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
    by_id: Places,
    /// Every content under an id that has several, in canonical order.
    variants: BTreeMap<ChangeId, Vec<u32>>,
    by_record: FxHashMap<RecordId, u32>,
    ordered: BTreeMap<RecordId, u32>,
    children: BTreeMap<RecordId, Vec<RecordId>>,
    /// Every field's name, once.
    names: FxHashSet<FieldName>,
}

/// What the names in one batch of changes turned out to be, by the address of their text: changes
/// decoded together share the texts of their names. Holding a name keeps its address its own.
#[derive(Default)]
struct Met {
    records: FxHashMap<usize, (RecordId, u32)>,
    names: FxHashMap<usize, (FieldName, FieldName)>,
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
        let mut inserted = Inserted::default();
        inserted.added.reserve(expected);
        let mut met = Met::default();
        let mut stale: Vec<(u32, u32)> = Vec::new();
        for change in changes {
            let id = change.id;
            if self.insert(change, &mut met, &mut stale) {
                inserted.added.push(id);
            } else {
                inserted.already_there += 1;
            }
        }
        for &(record, field) in &stale {
            self.settle_heads(record, field);
        }
        inserted
    }

    fn insert(&mut self, mut change: Change, met: &mut Met, stale: &mut Vec<(u32, u32)>) -> bool {
        let place = self.changes.len() as u32;
        let taken = self.by_id.put(change.id, place);
        if let Some(first) = taken {
            let changes = &self.changes;
            let content = |at: u32| changes.get(at as usize);
            let known = self.variants.get(&change.id);
            let known = known.map_or(std::slice::from_ref(&first), Vec::as_slice);
            if known.iter().any(|&at| content(at) == Some(&change)) {
                return false;
            }
            let less = |&at: &u32| {
                content(at).is_some_and(|c| by_id_and_content(c, &change) == Ordering::Less)
            };
            let rank = known.partition_point(less);
            let all = self.variants.entry(change.id);
            all.or_insert_with(|| vec![first]).insert(rank, place);
        }
        for write in &mut change.writes {
            self.share_name(&mut write.field, met);
        }
        let index = self.record_index(&change.record, met);
        self.changes.push(change);
        let (Some(change), Some(record)) =
            (self.changes.last(), self.records.get_mut(index as usize))
        else {
            return false;
        };
        record.changes.push(place);
        for (nth, write) in change.writes.iter().enumerate() {
            let field = record.field_index(&write.field);
            let Some(entry) = record.fields.get_mut(field as usize) else {
                continue;
            };
            let at = At {
                id: change.id,
                change: place,
                write: nth as u32,
            };
            // A change of parent has to be told to both parents, which settling does.
            let common = taken.is_none() && !entry.stale && entry.name.as_str() != PARENT;
            let followed = common && entry.take(&self.changes, at, change, write);
            if !followed && !entry.stale {
                entry.stale = true;
                stale.push((index, field));
            }
        }
        true
    }

    /// Makes a name one text in memory with all its likes.
    fn share_name(&mut self, name: &mut FieldName, met: &mut Met) {
        if let Some((_, shared)) = met.names.get(&name.address()) {
            name.clone_from(shared);
            return;
        }
        let shared = match self.names.get(name) {
            Some(known) => known.clone(),
            None => {
                self.names.insert(name.clone());
                name.clone()
            }
        };
        let own = std::mem::replace(name, shared.clone());
        met.names.insert(own.address(), (own, shared));
    }

    fn record_index(&mut self, id: &RecordId, met: &mut Met) -> u32 {
        if let Some(&(_, at)) = met.records.get(&id.address()) {
            return at;
        }
        let at = match self.by_record.get(id) {
            Some(&at) => at,
            None => {
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
        };
        met.records.insert(id.address(), (id.clone(), at));
        at
    }

    /// Rule 3 from all writes of a field: its heads are those that no write of the field is over.
    fn settle_heads(&mut self, record: u32, field: u32) {
        let changes = &self.changes;
        let Some(RecordEntry {
            id: child,
            changes: places,
            fields,
            ..
        }) = self.records.get_mut(record as usize)
        else {
            return;
        };
        let Some(entry) = fields.get_mut(field as usize) else {
            return;
        };
        let parent = |heads: &[At]| {
            let (_, write) = locate(changes, *heads.first()?)?;
            RecordId::parse(&write.value.as_text()?)
        };
        let is_parent = entry.name.as_str() == PARENT;
        let parent_before = is_parent.then(|| parent(&entry.heads)).flatten();
        let writes: Vec<(At, &Change, &Write)> = writes_of(changes, places, &entry.name).collect();
        let covered: FxHashSet<ChangeId> = writes
            .iter()
            .flat_map(|(_, _, w)| w.over.iter().copied())
            .collect();
        let mut heads: Vec<_> = writes
            .iter()
            .filter(|(_, c, _)| !covered.contains(&c.id))
            .collect();
        entry.stale = false;
        entry.cyclic = heads.is_empty();
        if entry.cyclic {
            heads = writes.iter().collect();
        }
        heads.sort_by(|(_, a, v), (_, b, w)| by_rank(&(b, w), &(a, v)));
        entry.heads = heads.into_iter().map(|&(at, _, _)| at).collect();
        let known: FxHashSet<ChangeId> = writes.iter().map(|(_, c, _)| c.id).collect();
        entry.awaited = covered.difference(&known).copied().collect();
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
        self.by_id.get(id).is_some()
    }

    /// Every content known under an id: none, one, or variants in canonical order (rule 5).
    pub fn by_id(&self, id: ChangeId) -> impl Iterator<Item = &Change> {
        let only = self.by_id.get(id).map(std::slice::from_ref);
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

    /// Every record that ever had this parent, of any kind, those in the bin included.
    pub fn all_children(&self, parent: &RecordId) -> impl Iterator<Item = Record<'_>> {
        let ids = self.children.get(parent).into_iter().flatten();
        ids.filter_map(|id| self.record(id))
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

    /// Everything that waits for a person to decide, by record.
    pub fn marks(&self) -> Vec<(RecordId, Mark)> {
        let of = |r: Record<'_>| {
            let marks = r.marks().into_iter();
            marks.map(|mark| (r.id().clone(), mark)).collect::<Vec<_>>()
        };
        self.records().flat_map(of).collect()
    }

    /// The same set without some changes: what setting a merged batch aside leaves (rule 19).
    pub fn without(&self, gone: impl Fn(&Change) -> bool) -> Workspace {
        let mut left = Workspace::new();
        left.insert_all(self.changes.iter().filter(|c| !gone(c)).cloned());
        left
    }

    pub(super) fn locate(&self, at: At) -> Option<(&Change, &Write)> {
        locate(&self.changes, at)
    }

    /// Every write of a field of a record, in no particular order.
    pub(super) fn writes_of<'a>(
        &'a self,
        record: &'a RecordEntry,
        field: &'a FieldEntry,
    ) -> Vec<(&'a Change, &'a Write)> {
        let writes = writes_of(&self.changes, &record.changes, &field.name);
        writes.map(|(_, change, write)| (change, write)).collect()
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
            heads: Vec::with_capacity(1),
            awaited: Vec::new(),
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
        if self.fields.len() <= LOOK_THROUGH {
            return self.fields.iter().find(|f| f.name.as_str() == name);
        }
        self.fields.get(*self.by_name.get(name)? as usize)
    }
}

impl FieldEntry {
    /// Beyond this many of anything, settling from all writes is quicker than looking through them.
    const FEW: usize = 32;

    /// Rule 3 for one more write, which comes under a new id. `false` where only all writes together
    /// can tell: after a cycle, where this one may close one, or where there is much to look through.
    fn take(&mut self, changes: &[Change], at: At, change: &Change, write: &Write) -> bool {
        let many = write
            .over
            .len()
            .max(self.heads.len())
            .max(self.awaited.len())
            > Self::FEW;
        if many || self.cyclic || write.over.contains(&change.id) {
            return false;
        }
        for &id in &write.over {
            let heads = self.heads.len();
            match self.heads.as_slice() {
                [only] if only.id == id => self.heads.clear(),
                _ => self.heads.retain(|head| head.id != id),
            }
            if self.heads.len() == heads {
                self.awaited.push(id);
            }
        }
        let covered = self.awaited.contains(&change.id);
        if !covered {
            let less = |&head: &At| {
                locate(changes, head).is_some_and(|head| by_rank(&head, &(change, write)).is_lt())
            };
            let rank = self.heads.iter().position(less);
            self.heads.insert(rank.unwrap_or(self.heads.len()), at);
        } else if change.writes.len() == 1 {
            // It came; a change with more writes may write this field again.
            self.awaited.retain(|id| *id != change.id);
        }
        !self.heads.is_empty()
    }
}

fn locate(changes: &[Change], at: At) -> Option<(&Change, &Write)> {
    let change = changes.get(at.change as usize)?;
    Some((change, change.writes.get(at.write as usize)?))
}

/// The writes of one field among the changes at some places.
fn writes_of<'a>(
    changes: &'a [Change],
    places: &'a [u32],
    name: &'a FieldName,
) -> impl Iterator<Item = (At, &'a Change, &'a Write)> {
    places.iter().flat_map(move |&place| {
        let change = changes.get(place as usize);
        let writes = change.into_iter().flat_map(|c| c.writes.iter().enumerate());
        let here = writes.filter(|(_, w)| w.field.is(name));
        here.filter_map(move |(nth, write)| {
            let at = At {
                id: change?.id,
                change: place,
                write: nth as u32,
            };
            Some((at, change?, write))
        })
    })
}
