//! Changing a drill that was prepared and not started yet: its title, day, parties, trainer, matrix, seats.
//! Never in here: preparing one (`edits`), anything once it has begun.

use std::collections::BTreeSet;

use super::edits::{DrillRefusal, Seat};
use super::model::{Course, Drill, HIDE_NAMES, MATRIX, PARTY, PLANNED, TITLE, TRAINER};
use crate::ledger::{Edit, Plan, RecordId, Value};
use crate::time::Instant;

/// Says anew what was planned, and who plays what.
pub struct Arrange {
    pub title: String,
    pub planned: Option<Instant>,
    /// The parties it is shared with besides one's own and the trainer's.
    pub parties: Vec<RecordId>,
    pub trainer: RecordId,
    pub matrix: Option<RecordId>,
    pub hide_names: bool,
    /// The drill, its groups and who plays which role.
    pub seat: Seat,
}

impl Edit for Arrange {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        let id = &self.seat.drill;
        let drill = Drill::find(plan.ws(), id).ok_or(DrillRefusal::Gone)?;
        if drill.course() != Course::Planned {
            return Err(DrillRefusal::Started);
        }
        if self.title.trim().is_empty() {
            return Err(DrillRefusal::TitleMissing);
        }
        let creator = drill.0.creation().map(|change| change.by.party.clone());
        let mut shared: BTreeSet<RecordId> = self.parties.iter().cloned().collect();
        shared.extend([plan.me().party.clone(), self.trainer.clone()]);
        shared.extend(creator);
        let known = drill.parties();
        // Who is taken out is told so in a change of its own, which names nobody who comes (LEDGER 13).
        for party in known.difference(&shared) {
            plan.set(id, &format!("{PARTY}{party}"), Value::bool(false));
        }
        plan.then(id);
        plan.set(id, TITLE, Value::text(self.title.trim()));
        plan.set(id, PLANNED, Value::of(&self.planned));
        let hidden = drill.hides_names() || self.hide_names;
        if hidden {
            plan.set(id, HIDE_NAMES, Value::bool(self.hide_names));
        }
        for party in shared.difference(&known) {
            plan.set(id, &format!("{PARTY}{party}"), Value::bool(true));
        }
        plan.set(id, TRAINER, Value::of(&self.trainer));
        self.seat.plan(plan)?;
        // A change of its own: where a partner does not get the matrix, it alone stays back.
        plan.then(id);
        plan.set(id, MATRIX, Value::of(&self.matrix));
        Ok(())
    }
}
