//! Making a scenario: what moves where, what is written and what is left, where it stands on the timeline.

use tandem::ledger::{PARENT, RecordId, Undo, Value};
use tandem::modules::drills::authoring::{
    Drilled, Rewrite, add_inject, blank, drilled, fresh, remove_inject, shift, short_name,
};
use tandem::modules::drills::axis::{Axis, Lane, Lanes, moment, spots};
use tandem::modules::drills::check::check;
use tandem::modules::drills::edits::{SaveScenario, Schedule};
use tandem::modules::drills::finding::Problem;
use tandem::modules::drills::model::{Drill, Group};
use tandem::modules::drills::scenario::{Due, Jump, Scenario, Text};
use tandem::modules::drills::words::Channel;
use tandem::modules::drills::{library, model, reading};

use crate::drills_story::STORY;
use crate::firm::Firm;

fn story() -> Scenario {
    reading::file(STORY).0.expect("the story")
}

fn due(scenario: &Scenario, id: &str) -> Due {
    scenario.inject(id).expect("an inject").due.clone()
}

#[test]
fn a_new_scenario_has_no_fault_but_that_nothing_happens() {
    let mut scenario = blank("Late truck", ["Buyer", "Carrier"]);
    let problems: Vec<Problem> = check(&scenario).0.into_iter().map(|f| f.problem).collect();
    assert_eq!(problems, [Problem::NoInjects]);
    let id = add_inject(&mut scenario, "It is late", 5);
    assert_eq!(due(&scenario, &id), Due::At(5));
    assert!(check(&scenario).is_empty());
    remove_inject(&mut scenario, &id);
    assert!(scenario.injects.is_empty());
}

#[test]
fn a_new_id_is_one_that_is_free() {
    assert_eq!(fresh("i", ["i1", "i3", "x"].into_iter()), "i2");
    assert_eq!(fresh("i", [].into_iter()), "i1");
}

#[test]
fn a_short_name_has_what_a_file_name_may_have() {
    assert_eq!(
        short_name(" Late truck, 2nd try! ").as_deref(),
        Some("late-truck-2nd-try")
    );
    assert_eq!(short_name("钢材 A7 晚到").as_deref(), Some("a7"));
    assert_eq!(short_name("snow_day"), Some("snow_day".to_owned()));
    assert_eq!(short_name("原材料短缺"), None);
    assert_eq!(
        short_name(&"long ".repeat(20)).map(|name| name.len()),
        Some(39)
    );
    assert_eq!(blank("Late truck", ["A", "B"]).slug, "late-truck");
    assert_eq!(blank("货车晚到", ["A", "B"]).slug, "own");
}

#[test]
fn a_drill_keeps_its_version_and_one_that_was_changed_since_is_told_apart() {
    let mut firm = Firm::new(1, "Coach");
    let record = keep(&mut firm, story());
    let of = |firm: &Firm| drilled(&firm.ws, &read(firm, &record).0);
    assert_eq!(of(&firm), Drilled::default());
    let schedule = |firm: &mut Firm, title: &str| {
        let scenario = read(firm, &record).0;
        let edit = Schedule {
            title: title.into(),
            scenario,
            planned: None,
            groups: vec![Group {
                id: "g1".into(),
                name: "One".into(),
            }],
            parties: Vec::new(),
            trainer: None,
            matrix: None,
            hide_names: false,
        };
        firm.commit(&edit).expect("prepared")[0].record.clone()
    };
    let first = schedule(&mut firm, "Spring");
    let (alike, otherwise) = (1, 0);
    assert_eq!(of(&firm), Drilled { alike, otherwise });

    let (mut scenario, _) = read(&firm, &record);
    remove_inject(&mut scenario, "wait");
    let rewrite = |scenario| Rewrite {
        record: record.clone(),
        scenario,
    };
    firm.commit(&rewrite(scenario.clone())).expect("kept");
    let (alike, otherwise) = (0, 1);
    assert_eq!(of(&firm), Drilled { alike, otherwise });
    let script = |firm: &Firm, drill: &RecordId| {
        let drill = Drill::find(&firm.ws, drill).expect("the drill");
        model::scenario(&drill.script().expect("its script")).0
    };
    assert_eq!(
        script(&firm, &first),
        story(),
        "it plays what it was prepared with"
    );

    scenario.version += 1;
    firm.commit(&rewrite(scenario.clone())).expect("kept");
    assert_eq!(of(&firm), Drilled::default(), "another version");
    let second = schedule(&mut firm, "Autumn");
    assert_eq!(script(&firm, &second), scenario);
    assert_eq!(script(&firm, &first), story());
    let (alike, otherwise) = (1, 0);
    assert_eq!(of(&firm), Drilled { alike, otherwise });
}

