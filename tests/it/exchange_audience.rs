//! Who gets a record (rule 13): by kind, by parent, by hand; and who may widen that.

use std::collections::BTreeSet;

use tandem::exchange::{Audiences, audience};
use tandem::ledger::{PARENT, RecordId};

use crate::exchange_firms::{Browser, opened, party, person, two_firms};

fn parties(ids: &[&RecordId]) -> BTreeSet<RecordId> {
    ids.iter().map(|id| (*id).clone()).collect()
}

fn column(of: &RecordId) -> String {
    format!("party.{of}")
}

/// Everything the other browser knows, as if a file had carried it all.
fn tell(from: &Browser, to: &mut Browser) {
    to.ws.insert_all(from.ws.changes().cloned());
    to.now.0 = to.now.0.max(from.now.0);
}

#[test]
fn a_matrix_and_what_belongs_to_it_goes_to_the_parties_of_its_columns() {
    let (mut a, _) = two_firms();
    let (me, b, c) = (a.me.party.clone(), party(2), party(3));
    let matrix = a.create(
        "matrix",
        &[
            ("title", "Launch"),
            (&column(&b), "true"),
            (&column(&c), "false"),
        ],
    );
    let task = a.create("task", &[("title", "Tooling"), (PARENT, matrix.as_str())]);
    let pause = a.create("pause", &[(PARENT, task.as_str())]);
    for id in [&matrix, &task, &pause] {
        assert_eq!(audience(&a.ws, id), parties(&[&me, &b]));
    }
}

#[test]
fn private_kinds_stay_home_even_under_a_shared_record() {
    let (mut a, _) = two_firms();
    let (me, b) = (a.me.party.clone(), party(2));
    let asked = a.create(
        "requirement",
        &[("requester", me.as_str()), ("provider", b.as_str())],
    );
    assert_eq!(audience(&a.ws, &asked), parties(&[&me, &b]));
    for kind in [
        "note",
        "cost",
        "draft",
        "personal",
        "course",
        "training",
        "external_hours",
        "training_setting",
        "training_standard",
        "training_basis",
        "purge",
    ] {
        let id = a.create(kind, &[("text", "ours"), (PARENT, asked.as_str())]);
        assert_eq!(audience(&a.ws, &id), parties(&[&me]), "{kind}");
    }
    for kind in ["measure", "survey", "never_heard_of"] {
        let id = a.create(kind, &[("text", "ours")]);
        assert_eq!(audience(&a.ws, &id), parties(&[&me]), "{kind}");
        a.set(&id, &[("audience", &format!("[\"{b}\"]"))]);
        assert_eq!(audience(&a.ws, &id), parties(&[&me, &b]), "{kind}");
    }
}

#[test]
fn cards_go_to_those_a_party_is_named_with() {
    let (mut a, _) = two_firms();
    let (me, b, c) = (a.me.party.clone(), party(2), party(3));
    a.set(&c, &[("name", "Cedar Retail")]);
    let cleo = person(3);
    a.set(&cleo, &[("name", "Cleo"), ("party", c.as_str())]);
    assert_eq!(audience(&a.ws, &me), parties(&[&me, &b]));
    assert_eq!(audience(&a.ws, &c), parties(&[&me, &c]));
    let matrix = a.create(
        "matrix",
        &[
            ("title", "Three"),
            (&column(&b), "true"),
            (&column(&c), "true"),
        ],
    );
    assert_eq!(audience(&a.ws, &c), parties(&[&me, &b, &c]));
    assert_eq!(audience(&a.ws, &cleo), parties(&[&me, &b, &c]));
    a.act(|plan| plan.delete(&matrix));
    assert_eq!(audience(&a.ws, &cleo), parties(&[&me, &c]));
}

