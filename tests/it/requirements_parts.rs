//! Milestones, documents, notes, costs and links: what is complete, what is handed over, what never leaves.
//! Never in here: change requests.

use tandem::exchange::{Audiences, MAX_DOCUMENT};
use tandem::ledger::{Digest, Edit, PARENT, RecordId, Value};
use tandem::modules::requirements::edits::{SaveDraft, Submit};
use tandem::modules::requirements::form::{Form, Missing};
use tandem::modules::requirements::parts::{
    Attach, DropPart, LinkRequirements, PartRefusal, ReachMilestone, SetMilestone, WriteCost,
    WriteNote,
};
use tandem::records::document::{self, Document, Version};
use tandem::records::milestone;
use tandem::records::private::{LINK, caused_by, causes_of, costs, notes};
use tandem::records::requirement::{DRAFT, KIND, Requirement, TASK};

use crate::exchange_firms::{Browser, party, person, two_firms};
use crate::pair::{asked, form, pair};

/// Stands in nothing else.
const TOKEN: &str = "zq7secretmargin";

fn add(parent: &RecordId, name: &str) -> SetMilestone {
    SetMilestone {
        parent: parent.clone(),
        milestone: None,
        name: name.into(),
        due: None,
    }
}

fn attach(parent: &RecordId, name: &str, bytes: &[u8]) -> Attach {
    Attach {
        parent: parent.clone(),
        name: name.into(),
        size: bytes.len() as u64,
        digest: Digest::of_bytes(bytes),
        embed: false,
    }
}

#[test]
fn a_document_is_a_specification_and_a_milestone_completes() {
    let (mut buyer, maker) = pair();
    let draft = form(&buyer, &maker);
    let keep = SaveDraft {
        draft: None,
        form: draft.clone(),
    };
    let changes = buyer.commit(&keep).expect("kept");
    let id = changes.first().expect("a change").record.clone();
    let lacks = |firm: &crate::firm::Firm| draft.missing(&firm.ws, Some(&id));
    let open = [
        Missing::Part,
        Missing::Specification,
        Missing::AcceptanceCriteria,
        Missing::Milestones,
    ];
    assert_eq!(lacks(&buyer), open);
    buyer
        .commit(&attach(&id, "bracket.pdf", b"drawing"))
        .expect("attached");
    buyer.commit(&add(&id, "First sample")).expect("added");
    let open = [Missing::Part, Missing::AcceptanceCriteria];
    assert_eq!(lacks(&buyer), open);
    assert!(
        draft
            .missing(&buyer.ws, None)
            .contains(&Missing::Milestones)
    );
}

#[test]
fn the_same_version_is_the_same_content_whatever_it_is_called() {
    let (mut buyer, _, id) = asked();
    let edit = attach(&id, "bracket.pdf", b"drawing");
    buyer.commit(&edit).expect("attached");
    let all = document::of(&buyer.ws, &id);
    let one = *all.first().expect("one");
    assert_eq!(one.size(), Some(7));
    assert_eq!(one.version_of(&Digest::of_bytes(b"drawing")), Version::Same);
    let other = one.version_of(&Digest::of_bytes(b"drawing, revised"));
    assert_eq!(other, Version::Other);
    let renamed = attach(&id, "copy of bracket.pdf", b"drawing");
    let twice = buyer.commit(&renamed).err();
    assert_eq!(twice, Some(PartRefusal::AlreadyThere));
    let big = Attach {
        size: MAX_DOCUMENT as u64 + 1,
        embed: true,
        ..attach(&id, "film.mov", b"long")
    };
    let refused = buyer.commit(&big).err();
    assert_eq!(refused, Some(PartRefusal::TooLargeToEmbed));
    let unnamed = buyer.commit(&attach(&id, " ", b"x")).err();
    assert_eq!(unnamed, Some(PartRefusal::NameMissing));
    let garbled = RecordId::from_bits(document::KIND, 1);
    buyer.set(&garbled, document::DIGEST, Value::text("ABC"));
    let record = buyer.ws.record(&garbled).expect("there");
    let unknown = Document(record).version_of(&Digest::of_bytes(b"drawing"));
    assert_eq!(unknown, Version::Unknown);
}

