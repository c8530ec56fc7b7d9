//! The people of a party by layer, their private details, adding and changing them.
//! Never in here: who may receive what.

use leptos::prelude::*;

use super::super::edits::{DescribePerson, KeepPersonal};
use super::super::model::{self, PersonRow};
use super::{Desk, refused, save_or_cancel, words};
use crate::ledger::RecordId;
use crate::records::person::Layer;
use crate::texts::people as t;
use crate::time::Date;
use crate::ui::{
    Badge, Button, DateField, Dialog, Empty, Form, Look, Section, SelectField, State, TextField,
};

/// Whom the dialog is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    New,
    One(PersonRow),
}

pub fn people(desk: Desk, party: RecordId) -> AnyView {
    let asked = party.clone();
    let all = Memo::new(move |_| {
        let joins = desk.joins.get();
        desk.session.with(|ws| model::people(ws, &joins, &asked))
    });
    let about = RwSignal::new(None::<About>);
    let none = move || all.with(Vec::is_empty);
    let layers = move || {
        let of = |layer: Layer| {
            let rows: Vec<PersonRow> =
                all.with(|all| all.iter().filter(|p| p.layer == layer).cloned().collect());
            (!rows.is_empty()).then(|| group(desk, layer, rows, about))
        };
        Layer::ALL.map(of).into_iter().flatten().collect_view()
    };
    let add = move || {
        view! {
            <Button
                label=t::add_person
                icon=icondata::LuUserPlus
                on_press=move |()| about.set(Some(About::New))
            />
        }
    };
    view! {
        <Section title=t::people actions=add>
            <Show when=none>
                <Empty title=t::no_people hint=t::no_people_hint icon=icondata::LuUsers />
            </Show>
            {layers}
            {dialog(desk, party, about)}
        </Section>
    }
    .into_any()
}

fn group(
    desk: Desk,
    layer: Layer,
    rows: Vec<PersonRow>,
    about: RwSignal<Option<About>>,
) -> AnyView {
    view! {
        <h3>{move || words::layer(layer)}</h3>
        <ul class="plain people-lines">
            {rows.into_iter().map(|row| line(desk, row, about)).collect_view()}
        </ul>
    }
    .into_any()
}

fn line(desk: Desk, row: PersonRow, about: RwSignal<Option<About>>) -> AnyView {
    let id = row.id.clone();
    let is_me = move || desk.session.me().person == id;
    let edit = row.clone();
    let away = row.id.clone();
    let reach = [row.email, row.phone].into_iter().filter(|s| !s.is_empty());
    let reach = reach.collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <span>
                <strong>{row.name}</strong>
                {move || is_me().then(|| view! { " (" {t::you} ")" })}
                " "
                <span class="faint">{reach}</span>
                {row
                    .left
                    .map(|left| {
                        view! { " " <span class="faint">{move || t::left_on(left)}</span> }
                    })}
                {row.marked.then(|| view! { " " <Badge state=State::Warn label=t::marked /> })}
            </span>
            <span class="actions">
                <Button
                    label=t::edit
                    look=Look::Quiet
                    icon=icondata::LuPencil
                    on_press=move |()| about.set(Some(About::One(edit.clone())))
                />
                <Button
                    label=t::remove
                    look=Look::Quiet
                    icon=icondata::LuX
                    on_press=move |()| desk.discard(away.clone())
                />
            </span>
        </li>
    }
    .into_any()
}

