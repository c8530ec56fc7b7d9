//! What one window of a running drill holds: the drill as it was prepared, what is kept of its run, the
//! moment that is shown, what the screen shows, and the one way to write something down.
//! Never in here: ticks and other windows (`clock`), markup.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::board::Board;
use super::clock::Hand;
use super::look::Look;
use super::{form::Form, words};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::edits::HappenNext;
use crate::modules::drills::event::{Cause, What};
use crate::modules::drills::fold::Fold;
use crate::modules::drills::model::{self, Drill, EVENT, Group};
use crate::modules::drills::run::Status;
use crate::modules::drills::scenario::{Inject, Scenario};
use crate::records::person;
use crate::session::Session;
use crate::time::Instant;
use crate::ui::toast;

/// A drill as it was prepared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    pub title: String,
    pub scenario: Scenario,
    pub groups: Vec<Group>,
    /// The groups' ids.
    pub ids: Vec<String>,
    pub matrix: Option<RecordId>,
    /// Group, role, and the name of who plays it, where the room may read it.
    pub names: Vec<(String, String, String)>,
}

impl Script {
    pub fn of(ws: &Workspace, id: &RecordId) -> Self {
        let Some(drill) = Drill::find(ws, id) else {
            return Self::default();
        };
        let scenario = drill.script().map(|script| model::scenario(&script).0);
        let scenario = scenario.unwrap_or_default();
        let groups = drill.groups();
        let mut names = Vec::new();
        for group in groups.iter().filter(|_| !drill.hides_names()) {
            for role in &scenario.roles {
                let who = player(ws, &drill.plays(&group.id, &role.id));
                if !who.is_empty() {
                    names.push((group.id.clone(), role.id.clone(), who));
                }
            }
        }
        Self {
            title: drill.title().into_owned(),
            scenario,
            ids: drill.group_ids(),
            groups,
            matrix: drill.matrix(),
            names,
        }
    }
}

/// The name of who plays a role: a person's, or as written.
pub fn player(ws: &Workspace, who: &str) -> String {
    let person = RecordId::parse(who).filter(|id| id.kind() == person::KIND);
    person.map_or_else(|| who.to_owned(), |id| person::name_of(ws, &id))
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub script: Memo<Arc<Script>>,
    pub board: Memo<Arc<Board>>,
    pub look: RwSignal<Look>,
    /// The group that what is captured next is of, by its place.
    pub group: RwSignal<usize>,
    /// The inject that it is about, where it is not the one that came last.
    pub subject: RwSignal<Option<usize>>,
    /// The line of what comes next that keys act on.
    pub line: RwSignal<usize>,
    pub form: RwSignal<Option<Form>>,
    /// Whether the presenter's own window shows what the room sees.
    pub projects: RwSignal<bool>,
    /// The drill was paused because nothing was heard of the clock.
    pub interrupted: RwSignal<bool>,
    /// Another window of the drill counts, or would.
    pub follows: RwSignal<bool>,
    /// When a window for the screen was last heard of, and whether it has a screen of its own.
    pub screen: RwSignal<Option<(Instant, Option<bool>)>>,
    /// The moment that is shown: kept before.
    pub(super) ran: RwSignal<i64>,
    pub(super) drill: StoredValue<RecordId>,
    /// The drill with all that was written down of it; the board shows what is on disk.
    written: StoredValue<RefCell<Fold>, LocalStorage>,
    /// Own events that are not on disk yet.
    pub(super) unkept: RwSignal<Vec<RecordId>>,
    pub(super) hand: StoredValue<Hand, LocalStorage>,
}

