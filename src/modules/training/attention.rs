//! What waits for somebody: trainings that began and were not noted, hours to approve, needs that are late.
//! Never in here: words, showing it.

use super::model::{APPROVAL, EXTERNAL, External, TRAINING, Training};
use super::report::needs;
use crate::ledger::{Author, RecordId, Workspace};
use crate::records::same_as::SameAs;
use crate::records::turn::Whose;
use crate::time::limit::State;
use crate::time::{Date, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It is over: who was there?
    Note,
    Approve,
    /// A training need.
    Teach,
}

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub record: RecordId,
    pub what: What,
    pub whose: Whose,
    pub since: Option<Instant>,
    pub late: bool,
}

/// Everything that waits for this side. `me` approves only what somebody else entered.
#[must_use]
pub fn waiting(ws: &Workspace, me: &Author, now: Instant, today: Date) -> Vec<Waiting> {
    let mut all = Vec::new();
    for training in ws.of_kind(TRAINING).map(Training) {
        let over = training
            .starts()
            .map(|starts| starts.plus(i64::from(training.minutes()) * crate::time::MINUTE))
            .filter(|end| *end <= now);
        if let Some(end) = over.filter(|_| training.standing().is_ahead()) {
            all.push(Waiting {
                record: training.0.id().clone(),
                what: What::Note,
                whose: Whose::Firm,
                since: Some(end),
                late: false,
            });
        }
    }
    let people = SameAs::of_people(ws);
    for external in ws.of_kind(EXTERNAL).map(External) {
        let id = external.0.id();
        let approvals = ws.children(id, APPROVAL);
        let open = approvals.is_empty() || external.approved_by(&people).is_none();
        if open && external.may_approve(&me.person, &people) {
            all.push(Waiting {
                record: id.clone(),
                what: What::Approve,
                whose: Whose::Me,
                since: external.0.creation().map(|c| c.at),
                late: false,
            });
        }
    }
    for need in needs(ws).into_iter().filter(|need| !need.is_met()) {
        let mine = RecordId::parse(&need.owner).is_some_and(|id| people.same(&id, &me.person));
        let late = need.due.is_some_and(|due| due < today);
        if mine || late {
            all.push(Waiting {
                record: need.id,
                what: What::Teach,
                whose: if mine { Whose::Me } else { Whose::Firm },
                since: None,
                late,
            });
        }
    }
    all
}

/// As limits are said.
#[must_use]
pub const fn state(waiting: &Waiting) -> Option<State> {
    if waiting.late {
        Some(State::Breached)
    } else {
        None
    }
}
