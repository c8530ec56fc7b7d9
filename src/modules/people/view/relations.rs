//! The relations of a party: what it is to us, and between others as far as they are shared.
//! Never in here: which way a relation runs (`model`).

use leptos::prelude::*;

use super::super::edits::{Relate, Tie};
use super::super::model::{self, RelationRow};
use super::{Desk, refused, words};
use crate::ledger::RecordId;
use crate::records::party::{Role, short_name_of};
use crate::texts::people as t;
use crate::ui::{Button, Form, Look, Section, SelectField};

pub fn relations(desk: Desk, id: RecordId, own: Memo<bool>) -> AnyView {
    let asked = id.clone();
    let all = Memo::new(move |_| {
        let (joins, me) = (desk.joins.get(), desk.me.get());
        desk.session
            .with(|ws| model::relations(ws, &joins, &me, &asked))
    });
    let none = move || all.with(Vec::is_empty);
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|row| line(desk, row)).collect_view()
    };
    view! {
        <Section title=t::relations>
            <Show when=none>
                <p class="faint">{t::no_relation}</p>
            </Show>
            <ul class="plain people-lines">{lines}</ul>
            <Show when=move || !own.get()>{adding(desk, id.clone())}</Show>
        </Section>
    }
    .into_any()
}

fn line(desk: Desk, row: RelationRow) -> AnyView {
    let (from, to) = (row.from, row.to);
    let sentence = move || {
        let (from, to) = desk
            .session
            .with(|ws| (short_name_of(ws, &from), short_name_of(ws, &to)));
        match row.role {
            Role::Supplies => t::supplies(from, to),
            Role::Advises => t::advises(from, to),
        }
    };
    let id = row.id;
    view! {
        <li>
            <span>{sentence}</span>
            <Button
                label=t::remove
                look=Look::Quiet
                icon=icondata::LuX
                on_press=move |()| desk.discard(id.clone())
            />
        </li>
    }
    .into_any()
}

fn adding(desk: Desk, id: RecordId) -> AnyView {
    let tie = RwSignal::new(String::new());
    let refusal = RwSignal::new(None);
    let submit = move |()| {
        let Some(chosen) = Tie::parse(&tie.get_untracked()) else {
            return;
        };
        let edit = Relate {
            party: id.clone(),
            tie: chosen,
        };
        if desk.commit(&edit, refusal) {
            tie.set(String::new());
        }
    };
    view! {
        <Form on_submit=submit>
            <div class="people-inline">
                <SelectField
                    label=t::relation
                    options=Signal::derive(words::ties)
                    value=tie
                    on_change=move |key: String| tie.set(key)
                    error=refused(refusal)
                />
                <Button label=t::add_relation submit=true />
            </div>
        </Form>
    }
    .into_any()
}
