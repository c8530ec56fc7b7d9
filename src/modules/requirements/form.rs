//! What the form of a requirement holds, what it lacks, and the values it stands for.
//! Never in here: inputs and words; writing (edits).

use crate::ledger::{RecordId, Value, Workspace};
use crate::records::private::CAUSE;
use crate::records::requirement::{
    ACCEPTANCE_CRITERIA, CURRENCY, CUSTOMER_ORDER, GROUP, NEEDED_BY, PART, PRICE, PRIORITY,
    PROVIDER, Priority, QUANTITY, REFERENCE_REQUESTER, REQUESTER, REVISION, Requirement,
    SPECIFICATION, TITLE, UNIT,
};
use crate::records::same_as::SameAs;
use crate::records::{document, milestone, number};
use crate::time::Instant;

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
    /// The task of a matrix that says who is responsible.
    pub task: Option<RecordId>,
    /// The customer's requirement it is for; nobody but one's own firm learns of it.
    pub cause: Option<RecordId>,
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
            task: draft.task(),
            cause: draft.0.reference(CAUSE),
        }
    }

    /// Takes over what a template says of its kind; who asks whom and by when stays.
    #[must_use]
    pub fn like(self, template: &Requirement<'_>) -> Self {
        Self {
            requester: self.requester,
            provider: self.provider,
            needed_by: self.needed_by,
            reference_requester: self.reference_requester,
            task: self.task,
            cause: self.cause,
            ..Self::of(template)
        }
    }

    /// What a supplier is asked for because of a customer's requirement: the same thing, of nobody yet,
    /// without the customer's names for it, its price and its date.
    #[must_use]
    pub fn because_of(cause: &Requirement<'_>, me: &RecordId) -> Self {
        Self {
            requester: Some(me.clone()),
            cause: Some(cause.0.id().clone()),
            ..Self {
                customer_order: String::new(),
                price: String::new(),
                currency: String::new(),
                reference_requester: String::new(),
                group: String::new(),
                provider: None,
                needed_by: None,
                task: None,
                ..Self::of(cause)
            }
        }
    }

    /// Not one of [`Form::values`]: it may name a record that the partner does not get.
    pub(super) fn task_value(&self) -> Value {
        self.task.as_ref().map_or_else(Value::null, Value::of)
    }

    pub(super) fn values(&self) -> Result<Vec<(&'static str, Value)>, FormRefusal> {
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

    /// The completeness check before submitting (提报完整性检查): what is still missing, in the order of
    /// the form. `kept` is the draft or requirement whose milestones and documents count; a document
    /// can be the specification.
    #[must_use]
    pub fn missing(&self, ws: &Workspace, kept: Option<&RecordId>) -> Vec<Missing> {
        let documents = kept.map_or(0, |id| document::of(ws, id).len());
        let milestones = kept.map_or(0, |id| milestone::of(ws, id).len());
        let empty = |text: &String| text.trim().is_empty();
        let checks = [
            (Missing::Title, empty(&self.title)),
            (
                Missing::Partner,
                self.requester.is_none() || self.provider.is_none(),
            ),
            (Missing::Part, empty(&self.part)),
            (Missing::Quantity, empty(&self.quantity)),
            (Missing::NeededBy, self.needed_by.is_none()),
            (
                Missing::Specification,
                empty(&self.specification) && documents == 0,
            ),
            (
                Missing::AcceptanceCriteria,
                empty(&self.acceptance_criteria),
            ),
            (Missing::Milestones, milestones == 0),
        ];
        let missing = checks.into_iter().filter(|(_, lacks)| *lacks);
        missing.map(|(what, _)| what).collect()
    }

    pub(super) fn check(&self, joins: &SameAs, me: &RecordId) -> Result<(), FormRefusal> {
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

pub(super) fn or_null(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::null()
    } else {
        Value::text(text)
    }
}

/// Nothing typed is null; `None` if it is no number.
pub(super) fn typed(text: &str) -> Option<Value> {
    if text.trim().is_empty() {
        return Some(Value::null());
    }
    number::typed(text)
}

/// What a complete requirement has (SPEC module 2, 提报完整性检查).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    Title,
    Partner,
    Part,
    Quantity,
    NeededBy,
    Specification,
    AcceptanceCriteria,
    Milestones,
}

impl Missing {
    /// Without a title and a partner nothing can be submitted; the rest are hints.
    #[must_use]
    pub const fn blocks(self) -> bool {
        matches!(self, Self::Title | Self::Partner)
    }
}
