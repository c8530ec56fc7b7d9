//! What drills come to: handling times at equal speed, scores by group, role and phase, coverage, the
//! journal.

use std::collections::BTreeMap;

use tandem::ledger::{RecordId, Value};
use tandem::modules::drills::edits::{Happen, Schedule};
use tandem::modules::drills::event::{Answer, Blame, Captured, Cause, Decide, What};
use tandem::modules::drills::frequency::{self, EnterFrequency, FrequencyRefusal};
use tandem::modules::drills::journal::{self, Tongue};
use tandem::modules::drills::model::{DRILL, Drill, Group};
use tandem::modules::drills::reading;
use tandem::modules::drills::report::{self, Outcome};
use tandem::modules::drills::score;
use tandem::records::baseline;
use tandem::records::same_as::SameAs;
use tandem::time::{DAY, Date, MINUTE, SECOND, Span};

use crate::drills_story::STORY;
use crate::firm::Firm;
use crate::pair::pair;

fn schedule() -> Schedule {
    let group = |id: &str| Group {
        id: id.into(),
        name: id.to_uppercase(),
    };
    Schedule {
        title: "Workshop".into(),
        scenario: reading::file(STORY).0.expect("the story"),
        planned: None,
        groups: vec![group("red"), group("blue")],
        parties: Vec::new(),
        trainer: None,
        matrix: None,
        hide_names: false,
    }
}

fn happen(firm: &mut Firm, drill: &RecordId, second: i64, what: What) {
    let happen = Happen {
        drill: drill.clone(),
        ran: Some(second * SECOND),
        what,
    };
    firm.commit(&happen).expect("allowed");
}

fn answer(inject: &str, expectation: &str, group: &str) -> What {
    What::Captured(Captured::Answer(Answer {
        inject: inject.into(),
        group: group.into(),
        expectation: Some(expectation.into()),
        role: None,
        text: "=1+1, \"soon\"".into(),
        credit: 100,
        played: None,
    }))
}

/// A drill in which red confirms after so many seconds and both groups read the list.
fn held(firm: &mut Firm, schedule: &Schedule, confirmed: i64, speed: u32) -> RecordId {
    firm.wait(DAY);
    let changes = firm.commit(schedule).expect("complete");
    let drill = changes
        .iter()
        .map(|c| &c.record)
        .find(|id| id.kind() == DRILL)
        .expect("it")
        .clone();
    happen(firm, &drill, 0, What::Speed(speed));
    happen(firm, &drill, 0, What::Start);
    happen(firm, &drill, confirmed, answer("call", "confirm", "red"));
    let fired = 300 / i64::from(speed);
    for group in ["red", "blue"] {
        happen(
            firm,
            &drill,
            fired.max(confirmed) + 1,
            answer("stock", "read", group),
        );
    }
    if speed == 5 {
        let fly = Captured::Decide(Decide {
            inject: "choice".into(),
            group: "blue".into(),
            option: "fly".into(),
            played: None,
        });
        happen(firm, &drill, 400, What::Captured(fly));
    }
    happen(firm, &drill, 500, What::End);
    drill
}

fn outcomes(firm: &Firm) -> Vec<Outcome> {
    report::outcomes(&firm.ws, &SameAs::of(&firm.ws), &firm.party())
}

#[test]
fn scores_add_up_by_group_role_and_phase() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, &schedule(), 60, 5);
    let held = report::held(Drill::find(&firm.ws, &drill).expect("it")).expect("held");
    let run = held.run();
    let lines = score::lines(&run);
    let points = |p: report::Points| (p.points, p.most);
    let groups: Vec<_> = report::by_group(&run, &lines)
        .into_iter()
        .map(|(g, p)| (g, points(p)))
        .collect();
    // Four for confirming, two for the list, five for flying it in.
    assert_eq!(groups, [("red".into(), (6, 11)), ("blue".into(), (7, 11))]);
    let roles: BTreeMap<_, _> = report::by_role(&run, &lines)
        .into_iter()
        .map(|(r, p)| (r, points(p)))
        .collect();
    assert_eq!(roles["buyer"], (4 + 5, 8 + 10));
    assert_eq!(roles["planner"], (4 + 4, 8 + 4));
    let phases: BTreeMap<_, _> = report::by_phase(&run, &lines)
        .into_iter()
        .map(|(r, p)| (r, points(p)))
        .collect();
    assert_eq!(phases, BTreeMap::from([("alarm".to_owned(), (13, 22))]));
    let line = report::timeline(&run);
    let ids: Vec<&str> = line
        .iter()
        .filter_map(|p| run.inject(p.inject))
        .map(|i| i.id.as_str())
        .collect();
    assert_eq!(ids, ["call", "stock", "choice", "morning", "air", "wait"]);
    assert_eq!(
        (line[2].planned, line[2].fired.map(|at| at.ran)),
        (Some(30 * MINUTE), Some(360 * SECOND))
    );
}