#[test]
fn an_inject_moves_by_minutes_and_over_what_a_jump_passes() {
    let mut scenario = blank("T", ["A", "B"]);
    scenario.jumps.push(Jump {
        id: "night".into(),
        title: Text::Plain("Night".into()),
        at: 60,
        to: 1_440,
        ..Jump::default()
    });
    let id = add_inject(&mut scenario, "One", 59);
    shift(&mut scenario, &id, 1);
    assert_eq!(due(&scenario, &id), Due::At(60));
    shift(&mut scenario, &id, 1);
    assert_eq!(due(&scenario, &id), Due::At(1_440));
    shift(&mut scenario, &id, -1);
    assert_eq!(due(&scenario, &id), Due::At(60));
    shift(&mut scenario, &id, -100);
    assert_eq!(due(&scenario, &id), Due::At(0));
}

#[test]
fn what_comes_after_another_moves_with_it_and_what_is_led_to_does_not_move() {
    let mut scenario = blank("T", ["A", "B"]);
    let first = add_inject(&mut scenario, "First", 10);
    let next = add_inject(&mut scenario, "Next", 0);
    let led = add_inject(&mut scenario, "Led", 0);
    for inject in &mut scenario.injects {
        if inject.id == next {
            inject.due = Due::After {
                inject: first.clone(),
                minutes: 5,
            };
        } else if inject.id == led {
            inject.due = Due::Led;
        }
    }
    let at = |s: &Scenario, id: &str| moment(s, s.inject(id).expect("an inject"));
    assert_eq!(at(&scenario, &next), Some(15));
    shift(&mut scenario, &first, 10);
    assert_eq!(at(&scenario, &next), Some(25));
    shift(&mut scenario, &next, -7);
    assert_eq!(
        due(&scenario, &next),
        Due::After {
            inject: first,
            minutes: 0
        }
    );
    shift(&mut scenario, &led, 3);
    assert_eq!(
        (due(&scenario, &led), at(&scenario, &led)),
        (Due::Led, None)
    );
}

#[test]
fn only_what_changed_is_written_and_what_could_not_be_read_stays() {
    let mut firm = Firm::new(1, "Coach");
    let record = keep(&mut firm, story());
    firm.set(&record, "minutes", Value::text("many"));
    firm.set(&record, "colour", Value::text("red"));
    let (mut scenario, findings) = read(&firm, &record);
    assert_eq!(findings, 1, "the minutes");
    shift(&mut scenario, "call", 2);
    let edit = Rewrite {
        record: record.clone(),
        scenario,
    };
    let changes = firm.commit(&edit).expect("kept");
    let written = changes.iter().flat_map(|change| &change.writes);
    let written: Vec<&str> = written.map(|write| write.field.as_str()).collect();
    assert_eq!(written, ["inject.call"]);
    let kept = firm.ws.record(&record).expect("the scenario");
    assert_eq!(kept.text("minutes"), "many");
    assert_eq!(kept.text("colour"), "red");
}

