//! What waits for a person to decide (rules 3, 6, 7): one reading for the badge, the inbox, the preview
//! and the record itself.

use std::collections::BTreeSet;

use tandem::ledger::{DELETED, Mark, PARENT, RecordId};
use tandem::records::matrix::Task;

use crate::exchange_firms::{Browser, party, two_firms};

/// Two firms with a matrix of two rows that both know.
fn at_one_matrix() -> (Browser, Browser, [RecordId; 2]) {
    let (mut a, mut b) = two_firms();
    let column = format!("party.{}", party(2));
    let matrix = a.create("matrix", &[("title", "Launch"), (&column, "true")]);
    let tasks = [("Tooling", "\"g\""), ("Samples", "\"p\"")].map(|(title, order)| {
        a.create(
            "task",
            &[
                (PARENT, matrix.as_str()),
                ("title", title),
                ("order", order),
            ],
        )
    });
    b.read(&[&a.write(&party(2), false)]);
    (a, b, tasks)
}

fn marks(browser: &Browser) -> BTreeSet<(RecordId, Mark)> {
    browser.ws.marks().into_iter().collect()
}

#[test]
fn rows_moved_by_both_sides_ask_nobody_and_stand_alike_on_both() {
    let (mut a, mut b, [tooling, _]) = at_one_matrix();
    a.set(&tooling, &[("order", "\"t\"")]);
    b.set(&tooling, &[("order", "\"z\"")]);
    let (to_a, to_b) = (b.write(&party(1), false), a.write(&party(2), false));
    assert_eq!(a.preview(&[&to_a]).new_marks(), 0);
    a.read(&[&to_a]);
    b.read(&[&to_b]);
    for browser in [&a, &b] {
        let task = Task::find(&browser.ws, &tooling).expect("there");
        let order = task.0.field("order").expect("written");
        assert_eq!((order.heads().count(), order.is_rivals()), (2, false));
        assert!(order.rivals().is_empty() && browser.ws.marks().is_empty());
    }
    let place = |browser: &Browser| Task::find(&browser.ws, &tooling).and_then(|t| t.place());
    assert_eq!(place(&a), place(&b));
    assert!(place(&a).is_some());
}

#[test]
fn a_contested_deletion_counts_once_whatever_else_is_said_of_it() {
    let (mut a, mut b, [tooling, _]) = at_one_matrix();
    a.act(|plan| plan.delete(&tooling));
    b.set(&tooling, &[("title", "Tools"), ("standard", "dry run")]);
    b.act(|plan| plan.restore(&tooling));
    let text = b.write(&party(1), false);
    let preview = a.preview(&[&text]);
    assert_eq!(preview.new_marks(), 1);
    a.read(&[&text]);
    let record = a.ws.record(&tooling).expect("there");
    assert!(record.field(DELETED).is_some_and(|f| f.is_rivals()));
    assert_eq!(a.ws.marks(), [(tooling.clone(), Mark::Deletion)]);
    assert!(record.is_marked());
    a.act(|plan| plan.restore(&tooling));
    assert!(a.ws.marks().is_empty());
}

#[test]
fn what_a_preview_says_will_be_marked_is_what_is_marked_afterwards() {
    let (mut a, mut b, [tooling, samples]) = at_one_matrix();
    a.set(&tooling, &[("title", "Tools"), ("order", "\"t\"")]);
    a.set(&samples, &[("title", "First samples")]);
    b.set(
        &tooling,
        &[
            ("title", "Toolset"),
            ("standard", "dry run"),
            ("order", "\"z\""),
        ],
    );
    b.act(|plan| plan.delete(&samples));
    let text = b.write(&party(1), false);
    let preview = a.preview(&[&text]);
    let records = preview.records.iter();
    let said = records.flat_map(|r| r.marks.iter().map(|mark| (r.id.clone(), mark.clone())));
    let said: BTreeSet<_> = said.collect();
    a.read(&[&text]);
    assert_eq!(said, marks(&a));
    let title = Mark::Rivals("title".into());
    assert_eq!(said, [(tooling, title), (samples, Mark::Deletion)].into());
}

#[test]
fn nobody_is_asked_about_what_lies_in_the_bin_or_under_it() {
    let (mut a, mut b, [tooling, samples]) = at_one_matrix();
    for task in [&tooling, &samples] {
        a.set(task, &[("title", "ours")]);
        b.set(task, &[("title", "theirs")]);
    }
    a.read(&[&b.write(&party(1), false)]);
    assert_eq!(a.ws.marks().len(), 2);
    a.act(|plan| plan.delete(&samples));
    assert_eq!(a.ws.marks().len(), 1);
    let matrix =
        a.ws.record(&tooling)
            .and_then(|r| r.parent())
            .expect("a matrix");
    a.act(|plan| plan.delete(&matrix));
    assert!(a.ws.marks().is_empty());
    a.act(|plan| plan.restore(&matrix));
    assert_eq!(a.ws.marks().len(), 1);
}
