//! The first page: what waits for this firm. Modules say what waits in them; here it is only gathered.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::field_names;
use super::route::Route;
use crate::modules::MODULES;
use crate::session::use_session;
use crate::texts;
use crate::ui::{NotFetched, later};

#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Today/> }.into_any())
}

#[component]
fn Today() -> impl IntoView {
    let session = use_session();
    let marked = Memo::new(move |_| session.with(|ws| ws.marks().len()));
    view! {
        <h1>{texts::shell::today}</h1>
        <p class="lead">{move || field_names::author(session, &session.me())}</p>
        <Show when=move || { marked.get() > 0 }>
            <p class="banner warn">
                <a href=Route::Inbox.target().href()>
                    {move || texts::shell::marked_fields(marked.get() as i64)}
                </a>
            </p>
        </Show>
        <div class="today">
            {MODULES.iter().filter_map(|module| module.today.map(later)).collect_view()}
        </div>
        <p class="by">{move || super::exchange::backup_age(session)}</p>
    }
}
