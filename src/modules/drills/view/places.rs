//! Where a finding stands, in words: `injects[i03].expectations[call].within` is the time limit of what is
//! expected in an inject of that title. Never in here: what is wrong there (`problems`).

use super::words;
use crate::modules::drills::scenario::{Inject, Scenario, Text};
use crate::texts::{author as t, drills};

/// The place of a finding; what has no words stands as it is written in the file.
pub fn place(scenario: &Scenario, path: &str) -> String {
    let mut inject = None;
    let mut inside = "";
    let mut parts = Vec::new();
    for step in path.split('.') {
        let (name, key) = match step.split_once('[') {
            Some((name, rest)) => (name, Some(rest.trim_end_matches(']'))),
            None => (step, None),
        };
        if name == "injects" {
            inject = key.and_then(|id| scenario.inject(id));
        }
        parts.push(match key {
            Some(key) => {
                let title = title(scenario, inject, inside, name, key);
                t::place_named(member(name), title)
            }
            None => member(name),
        });
        inside = name;
        if let Some(key) = key
            && name == "variables"
        {
            // Its options are named by the variable they are of.
            inside = key;
        }
    }
    parts.join(" · ")
}

/// What an item of a list is called, by its id, or its number where it has none.
fn title(
    scenario: &Scenario,
    inject: Option<&Inject>,
    inside: &str,
    list: &str,
    key: &str,
) -> String {
    let found: Option<&Text> = match list {
        "injects" => inject.map(|inject| &inject.title),
        "roles" => scenario.role(key).map(|role| &role.title),
        "phases" => {
            let mut all = scenario.phases.iter();
            all.find(|phase| phase.id == key).map(|phase| &phase.title)
        }
        "jumps" => {
            let mut all = scenario.jumps.iter();
            all.find(|jump| jump.id == key).map(|jump| &jump.title)
        }
        "variables" => {
            let mut all = scenario.variables.iter();
            all.find(|v| v.id == key).map(|variable| &variable.title)
        }
        "expectations" => {
            let mut all = scenario.injects.iter().flat_map(|i| &i.expectations);
            all.find(|e| e.id == key)
                .map(|expectation| &expectation.what)
        }
        "options" if inside == "decision" => {
            let mut all = inject
                .iter()
                .flat_map(|i| &i.decision)
                .flat_map(|d| &d.options);
            all.find(|option| option.id == key)
                .map(|option| &option.title)
        }
        "options" => {
            let variable = scenario.variables.iter().find(|v| v.id == inside);
            let mut all = variable.into_iter().flat_map(|v| &v.options);
            all.find(|option| option.id == key)
                .map(|option| &option.title)
        }
        _ => None,
    };
    let said = found
        .map(words::text)
        .filter(|text| !text.trim().is_empty());
    said.unwrap_or_else(|| key.to_owned())
}

/// What a member of a scenario file is called.
fn member(name: &str) -> String {
    match name {
        "slug" => t::m_slug(),
        "version" => drills::version(),
        "class" => drills::class(),
        "kind" => drills::kind(),
        "title" => drills::field_title(),
        "summary" => t::summary(),
        "background" => drills::background(),
        "preread" => drills::preread(),
        "guide" => drills::guide(),
        "goals" => drills::goals(),
        "minutes" => t::m_minutes(),
        "speed" => drills::speed(),
        "starts" => t::starts(),
        "roles" | "role" => drills::role(),
        "variables" | "variable" => t::m_variable(),
        "phases" | "phase" => t::phase(),
        "jumps" => t::m_jump(),
        "injects" | "inject" => drills::field_inject(),
        "debrief" => drills::debrief(),
        "side" => drills::side(),
        "layer" => drills::layer(),
        "brief" => drills::brief(),
        "task" => drills::task(),
        "type" => t::channel(),
        "at" | "from_minute" => t::minute(),
        "after" => t::due_after(),
        "from" => drills::from(),
        "to" => drills::to(),
        "content" => drills::c_content(),
        "attachments" => t::m_attachment(),
        "text" => t::as_text(),
        "table" => t::as_table(),
        "note" => drills::note(),
        "expected" => drills::expected(),
        "when" => drills::condition(),
        "effects" | "if_met" | "if_missed" => t::m_effects(),
        "expectations" => t::m_expectation(),
        "who" => t::who(),
        "what" => t::what(),
        "within" => t::within(),
        "points" => t::points(),
        "decision" => drills::channel_decision(),
        "options" => t::m_option(),
        "otherwise" => drills::otherwise(),
        "branches" => t::m_branch(),
        "start" => t::value(),
        "unit" => t::unit(),
        own => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::modules::drills::scenario::{Due, Expectation, Inject, Scenario, Text};

    #[test]
    fn a_place_names_things_by_their_titles() {
        let titled = |text: &str| Text::Plain(text.to_owned());
        let inject = Inject {
            id: "i03".into(),
            title: titled("Truck stuck"),
            due: Due::At(3),
            expectations: vec![Expectation {
                id: "call".into(),
                what: titled("Call the carrier"),
                ..Expectation::default()
            }],
            ..Inject::default()
        };
        let scenario = Scenario {
            injects: vec![inject],
            ..Scenario::default()
        };
        let said = place(&scenario, "injects[i03].expectations[call].within");
        assert!(said.contains("Truck stuck") && said.contains("Call the carrier"));
        assert!(!said.contains("i03"), "{said}");
        assert!(place(&scenario, "injects[gone].at").contains("gone"));
    }
}
