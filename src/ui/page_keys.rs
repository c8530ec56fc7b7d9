//! The keys of a page: heard wherever the focus is, unless somebody types, and shown in the list of keys.
//! Never in here: what a key does.

use leptos::prelude::*;

use super::KeyHelp;
use crate::browser::{focus, page};

thread_local! {
    static SHOWN: ArcRwSignal<Vec<KeyHelp>> = ArcRwSignal::default();
}

/// The keys of the page that is shown, for the list of all keys; reactive.
pub fn of_page() -> Vec<KeyHelp> {
    SHOWN.with(Clone::clone).get()
}

/// Hears keys for as long as the page stands. `on_key` gets what the key writes, or its name, and says
/// whether it was one of the page's. What is typed into a field, pressed inside a dialog or together
/// with Ctrl, Alt or Meta is none; Space and Enter belong to the button or link that has the focus.
pub fn hear(keys: Vec<KeyHelp>, on_key: impl Fn(&str) -> bool + 'static) {
    let shown = SHOWN.with(Clone::clone);
    shown.set(keys);
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        if event.default_prevented() || event.is_composing() || held || page::is_writing(&event) {
            return;
        }
        let key = event.key();
        let presses = matches!(key.as_str(), " " | "Enter");
        let worked = "button, a, summary, input, select, [role=tab]";
        if focus::is_inside(&event, "dialog, [popover]")
            || (presses && focus::is_inside(&event, worked))
        {
            return;
        }
        if on_key(&key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        listening.remove();
        shown.set(Vec::new());
    });
}

/// The digit that was pressed, unless it was typed into a field: choosing from a numbered list.
pub fn digit(event: &leptos::ev::KeyboardEvent) -> Option<usize> {
    let held = event.ctrl_key() || event.alt_key() || event.meta_key();
    if held || page::is_writing(event) {
        return None;
    }
    event.key().parse().ok()
}
