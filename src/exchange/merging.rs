//! Merging files, and setting a merge aside again (rule 19): what to store, for one transaction.
//! Never in here: the storing; and no change is ever altered, only kept in or left out whole.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::audience::founding_change;
use super::file::Opened;
use super::header::Header;
use super::log::{Fact, FileLog, Heard, Me, Merged};
use super::preview::{Addressee, addressee, in_order, merged_fact};
use super::sharing::for_each_id;
use crate::ledger::{Change, ChangeId, IdRanges, RecordId, Workspace};
use crate::time::Instant;

/// Local facts to store; `None` takes one away.
pub type LocalFacts = Vec<(String, Option<String>)>;

/// What merging files stores. All of it or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// The changes that are not there yet.
    pub changes: Vec<Change>,
    pub facts: LocalFacts,
    /// By their hex digest.
    pub documents: Vec<(String, Vec<u8>)>,
}

/// Why files are not merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeRefusal {
    /// The file at this place is addressed to another party.
    NotForUs { index: usize, to: String },
}

/// What setting a merge aside does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAside {
    /// The changes that leave the workspace.
    pub ids: IdRanges,
    pub facts: LocalFacts,
}

/// Why a merge can no longer be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetAsideRefusal {
    /// No such file was merged here.
    Unknown,
    /// It has been undone already.
    AlreadyAside,
    /// A file was written since; partners may have read what it lists.
    WrittenSince { to: RecordId, number: u32 },
    /// Own changes build on these records of the batch.
    BuiltUpon(Vec<RecordId>),
    /// It brought a second content under an id; which of the two to leave out cannot be told.
    Variants(RecordId),
}

/// What merging these files stores, in whatever order they are given.
///
/// # Errors
/// One of them is for another party; then none is merged.
pub fn merge(
    ws: &Workspace,
    log: &FileLog,
    me: &Me,
    files: &[Opened],
    now: Instant,
) -> Result<Merge, MergeRefusal> {
    let headers: Vec<&Header> = files.iter().map(|f| &f.header).collect();
    let addressees = addressee(ws, Some(me), &headers);
    let stranger = addressees.iter().position(|a| *a == Addressee::Other);
    if let Some((index, header)) = stranger.and_then(|i| Some((i, headers.get(i)?))) {
        return Err(MergeRefusal::NotForUs {
            index,
            to: header.to.name.clone(),
        });
    }
    let mut merge = Merge::default();
    let mut then = log.clone();
    let mut taken: FxHashMap<ChangeId, Vec<usize>> = FxHashMap::default();
    let wrote = log.count_written(me.profile);
    for file in in_order(files).into_iter().filter_map(|i| files.get(i)) {
        let mut fact = merged_fact(file, me.profile, now);
        fact.wrote = wrote;
        let key = Fact::Merged(fact.clone()).key();
        let before = then.merged_file(&key).cloned();
        if before.as_ref().is_some_and(|m| !m.set_aside) {
            continue;
        }
        let mut added = Vec::new();
        for change in &file.changes {
            let under = taken.entry(change.id).or_default();
            let twice = under
                .iter()
                .any(|&at| merge.changes.get(at) == Some(change));
            if twice || ws.holds(change) {
                continue;
            }
            under.push(merge.changes.len());
            added.push(change.id);
            merge.changes.push(change.clone());
        }
        fact.added = added.into_iter().collect();
        if let Some(before) = before {
            fact.added.extend(&before.added);
        }
        for learned in &file.facts {
            if let Some(key) = learn(&mut then, learned, me, &file.header) {
                merge.facts.push((key.clone(), Some(learned.value())));
                if !matches!(learned, Fact::Heard(_)) {
                    fact.learned.push(key);
                }
            }
        }
        let heard = Fact::Heard(heard(file, now));
        for fact in [Some(Fact::Merged(fact)), newer(&then, heard)]
            .into_iter()
            .flatten()
        {
            merge.facts.push((fact.key(), Some(fact.value())));
            then.add(fact);
        }
        merge.documents.extend(file.documents.iter().cloned());
    }
    Ok(merge)
}

fn heard(file: &Opened, now: Instant) -> Heard {
    let header = &file.header;
    Heard {
        profile: header.from.profile,
        party: header.from.party.clone(),
        to: header.to.party.clone(),
        number: header.number,
        print: file.print,
        written: header.written,
        at: now,
        listed: header.merged.clone(),
        shared: header.shared.digest.clone(),
        changes: header.shared.changes,
    }
}

