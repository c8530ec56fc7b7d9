//! What people do to requirements: keep a draft, submit it, take a step, amend a field.
//! Never in here: showing anything; refusals are enums the view puts into words. What is kept beside a
//! requirement is `parts`, changes asked for are `changes`.

use crate::ledger::{Edit, PARENT, Plan, Record, RecordId, STAGE, Value};
use crate::records::accord::Accord;
use crate::records::private::{CAUSE, EFFECT, LINK};
use crate::records::requirement::{
    self, ASKED, DRAFT, KIND, OWNER, REFERENCE_PROVIDER, Requirement, SUBMITTED_AS, TASK,
};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Feasibility, Loop, Side, Statement};
use crate::records::{document, milestone, person};
use crate::time::{Instant, MINUTE};

use super::form::{Form, FormRefusal, or_null, typed};

/// Keeps what was typed so far, in private.
pub struct SaveDraft {
    pub draft: Option<RecordId>,
    pub form: Form,
}

impl Edit for SaveDraft {
    type Refusal = FormRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), FormRefusal> {
        let values = self.form.values()?;
        let draft = match &self.draft {
            Some(id) => open_draft(plan, id)?,
            None => plan.create(DRAFT),
        };
        for (field, value) in values {
            plan.set(&draft, field, value);
        }
        plan.set(&draft, TASK, self.form.task_value());
        let cause = self.form.cause.as_ref();
        plan.set(&draft, CAUSE, cause.map_or_else(Value::null, Value::of));
        Ok(())
    }
}

/// Makes the shared record. The draft stays behind with its history (LEDGER 13), its notes and costs;
/// its milestones and documents are handed over. What it is asked for on behalf of a customer is tied to
/// the customer's requirement, in private. What a customer asked by telephone is entered for it
/// by the provider.
pub struct Submit {
    pub draft: Option<RecordId>,
    pub form: Form,
    /// When it was asked; now if `None`.
    pub stated: Option<Instant>,
}

impl Edit for Submit {
    type Refusal = FormRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), FormRefusal> {
        let joins = SameAs::of(plan.ws());
        let me = plan.me().party.clone();
        self.form.check(&joins, &me)?;
        let values = self.form.values()?;
        let draft = match &self.draft {
            Some(id) => Some(open_draft(plan, id)?),
            None => None,
        };
        let requirement = plan.create(KIND);
        for (field, value) in values {
            plan.set(&requirement, field, value);
        }
        let stated = self.stated.unwrap_or(plan.now()).min(plan.now());
        let mut said = Statement::new(Act::Submit, stated);
        let requester = self.form.requester.as_ref();
        said.entered_for = requester.filter(|r| !joins.same(r, &me)).cloned();
        plan.write(&requirement, STAGE, said.value());
        point_at_task(plan, &requirement, &self.form);
        if let Some(draft) = draft {
            hand_over(plan, &draft, &requirement);
            plan.set(&draft, SUBMITTED_AS, Value::of(&requirement));
        }
        if let Some(cause) = &self.form.cause {
            let link = plan.create(LINK);
            plan.set(&link, CAUSE, Value::of(cause));
            plan.set(&link, EFFECT, Value::of(&requirement));
        }
        Ok(())
    }
}

/// A change of its own: where the partner does not get the task's matrix, it alone stays back.
fn point_at_task(plan: &mut Plan<'_>, requirement: &RecordId, form: &Form) {
    plan.then(requirement);
    plan.set(requirement, TASK, form.task_value());
}

/// New records under the requirement, so that nothing shared knows of the draft.
fn hand_over(plan: &mut Plan<'_>, draft: &RecordId, requirement: &RecordId) {
    let ws = plan.ws();
    let milestones = milestone::of(ws, draft).into_iter().map(|m| m.0);
    let documents = document::of(ws, draft).into_iter().map(|d| d.0);
    for part in milestones {
        copy(plan, &part, requirement, &milestone::CONTENT);
    }
    for part in documents {
        copy(plan, &part, requirement, &document::CONTENT);
    }
}

