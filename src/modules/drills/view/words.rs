//! What people read for the words of a scenario, for times and for conditions, in the reader's language.
//! Never in here: markup, rules, findings (`problems`).

use crate::modules::drills::scenario::{
    Choice, Condition, Due, END, Effect, Held, Inject, Scenario, Text, Way, With,
};
use crate::modules::drills::words::{Channel, Layer, Severity, Side};
use crate::texts::{Lang, drills, lang};

/// A text of a scenario in the language in use; where that says nothing, in the other.
pub fn text(text: &Text) -> String {
    let (own, other) = match lang() {
        Lang::Zh => (text.chinese(), text.english()),
        Lang::En => (text.english(), text.chinese()),
    };
    if own.trim().is_empty() { other } else { own }.to_owned()
}

pub fn title(scenario: &Scenario) -> String {
    let title = text(&scenario.title);
    if title.trim().is_empty() {
        drills::untitled()
    } else {
        title
    }
}

/// A class of anomaly; a trainer's own as written.
pub fn class(class: &str) -> String {
    match class {
        "material_shortage" => drills::class_material_shortage(),
        "order_change" => drills::class_order_change(),
        "delivery_delay" => drills::class_delivery_delay(),
        "quality_defect" => drills::class_quality_defect(),
        "logistics_blockage" => drills::class_logistics_blockage(),
        "system_outage" => drills::class_system_outage(),
        "sudden_demand" => drills::class_sudden_demand(),
        "key_supplier_insolvent" => drills::class_key_supplier_insolvent(),
        "wrong_revision" => drills::class_wrong_revision(),
        "customs_hold" => drills::class_customs_hold(),
        "data_leak" => drills::class_data_leak(),
        "recall" => drills::class_recall(),
        own => own.to_owned(),
    }
}

pub fn severity(kind: Severity) -> String {
    match kind {
        Severity::General => drills::kind_general(),
        Severity::Major => drills::kind_major(),
    }
}

pub fn side(side: Side) -> String {
    match side {
        Side::Requester => drills::side_requester(),
        Side::Provider => drills::side_provider(),
        Side::Third => drills::side_third(),
        Side::Trainer => drills::side_trainer(),
    }
}

pub fn layer(layer: Layer) -> String {
    match layer {
        Layer::Contact => drills::layer_contact(),
        Layer::Manager => drills::layer_manager(),
        Layer::Executive => drills::layer_executive(),
    }
}

pub fn channel(channel: Channel) -> String {
    match channel {
        Channel::Message => drills::channel_message(),
        Channel::Call => drills::channel_call(),
        Channel::Document => drills::channel_document(),
        Channel::System => drills::channel_system(),
        Channel::News => drills::channel_news(),
        Channel::Question => drills::channel_question(),
        Channel::Decision => drills::channel_decision(),
        Channel::Free => drills::channel_free(),
    }
}

pub fn channel_icon(channel: Channel) -> icondata::Icon {
    match channel {
        Channel::Message => icondata::LuMail,
        Channel::Call => icondata::LuPhone,
        Channel::Document => icondata::LuFileText,
        Channel::System => icondata::LuMonitor,
        Channel::News => icondata::LuNewspaper,
        Channel::Question => icondata::LuCircleHelp,
        Channel::Decision => icondata::LuSplit,
        Channel::Free => icondata::LuUsers,
    }
}

pub fn minutes(minutes: u32) -> String {
    drills::minutes(i64::from(minutes))
}

/// A minute of the scenario as the clock on the wall shows it: `Day 2, 08:30`.
pub fn moment(scenario: &Scenario, minute: u32) -> String {
    let whole = scenario.starts + minute;
    drills::day_time(whole / 1_440 + 1, time_of_day(whole))
}

