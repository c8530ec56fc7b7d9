//! Merging: whatever the order, the batching and the detours, one set of changes makes one workspace.
//! Facts about single rules stand in `ledger_facts`; here whole made-up histories are merged.

use std::cell::{Cell, RefCell};
use std::io::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tandem::exchange::Audiences;
use tandem::ledger::{Change, ChangeId, Workspace, Write, decode, digest_of, encode};

use crate::ledger_history::{Shares, few_steps, steps, tell};
use crate::ledger_rules::{self as rules, Picture, draw, literal};

/// Something that merges changes: the ledger, or one of the broken stand-ins below.
trait Merge: Default {
    fn take(&mut self, batch: Vec<Change>);
    fn picture(&self) -> Picture<'_>;
    /// What it would hand on.
    fn changes(&self) -> Vec<&Change>;
    /// Every further reading that must not depend on how the changes came.
    fn readings(&self) -> String {
        String::new()
    }
}

impl Merge for Workspace {
    fn take(&mut self, batch: Vec<Change>) {
        self.insert_all(batch);
    }

    fn picture(&self) -> Picture<'_> {
        rules::picture(self)
    }

    fn changes(&self) -> Vec<&Change> {
        self.changes_in_order()
    }

    fn readings(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!("{} {:?} {:?}", self.len(), self.findings(), self.marks());
        for change in self.changes() {
            assert!(self.holds(change) && self.contains(change.id));
        }
        for change in self.changes_in_order() {
            let variants = self.by_id(change.id);
            variants.for_each(|v| text.push_str(&tandem::ledger::canonical(v)));
        }
        for record in self.records() {
            let _ = write!(text, "\n{} {:?}", record.id(), record.creation());
            for kind in ["task", "pause", "party", "zeppelin_shed"] {
                let children = self.children(record.id(), kind);
                children.iter().for_each(|c| text.push_str(c.id().as_str()));
            }
            let changes = record.changes().into_iter().map(tandem::ledger::canonical);
            changes.for_each(|c| text.push_str(&c));
            for field in record.fields() {
                let _ = write!(text, "\n {} {:?}", field.name().as_str(), field.value());
                let _ = write!(text, "{:?} {:?}", field.rivals(), field.history());
            }
        }
        for kind in ["task", "pause", "party", "zeppelin_shed"] {
            let ids = self.of_kind(kind).map(|r| r.id().clone());
            let all = self.all_of_kind(kind).map(|r| r.id().clone());
            let _ = write!(
                text,
                "\n{:?} {:?}",
                ids.collect::<Vec<_>>(),
                all.collect::<Vec<_>>()
            );
        }
        let audiences = Audiences::of(self);
        for record in self.records().map(|r| r.id().clone()) {
            let (gets, not) = (audiences.audience(&record), audiences.not_obeyed(&record));
            let _ = write!(text, "\n{gets:?} {not:?}");
        }
        text.push_str(&digest_of(self.changes()).to_string());
        text
    }
}

/// A random sequence small enough to run hundreds of thousands of times.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % below.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.roll(last + 1));
        }
    }
}

/// Hands changes to a merger in batches of random length; some are handed over twice.
fn deliver<M: Merge>(to: &mut M, mut order: Vec<&Change>, dice: &mut Dice) {
    for _ in 0..dice.roll(3) {
        let again = order.get(dice.roll(order.len())).copied();
        order.extend(again);
    }
    let mut rest = order.as_slice();
    let batch = 1 + dice.roll(order.len());
    while !rest.is_empty() {
        let (now, later) = rest.split_at((1 + dice.roll(batch)).min(rest.len()));
        to.take(now.iter().map(|&c| c.clone()).collect());
        rest = later;
    }
}

/// The changes as a file or a disk would hold them: encoded in segments, decoded again.
fn through_bytes(changes: &[&Change], dice: &mut Dice) -> Vec<Change> {
    let length = 1 + dice.roll(changes.len());
    let segments = changes
        .chunks(length)
        .map(|part| encode(part.iter().copied()));
    segments.flat_map(|text| decode(&text).unwrap()).collect()
}

