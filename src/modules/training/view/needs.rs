//! What people still have to learn: lessons of drills that became training needs, and the trainings that
//! tick them off. Never in here: lessons themselves.

use leptos::prelude::*;

use super::super::report::{Need, needs};
use super::desk::Desk;
use super::{name, ways, words};
use crate::ledger::{RecordId, Workspace};
use crate::records::person;
use crate::texts::training as t;
use crate::ui::{Badge, Empty, Page, State};

pub fn page(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.session.with(needs));
    let none = || {
        view! { <Empty title=t::needs_none hint=t::needs_none_hint icon=icondata::LuListChecks /> }
    };
    view! {
        <Page title=t::nav_needs>
            {ways("needs")} <p class="lead">{t::needs_intro}</p>
            <Show when=move || !all.with(Vec::is_empty) fallback=none>
                <ul class="plain">
                    {move || all.get().into_iter().map(|n| card(desk, n)).collect_view()}
                </ul>
            </Show>
        </Page>
    }
    .into_any()
}

fn card(desk: Desk, need: Need) -> AnyView {
    let met = need.is_met();
    let late = !met && need.due.is_some_and(|due| due < desk.today.get());
    let (state, label): (State, fn() -> String) = match (met, late, need.answers.is_empty()) {
        (true, _, _) => (State::Good, t::need_met),
        (_, true, _) => (State::Bad, t::need_late),
        (_, _, true) => (State::Warn, t::need_open),
        _ => (State::Busy, t::need_planned),
    };
    let owner = desk.session.with(|ws| owner(ws, &need.owner));
    let about = [
        owner,
        need.due.map(t::due_on).unwrap_or_default(),
        need.layer.map(words::layer).unwrap_or_default(),
    ];
    let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let link = move |id: RecordId| {
        let name = desk.session.with(|ws| ws.record(&id).map(|r| name(&r)));
        let name = name.filter(|n| !n.is_empty()).unwrap_or_else(|| id.label());
        view! { <a href=desk.session.href(&id)>{name}</a> " " }
    };
    let cause = need.cause.map(|id| {
        let href = desk.session.href(&id);
        view! { <a href=href>{t::from_lesson}</a> }
    });
    let answers = need
        .answers
        .into_iter()
        .map(|(id, _)| link(id))
        .collect_view();
    view! {
        <li class="card">
            <p class="training-line">
                <strong>{need.title}</strong>
                <Badge state=state label=label />
            </p>
            <p class="hint">{about.join(" · ")} " " {cause}</p>
            <p>{answers}</p>
        </li>
    }
    .into_any()
}

/// A person's name, else the text as it stands.
fn owner(ws: &Workspace, owner: &str) -> String {
    match RecordId::parse(owner) {
        Some(id) => person::name_of(ws, &id),
        None => owner.to_owned(),
    }
}
