//! Templates: what they keep, what belongs to one requirement only, that they stay at home.
//! Never in here: drafts and submitting.

use tandem::ledger::RecordId;
use tandem::modules::requirements::form::{Form, FormRefusal};
use tandem::modules::requirements::templates::{DropTemplate, KeepTemplate, TemplateRefusal, all};
use tandem::records::requirement::{Priority, Requirement};

use crate::firm::Firm;
use crate::pair::{form, pair};

fn keep(firm: &mut Firm, name: &str, form: Form) -> Result<(), TemplateRefusal> {
    let edit = KeepTemplate {
        name: name.into(),
        form,
    };
    firm.commit(&edit).map(|_| ())
}

fn read(firm: &Firm, id: &RecordId, onto: Form) -> Form {
    onto.like(&Requirement(firm.ws.record(id).expect("the template")))
}

#[test]
fn a_template_keeps_the_kind_and_not_the_one() {
    let (mut buyer, maker) = pair();
    let typed = Form {
        specification: "Drawing 7, anodised".into(),
        priority: Priority::High,
        reference_requester: "OUR-1".into(),
        ..form(&buyer, &maker)
    };
    keep(&mut buyer, " Bent parts ", typed.clone()).expect("kept");
    let known = all(&buyer.ws);
    let [(id, name)] = known.as_slice() else {
        panic!("{known:?}")
    };
    assert_eq!(name, "Bent parts");
    let begun = read(&buyer, id, Form::default());
    let of_the_kind = Form {
        requester: None,
        provider: None,
        needed_by: None,
        reference_requester: String::new(),
        ..typed.clone()
    };
    assert_eq!(begun, of_the_kind);
    // What is typed already of this one stays.
    let onto = Form {
        requester: typed.requester.clone(),
        needed_by: typed.needed_by,
        reference_requester: "OUR-2".into(),
        title: "something else".into(),
        ..Form::default()
    };
    let begun = read(&buyer, id, onto.clone());
    assert_eq!(begun.requester, onto.requester);
    assert_eq!(begun.needed_by, onto.needed_by);
    assert_eq!(begun.reference_requester, "OUR-2");
    assert_eq!(begun.title, typed.title);
}

#[test]
fn a_template_of_the_same_name_is_replaced_and_a_dropped_one_is_gone() {
    let (mut buyer, maker) = pair();
    let typed = form(&buyer, &maker);
    keep(&mut buyer, "Parts", typed.clone()).expect("kept");
    let other = Form {
        unit: "kg".into(),
        ..typed
    };
    keep(&mut buyer, "Parts", other).expect("kept again");
    let known = all(&buyer.ws);
    let [(id, _)] = known.as_slice() else {
        panic!("{known:?}")
    };
    assert_eq!(read(&buyer, id, Form::default()).unit, "kg");
    let drop = DropTemplate {
        template: id.clone(),
    };
    buyer.commit(&drop).expect("dropped");
    assert!(all(&buyer.ws).is_empty());
    assert_eq!(buyer.commit(&drop).err(), Some(TemplateRefusal::Gone));
}

#[test]
fn a_template_needs_a_name_and_numbers_that_are_numbers() {
    let (mut buyer, maker) = pair();
    let typed = form(&buyer, &maker);
    let refused = keep(&mut buyer, "  ", typed.clone());
    assert_eq!(refused, Err(TemplateRefusal::NameMissing));
    let wrong = Form {
        quantity: "many".into(),
        ..typed
    };
    let refused = keep(&mut buyer, "Parts", wrong);
    let why = TemplateRefusal::Form(FormRefusal::QuantityIsNoNumber);
    assert_eq!(refused, Err(why));
    assert!(all(&buyer.ws).is_empty());
}
