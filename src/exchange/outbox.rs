//! What leaves for one partner, exactly: every shared change it is not known to have (rule 15).
//! Never in here: the bytes of a file, or a decision to send.

use std::collections::BTreeSet;

use super::audience::{Audiences, Joins};
use super::delta::{RecordDelta, deltas, excerpt};
use super::header::SharedState;
use super::log::{FileLog, Me};
use super::sharing::{Sharing, Verdict, Withheld};
use crate::ledger::{Change, RecordId, Workspace, digest_of};
use crate::time::Instant;

/// What a file to one party would carry.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub to: RecordId,
    /// To one's own party: everything, and the local facts along with it.
    pub colleague: bool,
    /// By id. Empty: there is nothing new to send.
    pub changes: Vec<Change>,
    /// What the recipient will see change, as far as is known what it has: exactly what leaves.
    pub records: Vec<RecordDelta>,
    /// Changes of shared records that stay back.
    pub withheld: Vec<Withheld>,
    pub everything: bool,
    pub shared: SharedState,
    /// Documents of shared records that the recipient is not known to have, as hex digests. A file
    /// takes as many as fit, in this order: those that no file carried yet come first.
    pub documents: Vec<String>,
}

/// What a file from me to a partner would carry now.
///
/// `everything` ignores what the partner listed; so does a profile's first file to a party, which is
/// how a restored profile makes good what its lost predecessor may have owed (rule 15).
pub fn outgoing(
    ws: &Workspace,
    log: &FileLog,
    me: &Me,
    to: &RecordId,
    now: Instant,
    everything: bool,
) -> Outgoing {
    let audiences = Audiences::of(ws);
    let sharing = Sharing::new(&audiences, &me.party, to);
    let ids = audiences.joins().ids_of(to);
    let heard = log.recent_profiles_of(&ids, now);
    let first = log.next_number(me.profile, to) == 1;
    let everything = everything || first || heard.is_empty();
    let known: Vec<_> = heard.iter().map(|&p| log.known_by(p)).collect();
    // An id with two contents (rule 5) says nothing about which of them a partner has.
    let has = |c: &Change| {
        !everything && known.iter().all(|k| k.contains(c.id)) && ws.by_id(c.id).nth(1).is_none()
    };
    let exchanged = log.exchanged_with(&ids);
    let was_there = |record: &RecordId| {
        let changes = ws.record(record).map(|r| r.changes());
        let mut changes = changes.into_iter().flatten();
        changes.any(|c| exchanged.contains(c.id))
    };
    let (mut shared, mut changes, mut withheld) = (Vec::new(), Vec::new(), Vec::new());
    for change in ws.changes_in_order() {
        match sharing.verdict(change) {
            Verdict::NotShared => {}
            // Who never heard of the record need not hear that it ended.
            Verdict::Notice if has(change) || !was_there(&change.record) => {}
            Verdict::Notice => changes.push(change),
            Verdict::Shared => {
                shared.push(change);
                if !has(change) {
                    changes.push(change);
                }
            }
            Verdict::Withheld(why) => withheld.push(Withheld {
                change: change.clone(),
                why,
            }),
        }
    }
    let state = SharedState {
        digest: digest_of(shared.iter().copied()).to_string(),
        changes: shared.len() as u64,
    };
    let held: Vec<_> = heard.iter().map(|&p| log.documents_known_by(p)).collect();
    let has = |name: &str| !everything && held.iter().all(|all| all.contains(name));
    let documents = documents(ws, &shared, &log.documents_sent_to(&ids), has);
    // A notice may concern a record of which nothing else is shared any more.
    shared.extend(changes.iter().copied());
    let records = what_changes(&shared, &changes, |c| {
        known.iter().any(|k| k.contains(c.id))
    });
    Outgoing {
        to: to.clone(),
        colleague: false,
        changes: changes.into_iter().cloned().collect(),
        records,
        withheld,
        everything,
        shared: state,
        documents,
    }
}

/// What a colleague file carries: everything. It is a backup as well.
pub fn outgoing_to_colleagues(ws: &Workspace, log: &FileLog, me: &Me) -> Outgoing {
    let changes = ws.changes_in_order();
    let ids = Joins::of(ws).ids_as_said_by(&me.party, &me.party);
    let documents = documents(ws, &changes, &log.documents_sent_to(&ids), |_| false);
    let state = SharedState {
        digest: digest_of(changes.iter().copied()).to_string(),
        changes: changes.len() as u64,
    };
    Outgoing {
        to: me.party.clone(),
        colleague: true,
        changes: changes.into_iter().cloned().collect(),
        records: Vec::new(),
        withheld: Vec::new(),
        everything: true,
        shared: state,
        documents,
    }
}

/// The states the recipient is thought to see before and after, compared.
fn what_changes(
    shared: &[&Change],
    leaving: &[&Change],
    has: impl Fn(&Change) -> bool,
) -> Vec<RecordDelta> {
    let touched: BTreeSet<RecordId> = leaving.iter().map(|c| c.record.clone()).collect();
    let mut all = Workspace::new();
    all.insert_all(shared.iter().copied().cloned());
    let after = excerpt(&all, &touched);
    let mut before = Workspace::new();
    before.insert_all(after.changes().filter(|c| has(c)).cloned());
    deltas(&before, &after, touched)
}

/// The field of a `document` record that holds its content's SHA-256 as hex (rule 21).
pub const DOCUMENT_DIGEST: &str = "digest";

/// The documents that these changes name and that are still wanted, those not sent yet first.
fn documents(
    ws: &Workspace,
    shared: &[&Change],
    sent: &BTreeSet<&str>,
    has: impl Fn(&str) -> bool,
) -> Vec<String> {
    let kept = |c: &&&Change| ws.record(&c.record).is_some_and(|r| !r.is_deleted());
    let named = shared.iter().filter(|c| c.record.kind() == "document");
    let writes = named.filter(kept).flat_map(|c| &c.writes);
    let digests = writes.filter(|w| w.field.as_str() == DOCUMENT_DIGEST);
    let digests = digests.filter_map(|w| Some(w.value.as_text()?.into_owned()));
    let wanted: BTreeSet<String> = digests.filter(|name| !has(name)).collect();
    let (again, first): (Vec<String>, Vec<String>) = wanted
        .into_iter()
        .partition(|name| sent.contains(name.as_str()));
    first.into_iter().chain(again).collect()
}
