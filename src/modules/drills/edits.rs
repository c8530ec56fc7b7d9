//! What people do with scenarios and drills: keep, prepare, start, steer, write down, put right.
//! Never in here: showing anything, ticks; refusals are enums the view puts into words. Lessons are
//! `lessons`. Nothing here writes to a record that is not part of a rehearsal.

use std::cell::RefCell;

use super::check;
use super::event::{Captured, Correct, What};
use super::finding::Findings;
use super::fold::Fold;
use super::model::{
    self, CLASS, DRILL, Drill, EVENT, GROUPS, Group, HIDE_NAMES, MATRIX, N, PARTY, PLANNED, PLAYS,
    RAN, SCENARIO, TITLE, TRAINER, WHAT,
};
use super::object::is_id;
use super::run::{Run, Standing, Status};
use super::scenario::Scenario;
use crate::ledger::{Edit, MAX_TEXT, PARENT, Plan, RecordId, Value};
use crate::time::Instant;

/// Why a scenario is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioRefusal {
    Gone,
    TitleMissing,
    /// A list or an inject is longer than a field may be; its name.
    TooLong(String),
}

/// Keeps a scenario: each member as a field of its record.
pub struct SaveScenario {
    /// None: a new one.
    pub record: Option<RecordId>,
    pub scenario: Scenario,
}

impl Edit for SaveScenario {
    type Refusal = ScenarioRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ScenarioRefusal> {
        let known = match &self.record {
            Some(id) => Some(own_scenario(plan, id).ok_or(ScenarioRefusal::Gone)?),
            None => None,
        };
        if self.scenario.title.is_empty() {
            return Err(ScenarioRefusal::TitleMissing);
        }
        let record = known.unwrap_or_else(|| plan.create(SCENARIO));
        write_scenario(plan, &record, &self.scenario)
    }
}

/// A scenario that may be written: not in the bin, not the script of a drill.
pub(super) fn own_scenario(plan: &Plan<'_>, id: &RecordId) -> Option<RecordId> {
    let record = plan.ws().record(id)?;
    let own = record.kind() == SCENARIO && !record.is_deleted() && record.parent().is_none();
    own.then(|| id.clone())
}

fn write_scenario(
    plan: &mut Plan<'_>,
    record: &RecordId,
    scenario: &Scenario,
) -> Result<(), ScenarioRefusal> {
    let fields = model::fields(scenario);
    let long = fields
        .iter()
        .find(|(_, value)| value.json().len() > MAX_TEXT);
    if let Some((name, _)) = long {
        return Err(ScenarioRefusal::TooLong(name.clone()));
    }
    // What the scenario has no more is emptied; fields of the ledger itself are not its own.
    let known = plan.ws().record(record);
    let held = known.iter().flat_map(|r| r.fields());
    let held = held.map(|f| f.name().as_str().to_owned());
    let ledger = |name: &str| matches!(name, PARENT | "deleted" | "audience");
    let gone: Vec<String> = held
        .filter(|name| !fields.contains_key(name) && !ledger(name))
        .collect();
    for name in gone {
        plan.set(record, &name, Value::null());
    }
    for (name, value) in fields {
        plan.set(record, &name, value);
    }
    Ok(())
}

/// Puts a scenario or a drill into the bin.
pub struct Discard(pub RecordId);

impl Edit for Discard {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        let drill = Drill::find(plan.ws(), &self.0).is_some();
        if !drill && own_scenario(plan, &self.0).is_none() {
            return Err(DrillRefusal::Gone);
        }
        plan.delete(&self.0);
        Ok(())
    }
}

