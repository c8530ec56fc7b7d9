//! Scenario files: what is written reads back, what is odd is named by its place, nothing unknown is lost.

use proptest::prelude::*;
use tandem::ledger::RecordId;
use tandem::modules::drills::check::check;
use tandem::modules::drills::event::{Event, What};
use tandem::modules::drills::finding::{Findings, Problem, Wants};
use tandem::modules::drills::reading;
use tandem::modules::drills::run::Run;
use tandem::modules::drills::scenario::{
    Body, Compare, Condition, Due, Effect, Held, Scenario, Sender, Text, With,
};
use tandem::modules::drills::words::{Channel, Layer, Severity, Side};
use tandem::time::Instant;

use crate::drills_story::STORY;

fn read(text: &str) -> (Scenario, Findings) {
    let (read, findings) = reading::file(text);
    (read.unwrap_or_default(), findings)
}

fn problems(text: &str) -> Vec<(String, Problem)> {
    let (_, findings) = reading::file(text);
    let all = findings.0.into_iter();
    all.map(|finding| (finding.place, finding.problem))
        .collect()
}

#[test]
fn what_is_read_before_and_the_leaders_guide_are_members_of_a_scenario() {
    let more = STORY.replacen(
        "\"goals\"",
        "\"preread\": \"Bring the plan.\", \"guide\": {\"zh\": \"先读\", \"en\": \"Read first\"}, \"goals\"",
        1,
    );
    let (story, findings) = read(&more);
    assert_eq!(findings, Findings::default());
    assert_eq!(story.preread, Text::Plain("Bring the plan.".into()));
    assert_eq!(story.guide.english(), "Read first");
    assert!(story.rest.is_empty());
    assert_eq!(read(&story.json()), (story, Findings::default()));
    let (bare, _) = read(STORY);
    assert!(!bare.json().contains("guide") && !bare.json().contains("preread"));
}

#[test]
fn a_whole_scenario_reads_as_it_was_written() {
    let (story, findings) = read(STORY);
    assert_eq!(findings, Findings::default());
    assert_eq!(story.slug, "steel-late");
    assert_eq!((story.version, story.minutes, story.speed), (3, 40, 5));
    assert_eq!(story.kind, Severity::Major);
    assert_eq!(story.starts, 8 * 60 + 30);
    assert_eq!(story.title.chinese(), "钢材晚到");
    assert_eq!(story.title.english(), "Steel comes late");
    let buyer = story.role("buyer").expect("a buyer");
    assert_eq!(buyer.side, Side::Requester);
    assert_eq!(buyer.layer, Some(Layer::Contact));
    assert_eq!(story.variables[0].start, Held::Number(2));
    assert_eq!(story.jumps[0].to, 1440);
    let ids: Vec<&str> = story.injects.iter().map(|i| i.id.as_str()).collect();
    assert_eq!(
        ids,
        ["call", "choice", "morning", "air", "stock", "wait"],
        "by time, those that are led to last"
    );
    let call = story.inject("call").expect("the call");
    assert_eq!(call.channel, Channel::Call);
    assert_eq!(call.due, Due::At(0));
    assert_eq!(call.from, Some(Sender::Named(Text::Plain("王工".into()))));
    assert_eq!(call.expectations[0].who, ["buyer", "planner"]);
    assert!(call.expectations[0].all);
    let stock = story.inject("stock").expect("the stock");
    assert!(matches!(&stock.attachments[0].body, Body::Table(rows) if rows.len() == 2));
    let choice = story.inject("choice").expect("the choice");
    let decision = choice.decision.as_ref().expect("a decision");
    assert_eq!(
        decision.options[0].effects[0],
        Effect::Add {
            add: "days".into(),
            by: 1
        }
    );
    assert_eq!(decision.options[1].way.as_ref().map(|w| w.after), Some(0));
    let morning = story.inject("morning").expect("the morning");
    let days = Condition::Variable(Compare {
        id: "days".into(),
        with: With::AtLeast(2),
    });
    let not_missed = Condition::Not(Box::new(Condition::Missed("confirm".into())));
    assert_eq!(morning.when, Some(Condition::Any(vec![days, not_missed])));
}

#[test]
fn writing_and_reading_again_gives_the_same_scenario() {
    let (story, _) = read(STORY);
    let (again, findings) = read(&story.json());
    assert_eq!(findings, Findings::default());
    assert_eq!(again, story);
    assert_eq!(again.json(), story.json());
}

