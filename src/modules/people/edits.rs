//! What people do to parties, persons, relations and calendars, and joining duplicates.
//! Never in here: showing anything; refusals are enums the view puts into words.

use std::collections::BTreeSet;

use crate::ledger::{Edit, PARENT, Plan, Record, RecordId, Value};
use crate::records::calendar::{self, WorkCalendar};
use crate::records::holidays::Exception;
use crate::records::party::{self, Party, PartyKind, Relation, Role};
use crate::records::person::{self, Layer, Person};
use crate::records::same_as::SameAs;
use crate::time::calendar::{Week, Window};
use crate::time::{Date, Zone};

/// Which way a relation between us and a partner runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// It supplies us.
    Supplier,
    /// We supply it.
    Customer,
    /// It advises us.
    Advisor,
    /// We advise it.
    Client,
}

impl Tie {
    pub const ALL: [Self; 4] = [Self::Supplier, Self::Customer, Self::Advisor, Self::Client];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::Customer => "customer",
            Self::Advisor => "advisor",
            Self::Client => "client",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tie| tie.as_str() == text)
    }

    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Supplier | Self::Customer => Role::Supplies,
            Self::Advisor | Self::Client => Role::Advises,
        }
    }

    /// Whether the partner is at the `from` end.
    #[must_use]
    pub const fn comes_from_them(self) -> bool {
        matches!(self, Self::Supplier | Self::Advisor)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NameMissing,
    Gone,
    /// A party is nothing to itself, and cannot be joined to itself.
    Itself,
    /// That relation is there already.
    AlreadyThere,
    /// Private details are kept by the person's own firm.
    NotYourFirm,
    DateMissing,
    /// The last date is not after the first.
    EndsBeforeStart,
    WindowsOverlap,
    /// A calendar without a zone cannot be computed with.
    ZoneMissing,
}

fn known<'a>(plan: &Plan<'a>, id: &RecordId, kind: &str) -> Result<Record<'a>, Refusal> {
    let record = plan.ws().record(id);
    let record = record.filter(|r| r.kind() == kind && !r.is_deleted());
    record.ok_or(Refusal::Gone)
}

fn name_in(text: &str) -> Result<Value, Refusal> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Refusal::NameMissing);
    }
    Ok(Value::text(name))
}

fn or_null(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::null()
    } else {
        Value::text(text)
    }
}

fn maybe<T: serde::Serialize>(value: Option<&T>) -> Value {
    value.map_or_else(Value::null, Value::of)
}

/// Adds a party, with what it is to us.
pub struct AddParty {
    pub name: String,
    pub short_name: String,
    pub kind: PartyKind,
    pub tie: Option<Tie>,
}

impl Edit for AddParty {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let name = name_in(&self.name)?;
        let id = plan.create(party::KIND);
        plan.set(&id, party::NAME, name);
        plan.set(&id, party::SHORT_NAME, or_null(&self.short_name));
        plan.set(&id, party::PARTY_KIND, Value::text(self.kind.as_str()));
        if let Some(tie) = self.tie {
            let me = plan.me().party.clone();
            relate(plan, &id, &me, tie);
        }
        Ok(())
    }
}

fn relate(plan: &mut Plan<'_>, them: &RecordId, me: &RecordId, tie: Tie) {
    let (from, to) = if tie.comes_from_them() {
        (them, me)
    } else {
        (me, them)
    };
    let relation = plan.create(party::RELATION);
    plan.set(&relation, party::FROM, Value::of(from));
    plan.set(&relation, party::TO, Value::of(to));
    plan.set(&relation, party::ROLE, Value::text(tie.role().as_str()));
}

/// Renames a party.
pub struct DescribeParty {
    pub party: RecordId,
    pub name: String,
    pub short_name: String,
    pub kind: PartyKind,
}

impl Edit for DescribeParty {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.party, party::KIND)?;
        let name = name_in(&self.name)?;
        plan.set(&self.party, party::NAME, name);
        plan.set(&self.party, party::SHORT_NAME, or_null(&self.short_name));
        let kind = Value::text(self.kind.as_str());
        plan.set(&self.party, party::PARTY_KIND, kind);
        Ok(())
    }
}

/// Says what a party is to us.
pub struct Relate {
    pub party: RecordId,
    pub tie: Tie,
}

