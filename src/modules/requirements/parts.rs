//! What is kept beside a requirement or a draft: milestones and documents, which both firms get, and
//! notes, costs and links between requirements, which stay in one's own.
//! Never in here: showing anything, the bytes of a document; refusals are enums the view puts into words.

use crate::exchange::MAX_DOCUMENT;
use crate::ledger::{Digest, Edit, PARENT, Plan, RecordId, Value};
use crate::records::private::{
    AMOUNT, CAUSE, COST, CURRENCY, EFFECT, LABEL, LINK, NOTE, TEXT, caused_by,
};
use crate::records::requirement::{Direction, Requirement};
use crate::records::same_as::SameAs;
use crate::records::{document, milestone};
use crate::time::{Instant, MINUTE};

use super::edits::{draft, is_open, submitted};
use super::form::{or_null, typed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartRefusal {
    Gone,
    /// Neither of the two parties is the writer's own.
    NotEntitled,
    NameMissing,
    TextMissing,
    AmountIsNoNumber,
    InTheFuture,
    /// It was submitted: its milestones change by a change request.
    MakeAChangeRequest,
    /// Larger than a file may carry: by name and digest only.
    TooLargeToEmbed,
    /// A link leads from what a customer asks of us to what we ask of a supplier.
    WrongWay,
    AlreadyThere,
}

/// What something is kept beside.
enum Beside {
    Draft,
    /// What is asked may be corrected freely, or only by a change request.
    Requirement {
        open: bool,
    },
}

fn beside(plan: &Plan<'_>, parent: &RecordId) -> Result<Beside, PartRefusal> {
    if draft(plan, parent).is_some() {
        return Ok(Beside::Draft);
    }
    let requirement = submitted(plan, parent).ok_or(PartRefusal::Gone)?;
    let joins = SameAs::of(plan.ws());
    if !requirement.is_between(&joins, &plan.me().party) {
        return Err(PartRefusal::NotEntitled);
    }
    let open = is_open(&requirement, &joins);
    Ok(Beside::Requirement { open })
}

fn name_in(text: &str) -> Result<Value, PartRefusal> {
    let name = or_null(text);
    if name.is_null() {
        return Err(PartRefusal::NameMissing);
    }
    Ok(name)
}

/// The parent of a part that is there and of a kind.
fn parent_of(plan: &Plan<'_>, part: &RecordId, kind: &str) -> Result<RecordId, PartRefusal> {
    let record = plan.ws().record(part);
    let there = record.filter(|r| r.kind() == kind && !r.is_deleted());
    there.and_then(|r| r.parent()).ok_or(PartRefusal::Gone)
}

/// Adds a milestone, or changes one of a draft.
pub struct SetMilestone {
    pub parent: RecordId,
    /// `None`: a new one.
    pub milestone: Option<RecordId>,
    pub name: String,
    pub due: Option<Instant>,
}

impl Edit for SetMilestone {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let parent = match &self.milestone {
            Some(id) => parent_of(plan, id, milestone::KIND)?,
            None => self.parent.clone(),
        };
        let beside = beside(plan, &parent)?;
        let name = name_in(&self.name)?;
        let due = self.due.map_or_else(Value::null, |at| Value::int(at.0));
        let id = match &self.milestone {
            Some(_) if matches!(beside, Beside::Requirement { open: false }) => {
                return Err(PartRefusal::MakeAChangeRequest);
            }
            Some(id) => id.clone(),
            None => {
                let id = plan.create(milestone::KIND);
                plan.set(&id, PARENT, Value::of(&parent));
                id
            }
        };
        plan.set(&id, milestone::NAME, name);
        plan.set(&id, milestone::DUE, due);
        Ok(())
    }
}

/// Says that a milestone was reached.
pub struct ReachMilestone {
    pub milestone: RecordId,
    /// When, if that was before now.
    pub stated: Option<Instant>,
}

impl Edit for ReachMilestone {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let parent = parent_of(plan, &self.milestone, milestone::KIND)?;
        if let Beside::Draft = beside(plan, &parent)? {
            return Err(PartRefusal::NotEntitled);
        }
        let at = self.stated.unwrap_or(plan.now());
        if at > plan.now().plus(MINUTE) {
            return Err(PartRefusal::InTheFuture);
        }
        plan.set(&self.milestone, milestone::REACHED, Value::int(at.0));
        Ok(())
    }
}

/// Names a document by its content. The bytes go to their own store, or stay where they are.
pub struct Attach {
    pub parent: RecordId,
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub digest: Digest,
    /// Whether the bytes go along in files.
    pub embed: bool,
}

