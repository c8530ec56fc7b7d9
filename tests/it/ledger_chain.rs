//! Acts that write several changes to one record, each over the former, and taking them back.

use tandem::ledger::{
    Author, Change, ChangeId, Edit, Mint, Plan, RecordId, STAGE, Undo, Value, Workspace, WriterId,
};
use tandem::time::Instant;

/// Counts from one; a page's names in tests.
pub struct Counter(pub u32);

impl Mint for Counter {
    fn change_id(&mut self) -> ChangeId {
        self.0 += 1;
        ChangeId {
            writer: WriterId(1),
            seq: self.0,
        }
    }

    fn bits(&mut self) -> u128 {
        u128::from(self.0) << 64
    }
}

pub fn me() -> Author {
    Author {
        party: RecordId::parse("party-a").unwrap(),
        person: RecordId::parse("person-a").unwrap(),
    }
}

/// When everything in these tests is entered: 2026-01-31T00:00Z.
pub const NOW: Instant = Instant(1_769_817_600_000);

pub fn run<E: Edit>(
    ws: &mut Workspace,
    mint: &mut Counter,
    edit: &E,
) -> Result<Vec<Change>, E::Refusal> {
    let author = me();
    let mut plan = Plan::new(ws, NOW, &author, mint);
    edit.plan(&mut plan)?;
    let changes = plan.finish();
    ws.insert_all(changes.clone());
    Ok(changes)
}

struct Stages(RecordId, Vec<&'static str>);

impl Edit for Stages {
    type Refusal = ();

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        for stage in &self.1 {
            plan.write(&self.0, STAGE, Value::text(stage));
            plan.set(&self.0, "title", Value::text("t"));
            plan.then(&self.0);
        }
        Ok(())
    }
}

#[test]
fn a_chain_within_one_act_is_one_history_with_one_head() {
    let (mut ws, mut mint) = (Workspace::new(), Counter(0));
    let record = RecordId::from_bits("requirement", 1);
    let changes = run(
        &mut ws,
        &mut mint,
        &Stages(record.clone(), vec!["a", "b", "c"]),
    )
    .unwrap();
    assert_eq!(changes.len(), 3);
    assert!(changes.iter().all(|c| c.act == changes[0].id));
    assert_eq!(changes[2].writes[0].over, [changes[1].id]);
    let field = ws.record(&record).unwrap().field(STAGE).unwrap();
    let history: Vec<&str> = field
        .history()
        .iter()
        .map(|(_, w)| w.value.json())
        .collect();
    assert_eq!(history, ["\"a\"", "\"b\"", "\"c\""]);
    assert_eq!((field.heads().count(), field.is_rivals()), (1, false));
}

#[test]
fn undoing_a_chain_that_made_a_record_bins_it_once() {
    let (mut ws, mut mint) = (Workspace::new(), Counter(0));
    let record = RecordId::from_bits("requirement", 1);
    let act = run(&mut ws, &mut mint, &Stages(record.clone(), vec!["a", "b"])).unwrap()[0].id;
    let undone = run(&mut ws, &mut mint, &Undo { act }).unwrap();
    assert_eq!(undone.iter().map(|c| c.writes.len()).sum::<usize>(), 1);
    assert!(ws.record(&record).unwrap().is_deleted());
}

#[test]
fn undoing_a_chain_on_an_older_record_takes_back_every_stage_of_it() {
    let (mut ws, mut mint) = (Workspace::new(), Counter(0));
    let record = RecordId::from_bits("requirement", 1);
    run(&mut ws, &mut mint, &Stages(record.clone(), vec!["a"])).unwrap();
    let act = run(&mut ws, &mut mint, &Stages(record.clone(), vec!["b", "c"])).unwrap();
    run(&mut ws, &mut mint, &Undo { act: act[0].id }).unwrap();
    let field = ws.record(&record).unwrap().field(STAGE).unwrap();
    let taken_back: Vec<bool> = field
        .history()
        .iter()
        .flat_map(|(_, w)| {
            act.iter()
                .rev()
                .map(|c| w.value.json().contains(&format!("\"of\":\"{}\"", c.id)))
        })
        .collect();
    assert_eq!(taken_back.iter().filter(|&&of| of).count(), 2);
    assert!(field.value().json().contains(&act[0].id.to_string()));
}