impl Edit for Relate {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.party, party::KIND)?;
        let joins = SameAs::of(plan.ws());
        let me = plan.me().party.clone();
        if joins.same(&me, &self.party) {
            return Err(Refusal::Itself);
        }
        let (from, to) = if self.tie.comes_from_them() {
            (&self.party, &me)
        } else {
            (&me, &self.party)
        };
        let is = |end: Option<RecordId>, id: &RecordId| end.is_some_and(|e| joins.same(&e, id));
        let there = plan
            .ws()
            .of_kind(party::RELATION)
            .map(Relation)
            .any(|r| r.role() == Some(self.tie.role()) && is(r.from(), from) && is(r.to(), to));
        if there {
            return Err(Refusal::AlreadyThere);
        }
        relate(plan, &self.party, &me, self.tie);
        Ok(())
    }
}

/// Puts a record of this module into the bin.
pub struct Discard {
    pub record: RecordId,
}

impl Edit for Discard {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.record, self.record.kind())?;
        plan.delete(&self.record);
        Ok(())
    }
}

/// Adds a person, or changes name and layer of one.
pub struct DescribePerson {
    pub person: Option<RecordId>,
    pub party: RecordId,
    pub name: String,
    pub layer: Layer,
}

impl Edit for DescribePerson {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let name = name_in(&self.name)?;
        known(plan, &self.party, party::KIND)?;
        let id = match &self.person {
            Some(id) => known(plan, id, person::KIND)?.id().clone(),
            None => plan.create(person::KIND),
        };
        plan.set(&id, person::NAME, name);
        if self.person.is_none() {
            plan.set(&id, person::PARTY, Value::of(&self.party));
        }
        plan.set(&id, person::LAYER, Value::text(self.layer.as_str()));
        Ok(())
    }
}

/// Keeps private details of a person of one's own firm, or of a contact of one's own.
pub struct KeepPersonal {
    pub person: RecordId,
    pub email: String,
    pub phone: String,
    pub joined: Option<Date>,
    pub left: Option<Date>,
}

impl KeepPersonal {
    /// Nothing is typed in any of the fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = self.email.trim().is_empty() && self.phone.trim().is_empty();
        texts && self.joined.is_none() && self.left.is_none()
    }
}

impl Edit for KeepPersonal {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let person = Person(known(plan, &self.person, person::KIND)?);
        if let (Some(joined), Some(left)) = (self.joined, self.left)
            && left < joined
        {
            return Err(Refusal::EndsBeforeStart);
        }
        let id = match person.personal() {
            Some(there) => there.0.id().clone(),
            None => {
                let id = plan.create(person::PERSONAL);
                plan.set(&id, PARENT, Value::of(&self.person));
                id
            }
        };
        plan.set(&id, person::EMAIL, or_null(&self.email));
        plan.set(&id, person::PHONE, or_null(&self.phone));
        plan.set(&id, person::JOINED, maybe(self.joined.as_ref()));
        plan.set(&id, person::LEFT, maybe(self.left.as_ref()));
        Ok(())
    }
}

/// What each party says it is the same as; one that is not here says that of itself.
fn says(plan: &Plan<'_>) -> impl Fn(&RecordId) -> Option<RecordId> {
    let ws = plan.ws();
    move |id| match ws.record(id) {
        Some(record) => Party(record).same_as(),
        None => Some(id.clone()),
    }
}

/// Says that two parties are one; taken back by [`Part`] (LEDGER 12).
pub struct Join {
    pub party: RecordId,
    pub with: RecordId,
}

impl Edit for Join {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.party, party::KIND)?;
        known(plan, &self.with, party::KIND)?;
        let joins = SameAs::of(plan.ws());
        if joins.same(&self.party, &self.with) {
            return Err(Refusal::Itself);
        }
        let (says, of) = joins.joining(says(plan), &self.party, &self.with);
        plan.set(&says, party::SAME_AS, Value::of(&of));
        Ok(())
    }
}

/// Takes a party out of the join it is in: every link to it and from it.
pub struct Part {
    pub party: RecordId,
}

