//! Duties 待办: what waits for somebody, as modules tell it to the shell in the reader's language.
//! Never in here: finding them (each module does), showing them.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::Memo;

use crate::ledger::RecordId;
use crate::records::turn::Whose;
use crate::time::Instant;
use crate::time::limit::State;

/// One thing that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Duty {
    /// Names it for as long as it waits: it is told of once, and its calendar entry replaces itself.
    pub key: String,
    pub whose: Whose,
    /// What it is about, as that is called.
    pub title: String,
    /// What is to be done, as one would ask for it.
    pub what: String,
    pub href: String,
    pub partner: Option<RecordId>,
    /// Since when it waits, as stated.
    pub since: Option<Instant>,
    /// When it breaks; `None` for what has no limit.
    pub due: Option<Instant>,
    pub state: Option<State>,
}

/// The duties one module knows of.
pub type Duties = Memo<Arc<Vec<Duty>>>;

/// What breaks next first; without a limit last, the longest waiting first.
pub fn in_order(mut duties: Vec<Duty>) -> Vec<Duty> {
    duties.sort_by(|a, b| {
        let key = |d: &Duty| (d.due.is_none(), d.due, d.since.is_none(), d.since);
        key(a).cmp(&key(b)).then_with(|| a.key.cmp(&b.key))
    });
    duties
}

/// What to remind every partner of (催办): all that is theirs, but for limits that still have time.
#[must_use]
pub fn reminders(duties: &[Duty]) -> Vec<(RecordId, Vec<Duty>)> {
    let mut by_partner: BTreeMap<&RecordId, Vec<Duty>> = BTreeMap::new();
    let owed = |d: &&Duty| d.whose == Whose::Them && d.state != Some(State::Open);
    for duty in duties.iter().filter(owed) {
        if let Some(partner) = &duty.partner {
            by_partner.entry(partner).or_default().push(duty.clone());
        }
    }
    let all = by_partner.into_iter();
    all.map(|(partner, duties)| (partner.clone(), duties))
        .collect()
}
