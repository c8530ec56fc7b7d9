//! Random scenarios that can be played, a desk that plays one with ticks, controls, sleeps and crashes, and
//! a watcher who reckons by the wall what should have been seen when.
//! Never in here: a test.

use tandem::ledger::RecordId;
use tandem::modules::drills::check::check;
use tandem::modules::drills::edits::may;
use tandem::modules::drills::event::{Answer, Captured, Cause, Correct, Decide, Event, Note, What};
use tandem::modules::drills::run::{Run, Standing, Status};
use tandem::modules::drills::scenario::{
    Branch, Choice, Compare, Condition, Decided, Decision, Due, END, Effect, Expectation, Held,
    Inject, Jump, Role, Scenario, Text, Variable, Way, With,
};
use tandem::modules::drills::ticker::{GAP, Tick, Ticker};
use tandem::modules::drills::words::Channel;
use tandem::time::{Instant, MINUTE, SECOND};

use crate::time_schedule::Dice;

fn chance(dice: &mut Dice, percent: i64) -> bool {
    dice.upto(100) < percent
}

fn minutes(dice: &mut Dice, from: i64, to: i64) -> u32 {
    u32::try_from(from + dice.upto(to - from + 1)).expect("a few minutes")
}

fn plain(text: &str) -> Text {
    Text::Plain(text.to_owned())
}

/// A scenario that may be full of holes: what `check` has to judge.
pub fn any_scenario(dice: &mut Dice, most: i64) -> Scenario {
    let role = |id: &str| Role {
        id: id.into(),
        title: plain(id),
        ..Role::default()
    };
    let jump = chance(dice, 40).then(|| {
        let at = minutes(dice, 6, 12);
        Jump {
            id: "night".into(),
            title: plain("Next morning"),
            at,
            to: at + 600,
            rest: Default::default(),
        }
    });
    let injects = 1 + dice.upto(most);
    let mut scenario = Scenario {
        slug: "random".into(),
        version: 1,
        class: "delivery_delay".into(),
        title: plain("Random"),
        background: plain("None"),
        minutes: 600,
        speed: minutes(dice, 1, 15),
        roles: vec![role("buyer"), role("planner")],
        variables: vec![Variable {
            id: "stock".into(),
            title: plain("Stock"),
            start: Held::Number(1),
            options: Vec::new(),
            unit: Text::default(),
            rest: Default::default(),
        }],
        jumps: jump.into_iter().collect(),
        ..Scenario::default()
    };
    let ids: Vec<String> = (0..injects).map(|nth| format!("i{nth}")).collect();
    for (nth, id) in ids.iter().enumerate() {
        let inject = inject(dice, &scenario, &ids, nth, id);
        scenario.injects.push(inject);
    }
    scenario.sort();
    scenario
}

