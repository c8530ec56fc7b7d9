//! One drill told step by step: what fires when, what closes, where it goes on, what counts.

use tandem::ledger::RecordId;
use tandem::modules::drills::event::{Answer, Captured, Cause, Correct, Decide, Event, What};
use tandem::modules::drills::reading;
use tandem::modules::drills::report;
use tandem::modules::drills::run::{Run, Standing, Status};
use tandem::modules::drills::scenario::{Held, Scenario};
use tandem::modules::drills::score;
use tandem::modules::drills::ticker::{GAP, Tick, Ticker};
use tandem::time::{Instant, MINUTE, SECOND};

use crate::drills_story::STORY;

fn story() -> Scenario {
    reading::file(STORY).0.expect("the story")
}

struct Tale<'s> {
    run: Run<'s>,
    log: Vec<Event>,
}

impl<'s> Tale<'s> {
    fn new(scenario: &'s Scenario, groups: &'s [String]) -> Self {
        Self {
            run: Run::new(scenario, groups),
            log: Vec::new(),
        }
    }

    /// At a second of the drill; the story runs at 5×.
    fn at(&mut self, second: i64, what: What) -> RecordId {
        let n = self.log.len() as u32;
        let event = Event {
            id: RecordId::from_bits("drill_event", u128::from(n)),
            n,
            ran: second * SECOND,
            at: Instant(0),
            what,
        };
        self.run.apply(&event);
        self.log.push(event.clone());
        event.id
    }

    fn to(&mut self, second: i64) {
        self.run.advance(second * SECOND);
    }

    fn standing(&self, id: &str) -> Standing {
        let found = self.run.injects().find(|(inject, _)| inject.id == id);
        found.map(|(_, stood)| stood.standing).expect("an inject")
    }

    fn fired(&self, id: &str) -> Option<(i64, i64)> {
        let found = self.run.injects().find(|(inject, _)| inject.id == id);
        let fired = found.and_then(|(_, stood)| stood.fired)?;
        Some((fired.ran / SECOND, fired.clock / MINUTE))
    }
}

fn answer(inject: &str, expectation: &str, group: &str, role: Option<&str>, credit: u32) -> What {
    What::Captured(Captured::Answer(Answer {
        inject: inject.into(),
        group: group.into(),
        expectation: Some(expectation.into()),
        role: role.map(str::to_owned),
        text: String::new(),
        credit,
        played: None,
    }))
}

fn decide(group: &str, option: &str) -> What {
    What::Captured(Captured::Decide(Decide {
        inject: "choice".into(),
        group: group.into(),
        option: option.into(),
        played: None,
    }))
}

fn groups(n: usize) -> Vec<String> {
    ["red", "blue", "green"]
        .iter()
        .take(n)
        .map(|g| (*g).to_owned())
        .collect()
}

#[test]
fn injects_come_at_their_scenario_time_and_the_night_is_jumped_over() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Start);
    assert_eq!(tale.fired("call"), Some((0, 0)));
    tale.to(59);
    assert_eq!(tale.standing("stock"), Standing::Waiting);
    tale.to(60);
    assert_eq!(tale.fired("stock"), Some((60, 5)));
    // Thirty minutes at 5× are six in the room; the decision closes after twenty more.
    tale.to(600);
    assert_eq!(tale.fired("choice"), Some((360, 30)));
    assert_eq!(tale.standing("choice"), Standing::Closed);
    assert_eq!(tale.standing("wait"), Standing::Waiting);
    tale.to(719);
    assert_eq!(
        tale.standing("wait"),
        Standing::Waiting,
        "nobody decided: ten minutes later"
    );
    tale.to(720);
    assert_eq!(tale.fired("wait"), Some((720, 60)));
    // At minute 120 it is the next morning; the call of 1450 comes ten played minutes later.
    tale.to(24 * 60);
    assert_eq!(tale.run.at.clock / MINUTE, 1440);
    tale.to(26 * 60);
    assert_eq!(
        tale.standing("morning"),
        Standing::Passed,
        "one day of stock, and not confirmed"
    );
    assert!(tale.run.is_exhausted());
    assert_eq!(
        tale.run.variables,
        [
            Held::Number(1),
            Held::Bool(false),
            Held::Choice("sea".into())
        ]
    );
}

