//! Keys that work on every page: undo, redo, and the list of keys on `?`.
//! Keys of one page are that page's own.

use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::browser::page;
use crate::ledger::UndoRefusal;
use crate::session::{Session, Undone, use_session};
use crate::texts;
use crate::ui::{KeyList, page_keys, toast};

/// Takes the last act back and says what could not be.
pub fn undo(session: Session) {
    tell(session.undo(), texts::shell::undone);
}

/// Does it again.
pub fn redo(session: Session) {
    tell(session.redo(), texts::shell::redone);
}

fn tell(outcome: Result<Undone, UndoRefusal>, done: fn() -> String) {
    let sentence = match outcome {
        Ok(undone) if undone.left.is_empty() => done(),
        Ok(undone) => texts::shell::undone_in_part(undone.left.len() as i64),
        Err(UndoRefusal::Unknown) => texts::shell::nothing_to_undo(),
        Err(UndoRefusal::NotYours) => texts::shell::undo_not_yours(),
        Err(UndoRefusal::Overtaken(_)) => texts::shell::undo_overtaken(),
    };
    toast::say(sentence);
}

/// Listens on the window; shows the list of keys.
#[component]
pub fn Keys() -> impl IntoView {
    let session = use_session();
    let dialog = NodeRef::<Dialog>::new();
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        let writing = page::is_writing(&event);
        match key_of(&event, writing) {
            Some(Key::Undo) => undo(session),
            Some(Key::Redo) => redo(session),
            Some(Key::Help) => {
                if let Some(dialog) = dialog.get_untracked() {
                    // It fails only where the dialog is open already.
                    let _ = dialog.show_modal();
                }
            }
            None => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listening.remove());
    let row = |keys: &'static str, what: fn() -> String| {
        view! {
            <div>
                <dt><kbd>{keys}</kbd></dt>
                <dd>{what}</dd>
            </div>
        }
    };
    view! {
        <dialog node_ref=dialog class="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">{texts::shell::keys}</h2>
            {move || {
                let keys = page_keys::of_page();
                (!keys.is_empty()).then(|| view! { <KeyList keys=keys /> })
            }}
            <dl>
                {row("?", texts::shell::keys)} {row("Ctrl+Z", texts::shell::undo)}
                {row("Ctrl+Y", texts::shell::redo)} {row("← → ↑ ↓", texts::shell::key_move)}
                {row("R A C I", texts::shell::key_letters)} {row("Enter", texts::shell::key_edit)}
                {row("Esc", texts::shell::key_leave)}
                {row("Ctrl+C  Ctrl+V", texts::shell::key_copy)}
                {row("Alt+↑  Alt+↓", texts::shell::key_order)}
            </dl>
            <form method="dialog">
                <button>{texts::shell::close}</button>
            </form>
        </dialog>
    }
}

enum Key {
    Undo,
    Redo,
    Help,
}

fn key_of(event: &KeyboardEvent, writing: bool) -> Option<Key> {
    let control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        _ if writing => None,
        "z" | "Z" if control && event.shift_key() => Some(Key::Redo),
        "z" | "Z" if control => Some(Key::Undo),
        "y" | "Y" if control => Some(Key::Redo),
        "?" | "？" if !control => Some(Key::Help),
        _ => None,
    }
}
