//! Short notices in a corner, read out politely, with an optional way to undo what they report.
//! Nothing that must be seen: whatever lasts is a banner.

use super::{Button, Look};
use crate::texts;
use leptos::prelude::*;
use std::time::Duration;

/// Long enough to read a sentence and reach its button.
const SHOWN: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Toast {
    key: u32,
    words: String,
    undo: Option<Callback<()>>,
}

#[derive(Default)]
struct Shown {
    next: u32,
    toasts: Vec<Toast>,
    /// The pointer or the focus is on them: nothing goes away under a hand.
    held: bool,
}

thread_local! {
    static SHOWN_NOW: ArcRwSignal<Shown> = ArcRwSignal::default();
}

fn shown_now() -> ArcRwSignal<Shown> {
    SHOWN_NOW.with(Clone::clone)
}

/// Says something.
pub fn say(words: impl Into<String>) {
    add(words.into(), None);
}

/// Says what was done and offers to undo it.
pub fn say_undoable(words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
    add(words.into(), Some(Callback::new(move |()| undo())));
}

fn add(words: String, undo: Option<Callback<()>>) {
    let shown = shown_now();
    let mut key = 0;
    shown.update(|shown| {
        key = shown.next;
        shown.next = key.wrapping_add(1);
        // Three notices are what a person takes in; older ones have had their time.
        if shown.toasts.len() == 3 {
            shown.toasts.remove(0);
        }
        shown.toasts.push(Toast { key, words, undo });
    });
    expire(key);
}

fn expire(key: u32) {
    set_timeout(
        move || {
            if shown_now().with_untracked(|shown| shown.held) {
                expire(key);
            } else {
                remove(key);
            }
        },
        SHOWN,
    );
}

fn remove(key: u32) {
    let shown = shown_now();
    if shown.with_untracked(|shown| shown.toasts.iter().any(|toast| toast.key == key)) {
        shown.update(|shown| shown.toasts.retain(|toast| toast.key != key));
    }
}

/// Where toasts appear. The shell has exactly one.
#[component]
pub fn Toasts() -> AnyView {
    let shown = shown_now();
    let hold = |held| move || shown_now().update_untracked(|shown| shown.held = held);
    let each = |Toast { key, words, undo }: Toast| {
        let undo = undo.map(|undo| {
            let on_press = move || {
                undo.run(());
                remove(key);
            };
            view! { <Button label=texts::ui::undo icon=icondata::LuUndo2 on_press=on_press /> }
        });
        view! {
            <li class="toast">
                <span>{words}</span>
                {undo}
                <Button
                    label=texts::ui::close
                    icon=icondata::LuX
                    look=Look::Quiet
                    bare=true
                    on_press=move || remove(key)
                />
            </li>
        }
    };
    let (over, out, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    view! {
        <section
            class="toasts"
            aria-label=texts::ui::notices
            on:pointerenter=move |_| over()
            on:pointerleave=move |_| out()
            on:focusin=move |_| focus()
            on:focusout=move |_| blur()
        >
            <ul role="list" aria-live="polite">
                <For each=move || shown.with(|shown| shown.toasts.clone()) key=|toast| toast.key children=each />
            </ul>
        </section>
    }
    .into_any()
}
