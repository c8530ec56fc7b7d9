//! Single facts of the ledger, rule by rule, and what holds of reading and undoing any history.
//! Whole merges of made-up histories stand in `ledger_merge`.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tandem::ledger::{
    Author, Change, ChangeId, DELETED, Edit, LedgerFinding, Mark, Mint, PARENT, Plan, RecordId,
    Undo, UndoRefusal, Value, Workspace, Write, WriterId, overtaken,
};
use tandem::time::Instant;

use crate::ledger_history::{steps, tell};

fn id(writer: u64, seq: u32) -> ChangeId {
    ChangeId {
        writer: WriterId(writer),
        seq,
    }
}

fn record(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn author(name: &str) -> Author {
    Author {
        party: record("party-a"),
        person: record(&format!("person-{name}")),
    }
}

fn json(text: &str) -> Value {
    Value::from_json(text).unwrap()
}

/// A change of `task-1` at a moment that counts up with its id, unless given otherwise.
fn change(id: ChangeId, writes: &[(&str, &str, &[ChangeId])]) -> Change {
    Change {
        id,
        at: Instant(i64::from(id.seq)),
        by: author("a"),
        act: id,
        record: record("task-1"),
        writes: writes
            .iter()
            .map(|(field, value, over)| Write {
                field: (*field).into(),
                value: json(value),
                over: over.to_vec(),
            })
            .collect(),
        extra: Vec::new(),
    }
}

fn at(moment: i64, change: Change) -> Change {
    Change {
        at: Instant(moment),
        ..change
    }
}

fn on(name: &str, change: Change) -> Change {
    Change {
        record: record(name),
        ..change
    }
}

fn workspace(changes: impl IntoIterator<Item = Change>) -> Workspace {
    let mut ws = Workspace::new();
    ws.insert_all(changes);
    ws
}

fn shown(ws: &Workspace, field: &str) -> String {
    let record = ws.record(&record("task-1")).unwrap();
    record.field(field).unwrap().value().json().to_owned()
}

fn heads(ws: &Workspace, field: &str) -> Vec<ChangeId> {
    let record = ws.record(&record("task-1")).unwrap();
    record
        .field(field)
        .unwrap()
        .heads()
        .map(|(c, _)| c.id)
        .collect()
}

#[test]
fn of_two_writes_that_did_not_know_of_each_other_the_later_shows_and_both_are_kept() {
    let ws = workspace([
        at(10, change(id(1, 0), &[("qty", "5", &[])])),
        at(20, change(id(2, 0), &[("qty", "6", &[])])),
    ]);
    let task = ws.record(&record("task-1")).unwrap();
    let qty = task.field("qty").unwrap();
    assert!(qty.is_rivals());
    assert_eq!(qty.value().json(), "6");
    let rivals: Vec<&str> = qty.rivals().iter().map(|(_, v)| v.json()).collect();
    assert_eq!(rivals, ["6", "5"]);
    assert_eq!(ws.marks(), [(record("task-1"), Mark::Rivals("qty".into()))]);
}

#[test]
fn of_rivals_at_one_moment_the_greater_id_shows() {
    let ws = workspace([
        at(10, change(id(2, 0), &[("qty", "5", &[])])),
        at(10, change(id(1, 9), &[("qty", "6", &[])])),
    ]);
    assert_eq!(heads(&ws, "qty"), [id(2, 0), id(1, 9)]);
}

#[test]
fn equal_values_from_both_sides_are_one_unmarked_value() {
    let ws = workspace([
        change(id(1, 0), &[("qty", "5", &[])]),
        change(id(2, 0), &[("qty", "5", &[])]),
    ]);
    let task = ws.record(&record("task-1")).unwrap();
    let qty = task.field("qty").unwrap();
    assert_eq!(qty.heads().count(), 2);
    assert!(!qty.is_rivals() && qty.rivals().is_empty() && ws.marks().is_empty());
}

#[test]
fn a_clock_in_2099_does_not_win_over_one_who_saw_its_value() {
    let ws = workspace([
        at(4_070_908_800_000, change(id(1, 0), &[("qty", "5", &[])])),
        at(10, change(id(2, 0), &[("qty", "6", &[id(1, 0)])])),
    ]);
    assert_eq!(shown(&ws, "qty"), "6");
    assert_eq!(heads(&ws, "qty"), [id(2, 0)]);
}

#[test]
fn a_write_over_all_rivals_settles_them_and_two_different_settlements_are_rivals_again() {
    let both = [id(1, 0), id(2, 0)];
    let mut ws = workspace([
        change(id(1, 0), &[("qty", "5", &[])]),
        change(id(2, 0), &[("qty", "6", &[])]),
        change(id(1, 1), &[("qty", "5", &both)]),
    ]);
    assert!(ws.marks().is_empty());
    ws.insert_all([change(id(2, 1), &[("qty", "6", &both)])]);
    assert_eq!(heads(&ws, "qty"), [id(2, 1), id(1, 1)]);
    assert_eq!(ws.marks().len(), 1);
}

#[test]
fn a_write_over_an_unknown_change_takes_effect_when_that_arrives() {
    let mut ws = workspace([change(id(2, 0), &[("qty", "6", &[id(1, 0)])])]);
    assert_eq!(heads(&ws, "qty"), [id(2, 0)]);
    ws.insert_all([at(99, change(id(1, 0), &[("qty", "5", &[])]))]);
    assert_eq!(heads(&ws, "qty"), [id(2, 0)]);
}

#[test]
fn being_over_a_change_covers_only_what_it_wrote_to_that_field() {
    let ws = workspace([
        change(id(1, 0), &[("qty", "5", &[]), ("title", "\"a\"", &[])]),
        change(id(2, 0), &[("qty", "6", &[id(1, 0)])]),
    ]);
    assert_eq!(heads(&ws, "title"), [id(1, 0)]);
    assert_eq!(heads(&ws, "qty"), [id(2, 0)]);
}

#[test]
fn in_a_cycle_all_writes_are_heads_and_it_is_found() {
    for ring in [vec![0], vec![0, 1], vec![0, 1, 2]] {
        let over = |n: usize| [id(1, ring[(n + 1) % ring.len()])];
        let changes = (0..ring.len()).map(|n| change(id(1, ring[n]), &[("qty", "5", &over(n))]));
        let mut ws = workspace(changes);
        assert_eq!(heads(&ws, "qty").len(), ring.len());
        let found = LedgerFinding::Cycle {
            record: record("task-1"),
            field: "qty".into(),
        };
        assert_eq!(ws.findings(), [found]);
        // One more write over all of them ends it.
        let all: Vec<ChangeId> = ring.iter().map(|&n| id(1, n)).collect();
        ws.insert_all([change(id(2, 0), &[("qty", "6", &all)])]);
        assert_eq!((heads(&ws, "qty"), ws.findings()), (vec![id(2, 0)], vec![]));
    }
}

#[test]
fn other_content_under_one_id_is_kept_found_and_covered_together() {
    let mut ws = workspace([
        change(id(1, 0), &[("qty", "5", &[])]),
        change(id(1, 0), &[("qty", "6", &[])]),
    ]);
    assert_eq!((ws.len(), ws.by_id(id(1, 0)).count()), (2, 2));
    let found = LedgerFinding::Variants {
        id: id(1, 0),
        record: record("task-1"),
    };
    assert_eq!(ws.findings(), [found]);
    assert_eq!(ws.marks().len(), 1);
    ws.insert_all([
        change(id(2, 0), &[("qty", "7", &[id(1, 0)])]),
        change(id(1, 0), &[("qty", "8", &[])]),
    ]);
    assert_eq!(heads(&ws, "qty"), [id(2, 0)]);
}

#[test]
fn variants_that_differ_only_in_their_author_are_listed_the_same_way_whichever_came_first() {
    let one = change(id(1, 0), &[("qty", "5", &[])]);
    let two = Change {
        by: author("b"),
        ..one.clone()
    };
    let (a, b) = (workspace([one.clone(), two.clone()]), workspace([two, one]));
    let authors = |ws: &Workspace| -> Vec<String> {
        let task = ws.record(&record("task-1")).unwrap();
        let heads: Vec<_> = task.field("qty").unwrap().heads().map(|(c, _)| c).collect();
        let history = task.field("qty").unwrap().history();
        let all = heads.into_iter().chain(history.into_iter().map(|(c, _)| c));
        let all = all.chain(task.changes()).chain(ws.by_id(id(1, 0)));
        all.map(|c| c.by.person.to_string()).collect()
    };
    assert_eq!(authors(&a), authors(&b));
}

#[test]
fn deleting_what_one_saw_bins_it_and_a_change_unseen_keeps_it_visible_until_decided() {
    let made = change(id(1, 0), &[("qty", "5", &[])]);
    let gone = change(id(1, 1), &[(DELETED, "true", &[id(1, 0)])]);
    let mut ws = workspace([made, gone]);
    let task = |ws: &Workspace| {
        let task = ws.record(&record("task-1")).unwrap();
        (
            task.is_deleted(),
            task.deletion_contested(),
            ws.of_kind("task").count(),
        )
    };
    assert_eq!(task(&ws), (true, false, 0));
    assert_eq!(ws.all_of_kind("task").count(), 1);
    ws.insert_all([change(id(2, 0), &[("qty", "6", &[id(1, 0)])])]);
    assert_eq!(task(&ws), (false, true, 1));
    let over = [id(1, 1), id(2, 0)];
    let again = change(id(1, 2), &[(DELETED, "true", &over)]);
    let kept = change(id(2, 2), &[(DELETED, "false", &[id(1, 1)])]);
    let mut other = workspace(ws.changes().cloned());
    ws.insert_all([again]);
    other.insert_all([kept]);
    assert_eq!(task(&ws), (true, false, 0));
    assert_eq!(task(&other), (false, false, 1));
}

#[test]
fn a_child_goes_to_the_bin_with_its_parent_and_moves_with_its_field() {
    let mut ws = workspace([
        change(id(1, 0), &[("title", "\"a\"", &[])]),
        on("task-2", change(id(1, 1), &[("title", "\"b\"", &[])])),
        on("pause-1", change(id(1, 2), &[(PARENT, "\"task-1\"", &[])])),
    ]);
    let children = |ws: &Workspace, of: &str| ws.children(&record(of), "pause").len();
    assert_eq!((children(&ws, "task-1"), children(&ws, "task-2")), (1, 0));
    ws.insert_all([change(id(1, 3), &[(DELETED, "true", &[id(1, 0)])])]);
    assert!(ws.record(&record("pause-1")).unwrap().is_deleted());
    ws.insert_all([on(
        "pause-1",
        change(id(1, 4), &[(PARENT, "\"task-2\"", &[id(1, 2)])]),
    )]);
    assert_eq!((children(&ws, "task-1"), children(&ws, "task-2")), (0, 1));
    assert!(!ws.record(&record("pause-1")).unwrap().is_deleted());
}

#[test]
fn parents_in_a_circle_are_read_to_an_end() {
    let ws = workspace([
        change(id(1, 0), &[(PARENT, "\"task-2\"", &[])]),
        on("task-2", change(id(1, 1), &[(PARENT, "\"task-1\"", &[])])),
    ]);
    assert!(!ws.record(&record("task-1")).unwrap().is_deleted());
}

#[test]
fn a_very_contended_field_is_settled_like_any_other() {
    // More rivals, and more awaited changes, than are ever looked through one by one.
    let rivals = (0..100).map(|n| change(id(n, 0), &[("qty", &n.to_string(), &[])]));
    let mut ws = workspace(rivals);
    assert_eq!(heads(&ws, "qty").len(), 100);
    let all: Vec<ChangeId> = (0..100).map(|n| id(n, 0)).collect();
    ws.insert_all([change(id(500, 0), &[("qty", "0", &all)])]);
    assert_eq!(heads(&ws, "qty"), [id(500, 0)]);
    let waiting = (0..100).map(|n| change(id(900, n), &[("stage", "0", &[id(800, n)])]));
    let mut ws = workspace(waiting);
    assert_eq!(heads(&ws, "stage").len(), 100);
    ws.insert_all((0..100).map(|n| change(id(800, n), &[("stage", "1", &[])])));
    assert!(
        heads(&ws, "stage")
            .iter()
            .all(|head| head.writer == WriterId(900))
    );
}

#[test]
fn names_have_one_text_form_and_read_back_from_it() {
    for text in ["0123456789abcdef.0", "ffffffffffffffff.4294967295"] {
        assert_eq!(ChangeId::parse(text).unwrap().to_string(), text);
    }
    for bad in [
        "",
        ".",
        "1.1",
        "0123456789ABCDEF.0",
        "0123456789abcdef.",
        "0123456789abcdef.01",
        "0123456789abcdef.+1",
        "0123456789abcdef.4294967296",
    ] {
        assert_eq!(ChangeId::parse(bad), None, "{bad}");
    }
    let made = RecordId::from_bits("task", u128::MAX);
    assert_eq!(RecordId::parse(made.as_str()), Some(made.clone()));
    assert_eq!((made.kind(), made.uid().len()), ("task", 22));
    assert_eq!(record("requirement-7k3f9qabc").label(), "R-7K3F9Q");
    for bad in [
        "", "task", "task-", "-a", "Task-a", "task-A", "1task-a", "task-a-b", "任务-a",
    ] {
        assert_eq!(RecordId::parse(bad), None, "{bad}");
    }
}

#[derive(Default)]
struct Names(u32);

impl Mint for Names {
    fn change_id(&mut self) -> ChangeId {
        self.0 += 1;
        id(0x77, self.0)
    }

    fn bits(&mut self) -> u128 {
        self.0.into()
    }
}

struct Writes(Vec<(&'static str, &'static str, &'static str)>);

impl Edit for Writes {
    type Refusal = ();

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        for (on, field, value) in &self.0 {
            plan.set(&record(on), field, json(value));
        }
        Ok(())
    }
}

fn commit<E: Edit>(
    ws: &mut Workspace,
    names: &mut Names,
    me: &Author,
    edit: &E,
) -> Result<Vec<Change>, E::Refusal> {
    let mut plan = Plan::new(ws, Instant(1), me, names);
    edit.plan(&mut plan)?;
    let changes = plan.finish();
    ws.insert_all(changes.clone());
    Ok(changes)
}

#[test]
fn undoing_twice_what_made_a_record_does_not_pull_it_out_of_the_bin() {
    let mut ws = Workspace::new();
    let (me, mut names) = (author("me"), Names::default());
    let edit = Writes(vec![("task-1", "title", "\"mine\"")]);
    let act = commit(&mut ws, &mut names, &me, &edit).unwrap()[0].act;
    commit(&mut ws, &mut names, &me, &Undo { act }).unwrap();
    let again = commit(&mut ws, &mut names, &me, &Undo { act });
    assert!(matches!(again, Err(UndoRefusal::Overtaken(left)) if left.len() == 1));
    let task = ws.record(&record("task-1")).unwrap();
    assert!(task.is_deleted() && !task.deletion_contested());
}

#[test]
fn history_lists_every_variant_before_what_is_over_their_id() {
    let ws = workspace([
        at(1, change(id(1, 0), &[("qty", "5", &[])])),
        at(9, change(id(1, 0), &[("qty", "5", &[])])),
        at(5, change(id(2, 0), &[("qty", "6", &[id(1, 0)])])),
    ]);
    let task = ws.record(&record("task-1")).unwrap();
    let history = task.field("qty").unwrap().history();
    let order: Vec<ChangeId> = history.iter().map(|(c, _)| c.id).collect();
    assert_eq!(order, [id(1, 0), id(1, 0), id(2, 0)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..Default::default() })]

    /// Rule 10, after any history: where nobody wrote since, undoing brings back what was shown.
    #[test]
    fn undoing_an_own_act_brings_back_what_was_shown_and_leaves_what_others_wrote_since(
        steps in steps(),
        overtake in any::<bool>(),
    ) {
        let mut ws = workspace(tell(&steps).changes);
        let me = author("me");
        let mut names = Names::default();
        let places = [("task-a", "title"), ("task-b", "qty")];
        let value = |ws: &Workspace, (on, field): (&str, &str)| {
            let field = ws.record(&record(on)).and_then(|r| r.field(field));
            field.map_or_else(Value::null, |f| f.value().clone())
        };
        let exists = |ws: &Workspace, on: &str| ws.record(&record(on)).is_some();
        let before: Vec<Value> = places.iter().map(|p| value(&ws, *p)).collect();
        let existed: Vec<bool> = places.iter().map(|(on, _)| exists(&ws, on)).collect();
        let edit = Writes(vec![("task-a", "title", "\"mine\""), ("task-b", "qty", "-1")]);
        let act = commit(&mut ws, &mut names, &me, &edit).unwrap();
        prop_assert_eq!(act.len(), 2);
        let act = act[0].act;
        if overtake {
            let theirs = Writes(vec![("task-b", "qty", "-2")]);
            commit(&mut ws, &mut Names(1_000), &author("other"), &theirs).unwrap();
            prop_assert_eq!(overtaken(&ws, act), vec![(record("task-b"), "qty".into())]);
        }
        let other = commit(&mut ws, &mut names, &author("other"), &Undo { act });
        prop_assert!(matches!(other, Err(UndoRefusal::NotYours)));
        commit(&mut ws, &mut names, &me, &Undo { act }).unwrap();
        if existed[0] {
            prop_assert_eq!(value(&ws, places[0]), before[0].clone());
        } else {
            prop_assert!(ws.record(&record("task-a")).unwrap().is_deleted());
        }
        if overtake {
            prop_assert_eq!(value(&ws, places[1]), json("-2"));
        } else if existed[1] {
            prop_assert_eq!(value(&ws, places[1]), before[1].clone());
        }
        let again = commit(&mut ws, &mut names, &me, &Undo { act });
        prop_assert!(matches!(again, Err(UndoRefusal::Overtaken(_))));
    }

    /// A field's history lists every write once and, cycles apart, each after those it is over.
    #[test]
    fn history_is_causal_and_complete(steps in steps()) {
        let changes = tell(&steps).changes;
        let ws = workspace(changes.clone());
        for record in ws.records() {
            for field in record.fields() {
                let history = field.history();
                let own = changes.iter().filter(|c| c.record == *record.id());
                let writes = own.flat_map(|c| &c.writes).filter(|w| w.field == *field.name());
                prop_assert_eq!(history.len(), writes.count());
                if in_circle(&history) {
                    continue;
                }
                let all: BTreeSet<ChangeId> = history.iter().map(|(c, _)| c.id).collect();
                for (nth, (_, write)) in history.iter().enumerate() {
                    let later: BTreeSet<ChangeId> = history[nth..].iter().map(|(c, _)| c.id).collect();
                    for over in write.over.iter().filter(|o| all.contains(o)) {
                        prop_assert!(!later.contains(over), "{over} comes after what is over it");
                    }
                }
            }
        }
    }

    /// Rule 9: reading is total.
    #[test]
    fn typed_reading_never_panics_whatever_the_values(steps in steps(), text in "\\PC{0,12}") {
        let mut changes = tell(&steps).changes;
        for change in &mut changes {
            for write in change.writes.iter_mut().filter(|w| w.value.json().len() % 2 == 0) {
                write.value = Value::text(&text);
            }
        }
        let ws = workspace(changes);
        for record in ws.records() {
            let _ = (record.id().label(), record.parent(), record.is_deleted(), record.creation());
            for field in record.fields() {
                let name = field.name().as_str();
                let _ = (record.text(name), record.int(name), record.instant(name));
                let _ = (record.flag(name), record.reference(name), record.read::<Vec<String>>(name));
                let _ = (record.read::<f64>(name), record.read::<(i8, bool)>(name), field.rivals());
                let value = field.value();
                let text = value.as_text().map(|t| Value::text(&t));
                prop_assert!(text.is_none_or(|t| t.as_text() == value.as_text()));
            }
        }
        let value = Value::text(&text);
        prop_assert_eq!(value.as_text().unwrap(), text);
    }

    #[test]
    fn setting_a_batch_aside_leaves_what_never_having_merged_it_leaves(
        steps in steps(),
        mask in any::<u64>(),
    ) {
        let changes = tell(&steps).changes;
        let aside = |c: &Change| mask >> (c.id.seq % 64) & 1 == 1;
        let left = workspace(changes.clone()).without(aside);
        let never = workspace(changes.into_iter().filter(|c| !aside(c)));
        prop_assert_eq!(crate::ledger_rules::picture(&left), crate::ledger_rules::picture(&never));
    }
}

/// Whether the writes lead in a circle by what they are over, variants included.
fn in_circle(history: &[(&Change, &Write)]) -> bool {
    let mut left: Vec<&(&Change, &Write)> = history.iter().collect();
    loop {
        let ids: BTreeSet<ChangeId> = left.iter().map(|(c, _)| c.id).collect();
        let before = left.len();
        left.retain(|(_, w)| w.over.iter().any(|o| ids.contains(o)));
        if left.is_empty() || left.len() == before {
            return !left.is_empty();
        }
    }
}
