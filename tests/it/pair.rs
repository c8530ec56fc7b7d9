//! A buyer and a maker with people of every layer, and one requirement between them: what the tests of
//! the closed loop play with.
//! Never in here: a test.

use tandem::ledger::{Edit, RecordId, Value};
use tandem::modules::requirements::edits::{Step, StepRefusal, Submit, Take};
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::model::{Row, rows};
use tandem::records::hours::Terms;
use tandem::records::limits::{Partners, Reader};
use tandem::records::person::{self, Layer};
use tandem::records::requirement::{KIND, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::Loop;
use tandem::time::DAY;

use crate::firm::Firm;

/// Two firms that know each other.
pub fn pair() -> (Firm, Firm) {
    let (mut buyer, mut maker) = (Firm::new(1, "Buyer"), Firm::new(2, "Maker"));
    buyer.hear(&maker);
    maker.hear(&buyer);
    (buyer, maker)
}

pub fn form(requester: &Firm, provider: &Firm) -> Form {
    Form {
        title: "Brackets".into(),
        requester: Some(requester.party()),
        provider: Some(provider.party()),
        quantity: "1200".into(),
        price: "3.50".into(),
        needed_by: Some(requester.now.plus(10 * DAY)),
        ..Form::default()
    }
}

/// The buyer asks; the maker heard of it.
pub fn asked() -> (Firm, Firm, RecordId) {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    (buyer, maker, id)
}

pub fn ask(buyer: &mut Firm, maker: &Firm) -> RecordId {
    let submit = Submit {
        draft: None,
        form: form(buyer, maker),
        stated: None,
    };
    let changes = buyer.commit(&submit).expect("complete enough");
    let made = changes.iter().map(|c| &c.record);
    made.into_iter()
        .find(|id| id.kind() == KIND)
        .expect("a requirement")
        .clone()
}

pub fn take(firm: &mut Firm, requirement: &RecordId, step: Step) -> Result<(), StepRefusal> {
    let take = Take {
        requirement: requirement.clone(),
        step,
        stated: None,
    };
    firm.commit(&take).map(|_| ())
}

pub fn course(firm: &Firm, requirement: &RecordId) -> Loop {
    let record = firm.ws.record(requirement).expect("the requirement");
    Loop::of(&Requirement(record), &SameAs::of(&firm.ws))
}

/// A person of the firm in a layer, whom it knows from now on.
pub fn hire(firm: &mut Firm, layer: Layer) -> RecordId {
    let id = firm.name(person::KIND);
    let party = firm.party();
    firm.set(&id, person::PARTY, Value::of(&party));
    firm.set(&id, person::LAYER, Value::text(layer.as_str()));
    id
}

/// Does an edit as another person of the firm.
pub fn act_as<E: Edit>(firm: &mut Firm, person: &RecordId, edit: &E) -> Result<(), E::Refusal> {
    let own = std::mem::replace(&mut firm.me.person, person.clone());
    let done = firm.commit(edit);
    firm.me.person = own;
    done.map(|_| ())
}

pub fn read(firm: &Firm, partners: &Partners) -> Vec<Row> {
    let joins = SameAs::of(&firm.ws);
    let terms = Terms::of(&firm.ws, &joins);
    let reader = Reader {
        me: &firm.me.party,
        joins: &joins,
        partners,
        terms: &terms,
    };
    rows(&firm.ws, &reader)
}
