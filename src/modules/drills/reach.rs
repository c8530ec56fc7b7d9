//! What the courses of a drill can come to: every inject that fires on one of them, and the longest.
//! Looks at each state once, with one group. Never in here: what is wrong with a scenario (`check`).
//!
//! A course is made of what happens by itself and, between two such moments, of answers and decisions
//! given or not. Pace is the presenter's: how much time is left in the room can be either way.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::event::{Answer, Captured, Decide};
use super::run::{At, Fires, Kept, Run, Standing, Status};
use super::scenario::{Condition, Effect, Expectation, Held, Inject, Scenario};
use super::score;
use crate::ledger::RecordId;
use crate::time::MINUTE;

/// So many states are looked at.
pub const MAX_STATES: usize = 20_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Of each inject, whether a course fires it.
    pub fires: Vec<bool>,
    /// Scenario time played on the longest course, in milliseconds.
    pub longest: i64,
    /// How many states were looked at, [`MAX_STATES`] at most.
    pub states: usize,
    /// Whether these are all.
    pub whole: bool,
    pub apart: Apart,
}

/// What of a scenario sets courses apart, counted: where there are too many, this is what to have less of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Apart {
    /// Injects whose decision leads somewhere, changes something or is asked about.
    pub decisions: usize,
    /// Expectations whose outcome changes something or is asked about.
    pub expectations: usize,
    /// Whether a condition asks about points: then each point more is a course of its own.
    pub score: bool,
}

/// What conditions that are still to be looked at ask about: only this sets courses apart from here on.
#[derive(Default)]
struct Asked<'s> {
    decided: BTreeSet<&'s str>,
    answered: BTreeSet<&'s str>,
    variables: BTreeSet<&'s str>,
    score: bool,
    left: BTreeSet<u32>,
}

impl<'s> Asked<'s> {
    /// An inject that waits will look at its condition and its branches, an open one at its branches, one
    /// that is over at nothing more. None goes back, so what is not asked about now never is again.
    fn ahead(run: &Run<'s>) -> Self {
        let mut asked = Self::default();
        let own = run.scenario.injects.iter().zip(&run.stood);
        for (inject, stood) in own {
            let when = inject.when.as_ref();
            let branches = inject.branches.iter().filter_map(|b| b.when.as_ref());
            match stood.standing {
                Standing::Waiting => when.into_iter().chain(branches).for_each(|c| asked.add(c)),
                Standing::Open => branches.for_each(|c| asked.add(c)),
                Standing::Closed | Standing::Passed | Standing::Skipped => {}
            }
        }
        asked
    }

    fn add(&mut self, condition: &'s Condition) {
        match condition {
            Condition::Decided(decided) => {
                self.decided.insert(&decided.inject);
            }
            Condition::ScoreAtLeast(_) => self.score = true,
            Condition::TimeLeft(minutes) => {
                self.left.insert(*minutes);
            }
            Condition::Met(id) | Condition::Missed(id) => {
                self.answered.insert(id);
            }
            Condition::Variable(compare) => {
                self.variables.insert(&compare.id);
            }
            Condition::Not(inner) => self.add(inner),
            Condition::All(all) | Condition::Any(all) => all.iter().for_each(|c| self.add(c)),
        }
    }

    /// Whether any of it changes what is asked about.
    fn acts(&self, effects: &[Effect]) -> bool {
        effects.iter().any(|effect| match effect {
            Effect::Set { set: id, .. } | Effect::Add { add: id, .. } => {
                self.variables.contains(id.as_str())
            }
            Effect::Score { .. } => self.score,
        })
    }

    fn matters(&self, expectation: &Expectation) -> bool {
        let id = expectation.id.as_str();
        let acts = self.acts(&expectation.if_met) || self.acts(&expectation.if_missed);
        self.score || acts || self.answered.contains(id)
    }

    fn decides(&self, inject: &Inject) -> bool {
        inject.decision.as_ref().is_some_and(|decision| {
            let mut options = decision.options.iter();
            let asked = self.score || self.decided.contains(inject.id.as_str());
            let leads = decision.otherwise.is_some();
            asked || leads || options.any(|o| o.way.is_some() || self.acts(&o.effects))
        })
    }

