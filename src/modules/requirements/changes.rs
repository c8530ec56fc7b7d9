//! Changes asked for after submission: asking, deciding at most two levels, withdrawing (SPEC module 2).
//! Never in here: which decision counts (`records::change_request`); refusals are enums the view puts into words.

use serde::Serialize;

use crate::ledger::{Author, Edit, PARENT, Plan, RecordId, Value};
use crate::records::change_request::{
    self, AFTER, APPROVAL, ASKED_BY, AT, CAUSE, Cause, ChangeRequest, IMPACT, Ignored, KIND, LEVEL,
    LEVELS, Level, MOST_LEVELS, PERSON, Proposed, REASON, State, VERDICT, Verdict, WITHDRAWN, Who,
};
use crate::records::milestone;
use crate::records::requirement::{ASKED, Requirement};
use crate::records::responsibility::Responsibility;
use crate::records::same_as::SameAs;
use crate::records::stage::Loop;
use crate::time::{Instant, MINUTE};

use super::edits::submitted;
use super::form::{Form, FormRefusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    Gone,
    /// It is for one of the two parties, or for whoever asked.
    NotEntitled,
    /// Nobody submitted it yet: it may simply be corrected.
    NotSubmitted,
    /// Accepted, settled or withdrawn: there is nothing left to change.
    Over,
    /// No value that differs from what stands.
    NothingToChange,
    /// A field that does not change by request, or a milestone of something else.
    NotChangeable,
    LevelsMissing,
    /// More than the plan's two.
    TooManyLevels,
    /// A level of a party that is neither of the two, or one named twice.
    WrongLevel,
    /// The other party would have no say.
    PartnerHasNoSay,
    /// The matrix does not name that party, alone, with A for the requirement's task.
    NotAccountable,
    ReasonMissing,
    InTheFuture,
    /// Approved, refused or withdrawn already.
    Decided,
    /// The person is not one whose decision counts here.
    Ignored(Ignored),
}

/// Asks for a change of what was submitted.
pub struct AskForChange {
    pub requirement: RecordId,
    pub changes: Vec<Proposed>,
    pub cause: Cause,
    pub impact: String,
    pub levels: Vec<Level>,
    /// The other party, where its wish is entered for it.
    pub asked_by: Option<RecordId>,
    /// When it was asked, if that was before now.
    pub stated: Option<Instant>,
}

