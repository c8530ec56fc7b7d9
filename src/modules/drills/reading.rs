//! A scenario's JSON, from a file or from the fields of a record, to the typed model with findings.
//! Total and bounded: what cannot be read is left out and named. Never in here: judging the story.

use serde_json::value::RawValue;

use super::finding::{Findings, Problem, Wants};
use super::object::{self, Object};
use super::scenario::{
    Attachment, Body, Branch, Choice, Compare, Condition, Decided, Decision, Due, Effect,
    Expectation, Held, Inject, Jump, Named, Phase, Role, Scenario, Sender, Text, Variable, Way,
    With,
};
use super::words::{Channel, Layer, Severity, Side};
use crate::ledger::Value;

/// What `tandem` says in a scenario file.
pub const TANDEM: &str = "scenario";
/// The version of the format that is written; later ones are refused whole.
pub const FORMAT: u32 = 0;
/// The largest file, in bytes.
pub const MAX_FILE: usize = 1024 * 1024;
pub const MAX_INJECTS: usize = 200;
/// Roles, variables, phases, jumps, and what one inject has of a kind.
pub const MAX_PARTS: usize = 40;
/// Rows of a table, and cells of a row.
pub const MAX_ROWS: usize = 200;
/// Scenario time reaches four weeks.
pub const MAX_MINUTES: u32 = 4 * 7 * 24 * 60;
/// Conditions may nest so deep.
const MAX_NESTED: usize = 8;
const MAX_POINTS: i64 = 1_000;
const MAX_NUMBER: i64 = 1_000_000_000;

/// One inject as an event or a field holds it; `None` if it is no object with an id.
#[must_use]
pub fn one_inject(value: &Value) -> Option<Inject> {
    let mut findings = Findings::default();
    let raw: &RawValue = serde_json::from_str(value.json()).ok()?;
    let mut object = Object::of("", raw, &mut findings)?;
    let read = inject(&mut object, &mut findings);
    (!read.id.is_empty()).then_some(read)
}

/// A scenario file, as far as it could be read. `None` with the reason if it is none.
#[must_use]
pub fn file(text: &str) -> (Option<Scenario>, Findings) {
    let mut findings = Findings::default();
    let read = whole(text, &mut findings);
    (read, findings)
}

fn whole(text: &str, findings: &mut Findings) -> Option<Scenario> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_FILE {
        let (bytes, most) = (text.len(), MAX_FILE);
        findings.add("", Problem::TooLarge { bytes, most });
        return None;
    }
    let raw: &RawValue = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            findings.add("", Problem::NotJson { line, column });
            return None;
        }
    };
    let claim: Option<Claim> = serde_json::from_str(raw.get()).ok();
    match claim.filter(|claim| claim.tandem == TANDEM) {
        None => {
            findings.add("", Problem::NotAScenario);
            return None;
        }
        Some(Claim { format, .. }) if format > FORMAT => {
            findings.add("format", Problem::Newer { format });
            return None;
        }
        Some(_) => {}
    }
    let mut object = Object::of("", raw, findings)?;
    object.take("tandem");
    object.take("format");
    Some(scenario(&mut object, findings))
}

#[derive(serde::Deserialize)]
struct Claim {
    tandem: String,
    format: u32,
}

fn scenario(o: &mut Object<'_>, f: &mut Findings) -> Scenario {
    let mut read = Scenario {
        slug: o.id("slug", f),
        version: o.minutes("version", u32::MAX, f).unwrap_or(1),
        class: o.id("class", f),
        kind: o.word("kind", Severity::parse, f).unwrap_or_default(),
        title: o.needed("title", f),
        summary: o.text("summary", f),
        background: o.needed("background", f),
        preread: o.text("preread", f),
        goals: texts(o, "goals", f),
        minutes: o.whole("minutes", (1, 24 * 60), f).unwrap_or(90) as u32,
        speed: o.whole("speed", (1, 60), f).unwrap_or(1) as u32,
        starts: starts(o, f),
        roles: o.list("roles", MAX_PARTS, f, role),
        variables: o.list("variables", MAX_PARTS, f, variable),
        phases: o.list("phases", MAX_PARTS, f, phase),
        jumps: o.list("jumps", MAX_PARTS, f, jump),
        injects: o.list("injects", MAX_INJECTS, f, inject),
        debrief: texts(o, "debrief", f),
        guide: o.text("guide", f),
        rest: o.rest(),
    };
    read.sort();
    read
}

