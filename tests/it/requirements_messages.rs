//! Messages: who gets them, what answers them, the thirty minutes, read and received as facts.
//! Never in here: the list of what needs whom (`requirements_attention`).

use tandem::exchange::Joins;
use tandem::ledger::RecordId;
use tandem::modules::requirements::edits::Submit;
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::messages::{MarkRead, MessageRefusal, Reply, Say, clock};
use tandem::modules::requirements::moments::{Received, Way};
use tandem::modules::requirements::partners::partners;
use tandem::records::hours::Terms;
use tandem::records::limits::Reader;
use tandem::records::message::{self, Answers, Message};
use tandem::records::requirement::KIND;
use tandem::records::same_as::SameAs;
use tandem::time::limit::State;
use tandem::time::{Instant, MINUTE};

use crate::exchange_firms::{Browser, party, person, two_firms};

fn say(to: &RecordId, about: Option<&RecordId>, urgent: bool) -> Say {
    Say {
        to: to.clone(),
        about: about.cloned(),
        text: "the tool broke".into(),
        urgent,
        stated: None,
    }
}

fn sent(at: &mut Browser, say: &Say) -> RecordId {
    let changes = at.commit(say).expect("said");
    changes.first().expect("a change").record.clone()
}

fn requirement(at: &mut Browser, provider: &RecordId) -> RecordId {
    let submit = Submit {
        draft: None,
        form: Form {
            title: "Brackets".into(),
            requester: Some(at.me.party.clone()),
            provider: Some(provider.clone()),
            ..Form::default()
        },
        stated: None,
    };
    let changes = at.commit(&submit).expect("submitted");
    let id = changes.first().expect("a change").record.clone();
    assert_eq!(id.kind(), KIND);
    id
}

fn state(at: &Browser, id: &RecordId, now: Instant) -> Option<State> {
    let joins = SameAs::of(&at.ws);
    let known = partners(&at.log(), &joins);
    let terms = Terms::of(&at.ws, &joins);
    let reader = Reader {
        me: &at.me.party,
        joins: &joins,
        partners: &known,
        terms: &terms,
    };
    let message = Message(at.ws.record(id).expect("the message"));
    let running = clock(&message, &Answers::of(&at.ws, &joins), &reader)?;
    Some(running.state(now))
}

#[test]
fn an_urgent_message_is_answered_in_time_by_file() {
    let (mut a, mut b) = two_firms();
    let (one, two) = (party(1), party(2));
    let about = requirement(&mut a, &two);
    let id = sent(&mut a, &say(&two, Some(&about), true));
    let said = Message(a.ws.record(&id).expect("it"))
        .stated()
        .expect("a moment");
    assert_eq!(state(&a, &id, said.plus(MINUTE)), Some(State::Open));
    // Past thirty minutes with nothing of theirs here: not known, never late.
    let late = said.plus(31 * MINUTE);
    assert_eq!(state(&a, &id, late), Some(State::Unknown));
    b.now = a.now;
    b.read(&[&a.write(&two, true)]);
    assert_eq!(state(&b, &id, late), Some(State::Breached));
    b.now = said.plus(20 * MINUTE);
    let reply = Reply {
        message: id.clone(),
        text: "repaired by tomorrow".into(),
        stated: None,
    };
    b.commit(&reply).expect("answered");
    a.read(&[&b.write(&one, true)]);
    assert_eq!(state(&a, &id, late), Some(State::Met));
    assert_eq!(message::about(&a.ws, &about).len(), 2);
}

#[test]
fn thirty_minutes_are_met_to_the_millisecond_and_missed_after() {
    for (late, expected) in [(0, State::Met), (1, State::Missed)] {
        let (mut a, mut b) = two_firms();
        let (one, two) = (party(1), party(2));
        let id = sent(&mut a, &say(&two, None, true));
        let said = Message(a.ws.record(&id).expect("it"))
            .stated()
            .expect("a moment");
        b.now = a.now.plus(60 * MINUTE);
        b.read(&[&a.write(&two, true)]);
        let reply = Reply {
            message: id.clone(),
            text: "seen".into(),
            stated: Some(said.plus(30 * MINUTE + late)),
        };
        b.commit(&reply).expect("answered");
        a.read(&[&b.write(&one, true)]);
        assert_eq!(state(&a, &id, b.now), Some(expected));
    }
}

#[test]
fn adding_to_ones_own_message_answers_nothing() {
    let (mut a, _) = two_firms();
    let two = party(2);
    let id = sent(&mut a, &say(&two, None, true));
    let more = Reply {
        message: id.clone(),
        text: "and the spare as well".into(),
        stated: None,
    };
    a.commit(&more).expect("added");
    let answers = Answers::of(&a.ws, &SameAs::of(&a.ws));
    assert_eq!(answers.first(&id), None);
}

