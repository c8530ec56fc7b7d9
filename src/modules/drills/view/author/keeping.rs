//! Keeping a scenario as a record of one's own, and beginning one from nothing.
//! Never in here: changing one that is kept (`editor`).

use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::authoring::{blank, free_name};
use crate::modules::drills::edits::SaveScenario;
use crate::modules::drills::scenario::Scenario;
use crate::modules::drills::view::{SLUG, scenario_refusal};
use crate::session::{Session, Target};
use crate::texts;
use crate::ui::toast;

/// Keeps it; why not is said. The record it became.
pub fn keep(session: Session, scenario: Scenario) -> Option<RecordId> {
    let edit = SaveScenario {
        record: None,
        scenario,
    };
    match session.commit(&edit) {
        Ok(act) => {
            let made = |ws: &Workspace| ws.by_id(act?).next().map(|c| c.record.clone());
            session.with_untracked(made)
        }
        Err(refusal) => {
            toast::say(scenario_refusal(&refusal));
            None
        }
    }
}

/// Begins a scenario with a customer and a supplier in it, and opens its editor.
pub fn start(session: Session) {
    let title = texts::author::new_title();
    let [customer, supplier] = [texts::author::new_customer(), texts::author::new_supplier()];
    let mut scenario = blank(&title, [&customer, &supplier]);
    scenario.slug = session.with_untracked(|ws| free_name(ws, &scenario.slug));
    if let Some(record) = keep(session, scenario) {
        Target::record(SLUG, record).with("edit", "1").go();
    }
}
