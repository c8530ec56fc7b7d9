//! What people do to requirements: keep a draft, submit it, take a step, amend a field.
//! Never in here: showing anything; refusals are enums the view puts into words.

use crate::ledger::{Edit, Plan, RecordId, STAGE, Value};
use crate::records::requirement::{
    self, DRAFT, KIND, OWNER, REFERENCE_PROVIDER, Requirement, SUBMITTED_AS,
};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Feasibility, Loop, Side, Statement};
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
        Ok(())
    }
}

/// Makes the shared record. The draft stays behind with its history (LEDGER 13). What a customer
/// asked by telephone is entered for it by the provider.
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
        if let Some(draft) = draft {
            plan.set(&draft, SUBMITTED_AS, Value::of(&requirement));
        }
        Ok(())
    }
}

fn open_draft(plan: &Plan<'_>, id: &RecordId) -> Result<RecordId, FormRefusal> {
    let draft = plan.ws().record(id);
    let open = draft.filter(|d| !d.is_deleted() && d.value(SUBMITTED_AS).is_none());
    open.map(|d| d.id().clone()).ok_or(FormRefusal::Gone)
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

/// A step of the entitled party, with exactly what that step needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Acknowledge,
    Propose(Proposal),
    Commit { plan: Option<Instant> },
    Start,
    Deliver,
    SendBack { reason: String },
    Accept,
    Settle,
    Withdraw { reason: String },
}

impl Step {
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::Acknowledge => Act::Acknowledge,
            Self::Propose(_) => Act::Propose,
            Self::Commit { .. } => Act::Commit,
            Self::Start => Act::Start,
            Self::Deliver => Act::Deliver,
            Self::SendBack { .. } => Act::SendBack,
            Self::Accept => Act::Accept,
            Self::Settle => Act::Settle,
            Self::Withdraw { .. } => Act::Withdraw,
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
    ReasonMissing,
    PlanMissing,
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
        let said = self.statement(plan.now())?;
        let asked = course.first(Act::Submit).map(|m| m.said.stated);
        if self.stated.is_some() && asked.is_some_and(|asked| said.stated < asked) {
            return Err(StepRefusal::BeforeSubmission);
        }
        plan.write(&self.requirement, STAGE, said.value());
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
    } else {
        Err(StepRefusal::OutOfOrder)
    }
}

impl Take {
    fn statement(&self, now: Instant) -> Result<Statement, StepRefusal> {
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
            Step::Acknowledge | Step::Start | Step::Deliver | Step::Accept | Step::Settle => {}
        }
        Ok(said)
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
                let number = |text: &str| typed(text).ok_or(StepRefusal::NoNumber);
                said.quantity = Some(number(&self.quantity)?).filter(|v| !v.is_null());
                said.price = Some(number(&self.price)?).filter(|v| !v.is_null());
                said.date = self.date;
                let named = said.quantity.is_some() || said.price.is_some() || said.date.is_some();
                if !named && said.reason.is_empty() {
                    return Err(StepRefusal::ChangeMissing);
                }
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

/// Corrects what was asked: writes only what differs between the two forms, so that a field nobody
/// touched keeps its rivals.
pub struct Rewrite {
    pub requirement: RecordId,
    pub before: Form,
    pub after: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteRefusal {
    Gone,
    NotEntitled(Side),
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
        for (field, value) in after {
            let was = before.iter().find(|(name, _)| *name == field);
            let same = was.is_some_and(|(_, was)| *was == value);
            // Who asks whom is settled by submitting.
            if !same && field != requirement::REQUESTER && field != requirement::PROVIDER {
                plan.set(&self.requirement, field, value);
            }
        }
        Ok(())
    }
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

fn is(party: Option<RecordId>, joins: &SameAs, me: &RecordId) -> bool {
    party.is_some_and(|p| joins.same(&p, me))
}

fn submitted<'a>(plan: &Plan<'a>, id: &RecordId) -> Option<Requirement<'a>> {
    let record = plan.ws().record(id)?;
    (record.kind() == KIND && !record.is_deleted()).then_some(Requirement(record))
}
