//! What the matrix lacked, and the lessons of a drill with what became of each.
//! Never in here: writing one down (`learn`), what a lesson may become (`lessons` of the module).

use leptos::prelude::*;

use super::learn::{self, Draft};
use super::{Desk, none, words};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::lessons::{self, Becomes};
use crate::modules::drills::report::Lacking;
use crate::records::matrix::Task;
use crate::records::matrix_fix::{self, MatrixFix};
use crate::records::{improvement, party, person, training_need};
use crate::texts::review as t;
use crate::ui::{Badge, Button, Look, Section, State};

pub fn lacking(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.get(|r| r.lacking.clone()).unwrap_or_default());
    let draft = RwSignal::new(None);
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|lacking| lacking_line(desk, draft, lacking))
            .collect_view()
    };
    let shown = move || view! { <ul class="plain review-lines">{lines}</ul> };
    view! {
        <Section title=t::lacking>
            <Show when=move || all.with(|all| !all.is_empty()) fallback=none(t::lacking_none)>
                {shown}
            </Show>
            {learn::dialog(desk, draft)}
        </Section>
    }
    .into_any()
}

fn task_name(ws: &Workspace, id: &RecordId) -> String {
    let title = Task::find(ws, id).map(|task| task.title().into_owned());
    let title = title.filter(|title| !title.trim().is_empty());
    title.unwrap_or_else(|| id.label())
}

fn lacking_line(desk: Desk, draft: RwSignal<Option<Draft>>, lacking: Lacking) -> AnyView {
    let session = desk.session;
    let task = lacking.task.clone();
    let name = move || session.with(|ws| task_name(ws, &task));
    let own = lacking.clone();
    let said = move || {
        let group = desk.get(|r| r.group(&own.group).to_owned());
        let group = group.unwrap_or_default();
        let (said, matrix) = session.with(|ws| {
            let name = |id: &RecordId| party::short_name_of(ws, id);
            (name(&own.said), own.matrix.as_ref().map(name))
        });
        match matrix {
            Some(matrix) => t::lacking_line(group, said, matrix),
            None => t::lacking_nobody(group, said),
        }
    };
    let inject = lacking.inject.clone();
    let at = move || desk.get(|r| t::lacking_at(words::title_of(r, &inject)));
    let href = session.href(&lacking.task);
    let mend = move || draft.set(Some(mend(desk, &lacking)));
    view! {
        <li class="review-line">
            <div>
                <a href=href>{name}</a>
                " · "
                <span>{said}</span>
                " "
                <span class="faint">{at}</span>
            </div>
            <Button label=t::mend icon=icondata::LuGrid3x3 on_press=mend />
        </li>
    }
    .into_any()
}

/// A lesson that mends what was lacking: the party that was named answers for the task.
fn mend(desk: Desk, lacking: &Lacking) -> Draft {
    let group = desk.review().map(|r| r.group(&lacking.group).to_owned());
    desk.session.with_untracked(|ws| {
        let said = party::short_name_of(ws, &lacking.said);
        let task = task_name(ws, &lacking.task);
        Draft {
            text: t::mend_text(task, group.unwrap_or_default(), said),
            inject: lacking.inject.clone(),
            becomes: learn::MATRIX_FIX.to_owned(),
            task: lacking.task.to_string(),
            cells: lessons::accountable(ws, &lacking.task, &lacking.said),
            now: true,
            ..Draft::new(desk)
        }
    })
}

/// One lesson as the list shows it.
#[derive(Clone, PartialEq)]
struct Row {
    id: RecordId,
    text: String,
    owner: String,
    due: Option<String>,
    inject: String,
    became: Option<RecordId>,
    fixed: Option<bool>,
    task: Option<RecordId>,
}

pub fn section(desk: Desk) -> AnyView {
    let rows = Memo::new(move |_| desk.session.with(|ws| rows(ws, &desk.id())));
    let draft = RwSignal::new(None);
    let lines = move || {
        let rows = rows.get().into_iter();
        rows.map(|row| line(desk, draft, row)).collect_view()
    };
    let shown = move || view! { <ul class="plain review-lines">{lines}</ul> };
    let write = move || {
        view! {
            <Button
                label=t::learn
                icon=icondata::LuPlus
                on_press=move || draft.set(Some(Draft::new(desk)))
            />
        }
    };
    view! {
        <Section title=t::lessons actions=write>
            <Show when=move || rows.with(|rows| !rows.is_empty()) fallback=none(t::lessons_none)>
                {shown}
            </Show>
            {learn::dialog(desk, draft)}
        </Section>
    }
    .into_any()
}

