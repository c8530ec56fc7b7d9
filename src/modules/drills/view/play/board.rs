//! A running drill at one moment, as far as its windows show it: plain values that are equal where nothing
//! to be seen has changed. Never in here: words, markup, what the scenario says.

use crate::ledger::RecordId;
use crate::modules::drills::event::{Captured, Event, What};
use crate::modules::drills::report;
use crate::modules::drills::run::{At, Fires, Kept, Run, Standing, Status, Stood};
use crate::modules::drills::scenario::{Decision, Expectation, Inject};
use crate::modules::drills::score;
use crate::time::{MINUTE, SECOND};

/// How long a jump is announced in the room, in milliseconds that the drill runs.
const ANNOUNCED: i64 = 6 * SECOND;

#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    pub status: Status,
    pub at: At,
    pub speed: u32,
    /// Nothing more comes by itself.
    pub exhausted: bool,
    /// What was fired, the first first.
    pub came: Vec<Came>,
    /// What waits for a moment, the next first.
    pub next: Vec<Next>,
    /// What waits for a way that leads to it; its place.
    pub led: Vec<usize>,
    /// What was passed over or skipped; its place.
    pub left: Vec<usize>,
    /// The scenario's next jump: its place, and in how many milliseconds in the room.
    pub jump: Option<(usize, i64)>,
    /// A jump that is announced just now.
    pub card: Option<Card>,
    /// How far the presenter may jump, by the scenario's clock.
    pub furthest: Option<i64>,
    /// Where that leads: on over the scenario's own jump, if it is what comes next.
    pub lands: Option<i64>,
    /// By group.
    pub points: Vec<i64>,
    pub inserted: Vec<Inject>,
    /// What was said last, the last first.
    pub said: Vec<Kept>,
    /// What counts of it, and was said last: it can be taken back.
    pub last_said: Option<RecordId>,
}

/// How much of what was said stands on the page; all of it is in the review.
const SAID: usize = 12;

/// An inject that was fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub nth: usize,
    pub fired: At,
    pub open: bool,
    /// When it closes, in milliseconds in the room; none once it is closed.
    pub closes: Option<i64>,
    pub asks: Vec<Ask>,
    pub decision: Option<Choosing>,
    /// By group: whether it said anything about it.
    pub answered: Vec<bool>,
}

/// How an expectation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// When its time is up, in milliseconds in the room; none once it is.
    pub ends: Option<i64>,
    /// By group.
    pub marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Waiting,
    /// Met, for so many points.
    Met(i64),
    /// One role of several that all have to.
    Partly,
    Wrong,
    Missed,
}

/// How a decision stands; options by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// By group.
    pub chose: Vec<Option<usize>>,
    pub follow: Option<usize>,
    /// Where the room goes as things stand, or went.
    pub takes: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub nth: usize,
    pub held: bool,
    /// By the scenario's clock.
    pub clock: i64,
    /// In how many milliseconds in the room.
    pub left: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The scenario's own jump, by its place; none: the presenter's.
    pub jump: Option<usize>,
    pub clock: i64,
}

impl Board {
    pub fn of(run: &Run<'_>, log: &[Event]) -> Self {
        let mut next: Vec<Next> = places(run, Standing::Waiting)
            .filter_map(|nth| next(run, nth))
            .collect();
        next.sort_by_key(|next| (next.left, next.nth));
        let waits = |nth: &usize| run.stood.get(*nth).is_some_and(|s| s.fires.is_none());
        let all = 0..run.stood.len();
        let mut came: Vec<Came> = all.filter_map(|nth| came(run, nth)).collect();
        came.sort_by_key(|came| (came.fired.ran, came.fired.played, came.nth));
        let passed = places(run, Standing::Passed);
        let points = report::by_group(run, &score::lines(run)).into_iter();
        Self {
            status: run.status,
            at: run.at,
            speed: run.speed,
            exhausted: run.is_exhausted(),
            came,
            next,
            led: places(run, Standing::Waiting).filter(waits).collect(),
            left: passed.chain(places(run, Standing::Skipped)).collect(),
            jump: jump_ahead(run),
            card: card(run, log),
            furthest: run.furthest(),
            lands: run.furthest().map(|to| lands(run, to)),
            points: points.map(|(_, points)| points.points).collect(),
            inserted: run.inserted.clone(),
            said: run.kept.iter().rev().take(SAID).cloned().collect(),
            last_said: last_said(run),
        }
    }

    pub fn find(&self, nth: usize) -> Option<&Came> {
        self.came.iter().find(|came| came.nth == nth)
    }

    /// What came last: the room sees it.
    pub fn latest(&self) -> Option<&Came> {
        self.came.last()
    }

    pub fn is_running(&self) -> bool {
        self.status == Status::Running
    }

    /// The places of the groups in the ranking, by group; equal points share one.
    pub fn ranks(&self) -> Vec<usize> {
        let better = |own: i64| self.points.iter().filter(|points| **points > own).count();
        self.points.iter().map(|own| better(*own) + 1).collect()
    }
}

fn last_said(run: &Run<'_>) -> Option<RecordId> {
    let mut all = run.kept.iter().rev();
    all.find(|kept| kept.counts.is_some())
        .map(|kept| kept.id.clone())
}

fn places(run: &Run<'_>, standing: Standing) -> impl Iterator<Item = usize> {
    let all = run.stood.iter().enumerate();
    all.filter(move |(_, stood)| stood.standing == standing)
        .map(|(nth, _)| nth)
}

/// Milliseconds in the room for so many of scenario time.
fn in_room(run: &Run<'_>, played: i64) -> i64 {
    played.max(0) / i64::from(run.speed.max(1))
}