fn copy(plan: &mut Plan<'_>, part: &Record<'_>, parent: &RecordId, fields: &[&str]) {
    let copy = plan.create(part.kind());
    plan.set(&copy, PARENT, Value::of(parent));
    for field in fields {
        let value = part.value(field).cloned();
        plan.set(&copy, field, value.unwrap_or_else(Value::null));
    }
}

fn open_draft(plan: &Plan<'_>, id: &RecordId) -> Result<RecordId, FormRefusal> {
    draft(plan, id).ok_or(FormRefusal::Gone)
}

/// A draft that was neither submitted nor thrown away.
pub(super) fn draft(plan: &Plan<'_>, id: &RecordId) -> Option<RecordId> {
    let draft = plan.ws().record(id).filter(|r| r.kind() == DRAFT)?;
    let open = !draft.is_deleted() && draft.value(SUBMITTED_AS).is_none();
    open.then(|| draft.id().clone())
}

/// Throws a draft, or puts a requirement, into the bin.
pub struct Discard {
    pub record: RecordId,
}

impl Edit for Discard {
    type Refusal = std::convert::Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        plan.delete(&self.record);
        Ok(())
    }
}

/// What the provider proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub feasibility: Feasibility,
    pub quantity: String,
    pub price: String,
    pub date: Option<Instant>,
    pub reason: String,
}

/// What the requester offers instead of what was proposed; what is left empty stands as proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    pub quantity: String,
    pub price: String,
    pub date: Option<Instant>,
    pub reason: String,
}

/// A step of the entitled party, with exactly what that step needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Acknowledge,
    /// Answers the requester's counter-offer, where one stands; accepting is then agreeing to it.
    Propose(Proposal),
    Counter(Offer),
    /// Takes the terms proposed: they replace what was asked, in the same act.
    Agree,
    Commit {
        plan: Option<Instant>,
    },
    Start,
    Deliver,
    SendBack {
        reason: String,
    },
    Accept,
    Settle,
    Withdraw {
        reason: String,
    },
    /// Puts it aside until somebody looks at it again.
    Shelve {
        owner: Option<RecordId>,
        reason: String,
        review: Option<Instant>,
    },
    Revive,
}

impl Step {
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::Acknowledge => Act::Acknowledge,
            Self::Propose(_) => Act::Propose,
            Self::Counter(_) => Act::Counter,
            Self::Agree => Act::Agree,
            Self::Commit { .. } => Act::Commit,
            Self::Start => Act::Start,
            Self::Deliver => Act::Deliver,
            Self::SendBack { .. } => Act::SendBack,
            Self::Accept => Act::Accept,
            Self::Settle => Act::Settle,
            Self::Withdraw { .. } => Act::Withdraw,
            Self::Shelve { .. } => Act::Shelve,
            Self::Revive => Act::Revive,
        }
    }
}