fn dialog(desk: Desk, party: RecordId, about: RwSignal<Option<About>>) -> AnyView {
    let title = move || match about.get() {
        Some(About::One(row)) => row.name,
        _ => t::add_person(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || about.with(Option::is_some))
            on_close=move |()| about.set(None)
            title=title
        >
            {
                let party = party.clone();
                move || about.get().map(|one| form(desk, party.clone(), one, about))
            }
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, party: RecordId, about: About, dialog: RwSignal<Option<About>>) -> AnyView {
    let row = match about {
        About::New => None,
        About::One(row) => Some(row),
    };
    let id = row.as_ref().map(|r| r.id.clone());
    let name = RwSignal::new(row.as_ref().map(|r| r.name.clone()).unwrap_or_default());
    let layer = row.as_ref().map(|r| r.layer).unwrap_or_default();
    let layer = RwSignal::new(layer.as_str().to_owned());
    let private = Private::of(row.as_ref());
    let refusal = RwSignal::new(None);
    let submit = move |()| {
        let edit = DescribePerson {
            person: id.clone(),
            party: party.clone(),
            name: name.get_untracked(),
            layer: Layer::parse(&layer.get_untracked()).unwrap_or_default(),
        };
        let kept = match desk.session.commit(&edit) {
            Ok(act) => id.clone().or_else(|| {
                let made =
                    |ws: &crate::ledger::Workspace| ws.by_id(act?).next().map(|c| c.record.clone());
                desk.session.with_untracked(made)
            }),
            Err(why) => return refusal.set(Some(why)),
        };
        let done = kept.is_none_or(|person| private.keep(desk, person, refusal));
        if done {
            dialog.set(None);
        }
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::person_name
                value=name
                on_input=move |text: String| name.set(text)
                error=refused(refusal)
            />
            <SelectField
                label=t::layer
                options=Signal::derive(words::layers)
                value=layer
                on_change=move |key: String| layer.set(key)
            />
            {private.fields()}
            {save_or_cancel(move || dialog.set(None))}
        </Form>
    }
    .into_any()
}

/// What stays in the firm.
#[derive(Clone, Copy)]
struct Private {
    email: RwSignal<String>,
    phone: RwSignal<String>,
    joined: RwSignal<String>,
    left: RwSignal<String>,
    /// Something was kept before: then emptying the fields is a change.
    kept: bool,
}

impl Private {
    fn of(row: Option<&PersonRow>) -> Self {
        let date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        Self {
            email: RwSignal::new(row.map(|r| r.email.clone()).unwrap_or_default()),
            phone: RwSignal::new(row.map(|r| r.phone.clone()).unwrap_or_default()),
            joined: RwSignal::new(row.map(|r| date(r.joined)).unwrap_or_default()),
            left: RwSignal::new(row.map(|r| date(r.left)).unwrap_or_default()),
            kept: row.is_some_and(|r| {
                let texts = r.email.is_empty() && r.phone.is_empty();
                !texts || r.joined.is_some() || r.left.is_some()
            }),
        }
    }

    fn keep(
        self,
        desk: Desk,
        person: RecordId,
        refusal: RwSignal<Option<super::super::edits::Refusal>>,
    ) -> bool {
        let edit = KeepPersonal {
            person,
            email: self.email.get_untracked(),
            phone: self.phone.get_untracked(),
            joined: Date::parse(&self.joined.get_untracked()),
            left: Date::parse(&self.left.get_untracked()),
        };
        // Nothing typed and nothing kept: no record for nothing.
        (edit.is_empty() && !self.kept) || desk.commit(&edit, refusal)
    }

    fn fields(self) -> AnyView {
        view! {
            <fieldset class="people-private">
                <legend>{t::private}</legend>
                <p class="hint">{t::stays}</p>
                <TextField
                    label=t::email
                    kind="email"
                    optional=true
                    value=self.email
                    on_input=move |text: String| self.email.set(text)
                />
                <TextField
                    label=t::phone
                    optional=true
                    value=self.phone
                    on_input=move |text: String| self.phone.set(text)
                />
                <DateField
                    label=t::joined
                    optional=true
                    value=self.joined
                    on_change=move |text: String| self.joined.set(text)
                />
                <DateField
                    label=t::left
                    optional=true
                    value=self.left
                    on_change=move |text: String| self.left.set(text)
                />
            </fieldset>
        }
        .into_any()
    }
}
