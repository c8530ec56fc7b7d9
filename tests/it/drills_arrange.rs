//! What was planned of a drill can be said anew until it starts: title, day, parties, matrix, seats.
//! Never in here: what happens while it runs.

use std::collections::BTreeSet;

use tandem::exchange;
use tandem::ledger::{Change, RecordId};
use tandem::modules::drills::arrange::Arrange;
use tandem::modules::drills::edits::{DrillRefusal, Happen, Schedule, Seat};
use tandem::modules::drills::event::What;
use tandem::modules::drills::model::{Course, DRILL, Drill, Group};
use tandem::modules::drills::reading;
use tandem::time::Instant;

use crate::drills_story::STORY;
use crate::firm::Firm;

fn group(id: &str) -> Group {
    Group {
        id: id.into(),
        name: id.to_uppercase(),
    }
}

fn made(changes: &[Change], kind: &str) -> RecordId {
    let mut ids = changes.iter().map(|c| &c.record);
    ids.find(|id| id.kind() == kind).expect(kind).clone()
}

fn prepared(firm: &mut Firm, partner: &RecordId) -> RecordId {
    let schedule = Schedule {
        title: "Workshop".into(),
        scenario: reading::file(STORY).0.expect("the story"),
        planned: None,
        groups: vec![group("red")],
        parties: vec![partner.clone()],
        trainer: None,
        matrix: None,
        hide_names: false,
    };
    made(&firm.commit(&schedule).expect("complete"), DRILL)
}

fn anew(firm: &Firm, drill: &RecordId) -> Arrange {
    Arrange {
        title: " Workshop in May ".into(),
        planned: Some(Instant(1_800_000_000_000)),
        parties: Vec::new(),
        trainer: firm.party(),
        matrix: None,
        hide_names: true,
        seat: Seat {
            drill: drill.clone(),
            groups: vec![group("red"), group("blue")],
            plays: vec![("blue".into(), "buyer".into(), "Ann".into())],
        },
    }
}

#[test]
fn a_plan_is_said_anew_in_one_act() {
    let mut firm = Firm::new(1, "Us");
    let (leaves, comes) = (firm.name("party"), firm.name("party"));
    let id = prepared(&mut firm, &leaves);
    let arrange = Arrange {
        parties: vec![comes.clone()],
        ..anew(&firm, &id)
    };
    let changes = firm.commit(&arrange).expect("planned");
    assert!(changes.iter().all(|change| change.act == changes[0].act));
    let drill = Drill::find(&firm.ws, &id).expect("it");
    assert_eq!(drill.title(), "Workshop in May");
    assert_eq!(drill.planned(), Some(Instant(1_800_000_000_000)));
    assert!(drill.hides_names());
    assert_eq!(drill.group_ids(), ["red", "blue"]);
    assert_eq!(drill.plays("blue", "buyer"), "Ann");
    let parties: BTreeSet<RecordId> = [firm.party(), comes.clone()].into();
    assert_eq!(drill.parties(), parties);
    assert_eq!(exchange::audience(&firm.ws, &id), parties);
    // Whoever is taken out reads of it in a change that does not name who came instead.
    let names = |party: &RecordId| {
        let field = format!("party.{party}");
        let writes = |c: &&Change| c.writes.iter().any(|w| w.field.as_str() == field);
        changes.iter().find(writes).expect("written").id
    };
    assert_ne!(names(&leaves), names(&comes));
}

#[test]
fn a_plan_that_says_the_same_writes_nothing() {
    let mut firm = Firm::new(1, "Us");
    let partner = firm.name("party");
    let id = prepared(&mut firm, &partner);
    firm.commit(&anew(&firm, &id)).expect("planned");
    assert_eq!(firm.commit(&anew(&firm, &id)), Ok(Vec::new()));
}

#[test]
fn a_drill_that_has_begun_is_not_planned_anew() {
    let mut firm = Firm::new(1, "Us");
    let partner = firm.name("party");
    let id = prepared(&mut firm, &partner);
    let course = |firm: &Firm| Drill::find(&firm.ws, &id).expect("it").course();
    let happen = |what| Happen {
        drill: id.clone(),
        ran: Some(0),
        what,
    };
    let nameless = Arrange {
        title: " ".into(),
        ..anew(&firm, &id)
    };
    assert_eq!(firm.commit(&nameless), Err(DrillRefusal::TitleMissing));
    assert_eq!(course(&firm), Course::Planned);
    firm.commit(&happen(What::Start)).expect("ready");
    assert_eq!(course(&firm), Course::Begun);
    assert_eq!(firm.commit(&anew(&firm, &id)), Err(DrillRefusal::Started));
    firm.commit(&happen(What::End)).expect("runs");
    assert_eq!(course(&firm), Course::Over);
}
