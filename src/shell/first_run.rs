//! The first run: language, then how to begin, then who one is.
//! A workspace comes into being only when its first write is on disk.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;

use super::app::{Door, Stage};
use super::founding::{Found, Founding, NotBegun, begin};
use super::sample;
use super::settings::Switches;
use super::status::reason;
use crate::browser::{clock, random};
use crate::records::person::Layer;
use crate::texts;
use crate::ui::NotFetched;

#[wasm_split(start, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page(further: bool) -> Result<AnyView, NotFetched> {
    Ok(view! { <FirstRun further/> }.into_any())
}

#[component]
fn FirstRun(further: bool) -> impl IntoView {
    let door = expect_context::<Door>();
    let failed = RwSignal::new(None::<NotBegun>);
    let busy = RwSignal::new(false);
    let start = Callback::new(move |found: Found| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = begin(door, found).await {
                failed.set(Some(error));
            }
            busy.set(false);
        });
    });
    view! {
        <div class="first-run">
            <header class="top">
                <span class="brand">"Tandem · 协同"</span>
                <span class="spring"></span>
                <Switches/>
            </header>
            <main>
                <h1>{texts::shell::welcome}</h1>
                <p class="lead">{texts::shell::welcome_lead}</p>
                <Show when=move || failed.get().is_some()>
                    <p class="banner bad" role="alert">
                        {move || failed.get().map(|why| not_begun(&why))}
                    </p>
                </Show>
                <div class="ways" aria-busy=move || busy.get().to_string()>
                    <super::arrival::Arrival start/>
                    <section class="card">
                        <h2>{texts::shell::begin_empty}</h2>
                        <p>{texts::shell::begin_empty_lead}</p>
                        <Who start/>
                    </section>
                    <LookAround start/>
                </div>
                <Show when=move || further>
                    <p>
                        <button on:click=move |_| door.back()>{texts::shell::back}</button>
                    </p>
                </Show>
            </main>
        </div>
    }
}

/// Why no workspace came into being, as a sentence.
pub fn not_begun(why: &NotBegun) -> String {
    match why {
        NotBegun::Disk(error) => reason(error),
        NotBegun::NotFetched => texts::ui::not_fetched(),
    }
}

/// Opens the sample in a workspace of its own, in the language in use.
#[component]
fn LookAround(start: Callback<Found>) -> impl IntoView {
    let fault = RwSignal::new(None::<String>);
    let open = move |_| {
        spawn_local(async move {
            match sample::fetched(random::u128() as u64, clock::now()).await {
                Ok(Ok(sample)) => start.run(Found::Sample(sample)),
                Ok(Err(said)) => fault.set(Some(said.to_string())),
                Err(_) => fault.set(Some(texts::ui::not_fetched())),
            }
        });
    };
    view! {
        <section class="card">
            <h2>{texts::shell::begin_sample}</h2>
            <p>{texts::shell::begin_sample_lead}</p>
            <p class="error" role="alert">{move || fault.get()}</p>
            <button on:click=open>{texts::shell::open_sample}</button>
        </section>
    }
}

/// Asks for the firm and the person; nothing more is needed to begin.
#[component]
fn Who(start: Callback<Found>) -> impl IntoView {
    let firm = RwSignal::new(String::new());
    let person = RwSignal::new(String::new());
    let layer = RwSignal::new(Layer::Manager);
    let missing = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let founding = Founding {
            firm: firm.get_untracked().trim().to_owned(),
            person: person.get_untracked().trim().to_owned(),
            layer: layer.get_untracked(),
        };
        let incomplete = founding.firm.is_empty() || founding.person.is_empty();
        missing.set(incomplete);
        if !incomplete {
            start.run(Found::Empty(founding));
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <label>
                {texts::shell::firm_name}
                <input
                    autocomplete="organization"
                    prop:value=move || firm.get()
                    on:input:target=move |ev| firm.set(ev.target().value())
                />
            </label>
            <label>
                {texts::shell::your_name}
                <input
                    autocomplete="name"
                    prop:value=move || person.get()
                    on:input:target=move |ev| person.set(ev.target().value())
                />
            </label>
            <label>
                {texts::shell::your_layer}
                <select on:change:target=move |ev| {
                    layer.set(Layer::parse(&ev.target().value()).unwrap_or(Layer::Manager));
                }>
                    {Layer::ALL
                        .into_iter()
                        .map(|choice| {
                            view! {
                                <option value=choice.as_str() selected=choice == Layer::Manager>
                                    {move || layer_name(choice)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            <Show when=move || missing.get()>
                <p class="error" role="alert">{texts::shell::who_incomplete}</p>
            </Show>
            <button class="primary">{texts::shell::start_empty}</button>
        </form>
    }
}

/// A layer's name for people.
pub fn layer_name(layer: Layer) -> String {
    match layer {
        Layer::Contact => texts::shell::layer_contact(),
        Layer::Manager => texts::shell::layer_manager(),
        Layer::Executive => texts::shell::layer_executive(),
    }
}

impl Door {
    /// Leaves the first run of a further workspace without making one.
    pub fn back(self) {
        self.stage.set(Stage::Starting);
        crate::browser::page::reload();
    }
}
