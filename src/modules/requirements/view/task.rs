//! The task of a matrix that a requirement belongs to: choosing it, and who answers for it.
//! Never in here: what being accountable allows (`changes`).

use leptos::prelude::*;

use super::super::form::Form;
use super::desk::Desk;
use crate::ledger::{RecordId, Workspace};
use crate::records::matrix::{Column, Matrix, Task};
use crate::records::party;
use crate::records::requirement::Requirement;
use crate::records::responsibility::Responsibility;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{Choice, Fact, SelectField};

/// The task as an input; nothing while there is no matrix with a task.
pub fn field(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    let tasks = Memo::new(move |_| desk.session.with(all));
    let value = move || draft.with(|form| form.task.as_ref().map(ToString::to_string));
    let choose = move |key: String| draft.update(|form| form.task = RecordId::parse(&key));
    let shown = move || {
        view! {
            <SelectField
                label=t::f_task
                hint=t::f_task_hint
                empty=t::f_task_none
                options=tasks
                value=Signal::derive(move || value().unwrap_or_default())
                on_change=choose
                optional=true
            />
        }
    };
    view! { <Show when=move || tasks.with(|all| !all.is_empty())>{shown}</Show> }.into_any()
}

/// Every task, by the order of its matrix.
fn all(ws: &Workspace) -> Vec<Choice> {
    let mut matrices: Vec<Matrix<'_>> = Matrix::all(ws).collect();
    matrices.sort_by_key(|matrix| (matrix.name().into_owned(), matrix.id().clone()));
    let of_matrix = |matrix: Matrix<'_>| {
        let name = matrix.name();
        let choice = |task: Task<'_>| {
            Choice::new(
                task.id().to_string(),
                t::task_of_matrix(&name, task.title()),
            )
        };
        matrix.tasks().into_iter().map(choice).collect::<Vec<_>>()
    };
    matrices.into_iter().flat_map(of_matrix).collect()
}

/// The task a requirement points at, and who answers for it by the matrix.
pub fn fact(desk: Desk, id: RecordId) -> AnyView {
    let shown = Memo::new(move |_| {
        desk.session.with(|ws| {
            let task = ws.record(&id).map(Requirement)?.task()?;
            let title = Task::find(ws, &task)?.title().into_owned();
            let who = Responsibility::of(ws, &task)?.accountable;
            let names: Vec<String> = who.iter().map(|column| named(ws, column)).collect();
            Some((task, title, names))
        })
    });
    let fact = move || {
        let (task, title, names) = shown.get()?;
        let href = desk.session.href(&task);
        let answers = match names.is_empty() {
            true => t::nobody_accountable(),
            false => t::accountable_is(format::list(&names)),
        };
        Some(view! {
            <Fact label=t::f_task>
                <a href=href>{title}</a>
                " "
                <span class="faint">{answers}</span>
            </Fact>
        })
    };
    fact.into_any()
}

fn named(ws: &Workspace, column: &Column) -> String {
    let party = party::short_name_of(ws, &column.party);
    match &column.role {
        Some(role) => format!("{party} · {role}"),
        None => party,
    }
}