#[test]
fn only_the_creating_party_widens() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    let measure = a.create("measure", &[("audience", &format!("[\"{two}\"]"))]);
    tell(&a, &mut b);
    b.set(
        &measure,
        &[("audience", &format!("[\"{two}\",\"{three}\"]"))],
    );
    assert_eq!(audience(&b.ws, &measure), parties(&[&one, &two]));
    assert_eq!(Audiences::of(&b.ws).not_obeyed(&measure).len(), 1);
    tell(&b, &mut a);
    a.set(
        &measure,
        &[("audience", &format!("[\"{two}\",\"{three}\"]"))],
    );
    assert_eq!(audience(&a.ws, &measure), parties(&[&one, &two, &three]));
}

#[test]
fn a_partner_with_a_slow_clock_does_not_become_the_creator() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    let matrix = a.create("matrix", &[("title", "Launch"), (&column(&two), "true")]);
    b.ws.insert_all(a.ws.changes().cloned());
    b.now.0 -= 100 * 365 * 86_400_000;
    b.set(&matrix, &[("colour", "red"), (&column(&three), "true")]);
    assert_eq!(audience(&b.ws, &matrix), parties(&[&one, &two]));
}

#[test]
fn anyone_narrows_and_of_rivals_only_what_all_say_holds() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    let both = format!("[\"{two}\",\"{three}\"]");
    let measure = a.create("measure", &[("audience", &both)]);
    tell(&a, &mut b);
    b.set(&measure, &[("audience", &format!("[\"{two}\"]"))]);
    assert_eq!(audience(&b.ws, &measure), parties(&[&one, &two]));
    a.set(&measure, &[("audience", &format!("[\"{three}\"]"))]);
    tell(&b, &mut a);
    assert_eq!(audience(&a.ws, &measure), parties(&[&one]));
}

#[test]
fn moving_a_record_under_a_wider_parent_is_a_widening_too() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    let narrow = a.create("matrix", &[("title", "Two"), (&column(&two), "true")]);
    let wide = a.create(
        "matrix",
        &[
            ("title", "Three"),
            (&column(&two), "true"),
            (&column(&three), "true"),
        ],
    );
    let task = a.create("task", &[(PARENT, narrow.as_str())]);
    tell(&a, &mut b);
    b.set(&task, &[(PARENT, wide.as_str())]);
    assert_eq!(audience(&b.ws, &task), parties(&[&one, &two]));
    a.set(&task, &[(PARENT, wide.as_str())]);
    assert_eq!(audience(&a.ws, &task), parties(&[&one, &two, &three]));
}

#[test]
fn parties_in_a_circle_or_a_long_chain_of_parents_end_somewhere() {
    let (mut a, _) = two_firms();
    let me = a.me.party.clone();
    let x = a.create("task", &[("title", "x")]);
    let y = a.create("task", &[(PARENT, x.as_str())]);
    a.set(&x, &[(PARENT, y.as_str())]);
    assert_eq!(audience(&a.ws, &x), parties(&[&me]));
    let mut last = y;
    for _ in 0..5000 {
        last = a.create("task", &[(PARENT, last.as_str())]);
    }
    assert_eq!(audience(&a.ws, &last), parties(&[&me]));
}

#[test]
fn a_partner_cannot_join_itself_to_a_third_party_to_read_its_records() {
    let (mut a, mut b) = two_firms();
    let (one, two, three) = (party(1), party(2), party(3));
    a.set(&three, &[("name", "Cedar Retail")]);
    let theirs = a.create(
        "requirement",
        &[("requester", one.as_str()), ("provider", three.as_str())],
    );
    tell(&a, &mut b);
    b.set(&two, &[("same_as", three.as_str())]);
    tell(&b, &mut a);
    assert_eq!(audience(&a.ws, &theirs), parties(&[&one, &three]));
    let text = a.write(&two, true);
    assert!(!text.contains(theirs.as_str()));
    assert!(opened(&text).changes.iter().all(|c| c.record != theirs));
    // The firm itself may say so, and take it back.
    a.set(&two, &[("same_as", three.as_str())]);
    assert!(audience(&a.ws, &theirs).contains(&two));
    a.set(&two, &[("same_as", "null")]);
    assert!(!audience(&a.ws, &theirs).contains(&two));
}
