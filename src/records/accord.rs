//! What requester and provider have on the table: proposals, counter-offers, agreement (SPEC module 2).
//! Never in here: which act counts (`stage`), writing the agreed values (edits), words for a reader.
//!
//! The provider's answers are proposals: as asked, on other terms, or none. The requester agrees to
//! other terms or counters them; a counter-offer is answered by a proposal again, and accepting it is
//! agreeing. Each answer names the offer it answers (`of`), so that nobody agrees to what they did not
//! see. What an offer leaves unsaid stands as in the offer it answers, else as asked.

use crate::ledger::{ChangeId, Value};
use crate::time::Instant;

use super::requirement::{NEEDED_BY, PRICE, QUANTITY};
use super::stage::{Act, Feasibility, Stage, Statement};

/// What an offer changes of what was asked; an absent part stands as asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub quantity: Option<Value>,
    pub price: Option<Value>,
    pub date: Option<Instant>,
}

impl Terms {
    #[must_use]
    pub fn of(said: &Statement) -> Self {
        Self {
            quantity: said.quantity.clone(),
            price: said.price.clone(),
            date: said.date,
        }
    }

    fn over(self, base: &Self) -> Self {
        Self {
            quantity: self.quantity.or_else(|| base.quantity.clone()),
            price: self.price.or_else(|| base.price.clone()),
            date: self.date.or(base.date),
        }
    }

    #[must_use]
    pub fn is_as_asked(&self) -> bool {
        *self == Self::default()
    }

    /// The fields of the requirement they replace, with their values.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        let date = self.date.map(|at| Value::int(at.0));
        let all = [
            (QUANTITY, self.quantity.clone()),
            (PRICE, self.price.clone()),
            (NEEDED_BY, date),
        ];
        let said = all.into_iter();
        said.filter_map(|(field, value)| Some((field, value?)))
            .collect()
    }
}

/// How the two stand with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Accord {
    /// What was asked stands, and nothing was offered since.
    #[default]
    Asked,
    /// The provider would do it on other terms; the requester is to answer.
    Proposed { offer: ChangeId, terms: Terms },
    /// The requester wants other terms than those; the provider is to answer.
    Countered { offer: ChangeId, terms: Terms },
    /// The provider will not do it, or says it is not theirs to do.
    Declined { offer: ChangeId, not_ours: bool },
    /// Both want the same, since the change `by`.
    Agreed { by: ChangeId, terms: Terms },
}

impl Accord {
    #[must_use]
    pub const fn is_declined(&self) -> bool {
        matches!(self, Self::Declined { .. })
    }

    #[must_use]
    pub const fn is_agreed(&self) -> bool {
        matches!(self, Self::Agreed { .. })
    }

    /// The change that made the offer which waits for an answer.
    #[must_use]
    pub const fn offer(&self) -> Option<ChangeId> {
        match self {
            Self::Proposed { offer, .. }
            | Self::Countered { offer, .. }
            | Self::Declined { offer, .. } => Some(*offer),
            Self::Asked | Self::Agreed { .. } => None,
        }
    }

    /// The terms that stand, agreed or offered.
    #[must_use]
    pub const fn terms(&self) -> Option<&Terms> {
        match self {
            Self::Proposed { terms, .. }
            | Self::Countered { terms, .. }
            | Self::Agreed { terms, .. } => Some(terms),
            Self::Asked | Self::Declined { .. } => None,
        }
    }

    /// The terms on which an act would agree, where it answers an offer.
    #[must_use]
    pub fn agreed_by(&self, said: &Statement) -> Option<&Terms> {
        let answers = said.of.is_some() && said.of == self.offer();
        match (said.act, said.feasibility, self) {
            (Act::Agree, _, Self::Proposed { terms, .. })
            | (Act::Propose, Some(Feasibility::Accept), Self::Countered { terms, .. }) => {
                answers.then_some(terms)
            }
            _ => None,
        }
    }

    /// Whether there is something for the requester to agree to, or to counter. "Not ours" is not.
    pub(super) const fn may(&self, act: Act) -> bool {
        match (act, self) {
            (Act::Agree | Act::Counter, Self::Proposed { .. })
            | (
                Act::Counter,
                Self::Countered { .. }
                | Self::Declined {
                    not_ours: false, ..
                },
            ) => true,
            (Act::Agree | Act::Counter, _) => false,
            _ => true,
        }
    }

    /// How they stand after an act that was done at a stage; `None` if it answers nothing that is on
    /// the table, such as an offer that was replaced meanwhile.
    pub(super) fn after(&self, stage: Stage, change: ChangeId, said: &Statement) -> Option<Self> {
        let answers = said.of.is_some() && said.of == self.offer();
        let standing = || self.terms().cloned().unwrap_or_default();
        let agreed = |terms| Self::Agreed { by: change, terms };
        Some(match said.act {
            Act::Agree | Act::Counter if !(answers && self.may(said.act)) => return None,
            Act::Agree => agreed(standing()),
            Act::Counter => Self::Countered {
                offer: change,
                terms: Terms::of(said).over(&standing()),
            },
            Act::Propose => self.proposed(answers, change, said),
            // Whoever goes ahead with what was asked has accepted it.
            Act::Commit | Act::Start | Act::Deliver if *self == Self::Asked => {
                agreed(Terms::default())
            }
            // Taking what was delivered settles what was still open.
            Act::Accept if !self.is_agreed() => agreed(standing()),
            Act::SendBack if stage != Stage::Delivered => Self::Asked,
            _ => self.clone(),
        })
    }

    fn proposed(&self, answers: bool, change: ChangeId, said: &Statement) -> Self {
        let countered = match self {
            Self::Countered { terms, .. } => Some(terms),
            _ => None,
        };
        let answered = countered.filter(|_| answers);
        match said.feasibility {
            Some(declines @ (Feasibility::Reject | Feasibility::NotOurs)) => Self::Declined {
                offer: change,
                not_ours: declines == Feasibility::NotOurs,
            },
            Some(Feasibility::AcceptWithChanges) => Self::Proposed {
                offer: change,
                terms: Terms::of(said).over(answered.unwrap_or(&Terms::default())),
            },
            // As asked, said without knowing that the requester wants something else by now.
            Some(Feasibility::Accept) if countered.is_some() && !answers => Self::Proposed {
                offer: change,
                terms: Terms::default(),
            },
            Some(Feasibility::Accept) => Self::Agreed {
                by: change,
                terms: answered.cloned().unwrap_or_default(),
            },
            // An answer of which only the moment is known, as imports have it.
            None => Self::Asked,
        }
    }
}
