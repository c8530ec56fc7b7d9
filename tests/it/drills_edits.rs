//! Drills as records: prepared, started, steered, put right; lessons that become work; nothing else touched.

use tandem::exchange;
use tandem::ledger::{Change, Digest, Record, RecordId, Undo, Value, digest_of};
use tandem::modules::drills::edits::{
    Discard, DrillRefusal, Happen, SaveScenario, ScenarioRefusal, Schedule, Seat,
};
use tandem::modules::drills::event::{
    Answer, Blame, Captured, Cause, Correct, Decide, Note, Rating, What,
};
use tandem::modules::drills::lessons::{self, Becomes, Learn, LessonRefusal};
use tandem::modules::drills::model::{self, DRILL, Drill, EVENT, Group, SCENARIO};
use tandem::modules::drills::run::{Run, Status};
use tandem::modules::drills::scenario::{Scenario, Text};
use tandem::modules::drills::{reading, score};
use tandem::modules::matrix::edits::{AddTask, CreateMatrix};
use tandem::records::improvement::{self, Improvement};
use tandem::records::matrix::{Column, Letter, Letters, TASK, Task};
use tandem::records::matrix_fix::{self, MatrixFix};
use tandem::records::person::Layer;
use tandem::records::training_need::{self, TrainingNeed};
use tandem::time::{Date, MINUTE, SECOND};

use crate::drills_story::STORY;
use crate::drills_world::playable;
use crate::firm::Firm;
use crate::pair::pair;
use crate::time_schedule::Dice;

fn story() -> Scenario {
    reading::file(STORY).0.expect("the story")
}

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

fn plan(scenario: Scenario) -> Schedule {
    Schedule {
        title: "Workshop".into(),
        scenario,
        planned: None,
        groups: vec![group("red"), group("blue")],
        parties: Vec::new(),
        trainer: None,
        matrix: None,
        hide_names: false,
    }
}

fn prepared(firm: &mut Firm, scenario: Scenario) -> RecordId {
    made(&firm.commit(&plan(scenario)).expect("complete"), DRILL)
}

fn happen(
    firm: &mut Firm,
    drill: &RecordId,
    second: i64,
    what: What,
) -> Result<RecordId, DrillRefusal> {
    let happen = Happen {
        drill: drill.clone(),
        ran: Some(second * SECOND),
        what,
    };
    firm.commit(&happen).map(|changes| made(&changes, EVENT))
}

