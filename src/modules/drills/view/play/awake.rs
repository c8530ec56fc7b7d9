//! Keeping the screen awake while a drill runs, and saying where the browser does not.
//! Never in here: how a browser does it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::session::outside::on_visibility;
use crate::session::outside::screen::{Awake, NotAwake, keep_awake};

/// Why the screen may go dark; none while it is kept awake, or nothing runs.
pub type Trouble = RwSignal<Option<NotAwake>>;

/// Keeps it awake while the drill runs, again whenever the page comes back into view.
pub fn keep(desk: Desk) -> Trouble {
    let trouble = RwSignal::new(None);
    let held = StoredValue::new_local(None::<Awake>);
    let running = Memo::new(move |_| desk.board.with(|board| board.is_running()));
    let ask = move || {
        if running.try_get_untracked() != Some(true) {
            held.try_set_value(None);
            trouble.try_set(None);
            return;
        }
        spawn_local(async move {
            match keep_awake().await {
                // It was paused meanwhile: what was granted is given back.
                _ if running.try_get_untracked() != Some(true) => {}
                Ok(awake) => {
                    held.try_set_value(Some(awake));
                    trouble.try_set(None);
                }
                Err(why) => {
                    trouble.try_set(Some(why));
                }
            }
        });
    };
    Effect::new(move |_| {
        running.track();
        ask();
    });
    // A hidden page loses what it held.
    let seen = on_visibility(move |visible| {
        if visible {
            ask();
        }
    });
    let seen = StoredValue::new_local(seen);
    on_cleanup(move || seen.dispose());
    trouble
}
