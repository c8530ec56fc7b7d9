//! The list page: drills, the scenarios of one's own with the way in for files, the library,
//! coverage.
//! Never in here: reading files (`opened`), judging scenarios: that takes too long for a whole list.

use leptos::prelude::*;

use super::opened::{self, Desk};
use super::{COVERAGE, LIBRARY, LIST, author, coverage, words};
use crate::ledger::{Record, RecordId};
use crate::modules::drills::model::{self, Drill};
use crate::modules::drills::scenario::Text;
use crate::modules::drills::words::Severity;
use crate::session::{Place, Session, use_session};
use crate::texts;
use crate::ui::{Button, Empty, Page, Tab, Tabs};

/// One scenario as the list shows it, in words that follow the language.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: RecordId,
    title: Text,
    summary: Text,
    class: String,
    kind: Severity,
    injects: usize,
    minutes: u32,
}

fn row_of(record: &Record<'_>) -> Row {
    let (scenario, _) = model::scenario(record);
    Row {
        id: record.id().clone(),
        injects: scenario.injects.len(),
        title: scenario.title,
        summary: scenario.summary,
        class: scenario.class,
        kind: scenario.kind,
        minutes: scenario.minutes,
    }
}

/// The tabs of the list, by their word in the address.
const DRILLS: &str = "drills";
const SCENARIOS: &str = "scenarios";

pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let any_drill = Memo::new(move |_| session.with(|ws| Drill::all(ws).next().is_some()));
    // Until there is a drill, the list begins with what one is made from.
    let selected = Memo::new(move |_| match place.value(LIST) {
        asked if !asked.is_empty() => asked,
        _ if any_drill.get() => DRILLS.to_owned(),
        _ => SCENARIOS.to_owned(),
    });
    let tabs = vec![
        Tab::new(DRILLS, texts::drills::title),
        Tab::new(SCENARIOS, texts::drills::scenarios),
        Tab::new(LIBRARY, texts::author::library),
        Tab::new(COVERAGE, texts::review::c_title),
    ];
    let panel = move || match selected.get().as_str() {
        SCENARIOS => scenarios(),
        LIBRARY => author::shelf(),
        COVERAGE => coverage::panel(place),
        _ => author::drills(),
    };
    view! {
        <Page title=texts::drills::title>
            <p class="lead">{texts::drills::intro}</p>
            <Tabs
                label=texts::drills::title
                tabs=tabs
                selected=Signal::derive(move || selected.get())
                on_select=move |key| place.set_query(LIST, key)
            >
                {panel}
            </Tabs>
        </Page>
    }
    .into_any()
}

fn scenarios() -> AnyView {
    let session = use_session();
    let desk = Desk::new(session);
    let rows = Memo::new(move |_| {
        session.with(|ws| model::scenarios(ws).map(|r| row_of(&r)).collect::<Vec<_>>())
    });
    let none = || {
        view! {
            <Empty
                title=texts::drills::scenarios_none
                hint=texts::drills::scenarios_none_hint
                icon=icondata::LuPresentation
            />
        }
    };
    let shown = move || {
        let rows = rows.get();
        let cards = rows.into_iter().map(|row| card(session, row));
        view! { <ul class="plain">{cards.collect_view()}</ul> }
    };
    view! {
        <p class="actions">
            <Button
                label=texts::author::new_scenario
                icon=icondata::LuPlus
                on_press=move || author::start(session)
            />
        </p>
        {opened::drop(desk)}
        <Show when=move || !rows.with(Vec::is_empty) fallback=none>
            {shown}
        </Show>
    }
    .into_any()
}

fn card(session: Session, row: Row) -> AnyView {
    let href = session.href(&row.id);
    let (title, summary) = (row.title.clone(), row.summary.clone());
    let about = move || {
        let parts = [
            words::class(&row.class),
            words::severity(row.kind),
            texts::drills::injects(row.injects as i64),
            words::minutes(row.minutes),
        ];
        parts.join(" · ")
    };
    let named = move || {
        let title = words::text(&title);
        if title.trim().is_empty() {
            texts::drills::untitled()
        } else {
            title
        }
    };
    view! {
        <li class="card">
            <h2><a href=href>{named}</a></h2>
            <p>{move || words::text(&summary)}</p>
            <p class="hint">{about}</p>
        </li>
    }
    .into_any()
}