/// Minutes after a midnight as a clock shows them.
pub fn time_of_day(minutes: u32) -> String {
    let of_day = minutes % 1_440;
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

/// When an inject comes.
pub fn due(scenario: &Scenario, inject: &Inject) -> String {
    match &inject.due {
        Due::At(minute) => moment(scenario, *minute),
        Due::After { inject, minutes: n } => {
            drills::after_inject(minutes(*n), inject_title(scenario, inject))
        }
        Due::Led => drills::when_led(),
    }
}

pub fn inject_title(scenario: &Scenario, id: &str) -> String {
    let inject = scenario.inject(id);
    inject.map_or_else(|| id.to_owned(), |inject| text(&inject.title))
}

pub fn role(scenario: &Scenario, id: &str) -> String {
    text(&scenario.role_title(id))
}

/// The roles of a list; all of them where it is empty.
pub fn roles(scenario: &Scenario, ids: &[String]) -> String {
    if ids.is_empty() {
        return drills::everyone();
    }
    several(&ids.iter().map(|id| role(scenario, id)).collect::<Vec<_>>())
}

/// Names one after the other; kept apart more clearly where one of them has a comma of its own.
pub fn several(names: &[String]) -> String {
    match names.iter().any(|name| name.contains(',')) {
        true => names.join("; "),
        false => names.join(&drills::and()),
    }
}

/// Where a way out leads.
pub fn way(scenario: &Scenario, way: &Way) -> String {
    if way.to == END {
        drills::ends()
    } else {
        drills::leads_to(inject_title(scenario, &way.to))
    }
}

/// An option with what it brings and where it leads.
pub fn choice(scenario: &Scenario, choice: &Choice) -> String {
    let mut parts = vec![text(&choice.title)];
    if choice.points != 0 {
        parts.push(drills::points(i64::from(choice.points)));
    }
    parts.extend(choice.way.as_ref().map(|leads| way(scenario, leads)));
    parts.extend(choice.effects.iter().map(|e| effect(scenario, e)));
    parts.join(" · ")
}

pub fn effect(scenario: &Scenario, effect: &Effect) -> String {
    match effect {
        Effect::Set { set, to } => {
            let (title, value) = (variable(scenario, set), held(scenario, set, to));
            drills::starts_with(title, value)
        }
        Effect::Add { add, by } => drills::starts_with(variable(scenario, add), signed(*by)),
        Effect::Score { score } => drills::points(i64::from(*score)),
    }
}

fn signed(number: i64) -> String {
    if number > 0 {
        format!("+{number}")
    } else {
        number.to_string().replace('-', "−")
    }
}

pub fn variable(scenario: &Scenario, id: &str) -> String {
    let known = scenario.variables.iter().find(|v| v.id == id);
    known.map_or_else(|| id.to_owned(), |v| text(&v.title))
}

/// A value a variable holds, with its unit.
pub fn held(scenario: &Scenario, id: &str, value: &Held) -> String {
    let known = scenario.variables.iter().find(|v| v.id == id);
    match value {
        Held::Bool(true) => drills::yes(),
        Held::Bool(false) => drills::no(),
        Held::Number(number) => {
            let unit = known.map(|v| text(&v.unit)).unwrap_or_default();
            format!("{number} {unit}").trim().to_owned()
        }
        Held::Choice(choice) => {
            let option = known.and_then(|v| v.options.iter().find(|o| o.id == *choice));
            option.map_or_else(|| choice.clone(), |option| text(&option.title))
        }
    }
}

pub fn condition(scenario: &Scenario, when: &Condition) -> String {
    let all = |all: &[Condition]| {
        let each: Vec<String> = all.iter().map(|c| condition(scenario, c)).collect();
        each.join(&drills::sep())
    };
    match when {
        Condition::Decided(decided) => {
            let decision = scenario
                .inject(&decided.inject)
                .and_then(|i| i.decision.as_ref());
            let option = decision.and_then(|d| d.options.iter().find(|o| o.id == decided.option));
            let option = option.map_or_else(|| decided.option.clone(), |o| text(&o.title));
            drills::if_decided(option, inject_title(scenario, &decided.inject))
        }
        Condition::ScoreAtLeast(n) => drills::if_score(n),
        Condition::TimeLeft(n) => drills::if_left(minutes(*n)),
        Condition::Met(id) => drills::if_met(expectation(scenario, id)),
        Condition::Missed(id) => drills::if_missed(expectation(scenario, id)),
        Condition::Variable(compare) => {
            let title = variable(scenario, &compare.id);
            let number = |n: &i64| held(scenario, &compare.id, &Held::Number(*n));
            match &compare.with {
                With::Is(value) => drills::if_is(title, held(scenario, &compare.id, value)),
                With::AtLeast(n) => drills::if_at_least(title, number(n)),
                With::AtMost(n) => drills::if_at_most(title, number(n)),
            }
        }
        Condition::Not(inner) => drills::if_not(condition(scenario, inner)),
        Condition::All(inner) => drills::if_all(all(inner)),
        Condition::Any(inner) if inner.is_empty() => drills::if_never(),
        Condition::Any(inner) => drills::if_any(all(inner)),
    }
}

fn expectation(scenario: &Scenario, id: &str) -> String {
    let mut all = scenario.injects.iter().flat_map(|i| &i.expectations);
    let found = all.find(|expectation| expectation.id == id);
    found.map_or_else(|| id.to_owned(), |found| text(&found.what))
}
