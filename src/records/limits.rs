//! The limits a requirement runs against, computed on read from stated moments (SPEC module 2).
//! Never in here: storing a clock, working time, words or colours for a state.
//!
//! A limit that passed is only called late if the answering party cannot have answered in a file
//! that is still on its way (LEDGER 28): it is the reader's own party, or a file of it that was
//! written after the limit has been merged, or the answers were entered for it after the limit: the
//! table an import came from is evidence of both parties up to the moment it was imported.

use std::collections::BTreeMap;

use crate::ledger::RecordId;
use crate::time::limit::State;
use crate::time::{DAY, HOUR, Heard, Instant, Limit};

use super::requirement::Requirement;
use super::same_as::SameAs;
use super::stage::{Act, Loop, Moment, Side, Stage};

/// What runs from submission, all in elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    Acknowledge,
    Proposal,
    DeliveryPlan,
}

impl Clock {
    pub const ALL: [Self; 3] = [Self::Acknowledge, Self::Proposal, Self::DeliveryPlan];

    #[must_use]
    pub const fn allowed_ms(self) -> i64 {
        match self {
            Self::Acknowledge => 2 * HOUR,
            Self::Proposal => 24 * HOUR,
            Self::DeliveryPlan => 3 * DAY,
        }
    }

    /// The act that answers it.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Acknowledge => Act::Acknowledge,
            Self::Proposal => Act::Propose,
            Self::DeliveryPlan => Act::Commit,
        }
    }

    /// Its name in addresses and KPI keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Proposal => "proposal",
            Self::DeliveryPlan => "delivery_plan",
        }
    }
}

/// What the reader's browser knows of its partners beyond the records: facts from merged files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partners {
    /// By canonical party: the latest moment at which a merged file of theirs was written.
    pub heard: BTreeMap<RecordId, Instant>,
    /// By canonical party: how far their clock is ahead, at least and at most, in milliseconds.
    pub clock_ahead: BTreeMap<RecordId, (i64, i64)>,
}

/// One limit of one requirement, as far as the reader can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub limit: Limit,
    /// The stated moment of the answer.
    pub answered: Option<Instant>,
    pub heard: Heard,
}

impl Running {
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        self.limit.state(self.answered, self.heard, now)
    }
}

/// Who looks, and what they know.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub me: &'a RecordId,
    pub joins: &'a SameAs,
    pub partners: &'a Partners,
}

impl Reader<'_> {
    /// A clock of a requirement; `None` if nothing is due: not submitted, withdrawn, or declined
    /// where a delivery plan would be next.
    #[must_use]
    pub fn clock(
        &self,
        requirement: &Requirement<'_>,
        course: &Loop,
        clock: Clock,
    ) -> Option<Running> {
        if course.stage == Some(Stage::Withdrawn) {
            return None;
        }
        let since = course.first(Act::Submit)?;
        let answered = answer(course, clock.act());
        if clock == Clock::DeliveryPlan && answered.is_none() && course.declined {
            return None;
        }
        Some(Running {
            limit: Limit {
                since: since.said.stated,
                allowed_ms: clock.allowed_ms(),
            },
            answered: answered.map(|m| m.said.stated),
            heard: self.heard(requirement, course, Side::Provider),
        })
    }

    /// Closing: accepted by the moment it is needed, else by the planned one. With neither it is due
    /// from the start, so that what nobody dated is not left out of the share.
    #[must_use]
    pub fn closing(&self, requirement: &Requirement<'_>, course: &Loop) -> Option<Running> {
        if course.stage == Some(Stage::Withdrawn) {
            return None;
        }
        let since = course.first(Act::Submit)?;
        let planned = || course.last(Act::Commit).and_then(|m| m.said.plan);
        let due = requirement.needed_by().or_else(planned);
        let stated = since.said.stated;
        Some(Running {
            limit: Limit {
                since: stated,
                allowed_ms: due.map_or(0, |due| due.since(stated)),
            },
            answered: course.first(Act::Accept).map(|m| m.said.stated),
            heard: self.heard(requirement, course, Side::Requester),
        })
    }

    /// How far the reader knows what one side of a requirement did.
    fn heard(&self, requirement: &Requirement<'_>, course: &Loop, side: Side) -> Heard {
        let party = match side {
            Side::Requester => requirement.requester(),
            Side::Provider | Side::Either => requirement.provider(),
        };
        let Some(party) = party else {
            return Heard::Never;
        };
        let party = self.joins.canonical(&party);
        if self.joins.same(party, self.me) {
            return Heard::Own;
        }
        let by_file = self.partners.heard.get(party).copied();
        let imported = requirement.is_imported();
        let entered = course.counted().filter(|m| match &m.said.entered_for {
            Some(named) => imported || self.joins.same(named, party),
            None => imported && m.said.act == Act::Submit,
        });
        let by_entry = entered.map(|m| m.event.entered).max();
        by_file.max(by_entry).map_or(Heard::Never, Heard::Until)
    }
}

/// The moment a question was answered: by its own act or, where that was skipped, by the first that
/// goes further: who names a date has acknowledged.
#[must_use]
pub fn answer(course: &Loop, act: Act) -> Option<Moment<'_>> {
    let own = course.first(act);
    let further = |m: &Moment<'_>| m.said.act.side() == Side::Provider && m.said.act > act;
    // A proposal that declines goes no further than a proposal.
    own.or_else(|| course.counted().find(further))
}
