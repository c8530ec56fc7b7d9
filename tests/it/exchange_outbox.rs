//! What leaves for a partner, what is said about it, and what is known to have arrived (rules 13–17).

use std::collections::BTreeSet;

use tandem::exchange::{self, Receipts, Turn, WithheldWhy};
use tandem::ledger::{PARENT, RecordId};

use crate::exchange_firms::{Browser, HOUR, opened, party, person, two_firms};

/// A requirement that both firms have, the file of it merged and answered.
fn answered() -> (Browser, Browser, RecordId) {
    let (mut a, mut b) = two_firms();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let asked = a.create(
        "requirement",
        &[
            ("title", "Flange"),
            ("requester", one.as_str()),
            ("provider", two.as_str()),
        ],
    );
    let first = a.write(&two, false);
    b.read(&[&first]);
    b.set(&asked, &[("stage", r#"{"act":"acknowledge"}"#)]);
    let answer = b.write(&one, false);
    a.read(&[&answer]);
    (a, b, asked)
}

#[test]
fn what_a_partner_has_listed_is_not_sent_again() {
    let (mut a, b, asked) = answered();
    let two = b.me.party.clone();
    let nothing = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, false);
    assert!(nothing.changes.is_empty(), "{:?}", nothing.changes);
    assert!(!nothing.everything);
    a.set(&asked, &[("title", "Flange M12")]);
    let one_more = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, false);
    assert_eq!(one_more.changes.len(), 1);
    let [delta] = one_more.records.as_slice() else {
        panic!("{:?}", one_more.records)
    };
    assert_eq!((&delta.id, delta.turn), (&asked, Turn::Changed));
    let [field] = delta.fields.as_slice() else {
        panic!("{:?}", delta.fields)
    };
    assert_eq!(field.before.as_ref().map(|v| v.json()), Some("\"Flange\""));
    assert_eq!(
        field.after.as_ref().map(|v| v.json()),
        Some("\"Flange M12\"")
    );
    let all = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, true);
    assert!(all.everything && all.changes.len() > 5);
}

#[test]
fn both_sides_show_the_same_digest_of_what_they_share() {
    let (mut a, b, asked) = answered();
    a.create(
        "note",
        &[("text", "our floor price"), (PARENT, asked.as_str())],
    );
    assert_eq!(a.shared_with(&b.me.party), b.shared_with(&a.me.party));
    a.set(&asked, &[("title", "Flange M12")]);
    assert_ne!(a.shared_with(&b.me.party), b.shared_with(&a.me.party));
}

#[test]
fn a_receipt_is_a_file_listed_or_a_change_that_came_back() {
    let (mut a, mut b, asked) = answered();
    let two = b.me.party.clone();
    let theirs = [two.clone()].into();
    let old = a.set(&asked, &[("title", "Flange M12")]);
    let file = a.write(&two, false);
    let receipts = Receipts::of(&a.log(), &theirs);
    assert!(!receipts.received(old), "sent is not received");
    assert!(receipts.as_of.is_some());
    b.read(&[&file]);
    let answer = b.write(&a.me.party.clone(), false);
    assert!(
        !opened(&answer).changes.iter().any(|c| c.id == old),
        "it is only listed"
    );
    a.read(&[&answer]);
    assert!(Receipts::of(&a.log(), &theirs).received(old));
}

#[test]
fn what_one_profile_of_a_partner_has_received_is_sent_to_its_other_one() {
    let (mut a, mut b) = two_firms();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let mut other = Browser::new(22, &two, &person(3));
    other.read(&[&a.write(&two, true)]);
    let from_other = other.write(&one, false);
    let asked = a.create(
        "requirement",
        &[
            ("title", "Flange"),
            ("requester", one.as_str()),
            ("provider", two.as_str()),
        ],
    );
    b.read(&[&a.write(&two, false)]);
    a.read(&[&from_other, &b.write(&one, false)]);
    let out = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, false);
    let sent = out.changes.iter().any(|c| c.record == asked);
    assert!(sent, "one profile's receipt is not the other's");
    other.read(&[&a.write(&two, false)]);
    assert!(other.ws.record(&asked).is_some());
    a.read(&[&other.write(&one, false)]);
    let out = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, false);
    assert!(out.changes.is_empty(), "{:?}", out.changes);
}

