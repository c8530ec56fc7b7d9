//! Scenarios and drills as records: kinds `scenario`, `drill`, `drill_event`, and their typed readings.
//! Never in here: what a log adds up to (`run`), edits, words.
//!
//! A `scenario` holds the members of a scenario file as fields: each list is one, each inject is a field
//! `inject.<id>`, so that two people may write at one scenario. One with a parent is the script of that
//! drill: the scenario as it was when the drill was prepared, which no later edit of it changes.
//!
//! A `drill_event` is a child of its drill and said once (`records::said`). What was written down of a run
//! stays, also in the bin: what the room has seen cannot be taken back. What somebody said is put right
//! by a further event.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{self, Event, What};
use super::finding::Findings;
use super::reading;
use super::scenario::{CLASSES, Scenario};
use crate::ledger::{PARENT, Record, RecordId, Value, Workspace};
use crate::records::said::Said;
use crate::time::{DAY, Instant};

pub const SCENARIO: &str = "scenario";
pub const DRILL: &str = "drill";
pub const EVENT: &str = "drill_event";

/// Before the id of an inject: the field of a scenario that holds it.
pub const INJECT: &str = "inject.";
pub const TITLE: &str = "title";
pub const CLASS: &str = "class";
/// An instant: when the drill is to be held.
pub const PLANNED: &str = "planned";
/// `[{"id":…,"name":…},…]`
pub const GROUPS: &str = "groups";
/// Before `<group>.<role>`: who plays it, a person's id or a name in free text.
pub const PLAYS: &str = "plays.";
/// The party whose trainer leads it. While that is not one's own party, a client's figures count the
/// drill only in the client's own workspace.
pub const TRAINER: &str = "trainer";
/// The matrix that answers "who is responsible?".
pub const MATRIX: &str = "matrix";
/// Names of people are not shown to the room.
pub const HIDE_NAMES: &str = "hide_names";
/// Before a party's id: the drill is shared with it (LEDGER 13).
pub const PARTY: &str = "party.";

/// No drill runs longer; what says so is none of a run.
const MAX_RAN: i64 = 30 * DAY;

/// Of an event: its place, how long the drill had run, and what happened.
pub const N: &str = "n";
pub const RAN: &str = "ran";
pub const WHAT: &str = "what";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: String,
    pub name: String,
}

/// The class of anomalies as it is counted: known ones by their name, others as written.
#[must_use]
pub fn is_known_class(class: &str) -> bool {
    CLASSES.contains(&class)
}

/// Scenarios of one's own, without the scripts of drills.
pub fn scenarios(ws: &Workspace) -> impl Iterator<Item = Record<'_>> {
    ws.of_kind(SCENARIO).filter(|r| r.value(PARENT).is_none())
}

/// A scenario as its record holds it.
#[must_use]
pub fn scenario(record: &Record<'_>) -> (Scenario, Findings) {
    let fields = record.fields();
    let own = fields.filter(|f| !matches!(f.name().as_str(), PARENT | "deleted" | "audience"));
    reading::fields(own.map(|f| (f.name().as_str(), f.value().json())))
}

/// The fields a scenario's record has, each with its value.
#[must_use]
pub fn fields(scenario: &Scenario) -> BTreeMap<String, Value> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let whole: BTreeMap<String, Value> = Value::of(scenario).read().unwrap_or_default();
    let mut fields = BTreeMap::new();
    for (name, value) in whole {
        if name != "injects" {
            fields.insert(name, value);
            continue;
        }
        for inject in value.read::<Vec<Value>>().unwrap_or_default() {
            if let Some(Id { id }) = inject.read() {
                fields.insert(format!("{INJECT}{id}"), inject);
            }
        }
    }
    fields
}

/// Where a drill stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    Planned,
    /// Started and not ended; it may be paused.
    Begun,
    Over,
}

#[derive(Clone, Copy)]
pub struct Drill<'a>(pub Record<'a>);

impl<'a> Drill<'a> {
    /// A drill that is there and not in the bin.
    #[must_use]
    pub fn find(ws: &'a Workspace, id: &RecordId) -> Option<Self> {
        let record = ws.record(id)?;
        (record.kind() == DRILL && !record.is_deleted()).then_some(Self(record))
    }