fn inject(dice: &mut Dice, scenario: &Scenario, ids: &[String], nth: usize, id: &str) -> Inject {
    let other = |dice: &mut Dice| ids[dice.upto(ids.len() as i64) as usize].clone();
    let due = match dice.upto(10) {
        0..=5 => {
            let minute = minutes(dice, 0, 14);
            let night = scenario.jumps.first().filter(|jump| minute > jump.at);
            Due::At(night.map_or(minute, |jump| minute - jump.at + jump.to))
        }
        6..=7 if nth > 0 => Due::After {
            inject: ids[dice.upto(nth as i64) as usize].clone(),
            minutes: minutes(dice, 0, 4),
        },
        _ if nth > 0 => Due::Led,
        _ => Due::At(0),
    };
    let mut inject = Inject {
        id: id.into(),
        title: plain(id),
        channel: Channel::Message,
        due,
        content: plain("…"),
        ..Inject::default()
    };
    for place in 0..dice.upto(3) {
        let effect = |dice: &mut Dice| {
            let by = dice.upto(3) - 1;
            if chance(dice, 20) {
                vec![Effect::Add {
                    add: "stock".into(),
                    by,
                }]
            } else {
                Vec::new()
            }
        };
        let who = match dice.upto(3) {
            0 => vec!["buyer".to_owned()],
            1 => vec!["planner".to_owned()],
            _ => vec!["buyer".to_owned(), "planner".to_owned()],
        };
        inject.expectations.push(Expectation {
            id: format!("{id}e{place}"),
            who,
            what: plain("Answer"),
            within: minutes(dice, 1, 4),
            points: minutes(dice, 0, 3),
            all: chance(dice, 40),
            if_met: effect(dice),
            if_missed: effect(dice),
            rest: Default::default(),
        });
    }
    if chance(dice, 30) {
        let way = |dice: &mut Dice| {
            let to = if chance(dice, 15) {
                END.to_owned()
            } else {
                other(dice)
            };
            Way {
                to,
                after: minutes(dice, 0, 3),
            }
        };
        let leads = chance(dice, 60);
        let options = ["a", "b", "c"].into_iter().take(2 + dice.upto(2) as usize);
        let option = |dice: &mut Dice, id: &str| Choice {
            id: id.into(),
            title: plain(id),
            points: dice.upto(5) as i32 - 2,
            way: leads.then(|| way(dice)),
            ..Choice::default()
        };
        inject.decision = Some(Decision {
            within: minutes(dice, 1, 4),
            options: options.map(|id| option(dice, id)).collect(),
            otherwise: leads.then(|| way(dice)),
            ..Decision::default()
        });
    } else if chance(dice, 20) {
        let to = other(dice);
        let when = Some(condition(dice, ids, 0));
        let way = Way {
            to,
            after: minutes(dice, 0, 3),
        };
        let to = other(dice);
        inject.branches = vec![
            Branch {
                when,
                way,
                ..Branch::default()
            },
            Branch {
                way: Way { to, after: 1 },
                ..Branch::default()
            },
        ];
    }
    if chance(dice, 25) {
        inject.when = Some(condition(dice, ids, 0));
    }
    inject
}

/// Conditions that only ask for what can be there.
fn condition(dice: &mut Dice, ids: &[String], depth: usize) -> Condition {
    let other = ids[dice.upto(ids.len() as i64) as usize].clone();
    match dice.upto(if depth > 1 { 5 } else { 7 }) {
        0 => Condition::Decided(Decided {
            inject: other,
            option: "a".into(),
        }),
        1 => Condition::ScoreAtLeast(dice.upto(6) - 1),
        2 => Condition::Met(format!("{other}e0")),
        3 => Condition::Missed(format!("{other}e0")),
        4 => Condition::Variable(Compare {
            id: "stock".into(),
            with: With::AtLeast(dice.upto(3)),
        }),
        5 => Condition::Not(Box::new(condition(dice, ids, depth + 1))),
        _ => {
            let both = vec![
                condition(dice, ids, depth + 1),
                condition(dice, ids, depth + 1),
            ];
            if chance(dice, 50) {
                Condition::All(both)
            } else {
                Condition::Any(both)
            }
        }
    }
}

/// A scenario that `check` finds nothing wrong with.
pub fn playable(dice: &mut Dice, most: i64) -> Scenario {
    loop {
        let scenario = any_scenario(dice, most);
        if !check(&scenario).forbid() {
            return scenario;
        }
    }
}

/// What could be seen at one moment, on the wall clock.
#[derive(Clone, Debug)]
pub struct Sight {
    pub now: i64,
    pub running: bool,
    pub speed: u32,
    pub finished: bool,
    pub injects: Vec<(Standing, bool, bool)>,
    pub did: Did,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Did {
    Tick,
    Control,
    /// The page was gone until now.
    Gone,
    /// The presenter let scenario time go on at this moment.
    Jumped(i64),
}

/// The page that plays a drill: its log, what it shows, and what survives a crash.
pub struct Desk<'s> {
    pub run: Run<'s>,
    pub log: Vec<Event>,
    ticker: Option<Ticker>,
    /// Kept before anything is shown.
    kept: i64,
    pub now: i64,
    pub sights: Vec<Sight>,
    pub crashes: usize,
    pub gaps: usize,
}

