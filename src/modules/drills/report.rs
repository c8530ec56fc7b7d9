//! What came of drills: handling times, scores by group, role and phase, expected against actual, the
//! comparison with the drill before, and the two figures of SPEC module 4.
//! Never in here: signals, words, running a drill.
//!
//! Handling time is scenario time from an inject to the moment a group had met an expectation of it. It
//! depends on the speed: people do not think five times faster at 5×. So only drills that ran at one
//! speed, the same, are compared; others are listed as not compared. Answers typed in later have a stated
//! moment and count by it. What was not met has no handling time and is listed beside.

use std::collections::BTreeMap;

use super::event::Captured;
use super::model::{self, Drill};
use super::run::{At, Run, Standing, Status};
use super::scenario::{Due, Scenario};
use super::score::{self, Line, Met, Source};
use crate::kpi::{self, Average};
use crate::ledger::{RecordId, Workspace};
use crate::records::baseline;
use crate::records::same_as::SameAs;
use crate::time::{Date, Instant, MINUTE, Span};

/// Names the average in texts and addresses; the baseline's key adds a dot and the speed.
pub const HANDLING: &str = "drill_handling";
/// By how many percent the plan wants handling to be more efficient: efficiency is 1 ÷ time.
pub const HANDLING_GAIN: u32 = 45;

/// A drill that was held, with its run.
pub struct Held<'w> {
    pub drill: Drill<'w>,
    pub scenario: Scenario,
    pub groups: Vec<String>,
    pub started: Instant,
    pub log: Vec<super::event::Event>,
}

impl Held<'_> {
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        Run::of(&self.scenario, &self.groups, &self.log)
    }
}

/// A drill that was started, read from its records; `None` before that.
#[must_use]
pub fn held<'w>(drill: Drill<'w>) -> Option<Held<'w>> {
    let started = drill.held().0?;
    let (scenario, _) = model::scenario(&drill.script()?);
    Some(Held {
        groups: drill.group_ids(),
        log: drill.log(),
        drill,
        scenario,
        started,
    })
}

/// What a drill is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub drill: RecordId,
    pub class: String,
    pub started: Instant,
    /// Ended, and at one speed: that speed.
    pub speed: Option<u32>,
    pub ended: bool,
    /// Handling times in milliseconds of scenario time, one for each expectation a group met.
    pub handled: Vec<i64>,
    /// Expectations of a group that were not met in time.
    pub missed: usize,
    pub points: i64,
    pub most: i64,
}

impl Outcome {
    #[must_use]
    pub fn of(held: &Held<'_>) -> Self {
        let run = held.run();
        let drill = held.drill.0.id().clone();
        let class = held.drill.class().into_owned();
        let lines = score::lines(&run);
        Self::told((drill, class, held.started), &run, &steps(&run), &lines)
    }

