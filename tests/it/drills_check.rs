//! What the check of a scenario finds, each in a story that has just that wrong with it.

use tandem::modules::drills::check::check;
use tandem::modules::drills::finding::{Problem, Thing};
use tandem::modules::drills::reading;

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
