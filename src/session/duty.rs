//! Duties 待办: what waits for somebody, as modules tell it to the shell.
//! Never in here: finding them (each module does), showing them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use leptos::prelude::Memo;

use crate::ledger::RecordId;
use crate::records::turn::Whose;
use crate::time::Instant;
use crate::time::limit::State;

/// One thing that waits for somebody: names and words are looked up where it is shown, as there may be
/// thousands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Duty {
    pub whose: Whose,
    /// What waits, as that is called.
    pub record: RecordId,
    /// What is to be done; with the record it names the duty.
    pub what: What,
    /// The record whose page shows it.
    pub shown: RecordId,
    pub partner: Option<RecordId>,
    /// Since when it waits, as stated.
    pub since: Option<Instant>,
    /// When it breaks; `None` for what has no limit.
    pub due: Option<Instant>,
    pub state: Option<State>,
}

/// What is to be done: its name, and how one would ask for it in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct What {
    pub name: &'static str,
    pub words: fn() -> String,
}

impl PartialEq for What {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for What {}

impl Hash for What {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// What names a duty for as long as it waits.
pub type Key = (RecordId, &'static str);

impl Duty {
    #[must_use]
    pub fn key(&self) -> Key {
        (self.record.clone(), self.what.name)
    }
}

/// The duties one module knows of.
pub type Duties = Memo<Arc<Vec<Duty>>>;

/// What breaks next first; without a limit last, the longest waiting first.
pub fn in_order(mut duties: Vec<Duty>) -> Vec<Duty> {
    duties.sort_by(|a, b| {
        let key = |d: &Duty| (d.due.is_none(), d.due, d.since.is_none(), d.since);
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.record, a.what.name).cmp(&(&b.record, b.what.name)))
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
