//! Courses and trainings as people describe, plan, move, hold and cancel them; what is refused, and why.

use tandem::ledger::{Edit, RecordId};
use tandem::modules::training::edits::{
    Assess, Cancel, DescribeCourse, Discard, GiveFeedback, Hold, Invite, PlanTraining, Refusal,
    TakeStarters,
};
use tandem::modules::training::hours_edits::{
    Approve, ClaimHours, JoinPeople, Recognise, SetRate, SetStandard,
};
use tandem::modules::training::model::{
    COURSE, Course, Mode, Standard, Standing, Training, standard,
};
use tandem::records::person::Layer;
use tandem::records::same_as::SameAs;

use crate::firm::Firm;
use crate::training_world::{
    all_members, book, claim, claimed, course, date, dated, described, drilled, firm, held, hire,
    hold, hours, line_of, plan,
};

fn refused<E: Edit<Refusal = Refusal>>(firm: &mut Firm, edit: &E) -> Refusal {
    firm.commit(edit).expect_err("it is refused")
}

fn standing(firm: &Firm, training: &RecordId) -> Standing {
    Training(firm.ws.record(training).expect("it")).standing()
}

#[test]
fn a_course_reads_back_as_it_was_described_and_needs_a_title_and_minutes() {
    let mut firm = firm(1, "2026-06-15");
    let whole = DescribeCourse {
        title: " Talking with partners ".into(),
        layers: [Layer::Contact, Layer::Manager].into(),
        goals: "Says what is needed".into(),
        minutes: 180,
        mode: Mode::Online,
        valid_months: Some(24),
        links: "Slides: https://example.org".into(),
        pass_mark: Some(80),
        ..DescribeCourse::default()
    };
    let id = course(&mut firm, &whole);
    let read = Course(firm.ws.record(&id).expect("it"));
    assert_eq!(read.title(), "Talking with partners");
    assert_eq!(read.layers(), whole.layers);
    assert_eq!((read.minutes(), read.mode()), (180, Mode::Online));
    assert_eq!(
        (read.valid_months(), read.pass_mark()),
        (Some(24), Some(80))
    );
    // A layer that is taken back is no longer one it is for.
    let fewer = DescribeCourse {
        course: Some(id.clone()),
        layers: [Layer::Manager].into(),
        ..whole.clone()
    };
    firm.commit(&fewer).expect("complete");
    let read = Course(firm.ws.record(&id).expect("it"));
    assert_eq!(read.layers(), [Layer::Manager].into());
    for (edit, why) in [
        (described(" ", 45), Refusal::TitleMissing),
        (described("Empty", 0), Refusal::Minutes),
        (described("Endless", 12_001), Refusal::Minutes),
        (
            DescribeCourse {
                pass_mark: Some(101),
                ..described("Hard", 45)
            },
            Refusal::PassMark,
        ),
    ] {
        assert_eq!(refused(&mut firm, &edit), why);
    }
    firm.commit(&Discard(id.clone())).expect("there");
    assert_eq!(refused(&mut firm, &fewer), Refusal::Gone);
}

#[test]
fn starters_come_once_however_often_they_are_taken() {
    let mut firm = firm(1, "2026-06-15");
    let starter = |key: &str| DescribeCourse {
        starter: key.into(),
        ..described(key, 90)
    };
    let both = TakeStarters(vec![starter("talk"), starter("split")]);
    firm.commit(&both).expect("complete");
    firm.commit(&both).expect("nothing to do");
    firm.commit(&TakeStarters(vec![starter("talk"), starter("plan")]))
        .expect("one more");
    assert_eq!(firm.ws.of_kind(COURSE).count(), 3);
}