#[test]
fn after_submission_a_milestone_is_added_and_reached_but_neither_moved_nor_dropped() {
    let (mut buyer, mut maker, id) = asked();
    maker.commit(&add(&id, "Tool ready")).expect("added");
    let made = milestone::of(&maker.ws, &id);
    let first = made.first().expect("one").0.id().clone();
    let moved = SetMilestone {
        milestone: Some(first.clone()),
        ..add(&id, "Tool ready, later")
    };
    let refused = Some(PartRefusal::MakeAChangeRequest);
    assert_eq!(maker.commit(&moved).err(), refused);
    let drop = DropPart {
        part: first.clone(),
    };
    assert_eq!(maker.commit(&drop).err(), refused);
    let reach = ReachMilestone {
        milestone: first,
        stated: Some(maker.now.plus(-5)),
    };
    maker.commit(&reach).expect("reached");
    buyer.hear(&maker);
    let made = milestone::of(&buyer.ws, &id);
    let reached = made.first().and_then(|m| m.reached());
    assert_eq!(reached, Some(maker.now.plus(-5)));
    let attached = buyer.commit(&attach(&id, "a.pdf", b"a")).expect("attached");
    let part = attached.first().expect("a change").record.clone();
    maker.hear(&buyer);
    let theirs = maker.commit(&DropPart { part: part.clone() }).err();
    assert_eq!(theirs, Some(PartRefusal::NotEntitled));
    buyer.commit(&DropPart { part }).expect("its own");
    assert!(document::of(&buyer.ws, &id).is_empty());
}

fn asks(from: &Browser, to: &RecordId) -> Form {
    Form {
        title: "Brackets".into(),
        requester: Some(from.me.party.clone()),
        provider: Some(to.clone()),
        ..Form::default()
    }
}

/// Commits and says which record of a kind came of it.
fn made<E: Edit>(at: &mut Browser, edit: &E, kind: &str) -> RecordId
where
    E::Refusal: std::fmt::Debug,
{
    let changes = at.commit(edit).expect("allowed");
    let all = changes.iter().map(|c| &c.record);
    all.into_iter()
        .find(|id| id.kind() == kind)
        .expect("a record of that kind")
        .clone()
}

#[test]
fn a_draft_hands_over_milestones_and_documents_and_nothing_private_ever_leaves() {
    let (mut a, mut b) = two_firms();
    let partner = party(2);
    let keep = SaveDraft {
        draft: None,
        form: asks(&a, &partner),
    };
    let draft = made(&mut a, &keep, DRAFT);
    a.commit(&add(&draft, "First sample")).expect("added");
    a.commit(&attach(&draft, "bracket.pdf", b"drawing"))
        .expect("attached");
    let note = |beside: &RecordId| WriteNote {
        beside: beside.clone(),
        note: None,
        text: TOKEN.into(),
    };
    let cost = |beside: &RecordId| WriteCost {
        beside: beside.clone(),
        cost: None,
        label: TOKEN.into(),
        amount: "2.10".into(),
        currency: "CNY".into(),
    };
    a.commit(&note(&draft)).expect("noted");
    a.commit(&cost(&draft)).expect("noted");
    let submit = Submit {
        draft: Some(draft.clone()),
        form: asks(&a, &partner),
        stated: None,
    };
    let id = made(&mut a, &submit, KIND);
    // What was noted with the draft is read with the requirement, and more comes beside it.
    a.commit(&note(&id)).expect("noted");
    a.commit(&cost(&id)).expect("noted");
    assert_eq!((notes(&a.ws, &id).len(), costs(&a.ws, &id).len()), (2, 2));
    let amount = costs(&a.ws, &id).first().and_then(|c| c.amount());
    assert_eq!(amount, Some(2.1));
    let file = a.write(&partner, true);
    assert!(!file.contains(TOKEN) && !file.contains(draft.as_str()));
    for kind in ["note-", "cost-", "draft-"] {
        assert!(!file.contains(kind), "{kind}");
    }
    b.read(&[&file]);
    let names = |b: &Browser| -> Vec<String> {
        let all = milestone::of(&b.ws, &id);
        all.iter().map(|m| m.name().into_owned()).collect()
    };
    assert_eq!(names(&b), ["First sample"]);
    let there = document::of(&b.ws, &id);
    let same = there
        .first()
        .map(|d| d.version_of(&Digest::of_bytes(b"drawing")));
    assert_eq!(same, Some(Version::Same));
    assert_eq!(a.shared_with(&b.me.party), b.shared_with(&a.me.party));
    // And back: what the partner notes stays there as well.
    b.commit(&note(&id)).expect("noted");
    let back = b.write(&a.me.party.clone(), true);
    assert!(!back.contains(TOKEN));
    // A colleague's file carries it: it is a backup.
    let own = a.me.party.clone();
    assert!(a.write(&own, true).contains(TOKEN));
}