impl Edit for AskForChange {
    type Refusal = ChangeRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ChangeRefusal> {
        let requirement = submitted(plan, &self.requirement).ok_or(ChangeRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let me = plan.me().party.clone();
        let asked_by = self.asked_by.clone().unwrap_or_else(|| me.clone());
        if ![&me, &asked_by]
            .into_iter()
            .all(|party| requirement.is_between(&joins, party))
        {
            return Err(ChangeRefusal::NotEntitled);
        }
        still_open(&requirement, &joins)?;
        let stated = self.stated.unwrap_or(plan.now());
        if stated > plan.now().plus(MINUTE) {
            return Err(ChangeRefusal::InTheFuture);
        }
        let changes = self.differing(&requirement)?;
        check_levels(&requirement, &joins, &asked_by, &self.levels)?;
        let id = plan.create(KIND);
        plan.set(&id, PARENT, Value::of(&self.requirement));
        plan.set(&id, ASKED_BY, Value::of(&asked_by));
        plan.set(&id, AT, Value::int(stated.0));
        plan.set(&id, CAUSE, Value::text(self.cause.as_str()));
        plan.set(&id, IMPACT, Value::text(self.impact.trim()));
        plan.set(&id, LEVELS, Value::of(&self.levels));
        for change in changes {
            plan.set(&id, &change.name(), change.value.clone());
        }
        Ok(())
    }
}

/// What a request proposes: the fields of what is asked that differ between two forms.
pub fn differing(before: &Form, after: &Form) -> Result<Vec<Proposed>, FormRefusal> {
    if after.title.trim().is_empty() {
        return Err(FormRefusal::TitleMissing);
    }
    let before = before.values().unwrap_or_default();
    let asked = after.values()?.into_iter();
    let asked = asked.filter(|(field, _)| ASKED.contains(field));
    let stands = |field: &str| before.iter().find(|(name, _)| *name == field);
    let differs = asked.filter(|(field, value)| stands(field).is_none_or(|(_, was)| was != value));
    let proposed = differs.map(|(field, value)| Proposed {
        milestone: None,
        field: field.to_owned(),
        value,
    });
    Ok(proposed.collect())
}

fn still_open(requirement: &Requirement<'_>, joins: &SameAs) -> Result<(), ChangeRefusal> {
    match Loop::of(requirement, joins).stage {
        None => Err(ChangeRefusal::NotSubmitted),
        Some(stage) if stage.is_over() => Err(ChangeRefusal::Over),
        Some(_) => Ok(()),
    }
}

impl AskForChange {
    /// The changes that differ from what stands.
    fn differing(&self, asked: &Requirement<'_>) -> Result<Vec<&Proposed>, ChangeRefusal> {
        let mut differing = Vec::new();
        for change in &self.changes {
            let record = match &change.milestone {
                None => Some(asked.0),
                Some(id) => asked.0.workspace().record(id).filter(|m| {
                    let of_it = m.parent().as_ref() == Some(asked.0.id());
                    m.kind() == milestone::KIND && of_it && !m.is_deleted()
                }),
            };
            let record = record.filter(|_| change.is_changeable());
            let record = record.ok_or(ChangeRefusal::NotChangeable)?;
            let null = Value::null();
            if record.value(&change.field).unwrap_or(&null) != &change.value {
                differing.push(change);
            }
        }
        if differing.is_empty() {
            return Err(ChangeRefusal::NothingToChange);
        }
        Ok(differing)
    }
}

/// One or two levels, of the two parties, no level twice, and at least one of the party that is asked.
fn check_levels(
    requirement: &Requirement<'_>,
    joins: &SameAs,
    asked_by: &RecordId,
    levels: &[Level],
) -> Result<(), ChangeRefusal> {
    if levels.is_empty() {
        return Err(ChangeRefusal::LevelsMissing);
    }
    if levels.len() > MOST_LEVELS {
        return Err(ChangeRefusal::TooManyLevels);
    }
    let of_the_two = |l: &Level| requirement.is_between(joins, &l.party);
    let twice = matches!(levels, [a, b] if a == b);
    if twice || !levels.iter().all(of_the_two) {
        return Err(ChangeRefusal::WrongLevel);
    }
    if levels.iter().all(|l| joins.same(&l.party, asked_by)) {
        return Err(ChangeRefusal::PartnerHasNoSay);
    }
    let ws = requirement.0.workspace();
    let task = requirement.task();
    let named = task.and_then(|task| Responsibility::of(ws, &task));
    let accountable = named.and_then(|r| r.accountable_party(joins));
    let is_named = |l: &Level| {
        let party = accountable.as_ref();
        l.who != Who::Accountable || party.is_some_and(|p| joins.same(p, &l.party))
    };
    if levels.iter().all(is_named) {
        Ok(())
    } else {
        Err(ChangeRefusal::NotAccountable)
    }
}

/// Approves or refuses at the level that waits. The last approval writes the proposed values over what
/// the approver saw, in the same act.
pub struct Decide {
    pub request: RecordId,
    pub verdict: Verdict,
    pub reason: String,
    /// The person of the other party whose decision is entered for them; `None`: one's own.
    pub person: Option<RecordId>,
}

impl Edit for Decide {
    type Refusal = ChangeRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ChangeRefusal> {
        let ws = plan.ws();
        let request = ChangeRequest::find(ws, &self.request).ok_or(ChangeRefusal::Gone)?;
        let requirement = request.requirement().ok_or(ChangeRefusal::Gone)?;
        let joins = SameAs::of(ws);
        still_open(&requirement, &joins)?;
        let outcome = request.outcome(&joins);
        let State::Waits(at) = outcome.state else {
            return Err(ChangeRefusal::Decided);
        };
        let levels = request.levels();
        let level = levels.get(at).ok_or(ChangeRefusal::LevelsMissing)?;
        let person = self.person.as_ref().unwrap_or(&plan.me().person).clone();
        may_decide(&request, level, &person, &joins, (plan.me(), plan.now()))?;
        let reason = self.reason.trim();
        if self.verdict == Verdict::Refuse && reason.is_empty() {
            return Err(ChangeRefusal::ReasonMissing);
        }
        let before = at.checked_sub(1).and_then(|level| outcome.of_level(level));
        let id = plan.create(APPROVAL);
        plan.set(&id, PARENT, Value::of(&self.request));
        plan.set(&id, LEVEL, Value::of(&at));
        plan.set(&id, VERDICT, Value::text(self.verdict.as_str()));
        plan.set(&id, PERSON, Value::of(&person));
        plan.set(&id, AT, Value::int(plan.now().0));
        if !reason.is_empty() {
            plan.set(&id, REASON, Value::text(reason));
        }
        if let Some(before) = before {
            plan.set(&id, AFTER, Value::of(&before.record));
        }
        let is_last = at + 1 == levels.len();
        if is_last && self.verdict == Verdict::Approve {
            for change in request.proposed() {
                let record = change.milestone.as_ref();
                let record = record.unwrap_or(requirement.0.id());
                // Written even where it stands: the act shows what was approved.
                plan.write(record, &change.field, change.value.clone());
            }
        }
        Ok(())
    }
}

/// Whether somebody, now, may decide at a level: for themselves, or for a person of the other party.
pub fn may_decide(
    request: &ChangeRequest<'_>,
    level: &Level,
    person: &RecordId,
    joins: &SameAs,
    (me, now): (&Author, Instant),
) -> Result<(), ChangeRefusal> {
    change_request::may_decide(request, level, person, joins, now)
        .map_err(ChangeRefusal::Ignored)?;
    let requirement = request.requirement().ok_or(ChangeRefusal::Gone)?;
    let of_the_other = !joins.same(&me.party, &level.party);
    let entered_for = of_the_other && requirement.is_between(joins, &me.party);
    if *person == me.person || entered_for {
        Ok(())
    } else {
        Err(ChangeRefusal::Ignored(Ignored::NotTheirs))
    }
}

#[derive(Serialize)]
struct Withdrawal<'a> {
    at: Instant,
    reason: &'a str,
}

/// Takes a request back before it is decided.
pub struct WithdrawRequest {
    pub request: RecordId,
    pub reason: String,
}

impl Edit for WithdrawRequest {
    type Refusal = ChangeRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ChangeRefusal> {
        let request = ChangeRequest::find(plan.ws(), &self.request).ok_or(ChangeRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let me = &plan.me().party;
        if !may_withdraw(&request, &joins, me) {
            return Err(ChangeRefusal::NotEntitled);
        }
        if !matches!(request.outcome(&joins).state, State::Waits(_)) {
            return Err(ChangeRefusal::Decided);
        }
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(ChangeRefusal::ReasonMissing);
        }
        let at = plan.now();
        plan.set(
            &self.request,
            WITHDRAWN,
            Value::of(&Withdrawal { at, reason }),
        );
        Ok(())
    }
}

/// Whoever asked, or entered it for who did.
#[must_use]
pub fn may_withdraw(request: &ChangeRequest<'_>, joins: &SameAs, me: &RecordId) -> bool {
    let both = [request.author(), request.asked_by()].into_iter().flatten();
    both.into_iter().any(|party| joins.same(&party, me))
}
