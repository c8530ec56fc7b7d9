//! The stage chain: what counts, what is set apart and why, and that no write is ever lost.
//! Never in here: limits and figures; those are `requirements_report`'s.

use proptest::prelude::*;
use tandem::ledger::{
    Author, Change, ChangeId, FieldName, RecordId, STAGE, Value, Workspace, Write, WriterId,
};
use tandem::records::accord::Accord;
use tandem::records::requirement::{PROVIDER, REQUESTER, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Event, Feasibility, Loop, Side, Stage, Statement, Why};
use tandem::time::Instant;

const REQUIREMENT: &str = "requirement-1";
const BUYER: &str = "party-buyer";
const MAKER: &str = "party-maker";
const STRANGER: &str = "party-stranger";

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("a record id")
}

fn change(seq: u32) -> ChangeId {
    ChangeId {
        writer: WriterId(7),
        seq,
    }
}

fn author(party: &str) -> Author {
    Author {
        party: id(party),
        person: id("person-1"),
    }
}

fn wrote(seq: u32, at: i64, party: &str, over: &[u32], field: &str, value: Value) -> Change {
    Change {
        id: change(seq),
        at: Instant(at),
        by: author(party),
        act: change(seq),
        record: id(REQUIREMENT),
        writes: vec![Write {
            field: FieldName::new(field),
            value,
            over: over.iter().map(|&s| change(s)).collect(),
        }],
        extra: Vec::new(),
    }
}

fn says(seq: u32, party: &str, over: &[u32], said: &Statement) -> Change {
    wrote(seq, said.stated.0, party, over, STAGE, said.value())
}

fn did(act: Act, at: i64) -> Statement {
    Statement::new(act, Instant(at))
}

fn course(changes: impl IntoIterator<Item = Change>) -> Loop {
    let mut ws = Workspace::new();
    ws.insert_all([
        wrote(1000, 0, BUYER, &[], REQUESTER, Value::text(BUYER)),
        wrote(1001, 0, BUYER, &[], PROVIDER, Value::text(MAKER)),
    ]);
    ws.insert_all(changes);
    let joins = SameAs::of(&ws);
    let record = ws.record(&id(REQUIREMENT)).expect("the requirement");
    Loop::of(&Requirement(record), &joins)
}

/// A chain in which each act knows of all before it.
fn chain(acts: &[(&str, Statement)]) -> Loop {
    let mut changes = Vec::new();
    for (seq, (party, said)) in (0u32..).zip(acts) {
        let over: Vec<u32> = seq.checked_sub(1).into_iter().collect();
        changes.push(says(seq, party, &over, said));
    }
    course(changes)
}

fn whys(course: &Loop) -> Vec<Option<Why>> {
    course.log.iter().map(|e: &Event| e.not_counted).collect()
}

#[test]
fn a_smooth_requirement_goes_through_every_stage() {
    let mut plan = did(Act::Commit, 4);
    plan.plan = Some(Instant(99));
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (MAKER, did(Act::Acknowledge, 2)),
        (MAKER, did(Act::Propose, 3)),
        (MAKER, plan),
        (MAKER, did(Act::Start, 5)),
        (MAKER, did(Act::Deliver, 6)),
        (BUYER, did(Act::Accept, 7)),
        (MAKER, did(Act::Settle, 8)),
    ]);
    assert_eq!(all.stage, Some(Stage::Settled));
    assert_eq!(all.not_counted(), 0);
    let planned = all.last(Act::Commit).expect("planned").said.plan;
    assert_eq!(planned, Some(Instant(99)));
}

#[test]
fn an_act_of_the_wrong_party_is_kept_and_not_counted() {
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (BUYER, did(Act::Acknowledge, 2)),
        (STRANGER, did(Act::Withdraw, 3)),
        (MAKER, did(Act::Accept, 4)),
    ]);
    assert_eq!(all.stage, Some(Stage::Submitted));
    let not_theirs = Some(Why::NotEntitled);
    assert_eq!(whys(&all), [None, not_theirs, not_theirs, not_theirs]);
}

#[test]
fn an_act_entered_for_the_partner_counts_as_the_partners() {
    let mut entered = did(Act::Acknowledge, 2);
    entered.entered_for = Some(id(MAKER));
    let all = chain(&[(BUYER, did(Act::Submit, 1)), (BUYER, entered.clone())]);
    assert_eq!(all.stage, Some(Stage::Acknowledged));
    let first = all.first(Act::Acknowledge).expect("acknowledged");
    assert_eq!(first.event.actor(), &id(MAKER));
    let all = chain(&[(BUYER, did(Act::Submit, 1)), (STRANGER, entered)]);
    assert_eq!(whys(&all), [None, Some(Why::NotEntitled)]);
}

