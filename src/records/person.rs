//! People of the parties and their private details: kind `person`, kind `personal`.
//! Never in here: who may see the details; they are a record of their own so that they stay home.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};
use crate::time::Date;

pub const KIND: &str = "person";
pub const NAME: &str = "name";
pub const PARTY: &str = "party";
/// `"contact"`, `"manager"` or `"executive"`.
pub const LAYER: &str = "layer";
/// A person that is the same as this one; null or absent: none. Partners do not get it.
pub const SAME_AS: &str = "same_as";

/// Private details, never shared outside the person's firm (LEDGER 13); its parent is the person.
pub const PERSONAL: &str = "personal";
pub const EMAIL: &str = "email";
pub const PHONE: &str = "phone";
/// Dates such as `"2026-01-31"`.
pub const JOINED: &str = "joined";
pub const LEFT: &str = "left";

/// The layer of the layered cadence a person talks in (SPEC modules 5 and 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    #[default]
    Contact,
    Manager,
    Executive,
}

impl Layer {
    pub const ALL: [Self; 3] = [Self::Contact, Self::Manager, Self::Executive];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Manager => "manager",
            Self::Executive => "executive",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.as_str() == text)
    }
}

#[derive(Clone, Copy)]
pub struct Person<'a>(pub Record<'a>);

impl<'a> Person<'a> {
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.0.text(NAME)
    }

    #[must_use]
    pub fn party(&self) -> Option<RecordId> {
        self.0.reference(PARTY)
    }

    #[must_use]
    pub fn layer(&self) -> Layer {
        Layer::parse(&self.0.text(LAYER)).unwrap_or_default()
    }

    /// The person this one was said to be the same as; `same_as::SameAs` follows such links.
    #[must_use]
    pub fn same_as(&self) -> Option<RecordId> {
        self.0.reference(SAME_AS)
    }

    /// The private details, where they are here at all. Two made at once: the one with the smaller id.
    #[must_use]
    pub fn personal(&self) -> Option<Personal<'a>> {
        let mut all = self.0.workspace().children(self.0.id(), PERSONAL);
        all.truncate(1);
        all.pop().map(Personal)
    }
}

#[derive(Clone, Copy)]
pub struct Personal<'a>(pub Record<'a>);

impl<'a> Personal<'a> {
    #[must_use]
    pub fn email(&self) -> Cow<'a, str> {
        self.0.text(EMAIL)
    }

    #[must_use]
    pub fn phone(&self) -> Cow<'a, str> {
        self.0.text(PHONE)
    }

    #[must_use]
    pub fn joined(&self) -> Option<Date> {
        self.0.read(JOINED)
    }

    #[must_use]
    pub fn left(&self) -> Option<Date> {
        self.0.read(LEFT)
    }
}

/// The name of a person, else its label.
#[must_use]
pub fn name_of(ws: &Workspace, id: &RecordId) -> String {
    let name = ws.record(id).map(|r| Person(r).name().trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.label())
}
