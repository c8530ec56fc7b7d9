//! The engine against a watcher with a stopwatch, over random drills with pauses, holds, jumps, changes of
//! speed, sleeps and crashes; and the reachability of injects against every course there is.

use std::cell::Cell;
use std::io::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tandem::modules::drills::check::check;
use tandem::modules::drills::event::{self, Answer, Captured, Decide, Event, What};
use tandem::modules::drills::reach::reach;
use tandem::modules::drills::run::{Run, Standing, Status};
use tandem::modules::drills::scenario::{Due, Inject, Scenario};
use tandem::modules::drills::score::{self, Source};
use tandem::time::{Instant, MINUTE, SECOND};

use crate::drills_world::{Did, Sight, any_scenario, assert_same, play, watch};
use crate::time_schedule::{Dice, cases};

/// Past the test harness's capture: figures are part of the result.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn groups(dice: &mut Dice) -> Vec<String> {
    (0..1 + dice.upto(3)).map(|nth| format!("g{nth}")).collect()
}

/// Cases by seed: what once failed is kept in tests/proptest-regressions and tried first.
fn seeds(cases: u32, property: impl Fn(u64) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(Config {
        cases,
        source_file: Some(file!()),
        ..Config::default()
    });
    if let Err(failure) = runner.run(&any::<u64>(), property) {
        panic!("{failure}");
    }
}

/// How many runs one scenario is played in.
const EACH: u64 = 20;

#[test]
fn every_inject_comes_once_at_its_time_and_never_in_a_pause() {
    let scenarios = cases(100_000, 1_000_000) / EACH;
    let (mut runs, mut seen, mut crashes, mut gaps, mut ticks) = (0_u64, 0, 0, 0, 0);
    for seed in 0..scenarios {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        for _ in 0..EACH {
            let groups = groups(&mut dice);
            let desk = play(&scenario, &groups, &mut dice);
            match watch(&scenario, &desk.sights) {
                Ok(fired) => seen += fired,
                Err(odd) => panic!("seed {seed}: {odd}\n{scenario:#?}\n{:#?}", desk.log),
            }
            runs += 1;
            crashes += desk.crashes;
            gaps += desk.gaps;
            ticks += desk.sights.len();
        }
    }
    say(&format!(
        "drills: {runs} runs, {seen} injects seen, {ticks} looks, {crashes} crashes, {gaps} sleeps"
    ));
    assert!(runs >= cases(100_000, 1_000_000));
    assert!(seen as u64 > runs && crashes as u64 > runs / 20 && gaps as u64 > runs / 20);
}

/// What a page would show that starts one timer per inject when the drill starts.
fn timers(scenario: &Scenario, sights: &[Sight]) -> Vec<Sight> {
    let start = sights.iter().find(|s| s.running).map_or(0, |s| s.now);
    let speed = i64::from(scenario.speed);
    let timer = |sight: &Sight, inject: &Inject| match inject.due {
        Due::At(minute) => sight.now >= start + i64::from(minute) * MINUTE / speed,
        Due::After { .. } | Due::Led => false,
    };
    let faked = sights.iter().map(|sight| {
        let all = scenario.injects.iter();
        let fake = |inject: &Inject| {
            let on = sight.now > start && timer(sight, inject);
            (
                if on {
                    Standing::Open
                } else {
                    Standing::Waiting
                },
                false,
                false,
            )
        };
        Sight {
            injects: all.map(fake).collect(),
            did: Did::Tick,
            ..sight.clone()
        }
    });
    faked.collect()
}

#[test]
fn a_page_with_timers_on_the_wall_clock_is_found_out() {
    let (mut caught, mut paused) = (0, 0);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let mut scenario = any_scenario(&mut dice, 6);
        scenario.jumps.clear();
        let groups = groups(&mut dice);
        let desk = play(&scenario, &groups, &mut dice);
        let started = desk.sights.iter().skip_while(|s| !s.running);
        if started.clone().all(|s| s.running) {
            continue;
        }
        paused += 1;
        caught += usize::from(watch(&scenario, &timers(&scenario, &desk.sights)).is_err());
    }
    assert!(paused > 100, "{paused} drills with a pause");
    assert!(
        caught * 10 > paused * 8,
        "{caught} of {paused} were found out"
    );
}

#[test]
fn the_same_seed_gives_the_same_journal() {
    seeds(300, |seed| {
        let journal = || {
            let mut dice = Dice(seed);
            let scenario = any_scenario(&mut dice, 6);
            let groups = groups(&mut dice);
            play(&scenario, &groups, &mut dice).log
        };
        prop_assert_eq!(journal(), journal());
        Ok(())
    });
}

