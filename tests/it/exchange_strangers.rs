//! Two partners of one firm never learn of each other from its files, whoever wrote what it passes on
//! (rule 13; SPEC module 2).

use tandem::exchange::{self, RecordDelta, SayAgain};
use tandem::ledger::{Change, PARENT, RecordId};
use tandem::records::person::Layer;
use tandem::shell::{Newcomer, first_words, reader};

use crate::exchange_firms::{Browser, opened, party, person};

/// A firm that buys from one partner, as that one first hears of it: cards, a person, a requirement.
fn customer() -> Browser {
    let (a, b) = (party(1), party(2));
    let mut customer = Browser::new(11, &a, &person(1));
    customer.set(&a, &[("name", "Amber Metals")]);
    customer.set(&b, &[("name", "Birch Works"), ("short_name", "Birch")]);
    employ(&mut customer, &person(1), "Ann", &a);
    employ(&mut customer, &person(2), "Bob", &b);
    buy(&mut customer, &b, "Flange");
    customer
}

fn employ(at: &mut Browser, who: &RecordId, name: &str, firm: &RecordId) {
    let fields = [
        ("name", name),
        ("party", firm.as_str()),
        ("layer", "contact"),
    ];
    at.set(who, &fields);
}

fn buy(at: &mut Browser, from: &RecordId, what: &str) -> RecordId {
    let me = at.me.party.clone();
    let tie = [
        ("from", from.as_str()),
        ("to", me.as_str()),
        ("role", "supplies"),
    ];
    at.create("relation", &tie);
    let asked = [
        ("title", what),
        ("requester", me.as_str()),
        ("provider", from.as_str()),
    ];
    at.create("requirement", &asked)
}

/// The customer's file has made the firm in the middle, which has a supplier of its own.
fn three_in_a_row() -> (Browser, Browser, Browser) {
    let (b, c) = (party(2), party(3));
    let mut a = customer();
    let mut middle = Browser::new(21, &b, &person(2));
    middle.read(&[&a.write(&b, false)]);
    middle.set(&c, &[("name", "Cedar Alloys")]);
    employ(&mut middle, &person(3), "Cem", &c);
    buy(&mut middle, &c, "Wire");
    (a, middle, Browser::new(31, &c, &person(3)))
}

/// Everything of a firm that a file of another one must not name: itself, its people, and each
/// record the firm in the middle shares with it and not with the reader.
fn hidden_from(reader: &RecordId, whose: &Browser, middle: &Browser) -> Vec<RecordId> {
    let audiences = exchange::Audiences::of(&middle.ws);
    let gets = |id: &RecordId, party: &RecordId| audiences.audience(id).contains(party);
    let records = middle.ws.records().map(|r| r.id().clone());
    let mut hidden: Vec<RecordId> = records
        .filter(|id| gets(id, &whose.me.party) && !gets(id, reader))
        .collect();
    hidden.extend([whose.me.party.clone(), whose.me.person.clone()]);
    // Whoever writes the files is named as their author.
    hidden.retain(|id| *id != middle.me.person);
    hidden
}

fn assert_names_none_of(text: &str, hidden: &[RecordId]) {
    for id in hidden {
        assert!(!text.contains(id.as_str()), "{id} is named");
    }
}

#[test]
fn a_supplier_learns_nothing_of_the_customer_whose_file_made_the_firm() {
    let (a, mut b, mut c) = three_in_a_row();
    let text = b.write(&party(3), true);
    let hidden = hidden_from(&party(3), &a, &b);
    assert!(hidden.len() >= 5, "{hidden:?}");
    assert_names_none_of(&text, &hidden);
    assert_eq!(opened(&text).header.from.name, "Birch Works");
    c.read(&[&text]);
    assert_eq!(b.shared_with(&party(3)), c.shared_with(&party(2)));
}