impl Desk {
    pub fn new(session: Session, id: RecordId) -> Self {
        let key = words::ran_key(&id);
        let known = untrack(|| session.with_local(|local| local.get(&key)?.parse().ok()));
        let ran = RwSignal::new(known.unwrap_or(0_i64));
        let unkept = RwSignal::new(Vec::<RecordId>::new());
        let of = id.clone();
        let script = Memo::new(move |_| Arc::new(session.with(|ws| Script::of(ws, &of))));
        // The room sees nothing that a crash could take back.
        let seen = StoredValue::new_local(RefCell::new(Fold::new(id.clone())));
        let log = Memo::new(move |_| {
            session.with(|ws| {
                unkept.with(|unkept| seen.with_value(|seen| seen.borrow_mut().read(ws, unkept)))
            })
        });
        let board = Memo::new(move |_| {
            // Read, not only tracked: a memo nobody reads never runs.
            let _ = log.get();
            let ran = ran.get();
            Arc::new(seen.with_value(|seen| seen.borrow_mut().look(ran, Board::of)))
        });
        Self {
            session,
            script,
            board,
            look: RwSignal::new(Look::default()),
            group: RwSignal::new(0),
            subject: RwSignal::new(None),
            line: RwSignal::new(0),
            form: RwSignal::new(None),
            projects: RwSignal::new(false),
            interrupted: RwSignal::new(false),
            follows: RwSignal::new(false),
            screen: RwSignal::new(None),
            ran,
            written: StoredValue::new_local(RefCell::new(Fold::new(id.clone()))),
            drill: StoredValue::new(id),
            unkept,
            hand: StoredValue::new_local(Hand::default()),
        }
    }

    pub fn id(&self) -> RecordId {
        self.drill.get_value()
    }

    pub fn now(&self) -> Arc<Board> {
        self.board.get_untracked()
    }

    /// What the scenario says of an inject, inserted ones included; reactive.
    pub fn inject(&self, nth: usize) -> Option<Inject> {
        let own = self.script.with(|script| {
            let injects = &script.scenario.injects;
            injects.get(nth).cloned().ok_or(injects.len())
        });
        match own {
            Ok(inject) => Some(inject),
            Err(own) => self
                .board
                .with(|board| board.inserted.get(nth - own).cloned()),
        }
    }

    /// The inject that capturing is about; reactive.
    pub fn about(&self) -> Option<usize> {
        let chosen = self.subject.get();
        self.board.with(|board| {
            let latest = board.latest().map(|came| came.nth);
            chosen.filter(|nth| board.find(*nth).is_some()).or(latest)
        })
    }

    /// Writes down what happens; it shows once it is on disk. Says whether it may be.
    pub fn happen(self, what: What) -> bool {
        let ran = match self.moment() {
            Ok(ran) => ran,
            Err(ran) => {
                self.interrupt(ran);
                Some(ran)
            }
        };
        self.write(ran, what)
    }

    /// The clock was lost: the drill pauses at what it had run.
    pub(super) fn interrupt(self, ran: i64) {
        self.interrupted.set(true);
        self.write(Some(ran), What::Pause(Cause::Gap));
    }

    fn write(self, ran: Option<i64>, what: What) -> bool {
        let stops = matches!(what, What::Pause(_) | What::End);
        let happens = |fold: &RefCell<Fold>| {
            let what = what.clone();
            self.session.witness(&HappenNext { fold, ran, what })
        };
        let act = match self.written.with_value(happens) {
            Ok(act) => act,
            Err(refusal) => {
                toast::say(words::refusal(&self.script.get_untracked(), &refusal));
                return false;
            }
        };
        if stops {
            self.stop();
        }
        let made = |ws: &Workspace| {
            let mut all = ws.by_id(act?).map(|change| change.record.clone());
            all.find(|record| record.kind() == EVENT)
        };
        if let Some(made) = self.session.with_untracked(made) {
            self.unkept.update(|unkept| unkept.push(made.clone()));
            spawn_local(async move {
                // Where the disk refuses, the workshop goes on, and the page says that nothing is saved.
                let _ = self.session.settled().await;
                let known = self
                    .unkept
                    .try_update(|unkept| unkept.retain(|id| *id != made));
                if known.is_some() {
                    self.kept(&what);
                }
            });
        }
        true
    }

    /// Pauses, or goes on.
    pub fn toggle(self) {
        match self.now().status {
            Status::Running => self.happen(What::Pause(Cause::Hand)),
            Status::Paused => self.happen(What::Resume),
            Status::Ready | Status::Ended => false,
        };
    }
}
