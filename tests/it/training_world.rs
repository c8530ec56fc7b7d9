//! A firm that trains its people: what the tests of training play with.
//! Never in here: a test.

use tandem::ledger::{Change, Digest, RecordId, Value};
use tandem::modules::drills::edits::{Happen, Schedule, Seat};
use tandem::modules::drills::event::What;
use tandem::modules::drills::model::{DRILL, Group};
use tandem::modules::drills::reading;
use tandem::modules::training::credit::{Hours, Year};
use tandem::modules::training::edits::{DescribeCourse, Hold, PlanTraining};
use tandem::modules::training::hours_edits::{ClaimHours, Evidence};
use tandem::modules::training::model::{COURSE, Category, EXTERNAL, TRAINING};
use tandem::modules::training::report::{Line, Member, Terms, lines, members};
use tandem::modules::training::tally::Book;
use tandem::records::person::{self, Layer};
use tandem::records::same_as::SameAs;
use tandem::time::{DAY, Date, HOUR, Instant, MINUTE, Zone};

use crate::drills_story::STORY;
use crate::firm::Firm;

pub fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// Nine in the morning of a date.
pub fn nine(date: Date) -> Instant {
    Instant(date.0 * DAY + 9 * HOUR)
}

/// A firm at its desk on a date.
pub fn firm(number: u64, on: &str) -> Firm {
    let mut firm = Firm::new(number, "Works");
    firm.now = nine(date(on));
    firm
}

pub fn hire(firm: &mut Firm, name: &str, layer: Layer, [joined, left]: [&str; 2]) -> RecordId {
    let id = firm.name(person::KIND);
    let party = Value::of(&firm.party());
    let fields = [
        (person::NAME, Value::text(name)),
        (person::PARTY, party),
        (person::LAYER, Value::text(layer.as_str())),
    ];
    firm.put(&id, &fields);
    let dates = [(person::JOINED, joined), (person::LEFT, left)];
    let dates: Vec<(&str, Value)> = dates
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field, Value::of(&date(text))))
        .collect();
    if !dates.is_empty() {
        let personal = firm.name(person::PERSONAL);
        firm.set(&personal, tandem::ledger::PARENT, Value::of(&id));
        firm.put(&personal, &dates);
    }
    id
}

pub fn made(changes: &[Change], kind: &str) -> RecordId {
    let mut ids = changes.iter().map(|c| &c.record);
    ids.find(|id| id.kind() == kind).expect(kind).clone()
}

pub fn described(title: &str, minutes: u32) -> DescribeCourse {
    DescribeCourse {
        title: title.into(),
        minutes,
        category: Category::Communication,
        ..DescribeCourse::default()
    }
}

pub fn course(firm: &mut Firm, described: &DescribeCourse) -> RecordId {
    made(&firm.commit(described).expect("complete"), COURSE)
}

pub fn dated(course: &RecordId, on: &str, minutes: u32) -> PlanTraining {
    PlanTraining {
        course: Some(course.clone()),
        starts: Some(nine(date(on))),
        date: Some(date(on)),
        minutes,
        ..PlanTraining::default()
    }
}

pub fn plan(firm: &mut Firm, course: &RecordId, on: &str, minutes: u32) -> RecordId {
    let planned = firm.commit(&dated(course, on, minutes)).expect("complete");
    made(&planned, TRAINING)
}

pub fn hold(firm: &mut Firm, training: &RecordId, attended: &[(&RecordId, u32)]) {
    let attended = attended.iter().map(|(id, m)| ((*id).clone(), *m));
    firm.commit(&Hold {
        training: training.clone(),
        attended: attended.collect(),
    })
    .expect("held");
}

/// A training of a course, held on a date.
pub fn held(
    firm: &mut Firm,
    course: &RecordId,
    on: &str,
    attended: &[(&RecordId, u32)],
) -> RecordId {
    let minutes = attended.iter().map(|(_, m)| *m).max().expect("somebody");
    let training = plan(firm, course, on, minutes.max(1));
    let now = firm.now;
    firm.now = nine(date(on)).plus(12 * HOUR).max(now);
    hold(firm, &training, attended);
    firm.now = now;
    training
}

pub fn claim(person: &RecordId, on: &str, minutes: u32) -> ClaimHours {
    ClaimHours {
        record: None,
        person: Some(person.clone()),
        title: "Evening class".into(),
        category: Category::Planning,
        date: Some(date(on)),
        minutes,
        provider: "Chamber".into(),
        evidence: vec![Evidence {
            name: "certificate.pdf".into(),
            size: 12,
            digest: Digest([7; 32]),
        }],
    }
}

pub fn claimed(firm: &mut Firm, person: &RecordId, on: &str, minutes: u32) -> RecordId {
    let changes = firm.commit(&claim(person, on, minutes)).expect("complete");
    made(&changes, EXTERNAL)
}

/// A drill that ran so many minutes on a date, with people or names in the seats of its first group.
pub fn drilled(firm: &mut Firm, on: &str, minutes: i64, seats: &[(&str, &str)]) -> RecordId {
    let now = firm.now;
    firm.now = nine(date(on));
    let scenario = reading::file(STORY).0.expect("the story");
    let group = Group {
        id: "red".into(),
        name: "Red".into(),
    };
    let schedule = Schedule {
        title: "Workshop".into(),
        scenario,
        planned: None,
        groups: vec![group.clone()],
        parties: Vec::new(),
        trainer: None,
        matrix: None,
        hide_names: false,
    };
    let drill = made(&firm.commit(&schedule).expect("complete"), DRILL);
    let seat = |(role, who): &(&str, &str)| ("red".into(), (*role).into(), (*who).into());
    firm.commit(&Seat {
        drill: drill.clone(),
        groups: vec![group],
        plays: seats.iter().map(seat).collect(),
    })
    .expect("seated");
    for (ran, what) in [(0, What::Start), (minutes * MINUTE, What::End)] {
        firm.now = firm.now.plus(ran);
        firm.commit(&Happen {
            drill: drill.clone(),
            ran: Some(ran),
            what,
        })
        .expect("it may");
    }
    firm.now = now;
    drill
}

pub fn book(firm: &Firm) -> Book {
    Book::of(&firm.ws, &Zone::utc())
}

pub fn all_members(firm: &Firm) -> Vec<Member> {
    let (parties, people) = (SameAs::of(&firm.ws), SameAs::of_people(&firm.ws));
    members(&firm.ws, &parties, &people, &firm.party())
}

pub fn year_lines(firm: &Firm, year: i64, today: &str) -> Vec<Line> {
    let terms = Terms::of(&firm.ws);
    let all = all_members(firm);
    lines(&all, &book(firm), &terms, Year(year), date(today))
}

pub fn line_of(firm: &Firm, person: &RecordId, year: i64, today: &str) -> Line {
    let people = SameAs::of_people(&firm.ws);
    let lines = year_lines(firm, year, today);
    let line = lines.iter().find(|l| people.same(&l.person, person));
    line.expect("a line").clone()
}

pub fn hours(firm: &Firm, person: &RecordId, year: i64) -> Hours {
    line_of(firm, person, year, &format!("{year}-12-31")).hours
}
