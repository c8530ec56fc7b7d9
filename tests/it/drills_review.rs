//! The review of a held drill: its lines in their order, what a reader is told, drilling again, what a
//! matrix lacks, baselines.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tandem::kpi;
use tandem::ledger::{RecordId, Value};
use tandem::modules::drills::again::DrillAgain;
use tandem::modules::drills::baselines::{
    self, BaselineRefusal, DropBaseline, KeepBaseline, drill_behind,
};
use tandem::modules::drills::edits::{DrillRefusal, Happen, Schedule, Seat};
use tandem::modules::drills::event::{Answer, Captured, Correct, Decide, Note, Rating, What};
use tandem::modules::drills::model::{self, Course, DRILL, Drill, Group};
use tandem::modules::drills::report::{self, Outcome};
use tandem::modules::drills::review::{About, Reader, Review, Source};
use tandem::modules::drills::{lessons, reading};
use tandem::modules::matrix::edits::{AddTask, CreateMatrix};
use tandem::records::baseline;
use tandem::records::matrix::{Column, Letter, Letters, TASK};
use tandem::records::same_as::SameAs;
use tandem::time::{DAY, Date, MINUTE, SECOND};

use crate::drills_story::STORY;
use crate::firm::Firm;

/// Runs what never waits for anything but its own rests.
fn done<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    match work.as_mut().poll(&mut context) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

fn made(changes: &[tandem::ledger::Change], kind: &str) -> RecordId {
    let mut ids = changes.iter().map(|change| &change.record);
    ids.find(|id| id.kind() == kind).expect(kind).clone()
}

fn prepared(firm: &mut Firm, hide_names: bool) -> RecordId {
    let group = |id: &str| Group {
        id: id.into(),
        name: id.to_uppercase(),
    };
    let schedule = Schedule {
        title: "Workshop".into(),
        scenario: reading::file(STORY).0.expect("the story"),
        planned: None,
        groups: vec![group("red"), group("blue")],
        parties: Vec::new(),
        trainer: None,
        matrix: None,
        hide_names,
    };
    made(&firm.commit(&schedule).expect("complete"), DRILL)
}

fn happen(firm: &mut Firm, drill: &RecordId, second: i64, what: What) -> RecordId {
    let happen = Happen {
        drill: drill.clone(),
        ran: Some(second * SECOND),
        what,
    };
    made(&firm.commit(&happen).expect("allowed"), model::EVENT)
}

fn answer(inject: &str, expectation: &str, group: &str, played: Option<i64>) -> Captured {
    Captured::Answer(Answer {
        inject: inject.into(),
        group: group.into(),
        expectation: Some(expectation.into()),
        role: None,
        text: format!("{group} says so"),
        credit: 100,
        played,
    })
}

/// Red confirms after a minute, blue reads the list and flies it in; what it takes is put right afterwards.
fn held(firm: &mut Firm, hide_names: bool) -> RecordId {
    let drill = prepared(firm, hide_names);
    happen(firm, &drill, 0, What::Start);
    let confirmed = answer("call", "confirm", "red", None);
    happen(firm, &drill, 60, What::Captured(confirmed));
    let read = answer("stock", "read", "blue", None);
    happen(firm, &drill, 70, What::Captured(read));
    let rating = Captured::Rating(Rating {
        stars: 3,
        group: Some("red".into()),
        role: None,
        text: String::new(),
    });
    happen(firm, &drill, 80, What::Captured(rating));
    let note = Captured::Note(Note {
        text: "Loud".into(),
        inject: None,
    });
    happen(firm, &drill, 90, What::Captured(note));
    let fly = Captured::Decide(Decide {
        inject: "choice".into(),
        group: "blue".into(),
        option: "fly".into(),
        played: None,
    });
    happen(firm, &drill, 400, What::Captured(fly));
    happen(firm, &drill, 500, What::End);
    drill
}

fn review(firm: &Firm, drill: &RecordId) -> Review {
    let (mut source, ids) = Source::begin(&firm.ws, drill).expect("a drill");
    // As a page does it: a part of the log at a time.
    for part in ids.chunks(3) {
        source.take(&firm.ws, part);
    }
    done(Review::of(source, &SameAs::of(&firm.ws), async || {}))
}

