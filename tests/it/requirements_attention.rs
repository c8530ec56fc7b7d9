//! What needs me, my firm, or them.
//! Never in here: how it is ordered, shown or sent.

use tandem::ledger::{RecordId, Value};
use tandem::modules::requirements::attention::{Need, What, needs};
use tandem::modules::requirements::changes::AskForChange;
use tandem::modules::requirements::edits::{Proposal, Step};
use tandem::modules::requirements::messages::Say;
use tandem::records::change_request::{Cause, Level, Proposed, Who};
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader};
use tandem::records::person::Layer;
use tandem::records::requirement::{OWNER, QUANTITY};
use tandem::records::same_as::SameAs;
use tandem::records::stage::Feasibility;
use tandem::records::turn::Whose;
use tandem::time::limit::State;
use tandem::time::{DAY, HOUR, MINUTE};

use crate::firm::Firm;
use crate::pair::{asked, hire, read, take};

fn list(firm: &Firm) -> Vec<Need> {
    let (joins, partners) = (SameAs::of(&firm.ws), Partners::default());
    let terms = Terms::of(&firm.ws, &joins);
    let reader = Reader {
        me: &firm.me.party,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    };
    let rows = read(firm, &partners);
    needs(&firm.ws, &rows, &reader, &firm.me, firm.now)
}

fn brief(needs: &[Need]) -> Vec<(Whose, What)> {
    needs.iter().map(|n| (n.whose, n.what)).collect()
}

const ACKNOWLEDGE: What = What::Limit(Clock::Acknowledge);
const PLAN: What = What::Limit(Clock::DeliveryPlan);

fn terms() -> Step {
    Step::Propose(Proposal {
        feasibility: Feasibility::AcceptWithChanges,
        quantity: "900".into(),
        price: String::new(),
        date: None,
        reason: String::new(),
    })
}

#[test]
fn a_limit_needs_the_provider_and_the_person_who_handles_it() {
    let (buyer, mut maker, id) = asked();
    assert_eq!(brief(&list(&buyer)), [(Whose::Them, ACKNOWLEDGE)]);
    assert_eq!(brief(&list(&maker)), [(Whose::Firm, ACKNOWLEDGE)]);
    let me = maker.me.person.clone();
    maker.set(&id, OWNER, Value::of(&me));
    let mine = list(&maker);
    assert_eq!(brief(&mine), [(Whose::Me, ACKNOWLEDGE)]);
    let first = mine.first().expect("one");
    assert_eq!(first.partner, Some(buyer.party()));
    assert_eq!(first.state, Some(State::Open));
    maker.wait(3 * HOUR);
    let late = list(&maker);
    assert_eq!(late.first().and_then(|n| n.state), Some(State::Breached));
}

#[test]
fn terms_need_the_person_who_asked() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, terms()).expect("proposed");
    buyer.hear(&maker);
    let expected = [(Whose::Them, PLAN), (Whose::Me, What::AnswerTerms)];
    assert_eq!(brief(&list(&buyer)), expected);
    let expected = [(Whose::Firm, PLAN), (Whose::Them, What::AnswerTerms)];
    assert_eq!(brief(&list(&maker)), expected);
    buyer.me.person = RecordId::from_bits("person", 5);
    let expected = [(Whose::Them, PLAN), (Whose::Firm, What::AnswerTerms)];
    assert_eq!(brief(&list(&buyer)), expected);
}

#[test]
fn not_ours_and_rejected_need_the_requester_and_no_limit_runs() {
    for (feasibility, what) in [
        (Feasibility::NotOurs, What::NotOurs),
        (Feasibility::Reject, What::Declined),
    ] {
        let (mut buyer, mut maker, id) = asked();
        let answer = Step::Propose(Proposal {
            feasibility,
            quantity: String::new(),
            price: String::new(),
            date: None,
            reason: "no".into(),
        });
        take(&mut maker, &id, answer).expect("answered");
        buyer.hear(&maker);
        assert_eq!(brief(&list(&buyer)), [(Whose::Me, what)]);
    }
}

#[test]
fn a_change_request_needs_who_may_decide_it() {
    let (mut buyer, mut maker, id) = asked();
    take(&mut maker, &id, Step::Deliver).expect("delivered");
    let manager = hire(&mut maker, Layer::Manager);
    buyer.hear(&maker);
    let ask = AskForChange {
        requirement: id,
        changes: vec![Proposed {
            milestone: None,
            field: QUANTITY.into(),
            value: Value::int(9),
        }],
        cause: Cause::Other,
        impact: String::new(),
        levels: vec![Level {
            party: maker.party(),
            who: Who::Manager,
        }],
        asked_by: None,
        stated: None,
    };
    buyer.commit(&ask).expect("asked");
    maker.hear(&buyer);
    let of_it = |firm: &Firm| -> Vec<Whose> {
        let all = list(firm);
        let of_it = all.iter().filter(|n| n.what == What::Decide);
        of_it.map(|n| n.whose).collect()
    };
    assert_eq!(of_it(&buyer), [Whose::Them]);
    assert_eq!(of_it(&maker), [Whose::Firm]);
    maker.me.person = manager;
    assert_eq!(of_it(&maker), [Whose::Me]);
}

#[test]
fn while_shelved_only_the_review_needs_its_owner() {
    let (mut buyer, mut maker, id) = asked();
    let review = buyer.now.plus(30 * DAY);
    let shelve = Step::Shelve {
        owner: Some(buyer.me.person.clone()),
        reason: "no budget".into(),
        review: Some(review),
    };
    take(&mut buyer, &id, shelve).expect("shelved");
    maker.hear(&buyer);
    let here = list(&buyer);
    assert_eq!(brief(&here), [(Whose::Me, What::Review)]);
    assert_eq!(here.first().and_then(|n| n.due), Some(review));
    assert_eq!(brief(&list(&maker)), [(Whose::Them, What::Review)]);
    buyer.wait(31 * DAY);
    let late = list(&buyer);
    assert_eq!(late.first().and_then(|n| n.state), Some(State::Breached));
}

#[test]
fn messages_need_the_firm_they_were_sent_to_the_urgent_one_an_answer() {
    let (mut buyer, mut maker, id) = asked();
    let say = |urgent| Say {
        to: maker.party(),
        about: Some(id.clone()),
        text: "where is it?".into(),
        urgent,
        stated: None,
    };
    let (calm, urgent) = (say(false), say(true));
    buyer.commit(&calm).expect("said");
    buyer.commit(&urgent).expect("said");
    maker.hear(&buyer);
    let mut here = brief(&list(&maker));
    here.sort();
    let expected = [
        (Whose::Firm, ACKNOWLEDGE),
        (Whose::Firm, What::AnswerMessage),
        (Whose::Firm, What::Read),
    ];
    assert_eq!(here, expected);
    buyer.wait(31 * MINUTE);
    let there = list(&buyer);
    let answer = there.iter().find(|n| n.what == What::AnswerMessage);
    let answer = answer.expect("the buyer waits for an answer");
    assert_eq!(answer.whose, Whose::Them);
    assert_eq!(answer.state, Some(State::Unknown));
}
