//! What people do with courses and trainings: describe, plan, move, invite, hold, cancel, assess, ask.
//! Never in here: external hours and settings (`hours_edits`), totals (`totals`), showing anything.

use std::collections::BTreeSet;

use super::model::{
    self, ANSWERS, ASSESSMENT, Attendance, CATEGORY, COURSE, COURSE_REF, Category, Course, DATE,
    EXTERNAL, FEEDBACK, GOALS, INVITED, LAYER_FLAG, LINKS, MINUTES, MODE, MOVED_FROM, Mode,
    PASS_MARK, PERSON, PLACE, REASON, REFRESHER, SCORE, SEATS, STARS, STARTER, STARTS, STATE,
    Standing, TEXT, TITLE, TRAINER, TRAINING, Training, VALID_MONTHS, attendance_id, find,
};
use super::tally::attended;
use crate::ledger::{Edit, PARENT, Plan, RecordId, Value};
use crate::records::person::{self, Layer};
use crate::records::same_as::SameAs;
use crate::records::training_need;
use crate::time::{Date, Instant};

/// Nothing here lasts longer in one piece: 200 hours.
pub const MOST_MINUTES: u32 = 12_000;

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Gone,
    TitleMissing,
    /// Between one minute and 200 hours.
    Minutes,
    DateMissing,
    /// 0–100.
    PassMark,
    Score,
    /// 1–5.
    Stars,
    CourseMissing,
    /// A held or cancelled training is not planned, moved or invited to.
    Over,
    Cancelled,
    /// It has not begun.
    NotYet,
    NobodyThere,
    /// Whoever is assessed was there.
    NotThere,
    /// The course has no mark to reach.
    NoMark,
    NoSuchPerson,
    /// Hours are claimed with a document as evidence.
    NoEvidence,
    /// Approved by somebody who entered it, changed it or gains by it.
    SecondPerson,
    AlreadyApproved,
    /// A person is joined to another.
    Itself,
    /// A 学时 has 1–240 minutes.
    Rate,
}

pub(super) fn or_null(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::null()
    } else {
        Value::text(text)
    }
}

pub(super) fn maybe<T: serde::Serialize>(value: Option<&T>) -> Value {
    value.map_or_else(Value::null, Value::of)
}

pub(super) fn known(plan: &Plan<'_>, id: &RecordId, kind: &str) -> Result<(), Refusal> {
    find(plan.ws(), id, kind).map(|_| ()).ok_or(Refusal::Gone)
}

pub(super) fn minutes_in(minutes: u32) -> Result<Value, Refusal> {
    if (1..=MOST_MINUTES).contains(&minutes) {
        Ok(Value::of(&minutes))
    } else {
        Err(Refusal::Minutes)
    }
}

/// Sets the flags that are wanted and takes back those that stand and are not.
pub(super) fn set_flags(
    plan: &mut Plan<'_>,
    record: &RecordId,
    prefix: &str,
    wanted: &BTreeSet<String>,
) {
    let known = plan.ws().record(record);
    let standing: Vec<String> = known
        .iter()
        .flat_map(|r| r.fields())
        .filter(|f| f.value().as_bool() == Some(true))
        .filter_map(|f| f.name().as_str().strip_prefix(prefix).map(str::to_owned))
        .collect();
    for gone in standing.iter().filter(|flag| !wanted.contains(*flag)) {
        plan.set(record, &format!("{prefix}{gone}"), Value::bool(false));
    }
    for flag in wanted {
        plan.set(record, &format!("{prefix}{flag}"), Value::bool(true));
    }
}

/// A course as the form holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeCourse {
    /// None: a new one.
    pub course: Option<RecordId>,
    pub title: String,
    pub layers: BTreeSet<Layer>,
    pub goals: String,
    pub category: Category,
    pub minutes: u32,
    pub mode: Mode,
    pub valid_months: Option<u32>,
    pub refresher: Option<RecordId>,
    pub links: String,
    pub pass_mark: Option<u32>,
    /// Which starter it comes from.
    pub starter: String,
}

impl Edit for DescribeCourse {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        if self.title.trim().is_empty() {
            return Err(Refusal::TitleMissing);
        }
        let minutes = minutes_in(self.minutes)?;
        if self.pass_mark.is_some_and(|mark| mark > 100) {
            return Err(Refusal::PassMark);
        }
        let id = match &self.course {
            Some(id) => {
                known(plan, id, COURSE)?;
                id.clone()
            }
            None => plan.create(COURSE),
        };
        plan.set(&id, TITLE, Value::text(self.title.trim()));
        let layers = self.layers.iter().map(|l| l.as_str().to_owned());
        set_flags(plan, &id, LAYER_FLAG, &layers.collect());
        plan.set(&id, GOALS, or_null(&self.goals));
        plan.set(&id, CATEGORY, Value::text(self.category.as_str()));
        plan.set(&id, MINUTES, minutes);
        plan.set(&id, MODE, Value::text(self.mode.as_str()));
        let months = self.valid_months.filter(|months| *months > 0);
        plan.set(&id, VALID_MONTHS, maybe(months.as_ref()));
        plan.set(&id, REFRESHER, maybe(self.refresher.as_ref()));
        plan.set(&id, LINKS, or_null(&self.links));
        plan.set(&id, PASS_MARK, maybe(self.pass_mark.as_ref()));
        if self.course.is_none() {
            plan.set(&id, STARTER, or_null(&self.starter));
        }
        Ok(())
    }
}

