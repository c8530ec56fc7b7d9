//! What the courses of a drill can come to: every inject that fires on one of them, and the longest.
//! Looks at each state once, with one group. Never in here: what is wrong with a scenario (`check`).
//!
//! A course is made of what happens by itself and, between two such moments, of answers and decisions
//! given or not. Pace is the presenter's: how much time is left in the room can be either way.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::event::{Answer, Captured, Decide};
use super::run::{At, Kept, Run, Standing, Status, Stood};
use super::scenario::{Condition, Expectation, Held, Inject, Scenario};
use super::score;
use crate::ledger::RecordId;
use crate::time::MINUTE;

/// So many states are looked at.
const MAX_STATES: usize = 20_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Of each inject, whether a course fires it.
    pub fires: Vec<bool>,
    /// Scenario time played on the longest course, in milliseconds.
    pub longest: i64,
    /// Whether every state was looked at.
    pub whole: bool,
}

/// What conditions ask about: only this sets courses apart.
#[derive(Default)]
struct Asked<'s> {
    decided: BTreeSet<&'s str>,
    answered: BTreeSet<&'s str>,
    score: bool,
    left: BTreeSet<u32>,
}

impl<'s> Asked<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let mut asked = Self::default();
        for inject in &scenario.injects {
            let branches = inject.branches.iter().filter_map(|b| b.when.as_ref());
            for condition in inject.when.iter().chain(branches) {
                asked.add(condition);
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
            Condition::Variable(_) => {}
            Condition::Not(inner) => self.add(inner),
            Condition::All(all) | Condition::Any(all) => all.iter().for_each(|c| self.add(c)),
        }
    }

    fn matters(&self, expectation: &Expectation) -> bool {
        let effects = !expectation.if_met.is_empty() || !expectation.if_missed.is_empty();
        self.score || effects || self.answered.contains(expectation.id.as_str())
    }

    fn decides(&self, inject: &Inject) -> bool {
        let leads = |d: &super::scenario::Decision| {
            let acts = |o: &super::scenario::Choice| o.way.is_some() || !o.effects.is_empty();
            d.otherwise.is_some() || d.options.iter().any(acts)
        };
        let decision = inject.decision.as_ref();
        decision.is_some() && (self.score || self.decided.contains(inject.id.as_str()))
            || decision.is_some_and(leads)
    }
}

/// Everything of a state that what comes next depends on.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    stood: Vec<Stood>,
    variables: Vec<Held>,
    jumped: Vec<bool>,
    at: At,
    sum: i64,
    /// Of injects that are open: what was answered. Of others: whether it was met.
    answers: Vec<(usize, usize, i64)>,
}

/// Looks at every course.
#[must_use]
pub fn reach(scenario: &Scenario) -> Reach {
    let groups = ["g".to_owned()];
    let asked = Asked::of(scenario);
    let mut found = Reach {
        fires: vec![false; scenario.injects.len()],
        longest: 0,
        whole: true,
    };
    let mut first = Run::new(scenario, &groups);
    first.status = Status::Running;
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut open = vec![first];
    while let Some(run) = open.pop() {
        if !seen.insert(key(&run, &asked)) {
            continue;
        }
        if seen.len() > MAX_STATES {
            found.whole = false;
            break;
        }
        let fired = run.stood.iter().zip(&mut found.fires);
        fired.for_each(|(stood, fires)| *fires |= stood.fired.is_some());
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
    found
}

fn key(run: &Run<'_>, asked: &Asked<'_>) -> Key {
    let mut answers = Vec::new();
    for (nth, (inject, stood)) in run.injects().enumerate() {
        if stood.fired.is_none() {
            continue;
        }
        for (place, expectation) in inject.expectations.iter().enumerate() {
            let met = score::met(run, nth, expectation, "g");
            let open = stood.standing == Standing::Open && asked.matters(expectation);
            match met {
                Some(met) if open => answers.push((nth, place, met.points)),
                Some(_) if asked.answered.contains(expectation.id.as_str()) => {
                    answers.push((nth, place, -1));
                }
                _ => {}
            }
        }
        let chosen = run
            .room_takes(nth)
            .filter(|_| stood.standing == Standing::Open);
        if let Some(chosen) = chosen {
            answers.push((nth, usize::MAX, i64::try_from(chosen).unwrap_or(-1)));
        }
    }
    Key {
        stood: run.stood.clone(),
        variables: run.variables.clone(),
        jumped: run.jumped.clone(),
        at: run.at,
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