#[test]
fn an_act_out_of_order_is_kept_and_not_counted() {
    let all = chain(&[
        (BUYER, did(Act::Accept, 1)),
        (BUYER, did(Act::Submit, 2)),
        (MAKER, did(Act::Settle, 3)),
        (BUYER, did(Act::Submit, 4)),
    ]);
    let order = Some(Why::OutOfOrder);
    assert_eq!(whys(&all), [order, None, order, order]);
}

#[test]
fn of_the_same_act_done_by_two_unawares_the_one_stated_earlier_counts() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let later = wrote(1, 10, MAKER, &[0], STAGE, did(Act::Acknowledge, 10).value());
    let earlier = wrote(2, 20, MAKER, &[0], STAGE, did(Act::Acknowledge, 5).value());
    let all = course([submit, later, earlier]);
    assert_eq!(whys(&all), [None, Some(Why::SameActTwice), None]);
    let counted = all.first(Act::Acknowledge).expect("acknowledged");
    assert_eq!(counted.said.stated, Instant(5));
    assert_eq!(all.stage, Some(Stage::Acknowledged));
}

#[test]
fn picking_one_of_two_rivals_says_nothing_new() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let one = says(1, MAKER, &[0], &did(Act::Acknowledge, 2));
    let other = says(2, MAKER, &[0], &did(Act::Acknowledge, 3));
    let picked = wrote(
        3,
        9,
        BUYER,
        &[1, 2],
        STAGE,
        did(Act::Acknowledge, 3).value(),
    );
    let all = course([submit, one, other, picked]);
    let apart = [None, None, Some(Why::SameActTwice), Some(Why::Restated)];
    assert_eq!(whys(&all), apart);
}

#[test]
fn sending_back_begins_another_round() {
    let mut no = did(Act::Propose, 3);
    no.feasibility = Some(Feasibility::Reject);
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (MAKER, did(Act::Acknowledge, 2)),
        (MAKER, no),
        (MAKER, did(Act::Commit, 4)),
        (BUYER, did(Act::SendBack, 5)),
        (MAKER, did(Act::Propose, 6)),
        (MAKER, did(Act::Deliver, 7)),
        (BUYER, did(Act::SendBack, 8)),
    ]);
    assert_eq!(all.stage, Some(Stage::Executing));
    assert_eq!(all.sent_back, 2);
    assert_eq!(whys(&all).get(3), Some(&Some(Why::OutOfOrder)));
    let (first, last) = (all.first(Act::Propose), all.last(Act::Propose));
    assert_eq!(first.expect("first").said.stated, Instant(3));
    assert_eq!(last.expect("last").said.stated, Instant(6));
}

#[test]
fn what_was_said_after_the_fact_keeps_its_moment_and_moves_nothing() {
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (MAKER, did(Act::Commit, 4)),
        (MAKER, did(Act::Acknowledge, 2)),
        (MAKER, did(Act::Acknowledge, 3)),
    ]);
    assert_eq!(all.stage, Some(Stage::Committed));
    assert_eq!(whys(&all), [None, None, None, Some(Why::OutOfOrder)]);
}

#[test]
fn an_undo_takes_back_and_an_undo_of_the_undo_gives_back() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let seen = says(1, MAKER, &[0], &did(Act::Acknowledge, 2));
    let mut undo = did(Act::Undo, 3);
    undo.of = Some(change(1));
    let undone = says(2, MAKER, &[1], &undo);
    let all = course([submit.clone(), seen.clone(), undone.clone()]);
    assert_eq!(all.stage, Some(Stage::Submitted));
    assert_eq!(whys(&all), [None, Some(Why::TakenBack), None]);
    let mut redo = did(Act::Undo, 4);
    redo.of = Some(change(2));
    let all = course([submit, seen, undone, says(3, MAKER, &[2], &redo)]);
    assert_eq!(all.stage, Some(Stage::Acknowledged));
    assert_eq!(whys(&all), [None, None, Some(Why::TakenBack), None]);
}