impl Edit for Attach {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        beside(plan, &self.parent)?;
        let name = name_in(&self.name)?;
        if self.embed && self.size > MAX_DOCUMENT as u64 {
            return Err(PartRefusal::TooLargeToEmbed);
        }
        let digest = self.digest.to_string();
        let same = |d: &document::Document<'_>| d.digest().as_ref() == Some(&digest);
        if document::of(plan.ws(), &self.parent).iter().any(same) {
            return Err(PartRefusal::AlreadyThere);
        }
        let id = plan.create(document::KIND);
        plan.set(&id, PARENT, Value::of(&self.parent));
        plan.set(&id, document::NAME, name);
        plan.set(&id, document::SIZE, Value::of(&self.size));
        plan.set(&id, document::DIGEST, Value::text(&digest));
        plan.set(&id, document::EMBEDDED, Value::bool(self.embed));
        Ok(())
    }
}

/// A note that stays in one's own firm, beside any record.
pub struct WriteNote {
    pub beside: RecordId,
    /// `None`: a new one.
    pub note: Option<RecordId>,
    pub text: String,
}

impl Edit for WriteNote {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let text = or_null(&self.text);
        if text.is_null() {
            return Err(PartRefusal::TextMissing);
        }
        let note = own(plan, self.note.as_ref(), &self.beside, NOTE)?;
        plan.set(&note, TEXT, text);
        Ok(())
    }
}

/// A cost that stays in one's own firm.
pub struct WriteCost {
    pub beside: RecordId,
    /// `None`: a new one.
    pub cost: Option<RecordId>,
    pub label: String,
    pub amount: String,
    pub currency: String,
}

impl Edit for WriteCost {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let label = name_in(&self.label)?;
        let amount = typed(&self.amount).filter(|amount| !amount.is_null());
        let amount = amount.ok_or(PartRefusal::AmountIsNoNumber)?;
        let cost = own(plan, self.cost.as_ref(), &self.beside, COST)?;
        plan.set(&cost, LABEL, label);
        plan.set(&cost, AMOUNT, amount);
        plan.set(&cost, CURRENCY, or_null(&self.currency));
        Ok(())
    }
}

/// A private record that is there, or a new one beside a record that is.
fn own(
    plan: &mut Plan<'_>,
    known: Option<&RecordId>,
    beside: &RecordId,
    kind: &str,
) -> Result<RecordId, PartRefusal> {
    if let Some(id) = known {
        parent_of(plan, id, kind)?;
        return Ok(id.clone());
    }
    let subject = plan.ws().record(beside).filter(|r| !r.is_deleted());
    subject.ok_or(PartRefusal::Gone)?;
    let id = plan.create(kind);
    plan.set(&id, PARENT, Value::of(beside));
    Ok(id)
}

/// Ties what a customer asks of us to what we ask of a supplier for it. Neither of them learns of it.
pub struct LinkRequirements {
    pub cause: RecordId,
    pub effect: RecordId,
}

impl Edit for LinkRequirements {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let cause = submitted(plan, &self.cause).ok_or(PartRefusal::Gone)?;
        let effect = submitted(plan, &self.effect).ok_or(PartRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let way = |r: Requirement<'_>| r.direction(&joins, &plan.me().party);
        if (way(cause), way(effect)) != (Direction::In, Direction::Out) {
            return Err(PartRefusal::WrongWay);
        }
        if caused_by(plan.ws(), &self.cause).contains(&self.effect) {
            return Err(PartRefusal::AlreadyThere);
        }
        let link = plan.create(LINK);
        plan.set(&link, CAUSE, Value::of(&self.cause));
        plan.set(&link, EFFECT, Value::of(&self.effect));
        Ok(())
    }
}

/// Puts a part into the bin: a milestone of a draft, a document one's own party attached, or what is
/// private.
pub struct DropPart {
    pub part: RecordId,
}

impl Edit for DropPart {
    type Refusal = PartRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PartRefusal> {
        let record = plan.ws().record(&self.part);
        let record = record
            .filter(|r| !r.is_deleted())
            .ok_or(PartRefusal::Gone)?;
        match record.kind() {
            milestone::KIND | document::KIND => {
                let parent = record.parent().ok_or(PartRefusal::Gone)?;
                let beside = beside(plan, &parent)?;
                let asked = record.kind() == milestone::KIND;
                if asked && matches!(beside, Beside::Requirement { open: false }) {
                    return Err(PartRefusal::MakeAChangeRequest);
                }
                let joins = SameAs::of(plan.ws());
                let made = record.creation();
                if !made.is_some_and(|c| joins.same(&c.by.party, &plan.me().party)) {
                    return Err(PartRefusal::NotEntitled);
                }
            }
            NOTE | COST | LINK => {}
            _ => return Err(PartRefusal::NotEntitled),
        }
        plan.delete(&self.part);
        Ok(())
    }
}
