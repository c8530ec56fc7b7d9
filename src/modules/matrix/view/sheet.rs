//! One matrix: its heading and actions, the sheet, its figure and its health.
//! Never in here: rules; keys are the grid's and the desk's.

use leptos::prelude::*;

use super::desk::Desk;
use super::{behind, cell, columns, health, toolbar, words};
use crate::ledger::RecordId;
use crate::modules::matrix::edits::Delete;
use crate::modules::matrix::model::{Part, Spot};
use crate::records::matrix::Matrix;
use crate::records::party;
use crate::session::{Place, Target, use_session};
use crate::texts;
use crate::ui::{
    At, Banner, Block, Button, Empty, Grid, LinkButton, Look, Menu, MenuItem, Page, State, print,
    toast,
};

pub fn page(place: Place, matrix: RecordId) -> AnyView {
    let session = use_session();
    let desk = Desk::new(session, place, matrix.clone());
    let id = matrix.clone();
    let name = Memo::new(move |_| session.with(|ws| words::matrix_name(ws, &id)));
    let (is_columns, is_describing) = (RwSignal::new(false), RwSignal::new(false));
    let actions = move || actions(desk, is_columns, is_describing);
    view! {
        <Page title=move || name.get() actions=actions>
            {about(desk)} {sheet(desk, name)} {behind::coverage(session, place, Some(matrix))}
            {health::health(desk)} {columns::columns(desk, is_columns)}
            {columns::describe(desk, is_describing)}
        </Page>
    }
    .into_any()
}

/// The purpose, and who gets to see it.
fn about(desk: Desk) -> AnyView {
    let matrix = desk.matrix();
    let read = Memo::new(move |_| {
        desk.session.with(|ws| {
            let matrix = Matrix::find(ws, &matrix)?;
            let parties = matrix.parties();
            let names: Vec<String> = parties.iter().map(|id| party::name_of(ws, id)).collect();
            Some((matrix.purpose().into_owned(), names))
        })
    });
    let purpose = move || read.get().map(|(purpose, _)| purpose);
    let shared = move || {
        let (_, names) = read.get()?;
        Some(texts::matrix::parties_of(names.join(&texts::matrix::and())))
    };
    view! {
        <p class="lead">{purpose}</p>
        <p class="hint">{shared}</p>
    }
    .into_any()
}

fn actions(desk: Desk, is_columns: RwSignal<bool>, is_describing: RwSignal<bool>) -> AnyView {
    let history = move || Target::record("history", desk.matrix()).href();
    let delete = move || delete(desk);
    // A dialog begins without what was refused before it.
    let open = move |dialog: RwSignal<bool>| {
        desk.refused.set(None);
        dialog.set(true);
    };
    let more = vec![
        MenuItem::press(texts::matrix::describe, move || open(is_describing))
            .icon(icondata::LuPencil),
        MenuItem::press(texts::matrix::print, print).icon(icondata::LuPrinter),
        MenuItem::go(texts::matrix::history, history).icon(icondata::LuHistory),
        MenuItem::press(texts::matrix::delete_matrix, delete).icon(icondata::LuTrash2),
    ];
    view! {
        <LinkButton
            label=texts::matrix::back
            href=move || Target::page("matrix").href()
            look=Look::Quiet
            icon=icondata::LuArrowLeft
        />
        <Button
            label=texts::matrix::columns
            icon=icondata::LuColumns3
            on_press=move || open(is_columns)
        />
        <Menu actions=Signal::stored(more) />
    }
    .into_any()
}

fn delete(desk: Desk) {
    let (session, matrix) = (desk.session, desk.matrix());
    let name = session.with_untracked(|ws| words::matrix_name(ws, &matrix));
    if desk.act(&Delete(matrix)).is_some() {
        Target::page("matrix").go();
        toast::say_undoable(texts::matrix::deleted_matrix(name), move || {
            // The matrix is back in the list, or still in the bin: either shows.
            let _ = session.undo();
        });
    }
}

fn sheet(desk: Desk, name: Memo<String>) -> AnyView {
    let refused = move || {
        let refusal = desk.refused.get()?;
        let words = desk.session.with(|ws| words::refusal(ws, &refusal));
        Some(view! { <Banner state=State::Bad>{words}</Banner> })
    };
    let is_empty = Memo::new(move |_| desk.sheet.with(|sheet| sheet.rows.is_empty()));
    view! {
        {toolbar::toolbar(desk)}
        {refused}
        <Show when=move || !is_empty.get() fallback=move || no_tasks(desk)>
            {grid(desk, name)}
        </Show>
        <p class="hint matrix-keys">{texts::matrix::keys}</p>
    }
    .into_any()
}

fn no_tasks(desk: Desk) -> AnyView {
    view! {
        <Empty title=texts::matrix::no_tasks hint=texts::matrix::paste_hint>
            <Button
                label=texts::matrix::add_task
                look=Look::Primary
                on_press=move || desk.add_below(None)
            />
        </Empty>
    }
    .into_any()
}

fn grid(desk: Desk, name: Memo<String>) -> AnyView {
    let matrix = desk.matrix();
    let rows = Signal::derive(move || desk.sheet.with(|sheet| sheet.rows.clone()));
    let heads = Memo::new(move |_| {
        let parts = desk.sheet.with(|sheet| sheet.columns.clone());
        let head = |part| desk.session.with(|ws| words::heading(ws, &matrix, part));
        parts.iter().map(head).collect::<Vec<_>>()
    });
    let content = move |(task, part): (RecordId, String)| match Part::parse(&part) {
        Some(part) => cell::cell(desk, Spot { task, part }),
        None => ().into_any(),
    };
    let edit = move |at: At| {
        if let Some(spot) = desk.spot(at) {
            desk.edit(spot, None);
        }
    };
    view! {
        <Grid
            label=move || texts::matrix::sheet_label(name.get())
            rows=rows
            columns=heads
            cell=content
            on_key=move |(key, block): (char, Block)| desk.key(key, block)
            on_edit=edit
            on_clear=move |block| desk.clear(block)
            copied=move |block| desk.copied(block)
            on_paste=move |(at, text): (At, String)| desk.paste(at, &text)
            on_move=move |(from, to): (usize, usize)| desk.move_row(from, to)
            on_select=move |at| desk.select(at)
            goto=Signal::derive(move || desk.goto())
        />
    }
    .into_any()
}
