//! Requirements and their private drafts: kind `requirement`, kind `draft`. SPEC module 2.
//! Never in here: the stages and who may take them (`stage`), limits (`limits`), edits.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};
use crate::time::Instant;

use super::same_as::SameAs;
use super::{number, person};

pub const KIND: &str = "requirement";
/// A requirement not yet submitted: private, and never the shared record itself (LEDGER 13).
pub const DRAFT: &str = "draft";
/// What is asked again and again, kept by one's own firm; its fields are those of a requirement.
pub const TEMPLATE: &str = "template";
/// On a draft: the requirement it became.
pub const SUBMITTED_AS: &str = "submitted_as";

pub const TITLE: &str = "title";
pub const PART: &str = "part";
pub const CUSTOMER_ORDER: &str = "customer_order";
/// A JSON number, to the digit.
pub const QUANTITY: &str = "quantity";
pub const UNIT: &str = "unit";
/// A JSON number, to the digit: per unit, in `currency`.
pub const PRICE: &str = "price";
pub const CURRENCY: &str = "currency";
/// Of the drawing or specification.
pub const REVISION: &str = "revision";
/// An instant.
pub const NEEDED_BY: &str = "needed_by";
/// `"low"`, `"normal"`, `"high"` or `"urgent"`.
pub const PRIORITY: &str = "priority";
pub const REFERENCE_REQUESTER: &str = "reference_requester";
pub const REFERENCE_PROVIDER: &str = "reference_provider";
pub const SPECIFICATION: &str = "specification";
pub const ACCEPTANCE_CRITERIA: &str = "acceptance_criteria";
/// The party that asks, and the one that is asked.
pub const REQUESTER: &str = "requester";
pub const PROVIDER: &str = "provider";
/// Who handles it at the provider: a person's id, or a name in free text.
pub const OWNER: &str = "owner";
pub const GROUP: &str = "group";
/// The task of a matrix it belongs to, which says who is responsible (SPEC module 1).
pub const TASK: &str = "task";
/// On imported rows: the name of the source, as a text.
pub const SOURCE: &str = "source";
/// On imported rows: a list of the stage acts and fields whose column held dates without a time of
/// day (LEDGER 22), such as `["submit","needed_by"]`. Flagged and counted, never altered.
pub const DATES_ONLY: &str = "dates_only";

/// What a draft hands over when it is submitted, in the order forms show it.
pub const CONTENT: [&str; 16] = [
    TITLE,
    REQUESTER,
    PROVIDER,
    PART,
    CUSTOMER_ORDER,
    QUANTITY,
    UNIT,
    PRICE,
    CURRENCY,
    REVISION,
    NEEDED_BY,
    PRIORITY,
    REFERENCE_REQUESTER,
    GROUP,
    SPECIFICATION,
    ACCEPTANCE_CRITERIA,
];

/// What is asked, and so changes only by a change request once it was submitted (SPEC module 2). What
/// the requester calls it and how it sorts it are its own.
pub const ASKED: [&str; 12] = [
    TITLE,
    PART,
    CUSTOMER_ORDER,
    QUANTITY,
    UNIT,
    PRICE,
    CURRENCY,
    REVISION,
    NEEDED_BY,
    PRIORITY,
    SPECIFICATION,
    ACCEPTANCE_CRITERIA,
];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }
}

/// Which way a requirement points, seen from one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// We ask a supplier.
    Out,
    /// A customer asks us.
    In,
    /// Between others: we advise one of them.
    Other,
}

impl Direction {
    pub const ALL: [Self; 3] = [Self::Out, Self::In, Self::Other];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == text)
    }
}

/// A requirement, or a draft of one: the fields are the same.
#[derive(Clone, Copy)]
pub struct Requirement<'a>(pub Record<'a>);

impl<'a> Requirement<'a> {
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.0.kind() == DRAFT
    }

    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    #[must_use]
    pub fn part(&self) -> Cow<'a, str> {
        self.0.text(PART)
    }

    #[must_use]
    pub fn unit(&self) -> Cow<'a, str> {
        self.0.text(UNIT)
    }

    #[must_use]
    pub fn quantity(&self) -> Option<f64> {
        number::reading(&self.0, QUANTITY)
    }

    #[must_use]
    pub fn price(&self) -> Option<f64> {
        number::reading(&self.0, PRICE)
    }

    #[must_use]
    pub fn needed_by(&self) -> Option<Instant> {
        self.0.instant(NEEDED_BY)
    }

    #[must_use]
    pub fn priority(&self) -> Priority {
        Priority::parse(&self.0.text(PRIORITY)).unwrap_or_default()
    }

    #[must_use]
    pub fn requester(&self) -> Option<RecordId> {
        self.0.reference(REQUESTER)
    }

    #[must_use]
    pub fn provider(&self) -> Option<RecordId> {
        self.0.reference(PROVIDER)
    }

    /// The name of who handles it: of the person referred to, or as written.
    #[must_use]
    pub fn owner_name(&self, ws: &Workspace) -> String {
        match self.0.reference(OWNER) {
            Some(id) if id.kind() == person::KIND => person::name_of(ws, &id),
            _ => self.0.text(OWNER).into_owned(),
        }
    }

    #[must_use]
    pub fn group(&self) -> Cow<'a, str> {
        self.0.text(GROUP)
    }

    #[must_use]
    pub fn task(&self) -> Option<RecordId> {
        self.0.reference(TASK)
    }

    /// Whether a party is one of the two it is between.
    #[must_use]
    pub fn is_between(&self, joins: &SameAs, party: &RecordId) -> bool {
        self.direction(joins, party) != Direction::Other
    }

    /// Whether it came from a table.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.0.value(SOURCE).is_some()
    }

    /// The acts and fields whose stated time of day is not to be trusted (see [`DATES_ONLY`]).
    #[must_use]
    pub fn dates_only(&self) -> Vec<String> {
        self.0.read(DATES_ONLY).unwrap_or_default()
    }

    #[must_use]
    pub fn direction(&self, joins: &SameAs, me: &RecordId) -> Direction {
        let is_me = |id: Option<RecordId>| id.is_some_and(|id| joins.same(&id, me));
        if is_me(self.requester()) {
            Direction::Out
        } else if is_me(self.provider()) {
            Direction::In
        } else {
            Direction::Other
        }
    }

    /// The other party of the two, seen from `me`; seen from outside, the provider.
    #[must_use]
    pub fn partner(&self, joins: &SameAs, me: &RecordId) -> Option<RecordId> {
        let partner = match self.direction(joins, me) {
            Direction::In => self.requester(),
            Direction::Out | Direction::Other => self.provider(),
        };
        partner.map(|id| joins.canonical(&id).clone())
    }
}