/// Takes a step.
pub struct Take {
    pub requirement: RecordId,
    pub step: Step,
    /// When it happened, if that was before now.
    pub stated: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepRefusal {
    Gone,
    NotEntitled(Side),
    /// Not from where the requirement stands now.
    OutOfOrder,
    /// It was put aside: it has to be revived first.
    Shelved,
    ReasonMissing,
    PlanMissing,
    /// Nobody, or nobody who is known here, is to look after it.
    OwnerMissing,
    /// No moment of review, or one that is past.
    ReviewMissing,
    /// Accepted with changes, but none is named.
    ChangeMissing,
    NoNumber,
    InTheFuture,
    BeforeSubmission,
}

impl Edit for Take {
    type Refusal = StepRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), StepRefusal> {
        let requirement = submitted(plan, &self.requirement).ok_or(StepRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let course = Loop::of(&requirement, &joins);
        let act = self.step.act();
        may(&requirement, &course, &joins, &plan.me().party, act)?;
        let mut said = self.statement(plan)?;
        let answers = match act {
            Act::Counter | Act::Agree => true,
            Act::Propose => matches!(course.accord, Accord::Countered { .. }),
            _ => false,
        };
        said.of = course.accord.offer().filter(|_| answers);
        let asked = course.first(Act::Submit).map(|m| m.said.stated);
        if self.stated.is_some() && asked.is_some_and(|asked| said.stated < asked) {
            return Err(StepRefusal::BeforeSubmission);
        }
        plan.write(&self.requirement, STAGE, said.value());
        let agreed = course.accord.agreed_by(&said);
        for (field, value) in agreed.map(|terms| terms.fields()).unwrap_or_default() {
            plan.set(&self.requirement, field, value);
        }
        Ok(())
    }
}

/// Whether a party may take a step now, and if not, why.
pub fn may(
    requirement: &Requirement<'_>,
    course: &Loop,
    joins: &SameAs,
    me: &RecordId,
    act: Act,
) -> Result<(), StepRefusal> {
    let (requester, provider) = (requirement.requester(), requirement.provider());
    let entitled = match act.side() {
        Side::Requester => is(requester, joins, me),
        Side::Provider => is(provider, joins, me),
        Side::Either => is(requester, joins, me) || is(provider, joins, me),
    };
    if !entitled {
        return Err(StepRefusal::NotEntitled(act.side()));
    }
    if course.may(act) {
        Ok(())
    } else if course.shelved.is_some() {
        Err(StepRefusal::Shelved)
    } else {
        Err(StepRefusal::OutOfOrder)
    }
}

impl Take {
    fn statement(&self, plan: &Plan<'_>) -> Result<Statement, StepRefusal> {
        let now = plan.now();
        let stated = self.stated.unwrap_or(now);
        if stated > now.plus(MINUTE) {
            return Err(StepRefusal::InTheFuture);
        }
        let mut said = Statement::new(self.step.act(), stated);
        match &self.step {
            Step::Propose(proposal) => proposal.state(&mut said)?,
            Step::Commit { plan } => said.plan = Some(plan.ok_or(StepRefusal::PlanMissing)?),
            Step::SendBack { reason } | Step::Withdraw { reason } => {
                said.reason = reason_in(reason)?;
            }
            Step::Counter(offer) => offer.state(&mut said)?,
            Step::Shelve {
                owner,
                reason,
                review,
            } => {
                said.reason = reason_in(reason)?;
                let known = |id: &&RecordId| {
                    let record = plan.ws().record(id);
                    record.is_some_and(|r| r.kind() == person::KIND && !r.is_deleted())
                };
                let owner = owner.as_ref().filter(known);
                said.owner = Some(owner.cloned().ok_or(StepRefusal::OwnerMissing)?);
                let review = review.filter(|at| *at > now);
                said.review = Some(review.ok_or(StepRefusal::ReviewMissing)?);
            }
            Step::Acknowledge
            | Step::Agree
            | Step::Start
            | Step::Deliver
            | Step::Accept
            | Step::Settle
            | Step::Revive => {}
        }
        Ok(said)
    }
}

impl Offer {
    fn state(&self, said: &mut Statement) -> Result<(), StepRefusal> {
        said.reason = self.reason.trim().to_owned();
        terms(said, &self.quantity, &self.price, self.date)
    }
}

/// What would change; a comment alone may say it where no number does.
fn terms(
    said: &mut Statement,
    quantity: &str,
    price: &str,
    date: Option<Instant>,
) -> Result<(), StepRefusal> {
    let number = |text: &str| typed(text).ok_or(StepRefusal::NoNumber);
    said.quantity = Some(number(quantity)?).filter(|v| !v.is_null());
    said.price = Some(number(price)?).filter(|v| !v.is_null());
    said.date = date;
    let named = said.quantity.is_some() || said.price.is_some() || said.date.is_some();
    if named || !said.reason.is_empty() {
        Ok(())
    } else {
        Err(StepRefusal::ChangeMissing)
    }
}

impl Proposal {
    fn state(&self, said: &mut Statement) -> Result<(), StepRefusal> {
        said.feasibility = Some(self.feasibility);
        said.reason = self.reason.trim().to_owned();
        match self.feasibility {
            Feasibility::Accept | Feasibility::NotOurs => {}
            Feasibility::Reject => said.reason = reason_in(&self.reason)?,
            Feasibility::AcceptWithChanges => {
                terms(said, &self.quantity, &self.price, self.date)?;
            }
        }
        Ok(())
    }
}

fn reason_in(text: &str) -> Result<String, StepRefusal> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(StepRefusal::ReasonMissing);
    }
    Ok(reason.to_owned())
}

