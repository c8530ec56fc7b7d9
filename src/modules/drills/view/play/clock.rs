//! The clock of a running drill, and the windows that show it: one of them counts, keeps each moment before
//! it is shown, and tells the others. Never in here: what a moment brings (`board`), markup.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::look::Look;
use super::{keys, words};
use crate::modules::drills::event::What;
use crate::modules::drills::run::Status;
use crate::modules::drills::ticker::{GAP, Tick, Ticker};
use crate::session::outside::{Line, Ticks, screen};
use crate::time::SECOND;

/// How often the clock ticks, in milliseconds.
const TICK: u32 = 500;

/// How long another window may take to say that it counts already.
const ANSWER: i64 = SECOND;

/// What is no signal.
#[derive(Default)]
pub struct Hand {
    /// While this window counts.
    ticker: Option<Ticker>,
    /// A moment is on its way to disk.
    keeping: bool,
    /// Until when another window is believed to count, by this one's clock.
    trusts: i64,
    presents: bool,
    /// When this window came.
    since: i64,
    /// The other presenters' windows by when they came: until when each is believed to be there, and
    /// whether it counts.
    others: BTreeMap<i64, (i64, bool)>,
    line: Option<Line>,
    _ticks: Option<Ticks>,
}

/// What the windows of one drill say to each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// A window has come and asks how things stand.
    Who,
    /// The moment that is shown, when the presenter's window that says so came, whether it counts, and
    /// what the screen shows.
    Moment {
        ran: i64,
        since: i64,
        counts: bool,
        look: Look,
    },
    /// A window for the screen is here; whether the system shows something else on each screen.
    Screen { extended: Option<bool> },
    /// A key was pressed at the screen.
    Key(String),
}

impl Desk {
    /// Begins to listen; a presenter's window also ticks.
    pub fn open(self, presents: bool) {
        let now = self.session.now_untracked().0;
        let line = self.session.line(&self.id(), move |text| {
            if let Ok(told) = serde_json::from_str(&text) {
                self.hear(told);
            }
        });
        let ticks = presents.then(|| Ticks::every(TICK, move || self.tick()));
        self.hand.set_value(Hand {
            trusts: now + ANSWER,
            presents,
            since: now,
            line: Some(line),
            _ticks: ticks,
            ..Hand::default()
        });
        // Another window may have paused it: then nothing is counted here any more.
        Effect::new(move |_| {
            if !self.board.with(|board| board.is_running()) {
                self.stop();
            }
        });
        self.say(&Told::Who);
        if !presents {
            self.here();
        }
    }

    fn say(self, told: &Told) {
        let Ok(text) = serde_json::to_string(told) else {
            return;
        };
        self.hand.try_with_value(|hand| {
            if let Some(line) = &hand.line {
                line.say(&text);
            }
        });
    }

    /// A window for the screen says that it is there.
    fn here(self) {
        let extended = screen::is_extended();
        self.say(&Told::Screen { extended });
    }

    /// A key at the screen is the presenter's.
    pub fn pass_on(self, key: &str) {
        self.say(&Told::Key(key.to_owned()));
    }

    fn presents(self) -> bool {
        self.hand.try_with_value(|hand| hand.presents) == Some(true)
    }

    /// Whether this is the one window that counts, or would: of those where nothing runs, the first that
    /// came. What the room's keys ask for is done by it alone, or it would be done twice.
    fn leads(self) -> bool {
        let now = self.session.now_untracked().0;
        let leads = |hand: &Hand| {
            let before = |(since, (until, counts)): (&i64, &(i64, bool))| {
                *until > now && (*counts || *since < hand.since)
            };
            hand.ticker.is_some() || !hand.others.iter().any(before)
        };
        self.hand.try_with_value(leads) == Some(true)
    }

    fn note_lead(self) {
        let follows = !self.leads();
        if self.follows.get_untracked() != follows {
            self.follows.set(follows);
        }
    }

    fn hear(self, told: Told) {
        match told {
            Told::Who if self.presents() => self.tell(),
            Told::Moment {
                ran,
                since,
                counts,
                look,
            } => self.follow(ran, since, counts, look),
            Told::Screen { extended } if self.presents() => {
                self.screen
                    .set(Some((self.session.now_untracked(), extended)));
            }
            Told::Key(key) if self.presents() && self.leads() => {
                keys::press(self, &key);
            }
            Told::Who | Told::Screen { .. } | Told::Key(_) => {}
        }
    }

