//! What stays in one's own firm beside a shared record: notes, costs, and which customer's requirement
//! caused which one at a supplier. Kinds `note`, `cost`, `link`; own party only, whatever the parent (LEDGER 13).
//! Never in here: anything a partner may get.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};

use super::number;
use super::requirement::{DRAFT, SUBMITTED_AS};

pub const NOTE: &str = "note";
pub const TEXT: &str = "text";

pub const COST: &str = "cost";
pub const LABEL: &str = "label";
/// A JSON number, to the digit, in `currency`.
pub const AMOUNT: &str = "amount";
pub const CURRENCY: &str = "currency";

/// A customer's requirement caused one of ours at a supplier. It has no parent, so that no version
/// takes it for a part of either: neither partner may learn of the other.
pub const LINK: &str = "link";
/// The customer's requirement.
pub const CAUSE: &str = "cause";
/// The one at the supplier.
pub const EFFECT: &str = "effect";

#[derive(Clone, Copy)]
pub struct Note<'a>(pub Record<'a>);

impl<'a> Note<'a> {
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        self.0.text(TEXT)
    }
}

#[derive(Clone, Copy)]
pub struct Cost<'a>(pub Record<'a>);

impl<'a> Cost<'a> {
    #[must_use]
    pub fn label(&self) -> Cow<'a, str> {
        self.0.text(LABEL)
    }

    #[must_use]
    pub fn amount(&self) -> Option<f64> {
        number::reading(&self.0, AMOUNT)
    }

    #[must_use]
    pub fn currency(&self) -> Cow<'a, str> {
        self.0.text(CURRENCY)
    }
}

/// The notes of a requirement, in the order they were written: those of the draft it came from stay
/// with the draft and are read here as well.
#[must_use]
pub fn notes<'a>(ws: &'a Workspace, requirement: &RecordId) -> Vec<Note<'a>> {
    beside(ws, requirement, NOTE)
        .into_iter()
        .map(Note)
        .collect()
}

/// The costs of a requirement and of the draft it came from, in the order they were written.
#[must_use]
pub fn costs<'a>(ws: &'a Workspace, requirement: &RecordId) -> Vec<Cost<'a>> {
    beside(ws, requirement, COST)
        .into_iter()
        .map(Cost)
        .collect()
}

fn beside<'a>(ws: &'a Workspace, requirement: &RecordId, kind: &'a str) -> Vec<Record<'a>> {
    let became = |d: &Record<'_>| d.reference(SUBMITTED_AS).as_ref() == Some(requirement);
    let drafts = ws.of_kind(DRAFT).filter(became).map(|d| d.id().clone());
    let parents = std::iter::once(requirement.clone()).chain(drafts);
    let mut all: Vec<Record<'a>> = parents.flat_map(|p| ws.children(&p, kind)).collect();
    all.sort_by_key(|r| (r.creation().map(|c| (c.at, c.id)), r.id().clone()));
    all
}

#[derive(Clone, Copy)]
pub struct Link<'a>(pub Record<'a>);

impl Link<'_> {
    #[must_use]
    pub fn cause(&self) -> Option<RecordId> {
        self.0.reference(CAUSE)
    }

    #[must_use]
    pub fn effect(&self) -> Option<RecordId> {
        self.0.reference(EFFECT)
    }
}

/// What a customer's requirement caused at suppliers, by id.
#[must_use]
pub fn caused_by(ws: &Workspace, cause: &RecordId) -> Vec<RecordId> {
    let links = ws.of_kind(LINK).map(Link);
    let of_it = links.filter(|l| l.cause().as_ref() == Some(cause));
    sorted(of_it.filter_map(|l| l.effect()))
}

/// The customers' requirements behind one at a supplier, by id.
#[must_use]
pub fn causes_of(ws: &Workspace, effect: &RecordId) -> Vec<RecordId> {
    let links = ws.of_kind(LINK).map(Link);
    let of_it = links.filter(|l| l.effect().as_ref() == Some(effect));
    sorted(of_it.filter_map(|l| l.cause()))
}

fn sorted(ids: impl Iterator<Item = RecordId>) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}
