//! Who may widen an audience (rule 13): what a field's writes allow once widenings by others are left out.
//! Never in here: which field of which kind names an audience; that is `audience`'s.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ledger::{Change, ChangeId, Field, RecordId, Value, Write};

pub(super) type Parties = BTreeSet<RecordId>;

/// What the writes of one field allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Allowed {
    /// The parties that every head agrees on.
    pub now: Parties,
    /// The parties that any obeyed write ever named.
    pub ever: Parties,
    /// Writes that would have added a party and were not its creator's to make.
    pub not_obeyed: Vec<ChangeId>,
}

/// Reads a field that names parties. Writes by `trusted` say what they say; a write by anyone else
/// may only take away from what the writes it is over allowed, or else those stand in its place.
pub(super) fn allowed(
    field: &Field<'_>,
    trusted: &Parties,
    names: impl FnMut(&Value) -> Parties,
) -> Allowed {
    let heads = field.heads().map(|(c, _)| c.id);
    follow(&field.history(), heads, trusted, names)
}

/// The same for who gets only these writes of the field, in causal order.
pub(super) fn allowed_among(
    writes: &[(&Change, &Write)],
    trusted: &Parties,
    names: impl FnMut(&Value) -> Parties,
) -> Allowed {
    let over: FxHashSet<ChangeId> = writes.iter().flat_map(|(_, w)| w.over.clone()).collect();
    let heads = writes.iter().map(|(c, _)| c.id);
    follow(
        writes,
        heads.filter(|id| !over.contains(id)),
        trusted,
        names,
    )
}

fn follow(
    writes: &[(&Change, &Write)],
    heads: impl Iterator<Item = ChangeId>,
    trusted: &Parties,
    mut names: impl FnMut(&Value) -> Parties,
) -> Allowed {
    let mut read: FxHashMap<ChangeId, Parties> = FxHashMap::default();
    let mut all = Allowed::default();
    for (change, write) in writes {
        let says = names(&write.value);
        let stands = if trusted.contains(&change.by.party) {
            says
        } else {
            let replaced = write.over.iter().filter_map(|o| read.get(o));
            let before = meet(replaced).unwrap_or_default();
            if says.is_subset(&before) {
                says
            } else {
                all.not_obeyed.push(change.id);
                before
            }
        };
        all.ever.extend(stands.iter().cloned());
        // Two contents under one id (rule 5) allow what both allow.
        match read.get_mut(&change.id) {
            Some(other) => *other = other.intersection(&stands).cloned().collect(),
            None => {
                read.insert(change.id, stands);
            }
        }
    }
    all.now = meet(heads.filter_map(|id| read.get(&id))).unwrap_or_default();
    all
}

/// What all of some sets have in common; `None` if there is no set.
fn meet<'s>(mut sets: impl Iterator<Item = &'s Parties>) -> Option<Parties> {
    let first = sets.next()?.clone();
    Some(sets.fold(first, |left, set| left.intersection(set).cloned().collect()))
}