#[test]
fn only_drills_of_equal_speed_are_compared_and_the_others_are_listed() {
    let mut firm = Firm::new(1, "Us");
    let first = held(&mut firm, &schedule(), 60, 5);
    let other = held(&mut firm, &schedule(), 100, 1);
    let now = held(&mut firm, &schedule(), 30, 5);
    let mixed = held(&mut firm, &schedule(), 30, 5);
    let all = outcomes(&firm);
    assert_eq!(all.len(), 4);
    // Red confirmed after 5 scenario minutes, and both read five seconds, 25 of the scenario, after.
    assert_eq!(all[0].handled, [300 * SECOND, 5 * SECOND, 5 * SECOND]);
    assert_eq!(
        (all[0].handling(), all[0].missed),
        (Some(310 * SECOND / 3), 1)
    );
    let compared = report::compare(&all[2], &all);
    assert_eq!(compared.before.map(|o| &o.drill), Some(&first));
    assert_eq!(
        compared
            .not_compared
            .iter()
            .map(|o| &o.drill)
            .collect::<Vec<_>>(),
        [&other]
    );
    assert_eq!(report::compare(&all[0], &all).before, None);
    assert_eq!(all[3].drill, mixed);
    let unsteady = Outcome {
        speed: None,
        ..all[3].clone()
    };
    assert_eq!(report::compare(&unsteady, &all).before, None);
    assert_eq!(report::compare(&unsteady, &all).not_compared.len(), 3);
    assert_eq!(now, all[2].drill);
}

#[test]
fn handling_is_compared_with_a_baseline_of_its_speed() {
    let mut firm = Firm::new(1, "Us");
    held(&mut firm, &schedule(), 60, 5);
    held(&mut firm, &schedule(), 100, 1);
    let all = outcomes(&firm);
    let average = report::handling(&firm.ws, &all, 5);
    assert_eq!((average.denominator(), average.not_due.len()), (1, 1));
    assert_eq!(
        (report::gain(&average), report::gains_enough(&average)),
        (None, None)
    );
    let date = Date::parse("2025-06-30").expect("a date");
    let (key, taken) = report::as_baseline(&all[0], date).expect("a figure");
    assert_eq!((key.as_str(), taken.sample), ("drill_handling.5", 3));
    let id = firm.name(baseline::KIND);
    let mut keep = |value: i64| {
        firm.put(
            &id,
            &[
                (baseline::KPI, Value::text(&key)),
                (baseline::VALUE, Value::int(value)),
                (baseline::DATE, Value::of(&date)),
                (baseline::SAMPLE, Value::int(3)),
            ],
        )
    };
    // 45 % more efficient is 1/1.45 of the time.
    let time = all[0].handling().expect("a figure");
    keep(time * 145 / 100 + 1);
    assert_eq!(
        report::gains_enough(&report::handling(&firm.ws, &all, 5)),
        Some(true)
    );
    keep_again(&mut firm, &id, time * 144 / 100);
    let average = report::handling(&firm.ws, &all, 5);
    assert_eq!(report::gains_enough(&average), Some(false));
    assert!((report::gain(&average).expect("a gain") - 0.44).abs() < 0.001);
}

fn keep_again(firm: &mut Firm, id: &RecordId, value: i64) {
    firm.set(id, baseline::VALUE, Value::int(value));
}

#[test]
fn coverage_counts_frequent_classes_with_a_drill_in_the_period() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, &schedule(), 60, 5);
    let all = outcomes(&firm);
    let counts = [
        ("material_shortage", 7),
        ("delivery_delay", 9),
        ("typhoon", 3),
        ("fire", 1),
    ];
    let counts: BTreeMap<String, u32> =
        counts.into_iter().map(|(c, n)| (c.to_owned(), n)).collect();
    let period = Span::new(firm.now.plus(-DAY), firm.now.plus(DAY)).expect("a span");
    let coverage = report::coverage(&counts, 3, period, &all);
    let rows: Vec<_> = coverage
        .classes
        .iter()
        .map(|c| (c.class.as_str(), c.count, c.drills.len()))
        .collect();
    assert_eq!(
        rows,
        [
            ("delivery_delay", 9, 0),
            ("material_shortage", 7, 1),
            ("typhoon", 3, 0)
        ]
    );
    assert_eq!(coverage.classes[1].drills, [drill]);
    assert_eq!(coverage.share(), Some(1.0 / 3.0));
    assert_eq!(
        coverage.missing().next().map(|c| c.class.as_str()),
        Some("delivery_delay")
    );
    let before = Span::new(firm.now.plus(-9 * DAY), firm.now.plus(-8 * DAY)).expect("a span");
    assert_eq!(report::coverage(&counts, 3, before, &all).drilled(), 0);
    assert_eq!(
        report::coverage(&counts, 99, period, &all).share(),
        None,
        "no class, no figure"
    );
}

