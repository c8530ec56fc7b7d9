//! Drilling again: a new drill of the scenario, the groups and the seats of one that was held.
//! Never in here: comparing the two (`report`).

use super::edits::{DrillRefusal, Schedule};
use super::model::{self, Drill, PLAYS};
use crate::ledger::{Edit, Plan, RecordId};

/// Prepares the drill that is to be compared with an earlier one: what was played then, by the same
/// people, so that only they have changed.
pub struct DrillAgain {
    pub of: RecordId,
    pub title: String,
}

impl Edit for DrillAgain {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        let ws = plan.ws();
        let before = Drill::find(ws, &self.of).ok_or(DrillRefusal::Gone)?;
        let script = before.script().ok_or(DrillRefusal::Gone)?;
        let (scenario, _) = model::scenario(&script);
        let schedule = Schedule {
            title: self.title.clone(),
            scenario,
            planned: None,
            groups: before.groups(),
            parties: before.parties().into_iter().collect(),
            trainer: before.trainer(),
            matrix: before.matrix(),
            hide_names: before.hides_names(),
        };
        let drill = schedule.prepare(plan)?;
        // A change of its own: what names the matrix may stay back from a partner.
        plan.then(&drill);
        for field in before.0.fields() {
            let name = field.name().as_str();
            if name.starts_with(PLAYS) && !field.value().is_null() {
                plan.set(&drill, name, field.value().clone());
            }
        }
        Ok(())
    }
}
