//! Parties, relations, people, calendars, joining and parting.
//! Never in here: calendar arithmetic (`time_calendar`).

use crate::firm::Firm;
use crate::time_schedule::Dice;
use tandem::ledger::{RecordId, Value};
use tandem::modules::people::edits::{
    AddParty, DescribeCalendar, DescribePerson, Discard, ExceptDay, ExceptDays, Join, KeepPersonal,
    Part, Refusal, Relate, Tie,
};
use tandem::modules::people::hours;
use tandem::modules::people::model::{cards, people, relations};
use tandem::records::calendar::{self, WorkCalendar, of_party};
use tandem::records::holidays::{Exception, Festival};
use tandem::records::party::{KIND, PartyKind, RELATION, Relation, Role, SAME_AS};
use tandem::records::person::{self, Layer, Person};
use tandem::records::same_as::SameAs;
use tandem::time::calendar::{Week, Window};
use tandem::time::{Date, Zone};

fn add(firm: &mut Firm, name: &str, tie: Option<Tie>) -> RecordId {
    let edit = AddParty {
        name: name.into(),
        short_name: String::new(),
        kind: PartyKind::Firm,
        tie,
    };
    let changes = firm.commit(&edit).expect("added");
    changes.first().expect("a change").record.clone()
}

#[test]
fn a_supplier_is_related_from_them_to_us_and_only_once() {
    let mut firm = Firm::new(1, "We");
    let them = add(&mut firm, "Steel", Some(Tie::Supplier));
    let relations: Vec<_> = firm.ws.of_kind(RELATION).map(Relation).collect();
    let only = relations.first().expect("one");
    assert_eq!(only.role(), Some(Role::Supplies));
    assert_eq!(
        (only.from(), only.to()),
        (Some(them.clone()), Some(firm.party()))
    );
    let again = Relate {
        party: them.clone(),
        tie: Tie::Supplier,
    };
    assert_eq!(firm.commit(&again).err(), Some(Refusal::AlreadyThere));
    let also = Relate {
        party: them,
        tie: Tie::Customer,
    };
    firm.commit(&also).expect("a firm can be both");
    let itself = Relate {
        party: firm.party(),
        tie: Tie::Customer,
    };
    assert_eq!(firm.commit(&itself).err(), Some(Refusal::Itself));
}

#[test]
fn a_name_is_needed() {
    let mut firm = Firm::new(1, "We");
    let nameless = AddParty {
        name: "  ".into(),
        short_name: "x".into(),
        kind: PartyKind::Trainer,
        tie: None,
    };
    assert_eq!(firm.commit(&nameless).err(), Some(Refusal::NameMissing));
}

#[test]
fn private_details_are_a_record_of_their_own() {
    let mut firm = Firm::new(1, "We");
    let person = firm.me.person.clone();
    let mut keep = KeepPersonal {
        person: person.clone(),
        email: "lin@example.com".into(),
        phone: String::new(),
        joined: Date::from_ymd(2026, 1, 1),
        left: None,
    };
    firm.commit(&keep).expect("kept");
    keep.phone = "1".into();
    firm.commit(&keep).expect("kept again");
    assert_eq!(firm.ws.of_kind(person::PERSONAL).count(), 1);
    let record = firm.ws.record(&person).expect("the person");
    assert!(record.value(person::EMAIL).is_none());
    let personal = Person(record).personal().expect("details");
    assert_eq!(personal.email(), "lin@example.com");
    assert_eq!(personal.joined(), Date::from_ymd(2026, 1, 1));
    keep.left = Date::from_ymd(2025, 1, 1);
    assert_eq!(firm.commit(&keep).err(), Some(Refusal::EndsBeforeStart));
}

#[test]
fn a_person_put_away_takes_the_details_along() {
    let mut firm = Firm::new(1, "We");
    let describe = DescribePerson {
        person: None,
        party: firm.party(),
        name: "Chen".into(),
        layer: Layer::Manager,
    };
    let changes = firm.commit(&describe).expect("added");
    let chen = changes.first().expect("a change").record.clone();
    let keep = KeepPersonal {
        person: chen.clone(),
        email: "chen@example.com".into(),
        phone: String::new(),
        joined: None,
        left: None,
    };
    firm.commit(&keep).expect("kept");
    firm.commit(&Discard { record: chen }).expect("put away");
    assert_eq!(firm.ws.of_kind(person::KIND).count(), 1);
    assert_eq!(firm.ws.of_kind(person::PERSONAL).count(), 0);
}

