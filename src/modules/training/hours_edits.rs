//! What people do about hours: claim those learnt elsewhere and approve them, say what a 学时 is and what the
//! standard, join a person who was entered twice, say who sat in a drill.
//! Never in here: courses and trainings (`edits`), showing anything.

use std::collections::BTreeSet;

use super::edits::{Refusal, known, maybe, minutes_in, or_null, set_flags};
use super::model::{
    APPROVAL, APPROVED, CATEGORY, Category, DATE, DRILLS, EXTERNAL, External, FROM, HOURS, LAYER,
    MINUTES, NEEDS_COURSE, PERSON, PROVIDER, SETTING, STANDARD, Standard, TITLE, find,
    standard_record,
};
use crate::ledger::{Digest, Edit, PARENT, Plan, RecordId, Value};
use crate::records::participation::PLAYS;
use crate::records::person::{self, Layer, Person};
use crate::records::same_as::SameAs;
use crate::records::{document, participation};
use crate::time::Date;

/// A document by name and digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub name: String,
    pub size: u64,
    pub digest: Digest,
}

/// Hours learnt elsewhere, as the form holds them. Changing them takes an approval back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimHours {
    /// None: new ones.
    pub record: Option<RecordId>,
    pub person: Option<RecordId>,
    pub title: String,
    pub category: Category,
    pub date: Option<Date>,
    pub minutes: u32,
    pub provider: String,
    /// Added to the evidence that is there.
    pub evidence: Vec<Evidence>,
}

impl Edit for ClaimHours {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let person = self.person.as_ref().ok_or(Refusal::NoSuchPerson)?;
        find(plan.ws(), person, person::KIND).ok_or(Refusal::NoSuchPerson)?;
        if self.title.trim().is_empty() {
            return Err(Refusal::TitleMissing);
        }
        let date = self.date.ok_or(Refusal::DateMissing)?;
        let minutes = minutes_in(self.minutes)?;
        let there = match &self.record {
            Some(id) => {
                known(plan, id, EXTERNAL)?;
                !document::of(plan.ws(), id).is_empty()
            }
            None => false,
        };
        if !there && self.evidence.is_empty() {
            return Err(Refusal::NoEvidence);
        }
        let id = match &self.record {
            Some(id) => id.clone(),
            None => plan.create(EXTERNAL),
        };
        plan.set(&id, PERSON, Value::of(person));
        plan.set(&id, TITLE, Value::text(self.title.trim()));
        plan.set(&id, CATEGORY, Value::text(self.category.as_str()));
        plan.set(&id, DATE, Value::of(&date));
        plan.set(&id, MINUTES, minutes);
        plan.set(&id, PROVIDER, or_null(&self.provider));
        for evidence in &self.evidence {
            let document = plan.create(document::KIND);
            plan.set(&document, PARENT, Value::of(&id));
            plan.set(&document, document::NAME, Value::text(&evidence.name));
            plan.set(&document, document::SIZE, Value::of(&evidence.size));
            let digest = evidence.digest.to_string();
            plan.set(&document, document::DIGEST, Value::text(&digest));
        }
        Ok(())
    }
}

/// Approves external hours as they stand: by a second person, and by nobody whom they are for.
pub struct Approve(pub RecordId);

impl Edit for Approve {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let record = find(plan.ws(), &self.0, EXTERNAL).ok_or(Refusal::Gone)?;
        let external = External(record);
        let people = SameAs::of_people(plan.ws());
        let claim = external.claim().ok_or(Refusal::NoEvidence)?;
        if external.approved_by(&people).is_some() {
            return Err(Refusal::AlreadyApproved);
        }
        if !external.may_approve(&plan.me().person, &people) {
            return Err(Refusal::SecondPerson);
        }
        let approval = plan.create(APPROVAL);
        plan.set(&approval, PARENT, Value::of(&self.0));
        plan.set(&approval, APPROVED, Value::of(&claim));
        Ok(())
    }
}

/// Says how many minutes a 学时 has from a date on.
pub struct SetRate {
    pub minutes: u32,
    pub from: Option<Date>,
}

impl Edit for SetRate {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let from = self.from.ok_or(Refusal::DateMissing)?;
        if !(1..=240).contains(&self.minutes) {
            return Err(Refusal::Rate);
        }
        let mut settings = plan.ws().of_kind(SETTING);
        let there = settings.find(|r| r.read(FROM) == Some(from));
        let id = match there.map(|r| r.id().clone()) {
            Some(id) => id,
            None => plan.create(SETTING),
        };
        plan.set(&id, FROM, Value::of(&from));
        plan.set(&id, MINUTES, Value::of(&self.minutes));
        Ok(())
    }
}

/// Says what a person of a layer has to show.
pub struct SetStandard {
    pub layer: Layer,
    pub standard: Standard,
}

impl Edit for SetStandard {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let there = standard_record(plan.ws(), self.layer).map(|r| r.id().clone());
        let id = match there {
            Some(id) => id,
            None => {
                let id = plan.create(STANDARD);
                plan.set(&id, LAYER, Value::text(self.layer.as_str()));
                id
            }
        };
        let courses = self.standard.courses.iter();
        let courses: BTreeSet<String> = courses.map(|id| id.as_str().to_owned()).collect();
        set_flags(plan, &id, NEEDS_COURSE, &courses);
        let drills = Some(self.standard.drills).filter(|drills| *drills > 0);
        plan.set(&id, DRILLS, maybe(drills.as_ref()));
        plan.set(&id, HOURS, Value::bool(self.standard.hours));
        Ok(())
    }
}

/// Says that two records are one person: their hours are one person's, and what both were credited for
/// counts once. `with` is none to take that back.
pub struct JoinPeople {
    pub person: RecordId,
    pub with: Option<RecordId>,
}

impl Edit for JoinPeople {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let ws = plan.ws();
        find(ws, &self.person, person::KIND).ok_or(Refusal::NoSuchPerson)?;
        let people = SameAs::of_people(ws);
        // One that is not here says that it is itself.
        let says = |id: &RecordId| match ws.record(id) {
            Some(record) => Person(record).same_as(),
            None => Some(id.clone()),
        };
        let Some(with) = &self.with else {
            for (person, of) in people.parting(says, &self.person) {
                plan.set(&person, person::SAME_AS, maybe(of.as_ref()));
            }
            return Ok(());
        };
        find(ws, with, person::KIND).ok_or(Refusal::NoSuchPerson)?;
        if people.same(&self.person, with) {
            return Err(Refusal::Itself);
        }
        let (says, of) = people.joining(says, &self.person, with);
        plan.set(&says, person::SAME_AS, Value::of(&of));
        Ok(())
    }
}

/// Says which person a name in a drill's seat is, so that the drill's hours are theirs.
pub struct Recognise {
    pub drill: RecordId,
    pub group: String,
    pub role: String,
    pub person: RecordId,
}

impl Edit for Recognise {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.drill, participation::DRILL)?;
        find(plan.ws(), &self.person, person::KIND).ok_or(Refusal::NoSuchPerson)?;
        let seat = format!("{PLAYS}{}.{}", self.group, self.role);
        plan.set(&self.drill, &seat, Value::of(&self.person));
        Ok(())
    }
}
