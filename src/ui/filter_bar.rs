//! The line above a list: search, filters, how much of all is shown, and a way back to all.
//! What a filter means is the caller's, as is keeping it in the address.

use super::{Button, Look, TextField};
use crate::texts::{self, format};
use leptos::prelude::*;

/// The children are further filters. `active` says whether anything is filtered at all.
#[component]
pub fn FilterBar(
    #[prop(into)] search: Signal<String>,
    #[prop(into)] on_search: Callback<String>,
    #[prop(into)] active: Signal<bool>,
    #[prop(into)] on_clear: Callback<()>,
    #[prop(into)] shown: Signal<usize>,
    #[prop(into)] all: Signal<usize>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let number = |rows: usize| format::number(rows as f64);
    let count = move || match active.get() {
        true => texts::ui::rows_of(number(shown.get()), number(all.get())),
        false => texts::ui::rows(all.get() as i64),
    };
    view! {
        <div class="filter-bar" role="search" aria-label=texts::ui::filters>
            <TextField label=texts::ui::search kind="search" value=search on_input=on_search />
            {children.map(|children| children())}
            <p class="count" role="status">
                {count}
            </p>
            <Show when=move || active.get()>
                <Button
                    label=texts::ui::clear_filters
                    icon=icondata::LuX
                    look=Look::Quiet
                    on_press=on_clear
                />
            </Show>
        </div>
    }
    .into_any()
}
