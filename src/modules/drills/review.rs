//! The review 复盘 of a drill: what happened line by line, expected beside actual, and what it came to.
//! Read once from its log, with rests in between, so that a page can answer while a long log is read.
//! Never in here: words, signals, a clock; what a figure means (`report`, `score`).

use std::collections::BTreeMap;

use super::event::{Captured, Event, What};
use super::model::{self, Drill, Group};
use super::report::{self, Lacking, Outcome, Placed, Points};
use super::run::{At, Kept, Run, Standing, Status, Stood};
use super::scenario::{Inject, Scenario};
use super::score::{self, Met};
use crate::ledger::{RecordId, Workspace};
use crate::records::same_as::SameAs;
use crate::time::{Instant, MINUTE};

/// So many events are taken in between two rests.
const BATCH: usize = 200;

/// A drill as it was prepared, with its log.
#[derive(Clone, Debug)]
pub struct Source {
    pub drill: RecordId,
    pub title: String,
    pub class: String,
    pub scenario: Scenario,
    pub groups: Vec<Group>,
    pub matrix: Option<RecordId>,
    pub hides_names: bool,
    /// In its order.
    pub log: Vec<Event>,
}

impl Source {
    /// What a drill was prepared with, and the records its log is to be read from.
    #[must_use]
    pub fn begin(ws: &Workspace, id: &RecordId) -> Option<(Self, Vec<RecordId>)> {
        let drill = Drill::find(ws, id)?;
        let (scenario, _) = model::scenario(&drill.script()?);
        let source = Self {
            drill: id.clone(),
            title: drill.title().into_owned(),
            class: drill.class().into_owned(),
            scenario,
            groups: drill.groups(),
            matrix: drill.matrix(),
            hides_names: drill.hides_names(),
            log: Vec::new(),
        };
        Some((source, drill.event_ids()))
    }

    /// Reads some records of the log.
    pub fn take(&mut self, ws: &Workspace, ids: &[RecordId]) {
        let Some(drill) = Drill::find(ws, &self.drill) else {
            return;
        };
        let records = ids.iter().filter_map(|id| ws.record(id));
        self.log
            .extend(records.filter_map(|record| drill.own_event(&record)));
    }
}

/// What a line of the timeline is about, as a place in the review's own lists. Of one moment they come
/// in this order, but the end of the drill, which comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// What the presenter did with the clock: a place in `log`.
    Did(usize),
    /// An inject came.
    Came(usize),
    /// An inject was passed over or skipped.
    Left(usize),
    /// What a person said: a place in `kept`.
    Said(usize),
    /// How an expectation turned out: a place in `steps`.
    Turned(usize),
    /// No more answers were waited for.
    Closed(usize),
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: At,
    pub about: About,
}

/// One expectation of one group: `report::Step`, with the group by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    pub inject: usize,
    pub expectation: usize,
    pub group: usize,
    pub fired: At,
    /// By `played`.
    pub limit: i64,
    pub met: Option<Met>,
    pub over: bool,
    pub late: Option<i64>,
}

/// A drill that was started, with everything its page shows.
#[derive(Clone, Debug)]
pub struct Review {
    pub source: Source,
    pub status: Status,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    /// Where it stands: at its end, once that has come.
    pub at: At,
    /// The scenario's, then inserted ones, each with how it stands.
    pub injects: Vec<Inject>,
    pub stood: Vec<Stood>,
    /// Every inject: those that came by when they came.
    pub placed: Vec<Placed>,
    pub kept: Vec<Kept>,
    pub steps: Vec<Turned>,
    pub entries: Vec<Entry>,
    pub by_group: Vec<(String, Points)>,
    /// In the scenario's order.
    pub by_role: Vec<(String, Points)>,
    /// In the scenario's order, then under an empty id what falls in none.
    pub by_phase: Vec<(String, Points)>,
    pub lacking: Vec<Lacking>,
    pub outcome: Outcome,
}

/// Who gets a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    Facilitator,
    /// Those who took part; of one group, where each gets its own.
    Participants(Option<String>),
}