    /// What came of a run whose steps and lines are known already.
    #[must_use]
    pub fn told(
        (drill, class, started): (RecordId, String, Instant),
        run: &Run<'_>,
        steps: &[Step<'_>],
        lines: &[Line<'_>],
    ) -> Self {
        let met = steps
            .iter()
            .filter_map(|step| Some(step.met?.played - step.fired.played));
        let over = steps.iter().filter(|step| step.met.is_none() && step.over);
        let ended = run.status == Status::Ended;
        Self {
            drill,
            class,
            started,
            speed: (ended && run.one_speed).then_some(run.speed),
            ended,
            handled: met.collect(),
            missed: over.count(),
            points: lines.iter().map(|line| line.points).sum(),
            most: lines.iter().map(|line| line.most).sum(),
        }
    }

    /// The mean handling time, in milliseconds of scenario time. `None` where nothing was met.
    #[must_use]
    pub fn handling(&self) -> Option<i64> {
        let count = i64::try_from(self.handled.len()).ok().filter(|n| *n > 0)?;
        Some(self.handled.iter().sum::<i64>() / count)
    }
}

/// Every drill of a firm that ended, the earliest first. A drill its own trainer held with others is no
/// drill of the trainer's firm.
#[must_use]
pub fn outcomes(ws: &Workspace, joins: &SameAs, me: &RecordId) -> Vec<Outcome> {
    let own = Drill::all(ws).filter(|drill| counts_for(drill, joins, me));
    let held = own.filter_map(held).map(|held| Outcome::of(&held));
    let mut all: Vec<Outcome> = held.filter(|outcome| outcome.ended).collect();
    all.sort_by(|a, b| (a.started, &a.drill).cmp(&(b.started, &b.drill)));
    all
}

/// Whether a drill is one of this firm's own, and counts in its figures.
#[must_use]
pub fn counts_for(drill: &Drill<'_>, joins: &SameAs, me: &RecordId) -> bool {
    let parties = drill.parties().into_iter();
    let (own, others): (Vec<_>, Vec<_>) = parties.partition(|party| joins.same(party, me));
    let trains = drill
        .trainer()
        .is_some_and(|trainer| joins.same(&trainer, me));
    !own.is_empty() && (others.is_empty() || !trains)
}

/// A drill beside the last one of its class that can be compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'o> {
    pub before: Option<&'o Outcome>,
    /// Earlier drills of the class at another speed, or at several.
    pub not_compared: Vec<&'o Outcome>,
}

/// Compares a drill with those before it; `all` is by time, as [`outcomes`] gives them.
#[must_use]
pub fn compare<'o>(now: &Outcome, all: &'o [Outcome]) -> Comparison<'o> {
    let earlier = all.iter().filter(|other| {
        other.class == now.class && (other.started, &other.drill) < (now.started, &now.drill)
    });
    let equal = |other: &&Outcome| now.speed.is_some() && other.speed == now.speed;
    let (alike, others): (Vec<&Outcome>, Vec<&Outcome>) = earlier.partition(equal);
    Comparison {
        before: alike.last().copied(),
        not_compared: others,
    }
}

/// One expectation of one group: expected against actual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'r> {
    pub inject: usize,
    pub expectation: usize,
    pub group: &'r str,
    pub fired: At,
    /// When its time was up, by `played`.
    pub limit: i64,
    pub met: Option<Met>,
    /// Its time is up.
    pub over: bool,
    /// When a group answered after that, by `played`.
    pub late: Option<i64>,
}

/// Every expectation of every group, by inject.
#[must_use]
pub fn steps<'r>(run: &'r Run<'_>) -> Vec<Step<'r>> {
    let all = 0..run.stood.len();
    all.flat_map(|nth| steps_of(run, nth)).collect()
}

/// Every expectation of one inject of every group; none before it came.
#[must_use]
pub fn steps_of<'r>(run: &'r Run<'_>, nth: usize) -> Vec<Step<'r>> {
    let mut steps = Vec::new();
    let stood = run.stood.get(nth);
    let known = run.inject(nth).zip(stood);
    let Some((inject, stood, fired)) = known.and_then(|(i, s)| Some((i, s, s.fired?))) else {
        return steps;
    };
    for (place, expectation) in inject.expectations.iter().enumerate() {
        let limit = fired.played + i64::from(expectation.within) * MINUTE;
        let limit = stood
            .closed
            .map_or(limit, |closed| limit.min(closed.played));
        for group in run.groups {
            let answered = run.kept.iter().filter_map(|kept| match &kept.counts {
                Some(Captured::Answer(answer))
                    if answer.group == *group
                        && answer.inject == inject.id
                        && answer.expectation.as_deref() == Some(&expectation.id) =>
                {
                    Some(kept.played())
                }
                _ => None,
            });
            let met = score::met(run, nth, expectation, group);
            let late = answered.filter(|played| *played >= limit).min();
            steps.push(Step {
                inject: nth,
                expectation: place,
                group,
                fired,
                limit,
                met,
                over: run.is_over(nth, expectation),
                late: late.filter(|_| met.is_none()),
            });
        }
    }
    steps
}

/// One inject on the wall timeline: where the scenario has it, and where it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub inject: usize,
    /// Its minute by the scenario's clock, where it has one of its own.
    pub planned: Option<i64>,
    pub fired: Option<At>,
    pub closed: Option<At>,
    pub left: Option<At>,
    pub standing: Standing,
    pub by_hand: bool,
}

