//! What opening files would do, worked out without touching the workspace: a value for a page to show.
//! Never in here: texts for a reader, or anything that merges.

use std::collections::{BTreeMap, BTreeSet};

use super::audience::{Audiences, Joins};
use super::delta::{RecordDelta, deltas, excerpt};
use super::file::Opened;
use super::header::{Header, MINOR};
use super::log::{Fact, FileLog, Fingerprint, Gap, Me, Merged, ProfileId};
use crate::ledger::{
    Change, ChangeId, Digest, LedgerFinding, PARENT, RecordId, Workspace, canonical,
};
use crate::time::Instant;

/// More than this far ahead of the reader's clock is pointed out (rule 4).
const AHEAD: i64 = 24 * 60 * 60 * 1000;

/// Whom a file is for, as seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// The reader's party, from a partner.
    Us,
    /// The reader's party, from a colleague: a backup too.
    Colleague,
    /// Nobody works here yet: the reader is whom the file is addressed to.
    Newcomer,
    /// Somebody else. It is not merged.
    Other,
}

/// One of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct FileView {
    /// Its place among the files given.
    pub index: usize,
    pub header: Header,
    pub print: Fingerprint,
    pub addressee: Addressee,
    /// When it was merged here before.
    pub already: Option<Instant>,
    /// The same file stands among these files more than once; this is not the first.
    pub repeated: bool,
    /// Changes that neither the workspace nor an earlier one of these files has.
    pub new_changes: usize,
    pub known_changes: usize,
    pub documents: usize,
    /// In bytes.
    pub size: usize,
}

/// Something a person should look at before merging; nothing is refused for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// Changes dated more than a day ahead of the reader's clock (rule 4).
    Ahead { changes: usize, latest: Instant },
    /// Two different contents under one change id, or fields written in a circle (rules 3 and 5).
    Ledger(LedgerFinding),
    /// A write that would let more parties see a record and is not its author's to make (rule 13).
    NotObeyed { record: RecordId, change: ChangeId },
    /// Two different files under one number: two copies of a workspace are sending (rule 16).
    TwoCopies {
        profile: ProfileId,
        party: RecordId,
        number: u32,
    },
    /// Changes in the name of the reader's party that this browser does not know, from a partner.
    InYourName { changes: usize },
    /// Written by a newer version: parts of it are kept but not understood.
    Newer { minor: u32, changes: usize },
    /// Documents whose content is not what their name says; they are left out.
    BadDocuments { count: usize },
}

/// What merging the files would do.
#[derive(Default)]
pub struct Preview {
    /// By when they were written; never by the order given.
    pub files: Vec<FileView>,
    /// What becomes of each record, by id.
    pub records: Vec<RecordDelta>,
    pub odd: Vec<Odd>,
    /// Files of these senders that never arrived here.
    pub gaps: Vec<Gap>,
    /// Changes that would be added. None: merging brings nothing new.
    pub new_changes: usize,
    /// The touched records and what they belong to, as they would be afterwards.
    pub after: Workspace,
}

impl Preview {
    /// How much more waits for a person to decide afterwards.
    pub fn new_marks(&self) -> usize {
        self.records.iter().map(|r| r.marks.len()).sum()
    }

    /// Whether any of the files may be merged here.
    pub fn has_any_for_us(&self) -> bool {
        self.files.iter().any(|f| f.addressee != Addressee::Other)
    }
}

/// Whom each file is for. `me` is absent where nobody has said who works here.
pub(super) fn addressee(ws: &Workspace, me: Option<&Me>, headers: &[&Header]) -> Vec<Addressee> {
    let newcomer = me.is_none() || ws.is_empty();
    let party = match (newcomer, me) {
        (false, Some(me)) => Some(me.party.clone()),
        // The files of one reader agree on who that is; the earliest is asked.
        _ => {
            let first = headers.iter().min_by_key(|h| (h.written, &h.to.party));
            first.map(|h| h.to.party.clone())
        }
    };
    let Some(party) = party else {
        return Vec::new();
    };
    let joins = Joins::of(ws);
    let us = joins.ids_of(&party);
    // A colleague's word is believed about more, so only our own says who is one.
    let ours = joins.ids_as_said_by(&party, &party);
    let of = |header: &&Header| {
        let to_us = us.contains(&header.to.party);
        if !to_us || header.colleague && !ours.contains(&header.from.party) {
            Addressee::Other
        } else if newcomer {
            Addressee::Newcomer
        } else if header.colleague {
            Addressee::Colleague
        } else {
            Addressee::Us
        }
    };
    headers.iter().map(of).collect()
}

/// The places of files in the order they were written, whatever order they are given in.
pub(super) fn in_order(files: &[Opened]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..files.len()).collect();
    places.sort_by_key(|&place| {
        let file = files.get(place);
        file.map(|f| {
            (
                f.header.written,
                f.header.from.profile,
                f.header.number,
                f.print,
            )
        })
    });
    places
}

/// The fact of a file being merged, as far as its header says it.
pub(super) fn merged_fact(file: &Opened, reader: ProfileId, now: Instant) -> Merged {
    let header = &file.header;
    Merged {
        reader,
        profile: header.from.profile,
        party: header.from.party.clone(),
        to: header.to.party.clone(),
        number: header.number,
        print: file.print,
        written: header.written,
        at: now,
        everything: header.everything,
        contents: file.changes.iter().map(|c| c.id).collect(),
        documents: file
            .documents
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        added: Default::default(),
        learned: Vec::new(),
        wrote: 0,
        set_aside: false,
    }
}