#[test]
fn a_training_moves_and_says_from_where_and_is_held_only_once_it_has_begun() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    let training = plan(&mut firm, &talk, "2026-06-20", 90);
    let moved = PlanTraining {
        training: Some(training.clone()),
        ..dated(&talk, "2026-07-02", 90)
    };
    firm.commit(&moved).expect("ahead");
    let read = Training(firm.ws.record(&training).expect("it"));
    assert_eq!(read.moved_from(), Some(date("2026-06-20")));
    assert_eq!(read.date(), Some(date("2026-07-02")));
    let there = |minutes| Hold {
        training: training.clone(),
        attended: vec![(ann.clone(), minutes)],
    };
    assert_eq!(refused(&mut firm, &there(90)), Refusal::NotYet);
    firm.now = crate::training_world::nine(date("2026-07-03"));
    assert_eq!(refused(&mut firm, &there(0)), Refusal::NobodyThere);
    assert_eq!(refused(&mut firm, &there(20_000)), Refusal::Minutes);
    firm.commit(&there(90)).expect("held");
    assert_eq!(standing(&firm, &training), Standing::Held);
    assert_eq!(refused(&mut firm, &moved), Refusal::Over);
    // Correcting afterwards is free, to nobody as well.
    firm.commit(&there(0)).expect("a correction");
    assert_eq!(hours(&firm, &ann, 2026).0, 0);
}

#[test]
fn whoever_is_invited_is_on_the_list_once_and_nobody_is_invited_to_what_is_over() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    let training = plan(&mut firm, &talk, "2026-06-20", 90);
    let invite = |on| Invite {
        training: training.clone(),
        people: vec![ann.clone()],
        on,
    };
    firm.commit(&invite(true)).expect("ahead");
    firm.commit(&invite(true)).expect("again");
    assert_eq!(standing(&firm, &training), Standing::Invited);
    let ahead = |firm: &Firm| book(firm).learnt(&ann).map_or(0, |l| l.ahead.len());
    assert_eq!(ahead(&firm), 1);
    assert_eq!(line_of(&firm, &ann, 2026, "2026-06-15").forecast.0, 2_000);
    firm.commit(&invite(false)).expect("taken off");
    assert_eq!(ahead(&firm), 0);
    let cancel = Cancel {
        training: training.clone(),
        reason: "The trainer is ill".into(),
    };
    firm.commit(&cancel).expect("ahead");
    assert_eq!(refused(&mut firm, &invite(true)), Refusal::Over);
    assert_eq!(refused(&mut firm, &cancel), Refusal::Cancelled);
    let nobody = Invite {
        training: plan(&mut firm, &talk, "2026-06-21", 90),
        people: vec![RecordId::from_bits("person", 99)],
        on: true,
    };
    assert_eq!(refused(&mut firm, &nobody), Refusal::NoSuchPerson);
}

#[test]
fn a_failed_assessment_is_repeated_and_only_then_is_the_course_passed() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let ben = hire(&mut firm, "Ben", Layer::Contact, ["", ""]);
    let exam = DescribeCourse {
        pass_mark: Some(60),
        ..described("Split", 90)
    };
    let split = course(&mut firm, &exam);
    let training = held(&mut firm, &split, "2026-06-01", &[(&ann, 90)]);
    let attempt = |person: &RecordId, score, on: &str| Assess {
        training: training.clone(),
        person: person.clone(),
        score,
        date: Some(date(on)),
    };
    assert_eq!(
        refused(&mut firm, &attempt(&ben, 90, "2026-06-01")),
        Refusal::NotThere
    );
    assert_eq!(
        refused(&mut firm, &attempt(&ann, 101, "2026-06-01")),
        Refusal::Score
    );
    firm.commit(&attempt(&ann, 59, "2026-06-01"))
        .expect("noted");
    let passes = |firm: &Firm| book(firm).learnt(&ann).expect("hours").passes.clone();
    assert_eq!(passes(&firm), []);
    assert_eq!(
        hours(&firm, &ann, 2026).0,
        2_000,
        "being there counts all the same"
    );
    firm.commit(&attempt(&ann, 60, "2026-06-10"))
        .expect("noted");
    assert_eq!(passes(&firm)[0].date, date("2026-06-10"));
    // A higher mark from now on changes no verdict.
    firm.commit(&DescribeCourse {
        course: Some(split),
        pass_mark: Some(90),
        ..exam
    })
    .expect("complete");
    assert_eq!(passes(&firm).len(), 1);
    let talk = course(&mut firm, &described("Talk", 90));
    let without = held(&mut firm, &talk, "2026-06-02", &[(&ann, 90)]);
    let mark = Assess {
        training: without,
        ..attempt(&ann, 90, "2026-06-02")
    };
    assert_eq!(refused(&mut firm, &mark), Refusal::NoMark);
}

