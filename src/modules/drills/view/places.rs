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

/// The item a key names, with its place from 0, and its title.
fn item<'a, T: 'a>(
    all: impl Iterator<Item = &'a T>,
    key: &str,
    id: fn(&T) -> &str,
    title: fn(&T) -> &Text,
) -> Option<(usize, &'a Text)> {
    let mut all = all.enumerate();
    let (nth, found) = all.find(|(_, item)| id(item) == key)?;
    Some((nth, title(found)))
}

/// What an item of a list is called: its title, its number while it has none, and where there is no such
/// item what the key says.
fn title(
    scenario: &Scenario,
    inject: Option<&Inject>,
    inside: &str,
    list: &str,
    key: &str,
) -> String {
    let s = scenario;
    let found = match list {
        "injects" => item(s.injects.iter(), key, |i| &i.id, |i| &i.title),
        "roles" => item(s.roles.iter(), key, |role| &role.id, |role| &role.title),
        "phases" => item(s.phases.iter(), key, |phase| &phase.id, |p| &p.title),
        "jumps" => item(s.jumps.iter(), key, |jump| &jump.id, |jump| &jump.title),
        "variables" => item(s.variables.iter(), key, |v| &v.id, |v| &v.title),
        "expectations" => {
            let own = inject.into_iter().flat_map(|i| &i.expectations);
            item(own, key, |e| &e.id, |e| &e.what)
        }
        "options" if inside == "decision" => {
            let decision = inject.and_then(|inject| inject.decision.as_ref());
            let all = decision.into_iter().flat_map(|d| &d.options);
            item(all, key, |option| &option.id, |option| &option.title)
        }
        "options" => {
            let variable = s.variables.iter().find(|v| v.id == inside);
            let all = variable.into_iter().flat_map(|v| &v.options);
            item(all, key, |option| &option.id, |option| &option.title)
        }
        _ => None,
    };
    match found {
        Some((_, title)) if !title.is_empty() => words::text(title),
        Some((nth, _)) => (nth + 1).to_string(),
        None => key.to_owned(),
    }
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
    use crate::modules::drills::scenario::{Due, Expectation, Inject, Role, Scenario, Text};

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
        let untitled = Scenario {
            roles: vec![Role {
                id: "r7".into(),
                ..Role::default()
            }],
            ..Scenario::default()
        };
        let said = place(&untitled, "roles[r7].title");
        assert!(said.contains('1') && !said.contains("r7"), "{said}");
    }
}
