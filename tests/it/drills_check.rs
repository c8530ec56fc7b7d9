//! What the check of a scenario finds, each in a story that has just that wrong with it.

use tandem::modules::drills::authoring::{add_inject, blank};
use tandem::modules::drills::check::check;
use tandem::modules::drills::finding::{Problem, Thing};
use tandem::modules::drills::reach::{Apart, MAX_STATES, reach};
use tandem::modules::drills::reading;
use tandem::modules::drills::scenario::{
    Compare, Condition, Effect, Expectation, Held, Scenario, Text, Variable, With,
};

use crate::drills_story::STORY;

/// What is found once each text was put in the place of another.
fn found(changes: &[(&str, &str)]) -> Vec<(String, Problem)> {
    let mut text = STORY.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} stands in the story");
        text = text.replacen(from, to, 1);
    }
    let (scenario, findings) = reading::file(&text);
    assert!(findings.is_empty(), "{findings:?}");
    let found = check(&scenario.expect("a scenario")).0.into_iter();
    found.map(|f| (f.place, f.problem)).collect()
}

fn one(place: &str, problem: Problem) -> Vec<(String, Problem)> {
    vec![(place.to_owned(), problem)]
}

#[test]
fn a_story_that_can_be_played_has_no_findings() {
    assert_eq!(found(&[]), Vec::new());
}

#[test]
fn names_that_lead_nowhere_are_found_where_they_stand() {
    let no = |thing, id: &str| Problem::NoSuch {
        thing,
        id: id.into(),
    };
    assert_eq!(
        found(&[(
            "\"from\": {\"role\": \"planner\"}",
            "\"from\": {\"role\": \"boss\"}"
        )]),
        one("injects[stock].from", no(Thing::Role, "boss"))
    );
    assert_eq!(
        found(&[("\"who\": [\"planner\"]", "\"who\": [\"boss\"]")]),
        one(
            "injects[stock].expectations[read].who",
            no(Thing::Role, "boss")
        )
    );
    assert_eq!(
        found(&[("\"phase\": \"next\"", "\"phase\": \"last\"")]),
        one("injects[wait].phase", no(Thing::Phase, "last"))
    );
    assert_eq!(
        found(&[(
            "{\"add\": \"days\", \"by\": 1}",
            "{\"add\": \"hours\", \"by\": 1}"
        )]),
        one(
            "injects[choice].decision.options[fly].effects",
            no(Thing::Variable, "hours")
        )
    );
    assert_eq!(
        found(&[("\"to\": \"plane\"", "\"to\": \"train\"")]),
        one("injects[air].effects", no(Thing::Choice, "train"))
    );
    assert_eq!(
        found(&[("{\"missed\": \"confirm\"}", "{\"missed\": \"conform\"}")]),
        one("injects[morning].when", no(Thing::Expectation, "conform"))
    );
    let lost = found(&[(
        "\"to\": \"air\", \"after\": 5",
        "\"to\": \"ship\", \"after\": 5",
    )]);
    let (place, problem) = &lost[0];
    assert_eq!(place, "injects[choice].decision.options[fly].to");
    assert_eq!(*problem, no(Thing::Inject, "ship"));
}

#[test]
fn an_inject_that_no_course_fires_is_named() {
    assert_eq!(
        found(&[(
            "\"to\": \"air\", \"after\": 5",
            "\"to\": \"end\", \"after\": 5"
        )]),
        one("injects[air]", Problem::Unreachable)
    );
    // The stock never reaches nine days, and whoever confirms has not missed it.
    assert_eq!(
        found(&[
            (
                "{\"not\": {\"missed\": \"confirm\"}}",
                "{\"all\": [{\"met\": \"confirm\"}, {\"missed\": \"confirm\"}]}"
            ),
            (
                "\"id\": \"days\", \"at_least\": 2",
                "\"id\": \"days\", \"at_least\": 9"
            ),
        ]),
        one("injects[morning]", Problem::Unreachable)
    );
}

