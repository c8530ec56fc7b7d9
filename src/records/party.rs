//! Parties and the relations between them: kind `party`, kind `relation`.
//! Never in here: which id a joined party goes by (`same_as`), who gets to see a party.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId, Workspace};

pub const KIND: &str = "party";
pub const NAME: &str = "name";
pub const SHORT_NAME: &str = "short_name";
/// `"firm"` or `"trainer"`.
pub const PARTY_KIND: &str = "kind";
/// A party that is the same as this one (LEDGER 12); null or absent: none.
pub const SAME_AS: &str = "same_as";

pub const RELATION: &str = "relation";
pub const FROM: &str = "from";
pub const TO: &str = "to";
/// `"supplies"` or `"advises"`, read from `from` to `to`.
pub const ROLE: &str = "role";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    #[default]
    Firm,
    Trainer,
}

impl PartyKind {
    pub const ALL: [Self; 2] = [Self::Firm, Self::Trainer];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Trainer => "trainer",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What one party is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Supplies,
    Advises,
}

impl Role {
    pub const ALL: [Self; 2] = [Self::Supplies, Self::Advises];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supplies => "supplies",
            Self::Advises => "advises",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// A firm, or a trainer.
#[derive(Clone, Copy)]
pub struct Party<'a>(pub Record<'a>);

impl<'a> Party<'a> {
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.0.text(NAME)
    }

    /// What it is called in tight places: the short name, else the name.
    #[must_use]
    pub fn short_name(&self) -> Cow<'a, str> {
        let short = self.0.text(SHORT_NAME);
        if short.trim().is_empty() {
            self.name()
        } else {
            short
        }
    }

    #[must_use]
    pub fn kind(&self) -> PartyKind {
        PartyKind::parse(&self.0.text(PARTY_KIND)).unwrap_or_default()
    }

    /// The party this one was said to be the same as; `same_as::SameAs` follows such links.
    #[must_use]
    pub fn same_as(&self) -> Option<RecordId> {
        self.0.reference(SAME_AS)
    }
}

/// One party supplies or advises another.
#[derive(Clone, Copy)]
pub struct Relation<'a>(pub Record<'a>);

impl Relation<'_> {
    #[must_use]
    pub fn from(&self) -> Option<RecordId> {
        self.0.reference(FROM)
    }

    #[must_use]
    pub fn to(&self) -> Option<RecordId> {
        self.0.reference(TO)
    }

    /// `None`: a role a newer version wrote.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        Role::parse(&self.0.text(ROLE))
    }
}

/// The name of a party, else its label; for an id that is nobody's here, its label as well.
#[must_use]
pub fn name_of(ws: &Workspace, id: &RecordId) -> String {
    let name = ws.record(id).map(|r| Party(r).name().trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.label())
}

/// The same in tight places.
#[must_use]
pub fn short_name_of(ws: &Workspace, id: &RecordId) -> String {
    let name = ws
        .record(id)
        .map(|r| Party(r).short_name().trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.label())
}
