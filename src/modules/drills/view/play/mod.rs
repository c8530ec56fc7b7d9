//! A drill in its two windows: prepared and led in one, seen by the room in the other.
//! Never in here: rules of what may happen (`edits`), what comes when (`run`), the review.
//!
//! `desk` holds what a window knows and writes events down, `clock` counts and speaks with other windows,
//! `board` is the drill at one moment and `look` what the screen shows of it. `prepare` comes before the
//! start; `presenter` with `came`, `next` and `said` leads; `form`, `choose`, `insert` and `who` are its
//! dialogs; `screen` shows `pages`. `keys` are a keyboard's and a clicker's, `awake` keeps the screen from
//! going dark.

mod awake;
mod board;
mod came;
mod choose;
mod clock;
mod desk;
mod form;
mod insert;
mod keys;
mod look;
mod next;
mod pages;
mod prepare;
mod presenter;
mod said;
mod screen;
mod who;
mod words;

use leptos::prelude::*;

use crate::ledger::RecordId;
use crate::modules::drills::run::Status;
use crate::session::use_session;
use desk::Desk;
pub use prepare::prepare;

/// The page of whoever prepares and leads it.
pub fn page(id: RecordId) -> AnyView {
    let session = use_session();
    let desk = Desk::new(session, id);
    desk.open(true);
    let begun = Memo::new(move |_| desk.board.with(|board| board.status != Status::Ready));
    let shown = move || match begun.get() {
        false => prepare::page(desk),
        true => presenter::page(desk),
    };
    shown.into_any()
}

/// What the room sees, in a window of its own.
pub fn screen(id: RecordId) -> AnyView {
    let desk = Desk::new(use_session(), id);
    desk.open(false);
    screen::window(desk)
}