impl Edit for Part {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let links = SameAs::of(plan.ws()).parting(says(plan), &self.party);
        if links.is_empty() {
            return Err(Refusal::Gone);
        }
        for (party, of) in links {
            plan.set(&party, party::SAME_AS, maybe(of.as_ref()));
        }
        Ok(())
    }
}

/// A working calendar as the form holds it.
pub struct DescribeCalendar {
    pub calendar: Option<RecordId>,
    pub party: RecordId,
    pub name: String,
    pub zone: Option<Zone>,
    pub weeks: Vec<Week>,
    pub anchor: Option<Date>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Edit for DescribeCalendar {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.party, party::KIND)?;
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to <= from
        {
            return Err(Refusal::EndsBeforeStart);
        }
        let days = self.weeks.iter().flat_map(|week| &week.0);
        if days.into_iter().any(|windows| overlap(windows)) {
            return Err(Refusal::WindowsOverlap);
        }
        let zone = self.zone.as_ref().ok_or(Refusal::ZoneMissing)?;
        let id = match &self.calendar {
            Some(id) => known(plan, id, calendar::KIND)?.id().clone(),
            None => plan.create(calendar::KIND),
        };
        plan.set(&id, calendar::PARTY, Value::of(&self.party));
        plan.set(&id, calendar::NAME, or_null(&self.name));
        // The same zone known by another browser is no change worth making.
        let stands = plan.ws().record(&id).and_then(|r| WorkCalendar(r).zone());
        if stands.is_none_or(|s| s.name() != zone.name()) {
            plan.set(&id, calendar::ZONE, Value::of(zone));
        }
        plan.set(&id, calendar::WEEKS, Value::of(&self.weeks));
        plan.set(&id, calendar::ANCHOR, maybe(self.anchor.as_ref()));
        plan.set(&id, calendar::FROM, maybe(self.from.as_ref()));
        plan.set(&id, calendar::TO, maybe(self.to.as_ref()));
        Ok(())
    }
}

/// Adds or changes a dated exception.
pub struct ExceptDay {
    pub calendar: RecordId,
    pub day: Option<RecordId>,
    pub date: Option<Date>,
    /// None: closed on that date.
    pub windows: Vec<Window>,
    pub reason: String,
}

impl Edit for ExceptDay {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        known(plan, &self.calendar, calendar::KIND)?;
        let date = self.date.ok_or(Refusal::DateMissing)?;
        if overlap(&self.windows) {
            return Err(Refusal::WindowsOverlap);
        }
        let id = match &self.day {
            Some(id) => known(plan, id, calendar::DAY)?.id().clone(),
            None => {
                let id = plan.create(calendar::DAY);
                plan.set(&id, PARENT, Value::of(&self.calendar));
                id
            }
        };
        plan.set(&id, calendar::DATE, Value::of(&date));
        plan.set(&id, calendar::WINDOWS, Value::of(&self.windows));
        plan.set(&id, calendar::REASON, or_null(&self.reason));
        Ok(())
    }
}

/// Adds the days of a country's statutory calendar or of an .ics file as dated exceptions. A date that
/// is excepted already is left as it is.
pub struct ExceptDays {
    pub calendar: RecordId,
    pub days: Vec<Exception>,
}

impl Edit for ExceptDays {
    type Refusal = Refusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Refusal> {
        let there = WorkCalendar(known(plan, &self.calendar, calendar::KIND)?);
        let mut excepted: BTreeSet<Date> = there.days().iter().filter_map(|d| d.date()).collect();
        for day in &self.days {
            if !excepted.insert(day.date) {
                continue;
            }
            let id = plan.create(calendar::DAY);
            plan.set(&id, PARENT, Value::of(&self.calendar));
            plan.set(&id, calendar::DATE, Value::of(&day.date));
            plan.set(&id, calendar::WINDOWS, Value::of(&day.windows));
            if let Some(festival) = day.festival {
                plan.set(&id, calendar::FESTIVAL, Value::text(festival.as_str()));
            }
            if !day.name.trim().is_empty() {
                plan.set(&id, calendar::REASON, Value::text(day.name.trim()));
            }
        }
        Ok(())
    }
}

fn overlap(windows: &[Window]) -> bool {
    let mut sorted = windows.to_vec();
    sorted.sort();
    sorted.is_sorted_by(|a, b| a.to() <= b.from()).eq(&false)
}