/// The fact, unless a later word of the same profile is known.
fn newer(log: &FileLog, fact: Fact) -> Option<Fact> {
    let Fact::Heard(new) = &fact else {
        return Some(fact);
    };
    let key = fact.key();
    let held = log
        .heard()
        .find(|h| h.profile == new.profile && h.to == new.to);
    let is_newer = held.is_none_or(|h| (h.number, h.at) < (new.number, new.at));
    (is_newer && !key.is_empty()).then_some(fact)
}

/// Takes in a fact from a colleague's file. Colleagues are believed about their own merges and
/// about everything unknown here, never about what this browser did itself.
fn learn(then: &mut FileLog, fact: &Fact, me: &Me, from: &Header) -> Option<String> {
    let key = fact.key();
    let (about_me, about_them) = match fact {
        Fact::Written(w) => (w.profile == me.profile, false),
        Fact::Merged(m) => (m.reader == me.profile, m.reader == from.from.profile),
        Fact::Heard(_) => (false, false),
    };
    let known = then.holds(&key);
    let takes = match fact {
        Fact::Heard(_) => newer(then, fact.clone()).is_some(),
        _ if known => about_them && then.get(&key).as_ref() != Some(fact),
        _ => !about_me,
    };
    takes.then(|| {
        then.add(fact.clone());
        key
    })
}

/// Whether a merge can still be undone, and what that stores (rule 19). `key` is its `Merged` fact's.
///
/// # Errors
/// Something was built on it since; see [`SetAsideRefusal`].
pub fn may_set_aside(
    ws: &Workspace,
    log: &FileLog,
    me: &Me,
    key: &str,
) -> Result<SetAside, SetAsideRefusal> {
    let merged = log.merged_file(key).filter(|m| m.reader == me.profile);
    let merged = merged.ok_or(SetAsideRefusal::Unknown)?;
    if merged.set_aside {
        return Err(SetAsideRefusal::AlreadyAside);
    }
    if log.count_written(me.profile) > merged.wrote {
        let mine = log.written().filter(|w| w.profile == me.profile);
        let last = mine.max_by_key(|w| (w.at, w.number));
        if let Some(last) = last {
            return Err(SetAsideRefusal::WrittenSince {
                to: last.to.clone(),
                number: last.number,
            });
        }
    }
    let mut foreign = IdRanges::default();
    let mut standing = IdRanges::default();
    for other in log.merged().filter(|m| m.reader == me.profile) {
        foreign.extend(&other.added);
        if !other.set_aside && Fact::Merged(other.clone()).key() != key {
            standing.extend(&other.contents);
        }
    }
    // What another merged file carries as well stays, for that file is still listed as merged.
    let goes = |id: ChangeId| {
        merged.contents.contains(id) && foreign.contains(id) && !standing.contains(id)
    };
    let gone: Vec<&Change> = ws.changes().filter(|c| goes(c.id)).collect();
    if let Some(double) = gone.iter().find(|c| ws.by_id(c.id).nth(1).is_some()) {
        return Err(SetAsideRefusal::Variants(double.record.clone()));
    }
    let built = built_upon(ws, merged, &gone, &foreign, &goes);
    if !built.is_empty() {
        return Err(SetAsideRefusal::BuiltUpon(built.into_iter().collect()));
    }
    let mut aside = merged.clone();
    aside.set_aside = true;
    let learned = std::mem::take(&mut aside.learned);
    let forgotten = learned.into_iter().map(|key| (key, None));
    let fact = Fact::Merged(aside);
    let stored = std::iter::once((fact.key(), Some(fact.value())));
    Ok(SetAside {
        ids: gone.iter().map(|c| c.id).collect(),
        facts: stored.chain(forgotten).collect(),
    })
}

/// Records of the batch that own changes touch or refer to since, or could not do without.
fn built_upon(
    ws: &Workspace,
    merged: &Merged,
    gone: &[&Change],
    foreign: &IdRanges,
    goes: &impl Fn(ChangeId) -> bool,
) -> BTreeSet<RecordId> {
    let batch: BTreeSet<&RecordId> = gone.iter().map(|c| &c.record).collect();
    let brought = |id: &RecordId| {
        let first = ws.record(id).and_then(|r| founding_change(&r));
        first.is_some_and(|c| goes(c.id))
    };
    let mut built = BTreeSet::new();
    for own in ws.changes().filter(|c| !foreign.contains(c.id)) {
        let since = own.at >= merged.at;
        let leans = |id: &RecordId| batch.contains(id) && (since || brought(id));
        let over = own.writes.iter().flat_map(|w| &w.over);
        if leans(&own.record) || over.into_iter().any(|&o| goes(o)) {
            built.insert(own.record.clone());
        }
        for write in &own.writes {
            for text in [write.field.as_str(), write.value.json()] {
                for_each_id(text, |id| {
                    if leans(&id) {
                        built.insert(id);
                    }
                });
            }
        }
    }
    built
}
