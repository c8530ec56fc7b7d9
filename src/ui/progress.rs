//! How far long work has come, and a way to stop it.
//! The work itself runs elsewhere.

use super::{Button, unique_id};
use crate::texts::{self, format};
use leptos::prelude::*;

/// `done` is a share from 0 to 1; `None` while nobody knows.
#[component]
pub fn Progress(
    #[prop(into)] label: TextProp,
    #[prop(into)] done: Signal<Option<f64>>,
    #[prop(into, optional)] on_cancel: Option<Callback<()>>,
) -> AnyView {
    let id = unique_id();
    let percent = move || done.get().map(|done| format::percent(done, 1.0));
    let value = move || done.get().map(|done| done.to_string());
    view! {
        <div class="progress">
            <label for=id.clone()>{move || label.get()} " " {percent}</label>
            <progress id=id max="1" value=value></progress>
            {on_cancel
                .map(|on_cancel| view! { <Button label=texts::ui::cancel on_press=on_cancel /> })}
        </div>
    }
    .into_any()
}