#[test]
fn a_review_read_in_parts_says_what_the_run_says() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, false);
    let course = Drill::find(&firm.ws, &drill).expect("it").course();
    assert_eq!(course, Course::Over);
    let review = review(&firm, &drill);
    let whole = report::held(Drill::find(&firm.ws, &drill).expect("it")).expect("held");
    assert_eq!(review.outcome, Outcome::of(&whole));
    assert_eq!(review.placed, report::timeline(&whole.run()));
    assert_eq!(review.source.log, whole.log);
    let steps: Vec<_> = report::steps(&whole.run())
        .iter()
        .map(|step| (step.inject, step.expectation, step.limit, step.met))
        .collect();
    let turned = review.steps.iter();
    let turned: Vec<_> = turned
        .map(|t| (t.inject, t.expectation, t.limit, t.met))
        .collect();
    assert_eq!(turned, steps);
    let ranking: Vec<_> = review
        .ranking()
        .into_iter()
        .map(|(rank, group, points)| (rank, group.to_owned(), points.points))
        .collect();
    assert_eq!(
        ranking,
        [(1, "blue".to_owned(), 7), (2, "red".to_owned(), 4)]
    );
    assert_eq!(review.stars()["red"], (300, 1));
}

#[test]
fn lines_come_in_the_order_of_what_happened_and_each_once() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, false);
    let review = review(&firm, &drill);
    let lines: Vec<About> = review.entries.iter().map(|entry| entry.about).collect();
    assert!(matches!(
        lines[..2],
        [About::Did(0), About::Came(call)] if review.injects[call].id == "call"
    ));
    assert_eq!(lines.last(), Some(&About::Ended));
    let played: Vec<i64> = review.entries.iter().map(|entry| entry.at.played).collect();
    assert!(played.is_sorted(), "{played:?}");
    let mut once = lines.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), lines.len());
    let said = lines.iter().filter(|about| matches!(about, About::Said(_)));
    assert_eq!(said.count(), 5);
    // Red confirmed after a minute at 5×; blue's list was due 8 minutes after it came at 5.
    let turned = |id: &str, group: &str| {
        let entry = review.entries.iter().find(|entry| match entry.about {
            About::Turned(nth) => {
                let step = &review.steps[nth];
                let inject = &review.injects[step.inject];
                inject.expectations[step.expectation].id == id
                    && review.source.groups[step.group].id == group
            }
            _ => false,
        });
        entry.expect("a line").at
    };
    assert_eq!(turned("confirm", "red").ran, 60 * SECOND);
    assert_eq!(turned("read", "red").clock, 13 * MINUTE);
    assert_eq!(turned("read", "red").ran, 13 * MINUTE / 5);
}

#[test]
fn what_is_typed_in_later_stands_where_it_was_said_and_a_correction_keeps_the_original() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, false);
    let late = answer("call", "confirm", "blue", Some(2 * MINUTE));
    happen(&mut firm, &drill, 500, What::Captured(late));
    let first = review(&firm, &drill);
    let kept = first.kept.last().expect("one");
    let nth = first.kept.len() - 1;
    let line = first.entries.iter().find(|e| e.about == About::Said(nth));
    assert_eq!(line.expect("a line").at.ran, 24 * SECOND);
    assert_eq!(first.by_group[1].1.points, 11);
    let correct = What::Correct(Correct {
        of: kept.id.clone(),
        with: None,
        reason: "Another drill's paper".into(),
    });
    happen(&mut firm, &drill, 500, correct);
    let second = review(&firm, &drill);
    let kept = second.kept.last().expect("still there");
    assert!(kept.is_corrected() && kept.counts.is_none());
    assert_eq!(kept.said, first.kept[nth].said);
    assert_eq!(second.by_group[1].1.points, 7);
}

#[test]
fn participants_are_told_neither_notes_nor_what_did_not_come_nor_others_words_where_names_are_hidden()
 {
    let told = |review: &Review, reader: &Reader| {
        let told = review.entries.iter();
        told.filter(|entry| review.tells(entry.about, reader))
            .map(|entry| entry.about)
            .collect::<Vec<About>>()
    };
    for hides in [false, true] {
        let mut firm = Firm::new(1, "Us");
        let drill = held(&mut firm, hides);
        let review = review(&firm, &drill);
        let all = told(&review, &Reader::Facilitator);
        assert_eq!(all.len(), review.entries.len());
        assert!(all.iter().any(|about| matches!(about, About::Left(_))));
        let red = told(&review, &Reader::Participants(Some("red".into())));
        for about in &red {
            match about {
                About::Said(nth) => {
                    let said = review.kept[*nth].counts.as_ref().expect("it counts");
                    assert!(!matches!(said, Captured::Note(_) | Captured::Rating(_)));
                }
                other => assert!(!matches!(other, About::Left(_) | About::Did(_))),
            }
        }
        let said = red.iter().filter(|about| matches!(about, About::Said(_)));
        assert_eq!(said.count(), if hides { 1 } else { 3 });
    }
}

