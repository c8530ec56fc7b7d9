//! What can be chosen of a scenario's own things, and parts that may be absent.
//! Never in here: any form.

use leptos::prelude::*;

use super::desk::Desk;
use super::part::Part;
use crate::modules::drills::scenario::END;
use crate::modules::drills::view::words;
use crate::texts::author as t;
use crate::ui::Choice;

pub use super::fields::select;

pub fn roles(desk: Desk) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    move || {
        desk.scenario.with(|s| {
            let all = s.roles.iter();
            all.map(|role| Choice::new(role.id.clone(), words::text(&role.title)))
                .collect()
        })
    }
}

/// Every inject but the one that is open.
pub fn injects(desk: Desk) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    move || {
        let open = desk.open.get();
        desk.scenario.with(|s| {
            let others = s.injects.iter().filter(|i| Some(&i.id) != open.as_ref());
            others
                .map(|i| Choice::new(i.id.clone(), words::text(&i.title)))
                .collect()
        })
    }
}

/// Where a way can lead: nowhere, the end, another inject.
pub fn ways(desk: Desk, nowhere: bool) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    let others = injects(desk);
    move || {
        let none = nowhere.then(|| Choice::new("", t::leads_nowhere()));
        let end = Choice::new(END, t::leads_to_end());
        none.into_iter().chain([end]).chain(others()).collect()
    }
}

pub fn variables(desk: Desk) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    move || {
        desk.scenario.with(|s| {
            let all = s.variables.iter();
            all.map(|v| Choice::new(v.id.clone(), words::text(&v.title)))
                .collect()
        })
    }
}

/// What is expected anywhere, by its id.
pub fn expectations(desk: Desk) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    move || {
        desk.scenario.with(|s| {
            let all = s.injects.iter().flat_map(|inject| &inject.expectations);
            all.map(|e| Choice::new(e.id.clone(), words::text(&e.what)))
                .collect()
        })
    }
}

/// Every option of every decision, as `inject option`.
pub fn options(desk: Desk) -> impl Fn() -> Vec<Choice> + Clone + Send + Sync + 'static {
    move || {
        desk.scenario.with(|s| {
            let mut all = Vec::new();
            for inject in &s.injects {
                for option in inject.decision.iter().flat_map(|d| &d.options) {
                    let key = format!("{} {}", inject.id, option.id);
                    let (title, asked) = (words::text(&option.title), words::text(&inject.title));
                    all.push(Choice::new(key, t::option_of(title, asked)));
                }
            }
            all
        })
    }
}

/// Items that may be absent for the moment: an absent one is left out of what is kept.
pub fn optional<T: Clone + PartialEq + Send + Sync + 'static>(
    part: Part<Vec<T>>,
) -> Part<Vec<Option<T>>> {
    part.of(
        |all| all.iter().cloned().map(Some).collect(),
        |all, items: Vec<Option<T>>| *all = items.into_iter().flatten().collect(),
    )
}

/// What is there, or something to begin with.
pub fn some<T: Clone + PartialEq + Send + Sync + 'static>(
    part: Part<Option<T>>,
    begin: T,
) -> Part<T> {
    part.of(
        move |one| one.clone().unwrap_or_else(|| begin.clone()),
        |one, value| *one = Some(value),
    )
}