fn texts(o: &mut Object<'_>, name: &str, f: &mut Findings) -> Vec<Text> {
    let items = o.items(name, MAX_PARTS, f).into_iter();
    items
        .map(|(place, raw)| object::text(&place, raw, f))
        .collect()
}

fn starts(o: &mut Object<'_>, f: &mut Findings) -> u32 {
    let Some(text) = o.read::<String>("starts", Wants::TimeOfDay, f) else {
        return 8 * 60;
    };
    let read = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    });
    if read.is_none() {
        f.add(o.at("starts"), Problem::NotA(Wants::TimeOfDay));
    }
    read.unwrap_or(8 * 60)
}

fn role(o: &mut Object<'_>, f: &mut Findings) -> Role {
    Role {
        id: o.id("id", f),
        title: o.needed("title", f),
        side: o.word("side", Side::parse, f).unwrap_or_default(),
        layer: o.word("layer", Layer::parse, f),
        brief: o.text("brief", f),
        task: o.text("task", f),
        rest: o.rest(),
    }
}

fn variable(o: &mut Object<'_>, f: &mut Findings) -> Variable {
    let start = held(o, "start", f);
    if start.is_none() {
        f.add(o.at("start"), Problem::Missing);
    }
    Variable {
        id: o.id("id", f),
        title: o.needed("title", f),
        start: start.unwrap_or(Held::Number(0)),
        options: o.list("options", MAX_PARTS, f, named),
        unit: o.text("unit", f),
        rest: o.rest(),
    }
}

fn named(o: &mut Object<'_>, f: &mut Findings) -> Named {
    Named {
        id: o.id("id", f),
        title: o.needed("title", f),
        rest: o.rest(),
    }
}

fn held(o: &mut Object<'_>, name: &str, f: &mut Findings) -> Option<Held> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Any {
        Bool(bool),
        Number(i64),
        Choice(String),
    }
    match o.read(name, Wants::Held, f)? {
        Any::Bool(value) => Some(Held::Bool(value)),
        Any::Number(number) => Some(Held::Number(number.clamp(-MAX_NUMBER, MAX_NUMBER))),
        Any::Choice(id) if object::is_id(&id) => Some(Held::Choice(id)),
        Any::Choice(_) => {
            f.add(o.at(name), Problem::NotA(Wants::Id));
            None
        }
    }
}

fn phase(o: &mut Object<'_>, f: &mut Findings) -> Phase {
    Phase {
        id: o.id("id", f),
        title: o.needed("title", f),
        from: minutes(o, "from", f),
        rest: o.rest(),
    }
}

fn jump(o: &mut Object<'_>, f: &mut Findings) -> Jump {
    Jump {
        id: o.id("id", f),
        title: o.needed("title", f),
        at: minutes(o, "at", f),
        to: minutes(o, "to", f),
        rest: o.rest(),
    }
}

fn minutes(o: &mut Object<'_>, name: &str, f: &mut Findings) -> u32 {
    match o.minutes(name, MAX_MINUTES, f) {
        Some(minutes) => minutes,
        None => {
            f.add(o.at(name), Problem::Missing);
            0
        }
    }
}

fn inject(o: &mut Object<'_>, f: &mut Findings) -> Inject {
    Inject {
        id: o.id("id", f),
        title: o.needed("title", f),
        channel: o.word("type", Channel::parse, f).unwrap_or_default(),
        due: due(o, f),
        phase: o.reference("phase", f),
        from: sender(o, f),
        to: o.ids("to", MAX_PARTS, f),
        content: o.needed("content", f),
        attachments: o.list("attachments", MAX_PARTS, f, attachment),
        note: o.text("note", f),
        expected: o.text("expected", f),
        task: o.text("task", f),
        when: when(o, f),
        effects: effects(o, "effects", f),
        expectations: o.list("expectations", MAX_PARTS, f, expectation),
        decision: part(o, "decision", f, decision),
        branches: o
            .list("branches", MAX_PARTS, f, branch)
            .into_iter()
            .flatten()
            .collect(),
        rest: o.rest(),
    }
}

