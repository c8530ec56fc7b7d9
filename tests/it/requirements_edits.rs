//! Drafts, submitting, the steps of either party, amending: what is allowed and what is refused.
//! Never in here: figures (`requirements_report`).

use crate::firm::Firm;
use tandem::ledger::{RecordId, Value};
use tandem::modules::requirements::edits::{
    Handle, Proposal, Rewrite, RewriteRefusal, SaveDraft, Step, StepRefusal, Submit, Take,
};
use tandem::modules::requirements::form::{Form, FormRefusal, Missing};
use tandem::records::requirement::{
    DRAFT, KIND, QUANTITY, REFERENCE_REQUESTER, Requirement, SOURCE, SUBMITTED_AS, TITLE,
};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Feasibility, Loop, Side, Stage};
use tandem::time::{HOUR, Instant, MINUTE};

fn pair() -> (Firm, Firm) {
    let (mut buyer, mut maker) = (Firm::new(1, "Buyer"), Firm::new(2, "Maker"));
    buyer.hear(&maker);
    maker.hear(&buyer);
    (buyer, maker)
}

fn form(requester: &Firm, provider: &Firm) -> Form {
    Form {
        title: "Brackets".into(),
        requester: Some(requester.party()),
        provider: Some(provider.party()),
        quantity: "1,200.50".into(),
        ..Form::default()
    }
}

fn only(firm: &Firm, kind: &str) -> RecordId {
    let mut all = firm.ws.of_kind(kind).map(|r| r.id().clone());
    let first = all.next().expect("one record");
    assert_eq!(all.next(), None);
    first
}

fn course(firm: &Firm) -> Loop {
    let id = only(firm, KIND);
    let record = firm.ws.record(&id).expect("the requirement");
    Loop::of(&Requirement(record), &SameAs::of(&firm.ws))
}

fn take(firm: &mut Firm, step: Step) -> Result<(), StepRefusal> {
    let requirement = only(firm, KIND);
    let take = Take {
        requirement,
        step,
        stated: None,
    };
    firm.commit(&take).map(|_| ())
}

fn submitted() -> (Firm, Firm) {
    let (mut buyer, mut maker) = pair();
    let form = form(&buyer, &maker);
    let submit = Submit {
        draft: None,
        form,
        stated: None,
    };
    buyer.commit(&submit).expect("complete enough");
    maker.hear(&buyer);
    (buyer, maker)
}

#[test]
fn a_draft_becomes_a_new_record_and_stays_behind() {
    let (mut buyer, maker) = pair();
    let mut rough = form(&buyer, &maker);
    rough.title = "our secret margin".into();
    let keep = SaveDraft {
        draft: None,
        form: rough,
    };
    buyer.commit(&keep).expect("a draft may hold anything");
    let draft = only(&buyer, DRAFT);
    let submit = Submit {
        draft: Some(draft.clone()),
        form: form(&buyer, &maker),
        stated: None,
    };
    buyer.commit(&submit).expect("submitted");
    let id = only(&buyer, KIND);
    let record = buyer.ws.record(&id).expect("the requirement");
    assert_eq!(record.text(TITLE), "Brackets");
    let told = |id: &RecordId| {
        let changes = buyer.ws.changes().filter(|c| c.record == *id);
        changes
            .flat_map(|c| &c.writes)
            .any(|w| w.value.json().contains("secret") || w.value.json().contains(draft.as_str()))
    };
    assert!(told(&draft) && !told(&id));
    let kept = buyer.ws.record(&draft).expect("the draft");
    assert_eq!(kept.reference(SUBMITTED_AS), Some(id));
    let again = buyer.commit(&submit);
    assert_eq!(again.err(), Some(FormRefusal::Gone));
}

#[test]
fn a_quantity_keeps_every_digit() {
    let (buyer, _) = submitted();
    let id = only(&buyer, KIND);
    let record = buyer.ws.record(&id).expect("the requirement");
    let value = record.value(QUANTITY).expect("a quantity");
    assert_eq!(value.json(), "1200.50");
    assert_eq!(Requirement(record).quantity(), Some(1200.5));
}