#[test]
fn a_log_read_in_two_parts_and_in_any_order_is_the_same_log() {
    seeds(1_500, |seed| {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        let groups = groups(&mut dice);
        let log = play(&scenario, &groups, &mut dice).log;
        let whole = Run::of(&scenario, &groups, &log);
        let cut = dice.upto(log.len() as i64 + 1) as usize;
        let mut parts = Run::of(&scenario, &groups, &log[..cut]);
        // A look in between changes nothing.
        let next = log.get(cut).map_or(parts.at.ran, |event| event.ran);
        parts.advance((parts.at.ran + next) / 2);
        log[cut..].iter().for_each(|event| parts.apply(event));
        assert_same(&parts, &whole);
        let mut mixed = log.clone();
        for at in (1..mixed.len()).rev() {
            mixed.swap(at, dice.upto(at as i64 + 1) as usize);
        }
        event::sort(&mut mixed);
        prop_assert_eq!(mixed, log);
        Ok(())
    });
}

#[test]
fn pauses_change_neither_the_course_nor_the_score() {
    let pauses = Cell::new(0);
    seeds(1_500, |seed| {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        let groups = groups(&mut dice);
        let log = play(&scenario, &groups, &mut dice).log;
        let whole = Run::of(&scenario, &groups, &log);
        // What the presenter does in a pause, before anything can fire, is another course.
        let mut paused = false;
        for event in &log {
            match event.what {
                What::Pause(_) => paused = true,
                What::Resume => paused = false,
                _ if paused && event.what.is_control() => return Ok(()),
                _ => {}
            }
        }
        let pause = |event: &&Event| !matches!(event.what, What::Pause(_) | What::Resume);
        let through: Vec<Event> = log.iter().filter(pause).cloned().collect();
        pauses.set(pauses.get() + log.len() - through.len());
        let mut unpaused = Run::of(&scenario, &groups, &through);
        unpaused.advance(whole.at.ran);
        unpaused.status = whole.status;
        assert_same(&unpaused, &whole);
        prop_assert_eq!(score::lines(&unpaused), score::lines(&whole));
        Ok(())
    });
    assert!(pauses.get() > 500, "{} pauses", pauses.get());
}

#[test]
fn a_score_is_the_sum_of_what_was_met_chosen_and_given() {
    let met = Cell::new(0);
    seeds(1_500, |seed| {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        let groups = groups(&mut dice);
        let desk = play(&scenario, &groups, &mut dice);
        for group in &groups {
            let mut sum = 0;
            for inject in &scenario.injects {
                let Some((fired, closed)) = shown_from_to(&desk.run, &inject.id) else {
                    continue;
                };
                for expectation in &inject.expectations {
                    let end = closed.min(fired + i64::from(expectation.within) * MINUTE);
                    let credits =
                        credits(&desk.run, &inject.id, &expectation.id, group, fired..end);
                    let of = |role: &str| {
                        let fit = credits
                            .iter()
                            .filter(|(by, _)| by.as_deref().is_none_or(|by| by == role));
                        fit.map(|(_, credit)| *credit).max().unwrap_or(0)
                    };
                    let each: Vec<u32> = expectation.who.iter().map(|role| of(role)).collect();
                    let percent = if !expectation.all {
                        each.iter().copied().max().unwrap_or(0) * each.len() as u32
                    } else if each.contains(&0) {
                        0
                    } else {
                        each.iter().sum()
                    };
                    met.set(met.get() + usize::from(percent > 0));
                    sum += i64::from(expectation.points * percent / (100 * each.len() as u32));
                }
                if let Some(decision) = &inject.decision {
                    let end = closed.min(fired + i64::from(decision.within) * MINUTE);
                    let last = desk
                        .run
                        .kept
                        .iter()
                        .rev()
                        .find_map(|kept| match &kept.counts {
                            Some(Captured::Decide(d))
                                if d.inject == inject.id
                                    && d.group == *group
                                    && (fired..end).contains(&kept.at.played) =>
                            {
                                decision.options.iter().find(|o| o.id == d.option)
                            }
                            _ => None,
                        });
                    sum += i64::from(last.map_or(0, |option| option.points));
                }
            }
            prop_assert_eq!(score::total(&desk.run, group), sum, "{}", group);
        }
        let lines = score::lines(&desk.run);
        let expectations = lines
            .iter()
            .filter(|l| matches!(l.source, Source::Expectation(..)));
        prop_assert!(
            expectations
                .clone()
                .all(|line| (0..=line.most).contains(&line.points))
        );
        Ok(())
    });
    assert!(met.get() > 150, "{} met", met.get());
}

fn shown_from_to(run: &Run<'_>, id: &str) -> Option<(i64, i64)> {
    let stood = run.injects().find(|(inject, _)| inject.id == id)?.1;
    let closed = stood.closed.map_or(i64::MAX, |at| at.played);
    Some((stood.fired?.played, closed))
}