/// Why a drill is not prepared, started or steered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillRefusal {
    Gone,
    TitleMissing,
    /// It needs one group at least, each with an id of its own and a name.
    Groups,
    Scenario(ScenarioRefusal),
    /// The scenario cannot be played.
    Unplayable(Findings),
    /// Groups and scenario stand once it was started.
    Started,
    NotStarted,
    Ended,
    NotRunning,
    NotPaused,
    /// The log knows of a later moment than the one given.
    Backwards {
        ran: i64,
    },
    NoSuchInject,
    NoSuchGroup,
    NoSuchRole,
    NoSuchExpectation,
    NoSuchOption,
    /// It was fired, passed over or skipped.
    NotWaiting,
    /// It was not fired, or no answers are waited for any more.
    NotOpen,
    /// An inject of this id is there already.
    IdTaken,
    /// 1–60.
    Speed,
    /// A jump goes on, not back, and stops at what is due next; its moment by the scenario's clock.
    Jump {
        furthest: Option<i64>,
    },
    /// Stars go from 1 to 5, credit from 0 to 100.
    OutOfRange,
    TextMissing,
    /// Only what people said is put right.
    NothingToCorrect,
}

/// Prepares a drill: who takes part, and the scenario as it is now.
pub struct Schedule {
    pub title: String,
    pub scenario: Scenario,
    pub planned: Option<Instant>,
    pub groups: Vec<Group>,
    /// The parties it is shared with besides one's own.
    pub parties: Vec<RecordId>,
    pub trainer: Option<RecordId>,
    pub matrix: Option<RecordId>,
    pub hide_names: bool,
}

impl Edit for Schedule {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        self.prepare(plan).map(drop)
    }
}

impl Schedule {
    /// Plans the drill and says which record it is.
    pub(super) fn prepare(&self, plan: &mut Plan<'_>) -> Result<RecordId, DrillRefusal> {
        if self.title.trim().is_empty() {
            return Err(DrillRefusal::TitleMissing);
        }
        check_groups(&self.groups)?;
        let drill = plan.create(DRILL);
        plan.set(&drill, TITLE, Value::text(self.title.trim()));
        plan.set(&drill, CLASS, Value::text(&self.scenario.class));
        plan.set(&drill, GROUPS, Value::of(&self.groups));
        if let Some(planned) = self.planned {
            plan.set(&drill, PLANNED, Value::of(&planned));
        }
        if self.hide_names {
            plan.set(&drill, HIDE_NAMES, Value::bool(true));
        }
        let own = plan.me().party.clone();
        let trainer = self.trainer.as_ref().unwrap_or(&own);
        // Who is named in a record has to be among those that get it, or others would get nothing.
        for party in [&own, trainer].into_iter().chain(&self.parties) {
            plan.set(&drill, &format!("{PARTY}{party}"), Value::bool(true));
        }
        plan.set(&drill, TRAINER, Value::of(trainer));
        if let Some(matrix) = &self.matrix {
            // A change of its own: where a partner does not get the matrix, it alone stays back.
            plan.then(&drill);
            plan.set(&drill, MATRIX, Value::of(matrix));
        }
        let script = plan.create(SCENARIO);
        plan.set(&script, PARENT, Value::of(&drill));
        write_scenario(plan, &script, &self.scenario).map_err(DrillRefusal::Scenario)?;
        Ok(drill)
    }
}

fn check_groups(groups: &[Group]) -> Result<(), DrillRefusal> {
    let mut ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let whole = groups
        .iter()
        .all(|g| is_id(&g.id) && !g.name.trim().is_empty());
    if groups.is_empty() || !whole || ids.len() < groups.len() {
        return Err(DrillRefusal::Groups);
    }
    Ok(())
}

/// Changes the groups before the start, or their names at any time; says who plays what.
pub struct Seat {
    pub drill: RecordId,
    pub groups: Vec<Group>,
    /// Group, role, and who plays it: a person's id or a name; empty for nobody.
    pub plays: Vec<(String, String, String)>,
}

impl Edit for Seat {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        let drill = Drill::find(plan.ws(), &self.drill).ok_or(DrillRefusal::Gone)?;
        check_groups(&self.groups)?;
        let ids: Vec<String> = self.groups.iter().map(|group| group.id.clone()).collect();
        if ids != drill.group_ids() && !drill.log().is_empty() {
            return Err(DrillRefusal::Started);
        }
        plan.set(&self.drill, GROUPS, Value::of(&self.groups));
        for (group, role, who) in &self.plays {
            if !ids.contains(group) {
                return Err(DrillRefusal::NoSuchGroup);
            }
            let who = who.trim();
            let value = if who.is_empty() {
                Value::null()
            } else {
                Value::text(who)
            };
            plan.set(&self.drill, &format!("{PLAYS}{group}.{role}"), value);
        }
        Ok(())
    }
}