/// One order and batching of a history's pieces. Every fourth is made of two workspaces that each
/// hold a part, parts that may overlap, and one of which is merged into the other; half of those
/// through bytes.
fn interleave<M: Merge>(history: &[Change], dice: &mut Dice) -> M {
    let mut order: Vec<&Change> = history.iter().collect();
    dice.shuffle(&mut order);
    let mut one = M::default();
    if dice.roll(4) > 0 {
        deliver(&mut one, order, dice);
        return one;
    }
    let (from, to) = (dice.roll(order.len() + 1), dice.roll(order.len() + 1));
    let (first, second) = (&order[..from.max(to)], &order[from.min(to)..]);
    let mut other = M::default();
    deliver(&mut one, first.to_vec(), dice);
    deliver(&mut other, second.to_vec(), dice);
    let theirs = other.changes();
    if dice.roll(2) == 0 {
        let theirs = through_bytes(&theirs, dice);
        one.take(theirs);
    } else {
        one.take(theirs.into_iter().cloned().collect());
    }
    one
}

/// The property: what all at once gives is what the rules say, and any interleaving gives the same.
/// Says how many interleavings were compared, or what differed.
fn one_set_one_workspace<M: Merge>(
    history: &[Change],
    seed: u64,
    interleavings: usize,
) -> Result<usize, String> {
    let mut reference = M::default();
    reference.take(history.to_vec());
    let expected = reference.picture();
    let by_the_rules = literal(history);
    if expected != by_the_rules {
        return Err(format!(
            "the rules say {by_the_rules:#?}\nnot {expected:#?}"
        ));
    }
    let readings = reference.readings();
    let mut dice = Dice(seed);
    for nth in 0..interleavings {
        let merged: M = interleave(history, &mut dice);
        let got = merged.picture();
        if got != expected {
            return Err(format!("order {nth} gives {got:#?}\nnot {expected:#?}"));
        }
        // The further readings cost as much as all else together.
        if nth % 8 == 0 && merged.readings() != readings {
            return Err(format!(
                "order {nth} reads {}\nnot {readings}",
                merged.readings()
            ));
        }
    }
    Ok(interleavings)
}

/// What once failed is kept in tests/proptest-regressions and tried first.
fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        source_file: Some(file!()),
        ..Config::default()
    })
}

/// `cargo xtask soak` sets it: ten times as much of everything.
pub fn soak() -> u32 {
    if std::env::var_os("TANDEM_SOAK").is_some_and(|v| v == "1") {
        10
    } else {
        1
    }
}

