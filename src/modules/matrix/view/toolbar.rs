//! What can be done with the selected cell and its row, for those without these keys at hand.
//! The letters with their words are the legend as well.

use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::modules::matrix::edits::Restore;
use crate::modules::matrix::model::{Part, Spot};
use crate::records::matrix::{Letter, Letters, Task};
use crate::session::Target;
use crate::texts;
use crate::ui::{Button, Look, Menu, MenuItem};

pub fn toolbar(desk: Desk) -> AnyView {
    let add = move || {
        let after = desk.selected.get_untracked().map(|spot| spot.task);
        let last = || {
            desk.sheet
                .with_untracked(|sheet| sheet.rows.last().cloned())
        };
        desk.add_below(after.or_else(last));
    };
    let edit = move || {
        if let Some(spot) = desk.selected.get_untracked() {
            desk.send(spot.clone());
            desk.edit(spot, None);
        }
    };
    let is_text = move || {
        desk.selected.with(|spot| {
            matches!(
                spot,
                Some(Spot {
                    part: Part::Text(_),
                    ..
                })
            )
        })
    };
    view! {
        <div class="toolbar" role="toolbar" aria-label=texts::matrix::selected_cell>
            {Letter::ALL.map(|letter| letter_button(desk, letter)).collect_view()}
            <Button
                label=texts::matrix::edit_text
                icon=icondata::LuPencil
                look=Look::Quiet
                disabled=Signal::derive(move || !is_text())
                on_press=edit
            />
            <Button label=texts::matrix::add_task icon=icondata::LuPlus on_press=add />
            {row_menu(desk)}
        </div>
    }
    .into_any()
}

fn letter_button(desk: Desk, letter: Letter) -> AnyView {
    let held = Memo::new(move |_| {
        let Some(Spot {
            task,
            part: Part::Letters(column),
        }) = desk.selected.get()
        else {
            return None;
        };
        desk.session
            .with(|ws| Some(Task::find(ws, &task)?.cell(&column).letters))
    });
    let pressed = move || held.get().is_some_and(|held: Letters| held.has(letter));
    view! {
        <button
            type="button"
            class="button matrix-key"
            aria-pressed=move || pressed().to_string()
            prop:disabled=move || held.get().is_none()
            title=move || words::meaning(letter)
            on:click=move |_| desk.toggle(letter)
        >
            <b class=format!("matrix-letter {}", letter.char().to_ascii_lowercase())>
                {letter.char()}
            </b>
            <span>{move || words::letter(letter)}</span>
        </button>
    }
    .into_any()
}

/// The actions of the selected row.
fn row_menu(desk: Desk) -> AnyView {
    let row = Memo::new(move |_| {
        let task = desk.selected.get()?.task;
        let contested = desk
            .session
            .with(|ws| Task::find(ws, &task).is_some_and(|t| t.0.deletion_contested()));
        Some((task, contested))
    });
    let actions = Signal::derive(move || {
        let Some((task, contested)) = row.get() else {
            return Vec::new();
        };
        let (below, gone, history) = (task.clone(), task.clone(), task.clone());
        let history = move || Target::record("history", history.clone()).href();
        let keep = contested.then(|| {
            let kept = task.clone();
            let keep = move || {
                desk.act(&Restore(kept.clone()));
            };
            MenuItem::press(texts::matrix::keep, keep).icon(icondata::LuCheck)
        });
        let mut all = vec![
            MenuItem::press(texts::matrix::add_below, move || {
                desk.add_below(Some(below.clone()));
            })
            .icon(icondata::LuPlus),
            MenuItem::press(texts::matrix::move_up, move || desk.move_selected(-1))
                .icon(icondata::LuArrowUp),
            MenuItem::press(texts::matrix::move_down, move || desk.move_selected(1))
                .icon(icondata::LuArrowDown),
            MenuItem::press(texts::matrix::delete_task, move || {
                desk.delete(gone.clone())
            })
            .icon(icondata::LuTrash2),
            MenuItem::go(texts::matrix::history, history).icon(icondata::LuHistory),
        ];
        all.extend(keep);
        all
    });
    view! {
        <Show when=move || row.with(Option::is_some)>
            <Menu label=texts::matrix::row actions=actions />
        </Show>
    }
    .into_any()
}