/// Takes starters over: those that were not taken before, in one act.
pub struct TakeStarters(pub Vec<DescribeCourse>);

impl Edit for TakeStarters {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let there: BTreeSet<String> = plan
            .ws()
            .of_kind(COURSE)
            .map(|r| Course(r).starter().into_owned())
            .collect();
        for course in self.0.iter().filter(|c| !there.contains(&c.starter)) {
            course.plan(plan)?;
        }
        Ok(())
    }
}

/// Puts a course, a training, an attempt, external hours or a setting into the bin.
pub struct Discard(pub RecordId);

impl Edit for Discard {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let own = [
            COURSE,
            TRAINING,
            ASSESSMENT,
            EXTERNAL,
            model::SETTING,
            model::FEEDBACK,
        ];
        let kind = own.into_iter().find(|kind| *kind == self.0.kind());
        known(plan, &self.0, kind.ok_or(Refusal::Gone)?)?;
        plan.delete(&self.0);
        Ok(())
    }
}

/// A date of a course, as the form holds it. Changing the moment moves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTraining {
    /// None: a new one.
    pub training: Option<RecordId>,
    pub course: Option<RecordId>,
    pub starts: Option<Instant>,
    /// The date of `starts` where it is held.
    pub date: Option<Date>,
    pub minutes: u32,
    pub place: String,
    pub trainer: String,
    pub seats: Option<u32>,
    /// The training needs it is to meet.
    pub answers: BTreeSet<RecordId>,
}

impl Edit for PlanTraining {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let course = self.course.as_ref().ok_or(Refusal::CourseMissing)?;
        let course = find(plan.ws(), course, COURSE).ok_or(Refusal::CourseMissing)?;
        let (starts, date) = match (self.starts, self.date) {
            (Some(starts), Some(date)) => (starts, date),
            _ => return Err(Refusal::DateMissing),
        };
        let minutes = minutes_in(self.minutes)?;
        let before = match &self.training {
            Some(id) => {
                let record = find(plan.ws(), id, TRAINING).ok_or(Refusal::Gone)?;
                if !Training(record).standing().is_ahead() {
                    return Err(Refusal::Over);
                }
                Some(Training(record))
            }
            None => None,
        };
        let id = match before {
            Some(training) => training.0.id().clone(),
            None => plan.create(TRAINING),
        };
        plan.set(&id, COURSE_REF, Value::of(course.id()));
        plan.set(&id, STARTS, Value::of(&starts));
        plan.set(&id, DATE, Value::of(&date));
        if let Some(former) = before.and_then(|t| t.date()).filter(|d| *d != date) {
            plan.set(&id, MOVED_FROM, Value::of(&former));
        }
        plan.set(&id, MINUTES, minutes);
        plan.set(&id, PASS_MARK, maybe(Course(course).pass_mark().as_ref()));
        plan.set(&id, PLACE, or_null(&self.place));
        plan.set(&id, TRAINER, or_null(&self.trainer));
        plan.set(&id, SEATS, maybe(self.seats.as_ref()));
        answer(plan, &id, &self.answers);
        if before.is_none() {
            plan.set(&id, STATE, Value::text(Standing::Planned.as_str()));
        }
        Ok(())
    }
}

fn answer(plan: &mut Plan<'_>, training: &RecordId, needs: &BTreeSet<RecordId>) {
    let ids = needs.iter().map(|need| need.as_str().to_owned());
    set_flags(plan, training, ANSWERS, &ids.collect());
}

/// Says which training needs a training meets, also after it was held.
pub struct Answer {
    pub training: RecordId,
    pub needs: BTreeSet<RecordId>,
}

impl Edit for Answer {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.training, TRAINING)?;
        for need in &self.needs {
            known(plan, need, training_need::KIND)?;
        }
        answer(plan, &self.training, &self.needs);
        Ok(())
    }
}

/// Calls a training off; nobody is credited anything for it.
pub struct Cancel {
    pub training: RecordId,
    pub reason: String,
}

impl Edit for Cancel {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.training, TRAINING).ok_or(Refusal::Gone)?;
        if Training(record).standing() == Standing::Cancelled {
            return Err(Refusal::Cancelled);
        }
        plan.set(
            &self.training,
            STATE,
            Value::text(Standing::Cancelled.as_str()),
        );
        plan.set(&self.training, REASON, or_null(&self.reason));
        Ok(())
    }
}