#[test]
fn the_room_goes_where_most_groups_go_unless_the_presenter_says_otherwise() {
    let (scenario, groups) = (story(), groups(3));
    let play = |votes: &[(&str, &str)], follow: Option<&str>| {
        let mut tale = Tale::new(&scenario, &groups);
        tale.at(0, What::Start);
        for (group, option) in votes {
            tale.at(400, decide(group, option));
        }
        if let Some(option) = follow {
            let option = option.to_owned();
            tale.at(
                401,
                What::Follow {
                    inject: "choice".into(),
                    option,
                },
            );
        }
        tale.to(1_000);
        let each = groups.iter().map(|group| score::total(&tale.run, group));
        (
            tale.standing("air") != Standing::Waiting,
            each.collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        play(&[("red", "fly"), ("blue", "fly"), ("green", "hold")], None),
        (true, vec![5, 5, -2])
    );
    assert_eq!(
        play(&[("red", "hold"), ("blue", "fly")], None),
        (true, vec![-2, 5, 0])
    );
    // Where it goes, everybody loses the point that waiting costs; each keeps what it chose.
    assert_eq!(
        play(
            &[("red", "fly"), ("blue", "fly"), ("green", "hold")],
            Some("hold")
        ),
        (false, vec![4, 4, -3])
    );
    assert_eq!(
        play(&[("red", "fly"), ("red", "hold")], None),
        (false, vec![-3, -1, -1])
    );
}

#[test]
fn what_all_roles_must_do_is_met_by_the_last_of_them_and_what_came_too_late_is_not() {
    let (scenario, groups) = (story(), groups(2));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Start);
    tale.at(30, answer("call", "confirm", "red", Some("buyer"), 100));
    assert_eq!(score::total(&tale.run, "red"), 0);
    tale.at(90, answer("call", "confirm", "red", Some("planner"), 50));
    assert_eq!(score::total(&tale.run, "red"), 3, "three quarters of four");
    let [red, blue] = &report::steps(&tale.run)[..2] else {
        panic!("two groups")
    };
    assert_eq!(
        red.met.map(|met| (met.played, met.ran)),
        Some((450 * SECOND, Some(90 * SECOND)))
    );
    assert_eq!((blue.met, blue.over), (None, false));
    // Ten minutes at 5× are over after 120 seconds.
    tale.at(120, answer("call", "confirm", "blue", None, 100));
    assert_eq!(score::total(&tale.run, "blue"), 0);
    let steps = report::steps(&tale.run);
    assert_eq!((steps[1].over, steps[1].late), (true, Some(600 * SECOND)));
    // One of two groups met it: that is the room's half.
    assert_eq!(tale.run.variables[1], Held::Bool(true));
}

#[test]
fn an_answer_on_paper_counts_by_the_moment_that_is_stated_for_it() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Start);
    tale.at(700, What::End);
    assert_eq!(score::total(&tale.run, "red"), 0);
    let What::Captured(Captured::Answer(paper)) = answer("call", "confirm", "red", None, 100)
    else {
        panic!("an answer");
    };
    let typed = Answer {
        played: Some(9 * MINUTE),
        ..paper
    };
    let late = Answer {
        played: Some(10 * MINUTE),
        ..typed.clone()
    };
    tale.at(700, What::Captured(Captured::Answer(late)));
    assert_eq!(score::total(&tale.run, "red"), 0);
    tale.at(700, What::Captured(Captured::Answer(typed)));
    assert_eq!(score::total(&tale.run, "red"), 4);
    assert_eq!(
        tale.run.variables[0],
        Held::Number(1),
        "what followed from missing it stands"
    );
}

#[test]
fn a_correction_counts_from_then_on_and_keeps_the_original() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Start);
    let said = tale.at(400, decide("red", "fly"));
    tale.at(900, What::Pause(Cause::Hand));
    assert!(tale.fired("air").is_some());
    let What::Captured(with) = decide("red", "hold") else {
        panic!("a decision")
    };
    let correct = |with| {
        What::Correct(Correct {
            of: said.clone(),
            with,
            reason: "Misheard".into(),
        })
    };
    tale.at(
        900,
        correct(Some(match with {
            Captured::Decide(d) => Captured::Decide(Decide {
                played: Some(31 * MINUTE),
                ..d
            }),
            other => other,
        })),
    );
    assert_eq!(score::total(&tale.run, "red"), -2);
    assert!(
        tale.fired("air").is_some() && tale.fired("wait").is_none(),
        "the room saw what it saw"
    );
    let kept = &tale.run.kept[0];
    assert!(matches!(&kept.said, Captured::Decide(d) if d.option == "fly"));
    assert_eq!(kept.corrections.len(), 1);
    tale.at(900, correct(None));
    assert_eq!(score::total(&tale.run, "red"), 0);
}

