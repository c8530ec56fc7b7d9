//! The run of a drill: its state as the fold of its log over its scenario. Deterministic and total.
//! Never in here: a clock, records, what the room chose (`room`), what an answer is worth (`score`), what a
//! person may do (`edits`).
//!
//! Two measures of time, both in milliseconds: `ran` is time in the room without pauses, which every
//! event states; `played` is scenario time without what was jumped over, which follows from it and the
//! speeds. The scenario's `clock` is `played` and all jumps. Limits go by `played`.

use std::ops::{Deref, DerefMut};

use super::event::{Captured, Event, What};
use super::reading::MAX_MINUTES;
use super::scenario::{Condition, Due, END, Effect, Held, Inject, Scenario, Way};
use crate::ledger::RecordId;
use crate::time::MINUTE;

/// Where a moment lies on each measure of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub ran: i64,
    pub played: i64,
    pub clock: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    #[default]
    Ready,
    Running,
    Paused,
    Ended,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    #[default]
    Waiting,
    /// On the screen, and answers are waited for.
    Open,
    Closed,
    /// Its condition did not hold when it was due, or the drill ended before.
    Passed,
    /// By the presenter.
    Skipped,
}

/// When a waiting inject fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fires {
    Clock(i64),
    Played(i64),
}

/// How one inject stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stood {
    pub standing: Standing,
    pub held: bool,
    /// None while nothing leads to it.
    pub fires: Option<Fires>,
    pub fired: Option<At>,
    /// Fired by the presenter, not by its time.
    pub by_hand: bool,
    /// The speed when it fired; 0 once the speed changed while it was open.
    pub speed: u32,
    pub closed: Option<At>,
    /// The option the presenter said the room follows.
    pub follow: Option<usize>,
    /// The option the room took, once closed.
    pub took: Option<usize>,
    /// When it was passed over or skipped.
    pub left: Option<At>,
}

/// What a person said, as it was said and as it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub id: RecordId,
    pub at: At,
    pub said: Captured,
    /// None once it was taken back.
    pub counts: Option<Captured>,
    /// The corrections made to it, in order.
    pub corrections: Vec<RecordId>,
}

impl Kept {
    /// When an answer or a decision was given: as typed in later, else when it was entered.
    #[must_use]
    pub fn played(&self) -> i64 {
        let stated = match &self.counts {
            Some(Captured::Answer(answer)) => answer.played,
            Some(Captured::Decide(decide)) => decide.played,
            _ => None,
        };
        stated.unwrap_or(self.at.played)
    }

    #[must_use]
    pub fn is_corrected(&self) -> bool {
        !self.corrections.is_empty()
    }
}

/// A drill as far as its log goes.
#[derive(Clone, Debug)]
pub struct Run<'s> {
    pub scenario: &'s Scenario,
    /// Ids of the groups, at least one.
    pub groups: &'s [String],
    pub state: State,
}

/// What a log has come to, without the scenario and the groups it is of.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub status: Status,
    pub at: At,
    pub speed: u32,
    /// Whether it ran at one speed from start to end.
    pub one_speed: bool,
    /// By the scenario's order, then inserted ones.
    pub stood: Vec<Stood>,
    pub inserted: Vec<Inject>,
    pub jumped: Vec<bool>,
    pub variables: Vec<Held>,
    /// Points that every group got, and the inject they came from.
    pub bonus: Vec<(usize, i32)>,
    pub kept: Vec<Kept>,
    /// A way out said that the drill ends.
    pub finished: bool,
}

impl State {
    /// Before anything happened.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let waits = |inject: &Inject| Stood {
            fires: match inject.due {
                Due::At(minute) => Some(Fires::Clock(i64::from(minute) * MINUTE)),
                Due::After { .. } | Due::Led => None,
            },
            ..Stood::default()
        };
        Self {
            speed: scenario.speed.clamp(1, 60),
            one_speed: true,
            stood: scenario.injects.iter().map(waits).collect(),
            jumped: vec![false; scenario.jumps.len()],
            variables: scenario.variables.iter().map(|v| v.start.clone()).collect(),
            ..Self::default()
        }
    }
}

impl Deref for Run<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Run<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

/// What the clock brings next, in the order in which what is due at one moment happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Close(usize),
    Fire(usize),
    Jump(usize),
}

impl<'s> Run<'s> {
    #[must_use]
    pub fn new(scenario: &'s Scenario, groups: &'s [String]) -> Self {
        Self {
            scenario,
            groups,
            state: State::new(scenario),
        }
    }

    /// The fold of a log in its order.
    #[must_use]
    pub fn of(scenario: &'s Scenario, groups: &'s [String], log: &[Event]) -> Self {
        let mut run = Self::new(scenario, groups);
        log.iter().for_each(|event| run.apply(event));
        run
    }