/// What merging these files would do now.
pub fn preview(
    ws: &Workspace,
    log: &FileLog,
    me: Option<&Me>,
    files: &[Opened],
    now: Instant,
) -> Preview {
    let reader = me.map_or(ProfileId(0), |me| me.profile);
    let headers: Vec<&Header> = files.iter().map(|f| &f.header).collect();
    let addressees = addressee(ws, me, &headers);
    let mut all = Preview::default();
    let mut new: BTreeMap<(ChangeId, String), &Change> = BTreeMap::new();
    let mut known_then = log.clone();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut senders: BTreeSet<ProfileId> = BTreeSet::new();
    for index in in_order(files) {
        let (Some(file), Some(&addressee)) = (files.get(index), addressees.get(index)) else {
            continue;
        };
        let merged = merged_fact(file, reader, now);
        let fact = Fact::Merged(merged);
        let already = log.merged_file(&fact.key()).filter(|m| !m.set_aside);
        let mut view = FileView {
            index,
            header: file.header.clone(),
            print: file.print,
            addressee,
            already: already.map(|m| m.at),
            repeated: !seen.insert(fact.key()),
            new_changes: 0,
            known_changes: 0,
            documents: file.documents.len(),
            size: file.size,
        };
        if addressee != Addressee::Other {
            for change in &file.changes {
                let is_new = !ws.holds(change)
                    && new.insert((change.id, canonical(change)), change).is_none();
                view.new_changes += usize::from(is_new);
            }
            view.known_changes = file.changes.len() - view.new_changes;
            all.odd.extend(odd_file(file));
            senders.insert(file.header.from.profile);
            known_then.add(fact);
            file.facts
                .iter()
                .for_each(|fact| known_then.add(fact.clone()));
        }
        all.files.push(view);
    }
    let first_for_us = all.files.iter().find(|f| f.addressee != Addressee::Other);
    let Some(party) = first_for_us.map(|f| f.header.to.party.clone()) else {
        return all;
    };
    let us = Joins::of(ws).ids_of(&party);
    all.gaps = known_then.gaps(reader, &us);
    all.gaps.retain(|gap| senders.contains(&gap.profile));
    let doubled = known_then.two_copies().into_iter();
    let doubled = doubled.filter(|((profile, _), _)| senders.contains(profile));
    all.odd
        .extend(doubled.map(|((profile, party), number)| Odd::TwoCopies {
            profile,
            party,
            number,
        }));
    all.new_changes = new.len();
    let colleague = all.files.iter().any(|f| f.addressee != Addressee::Us);
    let changes: Vec<&Change> = new.into_values().collect();
    if !colleague {
        let mine = changes.iter().filter(|c| us.contains(&c.by.party)).count();
        if mine > 0 {
            all.odd.push(Odd::InYourName { changes: mine });
        }
    }
    compare(ws, &changes, now, &mut all);
    all.odd.sort();
    all.odd.dedup();
    all
}

fn odd_file(file: &Opened) -> Vec<Odd> {
    let mut odd = Vec::new();
    let unread = file.changes.iter().filter(|c| !c.extra.is_empty()).count();
    if unread > 0 || file.header.minor > MINOR {
        odd.push(Odd::Newer {
            minor: file.header.minor,
            changes: unread,
        });
    }
    if !file.bad_documents.is_empty() {
        odd.push(Odd::BadDocuments {
            count: file.bad_documents.len(),
        });
    }
    odd
}

/// Builds the touched records as they are and as they would be, and compares.
fn compare(ws: &Workspace, new: &[&Change], now: Instant, all: &mut Preview) {
    let ahead = new.iter().filter(|c| c.at.0.saturating_sub(now.0) > AHEAD);
    if let Some(latest) = ahead.clone().map(|c| c.at).max() {
        let changes = ahead.count();
        all.odd.push(Odd::Ahead { changes, latest });
    }
    let touched: BTreeSet<RecordId> = new.iter().map(|c| c.record.clone()).collect();
    let writes = new.iter().flat_map(|c| &c.writes);
    let parents = writes.filter(|w| w.field.as_str() == PARENT);
    let parents = parents.filter_map(|w| RecordId::parse(&w.value.as_text()?));
    let around: BTreeSet<RecordId> = touched.iter().cloned().chain(parents).collect();
    let before = excerpt(ws, &around);
    let mut after = excerpt(ws, &around);
    after.insert_all(new.iter().copied().cloned());
    all.records = deltas(&before, &after, touched.iter().cloned());
    let known: BTreeSet<LedgerFinding> = before.findings().into_iter().collect();
    let found = after.findings().into_iter().filter(|f| !known.contains(f));
    all.odd.extend(found.map(Odd::Ledger));
    let audiences = (Audiences::of(&before), Audiences::of(&after));
    for record in touched {
        let known: BTreeSet<ChangeId> = audiences.0.not_obeyed(&record).into_iter().collect();
        for change in audiences.1.not_obeyed(&record) {
            if !known.contains(&change) {
                all.odd.push(Odd::NotObeyed {
                    record: record.clone(),
                    change,
                });
            }
        }
    }
    drop(audiences);
    all.after = after;
}

/// Whether what a partner said it shares with us is what we share with it: `None` before its first file.
pub fn agrees(log: &FileLog, party: &BTreeSet<RecordId>, ours: &Digest) -> Option<bool> {
    Some(log.last_heard(party)?.shared == ours.to_string())
}