impl<'s> Desk<'s> {
    pub fn new(scenario: &'s Scenario, groups: &'s [String]) -> Self {
        let mut desk = Self {
            run: Run::new(scenario, groups),
            log: Vec::new(),
            ticker: None,
            kept: 0,
            now: 0,
            sights: Vec::new(),
            crashes: 0,
            gaps: 0,
        };
        desk.see(Did::Tick);
        desk
    }

    fn see(&mut self, did: Did) {
        let all = self.run.stood.iter();
        let injects = all.map(|s| (s.standing, s.held, s.by_hand)).collect();
        self.sights.push(Sight {
            now: self.now,
            running: self.run.status == Status::Running,
            speed: self.run.speed,
            finished: self.run.finished || self.run.status == Status::Ended,
            injects,
            did,
        });
    }

    fn write(&mut self, what: What) {
        let bits = self.log.len() as u128;
        let event = Event {
            id: RecordId::from_bits("drill_event", bits),
            n: self.log.len() as u32,
            ran: self.kept,
            // The wall clock may say anything.
            at: Instant(self.now * 7 % 1_000_003),
            what,
        };
        self.run.apply(&event);
        self.log.push(event);
    }

    pub fn tick(&mut self) {
        if self.run.status == Status::Running {
            let now = self.now;
            match self
                .ticker
                .get_or_insert(Ticker::new(self.kept, now))
                .tick(now)
            {
                Tick::Ran(ran) => {
                    self.kept = ran;
                    self.run.advance(ran);
                }
                Tick::Gap(ran) => {
                    assert_eq!(ran, self.kept);
                    self.gaps += 1;
                    self.write(What::Pause(Cause::Gap));
                }
            }
        }
        self.see(Did::Tick);
    }

    /// Does what the page would allow; says whether it did.
    pub fn does(&mut self, what: What) -> bool {
        self.tick();
        if may(&self.run, &what).is_err() {
            return false;
        }
        let did = match &what {
            What::Jump(to) => Did::Jumped(*to),
            _ => Did::Control,
        };
        let starts = matches!(what, What::Start | What::Resume);
        self.write(what);
        if starts {
            self.ticker = Some(Ticker::new(self.kept, self.now));
        }
        self.see(did);
        true
    }

    /// The page is gone in the middle of whatever it did, and opened again some time later.
    pub fn crash(&mut self, away: i64) {
        self.crashes += 1;
        self.now += away;
        let before = self.run.clone();
        self.run = Run::of(before.scenario, before.groups, &self.log);
        self.run.advance(self.kept);
        assert_same(&self.run, &before);
        self.ticker = None;
        if self.run.status == Status::Running {
            self.write(What::Pause(Cause::Gap));
        }
        self.see(Did::Gone);
    }
}

/// Both show the same, to the last answer.
pub fn assert_same(a: &Run<'_>, b: &Run<'_>) {
    assert_eq!(a.stood, b.stood);
    assert_eq!(
        (a.status, a.at, a.speed, a.one_speed),
        (b.status, b.at, b.speed, b.one_speed)
    );
    assert_eq!(
        (&a.variables, &a.bonus, &a.jumped),
        (&b.variables, &b.bonus, &b.jumped)
    );
    assert_eq!(
        (&a.kept, &a.inserted, a.finished),
        (&b.kept, &b.inserted, b.finished)
    );
}

