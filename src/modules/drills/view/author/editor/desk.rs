//! What every part of the editor needs: the scenario as it is kept, what is wrong with it, one way to
//! change it, and what is open. Never in here: markup.

use leptos::prelude::*;

use super::part::Part;
use crate::ledger::RecordId;
use crate::modules::drills::authoring::Rewrite;
use crate::modules::drills::check::check;
use crate::modules::drills::finding::Finding;
use crate::modules::drills::model;
use crate::modules::drills::scenario::{Inject, Scenario, Text};
use crate::modules::drills::view::scenario_refusal;
use crate::session::{Place, Session, outside};
use crate::ui::toast;

/// Which part of the editor is open, and which inject, in the address.
pub const PART: &str = "part";
pub const INJECT: &str = "inject";
/// The heading of its form.
const FORM: &str = "#author-inject";

#[derive(Clone, Copy)]
pub struct Desk {
    pub place: Place,
    pub record: StoredValue<RecordId>,
    pub scenario: Part<Scenario>,
    pub findings: Memo<Vec<Finding>>,
    /// Texts are written in both languages; otherwise in the one the page is read in.
    pub both: RwSignal<bool>,
    /// The inject that is open.
    pub open: Memo<Option<String>>,
    /// Somebody asked for it just now, rather than came to the address: the keyboard goes there.
    asked: StoredValue<bool>,
}

impl Desk {
    pub fn new(session: Session, place: Place, record: RecordId) -> Self {
        let id = StoredValue::new(record);
        let read = Memo::new(move |_| {
            session.with(|ws| {
                let record = id.with_value(|id| ws.record(id));
                record
                    .map(|record| model::scenario(&record))
                    .unwrap_or_default()
            })
        });
        let kept = Memo::new(move |_| read.with(|(scenario, _)| scenario.clone()));
        let keep = move |scenario| {
            let record = id.get_value();
            if let Err(refusal) = session.commit(&Rewrite { record, scenario }) {
                toast::say(scenario_refusal(&refusal));
            }
        };
        let findings = Memo::new(move |_| {
            let (scenario, mut findings) = read.get();
            findings.0.extend(check(&scenario).0);
            findings.0
        });
        let both = kept.with_untracked(|scenario| matches!(scenario.title, Text::Both { .. }));
        let open = Memo::new(move |_| {
            let asked = place.value(INJECT);
            let known = kept.with(|scenario| scenario.inject(&asked).is_some());
            known.then_some(asked)
        });
        Self {
            place,
            record: id,
            scenario: Part::new(kept, keep),
            findings,
            both: RwSignal::new(both),
            open,
            asked: StoredValue::new(false),
        }
    }

    /// One inject, by its id.
    pub fn inject(self, id: String) -> Part<Inject> {
        let named = id.clone();
        self.scenario.of(
            move |scenario| scenario.inject(&named).cloned().unwrap_or_default(),
            move |scenario, inject| {
                let mut all = scenario.injects.iter_mut();
                if let Some(known) = all.find(|known| known.id == id) {
                    *known = inject;
                }
                scenario.sort();
            },
        )
    }

    /// Opens an inject, or with an empty id closes the one that is open. The keyboard goes along: to the
    /// form, and back to the card on the timeline.
    pub fn show(self, id: &str) {
        let open = self.open.get_untracked();
        if open.as_deref() == Some(id) {
            outside::focus(FORM);
            return;
        }
        self.asked.set_value(!id.is_empty());
        self.place.set_query(INJECT, id);
        if let Some(open) = open.filter(|_| id.is_empty()) {
            outside::focus(&format!("[data-key=\"{open}\"]"));
        }
    }

    /// The form of the inject stands.
    pub fn arrived(self) {
        if self.asked.get_value() {
            self.asked.set_value(false);
            outside::focus(FORM);
        }
    }
}