    fn apart(&self, scenario: &Scenario) -> Apart {
        let all = || scenario.injects.iter();
        let expectations = all().flat_map(|inject| &inject.expectations);
        Apart {
            decisions: all().filter(|inject| self.decides(inject)).count(),
            expectations: expectations.filter(|e| self.matters(e)).count(),
            score: self.score,
        }
    }
}

/// How an inject stands, as far as that makes a difference to what comes.
#[derive(PartialEq, Eq, Hash)]
enum Stands {
    Waits(Option<Fires>),
    /// Since this moment, by `played`.
    Open(i64),
    /// What it left behind is in the other members of a [`Key`].
    Over,
}

/// Everything of a state that what comes next depends on. Which jumps were taken follows from the clock.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    stands: Vec<Stands>,
    variables: Vec<Held>,
    at: At,
    sum: i64,
    /// Of injects that are open: what was answered and chosen. Of those that are over: what is asked about.
    answers: Vec<(usize, usize, i64)>,
}

/// Looks at every course.
#[must_use]
pub fn reach(scenario: &Scenario) -> Reach {
    let groups = ["g".to_owned()];
    let mut first = Run::new(scenario, &groups);
    first.status = Status::Running;
    let mut found = Reach {
        fires: vec![false; scenario.injects.len()],
        longest: 0,
        states: 0,
        whole: true,
        apart: Asked::ahead(&first).apart(scenario),
    };
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut open = vec![first];
    while let Some(run) = open.pop() {
        // What fired before is no part of the key, so it is noted of every course that leads here.
        let fired = run.stood.iter().zip(&mut found.fires);
        fired.for_each(|(stood, fires)| *fires |= stood.fired.is_some());
        let asked = Asked::ahead(&run);
        let key = key(&run, &asked);
        if seen.contains(&key) {
            continue;
        }
        if seen.len() == MAX_STATES {
            found.whole = false;
            break;
        }
        seen.insert(key);
        if run.is_exhausted() {
            found.longest = found.longest.max(run.at.played);
            continue;
        }
        let mut next = run.clone();
        if next.step() {
            open.push(next);
        }
        moves(&run, &asked, &mut open);
    }
    found.states = seen.len();
    found
}

fn key(run: &Run<'_>, asked: &Asked<'_>) -> Key {
    const CHOSEN: usize = usize::MAX;
    let mut answers = Vec::new();
    let mut stands = Vec::with_capacity(run.stood.len());
    for (nth, (inject, stood)) in run.injects().enumerate() {
        let is_open = stood.standing == Standing::Open;
        stands.push(match (stood.standing, stood.fired) {
            (Standing::Waiting, _) => Stands::Waits(stood.fires),
            (Standing::Open, Some(fired)) => Stands::Open(fired.played),
            _ => Stands::Over,
        });
        if stood.fired.is_none() {
            continue;
        }
        for (place, expectation) in inject.expectations.iter().enumerate() {
            let is_asked = asked.answered.contains(expectation.id.as_str());
            let met = score::met(run, nth, expectation, "g");
            match met {
                Some(met) if is_open && asked.matters(expectation) => {
                    answers.push((nth, place, met.points));
                }
                Some(_) if is_asked => answers.push((nth, place, 1)),
                // Missed is not the same as never asked for.
                None if is_asked && !is_open => answers.push((nth, place, 0)),
                _ => {}
            }
        }
        let is_asked = asked.decided.contains(inject.id.as_str());
        let chosen = run.room_takes(nth).filter(|_| is_open || is_asked);
        if let Some(chosen) = chosen {
            answers.push((nth, CHOSEN, i64::try_from(chosen).unwrap_or(-1)));
        }
    }
    let held = run.scenario.variables.iter().zip(&run.variables);
    let held = held.filter(|(variable, _)| asked.variables.contains(variable.id.as_str()));
    Key {
        stands,
        variables: held.map(|(_, held)| held.clone()).collect(),
        at: At {
            ran: if asked.left.is_empty() { 0 } else { run.at.ran },
            ..run.at
        },
        sum: if asked.score { score::room_sum(run) } else { 0 },
        answers,
    }
}