/// One thing that happens while a drill runs, or is written down of it.
pub struct Happen {
    pub drill: RecordId,
    /// How long the drill had run, by its ticker; the log's own measure where none runs.
    pub ran: Option<i64>,
    pub what: What,
}

impl Edit for Happen {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        let mut fold = Fold::new(self.drill.clone());
        happen(plan, &mut fold, self.ran, &self.what)
    }
}

/// The same in a drill that is led: its fold is kept from one event to the next.
pub struct HappenNext<'f> {
    pub fold: &'f RefCell<Fold>,
    pub ran: Option<i64>,
    pub what: What,
}

impl Edit for HappenNext<'_> {
    type Refusal = DrillRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), DrillRefusal> {
        happen(plan, &mut self.fold.borrow_mut(), self.ran, &self.what)
    }
}

fn happen(
    plan: &mut Plan<'_>,
    fold: &mut Fold,
    ran: Option<i64>,
    what: &What,
) -> Result<(), DrillRefusal> {
    fold.read(plan.ws(), &[]);
    if !fold.is_there() {
        return Err(DrillRefusal::Gone);
    }
    let told = fold.ran();
    let ran = ran.unwrap_or(told);
    if ran < told {
        return Err(DrillRefusal::Backwards { ran: told });
    }
    if matches!(what, What::Start) {
        check_groups(fold.groups())?;
        let mut findings = fold.findings();
        fold.look(ran, |run, _| {
            findings.0.extend(check::check(run.scenario).0)
        });
        if findings.forbid() {
            return Err(DrillRefusal::Unplayable(findings));
        }
    }
    fold.look(ran, |run, _| may(run, what))?;
    let event = plan.create(EVENT);
    plan.set(&event, PARENT, Value::of(fold.drill()));
    plan.set(&event, N, Value::of(&fold.next_place()));
    plan.set(&event, RAN, Value::int(ran));
    plan.set(&event, WHAT, what.value());
    Ok(())
}

/// Whether something may happen to a drill as it stands, and if not, why. What is refused here would
/// change nothing if it stood in a log.
pub fn may(run: &Run<'_>, what: &What) -> Result<(), DrillRefusal> {
    let running = || match run.status {
        Status::Running => Ok(()),
        Status::Ended => Err(DrillRefusal::Ended),
        Status::Ready | Status::Paused => Err(DrillRefusal::NotRunning),
    };
    let lasts = || match run.status {
        Status::Ended => Err(DrillRefusal::Ended),
        _ => Ok(()),
    };
    let begun = || match run.status {
        Status::Ready => Err(DrillRefusal::NotStarted),
        _ => Ok(()),
    };
    let stands = |id: &str, fits: &[Standing], refusal: DrillRefusal| {
        let nth = run.place(id).ok_or(DrillRefusal::NoSuchInject)?;
        let standing = run.stood.get(nth).map(|stood| stood.standing);
        let fit = standing.is_some_and(|standing| fits.contains(&standing));
        if fit { Ok(()) } else { Err(refusal) }
    };
    match what {
        What::Start => match run.status {
            Status::Ready => Ok(()),
            _ => Err(DrillRefusal::Started),
        },
        What::Pause(_) => running(),
        What::Resume => match run.status {
            Status::Paused => Ok(()),
            Status::Ended => Err(DrillRefusal::Ended),
            _ => Err(DrillRefusal::NotPaused),
        },
        What::Speed(speed) => {
            lasts()?;
            if (1..=60).contains(speed) {
                Ok(())
            } else {
                Err(DrillRefusal::Speed)
            }
        }
        What::Fire(id) => {
            running()?;
            let from = [Standing::Waiting, Standing::Passed, Standing::Skipped];
            stands(id, &from, DrillRefusal::NotWaiting)
        }
        What::Hold(id) | What::Release(id) | What::Skip(id) => {
            lasts()?;
            stands(id, &[Standing::Waiting], DrillRefusal::NotWaiting)
        }
        What::Insert(inject) => {
            running()?;
            match run.place(&inject.id) {
                Some(_) => Err(DrillRefusal::IdTaken),
                None if !is_id(&inject.id) => Err(DrillRefusal::NoSuchInject),
                None if inject.content.is_empty() => Err(DrillRefusal::TextMissing),
                None => Ok(()),
            }
        }
        What::Jump(to) => {
            running()?;
            let furthest = run.furthest();
            let fits = *to > run.at.clock && furthest.is_none_or(|furthest| *to <= furthest);
            if fits {
                Ok(())
            } else {
                Err(DrillRefusal::Jump { furthest })
            }
        }
        What::Close(id) => {
            lasts().and_then(|()| begun())?;
            stands(id, &[Standing::Open], DrillRefusal::NotOpen)
        }
        What::Follow { inject, option } => {
            lasts()?;
            stands(inject, &[Standing::Open], DrillRefusal::NotOpen)?;
            has_option(run, inject, option)
        }
        What::Captured(captured) => {
            begun()?;
            may_say(run, captured)
        }
        What::Correct(Correct { of, with, .. }) => {
            if !run.kept.iter().any(|kept| kept.id == *of) {
                return Err(DrillRefusal::NothingToCorrect);
            }
            with.as_ref().map_or(Ok(()), |with| may_say(run, with))
        }
        What::End => lasts().and_then(|()| begun()),
    }
}

