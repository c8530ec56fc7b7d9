//! The fold of a drill's log, kept beside the log: what is written down next is taken in alone, so that a
//! key pressed late in a long drill takes no longer than the first. Always what a whole fold would give.
//! Never in here: a clock, what may happen (`edits`), what a page shows.

use std::collections::BTreeMap;

use super::event::{self, Event};
use super::finding::Findings;
use super::model::{self, Drill, EVENT, Group};
use super::run::{Run, State};
use super::scenario::Scenario;
use crate::ledger::{Record, RecordId, Workspace};

/// A drill as it was prepared, its log and what that came to.
#[derive(Debug)]
pub struct Fold {
    drill: RecordId,
    script: Option<Script>,
    /// The records that the log was read from, each with how many changes it had.
    read: BTreeMap<RecordId, usize>,
    /// In its order.
    log: Vec<Event>,
    state: State,
    /// How long the drill had run by its log; `state` may have been moved on from there.
    ran: i64,
    version: u64,
}

/// What a drill was prepared with.
#[derive(Debug)]
struct Script {
    /// Of the drill and of its scenario: which changes they were read from.
    of: [(RecordId, usize); 2],
    scenario: Scenario,
    findings: Findings,
    groups: Vec<Group>,
    ids: Vec<String>,
}

impl Fold {
    /// Of a drill that nothing was read of yet.
    #[must_use]
    pub fn new(drill: RecordId) -> Self {
        Self {
            drill,
            script: None,
            read: BTreeMap::new(),
            log: Vec::new(),
            state: State::default(),
            ran: 0,
            version: 0,
        }
    }

    #[must_use]
    pub const fn drill(&self) -> &RecordId {
        &self.drill
    }

    /// Whether there is such a drill, with a scenario.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.script.is_some()
    }

    /// The groups as they were prepared.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        self.script.as_ref().map_or(&[], |script| &script.groups)
    }

    /// What is odd about how the scenario was written down.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let script = self.script.as_ref();
        script
            .map(|script| script.findings.clone())
            .unwrap_or_default()
    }

    #[must_use]
    pub fn log(&self) -> &[Event] {
        &self.log
    }

    /// How long the drill had run when the last of its log happened, in milliseconds.
    #[must_use]
    pub const fn ran(&self) -> i64 {
        self.ran
    }

    /// The place of what is written down next.
    #[must_use]
    pub fn next_place(&self) -> u32 {
        self.log.last().map_or(0, |event| event.n.saturating_add(1))
    }

    /// Takes in what is known of the drill by now, apart from some events. Returns a number that is
    /// another once something was taken in or is gone.
    pub fn read(&mut self, ws: &Workspace, without: &[RecordId]) -> u64 {
        let anew = self.prepare(ws);
        let Some(drill) = Drill::find(ws, &self.drill) else {
            return self.version;
        };
        let mut fresh = Vec::new();
        let mut known = 0;
        let mut changed = false;
        for record in events(ws, &self.drill) {
            if without.contains(record.id()) {
                continue;
            }
            let changes = record.changes().len();
            match self.read.get(record.id()) {
                Some(before) => {
                    known += 1;
                    changed |= *before != changes;
                }
                None => fresh.push((record, changes)),
            }
        }
        if anew || changed || known < self.read.len() {
            self.read_all(ws, &drill, without);
            return self.version;
        }
        if fresh.is_empty() {
            return self.version;
        }
        let mut came = Vec::new();
        for (record, changes) in fresh {
            self.read.insert(record.id().clone(), changes);
            came.extend(drill.own_event(&record));
        }
        event::sort(&mut came);
        self.version += 1;
        self.take(came);
        self.version
    }

    /// Reads what the drill was prepared with, where that is not known already.
    fn prepare(&mut self, ws: &Workspace) -> bool {
        let found = Drill::find(ws, &self.drill);
        let found = found.and_then(|drill| Some((drill, drill.script()?)));
        let Some((drill, script)) = found else {
            let was = self.script.take().is_some();
            if was {
                *self = Self {
                    version: self.version + 1,
                    ..Self::new(self.drill.clone())
                };
            }
            return was;
        };
        let of = [drill.0, script].map(|record| (record.id().clone(), record.changes().len()));
        if self.script.as_ref().is_some_and(|known| known.of == of) {
            return false;
        }
        let (scenario, findings) = model::scenario(&script);
        self.script = Some(Script {
            of,
            scenario,
            findings,
            groups: drill.groups(),
            ids: drill.group_ids(),
        });
        true
    }

    fn read_all(&mut self, ws: &Workspace, drill: &Drill<'_>, without: &[RecordId]) {
        let own = events(ws, &self.drill).filter(|record| !without.contains(record.id()));
        let own: Vec<Record<'_>> = own.collect();
        let each = own.iter().map(|r| (r.id().clone(), r.changes().len()));
        self.read = each.collect();
        self.log = own.iter().filter_map(|r| drill.own_event(r)).collect();
        event::sort(&mut self.log);
        self.version += 1;
        self.whole();
    }

    /// Takes in events that were not known; those in `came` are in their order.
    fn take(&mut self, came: Vec<Event>) {
        let place = |event: &Event| (event.n, event.ran, event.id.clone());
        let follows = match (self.log.last(), came.first()) {
            (Some(last), Some(first)) => place(last) < place(first),
            _ => true,
        };
        // What happened before the moment that was looked at could have changed what came until then.
        let ahead = self.state.at.ran > self.ran;
        let seen = ahead && came.iter().any(|event| event.ran < self.state.at.ran);
        self.log.extend(came.iter().cloned());
        if !follows || seen {
            event::sort(&mut self.log);
            self.whole();
            return;
        }
        self.with(|run| came.iter().for_each(|event| run.apply(event)));
        self.ran = self.state.at.ran;
    }

    fn whole(&mut self) {
        let Some(script) = &self.script else { return };
        self.state = Run::of(&script.scenario, &script.ids, &self.log).state;
        self.ran = self.state.at.ran;
    }

    /// Looks at the drill as it stands at a moment of `ran`; one before the log's last is the log's last.
    pub fn look<T>(&mut self, ran: i64, look: impl FnOnce(&Run<'_>, &[Event]) -> T) -> T {
        // It cannot be taken back from where it was looked at before.
        if ran < self.state.at.ran && self.ran < self.state.at.ran {
            self.whole();
        }
        let log = std::mem::take(&mut self.log);
        let seen = self.with(|run| {
            run.advance(ran);
            look(run, &log)
        });
        self.log = log;
        seen
    }

    fn with<T>(&mut self, of: impl FnOnce(&mut Run<'_>) -> T) -> T {
        let none = Scenario::default();
        let script = self.script.as_ref();
        let mut run = Run {
            scenario: script.map_or(&none, |script| &script.scenario),
            groups: script.map_or(&[], |script| &script.ids),
            state: std::mem::take(&mut self.state),
        };
        let came = of(&mut run);
        self.state = run.state;
        came
    }
}

fn events<'a>(ws: &'a Workspace, drill: &RecordId) -> impl Iterator<Item = Record<'a>> {
    ws.all_children(drill)
        .filter(|record| record.kind() == EVENT)
}
