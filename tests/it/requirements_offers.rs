//! Feasibility answers and counter-offers between two firms, shelving, rounds of sending back, and that
//! both firms read the same whatever each does in between.
//! Never in here: the chain by hand (`records_stage`), figures.

use proptest::prelude::*;
use tandem::ledger::{RecordId, Undo};
use tandem::modules::requirements::edits::{Offer, Proposal, Step, StepRefusal, Take};
use tandem::modules::requirements::model::next_acts;
use tandem::records::accord::Accord;
use tandem::records::matrix::{Column, MATRIX, TASK};
use tandem::records::requirement::{self, Requirement};
use tandem::records::responsibility::Responsibility;
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Feasibility, Side, Stage};
use tandem::time::{DAY, HOUR, Instant};

use crate::firm::Firm;
use crate::pair::{ask, asked, course, pair, take};

fn with_changes(quantity: &str, date: Option<Instant>) -> Step {
    Step::Propose(Proposal {
        feasibility: Feasibility::AcceptWithChanges,
        quantity: quantity.into(),
        price: String::new(),
        date,
        reason: String::new(),
    })
}

fn plain(feasibility: Feasibility, reason: &str) -> Step {
    Step::Propose(Proposal {
        feasibility,
        quantity: String::new(),
        price: String::new(),
        date: None,
        reason: reason.into(),
    })
}

fn offer(quantity: &str, price: &str) -> Step {
    Step::Counter(Offer {
        quantity: quantity.into(),
        price: price.into(),
        ..Offer::default()
    })
}

fn values(firm: &Firm, id: &RecordId) -> (Option<f64>, Option<f64>, Option<Instant>) {
    let requirement = Requirement(firm.ws.record(id).expect("the requirement"));
    let (quantity, price) = (requirement.quantity(), requirement.price());
    (quantity, price, requirement.needed_by())
}

#[test]
fn other_terms_are_countered_agreed_and_replace_what_was_asked() {
    let (mut buyer, mut maker, id) = asked();
    let before = values(&buyer, &id);
    let date = Some(maker.now.plus(20 * DAY));
    take(&mut maker, &id, with_changes("900", date)).expect("proposed");
    buyer.hear(&maker);
    assert_eq!(values(&buyer, &id), before, "nothing is agreed yet");
    take(&mut buyer, &id, offer("", "3.20")).expect("countered");
    maker.hear(&buyer);
    take(&mut maker, &id, with_changes("1000", None)).expect("proposed again");
    buyer.hear(&maker);
    take(&mut buyer, &id, Step::Agree).expect("agreed");
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        assert!(course(firm, &id).accord.is_agreed());
        assert_eq!(values(firm, &id), (Some(1000.0), Some(3.2), date));
    }
}

#[test]
fn a_counter_offer_is_answered_first_and_what_gives_up_is_no_way_on() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, with_changes("900", None)).expect("proposed");
    buyer.hear(&maker);
    let next = next_acts(&course(&buyer, &id));
    assert_eq!(
        next[..2],
        [Act::Agree, Act::Counter],
        "the requester answers"
    );
    take(&mut buyer, &id, offer("1000", "")).expect("countered");
    maker.hear(&buyer);
    let next = next_acts(&course(&maker, &id));
    assert_eq!(next.first(), Some(&Act::Propose), "the provider answers");
    let given_up: Vec<&Act> = next.iter().filter(|act| !act.moves_on()).collect();
    assert_eq!(
        given_up,
        [&Act::Counter, &Act::SendBack, &Act::Withdraw, &Act::Shelve]
    );
}

#[test]
fn undoing_an_agreement_gives_back_what_was_asked() {
    let (mut buyer, mut maker, id) = asked();
    let before = values(&buyer, &id);
    take(&mut maker, &id, with_changes("900", None)).expect("proposed");
    buyer.hear(&maker);
    let agree = Take {
        requirement: id.clone(),
        step: Step::Agree,
        stated: None,
    };
    let changes = buyer.commit(&agree).expect("agreed");
    assert_eq!(values(&buyer, &id).0, Some(900.0));
    let act = changes.first().expect("a change").act;
    buyer.commit(&Undo { act }).expect("its own");
    assert_eq!(values(&buyer, &id), before);
    assert!(matches!(
        course(&buyer, &id).accord,
        Accord::Proposed { .. }
    ));
}