impl Review {
    /// `rest` is awaited after each part of the work; natively it need not do anything.
    pub async fn of(mut source: Source, joins: &SameAs, rest: impl AsyncFn()) -> Self {
        super::event::sort(&mut source.log);
        let groups: Vec<String> = source.groups.iter().map(|g| g.id.clone()).collect();
        let scenario = source.scenario.clone();
        let mut run = Run::new(&scenario, &groups);
        let mut path = Path::default();
        for (nth, event) in source.log.iter().enumerate() {
            path.take(&mut run, event);
            if nth % BATCH == BATCH - 1 {
                rest().await;
            }
        }
        rest().await;
        path.note(&run);
        path.sort();
        let (mut steps, mut turned, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for nth in 0..run.stood.len() {
            steps.extend(report::steps_of(&run, nth));
            lines.extend(score::lines_of(&run, nth));
            rest().await;
        }
        for step in &steps {
            let group = groups.iter().position(|id| id == step.group);
            turned.push(Turned {
                inject: step.inject,
                expectation: step.expectation,
                group: group.unwrap_or_default(),
                fired: step.fired,
                limit: step.limit,
                met: step.met,
                over: step.over,
                late: step.late,
            });
        }
        let entries = entries(&run, &source.log, &turned, &path);
        rest().await;
        let first = |is: fn(&What) -> bool| source.log.iter().find(|e| is(&e.what)).map(|e| e.at);
        let started = first(|what| matches!(what, What::Start));
        let named = (
            source.drill.clone(),
            source.class.clone(),
            started.unwrap_or_default(),
        );
        let order = scenario.roles.iter().map(|role| role.id.as_str());
        let by_role = in_order(report::by_role(&run, &lines), order);
        let order = scenario.phases.iter().map(|phase| phase.id.as_str());
        let by_phase = in_order(report::by_phase(&run, &lines), order);
        Self {
            status: run.status,
            started,
            ended: first(|what| matches!(what, What::End)),
            at: run.at,
            placed: report::timeline(&run),
            by_group: report::by_group(&run, &lines),
            by_role,
            by_phase,
            lacking: report::lacking(&run, joins),
            outcome: Outcome::told(named, &run, &steps, &lines),
            injects: run.injects().map(|(inject, _)| inject.clone()).collect(),
            stood: run.stood.clone(),
            kept: run.kept.clone(),
            steps: turned,
            entries,
            source,
        }
    }

    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.status == Status::Ended
    }

    #[must_use]
    pub fn inject(&self, id: &str) -> Option<&Inject> {
        self.injects.iter().find(|inject| inject.id == id)
    }

    /// When an inject came, by its id.
    #[must_use]
    pub fn came(&self, id: &str) -> Option<At> {
        let nth = self.injects.iter().position(|inject| inject.id == id)?;
        self.stood.get(nth)?.fired
    }

    /// The name of a group, or its id where it has none.
    #[must_use]
    pub fn group<'a>(&'a self, id: &'a str) -> &'a str {
        let group = self.source.groups.iter().find(|group| group.id == id);
        group.map_or(id, |group| &group.name)
    }

    /// The groups by their points, each with its rank; equal points share one.
    #[must_use]
    pub fn ranking(&self) -> Vec<(usize, &str, Points)> {
        let mut all: Vec<(&str, Points)> = self
            .by_group
            .iter()
            .map(|(group, points)| (group.as_str(), *points))
            .collect();
        all.sort_by_key(|(_, points)| std::cmp::Reverse(points.points));
        let rank = |points: Points| {
            let better = all.iter().filter(|(_, own)| own.points > points.points);
            better.count() + 1
        };
        all.iter()
            .map(|(group, points)| (rank(*points), *group, *points))
            .collect()
    }

    /// The mean of the stars given to each group, in hundredths, and how often. No ratings, no row.
    #[must_use]
    pub fn stars(&self) -> BTreeMap<String, (u32, u32)> {
        let mut sums: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for kept in &self.kept {
            if let Some(Captured::Rating(rating)) = &kept.counts {
                let group = rating.group.clone().unwrap_or_default();
                let sum = sums.entry(group).or_default();
                *sum = (sum.0 + rating.stars * 100, sum.1 + 1);
            }
        }
        sums.into_iter()
            .map(|(group, (sum, count))| (group, (sum / count.max(1), count)))
            .collect()
    }

    /// Whether a line stands in a report. What did not come, what the presenter did, ratings and notes
    /// are the facilitator's.
    #[must_use]
    pub fn tells(&self, about: About, reader: &Reader) -> bool {
        if *reader == Reader::Facilitator {
            return true;
        }
        match about {
            About::Came(_) | About::Turned(_) | About::Closed(_) | About::Ended => true,
            About::Did(_) | About::Left(_) => false,
            About::Said(nth) => self.kept.get(nth).is_some_and(|kept| {
                let counts = kept.counts.as_ref();
                counts.is_some_and(|said| match said {
                    Captured::Answer(_) | Captured::Decide(_) | Captured::Blame(_) => {
                        self.quotes(group_of(said), reader)
                    }
                    Captured::Rating(_) | Captured::Note(_) => false,
                })
            }),
        }
    }

    /// Whether a report repeats what a group said: where names are hidden, only its own.
    #[must_use]
    pub fn quotes(&self, group: Option<&str>, reader: &Reader) -> bool {
        match reader {
            Reader::Facilitator => true,
            Reader::Participants(own) => !self.source.hides_names || own.as_deref() == group,
        }
    }
}

/// The group that said something, where one did.
#[must_use]
pub fn group_of(said: &Captured) -> Option<&str> {
    match said {
        Captured::Answer(answer) => Some(&answer.group),
        Captured::Decide(decide) => Some(&decide.group),
        Captured::Blame(blame) => Some(&blame.group),
        Captured::Rating(rating) => rating.group.as_deref(),
        Captured::Note(_) => None,
    }
}

