//! What is to be put right, beside the editor: each finding leads to where it is put right.
//! Never in here: finding it (`check`), putting it into words (`problems`).

use leptos::prelude::*;

use super::desk::{Desk, PART};
use super::{CAST, STORY, TIME, TIMELINE};
use crate::modules::drills::finding::{Finding, Problem};
use crate::modules::drills::view::problems;
use crate::texts;
use crate::texts::author as t;

/// The id of the inject a place is in.
pub fn inject_of(place: &str) -> Option<&str> {
    let (id, _) = place.strip_prefix("injects[")?.split_once(']')?;
    Some(id)
}

/// The part of the editor a place is put right in.
fn part_of(place: &str) -> &'static str {
    let name = place.split(['.', '[']).next().unwrap_or_default();
    match name {
        "roles" => CAST,
        "variables" | "phases" | "jumps" => TIME,
        "injects" => TIMELINE,
        _ => STORY,
    }
}

/// The same findings as on the scenario's page, serious ones first.
pub fn beside(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| {
        let mut all = desk.findings.get();
        all.sort_by_key(|finding| finding.problem.is_hint());
        all
    });
    let serious = move || {
        all.with(|all| {
            all.iter()
                .filter(|finding| !finding.problem.is_hint())
                .count()
        })
    };
    let state = move || problems::playable(serious());
    let none = move || {
        let empty = all.with(Vec::is_empty);
        empty.then(|| view! { <p class="hint">{t::nothing_wrong}</p> })
    };
    let shown = move || {
        let each = all.get().into_iter().map(|finding| entry(desk, finding));
        each.collect_view()
    };
    view! {
        <aside class="author-found" aria-label=t::checked>
            <h2>{t::checked}</h2>
            <p role="status">{state}</p>
            {none}
            <ul class="plain">{shown}</ul>
        </aside>
    }
    .into_any()
}

fn entry(desk: Desk, finding: Finding) -> AnyView {
    let place = finding.place.clone();
    let go = move |_| {
        desk.place.set_query(PART, part_of(&place));
        desk.show(inject_of(&place).unwrap_or_default());
    };
    let is_hint = finding.problem.is_hint();
    let said = move || desk.scenario.with(|s| problems::finding(s, &finding));
    view! {
        <li class:hinted=is_hint>
            <button type="button" class="author-finding" on:click=go>
                {said}
            </button>
        </li>
    }
    .into_any()
}

/// What is wrong with the inject that is open.
pub fn of_inject(desk: Desk, id: String) -> AnyView {
    let own = Memo::new(move |_| {
        desk.findings.with(|all| {
            let own = all.iter().filter(|f| inject_of(&f.place) == Some(&id));
            own.cloned().collect::<Vec<_>>()
        })
    });
    let each = move || {
        let all = own.get().into_iter();
        all.map(|finding: Finding| {
            let said = match &finding.problem {
                Problem::Unreachable => t::unreachable_hint(),
                _ => String::new(),
            };
            let line = move || desk.scenario.with(|s| problems::finding(s, &finding));
            view! { <li>{line} " " {said}</li> }
        })
        .collect_view()
    };
    let shown = move || {
        let any = !own.with(Vec::is_empty);
        any.then(|| {
            view! {
                <div class="author-wrong" role="group" aria-label=texts::drills::findings_title>
                    <ul class="drills-list">{each}</ul>
                </div>
            }
        })
    };
    shown.into_any()
}