#[test]
fn a_customer_learns_nothing_of_the_supplier_behind_the_firm() {
    let (mut a, mut b, mut c) = three_in_a_row();
    c.read(&[&b.write(&party(3), false)]);
    // The supplier writes on what it sees of the firm in the middle.
    c.set(
        &party(2),
        &[("name", "Birch Works Ltd"), ("kind", "trainer")],
    );
    c.set(&person(2), &[("layer", "manager")]);
    b.read(&[&c.write(&party(2), false)]);
    assert_eq!(b.text(&party(2), "kind"), "trainer");
    let text = b.write(&party(1), true);
    let hidden = hidden_from(&party(1), &c, &b);
    assert!(hidden.len() >= 5, "{hidden:?}");
    assert_names_none_of(&text, &hidden);
    a.read(&[&text]);
    assert_eq!(b.shared_with(&party(1)), a.shared_with(&party(2)));
}

#[test]
fn a_partner_who_knows_both_gets_what_either_wrote() {
    let (mut a, mut b, mut c) = three_in_a_row();
    let columns = [party(1), party(2), party(3)].map(|id| format!("party.{id}"));
    let columns = columns.each_ref().map(|c| (c.as_str(), "true"));
    b.create("matrix", &[&columns[..], &[("title", "Ramp-up")]].concat());
    assert_eq!(
        b.follow(&SayAgain {
            to: vec![party(3), party(1)]
        }),
        0,
        "nobody is a stranger"
    );
    let out = exchange::outgoing(&b.ws, &b.log(), &b.me, &party(3), b.now, true);
    assert!(out.withheld.is_empty(), "{:?}", out.withheld);
    c.read(&[&b.write(&party(3), true)]);
    a.read(&[&b.write(&party(1), true)]);
    assert_eq!(c.text(&party(2), "name"), "Birch Works");
    assert_eq!(b.shared_with(&party(3)), c.shared_with(&party(2)));
    // What the customer writes on the card reaches the supplier through the firm in the middle.
    a.set(&party(2), &[("name", "Birch Works Ltd")]);
    b.read(&[&a.write(&party(2), false)]);
    c.read(&[&b.write(&party(3), false)]);
    assert_eq!(c.text(&party(2), "name"), "Birch Works Ltd");
    assert_eq!(b.shared_with(&party(3)), c.shared_with(&party(2)));
}

/// The firm of the customer's file as somebody begins it: the browser, and what was written by then.
fn begun(by: &Newcomer) -> (Browser, Vec<Change>) {
    let mut b = Browser::new(21, &party(2), &person(2));
    b.read(&[&customer().write(&party(2), false)]);
    let me = reader(&party(2), by, &mut b.mint);
    let words = first_words(&me, by, &b.ws, &mut b.mint, b.now);
    assert!(words.iter().all(|c| c.by == me));
    b.me.person = me.person;
    b.ws.insert_all(words.iter().cloned());
    (b, words)
}

#[test]
fn who_adopts_a_card_says_it_in_the_firms_own_name() {
    let (b, words) = begun(&Newcomer::Known(person(2)));
    let fields = |c: &Change| -> Vec<String> {
        let writes = c.writes.iter();
        writes.map(|w| w.field.as_str().to_owned()).collect()
    };
    let [card, bob] = words.as_slice() else {
        panic!("{words:?}")
    };
    assert_eq!(
        (&card.record, fields(card)),
        (&party(2), vec!["name".into(), "short_name".into()])
    );
    assert_eq!(bob.record, person(2));
    assert_eq!(fields(bob), ["party", "name", "layer"]);
    assert_eq!(card.act, bob.act, "one act");
    assert!(
        words
            .iter()
            .flat_map(|c| &c.writes)
            .all(|w| w.over.len() == 1)
    );
    assert_eq!(b.text(&party(2), "short_name"), "Birch");
    assert!(b.ws.marks().is_empty());

    let new = Newcomer::New {
        name: "Bea".to_owned(),
        layer: Layer::Manager,
    };
    let (b, words) = begun(&new);
    let records: Vec<_> = words.iter().map(|c| c.record.clone()).collect();
    assert_eq!(records, [b.me.person.clone(), party(2)]);
    assert_eq!(b.text(&b.me.person, "name"), "Bea");
}