#[test]
fn what_cannot_be_submitted_says_why() {
    let (mut buyer, maker) = pair();
    let whole = form(&buyer, &maker);
    let stranger = Firm::new(3, "Stranger");
    let cases = [
        (
            Form {
                title: " ".into(),
                ..whole.clone()
            },
            FormRefusal::TitleMissing,
        ),
        (
            Form {
                provider: None,
                ..whole.clone()
            },
            FormRefusal::PartnerMissing,
        ),
        (
            Form {
                provider: Some(buyer.party()),
                ..whole.clone()
            },
            FormRefusal::BothTheSame,
        ),
        (
            Form {
                requester: Some(stranger.party()),
                ..whole.clone()
            },
            FormRefusal::NotOurs,
        ),
        (
            Form {
                quantity: "a dozen".into(),
                ..whole.clone()
            },
            FormRefusal::QuantityIsNoNumber,
        ),
        (
            Form {
                price: "1.2.3".into(),
                ..whole
            },
            FormRefusal::PriceIsNoNumber,
        ),
    ];
    for (form, refusal) in cases {
        let submit = Submit {
            draft: None,
            form,
            stated: None,
        };
        assert_eq!(buyer.commit(&submit).err(), Some(refusal));
    }
}

#[test]
fn what_a_draft_lacks_is_told_in_the_order_of_the_form() {
    let (mut buyer, maker) = pair();
    let keep = SaveDraft {
        draft: None,
        form: form(&buyer, &maker),
    };
    buyer.commit(&keep).expect("kept");
    let draft = only(&buyer, DRAFT);
    let record = buyer.ws.record(&draft).expect("the draft");
    let lacks = Form::of(&Requirement(record)).missing(&buyer.ws, Some(&draft));
    let hints = [
        Missing::Part,
        Missing::NeededBy,
        Missing::Specification,
        Missing::AcceptanceCriteria,
        Missing::Milestones,
    ];
    assert_eq!(lacks, hints);
    assert!(!lacks.iter().any(|m| m.blocks()));
}

#[test]
fn a_whole_loop_runs_through_both_firms() {
    let (mut buyer, mut maker) = submitted();
    maker.wait(HOUR);
    take(&mut maker, Step::Acknowledge).expect("acknowledged");
    let proposal = Proposal {
        feasibility: Feasibility::AcceptWithChanges,
        quantity: "1000".into(),
        price: String::new(),
        date: Some(maker.now.plus(HOUR)),
        reason: String::new(),
    };
    take(&mut maker, Step::Propose(proposal)).expect("proposed");
    let plan = Some(maker.now.plus(HOUR));
    take(&mut maker, Step::Commit { plan }).expect("committed");
    take(&mut maker, Step::Start).expect("started");
    take(&mut maker, Step::Deliver).expect("delivered");
    buyer.hear(&maker);
    let reason = "two are bent".to_owned();
    take(&mut buyer, Step::SendBack { reason }).expect("sent back");
    maker.hear(&buyer);
    take(&mut maker, Step::Deliver).expect("delivered again");
    buyer.hear(&maker);
    take(&mut buyer, Step::Accept).expect("accepted");
    take(&mut buyer, Step::Settle).expect("settled");
    let all = course(&buyer);
    assert_eq!(all.stage, Some(Stage::Settled));
    assert_eq!((all.sent_back, all.not_counted()), (1, 0));
}

#[test]
fn a_step_is_refused_with_its_reason() {
    let (mut buyer, mut maker) = submitted();
    let not = |side| Err(StepRefusal::NotEntitled(side));
    assert_eq!(take(&mut buyer, Step::Acknowledge), not(Side::Provider));
    assert_eq!(take(&mut maker, Step::Accept), not(Side::Requester));
    assert_eq!(take(&mut buyer, Step::Settle), Err(StepRefusal::OutOfOrder));
    let plan = take(&mut maker, Step::Commit { plan: None });
    assert_eq!(plan, Err(StepRefusal::PlanMissing));
    let reason = " ".to_owned();
    let withdrawn = take(&mut buyer, Step::Withdraw { reason });
    assert_eq!(withdrawn, Err(StepRefusal::ReasonMissing));
    let empty = Proposal {
        feasibility: Feasibility::AcceptWithChanges,
        quantity: String::new(),
        price: String::new(),
        date: None,
        reason: String::new(),
    };
    let nothing = take(&mut maker, Step::Propose(empty));
    assert_eq!(nothing, Err(StepRefusal::ChangeMissing));
    let mut take = Take {
        requirement: only(&maker, KIND),
        step: Step::Acknowledge,
        stated: Some(maker.now.plus(HOUR)),
    };
    assert_eq!(maker.commit(&take).err(), Some(StepRefusal::InTheFuture));
    take.stated = Some(Instant(5));
    let early = maker.commit(&take).err();
    assert_eq!(early, Some(StepRefusal::BeforeSubmission));
    assert_eq!(course(&maker).log.len(), 1);
}

