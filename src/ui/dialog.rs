//! A modal dialog on the native element: focus stays inside, Esc closes, focus returns.
//! Its content exists only while it is open, so a draft inside starts afresh each time.

use super::{Button, Look, unique_id};
use crate::texts;
use leptos::html;
use leptos::prelude::*;

/// `on_close` runs on Esc and on the close button; it must make `open` false.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: TextProp,
    #[prop(optional)] wide: bool,
    children: ChildrenFn,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = unique_id();
    let labelled = title_id.clone();
    // Built by the Show, so it runs once the content stands, and the cleanup before it goes.
    let shown = move || {
        Effect::new(move |_| {
            if let Some(dialog) = node.get_untracked() {
                // Refused only if the dialog is open already.
                let _ = dialog.show_modal();
            }
        });
        on_cleanup(move || {
            if let Some(dialog) = node.try_get_untracked().flatten() {
                dialog.close();
            }
        });
        view! {
            <header class="dialog-head">
                <h2 id=title_id.clone()>{ let title = title.clone(); move || title.get() }</h2>
                <Button
                    label=texts::ui::close
                    icon=icondata::LuX
                    look=Look::Quiet
                    bare=true
                    on_press=on_close
                />
            </header>
            <div class="dialog-body">{children()}</div>
        }
        .into_any()
    };
    view! {
        <dialog
            node_ref=node
            class="dialog"
            class:wide=wide
            aria-labelledby=labelled
            on:close=move |event| {
                // Closing a dialog inside this one arrives here as well, in some browsers.
                if event.target() == event.current_target()
                    && open.try_get_untracked() == Some(true)
                {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>{shown()}</Show>
        </dialog>
    }
    .into_any()
}