#[test]
fn nobody_puts_other_words_into_a_message_afterwards() {
    let (mut a, mut b) = two_firms();
    let two = party(2);
    let id = sent(&mut a, &say(&two, None, true));
    b.now = a.now;
    b.read(&[&a.write(&two, true)]);
    b.set(&id, &[("text", "all is well"), ("urgent", "false")]);
    let kept = Message(b.ws.record(&id).expect("the message"));
    assert_eq!(kept.text(), "the tool broke");
    assert!(kept.is_urgent());
    // An answer that a third party wrote in the name of one of the two answers nothing.
    let third = party(3);
    let mut stranger = Browser::new(31, &third, &person(3));
    let forged = [
        ("from", two.as_str()),
        ("to", a.me.party.as_str()),
        ("text", "fine"),
        ("reply_to", id.as_str()),
    ];
    stranger.create(message::KIND, &forged);
    a.ws.insert_all(stranger.ws.changes().cloned());
    let answers = Answers::of(&a.ws, &SameAs::of(&a.ws));
    assert_eq!(answers.first(&id), None);
}

#[test]
fn a_message_goes_to_the_two_it_is_between_even_about_what_three_share() {
    let (mut a, _) = two_firms();
    let (two, three) = (party(2), party(3));
    a.set(&three, &[("name", "Cedar Castings")]);
    let column = |of: &RecordId| format!("party.{of}");
    let matrix = a.create(
        "matrix",
        &[
            ("title", "Launch"),
            (&column(&two), "true"),
            (&column(&three), "true"),
        ],
    );
    let id = sent(&mut a, &say(&two, Some(&matrix), false));
    let (to_two, to_three) = (a.write(&two, true), a.write(&three, true));
    assert!(to_two.contains(id.as_str()) && to_two.contains("the tool broke"));
    assert!(!to_three.contains(id.as_str()) && !to_three.contains("the tool broke"));
    assert!(to_three.contains(matrix.as_str()));
}

#[test]
fn what_cannot_be_said_says_why() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    a.set(&three, &[("name", "Cedar Castings")]);
    let theirs = requirement(&mut a, &three);
    let cases = [
        (
            Say {
                text: " ".into(),
                ..say(&two, None, false)
            },
            MessageRefusal::TextMissing,
        ),
        (say(&one, None, false), MessageRefusal::PartnerMissing),
        (say(&two, Some(&theirs), false), MessageRefusal::NotShared),
        (
            Say {
                stated: Some(a.now.plus(5 * MINUTE)),
                ..say(&two, None, false)
            },
            MessageRefusal::InTheFuture,
        ),
    ];
    for (edit, refusal) in cases {
        assert_eq!(a.commit(&edit).err(), Some(refusal));
    }
    let id = sent(&mut a, &say(&two, None, false));
    let own = a
        .commit(&MarkRead {
            message: id.clone(),
        })
        .err();
    assert_eq!(own, Some(MessageRefusal::NotYours));
    b.now = a.now;
    b.read(&[&a.write(&two, true)]);
    b.commit(&MarkRead {
        message: id.clone(),
    })
    .expect("read");
    let twice = b.commit(&MarkRead { message: id }).err();
    assert_eq!(twice, Some(MessageRefusal::AlreadyRead));
}

#[test]
fn four_moments_are_kept_apart_and_read_is_a_fact_of_its_own() {
    let (mut a, mut b) = two_firms();
    let (one, two) = (party(1), party(2));
    let stated = a.now.plus(-7 * MINUTE);
    let id = sent(
        &mut a,
        &Say {
            stated: Some(stated),
            ..say(&two, None, false)
        },
    );
    let moments = |at: &Browser, with: &RecordId| {
        let joins = Joins::of(&at.ws);
        let (log, me, partner) = (at.log(), joins.ids_of(&at.me.party), joins.ids_of(with));
        let way = Way {
            log: &log,
            me: &me,
            partner: &partner,
        };
        let record = at.ws.record(&id).expect("the message");
        let change = record.creation().expect("a change");
        way.moments(change, Message(record).stated())
    };
    let first = moments(&a, &two);
    assert_eq!(first.stated, Some(stated));
    assert_eq!((first.left, first.received), (None, Received::NotKnown));
    assert!(first.entered > stated);
    let file = a.write(&two, true);
    let left = a.now;
    assert_eq!(moments(&a, &two).left, Some(left));
    assert_eq!(moments(&a, &two).received, Received::NotKnown);
    b.now = left.plus(3 * MINUTE);
    b.read(&[&file]);
    let there = moments(&b, &one);
    assert_eq!((there.stated, there.entered), (first.stated, first.entered));
    assert_eq!(there.left, Some(left));
    assert_eq!(there.received, Received::Here(b.now));
    // Received is known here once a file of theirs lists ours; read once they say so.
    let back = b.write(&one, true);
    let wrote = b.now;
    a.read(&[&back]);
    assert_eq!(moments(&a, &two).received, Received::AsOf(wrote));
    let readers = |at: &Browser| {
        let joins = SameAs::of(&at.ws);
        Message(at.ws.record(&id).expect("it")).read_by(&joins)
    };
    assert!(readers(&a).is_empty());
    b.commit(&MarkRead {
        message: id.clone(),
    })
    .expect("read");
    let at = b.now;
    a.read(&[&b.write(&one, true)]);
    let read = readers(&a);
    assert_eq!(read.len(), 1);
    assert_eq!(
        read.first().map(|r| (r.by.clone(), r.at)),
        Some((person(2), at))
    );
}

#[test]
fn only_an_urgent_message_has_a_clock() {
    let (mut a, _) = two_firms();
    let id = sent(&mut a, &say(&party(2), None, false));
    assert_eq!(state(&a, &id, a.now), None);
}