#[test]
fn what_was_asked_by_telephone_is_entered_for_the_customer() {
    let (buyer, mut maker) = pair();
    let submit = Submit {
        draft: None,
        form: form(&buyer, &maker),
        stated: Some(maker.now.plus(-10 * MINUTE)),
    };
    maker.commit(&submit).expect("entered");
    let all = course(&maker);
    let first = all.first(Act::Submit).expect("counted");
    assert_eq!(first.event.actor(), &buyer.party());
    assert_eq!(first.said.stated, maker.now.plus(-10 * MINUTE));
}

#[test]
fn each_party_amends_its_own_fields() {
    let (mut buyer, mut maker) = submitted();
    let before = form(&buyer, &maker);
    let rewrite = |group: &str, title: &str| Rewrite {
        requirement: only(&buyer, KIND),
        before: before.clone(),
        after: Form {
            group: group.into(),
            title: title.into(),
            ..before.clone()
        },
    };
    let (good, empty) = (rewrite("Frames", "Brackets"), rewrite("Frames", " "));
    let not_theirs = RewriteRefusal::NotEntitled(Side::Requester);
    assert_eq!(maker.commit(&good).err(), Some(not_theirs));
    let title = RewriteRefusal::Form(FormRefusal::TitleMissing);
    assert_eq!(buyer.commit(&empty).err(), Some(title));
    let changes = buyer.commit(&good).expect("its own field");
    let fields: Vec<_> = changes.iter().flat_map(|c| &c.writes).collect();
    assert_eq!(fields.len(), 1);
    let handle = Handle {
        requirement: only(&maker, KIND),
        owner: "Wu".into(),
        reference: String::new(),
    };
    let not_theirs = StepRefusal::NotEntitled(Side::Provider);
    assert_eq!(buyer.commit(&handle).err(), Some(not_theirs));
    maker.commit(&handle).expect("its own field");
}

#[test]
fn what_was_submitted_changes_by_a_change_request_alone() {
    let (mut buyer, maker) = submitted();
    let before = form(&buyer, &maker);
    let asked: [fn(&mut Form); 3] = [
        |f| f.quantity = "900".into(),
        |f| f.specification = "drawing B".into(),
        |f| f.needed_by = Some(Instant(5)),
    ];
    for change in asked {
        let mut after = before.clone();
        change(&mut after);
        let edit = Rewrite {
            requirement: only(&buyer, KIND),
            before: before.clone(),
            after,
        };
        let refusal = buyer.commit(&edit).err();
        assert_eq!(refusal, Some(RewriteRefusal::MakeAChangeRequest));
    }
    // What a table brought in bypasses that.
    let id = only(&buyer, KIND);
    buyer.set(&id, SOURCE, Value::text("orders.csv"));
    let edit = Rewrite {
        requirement: id.clone(),
        before: before.clone(),
        after: Form {
            quantity: "900".into(),
            ..before
        },
    };
    buyer.commit(&edit).expect("imported");
    let record = buyer.ws.record(&id).expect("the requirement");
    assert_eq!(Requirement(record).quantity(), Some(900.0));
}

#[test]
fn correcting_one_field_leaves_the_rivals_of_another_alone() {
    let (mut buyer, mut colleague) = submitted();
    // Another browser of the buyer's own firm.
    colleague.me = buyer.me.clone();
    let before = form(&buyer, &colleague);
    let rewrite = |firm: &Firm, after: Form| Rewrite {
        requirement: only(firm, KIND),
        before: form_of(firm),
        after,
    };
    let called = |reference: &str| Form {
        reference_requester: reference.into(),
        ..before.clone()
    };
    for (firm, reference) in [(&mut buyer, "A-1"), (&mut colleague, "B-1")] {
        let edit = rewrite(firm, called(reference));
        firm.commit(&edit).expect("rewritten");
    }
    buyer.hear(&colleague);
    let mut after = form_of(&buyer);
    after.group = "Frames".into();
    let edit = rewrite(&buyer, after);
    buyer.commit(&edit).expect("rewritten");
    let id = only(&buyer, KIND);
    let record = buyer.ws.record(&id).expect("the requirement");
    let reference = record.field(REFERENCE_REQUESTER);
    assert!(reference.is_some_and(|f| f.is_rivals()));
    assert_eq!(record.text("group"), "Frames");
}

fn form_of(firm: &Firm) -> Form {
    let id = only(firm, KIND);
    let record = firm.ws.record(&id).expect("the requirement");
    Form::of(&Requirement(record))
}