#[test]
fn nobody_takes_back_what_another_party_did_or_built_on() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let seen = says(1, MAKER, &[0], &did(Act::Acknowledge, 2));
    let mut undo = did(Act::Undo, 3);
    undo.of = Some(change(1));
    let theirs = says(2, BUYER, &[1], &undo);
    undo.of = Some(change(0));
    let not_over = says(3, BUYER, &[2], &undo);
    let all = course([submit, seen, theirs, not_over]);
    let nothing = Some(Why::NothingToTakeBack);
    assert_eq!(whys(&all), [None, None, nothing, nothing]);
    assert_eq!(all.stage, Some(Stage::Acknowledged));
}

fn proposes(at: i64, feasibility: Feasibility, quantity: i64) -> Statement {
    let mut said = did(Act::Propose, at);
    said.feasibility = Some(feasibility);
    said.quantity = (feasibility == Feasibility::AcceptWithChanges).then(|| Value::int(quantity));
    said
}

fn answers(act: Act, at: i64, of: u32) -> Statement {
    let mut said = did(act, at);
    said.of = Some(change(of));
    said
}

fn quantity(course: &Loop) -> Option<String> {
    let terms = course.accord.terms()?;
    terms.quantity.as_ref().map(|v| v.json().to_owned())
}

#[test]
fn other_terms_are_countered_and_agreed() {
    let mut counter = answers(Act::Counter, 3, 1);
    counter.price = Some(Value::int(7));
    let mut back = proposes(4, Feasibility::AcceptWithChanges, 950);
    back.of = Some(change(2));
    let acts = [
        (BUYER, did(Act::Submit, 1)),
        (MAKER, proposes(2, Feasibility::AcceptWithChanges, 900)),
        (BUYER, counter),
        (MAKER, back),
        (BUYER, answers(Act::Agree, 5, 3)),
    ];
    let countered = chain(&acts[..3]);
    assert_eq!(countered.stage, Some(Stage::Proposed));
    assert!(matches!(countered.accord, Accord::Countered { .. }));
    // What the counter-offer leaves unsaid stands as proposed.
    assert_eq!(quantity(&countered).as_deref(), Some("900"));
    let agreed = chain(&acts);
    assert_eq!(agreed.not_counted(), 0);
    assert!(agreed.accord.is_agreed());
    assert_eq!(quantity(&agreed).as_deref(), Some("950"));
    let price = agreed.accord.terms().and_then(|t| t.price.clone());
    assert_eq!(price, Some(Value::int(7)));
}

#[test]
fn accepting_a_counter_offer_is_agreeing_to_it() {
    let mut counter = answers(Act::Counter, 3, 1);
    counter.quantity = Some(Value::int(800));
    let mut accepts = proposes(4, Feasibility::Accept, 0);
    accepts.of = Some(change(2));
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (MAKER, proposes(2, Feasibility::Reject, 0)),
        (BUYER, counter),
        (MAKER, accepts),
    ]);
    assert!(all.accord.is_agreed());
    assert_eq!(quantity(&all).as_deref(), Some("800"));
}

#[test]
fn nobody_agrees_to_an_offer_they_did_not_see() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let first = says(
        1,
        MAKER,
        &[0],
        &proposes(2, Feasibility::AcceptWithChanges, 900),
    );
    let second = says(
        2,
        MAKER,
        &[1],
        &proposes(3, Feasibility::AcceptWithChanges, 700),
    );
    // The buyer saw the first alone.
    let agree = says(3, BUYER, &[1], &answers(Act::Agree, 4, 1));
    let all = course([submit, first, second, agree]);
    assert_eq!(whys(&all), [None, None, None, Some(Why::OutOfOrder)]);
    assert!(matches!(all.accord, Accord::Proposed { .. }));
    assert_eq!(quantity(&all).as_deref(), Some("700"));
}

#[test]
fn accepting_as_asked_without_knowing_of_the_counter_offer_is_no_agreement() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let first = says(
        1,
        MAKER,
        &[0],
        &proposes(2, Feasibility::AcceptWithChanges, 900),
    );
    let counter = says(2, BUYER, &[1], &answers(Act::Counter, 3, 1));
    let accept = wrote(
        3,
        9,
        MAKER,
        &[1],
        STAGE,
        proposes(4, Feasibility::Accept, 0).value(),
    );
    let all = course([submit, first, counter, accept]);
    assert_eq!(all.not_counted(), 0);
    let as_asked = matches!(&all.accord, Accord::Proposed { terms, .. } if terms.is_as_asked());
    assert!(as_asked);
}