#[test]
fn joining_and_parting_is_reversible_and_parts_only_that_one() {
    let mut firm = Firm::new(1, "We");
    let [a, b, c] = ["A", "B", "C"].map(|name| add(&mut firm, name, None));
    let join = |party: &RecordId, with: &RecordId| Join {
        party: party.clone(),
        with: with.clone(),
    };
    firm.commit(&join(&a, &b)).expect("joined");
    firm.commit(&join(&c, &b)).expect("joined");
    let all = |firm: &Firm| SameAs::of(&firm.ws).ids_of(&a).len();
    assert_eq!(all(&firm), 3);
    assert_eq!(firm.commit(&join(&a, &c)).err(), Some(Refusal::Itself));
    firm.commit(&Part { party: b.clone() }).expect("parted");
    let joins = SameAs::of(&firm.ws);
    assert!(joins.same(&a, &c) && !joins.same(&a, &b));
    firm.commit(&Part { party: c }).expect("parted");
    assert_eq!(all(&firm), 1);
    assert_eq!(firm.commit(&Part { party: b }).err(), Some(Refusal::Gone));
    assert_eq!(firm.ws.of_kind(KIND).count(), 4);
}

#[test]
fn joins_and_partings_in_any_order_leave_exactly_who_was_joined_together() {
    let mut dice = Dice(7);
    let mut rings = 0;
    for _ in 0..60 {
        let mut firm = Firm::new(1, "We");
        let all: Vec<RecordId> = (0..6)
            .map(|n| add(&mut firm, &format!("P{n}"), None))
            .collect();
        // Which group each is in, kept by the test itself.
        let mut groups: Vec<usize> = (0..all.len()).collect();
        for _ in 0..25 {
            let [a, b] = [0, 1].map(|_| dice.upto(all.len() as i64) as usize);
            match dice.upto(4) {
                // Two colleagues who join the same two at once make a ring.
                0 if groups[a] == groups[b] && a != b => {
                    firm.set(&all[a], SAME_AS, Value::of(&all[b]));
                    let read = SameAs::of(&firm.ws);
                    let still = (0..all.len()).filter(|n| groups[*n] == groups[a]);
                    rings += usize::from(still.clone().all(|n| read.same(&all[n], &all[a])));
                    let reads_as = |n: usize| read.canonical(&all[n]);
                    let first = |n: usize| (0..all.len()).find(|m| reads_as(*m) == reads_as(n));
                    groups = (0..all.len()).flat_map(first).collect();
                }
                1 => {
                    let alone = groups.iter().filter(|g| **g == groups[a]).count() == 1;
                    let part = Part {
                        party: all[a].clone(),
                    };
                    assert_eq!(firm.commit(&part).is_err(), alone);
                    groups[a] = 100 + dice.upto(1_000_000) as usize;
                }
                _ => {
                    let join = Join {
                        party: all[a].clone(),
                        with: all[b].clone(),
                    };
                    let refused = firm.commit(&join).is_err();
                    assert_eq!(refused, groups[a] == groups[b]);
                    let (from, to) = (groups[a], groups[b]);
                    groups
                        .iter_mut()
                        .filter(|g| **g == from)
                        .for_each(|g| *g = to);
                }
            }
            let read = SameAs::of(&firm.ws);
            for x in 0..all.len() {
                for y in 0..all.len() {
                    assert_eq!(read.same(&all[x], &all[y]), groups[x] == groups[y]);
                }
            }
        }
    }
    assert!(rings > 20, "{rings} rings");
}

#[test]
fn a_calendar_reads_back_with_the_exception_written_last() {
    let mut firm = Firm::new(1, "We");
    let morning = Window::new(540, 720).expect("a window");
    let describe = DescribeCalendar {
        calendar: None,
        party: firm.party(),
        name: "Office".into(),
        zone: Some(Zone::utc()),
        weeks: vec![Week::of_days(5, &[morning])],
        anchor: None,
        from: Date::from_ymd(2026, 1, 1),
        to: None,
    };
    let changes = firm.commit(&describe).expect("kept");
    let calendar = changes.first().expect("a change").record.clone();
    let date = Date::from_ymd(2026, 1, 5).expect("a Monday");
    let except = |windows| ExceptDay {
        calendar: calendar.clone(),
        day: None,
        date: Some(date),
        windows,
        reason: "stocktaking".into(),
    };
    firm.commit(&except(vec![morning])).expect("excepted");
    firm.wait(1);
    firm.commit(&except(Vec::new())).expect("excepted twice");
    let joins = SameAs::of(&firm.ws);
    let all = of_party(&firm.ws, &joins, &firm.me.party);
    let read = all.first().and_then(WorkCalendar::to_calendar);
    let read = read.expect("readable");
    assert!(read.windows_on(date).is_empty());
    assert_eq!(read.windows_on(date.plus(1)), [morning]);
    assert_eq!(firm.ws.of_kind(calendar::DAY).count(), 2);
    let overlapping = except(vec![morning, Window::new(700, 800).expect("a window")]);
    let refused = firm.commit(&overlapping).err();
    assert_eq!(refused, Some(Refusal::WindowsOverlap));
}

