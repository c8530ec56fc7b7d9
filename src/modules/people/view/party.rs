//! One party: its names, relations, people, calendars, duplicates.
//! Never in here: the parts; each is a file of its own.

use leptos::prelude::*;

use super::super::edits::DescribeParty;
use super::{
    Desk, all_href, calendar, duplicates, person, refused, relations, save_or_cancel, words,
};
use crate::ledger::RecordId;
use crate::records::party::{self, Party, PartyKind};
use crate::session::Target;
use crate::texts::people as t;
use crate::ui::{
    Badge, Banner, Button, Dialog, Form, LinkButton, Look, Page, SelectField, State, TextField,
};

pub fn page(desk: Desk, id: RecordId) -> AnyView {
    let session = desk.session;
    let named = id.clone();
    let name = move || session.with(|ws| party::name_of(ws, &named));
    let asked = id.clone();
    let marked =
        Memo::new(move |_| session.with(|ws| ws.record(&asked).is_some_and(|r| r.is_marked())));
    let asked = id.clone();
    let own = Memo::new(move |_| desk.joins.get().same(&asked, &desk.me.get()));
    let asked = id.clone();
    let kind = Memo::new(move |_| {
        let record = session.with(|ws| ws.record(&asked).map(|r| Party(r).kind()));
        record.unwrap_or_default()
    });
    let editing = RwSignal::new(false);
    let history = Target::record("history", id.clone()).href();
    let actions = move || {
        view! {
            <LinkButton label=t::all href=all_href look=Look::Quiet />
            <LinkButton label=t::history href=history look=Look::Quiet icon=icondata::LuHistory />
            <Button label=t::edit icon=icondata::LuPencil on_press=move |()| editing.set(true) />
        }
    };
    view! {
        <Page title=name actions=actions>
            <p class="people-marks">
                <Show when=move || own.get()>
                    <Badge state=State::Good icon=icondata::LuHouse label=t::us />
                </Show>
                <span class="faint">{move || words::kind(kind.get())} " · " {id.label()}</span>
            </p>
            <Show when=move || marked.get()>
                <Banner state=State::Warn>
                    <p>
                        {t::marked} " "
                        <a href="#/inbox">{t::settle}</a>
                    </p>
                </Banner>
            </Show>
            {relations::relations(desk, id.clone(), own)}
            {person::people(desk, id.clone())}
            {calendar::calendars(desk, id.clone())}
            {duplicates::duplicates(desk, id.clone())}
            {describing(desk, id.clone(), editing)}
        </Page>
    }
    .into_any()
}

fn describing(desk: Desk, id: RecordId, open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::edit>
            {
                let id = id.clone();
                move || form(desk, id.clone(), open)
            }
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, id: RecordId, open: RwSignal<bool>) -> AnyView {
    let (name, short, kind) = desk.session.with_untracked(|ws| {
        let record = ws.record(&id);
        let text = |field| {
            record
                .map(|r| r.text(field).into_owned())
                .unwrap_or_default()
        };
        let kind = record.map(|r| Party(r).kind()).unwrap_or_default();
        (text(party::NAME), text(party::SHORT_NAME), kind)
    });
    let (name, short) = (RwSignal::new(name), RwSignal::new(short));
    let kind = RwSignal::new(kind.as_str().to_owned());
    let refusal = RwSignal::new(None);
    let submit = move |()| {
        let edit = DescribeParty {
            party: id.clone(),
            name: name.get_untracked(),
            short_name: short.get_untracked(),
            kind: PartyKind::parse(&kind.get_untracked()).unwrap_or_default(),
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
            />
            <TextField
                label=t::short_name
                value=short
                on_input=move |text: String| short.set(text)
                optional=true
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