    pub fn all(ws: &'a Workspace) -> impl Iterator<Item = Self> {
        ws.of_kind(DRILL).map(Self)
    }

    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    #[must_use]
    pub fn class(&self) -> Cow<'a, str> {
        self.0.text(CLASS)
    }

    #[must_use]
    pub fn planned(&self) -> Option<Instant> {
        self.0.instant(PLANNED)
    }

    #[must_use]
    pub fn trainer(&self) -> Option<RecordId> {
        self.0.reference(TRAINER)
    }

    /// The parties it is shared with, as they were written.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<RecordId> {
        let named = self.0.fields().filter_map(|field| {
            let party = field.name().as_str().strip_prefix(PARTY)?;
            RecordId::parse(party).filter(|_| field.value().as_bool() == Some(true))
        });
        named.collect()
    }

    #[must_use]
    pub fn matrix(&self) -> Option<RecordId> {
        self.0.reference(MATRIX)
    }

    #[must_use]
    pub fn hides_names(&self) -> bool {
        self.0.flag(HIDE_NAMES)
    }

    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        self.0.read(GROUPS).unwrap_or_default()
    }

    #[must_use]
    pub fn group_ids(&self) -> Vec<String> {
        self.groups().into_iter().map(|group| group.id).collect()
    }

    /// Who plays a role in a group, as written: a person's id or a name.
    #[must_use]
    pub fn plays(&self, group: &str, role: &str) -> Cow<'a, str> {
        self.0.text(&format!("{PLAYS}{group}.{role}"))
    }

    /// The scenario it was prepared with. Of several scripts, which two people made at once, the one
    /// with the smallest id.
    #[must_use]
    pub fn script(&self) -> Option<Record<'a>> {
        let mut all = self.0.workspace().children(self.0.id(), SCENARIO);
        all.truncate(1);
        all.pop()
    }

    /// What was written down of the run, in its order: by what said itself to be of this drill, wherever
    /// it was moved since.
    #[must_use]
    pub fn log(&self) -> Vec<Event> {
        let all = self.0.workspace().all_children(self.0.id());
        let mut log: Vec<Event> = all.filter_map(|record| self.own_event(&record)).collect();
        event::sort(&mut log);
        log
    }

    /// Where it stands as a whole, without reading what was said while it ran.
    #[must_use]
    pub fn course(&self) -> Course {
        let (start, end) = (What::Start.value(), What::End.value());
        let mut course = Course::Planned;
        for record in self.0.workspace().all_children(self.0.id()) {
            let said = Said::of(&record, WHAT).filter(|_| record.kind() == EVENT);
            let what = said.and_then(|said| said.value(WHAT));
            if what == Some(&end) {
                return Course::Over;
            }
            if what == Some(&start) {
                course = Course::Begun;
            }
        }
        course
    }

    /// What may be an event of the run, by id: a long log is read a part at a time, by
    /// [`Drill::own_event`].
    #[must_use]
    pub fn event_ids(&self) -> Vec<RecordId> {
        let all = self.0.workspace().all_children(self.0.id());
        let own = all.filter(|record| record.kind() == EVENT);
        own.map(|record| record.id().clone()).collect()
    }

    /// A record as an event of this run, if it says itself to be one.
    #[must_use]
    pub fn own_event(&self, record: &Record<'_>) -> Option<Event> {
        let said = Said::of(record, WHAT).filter(|_| record.kind() == EVENT)?;
        let own = said.reference(PARENT).as_ref() == Some(self.0.id());
        own.then(|| event(record)).flatten()
    }

    /// When it was started and ended, by the writer's clock.
    #[must_use]
    pub fn held(&self) -> (Option<Instant>, Option<Instant>) {
        // Only these two are read of what may be a long log, in one way through it.
        let (start, end) = (What::Start.value(), What::End.value());
        let (mut started, mut ended) = (None::<Event>, None::<Event>);
        for record in self.0.workspace().all_children(self.0.id()) {
            let said = Said::of(&record, WHAT).filter(|_| record.kind() == EVENT);
            let first = match said.and_then(|said| said.value(WHAT)) {
                Some(what) if *what == start => &mut started,
                Some(what) if *what == end => &mut ended,
                _ => continue,
            };
            let place = |event: &Event| (event.n, event.ran, event.id.clone());
            if let Some(event) = self.own_event(&record)
                && first
                    .as_ref()
                    .is_none_or(|known| place(&event) < place(known))
            {
                *first = Some(event);
            }
        }
        (started.map(|event| event.at), ended.map(|event| event.at))
    }
}

/// One event as its record says it; `None` for what a newer version wrote.
#[must_use]
pub fn event(record: &Record<'_>) -> Option<Event> {
    let said = Said::of(record, WHAT)?;
    Some(Event {
        id: record.id().clone(),
        n: said.read(N)?,
        ran: said.read(RAN).filter(|ran| (0..=MAX_RAN).contains(ran))?,
        at: said.change.at,
        what: What::read(said.value(WHAT)?)?,
    })
}