#[test]
fn feedback_has_stars_and_no_name_and_comes_after_the_training() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    let ahead = plan(&mut firm, &talk, "2026-06-20", 90);
    let training = held(&mut firm, &talk, "2026-06-01", &[(&ann, 90)]);
    let give = |training: &RecordId, stars| GiveFeedback {
        training: training.clone(),
        stars,
        text: "Too fast".into(),
    };
    assert_eq!(refused(&mut firm, &give(&ahead, 4)), Refusal::NotYet);
    assert_eq!(refused(&mut firm, &give(&training, 6)), Refusal::Stars);
    firm.commit(&give(&training, 4)).expect("held");
    let read = Training(firm.ws.record(&training).expect("it"));
    let all: Vec<_> = read.feedback().collect();
    assert_eq!(all[0].stars(), Some(4));
    let fields: Vec<&str> = all[0].0.fields().map(|f| f.name().as_str()).collect();
    assert_eq!(fields, ["parent", "stars", "text"]);
}

#[test]
fn external_hours_count_once_a_second_person_approved_them_as_they_stand() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let boss = hire(&mut firm, "Boss", Layer::Manager, ["", ""]);
    let bare = ClaimHours {
        evidence: Vec::new(),
        ..claim(&ann, "2026-05-02", 90)
    };
    assert_eq!(refused(&mut firm, &bare), Refusal::NoEvidence);
    let id = claimed(&mut firm, &ann, "2026-05-02", 90);
    assert_eq!(hours(&firm, &ann, 2026).0, 0);
    assert_eq!(
        book(&firm).learnt(&ann).expect("her").unapproved,
        std::slice::from_ref(&id)
    );
    let own = firm.me.person.clone();
    let approve = Approve(id.clone());
    assert_eq!(
        refused(&mut firm, &approve),
        Refusal::SecondPerson,
        "who entered it"
    );
    firm.me.person = ann.clone();
    assert_eq!(
        refused(&mut firm, &approve),
        Refusal::SecondPerson,
        "whom it is for"
    );
    firm.me.person = boss.clone();
    firm.commit(&approve).expect("a second person");
    assert_eq!(hours(&firm, &ann, 2026).0, 2_000);
    assert_eq!(refused(&mut firm, &approve), Refusal::AlreadyApproved);
    // What is changed afterwards was not approved.
    firm.me.person = own;
    let more = ClaimHours {
        record: Some(id.clone()),
        evidence: Vec::new(),
        ..claim(&ann, "2026-05-02", 900)
    };
    firm.commit(&more).expect("complete");
    assert_eq!(hours(&firm, &ann, 2026).0, 0);
    firm.me.person = boss;
    firm.commit(&approve).expect("anew");
    assert_eq!(hours(&firm, &ann, 2026).0, 20_000);
}

#[test]
fn nobody_approves_for_themselves_under_another_id() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let again = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let id = claimed(&mut firm, &ann, "2026-05-02", 90);
    firm.me.person = again.clone();
    firm.commit(&Approve(id.clone()))
        .expect("for all one knows");
    assert_eq!(hours(&firm, &ann, 2026).0, 2_000);
    firm.commit(&JoinPeople {
        person: again,
        with: Some(ann.clone()),
    })
    .expect("two");
    assert_eq!(hours(&firm, &ann, 2026).0, 0, "it was no second person");
}

#[test]
fn drills_credit_whoever_sat_in_them_with_their_roles_and_names_alone_credit_nobody() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let ben = hire(&mut firm, "Ben", Layer::Contact, ["", ""]);
    let seats = [
        ("buyer", ann.as_str()),
        ("planner", ann.as_str()),
        ("seller", "Ben"),
    ];
    let drill = drilled(&mut firm, "2026-03-04", 90, &seats);
    let learnt = book(&firm).learnt(&ann).expect("hers").clone();
    let [entry] = learnt.entries.as_slice() else {
        panic!("{:?}", learnt.entries)
    };
    assert_eq!((entry.minutes, entry.date), (90, date("2026-03-04")));
    assert_eq!(entry.roles, ["buyer", "planner"], "two seats, one drill");
    assert_eq!(hours(&firm, &ann, 2026).0, 2_000);
    assert_eq!(hours(&firm, &ben, 2026).0, 0, "a name may be anybody's");
    let unknown = book(&firm).unknown.clone();
    assert_eq!(unknown[0].name, "Ben");
    firm.commit(&Recognise {
        drill,
        group: unknown[0].group.clone(),
        role: unknown[0].role.clone(),
        person: ben.clone(),
    })
    .expect("known");
    assert_eq!(hours(&firm, &ben, 2026).0, 2_000);
    assert_eq!(book(&firm).unknown, []);
}