/// What people may do before the next thing happens. Nobody can be faster than what happens at this very
/// moment, and what nothing asks about yet can be said later just as well.
fn moves<'s>(run: &Run<'s>, asked: &Asked<'_>, open: &mut Vec<Run<'s>>) {
    let Some((next, asks)) = next_moment(run).filter(|(next, _)| *next > run.at.played) else {
        return;
    };
    for (nth, (inject, stood)) in run.injects().enumerate() {
        let Some(fired) = stood.fired.filter(|_| stood.standing == Standing::Open) else {
            continue;
        };
        // After its limit it is too late, and it closes no later than the longest.
        let last_chance = |within: u32| asks || next >= fired.played + i64::from(within) * MINUTE;
        for expectation in &inject.expectations {
            let over = run.is_over(nth, expectation);
            if over || !asked.matters(expectation) || !last_chance(expectation.within) {
                continue;
            }
            let before = score::met(run, nth, expectation, "g").map_or(-1, |met| met.points);
            for credit in credits(expectation, asked.score) {
                let worth = i64::from(expectation.points) * i64::from(credit) / 100;
                if worth > before {
                    open.push(with(run, answer(inject, expectation, credit)));
                }
            }
        }
        let decision = inject.decision.as_ref().filter(|d| last_chance(d.within));
        let options = decision
            .filter(|_| asked.decides(inject))
            .map(|d| &d.options);
        let taken = run.room_takes(nth);
        for (place, option) in options.into_iter().flatten().enumerate() {
            if Some(place) == taken {
                continue;
            }
            let decide = Decide {
                inject: inject.id.clone(),
                group: "g".to_owned(),
                option: option.id.clone(),
                played: None,
            };
            // Too late for the decision is not too late for the inject.
            let next = with(run, Captured::Decide(decide));
            if next.room_takes(nth) == Some(place) {
                open.push(next);
            }
        }
    }
    for minutes in asked.left.iter().filter(|_| asks) {
        let planned = i64::from(run.scenario.minutes) * MINUTE;
        let ran = planned - i64::from(*minutes) * MINUTE + 1;
        if run.at.ran < ran {
            let mut later = run.clone();
            later.at.ran = ran;
            open.push(later);
        }
    }
}

/// The next moment at which something happens by itself, and whether a condition is looked at then, be it
/// after other things of the same moment.
fn next_moment(run: &Run<'_>) -> Option<(i64, bool)> {
    let (next, mut asks) = run.coming()?;
    let mut ahead = run.clone();
    while let Some((_, looks)) = ahead.coming().filter(|(at, _)| *at == next && !asks) {
        asks = looks;
        ahead.step();
    }
    Some((next, asks))
}

/// The credits that make a difference: all of it, and where points are asked about, each whole point.
fn credits(expectation: &Expectation, score: bool) -> BTreeSet<u32> {
    let points = expectation.points;
    if !score || points == 0 {
        return BTreeSet::from([100]);
    }
    let each = (1..=points.min(100)).map(|point| (point * 100).div_ceil(points.min(100)));
    each.chain([1]).collect()
}

fn answer(inject: &Inject, expectation: &Expectation, credit: u32) -> Captured {
    Captured::Answer(Answer {
        inject: inject.id.clone(),
        group: "g".to_owned(),
        expectation: Some(expectation.id.clone()),
        role: None,
        text: String::new(),
        credit,
        played: None,
    })
}

/// The same state with one more thing said.
fn with<'s>(run: &Run<'s>, said: Captured) -> Run<'s> {
    let mut next = run.clone();
    let id = RecordId::from_bits("drill_event", next.kept.len() as u128);
    let at = next.at;
    next.kept.push(Kept {
        id,
        at,
        counts: Some(said.clone()),
        said,
        corrections: Vec::new(),
    });
    next
}