/// Every inject, those that came first by when they came, then the others in the scenario's order.
#[must_use]
pub fn timeline(run: &Run<'_>) -> Vec<Placed> {
    let all = run.injects().enumerate();
    let placed = all.map(|(nth, (inject, stood))| Placed {
        inject: nth,
        planned: match inject.due {
            Due::At(minute) => Some(i64::from(minute) * MINUTE),
            Due::After { .. } | Due::Led => None,
        },
        fired: stood.fired,
        closed: stood.closed,
        left: stood.left,
        standing: stood.standing,
        by_hand: stood.by_hand,
    });
    let mut placed: Vec<Placed> = placed.collect();
    placed.sort_by_key(|p| (p.fired.is_none(), p.fired, p.inject));
    placed
}

/// Points and the most there could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    pub points: i64,
    pub most: i64,
}

impl Points {
    fn add(&mut self, line: &Line<'_>) {
        self.points += line.points;
        self.most += line.most;
    }
}

/// The score of each group, in the groups' order; a ranking sorts it. `lines` are those of the run.
#[must_use]
pub fn by_group(run: &Run<'_>, lines: &[Line<'_>]) -> Vec<(String, Points)> {
    let of = |group: &String| {
        let mut sum = Points::default();
        let own = lines.iter().filter(|line| line.group == group);
        own.for_each(|line| sum.add(line));
        (group.clone(), sum)
    };
    run.groups.iter().map(of).collect()
}

/// The score of each role over all groups: of what it was expected to do, or to decide. What several
/// roles were to do counts for each of them, what all decide together for none.
#[must_use]
pub fn by_role(run: &Run<'_>, lines: &[Line<'_>]) -> BTreeMap<String, Points> {
    let mut roles: BTreeMap<String, Points> = BTreeMap::new();
    for line in lines {
        let inject = run.inject(line.source.inject());
        let who = inject.and_then(|inject| match line.source {
            Source::Expectation(_, place) => inject.expectations.get(place).map(|e| &e.who),
            Source::Decision(..) => inject.decision.as_ref().map(|d| &d.who),
            Source::Bonus(_) => None,
        });
        for role in who.into_iter().flatten() {
            roles.entry(role.clone()).or_default().add(line);
        }
    }
    roles
}

/// The score of each phase over all groups; under an empty id what falls in none.
#[must_use]
pub fn by_phase(run: &Run<'_>, lines: &[Line<'_>]) -> BTreeMap<String, Points> {
    let mut phases: BTreeMap<String, Points> = BTreeMap::new();
    for line in lines {
        let phase = phase_of(run, line.source.inject()).unwrap_or_default();
        phases.entry(phase).or_default().add(line);
    }
    phases
}

/// The phase of an inject: the one it names, else that of the minute at which it came.
#[must_use]
pub fn phase_of(run: &Run<'_>, nth: usize) -> Option<String> {
    let own = run.inject(nth)?.phase.clone();
    own.or_else(|| {
        let clock = run.stood.get(nth)?.fired?.clock;
        let minute = u32::try_from(clock / MINUTE).ok()?;
        run.scenario.phase_at(minute).map(|phase| phase.id.clone())
    })
}

/// An answer to "who is responsible?" that is not what the matrix says, or that it cannot answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub inject: String,
    pub group: String,
    pub task: RecordId,
    pub said: RecordId,
    /// The party the matrix named; none where it named nobody, or several.
    pub matrix: Option<RecordId>,
}

/// What the matrix lacked, or what the room did not know of it.
#[must_use]
pub fn lacking(run: &Run<'_>, joins: &SameAs) -> Vec<Lacking> {
    let blames = run.kept.iter().filter_map(|kept| match &kept.counts {
        Some(Captured::Blame(blame)) => Some(blame),
        _ => None,
    });
    let differs = blames.filter(|blame| {
        blame
            .matrix
            .as_ref()
            .is_none_or(|party| !joins.same(party, &blame.said))
    });
    let all = differs.map(|blame| Lacking {
        inject: blame.inject.clone(),
        group: blame.group.clone(),
        task: blame.task.clone(),
        said: blame.said.clone(),
        matrix: blame.matrix.clone(),
    });
    all.collect()
}

