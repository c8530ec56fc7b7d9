//! What the answers of a run are worth: one line for each expectation, decision and bonus of each group.
//! Never in here: what the room does next (`run`), figures over several drills (`report`).

use super::event::{Answer, Captured};
use super::run::{Kept, Run, Standing};
use super::scenario::Expectation;
use crate::time::MINUTE;

/// An expectation that a group met in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    pub points: i64,
    /// When it was met, by `played` and by `ran`. What was typed in later has no moment in the room.
    pub played: i64,
    pub ran: Option<i64>,
}

/// What points are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Place of the inject, place of the expectation in it.
    Expectation(usize, usize),
    /// Place of the inject, and of the option the group chose, if it did.
    Decision(usize, Option<usize>),
    /// Place of the inject whose effect it is.
    Bonus(usize),
}

impl Source {
    #[must_use]
    pub const fn inject(&self) -> usize {
        match self {
            Self::Expectation(nth, _) | Self::Decision(nth, _) | Self::Bonus(nth) => *nth,
        }
    }
}

/// One line of the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'r> {
    pub group: &'r str,
    pub source: Source,
    pub points: i64,
    /// The most it could bring.
    pub most: i64,
    /// Whether it can still change: its time is not up.
    pub open: bool,
}

/// Whether a group met an expectation in time, and what that is worth.
#[must_use]
pub fn met(run: &Run<'_>, nth: usize, expectation: &Expectation, group: &str) -> Option<Met> {
    let id = &run.inject(nth)?.id;
    let stood = run.stood.get(nth)?;
    let fired = stood.fired?.played;
    let limit = fired + i64::from(expectation.within) * MINUTE;
    let limit = stood
        .closed
        .map_or(limit, |closed| limit.min(closed.played));
    let given = |role: Option<&str>| {
        let answers = run.kept.iter().filter_map(|kept| match &kept.counts {
            Some(Captured::Answer(answer)) => Some((kept, answer)),
            _ => None,
        });
        let fit = answers.filter(|(kept, answer)| {
            answer.inject == *id
                && answer.group == group
                && answer.expectation.as_deref() == Some(&expectation.id)
                && answer.credit > 0
                && speaks(answer, role, expectation)
                && (fired..limit).contains(&kept.played())
        });
        best(fit)
    };
    if expectation.all && !expectation.who.is_empty() {
        let each = expectation.who.iter().map(|role| given(Some(role)));
        let each = each.collect::<Option<Vec<Given>>>()?;
        let credit: u64 = each.iter().map(|given| u64::from(given.credit)).sum();
        let ran = each
            .iter()
            .map(|given| given.ran)
            .collect::<Option<Vec<i64>>>();
        return Some(Met {
            points: worth(expectation.points, credit, each.len()),
            played: each.iter().map(|given| given.played).max()?,
            ran: ran.and_then(|all| all.into_iter().max()),
        });
    }
    let given = given(None)?;
    Some(Met {
        points: worth(expectation.points, u64::from(given.credit), 1),
        played: given.played,
        ran: given.ran,
    })
}

/// Whether an answer is one of this role; of any role of the expectation if none is asked for.
fn speaks(answer: &Answer, role: Option<&str>, expectation: &Expectation) -> bool {
    match (&answer.role, role) {
        (None, _) => true,
        (Some(by), Some(role)) => by == role,
        (Some(by), None) => expectation.who.iter().any(|who| who == by),
    }
}

struct Given {
    credit: u32,
    played: i64,
    ran: Option<i64>,
}

/// The best credit, and the moment of the first answer that got any.
fn best<'k>(answers: impl Iterator<Item = (&'k Kept, &'k Answer)>) -> Option<Given> {
    let mut best: Option<Given> = None;
    for (kept, answer) in answers {
        let ran = answer.played.is_none().then_some(kept.at.ran);
        let given = Given {
            credit: answer.credit.min(100),
            played: kept.played(),
            ran,
        };
        best = Some(match best {
            None => given,
            Some(known) => {
                let credit = known.credit.max(given.credit);
                let first = if known.played <= given.played {
                    known
                } else {
                    given
                };
                Given { credit, ..first }
            }
        });
    }
    best
}

/// Credits are in percent; what does not come out even is rounded down.
fn worth(points: u32, credit: u64, roles: usize) -> i64 {
    let whole = u64::try_from(roles.max(1)).unwrap_or(u64::MAX) * 100;
    i64::try_from(u64::from(points) * credit / whole).unwrap_or(i64::MAX)
}

/// Every line of every group, by inject. Only what was fired is scored.
#[must_use]
pub fn lines<'r>(run: &'r Run<'_>) -> Vec<Line<'r>> {
    let all = 0..run.stood.len();
    all.flat_map(|nth| lines_of(run, nth)).collect()
}

/// Every line of one inject; none before it was fired.
#[must_use]
pub fn lines_of<'r>(run: &'r Run<'_>, nth: usize) -> Vec<Line<'r>> {
    let mut lines = Vec::new();
    let known = run.inject(nth).zip(run.stood.get(nth));
    let Some((inject, stood)) = known.filter(|(_, stood)| stood.fired.is_some()) else {
        return lines;
    };
    let bonus = run.bonus.iter().filter(|(from, _)| *from == nth);
    let bonus: Vec<i64> = bonus.map(|(_, points)| i64::from(*points)).collect();
    for group in run.groups {
        for (place, expectation) in inject.expectations.iter().enumerate() {
            let met = met(run, nth, expectation, group);
            lines.push(Line {
                group,
                source: Source::Expectation(nth, place),
                points: met.map_or(0, |met| met.points),
                most: i64::from(expectation.points),
                open: !run.is_over(nth, expectation),
            });
        }
        if let Some(decision) = &inject.decision {
            let chosen = run.chose(nth, decision, group).map(|(place, _)| place);
            let points = |place: usize| decision.options.get(place).map(|o| o.points);
            let most = decision.options.iter().map(|o| o.points).max();
            lines.push(Line {
                group,
                source: Source::Decision(nth, chosen),
                points: i64::from(chosen.and_then(points).unwrap_or(0)),
                most: i64::from(most.unwrap_or(0).max(0)),
                open: stood.standing == Standing::Open,
            });
        }
        for &points in &bonus {
            lines.push(Line {
                group,
                source: Source::Bonus(nth),
                points,
                most: points.max(0),
                open: false,
            });
        }
    }
    lines
}

/// The points of all groups together: what the room's mean is taken of.
#[must_use]
pub fn room_sum(run: &Run<'_>) -> i64 {
    lines(run).iter().map(|line| line.points).sum()
}

/// The points of one group.
#[must_use]
pub fn total(run: &Run<'_>, group: &str) -> i64 {
    let all = lines(run);
    let own = all.iter().filter(|line| line.group == group);
    own.map(|line| line.points).sum()
}