#[test]
fn many_holidays_come_in_at_once_and_leave_what_is_excepted_already() {
    let mut firm = Firm::new(1, "We");
    let morning = Window::new(540, 720).expect("a window");
    let describe = DescribeCalendar {
        calendar: None,
        party: firm.party(),
        name: "Office".into(),
        zone: Some(Zone::utc()),
        weeks: vec![Week::of_days(5, &[morning])],
        anchor: None,
        from: None,
        to: None,
    };
    let changes = firm.commit(&describe).expect("kept");
    let calendar = changes.first().expect("a change").record.clone();
    let day = |text: &str, windows: Vec<Window>, festival, name: &str| Exception {
        date: Date::parse(text).expect("a date"),
        windows,
        festival,
        name: name.into(),
    };
    let spring = day("2026-02-17", Vec::new(), Some(Festival::Spring), "");
    let made_up = day("2026-02-14", vec![morning], Some(Festival::Spring), "");
    let named = day("2026-07-06", Vec::new(), None, "Jan Hus");
    let twice = day("2026-07-06", vec![morning], None, "said again");
    let add = ExceptDays {
        calendar: calendar.clone(),
        days: vec![spring, made_up, named, twice],
    };
    firm.commit(&add).expect("added");
    firm.commit(&add).expect("nothing is left to add");
    let record = firm.ws.record(&calendar).expect("the calendar");
    let days = WorkCalendar(record).days();
    let told: Vec<_> = days
        .iter()
        .map(|d| (d.date(), d.windows(), d.festival(), d.reason().into_owned()))
        .collect();
    let date = Date::parse;
    assert_eq!(
        told,
        [
            (
                date("2026-02-14"),
                vec![morning],
                Some(Festival::Spring),
                String::new()
            ),
            (
                date("2026-02-17"),
                vec![],
                Some(Festival::Spring),
                String::new()
            ),
            (date("2026-07-06"), vec![], None, "Jan Hus".into()),
        ]
    );
    let gone = ExceptDays {
        calendar: RecordId::from_bits(calendar::KIND, 99),
        days: Vec::new(),
    };
    assert_eq!(firm.commit(&gone).err(), Some(Refusal::Gone));
}

#[test]
fn hours_read_as_people_type_them_and_read_back() {
    let cases = [
        ("9:00-12:00, 13:00-18:00", "9:00-12:00, 13:00-18:00"),
        ("13：00—18：00，9-12", "9:00-12:00, 13:00-18:00"),
        ("22:00-6:00", "22:00-6:00"),
        ("0:00-24:00", "0:00-24:00"),
        ("  ", ""),
    ];
    for (typed, written) in cases {
        let read = hours::read(typed).expect("readable");
        assert_eq!(hours::write(&read), written);
        assert_eq!(hours::read(written).as_ref(), Some(&read));
    }
    for nonsense in [
        "9",
        "9-",
        "25:00-26:00",
        "9:70-10:00",
        "a-b",
        "9:00-10:00-11:00",
    ] {
        assert_eq!(hours::read(nonsense), None, "{nonsense}");
    }
}

#[test]
fn the_pages_read_a_joined_party_as_one_with_all_its_people_and_ties() {
    let mut firm = Firm::new(1, "We");
    let steel = add(&mut firm, "Steel", Some(Tie::Supplier));
    let double = add(&mut firm, "Steel Ltd", Some(Tie::Customer));
    for party in [&steel, &double] {
        let describe = DescribePerson {
            person: None,
            party: party.clone(),
            name: "Wu".into(),
            layer: Layer::Contact,
        };
        firm.commit(&describe).expect("added");
    }
    let join = Join {
        party: steel.clone(),
        with: double,
    };
    firm.commit(&join).expect("joined");
    let joins = SameAs::of(&firm.ws);
    let me = firm.party();
    let all = cards(&firm.ws, &joins, &me);
    assert_eq!(all.len(), 2);
    assert!(all.first().is_some_and(|card| card.own));
    let card = all.last().expect("the partner");
    assert_eq!(card.ties, [Tie::Supplier, Tie::Customer]);
    assert_eq!(card.people, 2);
    assert_eq!(people(&firm.ws, &joins, &steel).len(), 2);
    assert_eq!(relations(&firm.ws, &joins, &me, &steel).len(), 2);
}