/// Plays a drill at random from its start until nothing more comes.
pub fn play<'s>(scenario: &'s Scenario, groups: &'s [String], dice: &mut Dice) -> Desk<'s> {
    let mut desk = Desk::new(scenario, groups);
    if chance(dice, 20) {
        any_control(&mut desk, dice);
    }
    desk.does(What::Start);
    for _ in 0..4_000 {
        if desk.run.is_exhausted() {
            break;
        }
        match dice.upto(100) {
            0 => desk.crash(dice.upto(3_600 * SECOND)),
            // Asleep: nothing is heard for longer than the gap.
            1 => {
                desk.now += GAP + 1 + dice.upto(3_600 * SECOND);
                desk.tick();
            }
            2..=13 => any_control(&mut desk, dice),
            14..=29 => any_words(&mut desk, dice),
            _ => {
                // Long steps where nothing is due, as short ones show nothing there.
                desk.now += 1 + dice.upto(GAP);
                desk.tick();
            }
        }
        if desk.run.status == Status::Paused && chance(dice, 60) {
            desk.now += dice.upto(600 * SECOND);
            desk.does(What::Resume);
        }
        // Whatever is held comes in the end.
        let held = desk
            .run
            .injects()
            .find(|(_, s)| s.held)
            .map(|(i, _)| i.id.clone());
        if let Some(id) = held.filter(|_| chance(dice, 5)) {
            desk.does(What::Release(id));
        }
    }
    assert!(desk.run.is_exhausted(), "every drill ends");
    desk
}

fn any_inject(desk: &Desk<'_>, dice: &mut Dice) -> String {
    let all = desk.run.stood.len();
    let nth = dice.upto(all as i64) as usize;
    desk.run
        .inject(nth)
        .map(|i| i.id.clone())
        .unwrap_or_default()
}

fn any_control(desk: &mut Desk<'_>, dice: &mut Dice) {
    let id = any_inject(desk, dice);
    let what = match dice.upto(20) {
        0..=4 => What::Pause(Cause::Hand),
        5..=8 => What::Speed(minutes(dice, 1, 60)),
        9..=10 => What::Fire(id),
        11..=12 => What::Hold(id),
        13 => What::Release(id),
        14 => What::Skip(id),
        15 => What::Insert(Box::new(Inject {
            id: format!("x{}", desk.log.len()),
            content: plain("Now"),
            ..Inject::default()
        })),
        16..=17 => {
            let furthest = desk.run.furthest().unwrap_or(desk.run.at.clock + MINUTE);
            What::Jump(furthest - dice.upto(2) * SECOND)
        }
        18 => What::Close(id),
        _ => What::Follow {
            inject: id,
            option: "b".into(),
        },
    };
    desk.does(what);
}

fn any_words(desk: &mut Desk<'_>, dice: &mut Dice) {
    let inject = any_inject(desk, dice);
    let groups = desk.run.groups;
    let group = groups[dice.upto(groups.len() as i64) as usize].clone();
    let what = match dice.upto(10) {
        0..=5 => {
            let role = [None, Some("buyer"), Some("planner")][dice.upto(3) as usize];
            What::Captured(Captured::Answer(Answer {
                expectation: Some(format!("{inject}e{}", dice.upto(2))),
                inject,
                group,
                role: role.map(str::to_owned),
                text: String::new(),
                credit: 25 * dice.upto(5) as u32,
                played: None,
            }))
        }
        6..=7 => What::Captured(Captured::Decide(Decide {
            inject,
            group,
            option: ["a", "b", "c"][dice.upto(3) as usize].into(),
            played: None,
        })),
        8 => What::Captured(Captured::Note(Note {
            text: "Loud".into(),
            inject: None,
        })),
        _ => {
            let Some(kept) = desk.run.kept.last() else {
                return;
            };
            let (of, said) = (kept.id.clone(), kept.said.clone());
            let with = chance(dice, 50).then_some(said);
            What::Correct(Correct {
                of,
                with,
                reason: "Typed wrong".into(),
            })
        }
    };
    desk.does(what);
}