/// The inject that something was said to, where there is one.
#[must_use]
pub fn inject_of(said: &Captured) -> Option<&str> {
    match said {
        Captured::Answer(answer) => Some(&answer.inject),
        Captured::Decide(decide) => Some(&decide.inject),
        Captured::Blame(blame) => Some(&blame.inject),
        Captured::Note(note) => note.inject.as_deref(),
        Captured::Rating(_) => None,
    }
}

fn in_order<'o>(
    mut sums: BTreeMap<String, Points>,
    order: impl Iterator<Item = &'o str>,
) -> Vec<(String, Points)> {
    let known = order.filter_map(|id| sums.remove_entry(id));
    let mut all: Vec<(String, Points)> = known.collect();
    all.extend(sums);
    all
}

/// How the measures of time went together: each moment that is known of, with the speed from there on.
#[derive(Default)]
struct Path {
    known: Vec<(At, u32)>,
    /// Where the drill stood after each event.
    after: Vec<At>,
}

impl Path {
    fn take(&mut self, run: &mut Run<'_>, event: &Event) {
        let (before, speed) = (run.at, run.speed);
        let jumped = run.jumped.clone();
        run.apply(event);
        // A jump of the scenario is taken when its minute has been played to.
        let mut at = before;
        let jumps = run
            .scenario
            .jumps
            .iter()
            .zip(jumped.iter().zip(&run.jumped));
        let mut taken: Vec<_> = jumps.filter(|(_, (was, is))| !**was && **is).collect();
        taken.sort_by_key(|(jump, _)| jump.at);
        for (jump, _) in taken {
            let wait = (i64::from(jump.at) * MINUTE - at.clock).max(0);
            at = At {
                ran: at.ran + wait / i64::from(speed.max(1)),
                played: at.played + wait,
                clock: (i64::from(jump.to) * MINUTE).max(at.clock + wait),
            };
            self.known.push((at, speed));
        }
        self.known.push((run.at, run.speed));
        self.after.push(run.at);
    }

    fn note(&mut self, run: &Run<'_>) {
        for stood in &run.stood {
            let moments = [stood.fired, stood.closed, stood.left];
            let speed = stood.speed.max(1);
            let moments = moments.into_iter().flatten();
            self.known.extend(moments.map(|at| (at, speed)));
        }
    }

    fn sort(&mut self) {
        self.known
            .sort_by_key(|(at, _)| (at.played, at.ran, at.clock));
    }

    /// Where a moment of `played` lies on the other measures.
    fn at(&self, played: i64) -> At {
        let place = self.known.partition_point(|(at, _)| at.played <= played);
        let known = place.checked_sub(1).and_then(|nth| self.known.get(nth));
        let (at, speed) = known.copied().unwrap_or_default();
        let passed = played - at.played;
        At {
            ran: at.ran + passed / i64::from(speed.max(1)),
            played,
            clock: at.clock + passed,
        }
    }
}

fn entries(run: &Run<'_>, log: &[Event], steps: &[Turned], path: &Path) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut add = |at: At, about: About| all.push(Entry { at, about });
    for (nth, (event, at)) in log.iter().zip(&path.after).enumerate() {
        match event.what {
            What::End => add(*at, About::Ended),
            What::Start
            | What::Pause(_)
            | What::Resume
            | What::Speed(_)
            | What::Hold(_)
            | What::Release(_)
            | What::Jump(_)
            | What::Follow { .. } => add(*at, About::Did(nth)),
            // These show by what came of them.
            What::Fire(_)
            | What::Skip(_)
            | What::Insert(_)
            | What::Close(_)
            | What::Captured(_)
            | What::Correct(_) => {}
        }
    }
    for (nth, stood) in run.stood.iter().enumerate() {
        let left = stood.left.filter(|_| stood.standing != Standing::Closed);
        let moments = [
            stood.fired.map(|at| (at, About::Came(nth))),
            left.map(|at| (at, About::Left(nth))),
            stood.closed.map(|at| (at, About::Closed(nth))),
        ];
        for (at, about) in moments.into_iter().flatten() {
            add(at, about);
        }
    }
    for (nth, kept) in run.kept.iter().enumerate() {
        let stated = kept.played();
        let at = match stated == kept.at.played {
            true => kept.at,
            false => path.at(stated),
        };
        add(at, About::Said(nth));
    }
    for (nth, step) in steps.iter().enumerate() {
        match (step.met, step.over) {
            (Some(met), _) => add(path.at(met.played), About::Turned(nth)),
            (None, true) => add(path.at(step.limit), About::Turned(nth)),
            (None, false) => {}
        }
    }
    all.sort_by_key(|entry| (entry.at.played, entry.at.ran, entry.about));
    all
}