#[test]
fn how_often_a_class_came_can_be_entered_and_entered_again() {
    let mut firm = Firm::new(1, "Us");
    let date = |text: &str| Date::parse(text).expect("a date");
    let mut say = |class: &str, count, from: &str, to: &str| {
        firm.commit(&EnterFrequency {
            class: class.into(),
            count,
            from: date(from),
            to: date(to),
        })
        .map(|_| ())
    };
    assert_eq!(
        say(" ", 1, "2025-01-01", "2025-12-31"),
        Err(FrequencyRefusal::ClassMissing)
    );
    assert_eq!(
        say("fire", 1, "2025-02-01", "2025-01-31"),
        Err(FrequencyRefusal::Backwards)
    );
    assert_eq!(say("fire", 9, "2025-01-01", "2025-06-30"), Ok(()));
    assert_eq!(say("fire", 2, "2025-01-01", "2025-06-30"), Ok(()));
    assert_eq!(say("fire", 3, "2025-07-01", "2025-12-31"), Ok(()));
    assert_eq!(say("flood", 4, "2024-07-01", "2025-01-31"), Ok(()));
    let year = frequency::entered(&firm.ws, date("2025-01-01"), date("2025-12-31"));
    assert_eq!(year, BTreeMap::from([("fire".to_owned(), 5)]));
}

#[test]
fn a_drill_that_a_trainer_held_counts_for_the_client_and_not_for_the_trainer() {
    let (mut trainer, mut client) = pair();
    let schedule = Schedule {
        parties: vec![client.party()],
        ..schedule()
    };
    held(&mut trainer, &schedule, 60, 5);
    assert!(outcomes(&trainer).is_empty() && outcomes(&client).is_empty());
    client.hear(&trainer);
    assert_eq!(outcomes(&client).len(), 1);
    // A trainer that rehearses alone has held a drill of its own.
    held(&mut trainer, &self::schedule(), 60, 5);
    assert_eq!(outcomes(&trainer).len(), 1);
}

#[test]
fn an_answer_to_who_is_responsible_that_differs_from_the_matrix_is_kept() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, &schedule(), 60, 5);
    let (task, other) = (firm.name("task"), firm.name("party"));
    let own = firm.party();
    let mut said = |party: &RecordId, matrix: Option<&RecordId>| {
        let blame = Blame {
            inject: "call".into(),
            group: "red".into(),
            task: task.clone(),
            said: party.clone(),
            matrix: matrix.cloned(),
        };
        happen(
            &mut firm,
            &drill,
            500,
            What::Captured(Captured::Blame(blame)),
        );
    };
    said(&own, Some(&own));
    said(&other, Some(&own));
    said(&own, None);
    let held = report::held(Drill::find(&firm.ws, &drill).expect("it")).expect("held");
    let lacking = report::lacking(&held.run(), &SameAs::of(&firm.ws));
    let parties: Vec<_> = lacking.into_iter().map(|l| (l.said, l.matrix)).collect();
    assert_eq!(parties, [(other, Some(own.clone())), (own, None)]);
}

#[test]
fn the_journal_says_everything_in_order_as_csv_and_as_json() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, &schedule(), 60, 5);
    let held = report::held(Drill::find(&firm.ws, &drill).expect("it")).expect("held");
    let run = held.run();
    let rows = journal::rows(&run, &held.log, Tongue::Chinese);
    let what: Vec<&str> = rows.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(&what[..4], ["speed", "start", "fired", "fired"].as_slice());
    assert!(rows.windows(2).all(|pair| pair[0].ran <= pair[1].ran));
    assert_eq!(rows.iter().filter(|row| row.what == "scored").count(), 6);
    let call = rows
        .iter()
        .find(|row| row.inject == "call")
        .expect("the call");
    assert_eq!(
        (call.title.as_str(), call.day, call.clock.as_str()),
        ("供应商来电", 1, "08:30:00")
    );
    let headings = journal::COLUMNS.map(str::to_owned);
    let csv = journal::csv(&headings, &rows);
    assert!(csv.starts_with("\u{feff}ran,day,clock,what"));
    assert_eq!(csv.lines().count(), rows.len() + 1);
    assert!(csv.contains("\"'=1+1, \"\"soon\"\"\""), "no formula: {csv}");
    let text = journal::json(&drill, &run, &held.log, Tongue::English);
    let json: serde_json::Value = serde_json::from_str(&text).expect("json");
    assert_eq!(json["log"].as_array().map(Vec::len), Some(held.log.len()));
    assert_eq!(json["log"][1]["what"], "start");
    assert_eq!(json["scenario"], "steel-late");
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(rows.len()));
    let pause = What::Pause(Cause::Gap).value();
    assert_eq!(pause.json(), "{\"pause\":\"gap\"}");
}