fn with_run<T>(firm: &Firm, drill: &RecordId, look: impl FnOnce(&Run<'_>) -> T) -> T {
    let drill = Drill::find(&firm.ws, drill).expect("a drill");
    let (scenario, _) = model::scenario(&drill.script().expect("a script"));
    let (groups, log) = (drill.group_ids(), drill.log());
    look(&Run::of(&scenario, &groups, &log))
}

fn decide(group: &str, option: &str) -> What {
    What::Captured(Captured::Decide(Decide {
        inject: "choice".into(),
        group: group.into(),
        option: option.into(),
        played: None,
    }))
}

#[test]
fn a_scenario_is_kept_field_by_field_and_reads_back_the_same() {
    let mut firm = Firm::new(1, "Us");
    let mut newer = story();
    newer
        .rest
        .insert("mood".into(), Value::from_json("[1.0]").expect("json"));
    let save = |record, scenario| SaveScenario { record, scenario };
    let id = made(
        &firm.commit(&save(None, newer.clone())).expect("kept"),
        SCENARIO,
    );
    let read = |firm: &Firm| model::scenario(&firm.ws.record(&id).expect("it"));
    assert_eq!(read(&firm).0, newer);
    assert!(read(&firm).1.is_empty(), "{:?}", read(&firm).1);
    // An inject that goes is emptied; the others' fields are not written again.
    let mut fewer = newer;
    fewer.injects.retain(|inject| inject.id != "air");
    fewer.summary = Text::default();
    let changes = firm
        .commit(&save(Some(id.clone()), fewer.clone()))
        .expect("kept");
    let written: Vec<&str> = changes[0].writes.iter().map(|w| w.field.as_str()).collect();
    assert_eq!(written, ["inject.air", "summary"]);
    assert_eq!(read(&firm).0, fewer);
    let nameless = Scenario {
        title: Text::default(),
        ..fewer.clone()
    };
    assert_eq!(
        firm.commit(&save(None, nameless)),
        Err(ScenarioRefusal::TitleMissing)
    );
    let mut long = fewer;
    long.debrief = vec![Text::Plain("长".repeat(2_000)); 20];
    assert_eq!(
        firm.commit(&save(Some(id.clone()), long)),
        Err(ScenarioRefusal::TooLong("debrief".into()))
    );
    firm.commit(&Discard(id.clone())).expect("there");
    assert_eq!(model::scenarios(&firm.ws).count(), 0);
    assert_eq!(firm.commit(&Discard(id)), Err(DrillRefusal::Gone));
}

#[test]
fn two_people_write_at_one_scenario_and_both_injects_stay() {
    let (mut us, mut them) = pair();
    let id = made(
        &us.commit(&SaveScenario {
            record: None,
            scenario: story(),
        })
        .expect("kept"),
        SCENARIO,
    );
    them.hear(&us);
    let retitled = |nth: usize, title: &str| {
        let mut scenario = story();
        scenario.injects[nth].title = Text::Plain(title.into());
        SaveScenario {
            record: Some(id.clone()),
            scenario,
        }
    };
    us.commit(&retitled(0, "Ours")).expect("kept");
    them.commit(&retitled(1, "Theirs")).expect("kept");
    us.hear(&them);
    let record = us.ws.record(&id).expect("it");
    assert!(!record.is_marked());
    let titles: Vec<String> = model::scenario(&record)
        .0
        .injects
        .iter()
        .map(|i| i.title.english().to_owned())
        .collect();
    assert_eq!(titles[..2], ["Ours", "Theirs"]);
}

#[test]
fn a_drill_keeps_the_scenario_it_was_prepared_with() {
    let mut firm = Firm::new(1, "Us");
    let own = made(
        &firm
            .commit(&SaveScenario {
                record: None,
                scenario: story(),
            })
            .expect("kept"),
        SCENARIO,
    );
    let drill = prepared(&mut firm, story());
    let mut other = story();
    other.injects.clear();
    firm.commit(&SaveScenario {
        record: Some(own),
        scenario: other,
    })
    .expect("kept");
    with_run(&firm, &drill, |run| assert_eq!(run.scenario, &story()));
    assert_eq!(
        model::scenarios(&firm.ws).count(),
        1,
        "the script is in no list"
    );
    let class = Drill::find(&firm.ws, &drill)
        .expect("it")
        .class()
        .into_owned();
    assert_eq!(class, "material_shortage");
}

#[test]
fn what_makes_no_sense_is_refused_with_the_reason() {
    let mut firm = Firm::new(1, "Us");
    let refused =
        |firm: &mut Firm, schedule: Schedule| firm.commit(&schedule).expect_err("refused");
    assert_eq!(
        refused(
            &mut firm,
            Schedule {
                title: " ".into(),
                ..plan(story())
            }
        ),
        DrillRefusal::TitleMissing
    );
    assert_eq!(
        refused(
            &mut firm,
            Schedule {
                groups: vec![],
                ..plan(story())
            }
        ),
        DrillRefusal::Groups
    );
    let twice = vec![group("red"), group("red")];
    assert_eq!(
        refused(
            &mut firm,
            Schedule {
                groups: twice,
                ..plan(story())
            }
        ),
        DrillRefusal::Groups
    );
    let mut broken = story();
    broken.injects[0].expectations[0].who = vec!["nobody".into()];
    let unplayable = prepared(&mut firm, broken);
    assert!(matches!(
        happen(&mut firm, &unplayable, 0, What::Start),
        Err(DrillRefusal::Unplayable(_))
    ));

    let drill = prepared(&mut firm, story());
    let mut no =
        |second: i64, what: What| happen(&mut firm, &drill, second, what).expect_err("refused");
    assert_eq!(no(0, What::Pause(Cause::Hand)), DrillRefusal::NotRunning);
    assert_eq!(no(0, decide("red", "fly")), DrillRefusal::NotStarted);
    assert_eq!(no(0, What::End), DrillRefusal::NotStarted);
    assert_eq!(no(0, What::Speed(61)), DrillRefusal::Speed);
    assert_eq!(
        no(0, What::Hold("nothing".into())),
        DrillRefusal::NoSuchInject
    );
    happen(&mut firm, &drill, 0, What::Start).expect("playable");
    let mut no =
        |second: i64, what: What| happen(&mut firm, &drill, second, what).expect_err("refused");
    assert_eq!(no(0, What::Start), DrillRefusal::Started);
    assert_eq!(no(0, What::Resume), DrillRefusal::NotPaused);
    assert_eq!(no(1, What::Hold("call".into())), DrillRefusal::NotWaiting);
    assert_eq!(no(1, What::Close("choice".into())), DrillRefusal::NotOpen);
    assert_eq!(no(1, decide("red", "fly")), DrillRefusal::NotOpen);
    assert_eq!(no(400, decide("green", "fly")), DrillRefusal::NoSuchGroup);
    assert_eq!(no(400, decide("red", "swim")), DrillRefusal::NoSuchOption);
    assert_eq!(
        no(1, What::Jump(0)),
        DrillRefusal::Jump {
            furthest: Some(30 * MINUTE)
        }
    );
    let note = Note {
        text: " ".into(),
        inject: None,
    };
    assert_eq!(
        no(1, What::Captured(Captured::Note(note))),
        DrillRefusal::TextMissing
    );
    happen(&mut firm, &drill, 400, decide("red", "fly")).expect("open");
    assert_eq!(
        happen(&mut firm, &drill, 399, What::Pause(Cause::Hand)),
        Err(DrillRefusal::Backwards { ran: 400 * SECOND })
    );
    let seat = Seat {
        drill: drill.clone(),
        groups: vec![group("red")],
        plays: vec![],
    };
    assert_eq!(firm.commit(&seat), Err(DrillRefusal::Started));
    happen(&mut firm, &drill, 500, What::End).expect("running");
    assert_eq!(
        happen(&mut firm, &drill, 500, What::Resume),
        Err(DrillRefusal::Ended)
    );
    happen(&mut firm, &drill, 500, decide("blue", "hold")).expect("typed in later");
}

#[test]
fn the_log_is_kept_event_by_event_and_reads_back_in_its_order() {
    let mut firm = Firm::new(1, "Us");
    let drill = prepared(&mut firm, story());
    happen(&mut firm, &drill, 0, What::Start).expect("playable");
    let said = happen(&mut firm, &drill, 400, decide("red", "hold")).expect("open");
    let changes = firm.ws.len();
    happen(&mut firm, &drill, 401, What::Pause(Cause::Gap)).expect("running");
    assert_eq!(firm.ws.len(), changes + 1, "one event is one change");
    let with = Captured::Decide(Decide {
        inject: "choice".into(),
        group: "red".into(),
        option: "fly".into(),
        played: Some(35 * MINUTE),
    });
    let correct = What::Correct(Correct {
        of: said.clone(),
        with: Some(with),
        reason: "Misheard".into(),
    });
    happen(&mut firm, &drill, 401, correct).expect("something was said");
    let nothing = What::Correct(Correct {
        of: drill.clone(),
        with: None,
        reason: String::new(),
    });
    assert_eq!(
        happen(&mut firm, &drill, 401, nothing),
        Err(DrillRefusal::NothingToCorrect)
    );
    let read = Drill::find(&firm.ws, &drill).expect("it").log();
    assert_eq!(
        read.iter().map(|event| event.n).collect::<Vec<_>>(),
        [0, 1, 2, 3]
    );
    with_run(&firm, &drill, |run| {
        assert_eq!(run.status, Status::Paused);
        assert_eq!(score::total(run, "red"), 5);
    });
    // The record in the bin, or written again by somebody, is still what was written down.
    firm.set(&said, "what", Value::text("nothing"));
    let act = firm.commit(&Discard(drill.clone())).expect("there")[0].act;
    firm.commit(&Undo { act }).expect("own");
    assert_eq!(Drill::find(&firm.ws, &drill).expect("it").log(), read);
}

#[test]
fn two_who_write_down_one_drill_lose_nothing_in_any_order() {
    let (mut us, mut them) = pair();
    let drill = prepared(&mut us, story());
    happen(&mut us, &drill, 0, What::Start).expect("playable");
    them.hear(&us);
    let answer = |group: &str| {
        What::Captured(Captured::Answer(Answer {
            inject: "call".into(),
            group: group.into(),
            expectation: Some("confirm".into()),
            role: None,
            text: "By Friday".into(),
            credit: 100,
            played: None,
        }))
    };
    happen(&mut us, &drill, 20, answer("red")).expect("open");
    happen(&mut them, &drill, 10, answer("blue")).expect("open");
    happen(&mut us, &drill, 30, What::Pause(Cause::Hand)).expect("running");
    let (ours, theirs) = (us.ws.len(), them.ws.len());
    us.hear(&them);
    them.hear(&us);
    assert!(us.ws.len() == them.ws.len() && us.ws.len() > ours.max(theirs));
    let read = |firm: &Firm| Drill::find(&firm.ws, &drill).expect("it").log();
    assert_eq!(read(&us), read(&them));
    assert_eq!(read(&us).len(), 4);
    with_run(&us, &drill, |run| {
        assert_eq!(
            (score::total(run, "red"), score::total(run, "blue")),
            (4, 4)
        );
    });
}

fn matrix(firm: &mut Firm) -> RecordId {
    let create = CreateMatrix {
        name: "Ours".into(),
        purpose: String::new(),
        parties: vec![],
    };
    let matrix = made(&firm.commit(&create).expect("named"), "matrix");
    made(
        &firm
            .commit(&AddTask {
                matrix,
                title: "Shortages".into(),
                after: None,
            })
            .expect("there"),
        TASK,
    )
}

fn learn(drill: &RecordId, becomes: Becomes) -> Learn {
    Learn {
        drill: drill.clone(),
        lesson: None,
        text: "Nobody knew who calls the customer".into(),
        owner: "Wang".into(),
        due: Date::parse("2026-03-31"),
        inject: Some("call".into()),
        becomes,
    }
}

#[test]
fn a_lesson_becomes_work_with_an_owner_and_a_date_in_one_act() {
    let mut firm = Firm::new(1, "Us");
    let drill = prepared(&mut firm, story());
    let task = matrix(&mut firm);
    let column = Column::party(firm.party());
    let letters: Letters = [Letter::Responsible, Letter::Accountable]
        .into_iter()
        .collect();

    let changes = firm
        .commit(&learn(&drill, Becomes::Improvement))
        .expect("whole");
    assert!(changes.iter().all(|change| change.act == changes[0].act));
    let id = made(&changes, improvement::KIND);
    let made_of = Improvement(firm.ws.record(&id).expect("it"));
    assert_eq!(
        (made_of.owner().as_ref(), made_of.due()),
        ("Wang", Date::parse("2026-03-31"))
    );
    let lesson = &lessons::of(&firm.ws, &drill)[0];
    assert_eq!(
        (lesson.became(), made_of.cause()),
        (Some(id), Some(lesson.0.id().clone()))
    );

    let fix = |now| Becomes::MatrixFix {
        task: task.clone(),
        cells: vec![(column.clone(), letters)],
        now,
    };
    let id = made(
        &firm.commit(&learn(&drill, fix(false))).expect("whole"),
        matrix_fix::KIND,
    );
    let letters_now = |firm: &Firm| {
        Task::find(&firm.ws, &task)
            .expect("it")
            .cell(&column)
            .letters
    };
    assert!(
        letters_now(&firm).is_empty() && !MatrixFix(firm.ws.record(&id).expect("it")).is_done()
    );
    firm.commit(&learn(&drill, fix(true))).expect("whole");
    assert_eq!(letters_now(&firm), letters);
    assert!(MatrixFix(firm.ws.record(&id).expect("it")).is_done());
    assert_eq!(matrix_fix::of(&firm.ws, &task).len(), 2);

    let need = Becomes::TrainingNeed {
        layer: Some(Layer::Manager),
    };
    let id = made(
        &firm.commit(&learn(&drill, need)).expect("whole"),
        training_need::KIND,
    );
    assert_eq!(
        TrainingNeed(firm.ws.record(&id).expect("it")).layer(),
        Some(Layer::Manager)
    );

    let improve = || learn(&drill, Becomes::Improvement);
    let refused = |firm: &mut Firm, learn: Learn| firm.commit(&learn).expect_err("refused");
    assert_eq!(
        refused(
            &mut firm,
            Learn {
                owner: " ".into(),
                ..improve()
            }
        ),
        LessonRefusal::OwnerMissing
    );
    assert_eq!(
        refused(
            &mut firm,
            Learn {
                due: None,
                ..improve()
            }
        ),
        LessonRefusal::DueMissing
    );
    assert_eq!(
        refused(
            &mut firm,
            Learn {
                text: "".into(),
                ..improve()
            }
        ),
        LessonRefusal::TextMissing
    );
    let known = Some(lessons::of(&firm.ws, &drill)[0].0.id().clone());
    let all = lessons::of(&firm.ws, &drill).len();
    assert_eq!(
        refused(
            &mut firm,
            Learn {
                lesson: known,
                ..improve()
            }
        ),
        LessonRefusal::BecameBefore
    );
    assert_eq!(lessons::of(&firm.ws, &drill).len(), all);
}

/// The digest of everything that is no rehearsal.
fn real(firm: &Firm) -> Digest {
    let rehearsal = |change: &&Change| lessons::is_rehearsal(&firm.ws, &change.record);
    digest_of(
        firm.ws
            .changes_in_order()
            .into_iter()
            .filter(|c| !rehearsal(c)),
    )
}

/// What somebody may have said to an inject, right or wrong.
fn said(dice: &mut Dice, id: &str, task: &RecordId) -> What {
    let (inject, group) = (id.to_owned(), "red".to_owned());
    What::Captured(match dice.upto(4) {
        0 => Captured::Answer(Answer {
            expectation: Some(format!("{inject}e0")),
            inject,
            group,
            role: None,
            text: "Soon".into(),
            credit: 25 * dice.upto(5) as u32,
            played: None,
        }),
        1 => Captured::Decide(Decide {
            inject,
            group,
            option: "a".into(),
            played: None,
        }),
        2 => Captured::Blame(Blame {
            inject,
            group,
            task: task.clone(),
            said: task.clone(),
            matrix: None,
        }),
        _ => Captured::Rating(Rating {
            stars: 1 + dice.upto(5) as u32,
            group: Some(group),
            role: None,
            text: String::new(),
        }),
    })
}

/// Something that was said, put right or taken back.
fn corrected(firm: &Firm, drill: &RecordId, dice: &mut Dice) -> Option<What> {
    let log = Drill::find(&firm.ws, drill)?.log();
    let mut all = log.iter().filter_map(|event| match &event.what {
        What::Captured(said) => Some((event.id.clone(), said.clone())),
        _ => None,
    });
    let (of, said) = all.next_back()?;
    Some(What::Correct(Correct {
        of,
        with: (dice.upto(2) == 0).then_some(said),
        reason: "Typed wrong".into(),
    }))
}

#[test]
fn a_thousand_random_drills_leave_every_real_record_as_it_was() {
    let mut firm = Firm::new(1, "Us");
    let task = matrix(&mut firm);
    let before = real(&firm);
    let (mut events, mut corrections) = (0, 0);
    for seed in 0..1_000 {
        let mut dice = Dice(seed);
        let drill = prepared(&mut firm, playable(&mut dice, 4));
        happen(&mut firm, &drill, 0, What::Start).expect("playable");
        for second in 1..9 {
            let id = format!("i{}", dice.upto(4));
            let what = match dice.upto(9) {
                0 | 1 => What::Fire(id),
                2 => What::Pause(Cause::Hand),
                3 => What::Resume,
                4 | 5 => said(&mut dice, &id, &task),
                6 | 7 => match corrected(&firm, &drill, &mut dice) {
                    Some(correct) => correct,
                    None => said(&mut dice, &id, &task),
                },
                _ => What::Captured(Captured::Note(Note {
                    text: "Loud".into(),
                    inject: None,
                })),
            };
            corrections += usize::from(matches!(what, What::Correct(_)));
            events += usize::from(happen(&mut firm, &drill, second, what).is_ok());
        }
        happen(&mut firm, &drill, 9, What::End).expect("started");
        let lesson = Learn {
            owner: String::new(),
            due: None,
            ..learn(&drill, Becomes::Nothing)
        };
        firm.commit(&lesson).expect("a text");
        if dice.upto(10) == 0 {
            firm.commit(&Discard(drill)).expect("there");
        }
    }
    assert!(events > 1_500, "{events}");
    assert!(corrections > 200, "{corrections}");
    assert_eq!(real(&firm), before);
    let drill = Drill::all(&firm.ws).next().expect("some").0.id().clone();
    firm.commit(&learn(&drill, Becomes::Improvement))
        .expect("whole");
    assert_ne!(real(&firm), before, "a lesson that becomes work is real");
}

#[test]
fn a_trainer_and_a_client_share_the_drill_with_its_script_and_its_log() {
    let (mut trainer, client) = pair();
    let schedule = Schedule {
        parties: vec![client.party()],
        ..plan(story())
    };
    let drill = made(&trainer.commit(&schedule).expect("complete"), DRILL);
    happen(&mut trainer, &drill, 0, What::Start).expect("playable");
    let audiences = exchange::Audiences::of(&trainer.ws);
    let (us, them) = (trainer.party(), client.party());
    let sharing = exchange::Sharing::new(&audiences, &us, &them);
    let shared: Vec<&Change> = sharing.changes().collect();
    let has = |kind: &str| shared.iter().filter(|c| c.record.kind() == kind).count();
    assert_eq!((has(DRILL), has(SCENARIO), has(EVENT)), (1, 1, 1));
}

#[test]
fn a_record_reads_as_an_event_only_if_it_says_all_of_one() {
    let mut firm = Firm::new(1, "Us");
    let drill = prepared(&mut firm, story());
    let odd = firm.name(EVENT);
    firm.put(
        &odd,
        &[
            ("parent", Value::of(&drill)),
            ("n", Value::int(0)),
            ("ran", Value::int(-5)),
            ("what", Value::text("start")),
        ],
    );
    let newer = firm.name(EVENT);
    firm.put(
        &newer,
        &[
            ("parent", Value::of(&drill)),
            ("n", Value::int(1)),
            ("ran", Value::int(0)),
            ("what", Value::from_json("{\"dance\":3}").expect("json")),
        ],
    );
    let read = |id: &RecordId, ws| {
        model::event(&Record::clone(
            &tandem::ledger::Workspace::record(ws, id).expect("it"),
        ))
    };
    assert!(read(&odd, &firm.ws).is_none() && read(&newer, &firm.ws).is_none());
    assert!(Drill::find(&firm.ws, &drill).expect("it").log().is_empty());
}
