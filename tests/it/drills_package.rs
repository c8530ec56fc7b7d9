//! A drill between a trainer and a client: what goes out, what comes back, what counts where; and the file
//! for partners who took part.

use tandem::exchange::{Audiences, FileLog, Sharing, subset_digest};
use tandem::ledger::{Change, RecordId};
use tandem::modules::drills::debrief::Debrief;
use tandem::modules::drills::edits::{Happen, Schedule};
use tandem::modules::drills::event::{Answer, Captured, Decide, What};
use tandem::modules::drills::lessons::{self, Becomes, Learn};
use tandem::modules::drills::model::{DRILL, Drill, Group};
use tandem::modules::drills::package::{MatrixGoes, is_led_for_others, legs};
use tandem::modules::drills::{reading, report};
use tandem::modules::matrix::edits::CreateMatrix;
use tandem::records::same_as::SameAs;
use tandem::time::{Date, MINUTE};

use crate::drills_story::STORY;
use crate::firm::Firm;
use crate::pair::pair;

fn made(changes: &[Change], kind: &str) -> RecordId {
    let mut ids = changes.iter().map(|c| &c.record);
    ids.find(|id| id.kind() == kind).expect(kind).clone()
}

/// A matrix of the trainer's, shared with the given parties.
fn matrix(trainer: &mut Firm, parties: Vec<RecordId>) -> RecordId {
    let create = CreateMatrix {
        name: "Who does what".into(),
        purpose: String::new(),
        parties,
    };
    made(&trainer.commit(&create).expect("named"), "matrix")
}

fn prepared(trainer: &mut Firm, client: &Firm, matrix: Option<RecordId>) -> RecordId {
    let schedule = Schedule {
        title: "Workshop".into(),
        scenario: reading::file(STORY).0.expect("the story"),
        planned: None,
        groups: vec![Group {
            id: "red".into(),
            name: "Red".into(),
        }],
        parties: vec![client.party()],
        trainer: None,
        matrix,
        hide_names: false,
    };
    made(&trainer.commit(&schedule).expect("complete"), DRILL)
}

fn happen(firm: &mut Firm, drill: &RecordId, minute: i64, what: What) {
    let happen = Happen {
        drill: drill.clone(),
        ran: Some(minute * MINUTE),
        what,
    };
    firm.commit(&happen).expect("it may happen");
}

/// What one firm's file would bring the other: what both share, and nothing else.
fn send(from: &Firm, to: &mut Firm) {
    let audiences = Audiences::of(&from.ws);
    let (us, them) = (from.party(), to.party());
    let sharing = Sharing::new(&audiences, &us, &them);
    let shared: Vec<Change> = sharing.changes().cloned().collect();
    to.ws.insert_all(shared);
}

/// Five scenario minutes pass in one of the room: the story runs at 5×.
fn run(firm: &mut Firm, drill: &RecordId) {
    happen(firm, drill, 0, What::Start);
    let answer = Answer {
        inject: "call".into(),
        group: "red".into(),
        expectation: Some("confirm".into()),
        role: None,
        text: "In writing by noon".into(),
        credit: 100,
        played: None,
    };
    happen(firm, drill, 1, What::Captured(Captured::Answer(answer)));
    let decide = Decide {
        inject: "choice".into(),
        group: "red".into(),
        option: "fly".into(),
        played: None,
    };
    happen(firm, drill, 7, What::Captured(Captured::Decide(decide)));
    happen(firm, drill, 40, What::End);
}

#[test]
fn a_package_goes_out_and_its_result_comes_back_and_counts_for_the_client_alone() {
    let (mut trainer, mut client) = pair();
    let drill = prepared(&mut trainer, &client, None);
    send(&trainer, &mut client);
    let there = Drill::find(&client.ws, &drill).expect("the drill arrived");
    assert!(there.script().is_some(), "with its script");
    run(&mut client, &drill);
    send(&client, &mut trainer);
    let count = |firm: &Firm| {
        let joins = SameAs::of(&firm.ws);
        report::outcomes(&firm.ws, &joins, &firm.party()).len()
    };
    assert_eq!((count(&client), count(&trainer)), (1, 0));
    let log = |firm: &Firm| Drill::find(&firm.ws, &drill).expect("it").log();
    assert_eq!(log(&client), log(&trainer));
    let (us, them) = (trainer.party(), client.party());
    assert_eq!(
        subset_digest(&trainer.ws, &us, &them),
        subset_digest(&client.ws, &them, &us)
    );
}