#[test]
fn drilling_again_prepares_the_same_scenario_groups_and_seats() {
    let mut firm = Firm::new(1, "Us");
    let drill = prepared(&mut firm, true);
    let groups = Drill::find(&firm.ws, &drill).expect("it").groups();
    let seat = Seat {
        drill: drill.clone(),
        groups: groups.clone(),
        plays: vec![("red".into(), "buyer".into(), "Wang".into())],
    };
    firm.commit(&seat).expect("seated");
    let again = DrillAgain {
        of: drill.clone(),
        title: "Once more".into(),
    };
    let changes = firm.commit(&again).expect("prepared");
    assert!(changes.iter().all(|change| change.act == changes[0].act));
    let next = made(&changes, DRILL);
    let (before, next) = (
        Drill::find(&firm.ws, &drill).expect("it"),
        Drill::find(&firm.ws, &next).expect("it"),
    );
    let scenario = |drill: &Drill<'_>| model::scenario(&drill.script().expect("one")).0;
    assert_eq!(scenario(&next), scenario(&before));
    assert_eq!(next.groups(), groups);
    assert_eq!(next.plays("red", "buyer"), "Wang");
    assert_eq!(next.parties(), before.parties());
    assert!(next.hides_names() && next.log().is_empty());
    let gone = DrillAgain {
        of: firm.name(DRILL),
        title: "x".into(),
    };
    assert_eq!(firm.commit(&gone).map(drop), Err(DrillRefusal::Gone));
}

#[test]
fn whoever_is_to_answer_for_a_task_takes_it_over_from_who_did() {
    let mut firm = Firm::new(1, "Us");
    let mill = firm.name("party");
    let create = CreateMatrix {
        name: "Ours".into(),
        purpose: String::new(),
        parties: vec![mill.clone()],
    };
    let matrix = made(&firm.commit(&create).expect("named"), "matrix");
    let add = AddTask {
        matrix,
        title: "Shortages".into(),
        after: None,
    };
    let task = made(&firm.commit(&add).expect("there"), TASK);
    let (own, other) = (Column::party(firm.party()), Column::party(mill.clone()));
    let both: Letters = [Letter::Responsible, Letter::Accountable]
        .into_iter()
        .collect();
    let accountable = |firm: &Firm| lessons::accountable(&firm.ws, &task, &mill);
    assert_eq!(accountable(&firm), [(other.clone(), both)]);
    firm.set(&task, &own.cell_field(), Value::text("RA"));
    assert_eq!(
        accountable(&firm),
        [
            (own, Letters::NONE.with(Letter::Responsible)),
            (other, Letters::NONE.with(Letter::Accountable))
        ]
    );
    let stranger = firm.name("party");
    assert!(lessons::accountable(&firm.ws, &task, &stranger).is_empty());
}

#[test]
fn a_baseline_remembers_the_drill_it_was_taken_from() {
    let mut firm = Firm::new(1, "Us");
    let drill = held(&mut firm, false);
    let outcome = review(&firm, &drill).outcome;
    let date = Date(firm.now.0.div_euclid(DAY));
    let (key, baseline) = report::as_baseline(&outcome, date).expect("a figure");
    let keep = |key: &str, baseline: kpi::Baseline| KeepBaseline {
        key: key.to_owned(),
        baseline,
        drill: Some(drill.clone()),
    };
    let refused = |firm: &mut Firm, edit: KeepBaseline| firm.commit(&edit).expect_err("refused");
    let of = |value, date, sample| kpi::Baseline {
        value,
        date,
        sample,
    };
    let value = baseline.value;
    let odd = keep("cycle", baseline);
    assert_eq!(refused(&mut firm, odd), BaselineRefusal::UnknownKpi);
    let none = keep(&key, of(0.0, date, 3));
    assert_eq!(refused(&mut firm, none), BaselineRefusal::NoValue);
    let coming = keep(&key, of(value, date.plus(2), 3));
    assert_eq!(refused(&mut firm, coming), BaselineRefusal::InTheFuture);
    let nothing = keep(&key, of(value, date, 0));
    assert_eq!(refused(&mut firm, nothing), BaselineRefusal::NoSample);
    let changes = firm.commit(&keep(&key, baseline)).expect("kept");
    let kept = made(&changes, baseline::KIND);
    assert_eq!(drill_behind(&firm.ws, &key), Some(drill.clone()));
    assert_eq!(baselines::history(&firm.ws, &key).len(), 1);
    firm.commit(&DropBaseline(kept.clone())).expect("there");
    assert_eq!(drill_behind(&firm.ws, &key), None);
    let twice = firm.commit(&DropBaseline(kept)).map(drop);
    assert_eq!(twice, Err(BaselineRefusal::Gone));
}
