//! What people do to requirements: keep a draft, submit it, take a step, amend a field.
//! Never in here: showing anything; refusals are enums the view puts into words.

use crate::ledger::{Edit, Plan, Record, RecordId, STAGE, Value};
use crate::records::number;
use crate::records::requirement::{
    ACCEPTANCE_CRITERIA, CURRENCY, CUSTOMER_ORDER, DRAFT, GROUP, KIND, NEEDED_BY, OWNER, PART,
    PRICE, PRIORITY, PROVIDER, Priority, QUANTITY, REFERENCE_PROVIDER, REFERENCE_REQUESTER,
    REQUESTER, REVISION, Requirement, SPECIFICATION, SUBMITTED_AS, TITLE, UNIT,
};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Feasibility, Loop, Side, Statement};
use crate::time::{Instant, MINUTE};

/// What the form of a new requirement holds, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub title: String,
    pub requester: Option<RecordId>,
    pub provider: Option<RecordId>,
    pub part: String,
    pub customer_order: String,
    pub quantity: String,
    pub unit: String,
    pub price: String,
    pub currency: String,
    pub revision: String,
    pub needed_by: Option<Instant>,
    pub priority: Priority,
    pub reference_requester: String,
    pub group: String,
    pub specification: String,
    pub acceptance_criteria: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormRefusal {
    TitleMissing,
    PartnerMissing,
    /// Neither side of it is the writer's own party.
    NotOurs,
    BothTheSame,
    QuantityIsNoNumber,
    PriceIsNoNumber,
    /// Submitted already, perhaps in another tab, or thrown away.
    Gone,
}

impl Form {
    /// The form of a draft that was kept.
    #[must_use]
    pub fn of(draft: &Requirement<'_>) -> Self {
        let text = |field: &str| draft.0.text(field).into_owned();
        Self {
            title: text(TITLE),
            requester: draft.requester(),
            provider: draft.provider(),
            part: text(PART),
            customer_order: text(CUSTOMER_ORDER),
            quantity: number::as_written(&draft.0, QUANTITY),
            unit: text(UNIT),
            price: number::as_written(&draft.0, PRICE),
            currency: text(CURRENCY),
            revision: text(REVISION),
            needed_by: draft.needed_by(),
            priority: draft.priority(),
            reference_requester: text(REFERENCE_REQUESTER),
            group: text(GROUP),
            specification: text(SPECIFICATION),
            acceptance_criteria: text(ACCEPTANCE_CRITERIA),
        }
    }

    fn values(&self) -> Result<Vec<(&'static str, Value)>, FormRefusal> {
        let texts = [
            (TITLE, &self.title),
            (PART, &self.part),
            (CUSTOMER_ORDER, &self.customer_order),
            (UNIT, &self.unit),
            (CURRENCY, &self.currency),
            (REVISION, &self.revision),
            (REFERENCE_REQUESTER, &self.reference_requester),
            (GROUP, &self.group),
            (SPECIFICATION, &self.specification),
            (ACCEPTANCE_CRITERIA, &self.acceptance_criteria),
        ];
        let party = |id: &Option<RecordId>| id.as_ref().map_or_else(Value::null, Value::of);
        let mut values: Vec<(&'static str, Value)> = texts
            .into_iter()
            .map(|(field, text)| (field, or_null(text)))
            .collect();
        values.extend([
            (REQUESTER, party(&self.requester)),
            (PROVIDER, party(&self.provider)),
            (
                QUANTITY,
                typed(&self.quantity).ok_or(FormRefusal::QuantityIsNoNumber)?,
            ),
            (
                PRICE,
                typed(&self.price).ok_or(FormRefusal::PriceIsNoNumber)?,
            ),
            (
                NEEDED_BY,
                self.needed_by
                    .map_or_else(Value::null, |at| Value::int(at.0)),
            ),
            (PRIORITY, Value::text(self.priority.as_str())),
        ]);
        Ok(values)
    }

    fn check(&self, joins: &SameAs, me: &RecordId) -> Result<(), FormRefusal> {
        if self.title.trim().is_empty() {
            return Err(FormRefusal::TitleMissing);
        }
        let (Some(requester), Some(provider)) = (&self.requester, &self.provider) else {
            return Err(FormRefusal::PartnerMissing);
        };
        if joins.same(requester, provider) {
            return Err(FormRefusal::BothTheSame);
        }
        if !joins.same(requester, me) && !joins.same(provider, me) {
            return Err(FormRefusal::NotOurs);
        }
        Ok(())
    }
}

fn or_null(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::null()
    } else {
        Value::text(text)
    }
}

/// Nothing typed is null; `None` if it is no number.
fn typed(text: &str) -> Option<Value> {
    if text.trim().is_empty() {
        return Some(Value::null());
    }
    number::typed(text)
}

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
        let record = plan.ws().record(&self.requirement);
        let record = record.filter(|r| r.kind() == KIND && !r.is_deleted());
        let requirement = Requirement(record.ok_or(StepRefusal::Gone)?);
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
    let is = |party: Option<RecordId>| party.is_some_and(|p| joins.same(&p, me));
    let entitled = match act.side() {
        Side::Requester => is(requirement.requester()),
        Side::Provider => is(requirement.provider()),
        Side::Either => is(requirement.requester()) || is(requirement.provider()),
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

/// A new value for one field of a submitted requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    Text(String),
    Number(String),
    Moment(Option<Instant>),
}

/// Corrects one field of a requirement.
pub struct Amend {
    pub requirement: RecordId,
    pub field: &'static str,
    pub to: Entered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmendRefusal {
    Gone,
    NotEntitled(Side),
    NoNumber,
    TitleMissing,
}

impl Edit for Amend {
    type Refusal = AmendRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), AmendRefusal> {
        let record = plan.ws().record(&self.requirement);
        let record = record
            .filter(|r| !r.is_deleted())
            .ok_or(AmendRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        may_amend(&record, &joins, &plan.me().party, self.field)?;
        let value = match &self.to {
            Entered::Text(text) => or_null(text),
            Entered::Number(text) => typed(text).ok_or(AmendRefusal::NoNumber)?,
            Entered::Moment(at) => at.map_or_else(Value::null, |at| Value::int(at.0)),
        };
        if self.field == TITLE && value.is_null() {
            return Err(AmendRefusal::TitleMissing);
        }
        plan.set(&self.requirement, self.field, value);
        Ok(())
    }
}

/// The provider says who handles it and under which reference; all else is the requester's, or
/// whoever entered the requirement for it.
pub fn may_amend(
    record: &Record<'_>,
    joins: &SameAs,
    me: &RecordId,
    field: &str,
) -> Result<(), AmendRefusal> {
    let requirement = Requirement(*record);
    let is = |party: Option<RecordId>| party.is_some_and(|p| joins.same(&p, me));
    let providers_own = matches!(field, REFERENCE_PROVIDER | OWNER);
    let entered_it = record
        .creation()
        .is_some_and(|c| joins.same(&c.by.party, me));
    if providers_own {
        return match is(requirement.provider()) {
            true => Ok(()),
            false => Err(AmendRefusal::NotEntitled(Side::Provider)),
        };
    }
    match is(requirement.requester()) || entered_it {
        true => Ok(()),
        false => Err(AmendRefusal::NotEntitled(Side::Requester)),
    }
}