#[test]
fn the_provider_takes_a_counter_offer_by_accepting() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, plain(Feasibility::Reject, "too many")).expect("rejected");
    buyer.hear(&maker);
    assert_eq!(
        take(&mut buyer, &id, Step::Agree),
        Err(StepRefusal::OutOfOrder)
    );
    let empty = take(&mut buyer, &id, Step::Counter(Offer::default()));
    assert_eq!(empty, Err(StepRefusal::ChangeMissing));
    take(&mut buyer, &id, offer("600", "")).expect("countered");
    let theirs = take(&mut buyer, &id, plain(Feasibility::Accept, ""));
    assert_eq!(theirs, Err(StepRefusal::NotEntitled(Side::Provider)));
    maker.hear(&buyer);
    take(&mut maker, &id, plain(Feasibility::Accept, "")).expect("accepted");
    buyer.hear(&maker);
    assert!(course(&buyer, &id).accord.is_agreed());
    assert_eq!(values(&buyer, &id).0, Some(600.0));
}

#[test]
fn an_agreement_to_terms_that_were_replaced_meanwhile_does_not_count() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, with_changes("900", None)).expect("proposed");
    buyer.hear(&maker);
    take(&mut buyer, &id, Step::Agree).expect("agreed, as far as the buyer knows");
    maker.wait(HOUR);
    take(&mut maker, &id, with_changes("700", None)).expect("proposed anew");
    buyer.hear(&maker);
    maker.hear(&buyer);
    let (here, there) = (course(&buyer, &id), course(&maker, &id));
    assert_eq!(here, there);
    // Whichever the chain puts first, both know that 700 waits for an answer.
    let terms = here.accord.terms().and_then(|t| t.quantity.clone());
    assert_eq!(terms.map(|v| v.json().to_owned()).as_deref(), Some("700"));
    assert!(matches!(here.accord, Accord::Proposed { .. }));
}

#[test]
fn not_ours_leads_back_to_the_matrix() {
    let (mut buyer, mut maker, id) = asked();
    let third = RecordId::from_bits("party", 3);
    let (matrix, task) = (RecordId::from_bits(MATRIX, 1), RecordId::from_bits(TASK, 2));
    let text = tandem::ledger::Value::text;
    buyer.set(&matrix, "title", text("Launch"));
    buyer.set(&task, "parent", text(matrix.as_str()));
    let (accountable, doing) = (Column::party(third.clone()), Column::party(maker.party()));
    buyer.set(&task, &accountable.cell_field(), text("A"));
    buyer.set(&task, &doing.cell_field(), text("R"));
    buyer.set(&id, requirement::TASK, text(task.as_str()));
    take(&mut maker, &id, plain(Feasibility::NotOurs, "")).expect("not ours");
    buyer.hear(&maker);
    let here = course(&buyer, &id);
    assert!(matches!(
        here.accord,
        Accord::Declined { not_ours: true, .. }
    ));
    let record = buyer.ws.record(&id).expect("the requirement");
    let named = Requirement(record).task().expect("a task");
    let says = Responsibility::of(&buyer.ws, &named).expect("the task is here");
    assert_eq!(says.accountable, [accountable]);
    assert_eq!(says.responsible, [doing]);
    let joins = SameAs::of(&buyer.ws);
    assert_eq!(says.accountable_party(&joins), Some(third));
    // Two with A answer for nothing.
    let also = Column::party(maker.party());
    buyer.set(&task, &also.cell_field(), text("RA"));
    let says = Responsibility::of(&buyer.ws, &named).expect("the task is here");
    assert_eq!(says.accountable_party(&joins), None);
}

#[test]
fn a_second_round_after_acceptance_was_refused_ends_settled() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, Step::Acknowledge).expect("acknowledged");
    take(&mut maker, &id, plain(Feasibility::Accept, "")).expect("accepted as asked");
    let plan = Some(maker.now.plus(5 * DAY));
    take(&mut maker, &id, Step::Commit { plan }).expect("committed");
    take(&mut maker, &id, Step::Deliver).expect("delivered");
    buyer.hear(&maker);
    let reason = "two are bent".to_owned();
    take(&mut buyer, &id, Step::SendBack { reason }).expect("sent back");
    let sent_back = course(&buyer, &id);
    assert_eq!(sent_back.stage, Some(Stage::Executing));
    assert!(sent_back.accord.is_agreed(), "the deal itself stands");
    maker.hear(&buyer);
    take(&mut maker, &id, Step::Deliver).expect("delivered again");
    buyer.hear(&maker);
    take(&mut buyer, &id, Step::Accept).expect("accepted");
    maker.hear(&buyer);
    take(&mut maker, &id, Step::Settle).expect("settled");
    let all = course(&maker, &id);
    assert_eq!((all.stage, all.sent_back), (Some(Stage::Settled), 1));
    assert_eq!(all.not_counted(), 0);
}

