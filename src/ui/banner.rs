//! A line across the page that says something lasting, with what can be done about it.
//! What passes by itself is a toast.

use super::{Icon, State};
use leptos::prelude::*;

/// Bad news is announced at once, other news when the reader pauses.
#[component]
pub fn Banner(#[prop(into)] state: Signal<State>, children: Children) -> AnyView {
    let icon = Signal::derive(move || match state.get() {
        State::Plain => icondata::LuInfo,
        state => state.icon(),
    });
    let role = move || match state.get() {
        State::Bad => "alert",
        _ => "status",
    };
    view! {
        <div class=move || format!("banner {}", state.get().class()) role=role>
            <Icon icon=icon />
            <div class="banner-body">{children()}</div>
        </div>
    }
    .into_any()
}