#[test]
fn of_two_proposals_made_unawares_the_earlier_stated_is_on_the_table() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let later = proposes(5, Feasibility::AcceptWithChanges, 900);
    let later = wrote(1, 10, MAKER, &[0], STAGE, later.value());
    let earlier = proposes(4, Feasibility::AcceptWithChanges, 700);
    let earlier = wrote(2, 20, MAKER, &[0], STAGE, earlier.value());
    let all = course([submit, later, earlier]);
    assert_eq!(whys(&all), [None, Some(Why::SameActTwice), None]);
    assert_eq!(quantity(&all).as_deref(), Some("700"));
    assert_eq!(all.accord.offer(), Some(change(2)));
}

#[test]
fn not_ours_cannot_be_haggled_over() {
    let all = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (MAKER, proposes(2, Feasibility::NotOurs, 0)),
        (BUYER, answers(Act::Counter, 3, 1)),
        (BUYER, answers(Act::Agree, 4, 1)),
        (BUYER, did(Act::Withdraw, 5)),
    ]);
    let order = Some(Why::OutOfOrder);
    assert_eq!(whys(&all), [None, None, order, order, None]);
}

#[test]
fn what_is_shelved_stays_where_it_stands_and_loses_no_step() {
    let mut shelve = did(Act::Shelve, 3);
    shelve.review = Some(Instant(99));
    let acts = [
        (BUYER, did(Act::Submit, 1)),
        (MAKER, did(Act::Acknowledge, 2)),
        (MAKER, shelve),
    ];
    let shelved = chain(&acts);
    assert_eq!(shelved.stage, Some(Stage::Acknowledged));
    assert_eq!(
        shelved.shelf().and_then(|m| m.said.review),
        Some(Instant(99))
    );
    assert!(shelved.may(Act::Revive) && shelved.may(Act::Withdraw));
    assert!(!shelved.may(Act::Propose));
    // Said by someone who did not know of it, it counts all the same.
    let propose = (MAKER, proposes(4, Feasibility::Accept, 0));
    let revive = (BUYER, did(Act::Revive, 5));
    let again = (BUYER, did(Act::Revive, 6));
    let all: Vec<_> = acts.into_iter().chain([propose, revive, again]).collect();
    let revived = chain(&all);
    assert_eq!(revived.stage, Some(Stage::Proposed));
    assert_eq!((revived.shelved, revived.times_shelved), (None, 1));
    assert_eq!(revived.not_counted(), 1);
    let over = chain(&[
        (BUYER, did(Act::Submit, 1)),
        (STRANGER, did(Act::Shelve, 2)),
        (BUYER, did(Act::Shelve, 3)),
        (BUYER, did(Act::Withdraw, 4)),
    ]);
    assert_eq!(over.shelved, None);
    assert_eq!(whys(&over).get(1), Some(&Some(Why::NotEntitled)));
}

