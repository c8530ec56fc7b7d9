//! One cell of the sheet: letters or a text, its rivals, and the field a text is typed into.
//! Never in here: keys of the grid, rules.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::modules::matrix::model::{Part, Spot, Text};
use crate::modules::matrix::report::{self, Shown};
use crate::records::matrix::{Cell, Letters, Task};
use crate::texts;
use crate::ui::Icon;

pub fn cell(desk: Desk, spot: Spot) -> AnyView {
    match spot.part {
        Part::Text(text) => text_cell(desk, spot, text),
        Part::Letters(_) => letters_cell(desk, spot),
    }
}

/// What a cell shows, and the sentence that says it.
fn reading(desk: Desk, spot: Spot) -> Memo<Option<(Shown, String)>> {
    Memo::new(move |_| {
        desk.session.with(|ws| {
            let shown = report::shown(ws, &spot)?;
            let words = words::cell(ws, &spot, &shown);
            Some((shown, words))
        })
    })
}

fn letters_cell(desk: Desk, spot: Spot) -> AnyView {
    let reading = reading(desk, spot);
    let inside = move || {
        let (shown, words) = reading.get()?;
        let Shown::Letters { cell, rivals } = shown else {
            return None;
        };
        let Cell {
            letters,
            unreadable,
            rivals: marked,
        } = cell;
        let visible = if marked {
            let each = |(_, letters)| chips(letters);
            view! {
                <span class="matrix-rivals">
                    <Icon icon=icondata::LuGitMerge />
                    {rivals.into_iter().map(each).collect_view()}
                </span>
            }
            .into_any()
        } else {
            view! { {chips(letters)} {unreadable} }.into_any()
        };
        let hint = marked.then(texts::matrix::rivals_mark);
        Some(view! {
            <span class="matrix-letters" aria-hidden="true" title=hint>
                {visible}
            </span>
            <span class="visually-hidden">{words}</span>
        })
    };
    inside.into_any()
}

fn chips(letters: Letters) -> AnyView {
    let chip = |letter: crate::records::matrix::Letter| {
        let char = letter.char();
        view! { <b class=format!("matrix-letter {}", char.to_ascii_lowercase())>{char}</b> }
    };
    view! { <span class="matrix-set">{letters.iter().map(chip).collect_view()}</span> }.into_any()
}

fn text_cell(desk: Desk, spot: Spot, text: Text) -> AnyView {
    let here = spot.clone();
    let is_typed = Memo::new(move |_| {
        desk.typing
            .with(|typing| typing.as_ref().is_some_and(|t| t.spot == here))
    });
    let task = spot.task.clone();
    let contested = Memo::new(move |_| {
        text == Text::Title
            && desk
                .session
                .with(|ws| Task::find(ws, &task).is_some_and(|t| t.0.deletion_contested()))
    });
    let reading = reading(desk, spot.clone());
    let shown = move || {
        let Some((Shown::Text { text: held, rivals }, _)) = reading.get() else {
            return ().into_any();
        };
        if !rivals.is_empty() {
            return text_rivals(rivals);
        }
        let untitled = (text == Text::Title && held.trim().is_empty())
            .then(|| view! { <span class="faint">{texts::matrix::untitled}</span> });
        let mark = contested.get().then(|| {
            view! {
                <span class="matrix-contested">
                    <Icon icon=icondata::LuTriangleAlert />
                    {texts::matrix::contested}
                </span>
            }
        });
        view! { {held} {untitled} {mark} }.into_any()
    };
    let spot = StoredValue::new(spot);
    view! {
        <Show
            when=move || is_typed.get()
            fallback=move || {
                view! {
                    <span class="matrix-text" on:dblclick=move |_| desk.edit(spot.get_value(), None)>
                        {shown}
                    </span>
                }
            }
        >
            {editor(desk, spot.get_value())}
        </Show>
    }
    .into_any()
}

fn text_rivals(values: Vec<String>) -> AnyView {
    let each = |value: String| view! { <li>{value}</li> };
    view! {
        <div class="matrix-rivals" title=texts::matrix::rivals_mark>
            <Icon icon=icondata::LuGitMerge />
            <span class="visually-hidden">{texts::matrix::rivals_mark}</span>
            <ul>{values.into_iter().map(each).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Enter keeps, Shift+Enter breaks the line, Esc gives up, leaving keeps.
fn editor(desk: Desk, spot: Spot) -> AnyView {
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = node.get() {
            // It fails only for an element that is not on the page.
            let _ = field.focus();
        }
    });
    let draft = desk
        .typing
        .with_untracked(|t| t.as_ref().map(|t| t.draft.clone()));
    let on_key = move |event: KeyboardEvent| {
        let keep = match event.key().as_str() {
            // Enter that ends the choice of a Chinese character is not meant for the cell.
            "Enter" if !event.shift_key() && !event.is_composing() => true,
            "Escape" if !event.is_composing() => false,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        desk.typed(keep, true);
    };
    let label = desk.session.with_untracked(|ws| {
        let task = words::task_name(ws, &spot.task);
        let column = words::part(ws, &spot.part);
        format!("{task}, {column}")
    });
    view! {
        <textarea
            node_ref=node
            class="matrix-editor"
            rows="2"
            aria-label=label
            prop:value=draft.unwrap_or_default()
            on:input:target=move |event| {
                let text = event.target().value();
                desk.typing.update(|typing| {
                    if let Some(typing) = typing {
                        typing.draft = text;
                    }
                });
            }
            on:keydown=on_key
            on:blur=move |_| desk.typed(true, false)
        ></textarea>
    }
    .into_any()
}