/// Corrects what the requester calls it and how it sorts it, and what a table brought in; what was
/// submitted changes by a change request alone (SPEC module 2). Writes only what differs between the
/// two forms, so that a field nobody touched keeps its rivals.
pub struct Rewrite {
    pub requirement: RecordId,
    pub before: Form,
    pub after: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteRefusal {
    Gone,
    NotEntitled(Side),
    /// It was submitted: what is asked changes by a change request.
    MakeAChangeRequest,
    Form(FormRefusal),
}

impl Edit for Rewrite {
    type Refusal = RewriteRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), RewriteRefusal> {
        let requirement = submitted(plan, &self.requirement).ok_or(RewriteRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        if !may_rewrite(&requirement, &joins, &plan.me().party) {
            return Err(RewriteRefusal::NotEntitled(Side::Requester));
        }
        if self.after.title.trim().is_empty() {
            return Err(RewriteRefusal::Form(FormRefusal::TitleMissing));
        }
        let before = self.before.values().unwrap_or_default();
        let after = self.after.values().map_err(RewriteRefusal::Form)?;
        let differs = |(field, value): &(&str, Value)| {
            let was = before.iter().find(|(name, _)| name == field);
            // Who asks whom is settled by submitting.
            let settled = [requirement::REQUESTER, requirement::PROVIDER].contains(field);
            !settled && was.is_none_or(|(_, was)| was != value)
        };
        let differing: Vec<(&str, Value)> = after.into_iter().filter(differs).collect();
        let asked = differing.iter().any(|(field, _)| ASKED.contains(field));
        if asked && !is_open(&requirement, &joins) {
            return Err(RewriteRefusal::MakeAChangeRequest);
        }
        for (field, value) in differing {
            plan.set(&self.requirement, field, value);
        }
        if self.after.task != self.before.task {
            point_at_task(plan, &self.requirement, &self.after);
        }
        Ok(())
    }
}

/// Whether what is asked may be corrected without asking: nobody submitted it, or it came from a table.
#[must_use]
pub fn is_open(requirement: &Requirement<'_>, joins: &SameAs) -> bool {
    requirement.is_imported() || Loop::of(requirement, joins).stage.is_none()
}

/// The requester says what it asks, or whoever entered it for the requester.
#[must_use]
pub fn may_rewrite(requirement: &Requirement<'_>, joins: &SameAs, me: &RecordId) -> bool {
    let creation = requirement.0.creation();
    let entered_it = creation.is_some_and(|c| joins.same(&c.by.party, me));
    entered_it || is(requirement.requester(), joins, me)
}

/// The provider says who handles it and what it is called there.
pub struct Handle {
    pub requirement: RecordId,
    pub owner: String,
    pub reference: String,
}

impl Edit for Handle {
    type Refusal = StepRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), StepRefusal> {
        let requirement = submitted(plan, &self.requirement).ok_or(StepRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        if !may_handle(&requirement, &joins, &plan.me().party) {
            return Err(StepRefusal::NotEntitled(Side::Provider));
        }
        let stands = |field: &str, text: &str| requirement.0.text(field).trim() == text.trim();
        for (field, text) in [(OWNER, &self.owner), (REFERENCE_PROVIDER, &self.reference)] {
            if !stands(field, text) {
                plan.set(&self.requirement, field, or_null(text));
            }
        }
        Ok(())
    }
}

#[must_use]
pub fn may_handle(requirement: &Requirement<'_>, joins: &SameAs, me: &RecordId) -> bool {
    is(requirement.provider(), joins, me)
}

pub(super) fn is(party: Option<RecordId>, joins: &SameAs, me: &RecordId) -> bool {
    party.is_some_and(|p| joins.same(&p, me))
}

/// A requirement that is there and not in the bin.
pub(super) fn submitted<'a>(plan: &Plan<'a>, id: &RecordId) -> Option<Requirement<'a>> {
    let record = plan.ws().record(id)?;
    (record.kind() == KIND && !record.is_deleted()).then_some(Requirement(record))
}