/// Past the test harness's capture: figures are part of the result.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[test]
fn merging_is_commutative_associative_and_idempotent_also_through_bytes() {
    const EACH: usize = 100;
    let compared = Cell::new(0);
    let shares = RefCell::new(Shares::default());
    let outcome = runner(2_000 * soak()).run(&(steps(), any::<u64>()), |(steps, seed)| {
        let history = tell(&steps);
        shares.borrow_mut().count(&history);
        let done = one_set_one_workspace::<Workspace>(&history.changes, seed, EACH)
            .map_err(TestCaseError::fail)?;
        compared.set(compared.get() + done);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    say(&format!(
        "ledger: {} interleavings of {}",
        compared.get(),
        shares.borrow()
    ));
    assert!(compared.get() >= 200_000 * soak() as usize);
    shares.borrow().assert_enough();
}

#[test]
fn every_order_of_a_short_history_gives_the_same() {
    let compared = Cell::new(0);
    let outcome = runner(60 * soak()).run(&few_steps(), |steps| {
        let mut history = tell(&steps).changes;
        history.truncate(5);
        let mut reference = Workspace::new();
        reference.insert_all(history.clone());
        let expected = rules::picture(&reference);
        for_each_order(&mut history, 0, &mut |order| {
            let mut ws = Workspace::new();
            for change in order {
                ws.insert_all([change.clone()]);
            }
            prop_assert_eq!(rules::picture(&ws), literal(order));
            prop_assert!(rules::picture(&ws) == expected && ws.readings() == reference.readings());
            compared.set(compared.get() + 1);
            Ok(())
        })
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(compared.get() > 1_000);
}

fn for_each_order(
    list: &mut [Change],
    from: usize,
    each: &mut impl FnMut(&[Change]) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    if from + 1 >= list.len() {
        return each(list);
    }
    for pick in from..list.len() {
        list.swap(from, pick);
        for_each_order(list, from + 1, each)?;
        list.swap(from, pick);
    }
    Ok(())
}

/// A merger without an index: keeps changes as they came and picks heads by a pluggable rule.
#[derive(Default)]
struct Model<R> {
    came: Vec<Change>,
    rule: std::marker::PhantomData<R>,
}

type Writes<'a, 'b> = &'b [(&'a Change, &'a Write)];
type Picked<'a> = (Vec<(&'a Change, &'a Write)>, bool);

trait Rule: Default {
    fn admits(_known: &[Change], _new: &Change) -> bool {
        true
    }
    fn heads<'a>(writes: Writes<'a, '_>) -> Picked<'a> {
        rules::heads(writes)
    }
}

impl<R: Rule> Merge for Model<R> {
    fn take(&mut self, batch: Vec<Change>) {
        for change in batch {
            if !self.came.contains(&change) && R::admits(&self.came, &change) {
                self.came.push(change);
            }
        }
    }

    fn picture(&self) -> Picture<'_> {
        draw(&self.came, |writes| R::heads(writes))
    }

    fn changes(&self) -> Vec<&Change> {
        self.came.iter().collect()
    }
}

/// Nothing broken: shows that a failure below is the rule's and not the model's.
#[derive(Default)]
struct Sound;

impl Rule for Sound {}

#[derive(Default)]
struct LastByArrival;

impl Rule for LastByArrival {
    fn heads<'a>(writes: Writes<'a, '_>) -> Picked<'a> {
        (writes.last().copied().into_iter().collect(), false)
    }
}

#[derive(Default)]
struct ClockOverCausality;

impl Rule for ClockOverCausality {
    fn heads<'a>(writes: Writes<'a, '_>) -> Picked<'a> {
        let latest = writes.iter().copied().max_by(|a, b| rules::by_rank(*a, *b));
        (latest.into_iter().collect(), false)
    }
}

/// Takes the greatest count it has of a writer for a receipt of all before it.
#[derive(Default)]
struct ReceiptsThatDrop;

impl Rule for ReceiptsThatDrop {
    fn admits(known: &[Change], new: &Change) -> bool {
        let of_writer = |c: &&Change| c.id.writer == new.id.writer;
        let marks = known
            .iter()
            .filter(of_writer)
            .map(|c: &Change| -> ChangeId { c.id });
        marks.max().is_none_or(|highest| new.id > highest)
    }
}

/// After how many histories the property fails a merger; `None` if it never does.
fn caught_after<M: Merge>() -> Option<usize> {
    let mut runner = runner(1);
    (1..=200).find(|nth| {
        let tree = (steps(), any::<u64>()).new_tree(&mut runner).unwrap();
        let (steps, seed) = proptest::strategy::ValueTree::current(&tree);
        let _ = nth;
        one_set_one_workspace::<M>(&tell(&steps).changes, seed, 20).is_err()
    })
}

#[test]
fn a_sound_model_passes_the_property_that_broken_ones_fail() {
    assert_eq!(caught_after::<Model<Sound>>(), None);
    for (name, caught) in [
        (
            "last write by arrival",
            caught_after::<Model<LastByArrival>>(),
        ),
        (
            "clock over causality",
            caught_after::<Model<ClockOverCausality>>(),
        ),
        (
            "receipts that drop",
            caught_after::<Model<ReceiptsThatDrop>>(),
        ),
    ] {
        let after = caught.unwrap_or_else(|| panic!("{name} was not caught"));
        say(&format!("ledger: {name} caught by history {after}"));
        assert!(after <= 20, "{name} was caught only by history {after}");
    }
}
