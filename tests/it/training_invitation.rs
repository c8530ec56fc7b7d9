//! The calendar file of a training: right by the grammar of RFC 5545 and the rules of RFC 5546, and the
//! latest of several files counts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tandem::exchange::ics::{Event, invitation};
use tandem::ledger::{PARENT, RecordId, Value};
use tandem::modules::training::edits::{Cancel, Hold, Invite, PlanTraining};
use tandem::modules::training::invitation::{Said, event};
use tandem::modules::training::model::Training;
use tandem::records::person::{self, Layer, Person};
use tandem::time::{Instant, MINUTE};

use crate::firm::Firm;
use crate::training_world::{course, date, dated, described, firm, hire, nine, plan};

/// Properties by name, with parameters cut off. Whatever breaks a rule of the grammar panics.
fn parsed(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"), "each line is ended");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "by both");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.split("\r\n").filter(|line| !line.is_empty());
    lines
        .map(|line| {
            assert!(!line.chars().any(char::is_control), "{line:?}");
            // A quoted parameter may hold the colon that would end the name.
            let mut quoted = false;
            let end = line.find(|c| {
                quoted ^= c == '"';
                c == ':' && !quoted
            });
            let (name, value) = line.split_at(end.expect("NAME:value"));
            let name = name.split(';').next().expect("a name");
            assert!(
                name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'),
                "{name}"
            );
            (name.to_owned(), value[1..].to_owned())
        })
        .collect()
}

/// What an escaped text says.
fn unescaped(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => said.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => said.push(c),
                other => panic!("\\{other:?} means nothing"),
            },
            ';' | ',' => panic!("{c} has to be escaped"),
            c => said.push(c),
        }
    }
    said
}

fn moment(text: &str) -> Instant {
    let digits: Vec<char> = text.chars().collect();
    assert!(
        text.len() == 16 && text.ends_with('Z') && digits[8] == 'T',
        "{text}"
    );
    let iso = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &text[..4],
        &text[4..6],
        &text[6..8],
        &text[9..11],
        &text[11..13],
        &text[13..15]
    );
    Instant::parse_iso(&iso).expect("a moment")
}

/// The one event, checked against what RFC 5546 asks of its method.
fn checked(text: &str) -> BTreeMap<String, String> {
    let all = parsed(text);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let wrapped = |name: &str, of: &str, at: usize| {
        assert_eq!((all[at].0.as_str(), all[at].1.as_str()), (name, of));
    };
    wrapped("BEGIN", "VCALENDAR", 0);
    wrapped("END", "VEVENT", all.len() - 2);
    wrapped("END", "VCALENDAR", all.len() - 1);
    let inside = names
        .iter()
        .position(|name| *name == "BEGIN")
        .map(|at| at + 1);
    let begins = names.iter().skip(1).position(|name| *name == "BEGIN");
    let (head, event) = all.split_at(begins.expect("an event") + 1);
    assert_eq!(inside, Some(1));
    assert_eq!(event[0].1, "VEVENT");
    let head: BTreeMap<_, _> = head.iter().cloned().collect();
    assert_eq!(head["VERSION"], "2.0");
    assert!(head.contains_key("PRODID"));
    let inner = &event[1..event.len() - 2];
    let event: BTreeMap<String, String> = inner.iter().cloned().collect();
    assert_eq!(event.len(), inner.len(), "each property once");
    for name in [
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "SEQUENCE",
        "ORGANIZER",
    ] {
        assert!(event.contains_key(name), "{name} is missing");
    }
    let expected = match head["METHOD"].as_str() {
        "PUBLISH" => "CONFIRMED",
        "CANCEL" => "CANCELLED",
        other => panic!("METHOD:{other}"),
    };
    assert_eq!(event["STATUS"], expected);
    assert!(moment(&event["DTSTART"]) < moment(&event["DTEND"]));
    event["SEQUENCE"].parse::<u32>().expect("a whole number");
    event
}

fn saved(firm: &Firm, training: &RecordId) -> BTreeMap<String, String> {
    let said = Said {
        title: "Training: Talk".into(),
        notes: "90 min".into(),
        from: "Works".into(),
    };
    let by = firm.ws.record(&firm.me.person).map(Person);
    let training = Training(firm.ws.record(training).expect("it"));
    let entry = event(&training, said, by).expect("it has a moment");
    checked(&invitation(&entry, firm.now))
}

fn sequence(event: &BTreeMap<String, String>) -> u32 {
    event["SEQUENCE"].parse().expect("a whole number")
}

