//! What an author does to a scenario besides typing: begin one, add an inject, move it, take it away.
//! Never in here: judging the result (`check`), showing it.

use super::edits::{ScenarioRefusal, own_scenario};
use super::model::{self, Drill, fields};
use super::object::{MAX_ID, is_id};
use super::reading::MAX_MINUTES;
use super::scenario::{CLASSES, Due, Inject, Jump, Role, Scenario, Text};
use super::words::{Channel, Layer, Side};
use crate::ledger::{Edit, MAX_TEXT, Plan, RecordId, Value, Workspace};

/// Writes a scenario as it has become. Only fields that come out otherwise than they were read are
/// written: what could not be read, and what others wrote meanwhile, stays as it is.
pub struct Rewrite {
    pub record: RecordId,
    pub scenario: Scenario,
}

impl Edit for Rewrite {
    type Refusal = ScenarioRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ScenarioRefusal> {
        let id = own_scenario(plan, &self.record).ok_or(ScenarioRefusal::Gone)?;
        if self.scenario.title.is_empty() {
            return Err(ScenarioRefusal::TitleMissing);
        }
        let record = plan.ws().record(&id).ok_or(ScenarioRefusal::Gone)?;
        let before = fields(&model::scenario(&record).0);
        let after = fields(&self.scenario);
        for (name, value) in &after {
            if before.get(name) == Some(value) {
                continue;
            }
            if value.json().len() > MAX_TEXT {
                return Err(ScenarioRefusal::TooLong(name.clone()));
            }
            plan.set(&id, name, value.clone());
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            plan.set(&id, name, Value::null());
        }
        Ok(())
    }
}

/// A scenario to begin with: a customer and a supplier, and nothing that happens yet. Its short name is
/// what its title makes, where that has Latin letters.
#[must_use]
pub fn blank(title: &str, [customer, supplier]: [&str; 2]) -> Scenario {
    let role = |id: &str, title: &str, side| Role {
        id: id.to_owned(),
        title: Text::Plain(title.to_owned()),
        side,
        layer: Some(Layer::Contact),
        ..Role::default()
    };
    let class = CLASSES.first().copied().unwrap_or_default();
    Scenario {
        slug: short_name(title).unwrap_or_else(|| "own".to_owned()),
        version: 1,
        class: class.to_owned(),
        title: Text::Plain(title.to_owned()),
        minutes: 60,
        speed: 1,
        starts: 8 * 60 + 30,
        roles: vec![
            role("customer", customer, Side::Requester),
            role("supplier", supplier, Side::Provider),
        ],
        ..Scenario::default()
    }
}

/// The short name that a text makes, for files: letters a–z, digits, `-` and `_`, as every id has; `None`
/// if nothing of it is left.
#[must_use]
pub fn short_name(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.trim().to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' => name.push(c),
            // Whatever else stands between two words parts them.
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.truncate(MAX_ID);
    let name = name.trim_end_matches('-').to_owned();
    is_id(&name).then_some(name)
}

/// The short name itself, or with a number behind it that no scenario of one's own has yet.
#[must_use]
pub fn free_name(ws: &Workspace, wanted: &str) -> String {
    let taken: Vec<String> = model::scenarios(ws)
        .map(|record| record.text("slug").into_owned())
        .collect();
    if taken.iter().any(|known| known == wanted) {
        fresh(&format!("{wanted}-"), taken.iter().map(String::as_str))
    } else {
        wanted.to_owned()
    }
}

/// How often the version a scenario says it is was prepared as a drill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drilled {
    /// As the scenario is now.
    pub alike: usize,
    /// As it was before it was changed: two drills of one version that are not the same.
    pub otherwise: usize,
}

/// The drills of this version, which keep what they were prepared with.
#[must_use]
pub fn drilled(ws: &Workspace, scenario: &Scenario) -> Drilled {
    let mut drilled = Drilled::default();
    for script in Drill::all(ws).filter_map(|drill| drill.script()) {
        let version = script.read("version") == Some(scenario.version);
        if !version || script.text("slug") != scenario.slug {
            continue;
        }
        match model::scenario(&script).0 == *scenario {
            true => drilled.alike += 1,
            false => drilled.otherwise += 1,
        }
    }
    drilled
}

/// An id that none of the others is: the prefix and the smallest number that is free.
#[must_use]
pub fn fresh<'a>(prefix: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut number = 1_u32;
    loop {
        let id = format!("{prefix}{number}");
        if !taken.clone().any(|known| known == id) {
            return id;
        }
        number += 1;
    }
}

/// Adds a message to everyone at a minute; its id.
pub fn add_inject(scenario: &mut Scenario, title: &str, minute: u32) -> String {
    let id = fresh(
        "i",
        scenario.injects.iter().map(|inject| inject.id.as_str()),
    );
    scenario.injects.push(Inject {
        id: id.clone(),
        title: Text::Plain(title.to_owned()),
        channel: Channel::Message,
        due: Due::At(played(minute, &scenario.jumps, true)),
        ..Inject::default()
    });
    scenario.sort();
    id
}

/// Takes an inject away. What led to it stays as it is and is found by `check`.
pub fn remove_inject(scenario: &mut Scenario, id: &str) {
    scenario.injects.retain(|inject| inject.id != id);
}

/// Moves an inject in time, by minutes. One that comes after another moves towards or away from it, one
/// that is only led to has no time to move in. Into what a jump passes over nothing moves: it goes on
/// to the far side.
pub fn shift(scenario: &mut Scenario, id: &str, by: i64) {
    let moved = |minute: u32| {
        let moved = (i64::from(minute) + by).clamp(0, i64::from(MAX_MINUTES));
        u32::try_from(moved).unwrap_or(minute)
    };
    let jumps = &scenario.jumps;
    let all = scenario.injects.iter_mut();
    for inject in all.filter(|inject| inject.id == id) {
        match &mut inject.due {
            Due::At(minute) => *minute = played(moved(*minute), jumps, by > 0),
            Due::After { minutes, .. } => *minutes = moved(*minutes),
            Due::Led => {}
        }
    }
    scenario.sort();
}

/// The minute itself, or the edge of the jump that passes over it.
fn played(minute: u32, jumps: &[Jump], onwards: bool) -> u32 {
    let over = jumps.iter().find(|j| j.at < minute && minute < j.to);
    over.map_or(minute, |jump| if onwards { jump.to } else { jump.at })
}