#[test]
fn neither_partner_learns_what_caused_a_requirement_or_what_it_causes() {
    let (mut us, mut customer) = two_firms();
    let (us_id, supplier_id) = (party(1), party(3));
    let customer_id = customer.me.party.clone();
    customer.read(&[&us.write(&customer_id, true)]);
    let asked = Submit {
        draft: None,
        form: asks(&customer, &us_id),
        stated: None,
    };
    let cause = made(&mut customer, &asked, KIND);
    us.read(&[&customer.write(&us_id, true)]);
    us.set(&supplier_id, &[("name", "Cedar Castings")]);
    let asking = Submit {
        draft: None,
        form: asks(&us, &supplier_id),
        stated: None,
    };
    let effect = made(&mut us, &asking, KIND);
    let link = LinkRequirements {
        cause: cause.clone(),
        effect: effect.clone(),
    };
    let tie = made(&mut us, &link, LINK);
    assert_eq!(us.commit(&link).err(), Some(PartRefusal::AlreadyThere));
    let turned = LinkRequirements {
        cause: effect.clone(),
        effect: cause.clone(),
    };
    assert_eq!(us.commit(&turned).err(), Some(PartRefusal::WrongWay));
    assert_eq!(caused_by(&us.ws, &cause), std::slice::from_ref(&effect));
    assert_eq!(causes_of(&us.ws, &effect), std::slice::from_ref(&cause));
    let to_customer = us.write(&customer_id, true);
    let to_supplier = us.write(&supplier_id, true);
    for (file, others) in [(&to_customer, &effect), (&to_supplier, &cause)] {
        for hidden in [others.as_str(), tie.as_str(), "link-"] {
            assert!(!file.contains(hidden), "{hidden}");
        }
    }
    assert!(to_customer.contains(cause.as_str()) && to_supplier.contains(effect.as_str()));
    assert!(!to_customer.contains(supplier_id.as_str()));
    assert!(!to_supplier.contains(customer_id.as_str()));
    let mut supplier = Browser::new(31, &supplier_id, &person(3));
    supplier.read(&[&to_supplier]);
    assert!(caused_by(&supplier.ws, &cause).is_empty());
    // Even one that was given a parent stays home.
    us.set(&tie, &[(PARENT, cause.as_str())]);
    let audience = Audiences::of(&us.ws).audience(&tie);
    assert_eq!(audience.into_iter().collect::<Vec<_>>(), [us_id]);
    us.commit(&DropPart { part: tie }).expect("untied");
    assert!(caused_by(&us.ws, &cause).is_empty());
}

#[test]
fn what_a_supplier_is_asked_for_because_of_a_customer_is_tied_in_private() {
    let (mut us, mut customer) = two_firms();
    let (us_id, customer_id) = (us.me.party.clone(), customer.me.party.clone());
    let asking = Submit {
        draft: None,
        form: Form {
            customer_order: "PO-7788".into(),
            price: "4.25".into(),
            ..asks(&customer, &us_id)
        },
        stated: None,
    };
    let cause = made(&mut customer, &asking, KIND);
    us.read(&[&customer.write(&us_id, true)]);
    let supplier_id = us.create("party", &[("name", "Supplier")]);
    let form = {
        let record = us.ws.record(&cause).expect("it came");
        Form::because_of(&Requirement(record), &us_id)
    };
    assert_eq!(form.cause.as_ref(), Some(&cause));
    assert_eq!(form.provider, None, "nobody is asked yet");
    assert_eq!((form.title.as_str(), form.price.as_str()), ("Brackets", ""));
    assert_eq!(
        form.customer_order, "",
        "the customer's name for it is its own"
    );
    // Kept as a draft, the tie is not lost.
    let keep = SaveDraft { draft: None, form };
    let draft = made(&mut us, &keep, DRAFT);
    let kept = Form::of(&Requirement(us.ws.record(&draft).expect("the draft")));
    assert_eq!(kept.cause.as_ref(), Some(&cause));
    let submit = Submit {
        draft: Some(draft.clone()),
        form: Form {
            provider: Some(supplier_id.clone()),
            ..kept
        },
        stated: None,
    };
    let effect = made(&mut us, &submit, KIND);
    assert_eq!(caused_by(&us.ws, &cause), std::slice::from_ref(&effect));
    let asked = us.ws.record(&effect).expect("asked");
    assert!(
        asked.field("cause").is_none(),
        "the shared record does not say"
    );
    let to_supplier = us.write(&supplier_id, true);
    assert!(to_supplier.contains(effect.as_str()));
    for hidden in [
        cause.as_str(),
        draft.as_str(),
        customer_id.as_str(),
        "link-",
        "PO-7788",
    ] {
        assert!(!to_supplier.contains(hidden), "{hidden}");
    }
    assert!(!us.write(&customer_id, true).contains(effect.as_str()));
}

#[test]
fn a_task_the_partner_does_not_get_stays_back_alone() {
    let (mut a, mut b) = two_firms();
    let partner = party(2);
    let matrix = a.create("matrix", &[("title", "Inside")]);
    let task = a.create("task", &[("title", "Tooling"), (PARENT, matrix.as_str())]);
    let submit = Submit {
        draft: None,
        form: Form {
            task: Some(task.clone()),
            ..asks(&a, &partner)
        },
        stated: None,
    };
    let id = made(&mut a, &submit, KIND);
    let file = a.write(&partner, true);
    assert!(!file.contains(task.as_str()));
    b.read(&[&file]);
    let there = b.ws.record(&id).expect("the requirement came");
    assert_eq!(there.text("title"), "Brackets");
    assert_eq!(there.reference(TASK), None);
    let here = a.ws.record(&id).expect("the requirement");
    assert_eq!(here.reference(TASK), Some(task));
}