#[test]
fn what_has_not_arrived_is_counted_by_party() {
    let (mut trainer, client) = pair();
    let drill = prepared(&mut trainer, &client, None);
    let log = FileLog::default();
    let found = |firm: &Firm| {
        let drill = Drill::find(&firm.ws, &drill).expect("it");
        let legs = legs(&firm.ws, &log, &firm.party(), &drill);
        let led = is_led_for_others(&firm.ws, &firm.party(), &drill, &legs);
        (legs, led)
    };
    let (own, led) = found(&trainer);
    let [leg] = own.as_slice() else {
        panic!("one partner: {own:?}")
    };
    assert_eq!(leg.party, client.party());
    assert!(leg.changes >= 2 && leg.open == leg.changes, "{leg:?}");
    assert_eq!(leg.matrix, MatrixGoes::None);
    assert!(led);
    let mut there = client;
    send(&trainer, &mut there);
    let (theirs, led) = found(&there);
    assert!(!led, "the client leads it for nobody");
    assert_eq!(theirs[0].open, 0, "the trainer wrote all of it");
}

#[test]
fn the_matrix_goes_along_only_to_its_own_parties_and_else_the_drill_goes_without() {
    for shared in [true, false] {
        let (mut trainer, mut client) = pair();
        let parties = if shared { vec![client.party()] } else { vec![] };
        let matrix = matrix(&mut trainer, parties);
        let drill = prepared(&mut trainer, &client, Some(matrix.clone()));
        let own = Drill::find(&trainer.ws, &drill).expect("it");
        let leg = legs(&trainer.ws, &FileLog::default(), &trainer.party(), &own);
        let goes = [MatrixGoes::StaysBack, MatrixGoes::Along][usize::from(shared)];
        assert_eq!(leg[0].matrix, goes);
        send(&trainer, &mut client);
        assert_eq!(client.ws.record(&matrix).is_some(), shared);
        let there = Drill::find(&client.ws, &drill).expect("the drill arrived");
        assert_eq!(there.matrix().is_some(), shared);
        assert!(there.script().is_some());
    }
}

#[test]
fn a_debrief_tells_what_came_and_nothing_that_is_the_trainers() {
    let mut trainer = Firm::new(1, "Coach");
    let client = Firm::new(2, "Client");
    let drill = prepared(&mut trainer, &client, None);
    run(&mut trainer, &drill);
    let learn = Learn {
        drill: drill.clone(),
        lesson: None,
        text: "Nobody knew who calls the customer".into(),
        owner: "Wang".into(),
        due: Date::parse("2026-03-31"),
        inject: None,
        becomes: Becomes::Nothing,
    };
    trainer.commit(&learn).expect("a lesson");
    let held = report::held(Drill::find(&trainer.ws, &drill).expect("it")).expect("it was held");
    let told = Debrief::of(&held, &lessons::of(&trainer.ws, &drill), "Coach");
    let came: Vec<&str> = told.course.iter().map(|c| c.title.english()).collect();
    assert_eq!(
        came[..3],
        ["The supplier calls", "Stock list", "Air or wait?"]
    );
    assert!(came.contains(&"Air freight booked") && !came.contains(&"Line stops"));
    let call = &told.course[0].asked[0];
    assert_eq!(
        (call.group.as_str(), call.within, call.took),
        ("Red", 10, Some(5))
    );
    assert_eq!(told.course[1].asked[0].took, None, "nobody named the days");
    assert_eq!(told.course[2].chose[0].option.english(), "Fly it in");
    assert_eq!(told.lessons[0].due, "2026-03-31");
    let file = told.json();
    for secret in [
        "Show the invoice",
        "Ask for a date",
        "The line stops",
        "Dear, but the line runs",
        "Wang",
        "party-",
    ] {
        assert!(!file.contains(secret), "{secret}");
    }
    assert_eq!(Debrief::read(&file), Ok(Some(told)));
}

#[test]
fn a_debrief_of_a_later_version_is_refused_and_anything_else_is_none() {
    let newer = r#"{"tandem": "debrief", "format": 1, "title": "X"}"#;
    assert_eq!(Debrief::read(newer), Err(1));
    assert_eq!(Debrief::read(STORY), Ok(None));
    assert_eq!(Debrief::read("minute,content"), Ok(None));
    let damaged = r#"{"tandem": "debrief", "format": 0, "title": 7, "course": [3, {"minute": 2}]}"#;
    let read = Debrief::read(damaged)
        .expect("this version")
        .expect("a debrief");
    assert_eq!((read.title.as_str(), read.course.len()), ("", 1));
}
