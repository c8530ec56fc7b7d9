//! A drill on its way to the parties it is shared with: what of it each of them gets and is known to have,
//! and whether the matrix goes along. Never in here: writing files; who gets a record is `exchange`'s rule.

use std::collections::BTreeSet;

use super::model::{Drill, PARTY};
use crate::exchange::{Audiences, FileLog, Receipts, Sharing, Verdict};
use crate::ledger::{Change, RecordId, Workspace};
use crate::records::same_as::SameAs;

/// What becomes of the matrix that answers "who is responsible?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixGoes {
    /// The drill names none.
    None,
    /// The party is one of the matrix's own, and gets it whole.
    Along,
    /// It is not shared with the party: only this firm sees it, and the party names its own.
    StaysBack,
}

/// A drill and one of its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    pub party: RecordId,
    /// Changes of the drill, its script, its log and its lessons that are for the party.
    pub changes: usize,
    /// Of these, how many are not known to have arrived there.
    pub open: usize,
    pub matrix: MatrixGoes,
}

/// The parties of a drill besides one's own, by id. `me` is the party at this desk.
#[must_use]
pub fn legs(ws: &Workspace, log: &FileLog, me: &RecordId, drill: &Drill<'_>) -> Vec<Leg> {
    let joins = SameAs::of(ws);
    let fields = drill.0.fields();
    let named = fields.filter(|field| field.value().as_bool() == Some(true));
    let parties = named
        .filter_map(|field| RecordId::parse(field.name().as_str().strip_prefix(PARTY)?))
        .filter(|party| !joins.same(party, me));
    let parties: BTreeSet<RecordId> = parties.collect();
    let audiences = Audiences::of(ws);
    let own: Vec<&Change> = drill
        .0
        .changes()
        .into_iter()
        .chain(
            ws.all_children(drill.0.id())
                .flat_map(|child| child.changes()),
        )
        .collect();
    let leg = |party: RecordId| {
        let sharing = Sharing::new(&audiences, me, &party);
        let ids: BTreeSet<RecordId> = joins.ids_of(&party).into_iter().collect();
        let receipts = Receipts::of(log, &ids);
        let shared = own
            .iter()
            .filter(|change| sharing.verdict(change) == Verdict::Shared);
        let (mut changes, mut open) = (0, 0);
        for change in shared {
            changes += 1;
            // What a party wrote itself it has.
            let has = ids.contains(&change.by.party) || receipts.received(change.id);
            open += usize::from(!has);
        }
        let matrix = match drill.matrix() {
            None => MatrixGoes::None,
            Some(matrix) if sharing.shares(&matrix) => MatrixGoes::Along,
            Some(_) => MatrixGoes::StaysBack,
        };
        Leg {
            party,
            changes,
            open,
            matrix,
        }
    };
    parties.into_iter().map(leg).collect()
}

/// Whether the party at this desk leads the drill for others: then it counts in their figures once they
/// have it, and never in its own.
#[must_use]
pub fn is_led_for_others(ws: &Workspace, me: &RecordId, drill: &Drill<'_>, legs: &[Leg]) -> bool {
    let joins = SameAs::of(ws);
    let leads = drill
        .trainer()
        .is_some_and(|trainer| joins.same(&trainer, me));
    leads && !legs.is_empty()
}