#[test]
fn what_cannot_be_read_is_kept() {
    let submit = says(0, BUYER, &[], &did(Act::Submit, 1));
    let newer = Value::from_json(r#"{"act":"teleport","at":5}"#).expect("json");
    let timeless = Value::from_json(r#"{"act":"acknowledge"}"#).expect("json");
    let all = course([
        submit,
        wrote(1, 2, MAKER, &[0], STAGE, newer),
        wrote(2, 3, MAKER, &[1], STAGE, timeless),
    ]);
    let unreadable = Some(Why::Unreadable);
    assert_eq!(whys(&all), [None, unreadable, unreadable]);
}

#[test]
fn a_joined_party_acts_under_either_id() {
    let mut ws = Workspace::new();
    let mut joined = wrote(1002, 0, BUYER, &[], "same_as", Value::text(MAKER));
    joined.record = id("party-double");
    ws.insert_all([
        wrote(1000, 0, BUYER, &[], REQUESTER, Value::text(BUYER)),
        wrote(1001, 0, BUYER, &[], PROVIDER, Value::text("party-double")),
        joined,
        says(0, BUYER, &[], &did(Act::Submit, 1)),
        says(1, MAKER, &[0], &did(Act::Acknowledge, 2)),
    ]);
    let joins = SameAs::of(&ws);
    let record = ws.record(&id(REQUIREMENT)).expect("the requirement");
    let all = Loop::of(&Requirement(record), &joins);
    assert_eq!(all.stage, Some(Stage::Acknowledged));
}

#[test]
fn joins_read_as_the_smallest_id_whatever_way_they_point() {
    let link = |seq, from: &str, to: &str| {
        let mut change = wrote(seq, 0, BUYER, &[], "same_as", Value::text(to));
        change.record = id(from);
        change
    };
    let mut ws = Workspace::new();
    ws.insert_all([
        link(0, "party-b", "party-c"),
        link(1, "party-d", "party-c"),
        link(2, "party-c", "party-a"),
        link(3, "party-a", "party-d"),
        link(4, "party-y", "party-x"),
    ]);
    let joins = SameAs::of(&ws);
    for name in ["party-a", "party-b", "party-c", "party-d"] {
        assert_eq!(joins.canonical(&id(name)), &id("party-a"));
    }
    assert_eq!(joins.canonical(&id("party-y")), &id("party-x"));
    assert_eq!(joins.ids_of(&id("party-c")).len(), 4);
}

/// Any statement at all, some of them unreadable.
fn any_value() -> impl Strategy<Value = Value> {
    let entered_for = prop_oneof![
        8 => Just(None),
        1 => Just(Some(BUYER)),
        1 => Just(Some(MAKER)),
        1 => Just(Some(STRANGER)),
    ];
    let acts = 0usize..Act::ALL.len();
    let said = (acts, -50i64..50, 0u32..14, 0usize..5, entered_for).prop_map(
        |(act, at, of, proposal, entered_for)| {
            let mut said = did(Act::ALL[act], at);
            let answers = [Act::Undo, Act::Propose, Act::Counter, Act::Agree];
            said.of = answers.contains(&said.act).then(|| change(of));
            said.feasibility = Feasibility::ALL.get(proposal).copied();
            said.quantity = (at > 0).then(|| Value::int(at));
            said.entered_for = entered_for.map(id);
            said.value()
        },
    );
    prop_oneof![
        12 => said,
        1 => Just(Value::from_json(r#"{"act":"mediate","at":5,"via":[1]}"#).expect("json")),
        1 => Just(Value::null()),
        1 => Just(Value::text("accept")),
        1 => Just(Value::from_json(r#"{"act":["submit"],"at":{}}"#).expect("json")),
    ]
}

fn any_chain() -> impl Strategy<Value = Vec<Change>> {
    let parties = prop_oneof![5 => Just(BUYER), 5 => Just(MAKER), 1 => Just(STRANGER)];
    let over = prop::collection::vec(0u32..14, 0..3);
    let one = (parties, any_value(), over, -50i64..50, any::<bool>());
    prop::collection::vec(one, 0..14).prop_map(|all| {
        let all = (0u32..).zip(all);
        all.map(|(seq, (party, value, mut over, at, follows))| {
            if follows {
                over.extend(seq.checked_sub(1));
            }
            wrote(seq, at, party, &over, STAGE, value)
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_event_is_lost_and_the_order_of_arrival_is_nothing(changes in any_chain()) {
        let forth = course(changes.clone());
        let back = course(changes.iter().rev().cloned());
        prop_assert_eq!(&forth, &back);
        let mut kept: Vec<ChangeId> = forth.log.iter().map(|e| e.change).collect();
        kept.sort();
        let all: Vec<ChangeId> = changes.iter().map(|c| c.id).collect();
        prop_assert_eq!(kept, all);
    }

    #[test]
    fn what_counts_is_readable_and_done_by_who_may(changes in any_chain()) {
        let all = course(changes);
        let counted = all.counted().filter(|m| m.said.act != Act::Undo).count();
        prop_assert_eq!(all.stage.is_none(), counted == 0);
        for moment in all.counted().filter(|m| m.said.act != Act::Undo) {
            let (actor, writer) = (moment.event.actor(), &moment.event.by.party);
            prop_assert!([&id(BUYER), &id(MAKER)].contains(&writer));
            match moment.said.act.side() {
                Side::Requester => prop_assert_eq!(actor, &id(BUYER)),
                Side::Provider => prop_assert_eq!(actor, &id(MAKER)),
                Side::Either => prop_assert_ne!(actor, &id(STRANGER)),
            }
        }
        // What is on the table, and what is put aside, was put there by something that counts.
        let by = all.accord.offer().into_iter().chain(all.shelved);
        for change in by {
            prop_assert!(all.moment(change).is_some());
        }
        prop_assert!(all.shelved.is_none() || !all.stage.is_some_and(Stage::is_over));
        prop_assert_eq!(all.declined, all.accord.is_declined());
        let readable = all.log.iter().filter(|e| e.said.is_none());
        prop_assert!(readable.into_iter().all(|e| e.not_counted == Some(Why::Unreadable)));
    }
}