#[test]
fn moving_and_calling_off_replace_the_entry_and_noting_what_nobody_sees_does_not() {
    let mut firm = firm(1, "2026-10-01");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 90));
    let training = plan(&mut firm, &talk, "2026-11-02", 90);
    let first = saved(&firm, &training);
    assert_eq!(sequence(&first), 0);
    assert_eq!(moment(&first["DTSTART"]), nine(date("2026-11-02")));
    assert_eq!(
        moment(&first["DTEND"]),
        nine(date("2026-11-02")).plus(90 * MINUTE)
    );
    assert_eq!(
        first["ORGANIZER"], "invalid:nomail",
        "nobody has a mail address"
    );
    firm.commit(&Invite {
        training: training.clone(),
        people: vec![ann.clone()],
        on: true,
    })
    .expect("ahead");
    let invited = sequence(&saved(&firm, &training));
    let with_seats = PlanTraining {
        training: Some(training.clone()),
        seats: Some(12),
        trainer: "Bo".into(),
        ..dated(&talk, "2026-11-02", 90)
    };
    firm.commit(&with_seats).expect("ahead");
    assert_eq!(sequence(&saved(&firm, &training)), invited);
    let mail = firm.name(person::PERSONAL);
    firm.set(&mail, PARENT, Value::of(&firm.me.person.clone()));
    firm.set(&mail, person::EMAIL, Value::text("lin@works.example"));
    let moved = PlanTraining {
        training: Some(training.clone()),
        ..dated(&talk, "2026-11-09", 120)
    };
    firm.commit(&moved).expect("ahead");
    let second = saved(&firm, &training);
    assert!(sequence(&second) > invited, "a calendar takes the greater");
    assert_eq!(second["UID"], first["UID"], "it is the same entry");
    assert_eq!(moment(&second["DTSTART"]), nine(date("2026-11-09")));
    assert_eq!(second["ORGANIZER"], "mailto:lin@works.example");
    firm.commit(&Cancel {
        training: training.clone(),
        reason: String::new(),
    })
    .expect("ahead");
    let off = saved(&firm, &training);
    assert_eq!(off["STATUS"], "CANCELLED");
    assert_eq!(off["UID"], first["UID"]);
    assert!(sequence(&off) > sequence(&second));
}

#[test]
fn two_colleagues_who_both_move_it_agree_on_a_greater_number() {
    let mut one = firm(1, "2026-10-01");
    let talk = course(&mut one, &described("Talk", 90));
    let training = plan(&mut one, &talk, "2026-11-02", 90);
    let mut two = firm(2, "2026-10-01");
    two.hear(&one);
    for (firm, day) in [(&mut one, "2026-11-03"), (&mut two, "2026-11-04")] {
        let moved = PlanTraining {
            training: Some(training.clone()),
            ..dated(&talk, day, 90)
        };
        firm.commit(&moved).expect("ahead");
    }
    let apart = [saved(&one, &training), saved(&two, &training)].map(|e| sequence(&e));
    one.hear(&two);
    two.hear(&one);
    let together = [saved(&one, &training), saved(&two, &training)];
    assert_eq!(together[0]["DTSTART"], together[1]["DTSTART"]);
    assert_eq!(sequence(&together[0]), sequence(&together[1]));
    assert!(apart.iter().all(|former| *former < sequence(&together[0])));
    // What was noted when it was held is told to no calendar.
    one.now = nine(date("2026-11-20"));
    let ann = hire(&mut one, "Ann", Layer::Contact, ["", ""]);
    one.commit(&Hold {
        training: training.clone(),
        attended: vec![(ann, 90)],
    })
    .expect("begun");
    assert_eq!(saved(&one, &training)["STATUS"], "CONFIRMED");
}

proptest! {
    #[test]
    fn whatever_people_write_into_it_the_file_keeps_to_the_grammar(
        title in "\\PC{0,80}",
        notes in "(\\PC|\n|\r\n|;|,|\\\\){0,200}",
        place in "\\PC{0,40}",
        from in "\\PC{0,40}",
        mail in "\\PC{0,40}",
        minutes in 1_i64..12_000,
        sequence in any::<u32>(),
        is_cancelled in any::<bool>(),
    ) {
        let starts = nine(date("2026-11-02"));
        let entry = Event {
            key: "training-01".into(),
            sequence,
            title: title.clone(),
            notes: notes.clone(),
            place,
            starts,
            ends: starts.plus(minutes * MINUTE),
            is_cancelled,
            from,
            mail,
        };
        let event = checked(&invitation(&entry, Instant(0)));
        let visible = |text: &str| -> String {
            text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
        };
        prop_assert_eq!(unescaped(&event["SUMMARY"]), visible(&title));
        let said = event.get("DESCRIPTION").map(|text| unescaped(text));
        prop_assert_eq!(said.unwrap_or_default(), visible(&notes));
        prop_assert_eq!(event["SEQUENCE"].parse::<u32>().ok(), Some(sequence));
    }
}