    #[must_use]
    pub fn inject(&self, nth: usize) -> Option<&Inject> {
        let own = self.scenario.injects.len();
        match nth.checked_sub(own) {
            None => self.scenario.injects.get(nth),
            Some(nth) => self.inserted.get(nth),
        }
    }

    /// The place of an inject by its id, inserted ones included.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        let all = self.scenario.injects.iter().chain(&self.inserted);
        all.into_iter().position(|inject| inject.id == id)
    }

    /// Every inject with how it stands.
    pub fn injects(&self) -> impl Iterator<Item = (&Inject, &Stood)> {
        let all = self.scenario.injects.iter().chain(&self.inserted);
        all.zip(&self.stood)
    }

    /// Nothing more comes by itself: none waits for a moment, none is open.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        !self.stood.iter().any(|stood| match stood.standing {
            Standing::Waiting => stood.held || stood.fires.is_some(),
            Standing::Open => true,
            Standing::Closed | Standing::Passed | Standing::Skipped => false,
        })
    }

    /// The waiting inject that fires next, and in how many milliseconds of scenario time.
    #[must_use]
    pub fn upcoming(&self) -> Option<(usize, i64)> {
        let all = self.stood.iter().enumerate();
        let due = all.filter_map(|(nth, stood)| Some((nth, self.fires_at(stood)?)));
        let (nth, played) = due.min_by_key(|&(nth, played)| (played, nth))?;
        Some((nth, played - self.at.played))
    }

    /// Moves on to a moment of `ran`; what is due on the way happens at its own moment.
    pub fn advance(&mut self, ran: i64) {
        let passed = ran.saturating_sub(self.at.ran).max(0);
        let ran = self.at.ran.saturating_add(passed);
        if self.status != Status::Running {
            self.at.ran = ran;
            return;
        }
        let speed = i64::from(self.speed);
        let target = self.at.played.saturating_add(passed.saturating_mul(speed));
        while let Some((played, next)) = self.next().filter(|(played, _)| *played <= target) {
            self.play_to(played);
            self.at.ran = ran - (target - played) / speed;
            self.happen(next);
        }
        self.play_to(target);
        self.at.ran = ran;
    }

    fn happen(&mut self, next: Next) {
        match next {
            Next::Close(nth) => self.close(nth),
            Next::Fire(nth) => self.fire(nth, false),
            Next::Jump(nth) => self.jump(nth),
        }
    }

    /// When the next thing happens by itself, by `played`, and whether a condition is looked at then.
    pub(super) fn coming(&self) -> Option<(i64, bool)> {
        let (played, next) = self.next()?;
        let asks = match next {
            Next::Fire(nth) => self.inject(nth).is_some_and(|inject| inject.when.is_some()),
            Next::Close(nth) => self
                .inject(nth)
                .is_some_and(|inject| !inject.branches.is_empty()),
            Next::Jump(_) => false,
        };
        Some((played, asks))
    }

    /// Lets the next thing happen, however long it takes until then; says whether there was one.
    pub(super) fn step(&mut self) -> bool {
        let Some((played, next)) = self.next() else {
            return false;
        };
        self.play_to(played);
        self.happen(next);
        true
    }

    fn play_to(&mut self, played: i64) {
        let passed = played.saturating_sub(self.at.played).max(0);
        self.at.played = self.at.played.saturating_add(passed);
        self.at.clock = self.at.clock.saturating_add(passed);
    }

    /// What happens next by itself, and when by `played`.
    fn next(&self) -> Option<(i64, Next)> {
        let all = self.stood.iter().enumerate();
        let own = all.filter_map(|(nth, stood)| match stood.standing {
            Standing::Waiting => Some((self.fires_at(stood)?, Next::Fire(nth))),
            Standing::Open => Some((self.closes_at(nth)?, Next::Close(nth))),
            Standing::Closed | Standing::Passed | Standing::Skipped => None,
        });
        let jumps = self.scenario.jumps.iter().zip(&self.jumped).enumerate();
        let jumps = jumps.filter_map(|(nth, (jump, &taken))| {
            let ahead = self.at.clock < i64::from(jump.to) * MINUTE && !taken;
            ahead.then(|| {
                (
                    self.when_clock(i64::from(jump.at) * MINUTE),
                    Next::Jump(nth),
                )
            })
        });
        own.chain(jumps).min()
    }

    fn when_clock(&self, clock: i64) -> i64 {
        self.at.played + (clock - self.at.clock).max(0)
    }

    fn fires_at(&self, stood: &Stood) -> Option<i64> {
        let waits = stood.standing == Standing::Waiting && !stood.held;
        Some(match stood.fires.filter(|_| waits)? {
            Fires::Clock(clock) => self.when_clock(clock),
            Fires::Played(played) => played.max(self.at.played),
        })
    }

    /// When an open inject closes, by `played`.
    #[must_use]
    pub fn closes_at(&self, nth: usize) -> Option<i64> {
        let fired = self.stood.get(nth)?.fired?;
        let open_for = i64::from(self.inject(nth)?.open_for()) * MINUTE;
        Some(fired.played + open_for)
    }

    /// Takes in one event. What makes no sense where the drill stands changes nothing.
    pub fn apply(&mut self, event: &Event) {
        self.advance(event.ran);
        let running = self.status == Status::Running;
        let open = self.status != Status::Ended;
        match &event.what {
            What::Start if self.status == Status::Ready => self.status = Status::Running,
            What::Pause(_) if running => self.status = Status::Paused,
            What::Resume if self.status == Status::Paused => self.status = Status::Running,
            What::Speed(speed) if open => self.set_speed((*speed).clamp(1, 60)),
            What::Fire(id) if running => {
                if let Some(nth) = self.place(id) {
                    self.fire(nth, true);
                }
            }
            What::Hold(id) if open => {
                self.change(id, Standing::Waiting, |stood, _| stood.held = true)
            }
            What::Release(id) if open => {
                self.change(id, Standing::Waiting, |stood, _| stood.held = false);
            }
            What::Skip(id) if open => self.change(id, Standing::Waiting, |stood, at| {
                stood.standing = Standing::Skipped;
                stood.left = Some(at);
            }),
            What::Insert(inject) if running && self.place(&inject.id).is_none() => {
                self.inserted.push((**inject).clone());
                self.stood.push(Stood::default());
                self.fire(self.stood.len() - 1, true);
            }
            What::Jump(to) if running => self.jump_to(*to),
            What::Close(id) if open && self.status != Status::Ready => {
                let nth = self.place(id);
                if let Some(nth) = nth.filter(|nth| self.is(*nth, Standing::Open)) {
                    self.close(nth);
                }
            }
            What::Follow { inject, option } if open => {
                let nth = self.place(inject);
                let decision = nth.and_then(|nth| self.inject(nth)?.decision.as_ref());
                let place = decision.and_then(|d| d.options.iter().position(|o| o.id == *option));
                self.change(inject, Standing::Open, |stood, _| stood.follow = place);
            }
            What::Captured(said) if self.status != Status::Ready => self.state.kept.push(Kept {
                id: event.id.clone(),
                at: self.state.at,
                said: said.clone(),
                counts: Some(said.clone()),
                corrections: Vec::new(),
            }),
            What::Correct(correct) => {
                let kept = self.kept.iter_mut().find(|kept| kept.id == correct.of);
                if let Some(kept) = kept {
                    kept.counts = correct.with.clone();
                    kept.corrections.push(event.id.clone());
                }
            }
            What::End if open && self.status != Status::Ready => self.end(),
            _ => {}
        }
        // What is due at this very moment does not wait for the next event.
        self.advance(self.at.ran);
    }

    fn is(&self, nth: usize, standing: Standing) -> bool {
        self.stood.get(nth).is_some_and(|s| s.standing == standing)
    }

    fn change(&mut self, id: &str, from: Standing, change: impl FnOnce(&mut Stood, At)) {
        let (at, nth) = (self.at, self.place(id));
        let stood = nth.and_then(|nth| self.stood.get_mut(nth));
        if let Some(stood) = stood.filter(|stood| stood.standing == from) {
            change(stood, at);
        }
    }

    fn set_speed(&mut self, speed: u32) {
        if speed == self.speed {
            return;
        }
        self.speed = speed;
        self.one_speed &= self.status == Status::Ready;
        for stood in &mut self.stood {
            if stood.standing == Standing::Open {
                stood.speed = 0;
            }
        }
    }

    fn jump(&mut self, nth: usize) {
        let to = self.scenario.jumps.get(nth).map_or(0, |jump| jump.to);
        if let Some(taken) = self.jumped.get_mut(nth) {
            *taken = true;
        }
        self.at.clock = self.at.clock.max(i64::from(to) * MINUTE);
    }

    /// The furthest the presenter may jump: to what is due next at a time of its own, or the next jump.
    #[must_use]
    pub fn furthest(&self) -> Option<i64> {
        let waiting = self
            .stood
            .iter()
            .filter(|stood| stood.standing == Standing::Waiting && !stood.held);
        let due = waiting.filter_map(|stood| match stood.fires {
            Some(Fires::Clock(clock)) => Some(clock),
            _ => None,
        });
        let jumps = self.scenario.jumps.iter().zip(&self.jumped);
        let jumps =
            jumps.filter(|(jump, taken)| !**taken && self.at.clock < i64::from(jump.to) * MINUTE);
        due.chain(jumps.map(|(jump, _)| i64::from(jump.at) * MINUTE))
            .min()
    }

    fn jump_to(&mut self, to: i64) {
        let end = i64::from(MAX_MINUTES) * MINUTE;
        let to = to.min(self.furthest().unwrap_or(end));
        self.at.clock = self.at.clock.max(to);
    }

    fn fire(&mut self, nth: usize, by_hand: bool) {
        let (at, speed) = (self.at, self.speed);
        let Some(inject) = self.inject(nth).cloned() else {
            return;
        };
        let holds = by_hand || inject.when.as_ref().is_none_or(|when| self.holds(when));
        let Some(stood) = self.stood.get_mut(nth) else {
            return;
        };
        match stood.standing {
            Standing::Waiting => {}
            Standing::Passed | Standing::Skipped if by_hand => {}
            _ => return,
        }
        if !holds {
            stood.standing = Standing::Passed;
            stood.left = Some(at);
            return;
        }
        *stood = Stood {
            standing: Standing::Open,
            fires: stood.fires,
            fired: Some(at),
            by_hand,
            speed,
            ..Stood::default()
        };
        self.affect(nth, &inject.effects);
        self.lead_after(&inject.id);
    }

    /// Sets the moment of what comes so long after an inject that was just fired.
    fn lead_after(&mut self, id: &str) {
        let played = self.at.played;
        let all = self.scenario.injects.iter().zip(&mut self.stood);
        for (inject, stood) in all {
            match &inject.due {
                Due::After { inject, minutes } if inject == id && stood.fires.is_none() => {
                    stood.fires = Some(Fires::Played(played + i64::from(*minutes) * MINUTE));
                }
                _ => {}
            }
        }
    }

    fn close(&mut self, nth: usize) {
        let Some(inject) = self.inject(nth).cloned() else {
            return;
        };
        let (at, took) = (self.at, self.room_takes(nth));
        if let Some(stood) = self.stood.get_mut(nth) {
            stood.standing = Standing::Closed;
            stood.closed = Some(at);
            stood.took = took;
        }
        for expectation in &inject.expectations {
            let met = self.room_meets(nth, expectation);
            let effects = if met {
                &expectation.if_met
            } else {
                &expectation.if_missed
            };
            self.affect(nth, effects);
        }
        let option = inject.decision.as_ref().and_then(|d| d.options.get(took?));
        if let Some(option) = option {
            self.affect(nth, &option.effects);
        }
        let decided = inject.decision.as_ref().and_then(|decision| match option {
            Some(option) => option.way.as_ref(),
            None => decision.otherwise.as_ref(),
        });
        let branch = || {
            let mut all = inject.branches.iter();
            let open = |when: &Option<Condition>| when.as_ref().is_none_or(|w| self.holds(w));
            all.find(|branch| open(&branch.when)).map(|b| &b.way)
        };
        if let Some(way) = decided.or_else(branch) {
            self.lead(way);
        }
    }

    fn lead(&mut self, way: &Way) {
        if way.to == END {
            self.finished = true;
            self.leave_waiting();
            return;
        }
        let fires = Fires::Played(self.at.played + i64::from(way.after) * MINUTE);
        let led = |inject: &Inject| inject.due == Due::Led;
        let is_led = self.scenario.inject(&way.to).is_some_and(led);
        self.change(&way.to, Standing::Waiting, |stood, _| {
            if is_led && stood.fires.is_none() {
                stood.fires = Some(fires);
            }
        });
    }

    fn leave_waiting(&mut self) {
        let at = self.at;
        for stood in &mut self.stood {
            if stood.standing == Standing::Waiting {
                stood.standing = Standing::Passed;
                stood.left = Some(at);
            }
        }
    }

    fn end(&mut self) {
        let open: Vec<usize> = (0..self.stood.len()).collect();
        for nth in open {
            if self.is(nth, Standing::Open) {
                self.close(nth);
            }
        }
        self.leave_waiting();
        self.status = Status::Ended;
    }

    fn affect(&mut self, nth: usize, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Score { score } => self.bonus.push((nth, *score)),
                Effect::Set { set, to } => {
                    if let Some(held) = self.variable(set) {
                        *held = to.clone();
                    }
                }
                Effect::Add { add, by } => {
                    if let Some(Held::Number(number)) = self.variable(add) {
                        *number = number.saturating_add(*by);
                    }
                }
            }
        }
    }

    fn variable(&mut self, id: &str) -> Option<&mut Held> {
        let nth = self.scenario.variables.iter().position(|v| v.id == id)?;
        self.variables.get_mut(nth)
    }
}
