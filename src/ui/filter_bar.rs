//! The line above a list: search, filters, how much of all is shown, and a way back to all.
//! What a filter means is the caller's, as is keeping it in the address.

use super::{Button, Look, TextField};
use crate::texts::{self, format};
use leptos::html;
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
    let bar = NodeRef::<html::Div>::new();
    let clear = move |()| {
        on_clear.run(());
        // The button that was pressed is gone: the focus stays where it was on the page.
        if let Some(bar) = bar.get_untracked() {
            let _ = bar.focus();
        }
    };
    view! {
        <div
            class="filter-bar"
            role="search"
            aria-label=texts::ui::filters
            tabindex="-1"
            node_ref=bar
        >
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
                    on_press=clear
                />
            </Show>
        </div>
    }
    .into_any()
}
