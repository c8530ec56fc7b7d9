//! Opening a file in an empty browser: it says who the reader is, and brings the workspace along.
//! It asks nothing the reader cannot know.

use leptos::prelude::*;

use super::exchange::{Inflow, Refused};
use super::first_run::layer_name;
use super::founding::{Arrived, Found, Newcomer};
use crate::browser::files::list;
use crate::exchange::Opened;
use crate::ledger::{RecordId, Workspace};
use crate::records::person::{self, Layer};
use crate::texts;
use crate::ui::{Banner, Button, FileDrop, Look, State};

/// The people of the addressed firm that the files name, by name.
fn people(opened: &[Opened], party: &RecordId) -> Vec<(RecordId, String)> {
    let mut ws = Workspace::new();
    ws.insert_all(opened.iter().flat_map(|o| o.changes.iter().cloned()));
    let theirs = ws
        .of_kind(person::KIND)
        .filter(|p| p.reference(person::PARTY).as_ref() == Some(party));
    let mut named: Vec<_> = theirs
        .map(|p| (p.id().clone(), p.text(person::NAME).into_owned()))
        .collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named
}

#[component]
pub fn Arrival(start: Callback<Found>) -> AnyView {
    let inflow = Inflow::provide();
    view! {
        <section class="card">
            <h2>{texts::exchange::arrival}</h2>
            <p>{texts::exchange::arrival_lead}</p>
            <FileDrop
                label=texts::exchange::choose_files
                accept=".json,application/json"
                multiple=true
                on_files=move |files| inflow.take(list(Some(files)))
            />
            <Refused inflow/>
            {move || {
                inflow
                    .opened
                    .with(|opened| {
                        (!opened.is_empty()).then(|| view! { <WhoAreYou start inflow/> })
                    })
            }}
        </section>
    }
    .into_any()
}

/// Tells the reader which firm the file is for, and asks which of its people reads.
#[component]
fn WhoAreYou(start: Callback<Found>, inflow: Inflow) -> AnyView {
    let header = inflow
        .opened
        .with_untracked(|all| all.first().map(|o| o.header.clone()));
    let Some(header) = header else {
        return ().into_any();
    };
    let to = header.to.clone();
    let mixed = inflow
        .opened
        .with_untracked(|all| all.iter().any(|o| o.header.to.party != to.party));
    if mixed {
        return view! {
            <Banner state=State::Bad>{texts::exchange::mixed_addressees}</Banner>
            <Button label=texts::exchange::put_away on_press=move || inflow.clear()/>
        }
        .into_any();
    }
    let known = inflow.opened.with_untracked(|all| people(all, &to.party));
    let chosen = RwSignal::new(known.first().map(|(id, _)| id.clone()));
    let name = RwSignal::new(String::new());
    let layer = RwSignal::new(Layer::Contact);
    let missing = RwSignal::new(false);
    let firm = to.name.clone();
    let title = move || match header.colleague {
        true => texts::exchange::restore_of(&firm),
        false => texts::exchange::you_are(&firm),
    };
    let enter = move || {
        let person = match chosen.get_untracked() {
            Some(person) => Newcomer::Known(person),
            None => Newcomer::New {
                name: name.get_untracked().trim().to_owned(),
                layer: layer.get_untracked(),
            },
        };
        let nameless = matches!(&person, Newcomer::New { name, .. } if name.is_empty());
        missing.set(nameless);
        if !nameless {
            start.run(Found::File(Arrived {
                party: to.party.clone(),
                firm: to.name.clone(),
                person,
                files: inflow.opened.get_untracked(),
            }));
        }
    };
    let choice = move |person: Option<RecordId>, words: AnyView| {
        let value = person.clone();
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="who"
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| chosen.set(person.clone())
                />
                {words}
            </label>
        }
    };
    let someone = view! { <span>{texts::exchange::someone_else}</span> }.into_any();
    let choices = known
        .into_iter()
        .map(|(id, name)| choice(Some(id), name.into_any()))
        .collect_view();
    view! {
        <div class="who">
            <h3>{title}</h3>
            <fieldset>
                <legend>{texts::exchange::which_person}</legend>
                {choices} {choice(None, someone)}
            </fieldset>
            <Show when=move || chosen.get().is_none()>
                <label>
                    {texts::shell::your_name}
                    <input
                        autocomplete="name"
                        prop:value=move || name.get()
                        on:input:target=move |ev| name.set(ev.target().value())
                    />
                </label>
                <label>
                    {texts::shell::your_layer}
                    <select on:change:target=move |ev| {
                        layer.set(Layer::parse(&ev.target().value()).unwrap_or_default());
                    }>
                        {Layer::ALL
                            .into_iter()
                            .map(|l| {
                                view! {
                                    <option value=l.as_str()>{move || layer_name(l)}</option>
                                }
                            })
                            .collect_view()}
                    </select>
                </label>
            </Show>
            <Show when=move || missing.get()>
                <p class="error" role="alert">{texts::shell::who_incomplete}</p>
            </Show>
            <p class="actions">
                <Button
                    label=texts::exchange::enter_workspace
                    look=Look::Primary
                    on_press=enter
                />
                <Button label=texts::exchange::put_away on_press=move || inflow.clear()/>
            </p>
        </div>
    }
    .into_any()
}