#[test]
fn partners_see_an_adopted_card_without_learning_who_wrote_it_first() {
    let (_, mut b, mut c) = three_in_a_row();
    let hours = b.create(
        "calendar",
        &[("party", party(2).as_str()), ("name", "ours")],
    );
    let closed = b.create(
        "calendar_day",
        &[(PARENT, hours.as_str()), ("date", "2027-01-01")],
    );
    // The customer had written these as well.
    let mut a = Browser::new(12, &party(1), &person(1));
    a.ws.insert_all(b.ws.changes().cloned());
    a.set(&hours, &[("name", "weekdays")]);
    a.set(&closed, &[("reason", "New Year")]);
    b.ws.insert_all(a.ws.changes().cloned());

    let before = exchange::said_again(&b.ws, &b.author(), &party(3), b.now).expect("the card");
    let shown = exchange::outgoing(&before, &b.log(), &b.me, &party(3), b.now, false).records;
    let edit = SayAgain {
        to: vec![party(1), party(3)],
    };
    assert_eq!(b.follow(&edit), 4, "the card, Bob, the calendar, its day");
    let leaves = exchange::outgoing(&b.ws, &b.log(), &b.me, &party(3), b.now, false).records;
    let what = |all: &[RecordDelta]| -> Vec<_> {
        let fields = all.iter().flat_map(|r| {
            r.fields
                .iter()
                .map(|f| (r.id.clone(), f.name.clone(), f.after.clone()))
        });
        fields.collect()
    };
    assert_eq!(
        what(&shown),
        what(&leaves),
        "what was shown before is what leaves"
    );
    assert_eq!(b.follow(&edit), 0, "it is said once");

    let text = b.write(&party(3), false);
    assert!(!text.contains(party(1).as_str()) && !text.contains(person(1).as_str()));
    c.read(&[&text]);
    assert_eq!(c.text(&party(2), "name"), "Birch Works");
    assert_eq!(c.text(&party(2), "short_name"), "Birch");
    assert_eq!(
        (c.text(&person(2), "name"), c.text(&person(2), "layer")),
        ("Bob".into(), "contact".into())
    );
    assert_eq!(c.text(&hours, "name"), "weekdays");
    assert_eq!(c.text(&closed, "reason"), "New Year");
    assert_eq!(b.shared_with(&party(3)), c.shared_with(&party(2)));
}

#[test]
fn a_name_strangers_wrote_over_is_one_name_to_every_partner() {
    let (mut a, mut b, mut c) = three_in_a_row();
    b.set(&party(2), &[("name", "Birch & Sons")]);
    a.read(&[&b.write(&party(1), false)]);
    c.read(&[&b.write(&party(3), false)]);
    a.set(&party(2), &[("name", "Birch Works Ltd")]);
    b.read(&[&a.write(&party(2), false)]);
    let edit = SayAgain { to: vec![party(3)] };
    assert_eq!(b.follow(&edit), 2, "the card, Bob");
    c.read(&[&b.write(&party(3), false)]);
    assert_eq!(c.text(&party(2), "name"), "Birch Works Ltd");
    assert!(c.ws.marks().is_empty(), "the old name is not a rival");

    // What is undecided here is not decided by saying it.
    a.set(&party(2), &[("name", "Birch A")]);
    b.set(&party(2), &[("name", "Birch B")]);
    b.read(&[&a.write(&party(2), false)]);
    assert_eq!(b.ws.marks().len(), 1);
    assert_eq!(b.follow(&edit), 0);
}

#[test]
fn only_who_was_let_in_together_with_its_author_is_told_of_an_end() {
    let (mut a, mut b, _) = three_in_a_row();
    let column = |n| format!("party.{}", party(n));
    let matrix = b.create("matrix", &[("title", "Ramp-up"), (&column(1), "true")]);
    let first = b.write(&party(1), false);
    b.set(&matrix, &[(&column(3), "true")]);
    // The supplier, who came later, takes the customer out.
    let mut c = Browser::new(31, &party(3), &person(3));
    c.ws.insert_all(b.ws.changes().cloned());
    c.set(&matrix, &[(&column(1), "false")]);
    b.ws.insert_all(c.ws.changes().cloned());
    a.read(&[&first]);
    let text = b.write(&party(1), false);
    assert!(
        !text.contains(party(3).as_str()),
        "the supplier is not named"
    );
    // The firm's own word ends it, said when the next file is written.
    let edit = SayAgain { to: vec![party(1)] };
    assert_eq!(b.follow(&edit), 1);
    assert_eq!(b.follow(&edit), 0, "it is said once");
    let text = b.write(&party(1), false);
    assert!(
        !text.contains(party(3).as_str()),
        "the supplier is not named"
    );
    assert_eq!(a.read(&[&text]), 1);
    assert_eq!(b.shared_with(&party(1)), a.shared_with(&party(2)));
}

