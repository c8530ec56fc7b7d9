//! One lucide icon, sized by the text around it.
//! Never alone: a word stands beside it or names its button, so it is hidden from screen readers.

use leptos::prelude::*;

#[component]
pub fn Icon(#[prop(into)] icon: Signal<icondata::Icon>) -> AnyView {
    view! {
        <span class="icon" aria-hidden="true">
            <leptos_icons::Icon icon=icon />
        </span>
    }
    .into_any()
}
