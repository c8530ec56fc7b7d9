//! Two ids of one firm, joined by `same_as`, are one column of a matrix (LEDGER 12).

use crate::matrix_world::{Firm, column, letters, party};
use tandem::ledger::{Edit, Plan, RecordId, Value};
use tandem::modules::matrix::edits::*;
use tandem::modules::matrix::model::{Part, Sheet};
use tandem::modules::matrix::report::{Issue, cell_text, coverage, findings};
use tandem::records::matrix::{Column, Letter, Matrix, Task};

struct Join(Option<u8>);

impl Edit for Join {
    type Refusal = ();

    /// Says that the third party is the given one, or takes that back.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        let other = self
            .0
            .map_or_else(Value::null, |n| Value::text(party(n).as_str()));
        plan.set(&party(2), "same_as", other);
        Ok(())
    }
}

struct Bin(u8);

impl Edit for Bin {
    type Refusal = ();

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        plan.set(&party(self.0), "name", Value::text("Birch Works"));
        plan.delete(&party(self.0));
        Ok(())
    }
}

/// A matrix whose second and third column are one firm under two ids: the first answers for a task
/// under one, does it under the other.
fn joined() -> (Firm, RecordId, RecordId) {
    let mut firm = Firm::new(0);
    let matrix = firm.make(&CreateMatrix {
        name: "Orders".into(),
        purpose: String::new(),
        parties: vec![party(1), party(2)],
    });
    let task = firm.make(&AddTask {
        matrix: matrix.clone(),
        after: None,
        title: "Approve".into(),
    });
    for (nth, text) in [(1, "A"), (2, "R")] {
        set(&mut firm, &task, nth, text);
    }
    firm.act(&Join(Some(1))).unwrap();
    (firm, matrix, task)
}

fn set(firm: &mut Firm, task: &RecordId, nth: u8, text: &str) {
    let set = SetLetters {
        task: task.clone(),
        column: column(nth),
        letters: letters(text),
    };
    firm.act(&set).unwrap();
}

fn columns(firm: &Firm, matrix: &RecordId) -> Vec<Column> {
    let sheet = Sheet::of(&firm.ws, matrix).unwrap();
    let letters = sheet.columns.into_iter().filter_map(|part| match part {
        Part::Letters(column) => Some(column),
        Part::Text(_) => None,
    });
    letters.collect()
}

#[test]
fn joined_parties_are_one_column_that_shows_what_either_was_given() {
    let (mut firm, matrix, task) = joined();
    let one = party(1).min(party(2));
    assert_eq!(columns(&firm, &matrix).len(), 2);
    assert!(columns(&firm, &matrix).contains(&Column::party(one.clone())));
    assert_eq!(Matrix::find(&firm.ws, &matrix).unwrap().parties().len(), 2);
    assert_eq!(
        (firm.cell(&task, 1), firm.cell(&task, 2)),
        ("RA".into(), "RA".into())
    );
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    let place = sheet.column(&Part::Letters(Column::party(one))).unwrap();
    assert_eq!(cell_text(&firm.ws, &sheet.spot(0, place).unwrap()), "R/A");
    firm.act(&Join(None)).unwrap();
    assert_eq!(columns(&firm, &matrix).len(), 3);
    assert_eq!(
        (firm.cell(&task, 1), firm.cell(&task, 2)),
        ("A".into(), "R".into())
    );
}

#[test]
fn one_firm_that_answers_under_two_ids_answers_once() {
    let (mut firm, matrix, task) = joined();
    let is_double = |firm: &Firm| {
        let found = findings(&firm.ws, &matrix).into_iter();
        found
            .map(|f| f.issue)
            .any(|i| matches!(i, Issue::SeveralAccountable(_)))
    };
    firm.act(&Join(None)).unwrap();
    set(&mut firm, &task, 2, "RA");
    assert!(is_double(&firm));
    firm.act(&Join(Some(1))).unwrap();
    assert!(!is_double(&firm));
    let held = Task::find(&firm.ws, &task)
        .unwrap()
        .holders(Letter::Accountable);
    assert_eq!(held.len(), 1);
    let to = SetText {
        task,
        text: tandem::modules::matrix::model::Text::Standard,
        to: "signed".into(),
    };
    firm.act(&to).unwrap();
    assert_eq!(coverage(&firm.ws, Some(&matrix)).hits.len(), 1);
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    for finding in findings(&firm.ws, &matrix) {
        assert!(sheet.column(&finding.spot.part).is_some(), "{finding:?}");
    }
}

#[test]
fn writing_a_joined_cell_leaves_nothing_under_the_other_id() {
    let (mut firm, _, task) = joined();
    set(&mut firm, &task, 1, "I");
    assert_eq!(firm.cell(&task, 2), "I");
    firm.act(&Join(None)).unwrap();
    assert_eq!(
        (firm.cell(&task, 1), firm.cell(&task, 2)),
        ("I".into(), String::new())
    );
}

#[test]
fn a_joined_party_is_added_once_and_removed_under_all_its_ids() {
    let (mut firm, matrix, task) = joined();
    let add = AddColumn {
        matrix: matrix.clone(),
        column: column(2),
    };
    assert_eq!(firm.act(&add), Err(Refusal::AlreadyThere));
    let remove = RemoveColumn {
        matrix: matrix.clone(),
        column: column(2),
    };
    firm.act(&remove).unwrap();
    assert_eq!(columns(&firm, &matrix), [column(0)]);
    assert_eq!(firm.cell(&task, 1), "");
}

#[test]
fn a_duplicate_put_into_the_bin_does_not_take_the_column_with_it() {
    let (mut firm, matrix, _) = joined();
    let smaller = if party(1) < party(2) { 1 } else { 2 };
    let gone = |firm: &Firm| {
        let found = findings(&firm.ws, &matrix).into_iter();
        found
            .map(|f| f.issue)
            .any(|i| matches!(i, Issue::PartyGone(_)))
    };
    firm.act(&Bin(smaller)).unwrap();
    assert!(!gone(&firm));
    firm.act(&Bin(3 - smaller)).unwrap();
    assert!(gone(&firm));
}
