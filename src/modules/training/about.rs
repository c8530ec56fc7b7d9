//! Everything that is kept about one person, and what of it may be purged: what never left (LEDGER 6).
//! Never in here: erasing (the session's), words, showing it.
//!
//! Whatever a file carried, to a partner, to a colleague or as a backup, is elsewhere too: erasing it here
//! would erase nothing. What quarterly totals were counted from stays, under the bare id: without it the next
//! total could give somebody's hours away.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::model::{ASSESSMENT, ATTENDANCE, COUNTS, EXTERNAL, PERSON, PURGE};
use crate::exchange::FileLog;
use crate::ledger::{ChangeId, Edit, IdRanges, Plan, RecordId, Value, Workspace};
use crate::records::same_as::SameAs;
use crate::time::Instant;

/// One record about a person, with what belongs to it: it goes whole or stays whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The record, then what belongs to it.
    pub records: Vec<RecordId>,
}

impl Item {
    #[must_use]
    pub fn kind(&self) -> &str {
        self.records.first().map_or("", RecordId::kind)
    }

    fn changes<'w>(&self, ws: &'w Workspace) -> impl Iterator<Item = ChangeId> + use<'w> {
        let known: Vec<_> = self.records.iter().filter_map(|id| ws.record(id)).collect();
        let changes = known.into_iter().flat_map(|record| record.changes());
        changes.map(|change| change.id)
    }
}

/// Everything about a person under every id they go by, what lies in the bin included: the cards, what
/// hangs on them, notes of who was there, attempts, hours from elsewhere.
#[must_use]
pub fn items(ws: &Workspace, people: &SameAs, person: &RecordId) -> Vec<Item> {
    let mut all = Vec::new();
    for id in people.ids_of(person) {
        if ws.record(&id).is_some() {
            all.push(Item {
                records: vec![id.clone()],
            });
        }
        let own = ws.all_children(&id).map(|child| child.id().clone());
        all.extend(own.map(|child| whole(ws, child)));
    }
    for kind in [ATTENDANCE, ASSESSMENT, EXTERNAL] {
        let of = |id: &RecordId| people.same(id, person);
        let own = ws
            .all_of_kind(kind)
            .filter(|r| r.reference(PERSON).is_some_and(|id| of(&id)));
        all.extend(own.map(|r| whole(ws, r.id().clone())));
    }
    all
}

/// A record and its children, and theirs.
fn whole(ws: &Workspace, id: RecordId) -> Item {
    let mut seen: BTreeSet<RecordId> = BTreeSet::from([id.clone()]);
    let mut records = vec![id];
    let mut read = 0;
    while let Some(id) = records.get(read).cloned() {
        read += 1;
        let children = ws.all_children(&id).map(|child| child.id().clone());
        records.extend(children.filter(|child| seen.insert(child.clone())));
    }
    Item { records }
}

/// By which file something is elsewhere too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// One that was written here, or by a colleague, for this party, which may be one's own.
    For(RecordId, Instant),
    /// One that came from this party.
    From(RecordId, Instant),
}

/// What of a person's record goes, and what stays because it left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purge {
    pub goes: Vec<Item>,
    pub stays: Vec<(Item, Left)>,
}

impl Purge {
    #[must_use]
    pub fn of(ws: &Workspace, people: &SameAs, log: &FileLog, person: &RecordId) -> Self {
        let mut all = Self::default();
        for item in items(ws, people, person) {
            match left(ws, log, &item) {
                Some(left) => all.stays.push((item, left)),
                None => all.goes.push(item),
            }
        }
        all
    }

    /// The changes to erase.
    #[must_use]
    pub fn changes(&self, ws: &Workspace) -> IdRanges {
        self.goes.iter().flat_map(|item| item.changes(ws)).collect()
    }

    /// How many records of each kind go.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for id in self.goes.iter().flat_map(|item| &item.records) {
            *counts.entry(id.kind().to_owned()).or_default() += 1;
        }
        counts
    }
}

/// The first file that carried any change of it.
fn left(ws: &Workspace, log: &FileLog, item: &Item) -> Option<Left> {
    let ids: Vec<ChangeId> = item.changes(ws).collect();
    let carried = |contents: &IdRanges| ids.iter().any(|id| contents.contains(*id));
    let written = log.written().filter(|w| carried(&w.contents));
    let written = written.min_by_key(|w| w.at);
    if let Some(written) = written {
        return Some(Left::For(written.to.clone(), written.at));
    }
    let merged = log.merged().filter(|m| carried(&m.contents));
    let merged = merged.min_by_key(|m| m.at)?;
    Some(Left::From(merged.party.clone(), merged.at))
}

/// Keeps the fact that records of a person were purged, and nothing of them.
pub struct NotePurge(pub BTreeMap<String, usize>);

impl Edit for NotePurge {
    type Refusal = Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Infallible> {
        let record = plan.create(PURGE);
        plan.set(&record, COUNTS, Value::of(&self.0));
        Ok(())
    }
}

/// One purge that was done: when, by whom, how many records of each kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    pub at: Instant,
    pub by: RecordId,
    pub counts: BTreeMap<String, usize>,
}

/// All purges, the latest first.
#[must_use]
pub fn purged(ws: &Workspace) -> Vec<Purged> {
    let each = ws.all_of_kind(PURGE).filter_map(|record| {
        let made = record.creation()?;
        Some(Purged {
            at: made.at,
            by: made.by.person.clone(),
            counts: record.read(COUNTS).unwrap_or_default(),
        })
    });
    let mut all: Vec<Purged> = each.collect();
    all.sort_by_key(|purge| std::cmp::Reverse(purge.at));
    all
}