#[test]
fn a_drill_reads_as_held_as_its_own_module_reads_it() {
    use tandem::modules::drills::edits::Happen;
    use tandem::modules::drills::event::{Cause, What};
    use tandem::modules::drills::model::Drill;
    use tandem::records::participation::Held;
    use tandem::time::MINUTE;
    let mut firm = firm(1, "2026-06-15");
    let drill = drilled(&mut firm, "2026-03-04", 30, &[]);
    let of = |firm: &Firm| Drill::find(&firm.ws, &drill).expect("it").held();
    let held = Held::of(firm.ws.record(&drill).expect("it")).expect("held");
    assert_eq!(Some(held.started), of(&firm).0);
    assert_eq!((held.ran, held.minutes()), (30 * MINUTE, 30));
    // One that runs, stopped or not, was not held yet.
    let story = drilled(&mut firm, "2026-03-05", 1, &[]);
    let record = firm.ws.record(&story).expect("it");
    let end = record.workspace().all_children(&story).count();
    assert!(end > 2, "script, start and end");
    let mut other = crate::training_world::firm(2, "2026-06-15");
    let running = drilled_until_paused(&mut other);
    assert!(Held::of(other.ws.record(&running).expect("it")).is_none());
    fn drilled_until_paused(firm: &mut Firm) -> RecordId {
        use tandem::modules::drills::edits::Schedule;
        use tandem::modules::drills::model::{DRILL, Group};
        let schedule = Schedule {
            title: "Workshop".into(),
            scenario: tandem::modules::drills::reading::file(crate::drills_story::STORY)
                .0
                .expect("the story"),
            planned: None,
            groups: vec![Group {
                id: "red".into(),
                name: "Red".into(),
            }],
            parties: Vec::new(),
            trainer: None,
            matrix: None,
            hide_names: false,
        };
        let drill = crate::training_world::made(&firm.commit(&schedule).expect("complete"), DRILL);
        for (ran, what) in [(0, What::Start), (MINUTE, What::Pause(Cause::Hand))] {
            let happen = Happen {
                drill: drill.clone(),
                ran: Some(ran),
                what,
            };
            firm.commit(&happen).expect("it may");
        }
        drill
    }
}

#[test]
fn minutes_of_an_hour_are_those_of_the_day_it_was_held_on() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    held(&mut firm, &talk, "2026-03-31", &[(&ann, 90)]);
    held(&mut firm, &talk, "2026-04-01", &[(&ann, 90)]);
    assert_eq!(hours(&firm, &ann, 2026).0, 4_000);
    let rate = |minutes, from: &str| SetRate {
        minutes,
        from: Some(date(from)),
    };
    firm.commit(&rate(60, "2026-04-01")).expect("a rate");
    assert_eq!(hours(&firm, &ann, 2026).0, 3_500);
    firm.commit(&rate(90, "2026-04-01")).expect("corrected");
    assert_eq!(hours(&firm, &ann, 2026).0, 3_000);
    assert_eq!(refused(&mut firm, &rate(0, "2026-04-01")), Refusal::Rate);
}

