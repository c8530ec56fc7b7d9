//! The fold that is kept beside a log says what a whole fold would, in whatever parts and order the log
//! comes in and however often it is looked at; what is written down by way of it is the same.

use std::cell::{Cell, RefCell};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tandem::ledger::{RecordId, Value};
use tandem::modules::drills::edits::{Discard, Happen, HappenNext, Schedule};
use tandem::modules::drills::event::{Event, What};
use tandem::modules::drills::fold::Fold;
use tandem::modules::drills::model::{self, DRILL, Drill, EVENT, Group};
use tandem::modules::drills::run::Run;
use tandem::modules::drills::scenario::Scenario;
use tandem::time::SECOND;

use crate::drills_world::{any_scenario, assert_same, play};
use crate::firm::Firm;
use crate::time_schedule::Dice;

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

fn groups(dice: &mut Dice) -> Vec<String> {
    (0..1 + dice.upto(3)).map(|nth| format!("g{nth}")).collect()
}

fn prepared(firm: &mut Firm, scenario: &Scenario, groups: &[String]) -> RecordId {
    let group = |id: &String| Group {
        id: id.clone(),
        name: id.to_uppercase(),
    };
    let schedule = Schedule {
        title: "Workshop".into(),
        scenario: scenario.clone(),
        planned: None,
        groups: groups.iter().map(group).collect(),
        parties: Vec::new(),
        trainer: None,
        matrix: None,
        hide_names: false,
    };
    let made = firm.commit(&schedule).expect("complete").into_iter();
    let mut ids = made.map(|change| change.record);
    ids.find(|id| id.kind() == DRILL).expect("a drill")
}

/// Another program wrote the event down.
fn arrives(firm: &mut Firm, drill: &RecordId, event: &Event) {
    let fields = [
        ("parent", Value::of(drill)),
        (model::N, Value::of(&event.n)),
        (model::RAN, Value::int(event.ran)),
        (model::WHAT, event.what.value()),
    ];
    firm.put(&event.id, &fields);
}

#[test]
fn the_kept_fold_is_the_whole_fold_in_whatever_parts_the_log_comes() {
    let (late, held_back) = (Cell::new(0), Cell::new(0));
    seeds(400, |seed| {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        let groups = groups(&mut dice);
        let mut left = play(&scenario, &groups, &mut dice).log;
        let mut firm = Firm::new(1, "Us");
        let drill = prepared(&mut firm, &scenario, &groups);
        let mut fold = Fold::new(drill.clone());
        let mut version = 0;
        while !left.is_empty() {
            // Mostly in order, as in one window; now and then something of another window comes late.
            let at = match dice.upto(4) {
                0 => dice.upto(left.len() as i64) as usize,
                _ => 0,
            };
            late.set(late.get() + usize::from(at > 0));
            let event = left.remove(at);
            arrives(&mut firm, &drill, &event);
            if dice.upto(3) == 0 {
                continue;
            }
            // The newest may not be on disk yet.
            let without = match dice.upto(4) {
                0 => vec![event.id.clone()],
                _ => Vec::new(),
            };
            held_back.set(held_back.get() + without.len());
            let before = std::mem::replace(&mut version, fold.read(&firm.ws, &without));
            prop_assert_eq!(fold.read(&firm.ws, &without), version, "nothing new");
            prop_assert!(version != before || !without.is_empty());
            let known = Drill::find(&firm.ws, &drill).expect("it").log().into_iter();
            let known: Vec<Event> = known.filter(|e| !without.contains(&e.id)).collect();
            prop_assert_eq!(fold.log(), &known[..]);
            let mut whole = Run::of(&scenario, &groups, &known);
            prop_assert_eq!(fold.ran(), whole.at.ran);
            // A clock goes on, sometimes past what is written down later.
            let ran = whole.at.ran + dice.upto(30) * SECOND;
            whole.advance(ran);
            fold.look(ran, |run, _| assert_same(run, &whole));
        }
        Ok(())
    });
    assert!(late.get() > 300, "{} came late", late.get());
    assert!(held_back.get() > 500, "{} were held back", held_back.get());
}

#[test]
fn what_was_prepared_otherwise_or_put_into_the_bin_is_read_anew() {
    let mut dice = Dice(7);
    let scenario = any_scenario(&mut dice, 6);
    let groups = vec!["g0".to_owned()];
    let mut firm = Firm::new(1, "Us");
    let drill = prepared(&mut firm, &scenario, &groups);
    let mut fold = Fold::new(drill.clone());
    let first = fold.read(&firm.ws, &[]);
    let two = ["g0", "g1"].map(|id| Group {
        id: id.into(),
        name: id.into(),
    });
    firm.set(&drill, model::GROUPS, Value::of(&two));
    assert_ne!(fold.read(&firm.ws, &[]), first);
    fold.look(0, |run, _| assert_eq!(run.groups, ["g0", "g1"]));
    let start = Event {
        id: firm.name(EVENT),
        n: 0,
        ran: 0,
        at: firm.now,
        what: What::Start,
    };
    arrives(&mut firm, &drill, &start);
    fold.read(&firm.ws, &[]);
    assert_eq!(fold.log().len(), 1);
    firm.commit(&Discard(drill.clone())).expect("it is there");
    fold.read(&firm.ws, &[]);
    assert!(!fold.is_there() && fold.log().is_empty());
    firm.set(&drill, "deleted", Value::bool(false));
    fold.read(&firm.ws, &[]);
    assert!(fold.is_there());
    assert_eq!(fold.log().len(), 1);
}

#[test]
fn what_is_written_by_way_of_a_kept_fold_is_what_would_be_written_without() {
    let refused = Cell::new(0);
    seeds(200, |seed| {
        let mut dice = Dice(seed);
        let scenario = any_scenario(&mut dice, 6);
        let groups = groups(&mut dice);
        let log = play(&scenario, &groups, &mut dice).log;
        let [mut kept, mut whole] = [1, 1].map(|dice| Firm::new(dice, "Us"));
        let drill = prepared(&mut kept, &scenario, &groups);
        prop_assert_eq!(&prepared(&mut whole, &scenario, &groups), &drill);
        let fold = RefCell::new(Fold::new(drill.clone()));
        for event in &log {
            // Keys are pressed too early, twice, and by windows that are behind.
            let tries = [event.ran - dice.upto(4) * SECOND, event.ran, event.ran];
            for ran in tries.map(|ran| Some(ran).filter(|_| dice.upto(9) > 0)) {
                let what = event.what.clone();
                let by_fold = kept.commit(&HappenNext {
                    fold: &fold,
                    ran,
                    what: what.clone(),
                });
                let without = whole.commit(&Happen {
                    drill: drill.clone(),
                    ran,
                    what,
                });
                refused.set(refused.get() + usize::from(without.is_err()));
                prop_assert_eq!(by_fold, without);
            }
        }
        Ok(())
    });
    assert!(refused.get() > 500, "{} were refused", refused.get());
}