/// An object in a member, if there is one.
fn part<T>(
    o: &mut Object<'_>,
    name: &str,
    f: &mut Findings,
    read: impl FnOnce(&mut Object<'_>, &mut Findings) -> T,
) -> Option<T> {
    let place = o.at(name);
    let raw = o.take(name)?;
    let mut object = Object::of(&place, raw, f)?;
    Some(read(&mut object, f))
}

fn due(o: &mut Object<'_>, f: &mut Findings) -> Due {
    if let Some(minute) = o.minutes("at", MAX_MINUTES, f) {
        return Due::At(minute);
    }
    let after = part(o, "after", f, |o, f| Due::After {
        inject: o.id("inject", f),
        minutes: minutes(o, "minutes", f),
    });
    after.unwrap_or(Due::Led)
}

fn sender(o: &mut Object<'_>, f: &mut Findings) -> Option<Sender> {
    #[derive(serde::Deserialize)]
    struct ByRole {
        role: String,
    }
    let place = o.at("from");
    let raw = o.take("from")?;
    if let Ok(ByRole { role }) = serde_json::from_str(raw.get()) {
        return Some(Sender::Role { role });
    }
    Some(Sender::Named(object::text(&place, raw, f)))
}

fn attachment(o: &mut Object<'_>, f: &mut Findings) -> Attachment {
    let title = o.needed("title", f);
    let body = if o.has("table") {
        let rows = o.items("table", MAX_ROWS, f).into_iter();
        let cells = |(place, raw): (String, &RawValue)| {
            let cells: Option<Vec<&RawValue>> = serde_json::from_str(raw.get()).ok();
            if cells.is_none() {
                f.add(&place, Problem::NotA(Wants::List));
            }
            let cells = cells.unwrap_or_default().into_iter().take(MAX_ROWS);
            cells.map(|raw| object::text(&place, raw, f)).collect()
        };
        Body::Table(rows.map(cells).collect())
    } else {
        Body::Text(o.needed("text", f))
    };
    Attachment {
        title,
        body,
        rest: o.rest(),
    }
}

fn expectation(o: &mut Object<'_>, f: &mut Findings) -> Expectation {
    Expectation {
        id: o.id("id", f),
        who: o.ids("who", MAX_PARTS, f),
        what: o.needed("what", f),
        within: minutes(o, "within", f),
        points: o.whole("points", (0, MAX_POINTS), f).unwrap_or(0) as u32,
        all: o.read("all", Wants::Bool, f).unwrap_or(false),
        if_met: effects(o, "if_met", f),
        if_missed: effects(o, "if_missed", f),
        rest: o.rest(),
    }
}

fn decision(o: &mut Object<'_>, f: &mut Findings) -> Decision {
    Decision {
        who: o.ids("who", MAX_PARTS, f),
        within: minutes(o, "within", f),
        options: o.list("options", MAX_PARTS, f, choice),
        otherwise: part(o, "otherwise", f, way).flatten(),
        rest: o.rest(),
    }
}

fn choice(o: &mut Object<'_>, f: &mut Findings) -> Choice {
    Choice {
        id: o.id("id", f),
        title: o.needed("title", f),
        points: o.whole("points", (-MAX_POINTS, MAX_POINTS), f).unwrap_or(0) as i32,
        note: o.text("note", f),
        effects: effects(o, "effects", f),
        way: o.has("to").then(|| way(o, f)).flatten(),
        rest: o.rest(),
    }
}

fn way(o: &mut Object<'_>, f: &mut Findings) -> Option<Way> {
    let to = o.id("to", f);
    let after = o.minutes("after", MAX_MINUTES, f).unwrap_or(0);
    (!to.is_empty()).then_some(Way { to, after })
}

fn branch(o: &mut Object<'_>, f: &mut Findings) -> Option<Branch> {
    Some(Branch {
        when: when(o, f),
        way: way(o, f)?,
        rest: o.rest(),
    })
}

/// A condition, or a list of which all must hold.
fn when(o: &mut Object<'_>, f: &mut Findings) -> Option<Condition> {
    let place = o.at("when");
    let raw = o.take("when")?;
    if raw.get().starts_with('[') {
        return Some(Condition::All(conditions(&place, raw, f, 0)));
    }
    // What cannot be read never holds: a story that goes on regardless would be another story.
    Some(condition(&place, raw, f, 0).unwrap_or_else(|| Condition::Any(Vec::new())))
}

fn conditions(place: &str, raw: &RawValue, f: &mut Findings, depth: usize) -> Vec<Condition> {
    let Ok(all) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
        f.add(place, Problem::NotA(Wants::List));
        return vec![Condition::Any(Vec::new())];
    };
    let read = |(nth, raw): (usize, &RawValue)| {
        let place = format!("{place}[{}]", nth + 1);
        condition(&place, raw, f, depth + 1).unwrap_or_else(|| Condition::Any(Vec::new()))
    };
    all.into_iter()
        .take(MAX_PARTS)
        .enumerate()
        .map(read)
        .collect()
}

