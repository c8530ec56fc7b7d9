//! Choices of this browser: language, theme, workspaces, backup.
//! Nothing here is a record; a choice lost is made again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;

use super::app::{Door, Stage};
use super::field_names;
use crate::browser::settings::WorkspaceEntry;
use crate::browser::{catalogue, page, settings, storage};
use crate::session::use_session;
use crate::texts::{self, Catalogue, Lang};
use crate::ui::NotFetched;

/// The language chosen here, else the browser's first that is one of ours.
pub fn chosen_language() -> Lang {
    let chosen = settings::load().language;
    let tag = chosen.or_else(|| page::languages().into_iter().next());
    tag.map_or(Lang::En, |tag| Lang::of_tag(&tag))
}

/// Loads a language's texts and shows them; keeps the old ones if they cannot be had.
pub async fn use_language(lang: Lang) {
    let code = code_of(lang);
    let fetched = catalogue::fetch(code).await;
    if let Some(catalogue) = fetched.ok().and_then(|text| Catalogue::parse(&text)) {
        texts::set(lang, catalogue);
        page::set_lang(lang.tag());
    }
}

fn code_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// Switches the language for good.
pub fn choose_language(lang: Lang) {
    settings::update(|s| s.language = Some(code_of(lang).to_owned()));
    spawn_local(use_language(lang));
}

/// Follows the theme chosen here, else the system's.
pub fn apply_theme() {
    page::set_theme(settings::load().theme.as_deref());
}

/// A theme, as `<html data-theme>` names it; `None` follows the system.
pub fn choose_theme(theme: Option<&str>) {
    settings::update(|s| s.theme = theme.map(str::to_owned));
    apply_theme();
}

/// The two switches that every page carries.
#[component]
pub fn Switches() -> impl IntoView {
    let theme = RwSignal::new(settings::load().theme.unwrap_or_default());
    view! {
        <div class="switches">
            <button
                class="quiet"
                on:click=|_| {
                    choose_language(match texts::lang() {
                        Lang::Zh => Lang::En,
                        Lang::En => Lang::Zh,
                    })
                }
            >
                // Its name has to hold the word that is seen.
                <span class="visually-hidden">{texts::shell::switch_language} " "</span>
                {texts::shell::other_language}
            </button>
            <label class="theme">
                <span class="visually-hidden">{texts::shell::theme}</span>
                <select
                    prop:value=move || theme.get()
                    on:change:target=move |ev| {
                        let value = ev.target().value();
                        choose_theme(Some(value.as_str()).filter(|v| !v.is_empty()));
                        theme.set(value);
                    }
                >
                    <option value="">{texts::shell::theme_system}</option>
                    <option value="light">{texts::shell::theme_light}</option>
                    <option value="dark">{texts::shell::theme_dark}</option>
                </select>
            </label>
        </div>
    }
}

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Settings/> }.into_any())
}

/// The settings page: who uses this browser, which workspaces it holds, how safe they are.
#[component]
fn Settings() -> impl IntoView {
    let session = use_session();
    let profile = session.profile();
    view! {
        <h1>{texts::shell::settings}</h1>
        <section class="card">
            <h2>{texts::shell::who_am_i}</h2>
            <p>{move || field_names::author(session, &session.me())}</p>
            <p class="by">
                {move || texts::shell::profile_is(profile.get(..8).unwrap_or_default())}
            </p>
        </section>
        <Workspaces/>
        <Safety/>
    }
}

/// The workspaces of this browser: open one, name it, start a further one.
#[component]
fn Workspaces() -> impl IntoView {
    let door = expect_context::<Door>();
    let session = use_session();
    let here = session.disk().workspace().to_owned();
    let entries = RwSignal::new(settings::workspaces());
    spawn_local(async move { entries.set(settings::workspaces_found().await) });
    let row = move |entry: WorkspaceEntry| {
        let current = entry.id == here;
        let id = entry.id.clone();
        let renamed = entry.clone();
        view! {
            <li class="workspace" aria-current=current.then_some("true")>
                <label>
                    <span class="visually-hidden">{texts::shell::workspace_name}</span>
                    <input
                        prop:value=entry.name.clone()
                        on:change:target=move |ev| {
                            let name = ev.target().value();
                            settings::put_workspace(WorkspaceEntry { name, ..renamed.clone() });
                        }
                    />
                </label>
                {if current {
                    view! { <span class="by">{texts::shell::workspace_open}</span> }.into_any()
                } else {
                    view! {
                        <button on:click=move |_| {
                            settings::update(|s| s.workspace = Some(id.clone()));
                            page::reload();
                        }>{texts::shell::open_it}</button>
                    }
                        .into_any()
                }}
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{texts::shell::workspaces}</h2>
            <p>{texts::shell::workspaces_lead}</p>
            <ul class="plain">
                <For each=move || entries.get() key=|entry| entry.id.clone() children=row/>
            </ul>
            <button on:click=move |_| door.stage.set(Stage::FirstRun { further: true })>
                {texts::shell::further_workspace}
            </button>
        </section>
    }
}

/// Whether the browser may clear what it holds, and asking it not to.
#[component]
fn Safety() -> impl IntoView {
    let kept = RwSignal::new(None::<bool>);
    spawn_local(async move { kept.set(Some(storage::is_persistent().await)) });
    let sentence = move || match kept.get() {
        Some(true) => texts::shell::storage_kept(),
        Some(false) => texts::shell::storage_not_kept(),
        None => String::new(),
    };
    view! {
        <section class="card">
            <h2>{texts::shell::safety}</h2>
            <p>{sentence}</p>
            <Show when=move || kept.get() == Some(false)>
                <button on:click=move |_| {
                    spawn_local(async move { kept.set(Some(storage::persist().await)) });
                }>{texts::shell::ask_to_keep}</button>
            </Show>
        </section>
    }
}
