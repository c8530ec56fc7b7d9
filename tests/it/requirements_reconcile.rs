//! Reconciling a period: equal figures after an exchange, else the records that differ, and why.
//! Never in here: what a figure means.

use tandem::ledger::RecordId;
use tandem::modules::requirements::edits::{Step, Submit, Take};
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::model::rows;
use tandem::modules::requirements::partners::partners;
use tandem::modules::requirements::parts::WriteNote;
use tandem::modules::requirements::reconcile::{
    Comparison, Counted, Mismatch, Reason, Said, Statement, compare,
};
use tandem::modules::requirements::report::ACKNOWLEDGED;
use tandem::records::hours::Terms;
use tandem::records::limits::Reader;
use tandem::records::requirement::KIND;
use tandem::records::same_as::SameAs;
use tandem::time::{DAY, HOUR, Instant, Span};

use crate::exchange_firms::{Browser, START, party, two_firms};

fn ask(at: &mut Browser, provider: &RecordId) -> RecordId {
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

fn period() -> Span {
    Span::new(Instant(START), Instant(START + 10 * DAY)).expect("a span")
}

fn states(at: &Browser, with: &RecordId, period: Span, now: Instant) -> Statement {
    let joins = SameAs::of(&at.ws);
    let known = partners(&at.log(), &joins);
    let terms = Terms::of(&at.ws, &joins);
    let reader = Reader {
        me: &at.me.party,
        joins: &joins,
        partners: &known,
        terms: &terms,
    };
    let rows = rows(&at.ws, &reader);
    let said = Said {
        ws: &at.ws,
        rows: &rows,
        reader: &reader,
        with,
        period,
        now,
    };
    said.statement()
}

fn compared(a: &Browser, b: &Browser, now: Instant) -> Comparison {
    let ours = states(a, &b.me.party, period(), now);
    let theirs = states(b, &a.me.party, period(), now);
    // It travels as text.
    let text = serde_json::to_string(&theirs).expect("text");
    let theirs: Statement = serde_json::from_str(&text).expect("read back");
    compare(&ours, &theirs, |x, y| x == y).expect("the same period of the same two")
}

fn reasons(comparison: &Comparison) -> Vec<(RecordId, Reason)> {
    let all = comparison.differences.iter();
    all.map(|d| (d.record.clone(), d.reason)).collect()
}

/// Both have each other's later files, so that each knows all the other did.
fn exchange(a: &mut Browser, b: &mut Browser) {
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    for _ in 0..2 {
        let file = a.write(&two, false);
        b.now = b.now.max(a.now);
        b.read(&[&file]);
        let file = b.write(&one, false);
        a.now = a.now.max(b.now);
        a.read(&[&file]);
    }
}

#[test]
fn after_an_exchange_both_firms_have_the_same_figures() {
    let (mut a, mut b) = two_firms();
    let two = party(2);
    let ids = [ask(&mut a, &two), ask(&mut a, &two)];
    // With another supplier, and so in no statement.
    let third = party(3);
    a.set(&third, &[("name", "Cedar Castings")]);
    ask(&mut a, &third);
    exchange(&mut a, &mut b);
    let take = Take {
        requirement: ids[0].clone(),
        step: Step::Acknowledge,
        stated: None,
    };
    b.commit(&take).expect("acknowledged");
    b.now = b.now.plus(5 * DAY);
    // What is private on one side makes no difference.
    let note = WriteNote {
        beside: ids[1].clone(),
        note: None,
        text: "ours".into(),
    };
    a.commit(&note).expect("noted");
    exchange(&mut a, &mut b);
    let now = a.now;
    let comparison = compared(&a, &b, now);
    assert_eq!(comparison.differences, []);
    assert!(comparison.agrees());
    let figure = comparison.figures.iter().find(|f| f.key == ACKNOWLEDGED);
    let figure = figure.expect("the figure");
    assert_eq!((figure.ours, figure.theirs), ((1, 2), (1, 2)));
    let lines = states(&a, &two, period(), now).lines.len();
    assert_eq!(lines, 2);
}

#[test]
fn a_record_that_differs_is_named_with_the_figures_it_moves() {
    let (mut a, mut b) = two_firms();
    let two = party(2);
    let (first, second) = (ask(&mut a, &two), ask(&mut a, &two));
    exchange(&mut a, &mut b);
    let third = ask(&mut a, &two);
    let take = Take {
        requirement: first.clone(),
        step: Step::Acknowledge,
        stated: None,
    };
    b.commit(&take).expect("acknowledged");
    let comparison = compared(&a, &b, b.now);
    assert!(!comparison.agrees());
    let mut expected = vec![
        (first.clone(), Reason::Records { ours: 1, theirs: 2 }),
        (third, Reason::OnlyOurs),
    ];
    expected.sort();
    assert_eq!(reasons(&comparison), expected);
    let moved = comparison.differences.iter().find(|d| d.record == first);
    let moved = &moved.expect("named").figures;
    let verdict = moved.iter().find(|(key, _, _)| key == ACKNOWLEDGED);
    let verdict = verdict.map(|(_, ours, theirs)| (*ours, *theirs));
    assert_eq!(verdict, Some((Some(Counted::NotDue), Some(Counted::Hit))));
    assert_ne!(first, second);
}

#[test]
fn equal_records_of_which_one_side_knows_less_say_who_waits_for_a_file() {
    let (mut a, mut b) = two_firms();
    let two = party(2);
    let id = ask(&mut a, &two);
    exchange(&mut a, &mut b);
    // Past the limit: the provider knows that it did not answer, the requester cannot.
    let now = a.now.plus(3 * HOUR);
    let here = compared(&a, &b, now);
    assert_eq!(reasons(&here), [(id.clone(), Reason::UnknownToUs)]);
    let there = compared(&b, &a, now);
    assert_eq!(reasons(&there), [(id, Reason::UnknownToThem)]);
    b.now = now;
    exchange(&mut a, &mut b);
    assert!(compared(&a, &b, a.now).agrees());
}

#[test]
fn another_period_or_another_partner_is_not_compared() {
    let (mut a, mut b) = two_firms();
    ask(&mut a, &party(2));
    exchange(&mut a, &mut b);
    let (one, two) = (party(1), party(2));
    let same = |x: &RecordId, y: &RecordId| x == y;
    let ours = states(&a, &two, period(), a.now);
    let shorter = Span::new(Instant(START), Instant(START + DAY)).expect("a span");
    let theirs = states(&b, &one, shorter, a.now);
    assert_eq!(compare(&ours, &theirs, same).err(), Some(Mismatch::Period));
    let own = states(&a, &two, period(), a.now);
    assert_eq!(compare(&ours, &own, same).err(), Some(Mismatch::Parties));
}