    fn follow(self, ran: i64, since: i64, counts: bool, look: Look) {
        let until = self.session.now_untracked().0 + GAP;
        self.hand.update_value(|hand| {
            hand.others.insert(since, (until, counts));
            if counts {
                hand.trusts = until;
            }
            // Two that count would tell the room two things: the one that came later stops.
            if counts && since < hand.since {
                hand.ticker = None;
            }
        });
        self.note_lead();
        self.ran.update(|known| *known = ran.max(*known));
        let presents = self.presents();
        // Among presenters the one that changed it last is right; the screen takes what it is told.
        if !presents || self.look.with_untracked(|known| known.turn < look.turn) {
            self.look.set(look);
        }
        if !presents {
            self.here();
        }
    }

    /// Changes what the screen shows.
    pub fn show<T>(self, change: impl FnOnce(&mut Look) -> T) -> Option<T> {
        let changed = self.look.try_update(|look| {
            look.turn += 1;
            change(look)
        });
        self.tell();
        changed
    }

    /// Tells the other windows how things stand.
    pub fn tell(self) {
        let own = |hand: &Hand| (hand.since, hand.ticker.is_some());
        let Some((since, counts)) = self.hand.try_with_value(own) else {
            return;
        };
        self.say(&Told::Moment {
            ran: self.ran.get_untracked(),
            since,
            counts,
            look: self.look.get_untracked(),
        });
    }

    /// How long the drill has run at this very moment, or where a gap stopped it; none where the log's own
    /// measure holds, because the drill is over.
    pub(super) fn moment(self) -> Result<Option<i64>, i64> {
        let board = self.now();
        if board.status == Status::Ended {
            return Ok(None);
        }
        let now = self.session.now_untracked().0;
        let ticked = self
            .hand
            .try_update_value(|hand| hand.ticker.as_mut().map(|ticker| ticker.tick(now)));
        match ticked.flatten() {
            Some(Tick::Ran(ran)) => Ok(Some(ran)),
            Some(Tick::Gap(ran)) => Err(ran),
            None => Ok(Some(board.at.ran)),
        }
    }

    pub(super) fn stop(self) {
        self.hand.update_value(|hand| hand.ticker = None);
    }

    /// An event is on disk and shows now.
    pub(super) fn kept(self, what: &What) {
        let now = self.session.now_untracked().0;
        let at = self.now().at.ran;
        match what {
            What::Start | What::Resume => {
                self.interrupted.set(false);
                self.hand
                    .update_value(|hand| hand.ticker = Some(Ticker::new(at, now)));
            }
            What::End => self.session.keep(&words::ran_key(&self.id()), None),
            _ => {}
        }
        self.tell();
    }

    fn tick(self) {
        let now = self.session.now_untracked().0;
        let board = self.now();
        let ticked = self.hand.try_update_value(|hand| {
            if !board.is_running() {
                // Who starts it next may take a moment to say so.
                hand.trusts = hand.trusts.max(now + GAP);
            }
            (
                hand.ticker.as_mut().map(|ticker| ticker.tick(now)),
                hand.trusts,
            )
        });
        let Some((ticked, trusts)) = ticked else {
            return;
        };
        self.note_lead();
        match ticked {
            Some(Tick::Ran(ran)) => self.keep(ran),
            Some(Tick::Gap(ran)) => self.interrupt(ran),
            // It runs by its log, and no window counts: one was shut, reloaded or has crashed.
            None if board.is_running() && trusts < now => {
                self.hand.update_value(|hand| hand.trusts = now + GAP);
                self.interrupt(board.at.ran);
            }
            None => self.tell(),
        }
    }

    /// Keeps a moment, then shows it. A slow disk makes the clock step further, never late.
    fn keep(self, ran: i64) {
        let free = self.unkept.with_untracked(Vec::is_empty)
            && self
                .hand
                .try_update_value(|hand| !std::mem::replace(&mut hand.keeping, true))
                == Some(true);
        if !free {
            return;
        }
        let key = words::ran_key(&self.id());
        spawn_local(async move {
            // Where the disk refuses, the workshop goes on; a crash then takes back what it showed.
            let _ = self.session.keep_past_queue(&key, ran.to_string()).await;
            let there = self.hand.try_update_value(|hand| hand.keeping = false);
            let settled = self.unkept.try_with_untracked(Vec::is_empty);
            // What was written meanwhile comes at a later moment, and first.
            if there.is_some() && settled == Some(true) {
                self.ran.update(|known| *known = ran.max(*known));
                self.tell();
            }
        });
    }
}