#[test]
fn who_was_let_in_later_is_told_of_an_end_by_one_who_was_in_before() {
    let (mut a, mut b, mut c) = three_in_a_row();
    let plan = b.create("measure", &[("title", "Kanban"), ("audience", &list(&[3]))]);
    c.read(&[&b.write(&party(3), false)]);
    // The firm lets in its customer instead of its supplier, who at that time withdraws.
    b.act(|edit| exchange::share_with(edit, &plan, &[party(1)].into()));
    a.read(&[&b.write(&party(1), false)]);
    assert_eq!(a.text(&plan, "title"), "Kanban");
    c.act(|edit| exchange::share_with(edit, &plan, &[].into()));
    b.read(&[&c.write(&party(2), false)]);
    assert_ne!(b.shared_with(&party(1)), a.shared_with(&party(2)));
    // Rival audiences: the intersection, which is nobody.
    a.read(&[&b.write(&party(1), false)]);
    assert_eq!(b.shared_with(&party(1)), a.shared_with(&party(2)));
}

#[test]
fn who_brought_a_record_into_being_is_told_of_every_end() {
    let (mut a, mut b, mut c) = three_in_a_row();
    let plan = b.create(
        "measure",
        &[("title", "Kanban"), ("audience", &list(&[1, 3]))],
    );
    a.read(&[&b.write(&party(1), false)]);
    c.read(&[&b.write(&party(3), false)]);
    // The customer, who knows the supplier from elsewhere, leaves the record to the two others.
    a.set(&party(3), &[("name", "Cedar Alloys")]);
    a.act(|edit| exchange::share_with(edit, &plan, &[party(3)].into()));
    b.read(&[&a.write(&party(2), false)]);
    assert!(!exchange::audience(&b.ws, &plan).contains(&party(1)));
    assert_eq!(b.shared_with(&party(1)), a.shared_with(&party(2)));
}

#[test]
fn an_end_that_only_a_stranger_made_is_said_again_in_the_firms_own_name() {
    let (mut a, mut b, mut c) = three_in_a_row();
    let plan = b.create("measure", &[("title", "Kanban"), ("audience", &list(&[1]))]);
    a.read(&[&b.write(&party(1), false)]);
    // A colleague of the firm, who does not know of that, lets the supplier in instead.
    let mut colleague = Browser::new(22, &party(2), &person(2));
    colleague.ws.insert_all(b.ws.changes().cloned());
    colleague.set(&plan, &[("audience", &list(&[3]))]);
    b.act(|edit| exchange::share_with(edit, &plan, &[party(1), party(2)].into()));
    b.ws.insert_all(colleague.ws.changes().cloned());
    c.read(&[&b.write(&party(3), false)]);
    a.read(&[&b.write(&party(1), false)]);
    assert_ne!(b.shared_with(&party(1)), a.shared_with(&party(2)));
    let edit = SayAgain { to: vec![party(1)] };
    assert!(b.follow(&edit) > 0);
    assert_eq!(b.follow(&edit), 0, "it is said once");
    let text = b.write(&party(1), false);
    assert!(!text.contains(party(3).as_str()), "the supplier is named");
    a.read(&[&text]);
    assert_eq!(b.shared_with(&party(1)), a.shared_with(&party(2)));
}

/// An audience as a field holds it.
fn list(parties: &[u64]) -> String {
    let ids = parties.iter().map(|n| format!("{:?}", party(*n).as_str()));
    format!("[{}]", ids.collect::<Vec<_>>().join(","))
}
