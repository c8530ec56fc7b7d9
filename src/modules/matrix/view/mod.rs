//! The pages of the module: the list of matrices, and one matrix as a sheet.
//! Never in here: rules; they are in `edits` and `report`.

mod behind;
mod cell;
mod columns;
mod desk;
mod health;
mod list;
mod sheet;
mod toolbar;
mod words;

use leptos::prelude::*;

use super::report;
use crate::ledger::{RecordId, Workspace};
use crate::records::matrix::{MATRIX, Matrix, Task};
use crate::session::{Place, Target, use_session};
use crate::texts;
use crate::ui::{Empty, LinkButton, Page};

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    All,
    One(RecordId),
    NotHere,
}

/// A task's own address leads to its matrix.
fn asked(ws: &Workspace, record: Option<&RecordId>) -> Asked {
    let Some(id) = record else {
        return Asked::All;
    };
    let matrix = if id.kind() == MATRIX {
        Matrix::find(ws, id)
    } else {
        Task::find(ws, id).and_then(|task| task.matrix())
    };
    matrix.map_or(Asked::NotHere, |m| Asked::One(m.id().clone()))
}

pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let here = Memo::new(move |_| {
        let record = place.record.get();
        session.with(|ws| asked(ws, record.as_ref()))
    });
    let shown = move || match here.get() {
        Asked::All => list::page(place),
        Asked::One(matrix) => sheet::page(place, matrix),
        Asked::NotHere => not_here(),
    };
    shown.into_any()
}

fn not_here() -> AnyView {
    let all = || Target::page("matrix").href();
    view! {
        <Page title=texts::matrix::title>
            <Empty title=texts::matrix::title hint=texts::matrix::not_found>
                <LinkButton label=texts::matrix::back href=all />
            </Empty>
        </Page>
    }
    .into_any()
}

/// On the first page: how many cells want mending.
pub fn today() -> AnyView {
    let session = use_session();
    let wanting = Memo::new(move |_| {
        session.with(|ws| {
            let found = |m: Matrix<'_>| (m.id().clone(), report::findings(ws, m.id()).len());
            let all = Matrix::all(ws).map(found).filter(|(_, count)| *count > 0);
            all.collect::<Vec<_>>()
        })
    });
    let row = move |(matrix, count): (RecordId, usize)| {
        let named = matrix.clone();
        let name = move || session.with(|ws| words::matrix_name(ws, &named));
        view! {
            <p>
                <a href=session.href(&matrix)>{name}</a>
                " · "
                {move || texts::matrix::findings(count as i64)}
            </p>
        }
    };
    let card = move || {
        let rows = wanting.get();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{texts::matrix::title}</h2>
                    {rows.into_iter().map(row).collect_view()}
                </section>
            }
        })
    };
    card.into_any()
}
