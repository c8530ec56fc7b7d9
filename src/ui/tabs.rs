//! Tabs of one panel: arrow keys move between them, Tab goes on into the panel.
//! Which one is chosen is the caller's, so that it can stand in the address.

use super::unique_id;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

#[derive(Clone)]
pub struct Tab {
    pub key: &'static str,
    pub label: TextProp,
}

impl Tab {
    pub fn new(key: &'static str, label: impl Into<TextProp>) -> Self {
        Tab {
            key,
            label: label.into(),
        }
    }
}

/// The children are the panel of the tab that is `selected`.
#[component]
pub fn Tabs(
    #[prop(into)] label: TextProp,
    tabs: Vec<Tab>,
    #[prop(into)] selected: Signal<String>,
    #[prop(into)] on_select: Callback<&'static str>,
    children: Children,
) -> AnyView {
    let id = unique_id();
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let on_key = move |event: KeyboardEvent| {
        let at = selected.with_untracked(|selected| keys.iter().position(|key| key == selected));
        let (at, last) = (at.unwrap_or(0), keys.len().saturating_sub(1));
        let to = match event.key().as_str() {
            "ArrowRight" if at == last => 0,
            "ArrowRight" => at + 1,
            "ArrowLeft" if at == 0 => last,
            "ArrowLeft" => at - 1,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(key) = keys.get(to) {
            on_select.run(key);
            crate::browser::focus::child_of_current(&event, to);
        }
    };
    let panel = format!("{id}p");
    let each = |Tab { key, label }: Tab| {
        let is_selected = move || selected.with(|selected| selected == key);
        view! {
            <button
                type="button"
                role="tab"
                id=format!("{id}{key}")
                aria-controls=panel.clone()
                aria-selected=move || is_selected().to_string()
                tabindex=move || if is_selected() { "0" } else { "-1" }
                on:click=move |_| on_select.run(key)
            >
                {move || label.get()}
            </button>
        }
    };
    let buttons = tabs.into_iter().map(each).collect_view();
    let labelled = {
        let id = id.clone();
        move || format!("{id}{}", selected.get())
    };
    view! {
        <div class="tabs">
            <div role="tablist" aria-label=move || label.get() on:keydown=on_key>
                {buttons}
            </div>
            <div role="tabpanel" id=panel aria-labelledby=labelled tabindex="0">
                {children()}
            </div>
        </div>
    }
    .into_any()
}