#[test]
fn a_profile_silent_for_sixty_days_is_no_longer_waited_for() {
    let (mut a, mut b, asked) = answered();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let mut other = Browser::new(22, &two, &person(2));
    other.read(&[&b.write(&two, false)]);
    a.read(&[&other.write(&one, false)]);
    a.set(&asked, &[("title", "Flange M12")]);
    let file = a.write(&two, false);
    b.read(&[&file]);
    a.read(&[&b.write(&one, false)]);
    let waits = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, false);
    assert_eq!(
        waits.changes.len(),
        1,
        "the other profile has not listed it"
    );
    let later = tandem::time::Instant(a.now.0 + 59 * 24 * HOUR);
    b.now = later;
    a.now = later;
    a.read(&[&b.write(&one, false)]);
    let past = tandem::time::Instant(later.0 + 2 * 24 * HOUR);
    let goes_on = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, past, false);
    assert!(!goes_on.everything && goes_on.changes.is_empty());
}

#[test]
fn a_fresh_profile_sends_everything_at_first() {
    let (a, b, _) = answered();
    let two = b.me.party.clone();
    let mut restored = Browser::new(12, &a.me.party, &a.me.person);
    let mut old = a;
    restored.read(&[&old.write(&old.me.party.clone(), false)]);
    assert_eq!(restored.ws.len(), old.ws.len());
    let first = exchange::outgoing(
        &restored.ws,
        &restored.log(),
        &restored.me,
        &two,
        old.now,
        false,
    );
    assert!(first.everything && !first.changes.is_empty());
    assert_eq!(opened(&restored.write(&two, false)).header.number, 1);
}

#[test]
fn a_change_that_names_a_private_record_stays_back() {
    let (mut a, b, asked) = answered();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    a.set(&party(3), &[("name", "Cedar Retail")]);
    let for_cedar = a.create(
        "requirement",
        &[("requester", party(3).as_str()), ("provider", one.as_str())],
    );
    a.set(&asked, &[("because_of", for_cedar.as_str())]);
    let out = exchange::outgoing(&a.ws, &a.log(), &a.me, &two, a.now, true);
    let [held] = out.withheld.as_slice() else {
        panic!("{:?}", out.withheld)
    };
    assert_eq!(held.why, WithheldWhy::Names(for_cedar.clone()));
    let text = a.write(&two, true);
    assert!(!text.contains(for_cedar.as_str()) && !text.contains(party(3).as_str()));
}

#[test]
fn of_a_person_only_name_party_and_layer_leave() {
    let (mut a, b, _) = answered();
    a.set(&person(1), &[("phone", "555 0100")]);
    let out = exchange::outgoing(&a.ws, &a.log(), &a.me, &b.me.party, a.now, true);
    let [held] = out.withheld.as_slice() else {
        panic!("{:?}", out.withheld)
    };
    assert_eq!(
        held.why,
        WithheldWhy::PrivateFields(vec!["phone".to_owned()])
    );
    assert!(!a.write(&b.me.party, true).contains("555 0100"));
}

#[test]
fn a_file_lists_nothing_about_other_partners() {
    let (mut a, b, _) = answered();
    let mut c = Browser::new(31, &party(3), &person(3));
    a.set(&party(3), &[("name", "Cedar Retail")]);
    a.create(
        "relation",
        &[
            ("from", a.me.party.clone().as_str()),
            ("to", party(3).as_str()),
        ],
    );
    let to_c = a.write(&party(3), false);
    c.read(&[&to_c]);
    a.read(&[&c.write(&a.me.party, false)]);
    let text = a.write(&b.me.party, true);
    assert!(!text.contains(&c.me.profile.to_string()) && !text.contains(party(3).as_str()));
    assert_eq!(
        opened(&text).header.merged.len(),
        1,
        "the one file of this partner"
    );
}

