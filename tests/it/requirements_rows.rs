//! Rows of requirements that are kept are the rows that would be read, whatever happened in between.

use std::convert::Infallible;

use tandem::ledger::{Edit, PARENT, Plan, RecordId, Value};
use tandem::modules::requirements::edits::Step;
use tandem::modules::requirements::model::{self, Revisions, Row, rows};
use tandem::records::hours::Terms;
use tandem::records::limits::{Partners, Reader};
use tandem::records::same_as::SameAs;
use tandem::records::{party, pause, requirement};

use crate::firm::Firm;
use crate::pair::{ask, pair, take};

/// Rows as a page keeps them.
#[derive(Default)]
struct Kept {
    rows: Vec<Row>,
    revisions: Revisions,
}

impl Kept {
    /// Brings them up to date; gives whether any is another.
    fn renew(&mut self, firm: &Firm) -> bool {
        let joins = SameAs::of(&firm.ws);
        let (terms, partners) = (Terms::of(&firm.ws, &joins), Partners::default());
        let reader = Reader {
            me: &firm.me.party,
            joins: &joins,
            partners: &partners,
            terms: &terms,
        };
        let known = std::mem::take(&mut self.rows);
        let (renewed, other) = model::renewed(&firm.ws, &reader, known, &mut self.revisions);
        assert_eq!(renewed, rows(&firm.ws, &reader));
        self.rows = renewed;
        other
    }
}

/// Puts a record in the bin.
struct Bin(RecordId);

impl Edit for Bin {
    type Refusal = Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Infallible> {
        plan.delete(&self.0);
        Ok(())
    }
}

#[test]
fn rows_that_are_kept_are_those_that_would_be_read() {
    let (mut buyer, maker) = pair();
    let mut kept = Kept::default();
    assert!(!kept.renew(&buyer), "there are none");
    let first = ask(&mut buyer, &maker);
    let second = ask(&mut buyer, &maker);
    assert!(kept.renew(&buyer), "two new ones");
    assert!(!kept.renew(&buyer), "nothing happened");

    let note = buyer.name("cost");
    buyer.set(&note, "label", Value::text("Freight"));
    assert!(!kept.renew(&buyer), "something else happened");

    buyer.set(&first, requirement::TITLE, Value::text("Other brackets"));
    assert!(kept.renew(&buyer), "a field");
    let before = buyer.ws.changes().cloned().collect::<Vec<_>>();
    let stop = buyer.name(pause::KIND);
    buyer.set(&stop, PARENT, Value::of(&second));
    buyer.set(&stop, pause::FROM, Value::of(&buyer.now));
    assert!(kept.renew(&buyer), "a pause, which is a record beside it");
    buyer.set(&maker.party(), party::SHORT_NAME, Value::text("M"));
    assert!(kept.renew(&buyer), "the partner is called otherwise");
    take(
        &mut buyer,
        &first,
        Step::Withdraw {
            reason: "gone".into(),
        },
    )
    .expect("one's own");
    assert!(kept.renew(&buyer), "a stage");
    let Ok(_) = buyer.commit(&Bin(second));
    assert!(kept.renew(&buyer), "one less");

    // What was merged is set aside again.
    buyer.ws = buyer.ws.without(|c| !before.contains(c));
    assert!(kept.renew(&buyer), "all that followed is gone");
    assert_eq!(kept.rows.len(), 2);
}
