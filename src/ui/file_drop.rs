//! A place to drop files on, with a button that chooses them.
//! It hands over the browser's own list; reading is src/browser's.

use super::{Icon, unique_id};
use crate::texts;
use leptos::html;
use leptos::prelude::*;

/// What the browser gives when files are chosen or dropped.
pub type Files = leptos::web_sys::FileList;

#[component]
pub fn FileDrop(
    #[prop(into)] label: TextProp,
    /// As the native attribute, e.g. `.json,.csv`.
    #[prop(optional)]
    accept: Option<&'static str>,
    #[prop(optional)] multiple: bool,
    #[prop(into)] on_files: Callback<Files>,
) -> AnyView {
    let id = unique_id();
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    view! {
        <div
            class="file-drop"
            class:over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                // The page as a whole may take dropped files too.
                event.stop_propagation();
                over.set(false);
                let files = event.data_transfer().and_then(|data| data.files());
                if let Some(files) = files.filter(|files| files.length() > 0) {
                    on_files.run(files);
                }
            }
        >
            <Icon icon=icondata::LuUpload />
            <span id=format!("{id}l")>{move || label.get()}</span>
            <label class="button">
                <span>{texts::ui::choose_files}</span>
                <input
                    node_ref=input
                    type="file"
                    class="visually-hidden"
                    aria-describedby=format!("{id}l")
                    accept=accept
                    multiple=multiple
                    on:change=move |_| {
                        let Some(input) = input.get_untracked() else { return };
                        if let Some(files) = input.files().filter(|files| files.length() > 0) {
                            on_files.run(files);
                        }
                        // Choosing the same file again is a change, too.
                        input.set_value("");
                    }
                />
            </label>
        </div>
    }
    .into_any()
}
