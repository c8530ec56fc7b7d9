//! The list of parties, and adding one.
//! Never in here: what a party is to us (`model`).

use leptos::prelude::*;

use super::super::edits::{AddParty, Tie};
use super::super::model::{Card, cards};
use super::{Desk, refused, save_or_cancel, words};
use crate::records::party::PartyKind;
use crate::session::Place;
use crate::texts::people as t;
use crate::ui::{Badge, Button, Dialog, Empty, Form, Look, Page, SelectField, State, TextField};

pub fn page(desk: Desk, place: Place) -> AnyView {
    let all = Memo::new(move |_| {
        let (joins, me) = (desk.joins.get(), desk.me.get());
        desk.session.with(|ws| cards(ws, &joins, &me))
    });
    let open = RwSignal::new(!place.value("new").is_empty());
    let add = move || {
        view! {
            <Button
                label=t::add_party
                look=Look::Primary
                icon=icondata::LuPlus
                on_press=move |()| open.set(true)
            />
        }
    };
    let alone = move || all.with(|all| all.iter().all(|card| card.own));
    view! {
        <Page title=t::title actions=add>
            <ul class="plain cards people-parties">
                {move || all.get().into_iter().map(|one| card(desk, one)).collect_view()}
            </ul>
            <Show when=alone>
                <Empty title=t::empty hint=t::empty_hint icon=icondata::LuBuilding2>
                    <Button label=t::add_party on_press=move |()| open.set(true) />
                </Empty>
            </Show>
            {adding(desk, open)}
        </Page>
    }
    .into_any()
}

fn card(desk: Desk, card: Card) -> AnyView {
    let Card {
        id,
        name,
        kind,
        own,
        ties,
        people,
        marked,
    } = card;
    let ties = ties.into_iter().map(|tie| {
        view! { <Badge state=State::Plain icon=icondata::LuArrowLeftRight label=move || words::tie(tie) /> }
    });
    view! {
        <li class="card">
            <h2>
                <a href=desk.session.href(&id)>{name}</a>
            </h2>
            <p class="people-marks">
                {own
                    .then(|| {
                        view! { <Badge state=State::Good icon=icondata::LuHouse label=t::us /> }
                    })}
                {(kind == PartyKind::Trainer)
                    .then(|| {
                        view! {
                            <Badge
                                state=State::Plain
                                icon=icondata::LuGraduationCap
                                label=t::kind_trainer
                            />
                        }
                    })}
                {ties.collect_view()}
                {marked.then(|| view! { <Badge state=State::Warn label=t::marked /> })}
            </p>
            <p class="faint">{move || t::people_count(people as i64)}</p>
        </li>
    }
    .into_any()
}

fn adding(desk: Desk, open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::add_party>
            {move || form(desk, open)}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, open: RwSignal<bool>) -> AnyView {
    let (name, short) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let kind = RwSignal::new(PartyKind::Firm.as_str().to_owned());
    let tie = RwSignal::new(Tie::Supplier.as_str().to_owned());
    let refusal = RwSignal::new(None);
    let submit = move |()| {
        let edit = AddParty {
            name: name.get_untracked(),
            short_name: short.get_untracked(),
            kind: PartyKind::parse(&kind.get_untracked()).unwrap_or_default(),
            tie: Tie::parse(&tie.get_untracked()),
        };
        if desk.commit(&edit, refusal) {
            open.set(false);
        }
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::name
                value=name
                on_input=move |text: String| name.set(text)
                error=refused(refusal)
                autofocus=true
            />
            <TextField
                label=t::short_name
                value=short
                on_input=move |text: String| short.set(text)
                optional=true
            />
            <SelectField
                label=t::relation
                empty=t::no_relation
                options=Signal::derive(words::ties)
                value=tie
                on_change=move |key: String| tie.set(key)
            />
            <SelectField
                label=t::kind
                options=Signal::derive(words::kinds)
                value=kind
                on_change=move |key: String| kind.set(key)
            />
            {save_or_cancel(move || open.set(false))}
        </Form>
    }
    .into_any()
}
