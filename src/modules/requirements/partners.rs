//! What the file log tells of partners: how far they were heard, and how far their clocks are off.
//! Never in here: signals; what follows from it for a limit or a figure.

use std::collections::BTreeMap;

use crate::exchange::{FileLog, Heard};
use crate::ledger::RecordId;
use crate::records::limits::Partners;
use crate::records::same_as::SameAs;

/// A file of theirs written at `w` by their clock was opened later, at `o` by ours: they are ahead by
/// at least `w - o`. It lists files of ours written at `o` before it: they are ahead by at most
/// `w - o` (LEDGER 28).
#[must_use]
pub fn partners(log: &FileLog, joins: &SameAs) -> Partners {
    let mut known = Partners::default();
    for heard in log.heard() {
        let party = joins.canonical(&heard.party).clone();
        let latest = known.heard.entry(party.clone()).or_insert(heard.written);
        *latest = (*latest).max(heard.written);
        tighten(&mut known.clock_ahead, party, log, heard);
    }
    known
}

fn tighten(
    bounds: &mut BTreeMap<RecordId, (i64, i64)>,
    party: RecordId,
    log: &FileLog,
    heard: &Heard,
) {
    let least = heard.written.since(heard.at);
    let listed = |w: &&crate::exchange::Written| {
        let series = heard
            .listed
            .iter()
            .filter(|l| l.profile == w.profile && l.to == w.to);
        series
            .flat_map(|l| &l.numbers)
            .any(|(number, print)| *number == w.number && *print == w.print)
    };
    let ours = log.written().filter(listed).map(|w| w.at).max();
    let most = ours.map_or(i64::MAX, |at| heard.written.since(at));
    let bound = bounds.entry(party).or_insert((i64::MIN, i64::MAX));
    *bound = (bound.0.max(least), bound.1.min(most));
}
