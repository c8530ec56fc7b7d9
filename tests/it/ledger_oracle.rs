//! Automerge as an oracle: people who put values with the same knowledge leave the same conflicts.
//! Compared are puts into maps, the part both define. Not comparable, and left out: deletion (ours
//! is of a whole record and contestable), which rival shows (Automerge has no clock), partial
//! knowledge (Automerge takes changes only after those they depend on), variants and cycles (Automerge
//! refuses them), and settling rivals by one of their own values (ours is a new write, Automerge keeps
//! the old one and deletes the others).

use std::collections::{BTreeMap, BTreeSet};

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, ROOT, ReadDoc};
use proptest::prelude::*;
use tandem::ledger::{
    Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Value, Workspace, WriterId,
};
use tandem::time::Instant;

const ACTORS: usize = 4;

#[derive(Clone, Debug)]
enum Step {
    Put {
        who: usize,
        key: u8,
        value: u8,
    },
    /// The second learns all the first knows.
    Tell {
        from: usize,
        to: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..ACTORS;
    prop_oneof![
        3 => (who.clone(), 0..6u8, 0..4u8).prop_map(|(who, key, value)| Step::Put { who, key, value }),
        1 => (who.clone(), who).prop_map(|(from, to)| Step::Tell { from, to }),
    ]
}

struct Actor {
    ws: Workspace,
    doc: AutoCommit,
    names: Names,
}

struct Names {
    writer: u64,
    seq: u32,
}

impl Mint for Names {
    fn change_id(&mut self) -> ChangeId {
        self.seq += 1;
        ChangeId {
            writer: WriterId(self.writer),
            seq: self.seq,
        }
    }

    fn bits(&mut self) -> u128 {
        0
    }
}

struct Put(RecordId, &'static str, i64);

impl Edit for Put {
    type Refusal = ();

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        plan.set(&self.0, self.1, Value::int(self.2));
        Ok(())
    }
}

fn place(key: u8) -> (RecordId, &'static str) {
    let record = ["task-a", "task-b"][key as usize % 2];
    let field = ["title", "qty", "stage"][key as usize / 2 % 3];
    (RecordId::parse(record).unwrap(), field)
}

impl Actor {
    fn new(n: usize) -> Self {
        let mut doc = AutoCommit::new();
        doc.set_actor(ActorId::from([n as u8 + 1]));
        Self {
            ws: Workspace::new(),
            doc,
            names: Names {
                writer: n as u64,
                seq: 0,
            },
        }
    }

    fn put(&mut self, key: u8, value: u8) {
        let (ours, _) = self.values();
        if ours
            .get(&key)
            .is_some_and(|all| all.contains(&value.into()))
        {
            return;
        }
        let author = Author {
            party: RecordId::parse("party-a").unwrap(),
            person: RecordId::parse("person-a").unwrap(),
        };
        let (record, field) = place(key);
        let mut plan = Plan::new(&self.ws, Instant(0), &author, &mut self.names);
        Put(record, field, value.into()).plan(&mut plan).unwrap();
        let changes = plan.finish();
        self.ws.insert_all(changes);
        self.doc
            .put(ROOT, format!("{key}"), i64::from(value))
            .unwrap();
    }

    fn learn(&mut self, changes: Vec<Change>, doc: &mut AutoCommit) {
        self.ws.insert_all(changes);
        self.doc.merge(doc).unwrap();
    }

    /// The values each place has, ours and Automerge's.
    fn values(&self) -> (BTreeMap<u8, BTreeSet<i64>>, BTreeMap<u8, BTreeSet<i64>>) {
        let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
        for key in 0..6 {
            let (record, field) = place(key);
            if let Some(field) = self.ws.record(&record).and_then(|r| r.field(field)) {
                let values = field.heads().filter_map(|(_, w)| w.value.as_int());
                ours.insert(key, values.collect());
            }
            let all = self.doc.get_all(ROOT, format!("{key}")).unwrap();
            let values: BTreeSet<i64> = all.iter().filter_map(|(v, _)| v.to_i64()).collect();
            if !values.is_empty() {
                theirs.insert(key, values);
            }
        }
        (ours, theirs)
    }
}

#[test]
fn our_heads_hold_the_values_of_automerges_conflicts() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        source_file: Some(file!()),
        ..Default::default()
    });
    let seen = std::cell::Cell::new(0);
    let outcome = runner.run(&prop::collection::vec(step(), 4..40), |steps| {
        let mut actors: Vec<Actor> = (0..ACTORS).map(Actor::new).collect();
        let everyone = (1..ACTORS).map(|from| Step::Tell { from, to: 0 });
        for step in steps.iter().cloned().chain(everyone) {
            match step {
                Step::Put { who, key, value } => actors[who].put(key, value),
                Step::Tell { from, to } if from != to => {
                    let changes = actors[from].ws.changes().cloned().collect();
                    let mut doc = actors[from].doc.fork();
                    actors[to].learn(changes, &mut doc);
                }
                Step::Tell { .. } => {}
            }
            for actor in &actors {
                let (ours, theirs) = actor.values();
                prop_assert_eq!(&ours, &theirs);
                seen.set(seen.get() + ours.values().filter(|v| v.len() > 1).count());
            }
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let conflicts = seen.get();
    assert!(
        conflicts > 1_000,
        "only {conflicts} conflicts were compared"
    );
}