/// What a watcher with a stopwatch finds wrong with what was seen; he knows the scenario's times, adds up
/// what the wall clock says between two looks while the drill runs, and asks the engine nothing.
pub fn watch(scenario: &Scenario, sights: &[Sight]) -> Result<usize, String> {
    let mut watch = Watch {
        scenario,
        played: 0,
        offset: 0,
        jumped: vec![false; scenario.jumps.len()],
        crossed: vec![None; scenario.injects.len()],
        fired: vec![Vec::new(); scenario.injects.len()],
        closed: vec![Vec::new(); scenario.injects.len()],
        freed: vec![0; scenario.injects.len()],
    };
    let mut seen = 0;
    for pair in sights.windows(2) {
        if let [before, now] = pair {
            seen += watch.look(before, now)?;
        }
    }
    Ok(seen)
}

struct Watch<'s> {
    scenario: &'s Scenario,
    played: i64,
    /// What the scenario's clock is ahead of `played`.
    offset: i64,
    jumped: Vec<bool>,
    /// When, by `played`, the clock reached the time of each inject that has one.
    crossed: Vec<Option<i64>>,
    /// When each fired and closed. Where two ways lead to one inject within one look, the watcher cannot
    /// tell by which it came.
    fired: Vec<Vec<i64>>,
    closed: Vec<Vec<i64>>,
    /// When each that was held was let go.
    freed: Vec<i64>,
}