/// A class of anomalies, how often it came in the period, and the drills of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    pub class: String,
    pub count: u32,
    pub drills: Vec<RecordId>,
}

/// Coverage of high-frequency classes (SPEC module 4): classes with a drill ÷ classes, both in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub period: Span,
    /// From how many anomalies on a class is one of high frequency.
    pub threshold: u32,
    /// The classes that count, the most frequent first.
    pub classes: Vec<ClassRow>,
}

impl Coverage {
    #[must_use]
    pub fn drilled(&self) -> usize {
        self.classes.iter().filter(|c| !c.drills.is_empty()).count()
    }

    /// `None` where no class is of high frequency: then there is no figure.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let sample = self.classes.len();
        (sample > 0).then(|| self.drilled() as f64 / sample as f64)
    }

    /// The classes that want a drill, the most frequent first.
    pub fn missing(&self) -> impl Iterator<Item = &ClassRow> {
        self.classes.iter().filter(|class| class.drills.is_empty())
    }
}

/// `counts`: how many anomalies of each class there were in the period, from records or as entered.
#[must_use]
pub fn coverage(
    counts: &BTreeMap<String, u32>,
    threshold: u32,
    period: Span,
    outcomes: &[Outcome],
) -> Coverage {
    let frequent = counts
        .iter()
        .filter(|(_, count)| **count >= threshold.max(1));
    let row = |(class, count): (&String, &u32)| {
        let inside = |o: &&Outcome| period.from() <= o.started && o.started < period.to();
        let drills = outcomes.iter().filter(|o| o.class == *class).filter(inside);
        ClassRow {
            class: class.clone(),
            count: *count,
            drills: drills.map(|outcome| outcome.drill.clone()).collect(),
        }
    };
    let mut classes: Vec<ClassRow> = frequent.map(row).collect();
    classes.sort_by(|a, b| (b.count, &a.class).cmp(&(a.count, &b.class)));
    Coverage {
        period,
        threshold: threshold.max(1),
        classes,
    }
}

/// The key of the baseline that drills at a speed are compared with.
#[must_use]
pub fn handling_key(speed: u32) -> String {
    format!("{HANDLING}.{speed}")
}

/// Mean handling time of drills at one speed, in milliseconds of scenario time, a row for each drill.
/// Drills at other speeds are listed as not due.
#[must_use]
pub fn handling(ws: &Workspace, outcomes: &[Outcome], speed: u32) -> Average {
    let mut average = Average::new(HANDLING);
    for outcome in outcomes {
        match outcome.handling().filter(|_| outcome.speed == Some(speed)) {
            Some(time) => {
                average.count(&outcome.drill, time);
                average.reaches(outcome.started);
            }
            None => average.not_due.push(outcome.drill.clone()),
        }
    }
    let kept = baseline::of(ws, &handling_key(speed));
    average.baseline = kept.and_then(|kept| {
        Some(kpi::Baseline {
            value: kept.value()?,
            date: kept.date()?,
            sample: kept.sample()?,
        })
    });
    average
}

/// How much more efficient handling has become: 0.45 is 45 % more in the same time. `None` without a
/// figure or a baseline.
#[must_use]
pub fn gain(average: &Average) -> Option<f64> {
    let (before, now) = (average.baseline?.value, average.value()?);
    (before > 0.0 && now > 0.0).then(|| before / now - 1.0)
}

/// Whether the plan's +45 % is reached.
#[must_use]
pub fn gains_enough(average: &Average) -> Option<bool> {
    gain(average)?;
    let before = average.baseline?.value;
    // Multiplied out, so that exactly 45 % is 45 %.
    let now = average.numerator() as f64 * f64::from(100 + HANDLING_GAIN);
    Some(now <= before * 100.0 * average.denominator() as f64)
}

/// What a drill's handling time is, as the baseline of those at its speed; on the date it was held.
#[must_use]
pub fn as_baseline(outcome: &Outcome, date: Date) -> Option<(String, kpi::Baseline)> {
    let sample = u32::try_from(outcome.handled.len()).ok()?;
    let value = outcome.handling()? as f64;
    let baseline = kpi::Baseline {
        value,
        date,
        sample,
    };
    Some((handling_key(outcome.speed?), baseline))
}