fn rows(ws: &Workspace, drill: &RecordId) -> Vec<Row> {
    let row = |lesson: &lessons::Lesson<'_>| {
        let became = lesson.became();
        let fix = became.as_ref().filter(|id| id.kind() == matrix_fix::KIND);
        let fix = fix.and_then(|id| ws.record(id)).map(MatrixFix);
        let owner = lesson.owner();
        let known = RecordId::parse(&owner).filter(|id| id.kind() == person::KIND);
        Row {
            id: lesson.0.id().clone(),
            text: lesson.text().into_owned(),
            owner: known.map_or_else(|| owner.into_owned(), |id| person::name_of(ws, &id)),
            due: lesson.due().map(|due| due.to_string()),
            inject: lesson.inject().into_owned(),
            fixed: fix.as_ref().map(MatrixFix::is_done),
            task: fix.and_then(|fix| fix.task()),
            became,
        }
    };
    lessons::of(ws, drill).iter().map(row).collect()
}

fn line(desk: Desk, draft: RwSignal<Option<Draft>>, row: Row) -> AnyView {
    let inject = row.inject.clone();
    let about = move || {
        let named = !inject.is_empty();
        named.then(|| desk.get(|r| words::title_of(r, &inject)))
    };
    let (owner, due) = (row.owner.clone(), row.due.clone());
    let by = move || {
        let due = due.as_ref().map(t::due_on);
        let parts: Vec<String> = [Some(owner.clone()), due].into_iter().flatten().collect();
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let again = row.clone();
    let make = move || {
        draft.set(Some(Draft {
            lesson: Some(again.id.clone()),
            text: again.text.clone(),
            owner: again.owner.clone(),
            inject: again.inject.clone(),
            becomes: learn::IMPROVEMENT.to_owned(),
            ..Draft::new(desk)
        }));
    };
    let make = move || {
        let make = make.clone();
        view! { <Button label=t::make icon=icondata::LuHammer on_press=make /> }.into_any()
    };
    let became = match row.became.clone() {
        Some(became) => work(desk, &row, became),
        None => make(),
    };
    view! {
        <li class="review-line">
            <div>
                <p class="drills-text">{row.text.clone()}</p>
                <p class="hint">
                    <span>{by}</span>
                    " "
                    <span>{about}</span>
                </p>
            </div>
            {became}
        </li>
    }
    .into_any()
}

/// What a lesson became, and the way to it.
fn work(desk: Desk, row: &Row, became: RecordId) -> AnyView {
    let kind = became.kind().to_owned();
    let what = move || {
        t::became(match kind.as_str() {
            improvement::KIND => t::b_improvement(),
            matrix_fix::KIND => t::b_matrix_fix(),
            training_need::KIND => t::b_training_need(),
            _ => String::new(),
        })
    };
    let fixed = row.fixed.map(|done| {
        let (state, label) = match done {
            true => (State::Good, t::fix_done as fn() -> String),
            false => (State::Warn, t::fix_open as fn() -> String),
        };
        view! { <Badge state=state label=label /> }
    });
    let matrix = row.task.as_ref().map(|task| {
        let href = desk.session.href(task);
        view! { <a href=href>{t::see_matrix}</a> }
    });
    let href = desk.session.href(&became);
    view! {
        <div class="review-became">
            <a href=href>{what}</a>
            {fixed}
            {matrix}
        </div>
    }
    .into_any()
}

/// What a draft wants of the lesson.
pub fn becomes(draft: &Draft, cells: Vec<learn::Cell>) -> Option<Becomes> {
    Some(match draft.becomes.as_str() {
        learn::IMPROVEMENT => Becomes::Improvement,
        learn::TRAINING_NEED => Becomes::TrainingNeed {
            layer: person::Layer::parse(&draft.layer),
        },
        learn::MATRIX_FIX => Becomes::MatrixFix {
            task: RecordId::parse(&draft.task)?,
            cells,
            now: draft.now,
        },
        _ => Becomes::Nothing,
    })
}

/// How a button looks that does the one thing of a form.
pub const DOES: Look = Look::Primary;