#[test]
fn what_a_newer_version_wrote_is_written_again() {
    let newer = STORY
        .replacen("\"slug\"", "\"mood\": {\"a\":[1.50,true]}, \"slug\"", 1)
        .replacen(
            "\"id\": \"call\"",
            "\"id\": \"call\", \"sound\": \"bell\"",
            1,
        )
        .replacen("\"id\": \"buyer\"", "\"id\": \"buyer\", \"seat\": 7", 1);
    let (story, findings) = read(&newer);
    assert_eq!(findings, Findings::default());
    let (again, _) = read(&story.json());
    assert_eq!(again.rest["mood"].json(), "{\"a\":[1.50,true]}");
    assert_eq!(
        again.inject("call").expect("the call").rest["sound"].json(),
        "\"bell\""
    );
    assert_eq!(
        again.role("buyer").expect("the buyer").rest["seat"].json(),
        "7"
    );
}

#[test]
fn what_is_no_scenario_is_refused_whole_with_the_reason() {
    let reason = |text: &str| {
        let (read, findings) = reading::file(text);
        assert!(read.is_none(), "{text}");
        findings.0.into_iter().map(|f| f.problem).next()
    };
    assert_eq!(reason("[]"), Some(Problem::NotAScenario));
    assert_eq!(
        reason("{\"tandem\":\"partner-file\",\"format\":0}"),
        Some(Problem::NotAScenario)
    );
    let newer = STORY.replacen("\"format\": 0", "\"format\": 7", 1);
    assert_eq!(reason(&newer), Some(Problem::Newer { format: 7 }));
    assert!(matches!(
        reason("{\"tandem\":"),
        Some(Problem::NotJson { .. })
    ));
    let huge = format!("{{\"x\":\"{}\"}}", "x".repeat(reading::MAX_FILE));
    assert!(matches!(reason(&huge), Some(Problem::TooLarge { .. })));
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(reason(&deep).is_some());
}

#[test]
fn what_cannot_be_read_is_left_out_and_named_by_its_place() {
    let odd = |from: &str, to: &str| {
        assert!(STORY.contains(from), "{from} stands in the story");
        problems(&STORY.replacen(from, to, 1))
    };
    let one = |place: &str, problem: Problem| vec![(place.to_owned(), problem)];
    assert_eq!(
        odd(
            "\"within\": 10, \"points\": 4",
            "\"within\": \"soon\", \"points\": 4"
        ),
        vec![
            (
                "injects[call].expectations[confirm].within".to_owned(),
                Problem::NotA(Wants::Whole)
            ),
            (
                "injects[call].expectations[confirm].within".to_owned(),
                Problem::Missing
            ),
        ]
    );
    assert_eq!(
        odd("\"type\": \"call\"", "\"type\": \"telegram\""),
        one(
            "injects[call].type",
            Problem::UnknownWord {
                word: "telegram".into()
            }
        )
    );
    assert_eq!(
        odd("\"speed\": 5", "\"speed\": 500"),
        one("speed", Problem::OutOfRange { from: 1, to: 60 })
    );
    assert_eq!(
        odd("\"starts\": \"08:30\"", "\"starts\": \"25:00\""),
        one("starts", Problem::NotA(Wants::TimeOfDay))
    );
    assert_eq!(
        odd(
            "{\"zh\": \"钢材晚到\", \"en\": \"Steel comes late\"}",
            "{\"zh\": \"钢材晚到\"}"
        ),
        one("title", Problem::OneLanguage)
    );
    assert_eq!(
        odd("{\"missed\": \"confirm\"}", "{\"mist\": \"confirm\"}"),
        one(
            "injects[morning].when.any[2].not",
            Problem::NotA(Wants::Condition)
        )
    );
}

#[test]
fn a_condition_that_cannot_be_read_never_holds() {
    let odd = STORY.replacen("{\"missed\": \"confirm\"}", "{\"mist\": \"confirm\"}", 1);
    let odd = odd.replacen("{\"any\": [", "{\"all\": [", 1);
    let (story, _) = read(&odd);
    let never = Condition::Any(Vec::new());
    let when = story.inject("morning").and_then(|i| i.when.clone());
    let Some(Condition::All(all)) = when else {
        panic!("a list of conditions: {when:?}");
    };
    assert_eq!(all[1], never);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_as_far_as_it_goes_and_can_be_judged_and_run(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, "[\\[\\]{}0-9\",:a-z-]{0,6}"), 1..5),
    ) {
        let mut text = STORY.to_owned();
        for (at, length, piece) in cuts {
            let at = text.floor_char_boundary(at.index(text.len()));
            let end = text.floor_char_boundary((at + length).min(text.len())).max(at);
            text.replace_range(at..end, &piece);
        }
        let (read, findings) = reading::file(&text);
        prop_assert!(read.is_some() || !findings.is_empty());
        let scenario = read.unwrap_or_default();
        let _ = check(&scenario);
        let groups = ["red".to_owned()];
        let mut run = Run::new(&scenario, &groups);
        let start = Event {
            id: RecordId::from_bits("drill_event", 0),
            n: 0,
            ran: 0,
            at: Instant(0),
            what: What::Start,
        };
        run.apply(&start);
        run.advance(i64::MAX);
        prop_assert!(run.is_exhausted(), "nothing goes round for ever");
    }
}