#[test]
fn who_is_no_longer_shared_with_is_told_so_and_nothing_more() {
    let (mut a, mut b, _) = answered();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let measure = a.create(
        "measure",
        &[
            ("title", "Fewer calls"),
            ("audience", &format!("[\"{two}\"]")),
        ],
    );
    b.read(&[&a.write(&two, false)]);
    a.set(&measure, &[("audience", "[]")]);
    a.set(&measure, &[("title", "secret now")]);
    let last = a.write(&two, false);
    assert!(!last.contains("secret now"));
    b.read(&[&last]);
    assert_eq!(
        b.text(&measure, "title"),
        "Fewer calls",
        "what was sent stays"
    );
    assert_eq!(a.shared_with(&two), b.shared_with(&one));
    a.set(&measure, &[("audience", &format!("[\"{two}\"]"))]);
    b.read(&[&a.write(&two, false)]);
    assert_eq!(
        b.text(&measure, "title"),
        "secret now",
        "widening sends all of it"
    );
    assert_eq!(a.shared_with(&two), b.shared_with(&one));
}

/// A measure of the first firm that these parties get, and what the second was sent.
fn measure_for(parties: &[u64]) -> (Browser, Browser, RecordId) {
    let (mut a, mut b, _) = answered();
    a.set(&party(3), &[("name", "Cedar Retail")]);
    let named: BTreeSet<RecordId> = parties.iter().map(|&n| party(n)).collect();
    let measure = RecordId::parse("measure-1").expect("an id");
    a.act(|plan| exchange::share_with(plan, &measure, &named));
    b.read(&[&a.write(&party(2), false)]);
    (a, b, measure)
}

#[test]
fn who_is_taken_out_of_a_list_that_names_another_it_knew_of_is_told() {
    let (mut a, mut b, measure) = measure_for(&[2, 3]);
    assert!(b.ws.record(&measure).is_some());
    a.act(|plan| exchange::share_with(plan, &measure, &[party(3)].into()));
    a.set(&measure, &[("title", "secret now")]);
    let last = a.write(&party(2), false);
    assert!(last.contains(measure.as_str()) && !last.contains("secret now"));
    b.read(&[&last]);
    assert_eq!(a.shared_with(&party(2)), b.shared_with(&party(1)));
}

#[test]
fn who_is_replaced_is_told_and_does_not_learn_by_whom() {
    let (mut a, mut b, measure) = measure_for(&[2]);
    a.act(|plan| exchange::share_with(plan, &measure, &[party(3)].into()));
    let last = a.write(&party(2), false);
    assert!(last.contains(measure.as_str()) && !last.contains(party(3).as_str()));
    b.read(&[&last]);
    assert_eq!(a.shared_with(&party(2)), b.shared_with(&party(1)));
    let to_the_other = a.write(&party(3), false);
    assert!(to_the_other.contains(measure.as_str()));
}

#[test]
fn who_never_got_a_record_does_not_hear_that_it_ended() {
    let (mut a, b, _) = answered();
    let measure = RecordId::parse("measure-1").expect("an id");
    a.act(|plan| exchange::share_with(plan, &measure, &[party(2)].into()));
    a.act(|plan| exchange::share_with(plan, &measure, &BTreeSet::new()));
    assert!(!a.write(&b.me.party, true).contains(measure.as_str()));
}

#[test]
fn two_columns_taken_out_at_once_are_both_told() {
    let (mut a, mut b, _) = answered();
    a.set(&party(3), &[("name", "Cedar Retail")]);
    let columns = [2, 3].map(|n| format!("party.{}", party(n)));
    let [second, third] = &columns;
    let matrix = a.create(
        "matrix",
        &[("title", "Launch"), (second, "true"), (third, "true")],
    );
    b.read(&[&a.write(&party(2), false)]);
    a.set(&matrix, &[(second, "false"), (third, "false")]);
    b.read(&[&a.write(&party(2), false)]);
    assert!(!b.ws.record(&matrix).expect("kept").flag(second));
    assert_eq!(a.shared_with(&party(2)), b.shared_with(&party(1)));
}
