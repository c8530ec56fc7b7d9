//! What people do to the clocks of a requirement: pause them, let them run again, answer a pause.
//! Never in here: which pauses count (`records::pause`), showing anything.

use crate::ledger::{Edit, PARENT, Plan, RecordId, Value};
use crate::records::entitled;
use crate::records::pause::{self, Answer, Pause, Pauses, Says};
use crate::records::requirement::{self, Requirement};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Loop, Stage};
use crate::time::{Instant, MINUTE};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseRefusal {
    Gone,
    /// Only the two parties pause, and only the other of them answers.
    NotEntitled,
    ReasonMissing,
    /// Nothing was submitted yet, or all is over: no clock runs.
    NothingRuns,
    /// The party's own pause still lasts.
    PausedAlready,
    EndedAlready,
    InTheFuture,
    BeforeSubmission,
    EndsBeforeStart,
}

/// Stops the clocks, with a reason.
pub struct BeginPause {
    pub requirement: RecordId,
    /// Since when; now if `None`.
    pub from: Option<Instant>,
    /// Until when, if that is known already.
    pub to: Option<Instant>,
    pub reason: String,
    /// The party that asked for it, if it is entered for the other one.
    pub entered_for: Option<RecordId>,
}

impl Edit for BeginPause {
    type Refusal = PauseRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PauseRefusal> {
        let joins = SameAs::of(plan.ws());
        let requirement = one_of_ours(plan, &self.requirement, &joins)?;
        let me = plan.me().party.clone();
        let by = self.entered_for.as_ref().unwrap_or(&me);
        if !is_party(&requirement, &joins, by) {
            return Err(PauseRefusal::NotEntitled);
        }
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(PauseRefusal::ReasonMissing);
        }
        let course = Loop::of(&requirement, &joins);
        let asked = course.first(Act::Submit).map(|m| m.said.stated);
        let asked = asked.filter(|_| !course.stage.is_none_or(Stage::is_over));
        let asked = asked.ok_or(PauseRefusal::NothingRuns)?;
        let from = self.from.unwrap_or(plan.now());
        if from > plan.now().plus(MINUTE) {
            return Err(PauseRefusal::InTheFuture);
        }
        if from < asked {
            return Err(PauseRefusal::BeforeSubmission);
        }
        if self.to.is_some_and(|to| to < from) {
            return Err(PauseRefusal::EndsBeforeStart);
        }
        let lasts = |pause: &Pause| joins.same(&pause.by, by) && pause.to.is_none();
        let pauses = Pauses::of(&requirement, &joins).0;
        if pauses.iter().any(|p| p.not_counted.is_none() && lasts(p)) {
            return Err(PauseRefusal::PausedAlready);
        }
        let id = plan.create(pause::KIND);
        plan.set(&id, PARENT, Value::of(&self.requirement));
        plan.set(&id, pause::FROM, Value::of(&from));
        if let Some(to) = self.to {
            plan.set(&id, pause::TO, Value::of(&to));
        }
        plan.set(&id, pause::REASON, Value::text(reason));
        if !joins.same(by, &me) {
            plan.set(&id, pause::FOR, Value::of(by));
        }
        Ok(())
    }
}

/// Lets the clocks run again: the party whose pause it is, or who entered it for that party.
pub struct EndPause {
    pub pause: RecordId,
    /// Since when; now if `None`.
    pub at: Option<Instant>,
}

impl Edit for EndPause {
    type Refusal = PauseRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PauseRefusal> {
        let joins = SameAs::of(plan.ws());
        let (_, pause) = of_ours(plan, &self.pause, &joins)?;
        let record = plan.ws().record(&self.pause);
        let author = record.and_then(|record| entitled::author(&record));
        let me = &plan.me().party;
        let entered_it = author.is_some_and(|author| joins.same(&author, me));
        if !joins.same(&pause.by, me) && !entered_it {
            return Err(PauseRefusal::NotEntitled);
        }
        if pause.to.is_some_and(|to| to <= plan.now()) {
            return Err(PauseRefusal::EndedAlready);
        }
        let at = self.at.unwrap_or(plan.now());
        if at > plan.now().plus(MINUTE) {
            return Err(PauseRefusal::InTheFuture);
        }
        if pause.from.is_some_and(|from| at < from) {
            return Err(PauseRefusal::EndsBeforeStart);
        }
        plan.set(&self.pause, pause::TO, Value::of(&at));
        Ok(())
    }
}

/// Agrees or objects to a pause of the other party. The last answer stands.
pub struct AnswerPause {
    pub pause: RecordId,
    pub says: Says,
    /// Why, if it objects.
    pub reason: String,
    /// The party that says so, if it is entered for the other one.
    pub entered_for: Option<RecordId>,
}

impl Edit for AnswerPause {
    type Refusal = PauseRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), PauseRefusal> {
        let joins = SameAs::of(plan.ws());
        let (requirement, pause) = of_ours(plan, &self.pause, &joins)?;
        let me = &plan.me().party;
        let actor = self.entered_for.as_ref().unwrap_or(me);
        if joins.same(actor, &pause.by) || !is_party(&requirement, &joins, actor) {
            return Err(PauseRefusal::NotEntitled);
        }
        let reason = self.reason.trim();
        if self.says == Says::Object && reason.is_empty() {
            return Err(PauseRefusal::ReasonMissing);
        }
        let answer = Answer {
            says: self.says,
            at: plan.now(),
            reason: reason.to_owned(),
            entered_for: Some(actor).filter(|a| !joins.same(a, me)).cloned(),
        };
        plan.write(&self.pause, pause::ANSWER, Value::of(&answer));
        Ok(())
    }
}

/// A requirement one of whose two parties is the writer's.
fn one_of_ours<'a>(
    plan: &Plan<'a>,
    id: &RecordId,
    joins: &SameAs,
) -> Result<Requirement<'a>, PauseRefusal> {
    let record = plan.ws().record(id);
    let record = record.filter(|r| r.kind() == requirement::KIND && !r.is_deleted());
    let requirement = record.map(Requirement).ok_or(PauseRefusal::Gone)?;
    if !is_party(&requirement, joins, &plan.me().party) {
        return Err(PauseRefusal::NotEntitled);
    }
    Ok(requirement)
}

/// A pause that counts, of such a requirement.
fn of_ours<'a>(
    plan: &Plan<'a>,
    id: &RecordId,
    joins: &SameAs,
) -> Result<(Requirement<'a>, Pause), PauseRefusal> {
    let record = plan.ws().record(id);
    let record = record.filter(|r| r.kind() == pause::KIND && !r.is_deleted());
    let parent = record.and_then(|r| r.parent()).ok_or(PauseRefusal::Gone)?;
    let requirement = one_of_ours(plan, &parent, joins)?;
    let pauses = Pauses::of(&requirement, joins).0.into_iter();
    let mut counted = pauses.filter(|pause| pause.not_counted.is_none());
    let pause = counted.find(|pause| pause.id == *id);
    Ok((requirement, pause.ok_or(PauseRefusal::NotEntitled)?))
}

fn is_party(requirement: &Requirement<'_>, joins: &SameAs, id: &RecordId) -> bool {
    let both = [requirement.requester(), requirement.provider()];
    let mut both = both.into_iter().flatten();
    both.any(|party| joins.same(&party, id))
}