#[test]
fn an_inject_that_is_taken_away_is_gone_and_undone_with_one_act() {
    let mut firm = Firm::new(1, "Coach");
    let record = keep(&mut firm, story());
    let (mut scenario, _) = read(&firm, &record);
    let count = scenario.injects.len();
    remove_inject(&mut scenario, "wait");
    let edit = Rewrite {
        record: record.clone(),
        scenario,
    };
    let act = firm.commit(&edit).expect("kept")[0].act;
    assert_eq!(read(&firm, &record).0.injects.len(), count - 1);
    firm.commit(&Undo { act }).expect("undone");
    assert_eq!(read(&firm, &record).0, story());
}

#[test]
fn a_script_of_a_drill_is_not_rewritten() {
    let mut firm = Firm::new(1, "Coach");
    let record = keep(&mut firm, story());
    firm.set(&record, PARENT, Value::text("drill-1"));
    let refused = firm.commit(&Rewrite {
        record,
        scenario: story(),
    });
    assert!(refused.is_err());
}

#[test]
fn a_minute_and_its_place_agree_and_a_jump_is_a_narrow_gap() {
    let mut scenario = story();
    scenario
        .injects
        .retain(|inject| matches!(inject.due, Due::At(_)));
    let axis = Axis::of(&scenario, 1_000.0);
    let over = |minute: u32| {
        scenario
            .jumps
            .iter()
            .any(|j| j.at < minute && minute < j.to)
    };
    for minute in (0..axis.end()).filter(|minute| !over(*minute)) {
        assert_eq!(axis.minute(axis.x(minute)), minute);
    }
    let jump = &scenario.jumps[0];
    let gap = axis.x(jump.to) - axis.x(jump.at);
    assert!(jump.to - jump.at > 600 && gap < 50.0, "{gap}");
    assert_eq!(axis.minute(axis.x(jump.at) + gap / 2.0), jump.to);
    for tick in axis.ticks(scenario.starts) {
        assert!(!over(tick) && (scenario.starts + tick).is_multiple_of(5));
    }
}

#[test]
fn spots_of_a_lane_never_cover_each_other() {
    let mut scenario = blank("T", ["A", "B"]);
    for minute in [0, 1, 2, 60] {
        add_inject(&mut scenario, "x", minute);
    }
    scenario.injects[0].channel = Channel::Call;
    let axis = Axis::of(&scenario, 600.0);
    let (lanes, all) = spots(&scenario, &axis, Lanes::Channels, 120.0);
    let named: Vec<(Lane, usize)> = vec![
        (Lane::Channel(Channel::Message), 2),
        (Lane::Channel(Channel::Call), 1),
    ];
    assert_eq!(lanes, named);
    for (nth, one) in all.iter().enumerate() {
        for other in all.iter().skip(nth + 1) {
            let same = one.lane == other.lane && one.row == other.row;
            assert!(!same || (one.x - other.x).abs() >= 120.0);
        }
    }
    let (lanes, _) = spots(&scenario, &axis, Lanes::Roles, 120.0);
    assert_eq!(lanes.len(), 1, "all are for everyone");
}

#[test]
fn an_index_of_the_library_is_read_as_far_as_it_can_be() {
    let text = r#"{"scenarios": [{"file": "a.json", "integrity": "sha384-x", "slug": "a", "class": "recall",
        "kind": "major", "title": {"zh": "召回", "en": "Recall"}, "summary": "s", "minutes": 90,
        "roles": 5, "injects": 12}, 7]}"#;
    let read = library::index(text);
    let [entry] = read.as_slice() else {
        panic!("one entry: {read:?}")
    };
    assert_eq!(
        (entry.file.as_str(), entry.minutes, entry.injects),
        ("a.json", 90, 12)
    );
    assert_eq!(entry.title.chinese(), "召回");
    assert!(library::index("nothing").is_empty());
}

fn keep(firm: &mut Firm, scenario: Scenario) -> RecordId {
    let edit = SaveScenario {
        record: None,
        scenario,
    };
    firm.commit(&edit).expect("kept")[0].record.clone()
}

fn read(firm: &Firm, record: &RecordId) -> (Scenario, usize) {
    let (scenario, findings) = model::scenario(&firm.ws.record(record).expect("a record"));
    (scenario, findings.0.len())
}