#[test]
fn a_way_out_that_is_missing_is_a_dead_end() {
    assert_eq!(
        found(&[("\"points\": -2, \"to\": \"wait\"}", "\"points\": -2}")]),
        one("injects[choice].decision.options[hold]", Problem::DeadEnd)
    );
    assert_eq!(
        found(&[(
            "],\n    \"otherwise\": {\"to\": \"wait\", \"after\": 10}}",
            "]}"
        )]),
        one("injects[choice].decision.otherwise", Problem::DeadEnd)
    );
    let branch = |branches: &str| {
        let to = format!("\"branches\": {branches}, \"note\": \"Show the invoice.\"");
        found(&[("\"note\": \"Show the invoice.\"", &to)])
    };
    assert_eq!(
        branch(r#"[{"when": {"time_left": 5}, "to": "end"}]"#),
        one("injects[air].branches", Problem::DeadEnd)
    );
    assert_eq!(
        branch(r#"[{"when": {"time_left": 5}, "to": "end"}, {"to": "end"}]"#),
        Vec::new()
    );
    assert_eq!(
        branch(r#"[{"to": "end"}, {"when": {"time_left": 5}, "to": "end"}]"#),
        one("injects[air].branches[2]", Problem::NeverTaken)
    );
    assert_eq!(
        branch(r#"[{"to": "call"}]"#),
        one("injects[air].branches[1].to", Problem::HasItsOwnTime)
    );
}

#[test]
fn a_way_that_leads_back_is_a_loop_and_its_path_is_named() {
    let branches = |to: &str| format!("\"branches\": [{{\"to\": \"{to}\"}}], ");
    let air = format!("{}\"note\": \"Show the invoice.\"", branches("wait"));
    let wait = format!("{}\"phase\": \"next\"", branches("air"));
    let path = ["air", "wait", "air"].map(str::to_owned).to_vec();
    let changes = [
        ("\"note\": \"Show the invoice.\"", &*air),
        ("\"phase\": \"next\"", &*wait),
    ];
    assert_eq!(found(&changes), one("injects[air]", Problem::Loop { path }));
    let own = format!("{}\"note\": \"Show the invoice.\"", branches("air"));
    let path = ["air", "air"].map(str::to_owned).to_vec();
    assert_eq!(
        found(&[("\"note\": \"Show the invoice.\"", &*own)]),
        one("injects[air]", Problem::Loop { path })
    );
}

#[test]
fn an_expectation_that_nobody_can_meet_is_found() {
    assert_eq!(
        found(&[("\"to\": [\"buyer\", \"planner\"]", "\"to\": [\"buyer\"]")]),
        one(
            "injects[call].expectations[confirm].who",
            Problem::NotReceived {
                role: "planner".into()
            }
        )
    );
    assert_eq!(
        found(&[("\"who\": [\"planner\"]", "\"who\": [\"trainer\"]")]),
        one(
            "injects[stock].expectations[read].who",
            Problem::TrainerAnswers {
                role: "trainer".into()
            }
        )
    );
    assert_eq!(
        found(&[("\"who\": [\"planner\"]", "\"who\": []")]),
        one(
            "injects[stock].expectations[read].who",
            Problem::NobodyAnswers
        )
    );
    assert_eq!(
        found(&[("\"within\": 8", "\"within\": 0")]),
        one("injects[stock].expectations[read].within", Problem::NoTime)
    );
}

#[test]
fn ids_types_and_jumps_are_judged() {
    assert_eq!(
        found(&[("\"id\": \"planner\"", "\"id\": \"buyer\"")])[0],
        (
            "roles[buyer]".to_owned(),
            Problem::Twice { id: "buyer".into() }
        )
    );
    assert_eq!(
        found(&[("\"id\": \"read\"", "\"id\": \"confirm\"")])[0],
        (
            "injects.expectations[confirm]".to_owned(),
            Problem::Twice {
                id: "confirm".into()
            }
        )
    );
    assert_eq!(
        found(&[(
            "{\"set\": \"told\", \"to\": true}",
            "{\"set\": \"told\", \"to\": 1}"
        )]),
        one(
            "injects[call].expectations[confirm].if_met",
            Problem::WrongType { id: "told".into() }
        )
    );
    assert_eq!(
        found(&[("\"at\": 30", "\"at\": 130")]),
        one(
            "injects[choice].at",
            Problem::JumpedOver {
                jump: "night".into()
            }
        )
    );
    let back = found(&[("\"at\": 120, \"to\": 1440", "\"at\": 1445, \"to\": 1440")]);
    assert_eq!(back[0], ("jumps[night]".to_owned(), Problem::BadJump));
    assert_eq!(
        found(&[("\"minutes\": 40", "\"minutes\": 20")]),
        one("minutes", Problem::LongerThanPlanned { needs: 27 })
    );
}

/// So many things that are asked about at the very end, each of which is answered or not.
fn tangled(count: usize, asked: bool, score: bool) -> Scenario {
    let ids: Vec<String> = (0..count).map(|nth| format!("e{nth}")).collect();
    let mut scenario = blank("Tangled", ["Buyer", "Mill"]);
    for (id, minute) in ids.iter().zip((0_u32..).step_by(5)) {
        let inject = add_inject(&mut scenario, id, minute);
        let all = scenario.injects.iter_mut();
        for inject in all.filter(|known| known.id == inject) {
            inject.content = Text::Plain("…".into());
            inject.expectations.push(Expectation {
                id: id.clone(),
                who: vec!["customer".into()],
                within: 5,
                points: 1,
                ..Expectation::default()
            });
        }
    }
    let last = add_inject(&mut scenario, "The end", 5 * count as u32 + 5);
    let met = ids.into_iter().map(Condition::Met);
    let when = match (asked, score) {
        (true, _) => Some(Condition::All(met.collect())),
        (false, true) => Some(Condition::ScoreAtLeast(count as i64)),
        (false, false) => None,
    };
    let mut all = scenario.injects.iter_mut();
    all.find(|known| known.id == last).expect("it").when = when;
    scenario.minutes = 600;
    scenario
}

#[test]
fn too_many_courses_are_said_with_how_many_were_looked_at_and_what_sets_them_apart() {
    let found = check(&tangled(16, true, false)).0;
    let problem = Problem::TooTangled {
        states: MAX_STATES,
        apart: Apart {
            decisions: 0,
            expectations: 16,
            score: false,
        },
    };
    let [finding] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (finding.place.as_str(), &finding.problem),
        ("injects", &problem)
    );
    assert!(problem.is_hint(), "it may be played all the same");
}

#[test]
fn what_no_condition_asks_about_any_more_sets_no_courses_apart() {
    let free = reach(&tangled(16, false, false));
    assert!(free.whole && free.states < 100, "{} states", free.states);
    assert_eq!(free.apart, Apart::default());
    // Points add up to one sum, whichever expectations they are from.
    let points = reach(&tangled(16, false, true));
    assert!(points.whole && points.states < 1_000, "{}", points.states);
    // Asked about before the last four come, the first twelve make no difference to those.
    let mut early = tangled(16, true, false);
    let (asked, first): (Vec<String>, _) = ((0..8).map(|n| format!("e{n}")).collect(), "e12");
    for inject in &mut early.injects {
        inject.when = match inject.title.english() {
            title if title == first => Some(Condition::All(
                asked.iter().cloned().map(Condition::Met).collect(),
            )),
            _ => None,
        };
    }
    let early = reach(&early);
    assert!(early.whole && early.states < 4_000, "{}", early.states);
    assert_eq!(early.apart.expectations, 8);
    assert!(early.fires.iter().all(|fires| *fires));
}

#[test]
fn a_variable_that_no_condition_reads_makes_no_difference() {
    let with = |read: bool| {
        let mut scenario = tangled(12, false, false);
        scenario.variables.push(Variable {
            id: "cost".into(),
            title: Text::Plain("Cost".into()),
            start: Held::Number(0),
            options: Vec::new(),
            unit: Text::default(),
            rest: Default::default(),
        });
        for (nth, inject) in scenario.injects.iter_mut().enumerate() {
            for expectation in &mut inject.expectations {
                expectation.if_met = vec![Effect::Add {
                    add: "cost".into(),
                    by: 1 << nth,
                }];
            }
        }
        let last = scenario.injects.last_mut().expect("the end");
        last.when = read.then(|| {
            Condition::Variable(Compare {
                id: "cost".into(),
                with: With::AtLeast(1),
            })
        });
        reach(&scenario).states
    };
    assert!(with(false) < 100, "{}", with(false));
    assert!(with(true) > 4_000, "{}", with(true));
}
