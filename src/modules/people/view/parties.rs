//! All parties, one's own first, with what each is to us; adding one.

use leptos::prelude::*;

use super::words;
use crate::ledger::{RecordId, Workspace};
use crate::modules::people::edits::{AddParty, Refusal, Tie};
use crate::records::party::{self, Party, PartyKind, Relation, Role};
use crate::records::person;
use crate::records::same_as::SameAs;
use crate::session::use_session;
use crate::texts;
use crate::ui::{Button, Dialog, Empty, Form, Look, Page, SelectField, TextField, toast};

/// One party of the list.
#[derive(Clone, PartialEq)]
struct Row {
    id: RecordId,
    name: String,
    ties: Vec<Tie>,
    people: usize,
    own: bool,
}

/// What a party is to another, in that one's eyes.
pub fn ties(ws: &Workspace, joins: &SameAs, me: &RecordId, them: &RecordId) -> Vec<Tie> {
    let is = |end: Option<RecordId>, id: &RecordId| end.is_some_and(|e| joins.same(&e, id));
    let relations = ws.of_kind(party::RELATION).map(Relation);
    let mut all: Vec<Tie> = relations
        .filter_map(|r| {
            let from_them = is(r.from(), them) && is(r.to(), me);
            let to_them = is(r.from(), me) && is(r.to(), them);
            match (r.role()?, from_them, to_them) {
                (Role::Supplies, true, _) => Some(Tie::Supplier),
                (Role::Supplies, _, true) => Some(Tie::Customer),
                (Role::Advises, true, _) => Some(Tie::Advisor),
                (Role::Advises, _, true) => Some(Tie::Client),
                _ => None,
            }
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

fn rows(ws: &Workspace, me: &RecordId) -> Vec<Row> {
    let joins = SameAs::of(ws);
    let parties = ws.of_kind(party::KIND);
    let mut all: Vec<Row> = parties
        .filter(|r| joins.canonical(r.id()) == r.id())
        .map(|r| {
            let people = ws.of_kind(person::KIND).map(person::Person);
            let theirs =
                people.filter(|p| p.party().is_some_and(|party| joins.same(&party, r.id())));
            Row {
                id: r.id().clone(),
                name: Party(r).name().into_owned(),
                ties: ties(ws, &joins, me, r.id()),
                people: theirs.count(),
                own: joins.same(r.id(), me),
            }
        })
        .collect();
    all.sort_by(|a, b| b.own.cmp(&a.own).then_with(|| a.name.cmp(&b.name)));
    all
}

#[component]
pub fn Parties() -> AnyView {
    let session = use_session();
    let adding = RwSignal::new(false);
    let all = Memo::new(move |_| session.with(|ws| rows(ws, &session.me().party)));
    let card = move |row: Row| {
        let href = session.href(&row.id);
        let id = row.id.clone();
        let now = move || all.with(|all| all.iter().find(|r| r.id == id).cloned());
        let name = {
            let now = now.clone();
            move || now().map(|r| r.name)
        };
        let facts = move || {
            now().map(|r| {
                let mut said: Vec<String> = r.ties.into_iter().map(words::tie).collect();
                if r.own {
                    said.insert(0, texts::people::own_firm());
                }
                said.push(texts::people::people_count(r.people as i64));
                said.join(" · ")
            })
        };
        view! {
            <li class="card">
                <h2><a href=href>{name}</a></h2>
                <p class="by">{facts}</p>
            </li>
        }
    };
    let add = move || {
        view! {
            <Button
                label=texts::people::add_party
                look=Look::Primary
                icon=icondata::LuPlus
                on_press=move || adding.set(true)
            />
        }
    };
    view! {
        <Page title=texts::people::title actions=add>
            <Show when=move || { all.with(Vec::len) < 2 }>
                <Empty
                    title=texts::people::empty
                    hint=texts::people::empty_hint
                    icon=icondata::LuUsers
                />
            </Show>
            <ul class="plain cards">
                <For each=move || all.get() key=|row| row.id.clone() children=card/>
            </ul>
            <Dialog
                open=adding
                on_close=move || adding.set(false)
                title=texts::people::add_party
            >
                <AddForm adding/>
            </Dialog>
        </Page>
    }
    .into_any()
}

#[component]
fn AddForm(adding: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let name = RwSignal::new(String::new());
    let short = RwSignal::new(String::new());
    let tie = RwSignal::new(Tie::Customer.as_str().to_owned());
    let refused = RwSignal::new(None::<Refusal>);
    let submit = move || {
        let tie = Tie::parse(&tie.get_untracked());
        let advises = tie == Some(Tie::Advisor);
        let edit = AddParty {
            name: name.get_untracked(),
            short_name: short.get_untracked(),
            kind: if advises {
                PartyKind::Trainer
            } else {
                PartyKind::Firm
            },
            tie,
        };
        match session.commit(&edit) {
            Ok(_) => {
                adding.set(false);
                toast::say(texts::people::added(&edit.name));
            }
            Err(why) => refused.set(Some(why)),
        }
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=texts::people::name
                value=name
                on_input=move |text| name.set(text)
                error=Signal::derive(move || refused.get().map(words::refusal))
                autofocus=true
            />
            <TextField
                label=texts::people::short_name
                value=short
                on_input=move |text| short.set(text)
                optional=true
            />
            <SelectField
                label=texts::people::they_are
                options=Signal::derive(words::ties)
                value=tie
                on_change=move |value| tie.set(value)
            />
            <p class="actions">
                <Button label=texts::people::add look=Look::Primary submit=true/>
            </p>
        </Form>
    }
    .into_any()
}