#[test]
fn shelving_has_an_owner_a_reason_and_a_review_and_ends_by_reviving() {
    let (mut buyer, mut maker, id) = asked();
    let shelve = |owner: Option<RecordId>, reason: &str, review: Option<Instant>| Step::Shelve {
        owner,
        reason: reason.into(),
        review,
    };
    let (owner, later) = (
        Some(buyer.me.person.clone()),
        Some(buyer.now.plus(30 * DAY)),
    );
    let cases = [
        (
            shelve(owner.clone(), " ", later),
            StepRefusal::ReasonMissing,
        ),
        (shelve(None, "no budget", later), StepRefusal::OwnerMissing),
        (
            shelve(Some(maker.party()), "no budget", later),
            StepRefusal::OwnerMissing,
        ),
        (
            shelve(owner.clone(), "no budget", None),
            StepRefusal::ReviewMissing,
        ),
        (
            shelve(owner.clone(), "no budget", Some(buyer.now)),
            StepRefusal::ReviewMissing,
        ),
    ];
    for (step, refusal) in cases {
        assert_eq!(take(&mut buyer, &id, step), Err(refusal));
    }
    take(&mut buyer, &id, shelve(owner.clone(), "no budget", later)).expect("shelved");
    maker.hear(&buyer);
    let here = course(&maker, &id);
    let shelf = here.shelf().expect("put aside").said;
    assert_eq!((&shelf.owner, shelf.review), (&owner, later));
    assert_eq!(shelf.reason, "no budget");
    let next = next_acts(&here);
    assert_eq!(next, [Act::Revive, Act::Shelve, Act::Withdraw]);
    let refused = take(&mut maker, &id, Step::Acknowledge);
    assert_eq!(refused, Err(StepRefusal::Shelved));
    // Either of the two takes it up again.
    take(&mut maker, &id, Step::Revive).expect("revived");
    take(&mut maker, &id, Step::Acknowledge).expect("acknowledged");
    let here = course(&maker, &id);
    assert_eq!((here.shelved, here.times_shelved), (None, 1));
    assert_eq!(here.stage, Some(Stage::Acknowledged));
}

/// Any step with its parts filled in.
fn any_step(firm: &Firm, nth: usize, amount: i64) -> Step {
    let reason = || format!("because of {amount}");
    let feasibility = Feasibility::ALL.get(nth % 4).copied();
    match nth {
        0 => Step::Acknowledge,
        1..=4 => Step::Propose(Proposal {
            feasibility: feasibility.unwrap_or(Feasibility::Accept),
            quantity: amount.to_string(),
            price: String::new(),
            date: None,
            reason: reason(),
        }),
        5 => offer(&amount.to_string(), ""),
        6 => Step::Agree,
        7 => Step::Commit {
            plan: Some(firm.now.plus(amount * HOUR)),
        },
        8 => Step::Start,
        9 => Step::Deliver,
        10 => Step::SendBack { reason: reason() },
        11 => Step::Accept,
        12 => Step::Settle,
        13 => Step::Withdraw { reason: reason() },
        14 => Step::Shelve {
            owner: Some(firm.me.person.clone()),
            reason: reason(),
            review: Some(firm.now.plus(amount * DAY)),
        },
        _ => Step::Revive,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Each firm does what it may do by what it knows, and hears of the other now and then.
    #[test]
    fn both_firms_read_the_same_and_lose_no_act(
        moves in prop::collection::vec((any::<bool>(), 0usize..16, 1i64..90, 0u8..4), 1..40)
    ) {
        let (mut buyer, mut maker) = pair();
        let id = ask(&mut buyer, &maker);
        maker.hear(&buyer);
        let mut done = 1;
        for (at_buyer, nth, amount, hears) in moves {
            let (firm, other) = match at_buyer {
                true => (&mut buyer, &mut maker),
                false => (&mut maker, &mut buyer),
            };
            firm.wait(HOUR);
            let step = any_step(firm, nth, amount);
            let allowed = take(firm, &id, step).is_ok();
            if allowed {
                done += 1;
                // By what the firm knows, what it may do counts at once.
                let here = course(firm, &id);
                prop_assert_eq!(here.log.last().and_then(|e| e.not_counted), None);
            }
            if hears == 0 {
                other.hear(firm);
            }
        }
        buyer.hear(&maker);
        maker.hear(&buyer);
        let (here, there) = (course(&buyer, &id), course(&maker, &id));
        prop_assert_eq!(&here, &there);
        prop_assert_eq!(here.log.len(), done);
        for moment in here.counted() {
            let side = match moment.said.act.side() {
                Side::Requester => moment.event.by.party == buyer.party(),
                Side::Provider => moment.event.by.party == maker.party(),
                Side::Either => true,
            };
            prop_assert!(side);
        }
    }
}