fn next(run: &Run<'_>, nth: usize) -> Option<Next> {
    let stood = run.stood.get(nth)?;
    let (clock, played) = match stood.fires? {
        Fires::Clock(clock) => {
            let ahead = (clock - run.at.clock).max(0);
            (clock, ahead - jumped_over(run, clock).min(ahead))
        }
        Fires::Played(played) => {
            let ahead = (played - run.at.played).max(0);
            (run.at.clock + ahead, ahead)
        }
    };
    Some(Next {
        nth,
        held: stood.held,
        clock,
        left: in_room(run, played),
    })
}

/// How much of what lies before a moment of the scenario's clock its own jumps will pass over.
fn jumped_over(run: &Run<'_>, clock: i64) -> i64 {
    let jumps = run.scenario.jumps.iter().zip(&run.jumped);
    let ahead = jumps.filter(|(jump, taken)| {
        let (at, to) = (i64::from(jump.at) * MINUTE, i64::from(jump.to) * MINUTE);
        !**taken && run.at.clock < to && at < clock
    });
    ahead
        .map(|(jump, _)| {
            let at = (i64::from(jump.at) * MINUTE).max(run.at.clock);
            (i64::from(jump.to) * MINUTE).min(clock) - at
        })
        .sum()
}

fn jump_ahead(run: &Run<'_>) -> Option<(usize, i64)> {
    let jumps = run.scenario.jumps.iter().zip(&run.jumped).enumerate();
    let ahead =
        jumps.filter(|(_, (jump, taken))| !**taken && run.at.clock < i64::from(jump.to) * MINUTE);
    let first = ahead.min_by_key(|(_, (jump, _))| jump.at)?;
    let left = i64::from(first.1.0.at) * MINUTE - run.at.clock;
    Some((first.0, in_room(run, left)))
}

fn lands(run: &Run<'_>, to: i64) -> i64 {
    let jumps = run.scenario.jumps.iter().zip(&run.jumped);
    let mut next = jumps.filter(|(jump, taken)| !**taken && i64::from(jump.at) * MINUTE == to);
    next.next()
        .map_or(to, |(jump, _)| i64::from(jump.to) * MINUTE)
}

fn card(run: &Run<'_>, log: &[Event]) -> Option<Card> {
    let reach = ANNOUNCED * i64::from(run.speed);
    let jumps = run.scenario.jumps.iter().zip(&run.jumped).enumerate();
    let mut just = jumps.filter(|(_, (jump, taken))| {
        let since = run.at.clock - i64::from(jump.to) * MINUTE;
        **taken && (0..reach).contains(&since)
    });
    if let Some((nth, (jump, _))) = just.next_back() {
        return Some(Card {
            jump: Some(nth),
            clock: i64::from(jump.to) * MINUTE,
        });
    }
    let by_hand = log.iter().rev().find_map(|event| match event.what {
        What::Jump(to) => Some((event.ran, to)),
        _ => None,
    });
    let (ran, clock) = by_hand?;
    (0..ANNOUNCED)
        .contains(&(run.at.ran - ran))
        .then_some(Card { jump: None, clock })
}

fn came(run: &Run<'_>, nth: usize) -> Option<Came> {
    let stood = run.stood.get(nth)?;
    let (inject, fired) = (run.inject(nth)?, stood.fired?);
    let open = stood.standing == Standing::Open;
    let left = |limit: i64| in_room(run, limit - run.at.played);
    let asks = inject.expectations.iter().map(|expectation| {
        let over = run.is_over(nth, expectation);
        let ends = fired.played + i64::from(expectation.within) * MINUTE;
        let mark = |group: &String| mark(run, nth, expectation, group, over);
        Ask {
            ends: (!over).then(|| left(ends)),
            marks: run.groups.iter().map(mark).collect(),
        }
    });
    let asks = asks.collect();
    let decision = inject.decision.as_ref();
    let decision = decision.map(|decision| choosing(run, nth, stood, decision));
    let said = |group: &String| {
        let of = |kept: &Kept| match &kept.counts {
            Some(Captured::Answer(a)) => a.inject == inject.id && a.group == *group,
            Some(Captured::Decide(d)) => d.inject == inject.id && d.group == *group,
            _ => false,
        };
        run.kept.iter().any(of)
    };
    Some(Came {
        nth,
        fired,
        open,
        closes: run.closes_at(nth).filter(|_| open).map(left),
        asks,
        decision,
        answered: run.groups.iter().map(said).collect(),
    })
}

fn choosing(run: &Run<'_>, nth: usize, stood: &Stood, decision: &Decision) -> Choosing {
    let chose = |group: &String| run.chose(nth, decision, group).map(|(place, _)| place);
    Choosing {
        chose: run.groups.iter().map(chose).collect(),
        follow: stood.follow,
        takes: run.room_takes(nth),
    }
}

fn mark(run: &Run<'_>, nth: usize, asked: &Expectation, group: &str, over: bool) -> Mark {
    if let Some(met) = score::met(run, nth, asked, group) {
        return Mark::Met(met.points);
    }
    let credits = run.kept.iter().filter_map(|kept| match &kept.counts {
        Some(Captured::Answer(answer)) if answer.group == group => {
            (answer.expectation.as_deref() == Some(&asked.id)).then_some(answer.credit)
        }
        _ => None,
    });
    match (credits.max(), over) {
        (Some(0), _) => Mark::Wrong,
        (_, true) => Mark::Missed,
        (Some(_), false) => Mark::Partly,
        (None, false) => Mark::Waiting,
    }
}