fn credits(
    run: &Run<'_>,
    inject: &str,
    expectation: &str,
    group: &str,
    time: std::ops::Range<i64>,
) -> Vec<(Option<String>, u32)> {
    let all = run.kept.iter().filter_map(|kept| match &kept.counts {
        Some(Captured::Answer(a))
            if a.inject == inject
                && a.expectation.as_deref() == Some(expectation)
                && a.group == group
                && time.contains(&kept.at.played) =>
        {
            Some((a.role.clone(), a.credit))
        }
        _ => None,
    });
    all.collect()
}

/// Every course of a drill: at each half minute each open question is answered or not, in every way there
/// is. Marks what fires.
fn every_course(run: &Run<'_>, n: u32, fires: &mut [bool], left: &mut usize) {
    for (stood, fires) in run.stood.iter().zip(fires.iter_mut()) {
        *fires |= stood.fired.is_some();
    }
    if run.is_exhausted() || *left == 0 {
        return;
    }
    *left -= 1;
    // What can be said now, once each.
    let mut says: Vec<Captured> = Vec::new();
    for (nth, (inject, stood)) in run.injects().enumerate() {
        if stood.standing != Standing::Open {
            continue;
        }
        for expectation in &inject.expectations {
            let met = score::met(run, nth, expectation, "g").is_some();
            let steps = if met || run.is_over(nth, expectation) {
                0
            } else {
                expectation.points.max(1)
            };
            for step in 1..=steps {
                says.push(Captured::Answer(Answer {
                    inject: inject.id.clone(),
                    group: "g".into(),
                    expectation: Some(expectation.id.clone()),
                    role: None,
                    text: String::new(),
                    credit: (step * 100).div_ceil(expectation.points.max(1)),
                    played: None,
                }));
            }
        }
        for option in inject.decision.iter().flat_map(|d| &d.options) {
            says.push(Captured::Decide(Decide {
                inject: inject.id.clone(),
                group: "g".into(),
                option: option.id.clone(),
                played: None,
            }));
        }
    }
    // On to the next half minute, in which something may be due.
    let mut later = run.clone();
    let half = MINUTE / 2 / i64::from(run.speed);
    later.advance(run.at.ran + half);
    every_course(&later, n, fires, left);
    for said in says {
        let mut next = run.clone();
        let known = next.kept.iter().any(|kept| kept.said == said);
        if known {
            continue;
        }
        next.apply(&Event {
            id: tandem::ledger::RecordId::from_bits("drill_event", u128::from(n)),
            n,
            ran: run.at.ran,
            at: Instant(0),
            what: What::Captured(said),
        });
        every_course(&next, n + 1, fires, left);
    }
}

#[test]
fn what_is_called_reachable_is_what_some_course_of_the_drill_fires() {
    let (mut compared, mut unreachable) = (0, 0);
    let groups = ["g".to_owned()];
    let mut seed = 0;
    while compared < cases(400, 4_000) {
        seed += 1;
        let mut scenario = any_scenario(&mut Dice(seed), 3);
        // Few and short, so that every course can be walked.
        scenario.speed = 1;
        scenario.jumps.clear();
        for inject in &mut scenario.injects {
            inject.expectations.truncate(1);
            for expectation in &mut inject.expectations {
                expectation.within = expectation.within.min(2);
            }
            if let Due::At(minute) = &mut inject.due {
                *minute %= 5;
            }
        }
        let found = reach(&scenario);
        assert!(found.whole);
        let mut run = Run::new(&scenario, &groups);
        run.status = Status::Running;
        run.advance(0);
        let mut fires = vec![false; scenario.injects.len()];
        let mut left = 60_000;
        every_course(&run, 1, &mut fires, &mut left);
        if left == 0 {
            continue;
        }
        assert_eq!(found.fires, fires, "seed {seed}\n{}", scenario.json());
        compared += 1;
        unreachable += fires.iter().filter(|fires| !**fires).count();
    }
    say(&format!(
        "drills: {compared} of {seed} scenarios compared, {unreachable} injects never come"
    ));
    assert!(unreachable > 50);
}

#[test]
fn what_the_check_lets_pass_ends_by_itself() {
    let ended = Cell::new(0);
    seeds(500, |seed| {
        let scenario = any_scenario(&mut Dice(seed), 5);
        if check(&scenario).forbid() {
            return Ok(());
        }
        let groups = ["g".to_owned()];
        let mut run = Run::new(&scenario, &groups);
        run.status = Status::Running;
        let most = reach(&scenario).longest;
        run.advance(most / i64::from(run.speed) + SECOND);
        prop_assert!(run.is_exhausted());
        ended.set(ended.get() + 1);
        Ok(())
    });
    assert!(ended.get() > 80, "{} could be played", ended.get());
}