fn has_option(run: &Run<'_>, inject: &str, option: &str) -> Result<(), DrillRefusal> {
    let inject = run.place(inject).and_then(|nth| run.inject(nth));
    let decision = inject.and_then(|inject| inject.decision.as_ref());
    let has = decision.is_some_and(|d| d.options.iter().any(|o| o.id == option));
    if has {
        Ok(())
    } else {
        Err(DrillRefusal::NoSuchOption)
    }
}

fn may_say(run: &Run<'_>, captured: &Captured) -> Result<(), DrillRefusal> {
    let group = |id: &str| {
        let known = run.groups.iter().any(|group| group == id);
        if known {
            Ok(())
        } else {
            Err(DrillRefusal::NoSuchGroup)
        }
    };
    let fired = |id: &str| {
        let nth = run.place(id).ok_or(DrillRefusal::NoSuchInject)?;
        let fired = run
            .stood
            .get(nth)
            .is_some_and(|stood| stood.fired.is_some());
        if fired {
            Ok(nth)
        } else {
            Err(DrillRefusal::NotOpen)
        }
    };
    let role = |id: &Option<String>| match id {
        Some(id) if run.scenario.role(id).is_none() => Err(DrillRefusal::NoSuchRole),
        _ => Ok(()),
    };
    match captured {
        Captured::Answer(answer) => {
            group(&answer.group)?;
            role(&answer.role)?;
            let nth = fired(&answer.inject)?;
            if let Some(id) = &answer.expectation {
                let mut all = run.inject(nth).into_iter().flat_map(|i| &i.expectations);
                if !all.any(|expectation| expectation.id == *id) {
                    return Err(DrillRefusal::NoSuchExpectation);
                }
            }
            if answer.credit > 100 {
                Err(DrillRefusal::OutOfRange)
            } else {
                Ok(())
            }
        }
        Captured::Decide(decide) => {
            group(&decide.group)?;
            fired(&decide.inject)?;
            has_option(run, &decide.inject, &decide.option)
        }
        Captured::Rating(rating) => {
            if let Some(id) = &rating.group {
                group(id)?;
            }
            role(&rating.role)?;
            if (1..=5).contains(&rating.stars) {
                Ok(())
            } else {
                Err(DrillRefusal::OutOfRange)
            }
        }
        Captured::Note(note) => {
            if note.text.trim().is_empty() {
                Err(DrillRefusal::TextMissing)
            } else {
                Ok(())
            }
        }
        Captured::Blame(blame) => {
            group(&blame.group)?;
            fired(&blame.inject).map(|_| ())
        }
    }
}
