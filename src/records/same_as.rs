//! Parties that were joined read as one, under the smallest id of them (LEDGER 12); so do people.
//! Never in here: joining or taking a join back; those are edits.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use crate::ledger::{RecordId, Workspace};

use super::{party, person};

/// The joins of a workspace, looked up once and asked often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SameAs {
    /// Every joined party that is not itself the smallest, and the smallest it reads as.
    reads_as: BTreeMap<RecordId, RecordId>,
}

impl SameAs {
    /// Follows every `same_as` of every party, those in the bin included: putting a duplicate away
    /// must not tear its records from the party it was joined to.
    #[must_use]
    pub fn of(ws: &Workspace) -> Self {
        let mut all = Self::default();
        for record in ws.all_of_kind(party::KIND) {
            if let Some(other) = party::Party(record).same_as() {
                all.join(record.id(), &other);
            }
        }
        all
    }

    /// The same of people: one who was entered twice reads as one.
    #[must_use]
    pub fn of_people(ws: &Workspace) -> Self {
        let mut all = Self::default();
        for record in ws.all_of_kind(person::KIND) {
            if let Some(other) = person::Person(record).same_as() {
                all.join(record.id(), &other);
            }
        }
        all
    }

    /// The id a party goes by: itself, unless it was joined to one with a smaller id.
    #[must_use]
    pub fn canonical<'a>(&'a self, id: &'a RecordId) -> &'a RecordId {
        self.reads_as.get(id).unwrap_or(id)
    }

    #[must_use]
    pub fn same(&self, a: &RecordId, b: &RecordId) -> bool {
        self.canonical(a) == self.canonical(b)
    }

    /// Every id that reads as this party, its own included, smallest first.
    #[must_use]
    pub fn ids_of(&self, id: &RecordId) -> Vec<RecordId> {
        let root = self.canonical(id);
        let joined = self.reads_as.iter().filter(|(_, r)| *r == root);
        let mut ids: Vec<RecordId> = joined.map(|(id, _)| id.clone()).collect();
        ids.push(root.clone());
        ids.sort();
        ids
    }

    /// The link to write so that two read as one: which of them says that it is the same as which.
    /// One that says nothing yet says it, so that no earlier join is lost. Where all say something, their
    /// links come round somewhere, and there one of them can be turned without parting anybody.
    #[must_use]
    pub fn joining(
        &self,
        says: impl Fn(&RecordId) -> Option<RecordId>,
        one: &RecordId,
        other: &RecordId,
    ) -> (RecordId, RecordId) {
        let free = |id: &RecordId| {
            let mut ids = iter::once(id.clone()).chain(self.ids_of(id));
            ids.find(|id| says(id).is_none())
        };
        if let Some(free) = free(one) {
            return (free, other.clone());
        }
        if let Some(free) = free(other) {
            return (free, one.clone());
        }
        let mut at = one.clone();
        let mut seen = BTreeSet::new();
        while seen.insert(at.clone()) {
            at = says(&at).unwrap_or(at);
        }
        (at, other.clone())
    }

    /// The links to write so that one is joined to nobody: each record with what it says from then on.
    /// Those that were joined only through it stay joined to each other.
    #[must_use]
    pub fn parting(
        &self,
        says: impl Fn(&RecordId) -> Option<RecordId>,
        one: &RecordId,
    ) -> Vec<(RecordId, Option<RecordId>)> {
        let own = says(one);
        let names_it = |id: &RecordId| id != one && says(id).as_ref() == Some(one);
        let named: Vec<RecordId> = self.ids_of(one).into_iter().filter(names_it).collect();
        let hub = own.clone().or_else(|| named.first().cloned());
        let of_its_own = own.map(|_| (one.clone(), None));
        let others = named.into_iter().map(|id| {
            let still = hub.clone().filter(|hub| *hub != id);
            (id, still)
        });
        of_its_own.into_iter().chain(others).collect()
    }

    fn join(&mut self, a: &RecordId, b: &RecordId) {
        let (a, b) = (self.canonical(a).clone(), self.canonical(b).clone());
        if a == b {
            return;
        }
        let (root, under) = if a < b { (a, b) } else { (b, a) };
        for target in self.reads_as.values_mut().filter(|t| **t == under) {
            *target = root.clone();
        }
        self.reads_as.insert(under, root);
    }
}

/// Whether two ids read as one party. Looks at nothing but what the two were joined to, one after
/// the other: quick enough to be asked for every cell of a sheet.
#[must_use]
pub fn same_party(ws: &Workspace, a: &RecordId, b: &RecordId) -> bool {
    a == b || {
        let (ours, theirs) = (joined_to(ws, a), joined_to(ws, b));
        ours.iter().any(|id| theirs.contains(id))
    }
}

/// The party and what it was joined to, and that in turn, until there is no more or it comes round.
/// As a party is joined to one other at most, two that read as one meet on the way.
fn joined_to(ws: &Workspace, id: &RecordId) -> Vec<RecordId> {
    let mut way = vec![id.clone()];
    let next = |id: &RecordId| party::Party(ws.record(id)?).same_as();
    while let Some(other) = way.last().and_then(next) {
        if way.contains(&other) {
            break;
        }
        way.push(other);
    }
    way
}

/// The id a party goes by. Builds the joins each time: ask [`SameAs`] for more than a few.
#[must_use]
pub fn canonical(ws: &Workspace, id: &RecordId) -> RecordId {
    SameAs::of(ws).canonical(id).clone()
}