impl Watch<'_> {
    /// One look after another; says how many injects were seen firing.
    fn look(&mut self, before: &Sight, now: &Sight) -> Result<usize, String> {
        let elapsed = now.now - before.now;
        let there = before.running && now.did != Did::Gone;
        let counts = there && (0..=GAP).contains(&elapsed);
        let from = self.played;
        self.pass(if counts {
            elapsed * i64::from(before.speed)
        } else {
            0
        });
        if let Did::Jumped(to) = now.did {
            self.offset = to - self.played;
            self.cross();
            // A jump of the scenario may begin there.
            self.pass(0);
        }
        // What a hand fired or closed may lead to others at once.
        for nth in 0..self.scenario.injects.len() {
            let (is, _, by_hand) = now.injects[nth];
            let fresh = shown(is) && !shown(before.injects[nth].0);
            if fresh && by_hand && now.did == Did::Control {
                self.fired[nth] = vec![self.played];
            }
            self.note_closing(nth, is);
        }
        let mut seen = 0;
        for nth in 0..self.scenario.injects.len() {
            let id = &self.scenario.injects[nth].id;
            let was = before.injects[nth].0;
            let (is, held, by_hand) = now.injects[nth];
            if before.injects[nth].1 && !held {
                self.freed[nth] = self.played;
            }
            if shown(was) && !shown(is) {
                return Err(format!("{id} was taken back"));
            }
            if shown(is) && !shown(was) {
                seen += 1;
                let by_hand = by_hand && now.did == Did::Control;
                if by_hand {
                    if !now.running && !now.finished {
                        return Err(format!("{id} fired in a pause"));
                    }
                } else {
                    let mut dues = self.dues(nth, now, 0);
                    // What was held comes when it is let go, if it was due before.
                    dues.iter_mut()
                        .for_each(|due| *due = (*due).max(self.freed[nth]));
                    let seen: Vec<i64> = dues
                        .iter()
                        .copied()
                        .filter(|due| (from..=self.played).contains(due))
                        .collect();
                    if seen.is_empty() {
                        let to = self.played;
                        return Err(format!(
                            "{id} fired between {from} and {to}, not at {dues:?}"
                        ));
                    }
                    self.fired[nth] = seen;
                }
            }
            self.note_closing(nth, is);
            let late = self.crossed[nth].is_some() && !held && is == Standing::Waiting;
            if late && now.running && !now.finished {
                return Err(format!("{id} was due and did not come"));
            }
        }
        Ok(seen)
    }

    /// An inject closes when its time is up, or sooner by hand.
    fn note_closing(&mut self, nth: usize, is: Standing) {
        if self.closed[nth].is_empty() && is == Standing::Closed {
            let open_for = i64::from(self.scenario.injects[nth].open_for()) * MINUTE;
            let fired = self.fired[nth].iter();
            self.closed[nth] = fired.map(|f| (f + open_for).min(self.played)).collect();
        }
    }

    /// When an inject may have fired: at its time, so long after another, or by a way from one that closed.
    /// Only what was seen by now leads anywhere.
    fn dues(&self, nth: usize, now: &Sight, depth: usize) -> Vec<i64> {
        if depth > self.scenario.injects.len() {
            return Vec::new();
        }
        let inject = &self.scenario.injects[nth];
        match &inject.due {
            Due::At(_) => self.crossed[nth].into_iter().collect(),
            Due::After {
                inject: source,
                minutes,
            } => {
                let source = self.scenario.injects.iter().position(|i| i.id == *source);
                let fired = source.map(|source| self.firings(source, now, depth));
                let after = |fired: i64| fired + i64::from(*minutes) * MINUTE;
                fired.unwrap_or_default().into_iter().map(after).collect()
            }
            Due::Led => {
                let mut dues = Vec::new();
                for (source, from) in self.scenario.injects.iter().enumerate() {
                    for way in ways(from).iter().filter(|way| way.to == inject.id) {
                        let open_for = i64::from(from.open_for()) * MINUTE;
                        let closed = match self.closed[source].as_slice() {
                            [] => {
                                let fired = self.firings(source, now, depth).into_iter();
                                fired.map(|fired| fired + open_for).collect()
                            }
                            closed => closed.to_vec(),
                        };
                        let after = i64::from(way.after) * MINUTE;
                        dues.extend(closed.into_iter().map(|closed| closed + after));
                    }
                }
                dues
            }
        }
    }

    fn firings(&self, nth: usize, now: &Sight, depth: usize) -> Vec<i64> {
        match self.fired[nth].as_slice() {
            [] if shown(now.injects[nth].0) => self.dues(nth, now, depth + 1),
            fired => fired.to_vec(),
        }
    }

    fn pass(&mut self, mut left: i64) {
        loop {
            let clock = self.played + self.offset;
            let jumps = self.scenario.jumps.iter().zip(&self.jumped).enumerate();
            let ahead =
                jumps.filter(|(_, (jump, taken))| !**taken && clock < i64::from(jump.to) * MINUTE);
            let next = ahead
                .map(|(nth, (jump, _))| (i64::from(jump.at) * MINUTE - clock, nth))
                .min();
            let Some((wait, nth)) = next.filter(|(wait, _)| *wait <= left) else {
                self.walk(left);
                return;
            };
            self.walk(wait);
            left -= wait;
            self.jumped[nth] = true;
            self.offset = i64::from(self.scenario.jumps[nth].to) * MINUTE - self.played;
            self.cross();
        }
    }

    fn walk(&mut self, ms: i64) {
        let clock = self.played + self.offset;
        for (inject, crossed) in self.scenario.injects.iter().zip(&mut self.crossed) {
            if let Due::At(minute) = inject.due {
                let wait = i64::from(minute) * MINUTE - clock;
                if crossed.is_none() && wait <= ms {
                    *crossed = Some(self.played + wait.max(0));
                }
            }
        }
        self.played += ms;
    }

    fn cross(&mut self) {
        self.walk(0);
    }
}

fn shown(standing: Standing) -> bool {
    matches!(standing, Standing::Open | Standing::Closed)
}

fn ways(inject: &Inject) -> Vec<Way> {
    let decision = inject.decision.iter();
    let options = decision
        .clone()
        .flat_map(|d| d.options.iter().filter_map(|o| o.way.clone()));
    let otherwise = decision.filter_map(|d| d.otherwise.clone());
    let branches = inject.branches.iter().map(|b| b.way.clone());
    options.chain(otherwise).chain(branches).collect()
}
