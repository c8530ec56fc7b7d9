//! The limits a requirement runs against, computed on read from stated moments (SPEC module 2).
//! Never in here: storing a clock, words or colours for a state, what was agreed (`allowance`).
//!
//! A limit that passed is only called late if the answering party cannot have answered in a file
//! that is still on its way (LEDGER 28): it is the reader's own party, or a file of it that was
//! written after the limit has been merged, or the answers were entered for it after the limit: the
//! table an import came from is evidence of both parties up to the moment it was imported.

use std::collections::BTreeMap;

use crate::ledger::RecordId;
use crate::time::limit::{Basis, State};
use crate::time::{Heard, Instant, Limit};

use super::allowance::{Allowance, Given, Source};
use super::hours::{Hours, Terms};
use super::pause::{Pauses, Pausing};
use super::requirement::Requirement;
use super::same_as::SameAs;
use super::stage::{Act, Loop, Moment, Side, Stage};

/// What runs from submission, and what runs from receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    Acknowledge,
    Proposal,
    /// From receipt: a requirement counts as received when it is acknowledged.
    Feasibility,
    DeliveryPlan,
}

impl Clock {
    pub const ALL: [Self; 4] = [
        Self::Acknowledge,
        Self::Proposal,
        Self::Feasibility,
        Self::DeliveryPlan,
    ];

    /// What holds where the parties stated nothing (SPEC module 2), in elapsed time.
    #[must_use]
    pub const fn usual(self) -> Given {
        Given {
            allowance: match self {
                Self::Acknowledge => Allowance::hours(2),
                Self::Proposal | Self::Feasibility => Allowance::hours(24),
                Self::DeliveryPlan => Allowance::days(3),
            },
            from: None,
            source: Source::Usual,
        }
    }

    /// The act that starts it.
    #[must_use]
    pub const fn since(self) -> Act {
        match self {
            Self::Acknowledge | Self::Proposal | Self::DeliveryPlan => Act::Submit,
            Self::Feasibility => Act::Acknowledge,
        }
    }

    /// The act that answers it.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Acknowledge => Act::Acknowledge,
            Self::Proposal | Self::Feasibility => Act::Propose,
            Self::DeliveryPlan => Act::Commit,
        }
    }

    /// Its name in addresses, KPI keys and records.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Proposal => "proposal",
            Self::Feasibility => "feasibility",
            Self::DeliveryPlan => "delivery_plan",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.as_str() == text)
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
    /// The reading that counts: pauses stop it unless they were objected to (LEDGER 27).
    pub limit: Limit,
    /// As whoever paused reads it, and as whoever did not agree does; equal to `limit` where every
    /// pause was agreed to.
    pub claimed: Limit,
    pub agreed: Limit,
    /// How much time it gives and who says so; `None` where a date is given instead.
    pub given: Option<Given>,
    /// The stated moment of the answer.
    pub answered: Option<Instant>,
    pub heard: Heard,
}

impl Running {
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        self.limit.state(self.answered, self.heard, now)
    }

    /// Whether the readings differ: some pause is not agreed to (LEDGER 27).
    #[must_use]
    pub fn is_contested(&self) -> bool {
        self.claimed != self.limit || self.agreed != self.limit
    }

    #[must_use]
    pub fn reading(&self, pausing: Pausing) -> Limit {
        match pausing {
            Pausing::Standing => self.limit,
            Pausing::Claimed => self.claimed,
            Pausing::Agreed => self.agreed,
        }
    }
}

/// Who looks, and what they know.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub me: &'a RecordId,
    pub joins: &'a SameAs,
    pub partners: &'a Partners,
    pub terms: &'a Terms,
}

/// What a clock is measured by.
#[derive(Clone, Copy)]
pub(super) struct Measured<'a> {
    pub given: Given,
    pub basis: Basis<'a>,
    pub hours: Option<&'a Hours>,
}

/// From what moment to what answer a clock runs.
#[derive(Clone, Copy)]
pub(super) struct Course {
    pub since: Instant,
    pub answered: Option<Instant>,
}

impl<'a> Reader<'a> {
    /// A clock of a requirement; `None` if nothing is due: not begun, withdrawn, or declined where a
    /// delivery plan would be next.
    #[must_use]
    pub fn clock(
        &self,
        requirement: &Requirement<'_>,
        course: &Loop,
        clock: Clock,
    ) -> Option<Running> {
        let runs = runs(course, clock)?;
        let Measured { given, basis, .. } = self.measured(requirement, clock, runs.since);
        let allowed = given.allowance.allowed();
        let pauses = Pauses::of(requirement, self.joins);
        let read = |pausing| {
            let stopped = pauses.stopped(pausing);
            Limit::measured(basis, runs.since, allowed, &stopped)
        };
        let limit = read(Pausing::Standing);
        let (claimed, agreed) = if pauses.contested() {
            (read(Pausing::Claimed), read(Pausing::Agreed))
        } else {
            (limit, limit)
        };
        Some(Running {
            limit,
            claimed,
            agreed,
            given: Some(given),
            answered: runs.answered,
            heard: self.heard(requirement, course, Side::Provider),
        })
    }

    /// How a clock that began at a moment is measured: by what held then.
    pub(super) fn measured(
        &self,
        requirement: &Requirement<'_>,
        clock: Clock,
        since: Instant,
    ) -> Measured<'a> {
        let party = |id: Option<RecordId>| id.map(|id| self.joins.canonical(&id).clone());
        // Without a requester a provider deals with itself alone.
        let provider = party(requirement.provider());
        let requester = party(requirement.requester()).or_else(|| provider.clone());
        let both = provider.zip(requester);
        let terms = self.terms;
        let given = both
            .as_ref()
            .map_or(clock.usual(), |(provider, requester)| {
                terms.allowances.given(provider, requester, clock, since)
            });
        let hours = both
            .as_ref()
            .and_then(|(provider, requester)| terms.hours(provider, requester));
        Measured {
            given,
            basis: given.allowance.counts.basis(hours),
            hours,
        }
    }

    /// Closing: accepted by the moment it is needed, else by the planned one. With neither it is due
    /// from the start, so that what nobody dated is not left out of the share. A date does not wait for
    /// pauses.
    #[must_use]
    pub fn closing(&self, requirement: &Requirement<'_>, course: &Loop) -> Option<Running> {
        if course.stage == Some(Stage::Withdrawn) {
            return None;
        }
        let since = course.first(Act::Submit)?;
        let planned = || course.last(Act::Commit).and_then(|m| m.said.plan);
        let due = requirement.needed_by().or_else(planned);
        let stated = since.said.stated;
        let limit = Limit::elapsed(stated, due.map_or(0, |due| due.since(stated)));
        Some(Running {
            limit,
            claimed: limit,
            agreed: limit,
            given: None,
            answered: course.first(Act::Accept).map(|m| m.said.stated),
            heard: self.heard(requirement, course, Side::Requester),
        })
    }

    /// How far the reader knows what one side of a requirement did.
    pub(super) fn heard(&self, requirement: &Requirement<'_>, course: &Loop, side: Side) -> Heard {
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

/// From when to when a clock runs; `None` if nothing is due.
pub(super) fn runs(course: &Loop, clock: Clock) -> Option<Course> {
    if course.stage == Some(Stage::Withdrawn) {
        return None;
    }
    let since = course.first(clock.since())?;
    let answered = answer(course, clock.act());
    if clock == Clock::DeliveryPlan && answered.is_none() && course.declined {
        return None;
    }
    Some(Course {
        since: since.said.stated,
        answered: answered.map(|m| m.said.stated),
    })
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
