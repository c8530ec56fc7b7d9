//! Choices of this browser: language, theme, workspaces, backup.
//! Nothing here is a record; a choice lost is made again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{catalogue, page, settings};
use crate::texts::{self, Catalogue, Lang};

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
                aria-label=texts::shell::switch_language
                on:click=|_| {
                    choose_language(match texts::lang() {
                        Lang::Zh => Lang::En,
                        Lang::En => Lang::Zh,
                    })
                }
            >
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
