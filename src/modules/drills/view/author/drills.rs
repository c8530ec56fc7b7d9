//! The drills of a workspace: what is prepared, what runs, what was held.
//! Never in here: what came of one.

use leptos::prelude::*;

use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::model::Drill;
use crate::modules::drills::view::{LIBRARY, LIST, SLUG, words};
use crate::session::{Session, Target, use_session};
use crate::texts;
use crate::texts::format;
use crate::time::Instant;
use crate::ui::{Badge, Empty, LinkButton, State};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Prepared,
    Begun,
    Ended,
}

/// One drill as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: RecordId,
    title: String,
    class: String,
    stage: Stage,
    /// When it is planned for, was started, or ended.
    at: Option<Instant>,
    groups: Vec<String>,
}

fn row(drill: &Drill<'_>) -> Row {
    let (started, ended) = drill.held();
    let stage = match (started, ended) {
        (_, Some(_)) => Stage::Ended,
        (Some(_), None) => Stage::Begun,
        (None, None) => Stage::Prepared,
    };
    Row {
        id: drill.0.id().clone(),
        title: drill.title().into_owned(),
        class: drill.class().into_owned(),
        stage,
        at: ended.or(started).or(drill.planned()),
        groups: drill.groups().into_iter().map(|group| group.name).collect(),
    }
}

/// Those that run first, then what is prepared by date, then what was held, the latest first.
fn rows(ws: &Workspace) -> Vec<Row> {
    let mut all: Vec<Row> = Drill::all(ws).map(|drill| row(&drill)).collect();
    let at = |row: &Row| row.at.map_or(i64::MAX, |at| at.0);
    all.sort_by_key(|row| match row.stage {
        Stage::Begun => (0, at(row)),
        Stage::Prepared => (1, at(row)),
        Stage::Ended => (2, -at(row)),
    });
    all
}

/// The drills as a tab of the list.
pub fn all() -> AnyView {
    let session = use_session();
    let rows = Memo::new(move |_| session.with(rows));
    let library = || Target::page(SLUG).with(LIST, LIBRARY).href();
    let none = move || {
        view! {
            <Empty
                title=texts::author::drills_none
                hint=texts::author::drills_none_hint
                icon=icondata::LuPresentation
            >
                <LinkButton
                    label=texts::author::to_library
                    href=library
                    icon=icondata::LuLibrary
                />
            </Empty>
        }
    };
    let shown = move || {
        let cards = rows.get().into_iter().map(|row| card(session, row));
        view! { <ul class="plain">{cards.collect_view()}</ul> }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty) fallback=none>
            {shown}
        </Show>
    }
    .into_any()
}

fn card(session: Session, row: Row) -> AnyView {
    let Row {
        id,
        title,
        class,
        stage,
        at,
        groups,
    } = row;
    let (state, label): (State, fn() -> String) = match stage {
        Stage::Prepared => (State::Plain, texts::author::stage_prepared),
        Stage::Begun => (State::Busy, texts::author::stage_begun),
        Stage::Ended => (State::Good, texts::author::stage_ended),
    };
    let about = move || {
        let mut parts = vec![words::class(&class)];
        parts.extend(at.map(format::instant));
        parts.extend(groups.iter().cloned());
        parts.join(" · ")
    };
    view! {
        <li class="card">
            <h2><a href=session.href(&id)>{title}</a> " " <Badge state=state label=label /></h2>
            <p>{super::badge()}</p>
            <p class="hint">{about}</p>
        </li>
    }
    .into_any()
}
