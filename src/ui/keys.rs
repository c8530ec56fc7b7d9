//! A list of keys and what they do.
//! It only shows; handling keys is the place's own.

use leptos::prelude::*;

/// Keys as they stand on the keyboard, several separated by spaces: `Ctrl+Z`, `r a c i`.
#[derive(Clone)]
pub struct KeyHelp {
    pub keys: &'static str,
    pub does: TextProp,
}

impl KeyHelp {
    pub fn new(keys: &'static str, does: impl Into<TextProp>) -> Self {
        KeyHelp {
            keys,
            does: does.into(),
        }
    }
}

#[component]
pub fn KeyList(keys: Vec<KeyHelp>) -> AnyView {
    let each = |KeyHelp { keys, does }: KeyHelp| {
        let keys = keys
            .split(' ')
            .map(|key| view! { <kbd>{key}</kbd> " " })
            .collect_view();
        view! {
            <div>
                <dt>{keys}</dt>
                <dd>{move || does.get()}</dd>
            </div>
        }
    };
    view! { <dl class="key-list">{keys.into_iter().map(each).collect_view()}</dl> }.into_any()
}