#[test]
fn hold_fire_skip_insert_and_close_do_what_they_say() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Hold("stock".into()));
    tale.at(0, What::Start);
    tale.to(100);
    assert_eq!(tale.standing("stock"), Standing::Waiting);
    tale.at(110, What::Release("stock".into()));
    assert_eq!(
        tale.fired("stock").map(|f| f.0),
        Some(110),
        "it was due long ago"
    );
    tale.at(115, What::Close("call".into()));
    assert_eq!(tale.run.variables[0], Held::Number(1), "missed by itself");
    tale.at(120, What::Fire("air".into()));
    assert_eq!(tale.fired("air").map(|f| f.0), Some(120));
    tale.at(121, What::Fire("air".into()));
    assert_eq!(tale.fired("air").map(|f| f.0), Some(120), "once");
    tale.at(130, What::Skip("choice".into()));
    tale.to(600);
    assert_eq!(tale.standing("choice"), Standing::Skipped);
    tale.at(600, What::Pause(Cause::Hand));
    tale.at(600, What::Fire("wait".into()));
    assert_eq!(tale.standing("wait"), Standing::Waiting, "never in a pause");
    tale.at(600, What::Resume);
    let extra = tale.run.scenario.injects[0].clone();
    let extra = tandem::modules::drills::scenario::Inject {
        id: "extra".into(),
        ..extra
    };
    tale.at(610, What::Insert(Box::new(extra)));
    assert_eq!(tale.standing("extra"), Standing::Open);
    assert_eq!(tale.run.stood.len(), 7);
}

#[test]
fn a_jump_goes_to_what_is_due_next_and_costs_nobody_time() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Start);
    tale.at(12, What::Jump(500 * MINUTE));
    assert_eq!(
        tale.fired("choice"),
        Some((12, 30)),
        "no further than the next"
    );
    tale.at(119, answer("call", "confirm", "red", None, 100));
    assert_eq!(
        score::total(&tale.run, "red"),
        4,
        "ten minutes are ten played minutes"
    );
    assert_eq!(tale.fired("stock"), Some((60, 34)));
}

#[test]
fn speed_changes_and_ends_are_exact() {
    let (scenario, groups) = (story(), groups(1));
    let mut tale = Tale::new(&scenario, &groups);
    tale.at(0, What::Speed(60));
    assert!(tale.run.one_speed, "before the start it is only a choice");
    tale.at(0, What::Start);
    tale.at(10, What::Speed(1));
    assert_eq!(tale.run.at.clock, 10 * MINUTE);
    assert!(!tale.run.one_speed);
    tale.at(70, What::Speed(60));
    assert_eq!(tale.run.at.clock, 11 * MINUTE);
    tale.at(100, What::End);
    assert_eq!(tale.run.status, Status::Ended);
    assert!(tale.run.is_exhausted());
    let before = tale.run.at;
    tale.at(200, What::Resume);
    assert_eq!(
        (tale.run.status, tale.run.at.clock),
        (Status::Ended, before.clock)
    );
}

#[test]
fn a_gap_between_ticks_stops_the_drill_where_it_last_was() {
    let mut ticker = Ticker::new(0, 1_000);
    assert_eq!(ticker.tick(2_000), Tick::Ran(1_000));
    assert_eq!(ticker.tick(2_000 + GAP), Tick::Ran(1_000 + GAP));
    // The clock was set back a little: that second is not counted, and not counted twice.
    assert_eq!(ticker.tick(1_500 + GAP), Tick::Ran(1_000 + GAP));
    assert_eq!(ticker.tick(2_500 + GAP), Tick::Ran(2_000 + GAP));
    assert_eq!(ticker.tick(2_501 + 2 * GAP), Tick::Gap(2_000 + GAP));
    assert_eq!(ticker.tick(2_500 + GAP - 2 * GAP), Tick::Gap(2_000 + GAP));
}
