//! Dialogs about a matrix as a whole: its columns, its name and purpose.
//! Never in here: who may add whom; the edits know.

use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::ledger::RecordId;
use crate::modules::matrix::edits::{AddColumn, DescribeMatrix, RemoveColumn};
use crate::modules::matrix::model::Part;
use crate::records::matrix::{Column, Matrix};
use crate::records::party;
use crate::texts;
use crate::ui::{Button, Choice, Dialog, Form, Look, SelectField, TextField};

/// Every party that is known here, by name.
pub fn parties(ws: &crate::ledger::Workspace) -> Vec<Choice> {
    let known = ws.of_kind(party::KIND);
    let mut all: Vec<Choice> = known
        .map(|r| Choice::new(r.id().as_str(), party::name_of(ws, r.id())))
        .collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

pub fn columns(desk: Desk, open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open on_close=move || open.set(false) title=texts::matrix::columns>
            {standing(desk)} {add(desk)}
            <p class="error" role="alert">{move || refused(desk)}</p>
        </Dialog>
    }
    .into_any()
}

fn refused(desk: Desk) -> Option<String> {
    let refusal = desk.refused.get()?;
    Some(desk.session.with(|ws| words::refusal(ws, &refusal)))
}

fn standing(desk: Desk) -> AnyView {
    let all = move || {
        desk.sheet.with(|sheet| {
            let letters = sheet.columns.iter().filter_map(|part| match part {
                Part::Letters(column) => Some(column.clone()),
                Part::Text(_) => None,
            });
            letters.collect::<Vec<_>>()
        })
    };
    let row = move |column: Column| {
        let (named, removed) = (column.clone(), column.clone());
        let name = Memo::new(move |_| desk.session.with(|ws| words::column(ws, &named)));
        let remove = move || {
            desk.act(&RemoveColumn {
                matrix: desk.matrix(),
                column: removed.clone(),
            });
        };
        view! {
            <li>
                <span>{name}</span>
                <Button
                    label=move || texts::matrix::remove_column_of(name.get())
                    icon=icondata::LuX
                    look=Look::Quiet
                    bare=true
                    on_press=remove
                />
            </li>
        }
    };
    view! {
        <ul class="matrix-columns">
            <For each=all key=|column| column.clone() children=row />
        </ul>
    }
    .into_any()
}

fn add(desk: Desk) -> AnyView {
    let (chosen, role) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move || {
        let Some(party) = RecordId::parse(&chosen.get_untracked()) else {
            return;
        };
        let role = role.with_untracked(|role| role.trim().to_owned());
        let column = match role.as_str() {
            "" => Column::party(party),
            role => Column::role(party, role),
        };
        desk.act(&AddColumn {
            matrix: desk.matrix(),
            column,
        });
    };
    let options = Signal::derive(move || desk.session.with(parties));
    view! {
        <Form on_submit=submit>
            <SelectField
                label=texts::matrix::column_party
                options=options
                value=chosen
                on_change=move |party| chosen.set(party)
            />
            <TextField
                label=texts::matrix::column_role
                hint=texts::matrix::column_role_hint
                optional=true
                value=role
                on_input=move |text| role.set(text)
            />
            <Button
                label=texts::matrix::add_column
                icon=icondata::LuPlus
                submit=true
                disabled=Signal::derive(move || chosen.with(String::is_empty))
            />
        </Form>
    }
    .into_any()
}

pub fn describe(desk: Desk, open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open on_close=move || open.set(false) title=texts::matrix::describe>
            {describing(desk, open)}
        </Dialog>
    }
    .into_any()
}

fn describing(desk: Desk, open: RwSignal<bool>) -> AnyView {
    let held = desk.session.with_untracked(|ws| {
        let matrix = Matrix::find(ws, &desk.matrix())?;
        Some((matrix.name().into_owned(), matrix.purpose().into_owned()))
    });
    let (name, purpose) = held.unwrap_or_default();
    let (name, purpose) = (RwSignal::new(name), RwSignal::new(purpose));
    let submit = move || {
        desk.act(&DescribeMatrix {
            matrix: desk.matrix(),
            name: name.get_untracked(),
            purpose: purpose.get_untracked(),
        });
        if desk.refused.with_untracked(Option::is_none) {
            open.set(false);
        }
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=texts::matrix::name
                value=name
                on_input=move |text| name.set(text)
                error=Signal::derive(move || refused(desk))
                autofocus=true
            />
            <TextField
                label=texts::matrix::purpose
                optional=true
                lines=2
                value=purpose
                on_input=move |text| purpose.set(text)
            />
            <Button label=texts::ui::save look=Look::Primary submit=true />
        </Form>
    }
    .into_any()
}