fn condition(place: &str, raw: &RawValue, f: &mut Findings, depth: usize) -> Option<Condition> {
    if depth > MAX_NESTED {
        f.add(place, Problem::TooMany { most: MAX_NESTED });
        return None;
    }
    let mut o = Object::of(place, raw, f)?;
    let bounds = (-MAX_NUMBER, MAX_NUMBER);
    if o.has("decided") {
        part(&mut o, "decided", f, |o, f| {
            Condition::Decided(Decided {
                inject: o.id("inject", f),
                option: o.id("option", f),
            })
        })
    } else if o.has("score_at_least") {
        let least = o.whole("score_at_least", bounds, f);
        least.map(Condition::ScoreAtLeast)
    } else if o.has("time_left") {
        let minutes = o.minutes("time_left", MAX_MINUTES, f);
        minutes.map(Condition::TimeLeft)
    } else if o.has("met") {
        o.reference("met", f).map(Condition::Met)
    } else if o.has("missed") {
        o.reference("missed", f).map(Condition::Missed)
    } else if o.has("variable") {
        part(&mut o, "variable", f, compare).flatten()
    } else if let Some(inner) = o.take("not") {
        let inner = condition(&o.at("not"), inner, f, depth + 1)?;
        Some(Condition::Not(Box::new(inner)))
    } else if let Some(inner) = o.take("all") {
        Some(Condition::All(conditions(&o.at("all"), inner, f, depth)))
    } else if let Some(inner) = o.take("any") {
        Some(Condition::Any(conditions(&o.at("any"), inner, f, depth)))
    } else {
        f.add(place, Problem::NotA(Wants::Condition));
        None
    }
}

fn compare(o: &mut Object<'_>, f: &mut Findings) -> Option<Condition> {
    let id = o.id("id", f);
    let bounds = (-MAX_NUMBER, MAX_NUMBER);
    let with = if o.has("at_least") {
        o.whole("at_least", bounds, f).map(With::AtLeast)
    } else if o.has("at_most") {
        o.whole("at_most", bounds, f).map(With::AtMost)
    } else {
        held(o, "is", f).map(With::Is)
    };
    Some(Condition::Variable(Compare { id, with: with? }))
}

fn effects(o: &mut Object<'_>, name: &str, f: &mut Findings) -> Vec<Effect> {
    let all = o.list(name, MAX_PARTS, f, effect);
    all.into_iter().flatten().collect()
}

fn effect(o: &mut Object<'_>, f: &mut Findings) -> Option<Effect> {
    let read = if o.has("set") {
        let set = o.id("set", f);
        held(o, "to", f).map(|to| Effect::Set { set, to })
    } else if o.has("add") {
        let add = o.id("add", f);
        let by = o.whole("by", (-MAX_NUMBER, MAX_NUMBER), f);
        by.map(|by| Effect::Add { add, by })
    } else {
        let score = o.whole("score", (-MAX_POINTS, MAX_POINTS), f);
        score.map(|score| Effect::Score {
            score: score as i32,
        })
    };
    if read.is_none() {
        f.add(&o.place, Problem::NotA(Wants::Effect));
    }
    read
}
/// The scenario that is kept in the fields of a record: each list is a field, each inject is one.
#[must_use]
pub fn fields<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> (Scenario, Findings) {
    let mut findings = Findings::default();
    let mut members = String::from("{\"injects\":[");
    let mut others = String::new();
    let mut first = true;
    for (name, json) in fields.filter(|(_, json)| *json != "null") {
        if name.starts_with(super::model::INJECT) {
            members.push_str(if first { "" } else { "," });
            members.push_str(json);
            first = false;
        } else if let Ok(name) = serde_json::to_string(name) {
            others.push_str(&format!(",{name}:{json}"));
        }
    }
    members.push(']');
    members.push_str(&others);
    members.push('}');
    let raw: Option<&RawValue> = serde_json::from_str(&members).ok();
    let object = raw.and_then(|raw| Object::of("", raw, &mut findings));
    let read = object.map(|mut object| scenario(&mut object, &mut findings));
    (read.unwrap_or_default(), findings)
}