/// Puts people on the list of a training ahead, or takes them off.
pub struct Invite {
    pub training: RecordId,
    pub people: Vec<RecordId>,
    pub on: bool,
}

impl Edit for Invite {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.training, TRAINING).ok_or(Refusal::Gone)?;
        let training = Training(record);
        if !training.standing().is_ahead() {
            return Err(Refusal::Over);
        }
        for person in &self.people {
            let attendance = note(plan, &self.training, person)?;
            plan.set(&attendance, INVITED, Value::bool(self.on));
        }
        if self.on && !self.people.is_empty() && training.standing() == Standing::Planned {
            plan.set(
                &self.training,
                STATE,
                Value::text(Standing::Invited.as_str()),
            );
        }
        Ok(())
    }
}

/// The record of a person at a training, begun where there is none. Somebody who is known there under
/// another id keeps that one.
fn note(plan: &mut Plan<'_>, training: &RecordId, person: &RecordId) -> Result<RecordId, Refusal> {
    let ws = plan.ws();
    find(ws, person, person::KIND).ok_or(Refusal::NoSuchPerson)?;
    let people = SameAs::of_people(ws);
    let of = |a: &Attendance<'_>| a.person().is_some_and(|p| people.same(&p, person));
    let known = ws.record(training).map(Training);
    let known = known.and_then(|t| t.attendances().find(of));
    if let Some(known) = known {
        return Ok(known.0.id().clone());
    }
    let id = attendance_id(training, person);
    if ws.record(&id).is_some_and(|r| r.is_deleted()) {
        plan.restore(&id);
    }
    plan.set(&id, PARENT, Value::of(training));
    plan.set(&id, PERSON, Value::of(person));
    Ok(id)
}

/// Notes who attended for how long, 0 for who did not come: the training is held from then on. Noting
/// somebody again corrects.
pub struct Hold {
    pub training: RecordId,
    pub attended: Vec<(RecordId, u32)>,
}

impl Edit for Hold {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.training, TRAINING).ok_or(Refusal::Gone)?;
        let training = Training(record);
        if training.standing() == Standing::Cancelled {
            return Err(Refusal::Cancelled);
        }
        if training.starts().is_some_and(|starts| plan.now() < starts) {
            return Err(Refusal::NotYet);
        }
        if self
            .attended
            .iter()
            .any(|(_, minutes)| *minutes > MOST_MINUTES)
        {
            return Err(Refusal::Minutes);
        }
        let held = training.standing() == Standing::Held;
        if !held && !self.attended.iter().any(|(_, minutes)| *minutes > 0) {
            return Err(Refusal::NobodyThere);
        }
        for (person, minutes) in &self.attended {
            let attendance = note(plan, &self.training, person)?;
            plan.set(&attendance, MINUTES, Value::of(minutes));
        }
        plan.set(&self.training, STATE, Value::text(Standing::Held.as_str()));
        Ok(())
    }
}

/// Notes an attempt; another one later is a repeat.
pub struct Assess {
    pub training: RecordId,
    pub person: RecordId,
    pub score: u32,
    pub date: Option<Date>,
}

impl Edit for Assess {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.training, TRAINING).ok_or(Refusal::Gone)?;
        let training = Training(record);
        let people = SameAs::of_people(plan.ws());
        let mark = training.pass_mark().ok_or(Refusal::NoMark)?;
        let there = attended(&training, &people);
        if training.standing() != Standing::Held
            || !there.contains_key(people.canonical(&self.person))
        {
            return Err(Refusal::NotThere);
        }
        if self.score > 100 {
            return Err(Refusal::Score);
        }
        let date = self.date.ok_or(Refusal::DateMissing)?;
        let attempt = plan.create(ASSESSMENT);
        plan.set(&attempt, PARENT, Value::of(&self.training));
        plan.set(&attempt, PERSON, Value::of(&self.person));
        plan.set(&attempt, SCORE, Value::of(&self.score));
        plan.set(&attempt, PASS_MARK, Value::of(&mark));
        plan.set(&attempt, DATE, Value::of(&date));
        Ok(())
    }
}

/// Notes what somebody who was there thought of it, without a name.
pub struct GiveFeedback {
    pub training: RecordId,
    pub stars: u32,
    pub text: String,
}

impl Edit for GiveFeedback {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.training, TRAINING).ok_or(Refusal::Gone)?;
        if Training(record).standing() != Standing::Held {
            return Err(Refusal::NotYet);
        }
        if !(1..=5).contains(&self.stars) {
            return Err(Refusal::Stars);
        }
        let feedback = plan.create(FEEDBACK);
        plan.set(&feedback, PARENT, Value::of(&self.training));
        plan.set(&feedback, STARS, Value::of(&self.stars));
        plan.set(&feedback, TEXT, or_null(&self.text));
        Ok(())
    }
}
