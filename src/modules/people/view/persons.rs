//! The people of one party: name and layer are shared with partners, the rest stays in the firm.

use leptos::prelude::*;

use super::party::tell;
use super::words;
use crate::ledger::RecordId;
use crate::modules::people::edits::{DescribePerson, Discard, KeepPersonal, Refusal};
use crate::records::person::{self, Layer, Person};
use crate::records::same_as::SameAs;
use crate::session::use_session;
use crate::texts;
use crate::time::Date;
use crate::ui::{Button, DateField, Dialog, Form, Look, Section, SelectField, TextField};

/// Whose form is open: nobody's, a new person's, or one that is there.
type Editing = RwSignal<Option<Option<RecordId>>>;

#[component]
pub fn Persons(party: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(party);
    let editing: Editing = RwSignal::new(None);
    let all = Memo::new(move |_| {
        session.with(|ws| {
            let joins = SameAs::of(ws);
            let people = ws.of_kind(person::KIND).map(Person);
            let theirs = people.filter(|p| {
                p.party()
                    .is_some_and(|party| joins.same(&party, &id.get_value()))
            });
            let mut named: Vec<(RecordId, String, Layer)> = theirs
                .map(|p| (p.0.id().clone(), p.name().into_owned(), p.layer()))
                .collect();
            named.sort_by(|a, b| (a.2, &a.1).cmp(&(b.2, &b.1)));
            named
        })
    });
    let row = move |(person, name, layer): (RecordId, String, Layer)| {
        let open = person.clone();
        view! {
            <li class="actions">
                <span>{name}</span>
                <span class="by">{move || words::layer(layer)}</span>
                <Button
                    label=texts::people::edit
                    look=Look::Quiet
                    icon=icondata::LuPencil
                    on_press=move || editing.set(Some(Some(open.clone())))
                />
            </li>
        }
    };
    let add = move || {
        view! {
            <Button
                label=texts::people::add_person
                icon=icondata::LuPlus
                on_press=move || editing.set(Some(None))
            />
        }
    };
    view! {
        <Section title=texts::people::persons actions=add>
            <ul class="plain">
                <For each=move || all.get() key=Clone::clone children=row/>
            </ul>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="hint">{texts::people::no_persons}</p>
            </Show>
            <Dialog
                open=Signal::derive(move || editing.get().is_some())
                on_close=move || editing.set(None)
                title=texts::people::person
            >
                <PersonForm party=id.get_value() editing/>
            </Dialog>
        </Section>
    }
    .into_any()
}

/// Everything of one person, as the form holds it.
#[derive(Clone, Default)]
struct Draft {
    name: String,
    layer: Layer,
    email: String,
    phone: String,
    joined: Option<Date>,
    left: Option<Date>,
}

#[component]
fn PersonForm(party: RecordId, editing: Editing) -> AnyView {
    let session = use_session();
    let person = editing.get_untracked().flatten();
    let read = session.with_untracked(|ws| {
        let known = Person(ws.record(person.as_ref()?)?);
        let own = known.personal();
        Some(Draft {
            name: known.name().into_owned(),
            layer: known.layer(),
            email: own
                .as_ref()
                .map(|o| o.email().into_owned())
                .unwrap_or_default(),
            phone: own
                .as_ref()
                .map(|o| o.phone().into_owned())
                .unwrap_or_default(),
            joined: own.as_ref().and_then(|o| o.joined()),
            left: own.as_ref().and_then(|o| o.left()),
        })
    });
    let draft = read.unwrap_or_default();
    let name = RwSignal::new(draft.name);
    let layer = RwSignal::new(draft.layer.as_str().to_owned());
    let email = RwSignal::new(draft.email);
    let phone = RwSignal::new(draft.phone);
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let joined = RwSignal::new(day(draft.joined));
    let left = RwSignal::new(day(draft.left));
    let refused = RwSignal::new(None::<Refusal>);
    let known = StoredValue::new(person);
    let save = move || {
        let edit = DescribePerson {
            person: known.get_value(),
            party: party.clone(),
            name: name.get_untracked(),
            layer: Layer::parse(&layer.get_untracked()).unwrap_or_default(),
        };
        if let Err(why) = session.commit(&edit) {
            return refused.set(Some(why));
        }
        if let Some(person) = known.get_value() {
            let personal = KeepPersonal {
                person,
                email: email.get_untracked(),
                phone: phone.get_untracked(),
                joined: Date::parse(&joined.get_untracked()),
                left: Date::parse(&left.get_untracked()),
            };
            if let Err(why) = session.commit(&personal) {
                return refused.set(Some(why));
            }
        }
        editing.set(None);
    };
    let discard = move || {
        if let Some(record) = known.get_value()
            && tell(session.commit(&Discard { record }))
        {
            editing.set(None);
        }
    };
    let there = move || known.with_value(Option::is_some);
    view! {
        <Form on_submit=save>
            <TextField
                label=texts::people::name
                value=name
                on_input=move |text| name.set(text)
                error=Signal::derive(move || refused.get().map(words::refusal))
                autofocus=true
            />
            <SelectField
                label=texts::people::layer
                options=Signal::derive(words::layers)
                value=layer
                on_change=move |value| layer.set(value)
            />
            <Show when=there>
                <fieldset>
                    <legend>{texts::people::personal}</legend>
                    <p class="hint">{texts::people::personal_hint}</p>
                    <TextField
                        label=texts::people::email
                        value=email
                        on_input=move |text| email.set(text)
                        kind="email"
                        optional=true
                    />
                    <TextField
                        label=texts::people::phone
                        value=phone
                        on_input=move |text| phone.set(text)
                        kind="tel"
                        optional=true
                    />
                    <DateField
                        label=texts::people::joined
                        value=joined
                        on_change=move |text| joined.set(text)
                        optional=true
                    />
                    <DateField
                        label=texts::people::left
                        value=left
                        on_change=move |text| left.set(text)
                        optional=true
                    />
                </fieldset>
            </Show>
            <p class="actions">
                <Button label=texts::people::keep look=Look::Primary submit=true/>
                <Show when=there>
                    <Button label=texts::people::delete look=Look::Danger on_press=discard/>
                </Show>
            </p>
        </Form>
    }
    .into_any()
}