#[test]
fn people_who_were_joined_read_as_one_and_can_be_parted() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let again = hire(&mut firm, "Ann L.", Layer::Contact, ["2026-02-01", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    held(&mut firm, &talk, "2026-06-01", &[(&ann, 90), (&again, 45)]);
    let before = all_members(&firm).len();
    let join = |with| JoinPeople {
        person: again.clone(),
        with,
    };
    firm.commit(&join(Some(ann.clone()))).expect("two");
    assert_eq!(
        refused(&mut firm, &join(Some(ann.clone()))),
        Refusal::Itself
    );
    assert_eq!(all_members(&firm).len(), before - 1);
    assert_eq!(hours(&firm, &ann, 2026), hours(&firm, &again, 2026));
    assert_eq!(
        hours(&firm, &ann, 2026).0,
        2_000,
        "one training, one person"
    );
    let line = line_of(&firm, &again, 2026, "2026-06-15");
    assert_eq!(
        line.joined,
        Some(date("2026-02-01")),
        "known of one of them"
    );
    firm.commit(&join(None)).expect("joined");
    assert!(!SameAs::of_people(&firm.ws).same(&ann, &again));
    assert_eq!(hours(&firm, &again, 2026).0, 1_000);
}

#[test]
fn a_standard_names_courses_drills_and_hours_and_empties_again() {
    let mut firm = firm(1, "2026-06-15");
    let talk = course(&mut firm, &described("Talk", 90));
    assert_eq!(standard(&firm.ws, Layer::Contact), None);
    let whole = Standard {
        courses: [talk.clone()].into(),
        drills: 2,
        hours: true,
    };
    let set = |standard: &Standard| SetStandard {
        layer: Layer::Contact,
        standard: standard.clone(),
    };
    firm.commit(&set(&whole)).expect("said");
    assert_eq!(standard(&firm.ws, Layer::Contact), Some(whole.clone()));
    assert_eq!(standard(&firm.ws, Layer::Manager), None);
    // A course in the bin cannot be asked for.
    firm.commit(&Discard(talk)).expect("there");
    let read = standard(&firm.ws, Layer::Contact).expect("drills and hours");
    assert_eq!((read.courses.len(), read.drills), (0, 2));
    firm.commit(&set(&Standard::default())).expect("emptied");
    assert_eq!(standard(&firm.ws, Layer::Contact), None);
}

#[test]
fn correcting_by_either_of_two_colleagues_keeps_one_note_on_each_person() {
    let mut here = firm(1, "2026-06-15");
    let ann = hire(&mut here, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut here, &described("Talk", 90));
    let training = plan(&mut here, &talk, "2026-06-01", 90);
    let mut there = firm(2, "2026-06-15");
    there.hear(&here);
    hold(&mut here, &training, &[(&ann, 90)]);
    hold(&mut there, &training, &[(&ann, 90)]);
    here.hear(&there);
    let read = Training(here.ws.record(&training).expect("it"));
    assert_eq!(read.attendances().count(), 1);
    assert!(!read.attendances().any(|a| a.0.is_marked()), "they agree");
    assert_eq!(hours(&here, &ann, 2026).0, 2_000);
}

#[test]
fn what_waits_is_who_was_there_what_to_approve_and_needs_that_are_late() {
    use tandem::ledger::Value;
    use tandem::modules::training::attention::{What, waiting};
    use tandem::records::training_need;
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let boss = hire(&mut firm, "Boss", Layer::Manager, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    plan(&mut firm, &talk, "2026-06-20", 90);
    let over = plan(&mut firm, &talk, "2026-06-10", 90);
    let external = claimed(&mut firm, &ann, "2026-05-02", 90);
    let need = firm.name(training_need::KIND);
    firm.put(
        &need,
        &[
            (training_need::TITLE, Value::text("Say who decides")),
            (training_need::DUE, Value::of(&date("2026-06-14"))),
        ],
    );
    let waits = |firm: &Firm, who: &RecordId| {
        let mut me = firm.me.clone();
        me.person = who.clone();
        let all = waiting(&firm.ws, &me, firm.now, date("2026-06-15"));
        let each = all.into_iter().map(|w| (w.record, w.what, w.late));
        each.collect::<Vec<_>>()
    };
    let both = vec![
        (over.clone(), What::Note, false),
        (need.clone(), What::Teach, true),
    ];
    // Who entered the hours, and whom they are for, have nothing to approve.
    let clerk = firm.me.person.clone();
    assert_eq!(waits(&firm, &clerk), both);
    assert_eq!(waits(&firm, &ann), both);
    let approve = (external.clone(), What::Approve, false);
    assert!(waits(&firm, &boss).contains(&approve));
    firm.me.person = boss.clone();
    firm.commit(&Approve(external)).expect("a second person");
    assert!(!waits(&firm, &boss).contains(&approve));
    hold(&mut firm, &over, &[(&ann, 90)]);
    assert_eq!(waits(&firm, &boss), [(need, What::Teach, true)]);
}
