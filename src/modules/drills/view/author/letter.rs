//! What goes with a file that carries drills, or with a debrief: which drill, when, and what the reader does
//! with it. Never in here: what is in the file.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::debrief::Debrief;
use crate::modules::drills::model::{DRILL, Drill};
use crate::session::outside;
use crate::texts;
use crate::texts::author as t;
use crate::texts::format;
use crate::time::Instant;
use crate::ui::{Button, Dialog, Look, toast};

/// A line for each drill that any of these records is or belongs to.
pub fn letter(ws: &Workspace, touched: &[RecordId]) -> Vec<String> {
    let drill = |id: &RecordId| match id.kind() {
        DRILL => Some(id.clone()),
        _ => {
            let parent = ws.record(id).and_then(|record| record.parent());
            parent.filter(|parent| parent.kind() == DRILL)
        }
    };
    let drills: BTreeSet<RecordId> = touched.iter().filter_map(drill).collect();
    let found = drills.iter().filter_map(|id| Drill::find(ws, id));
    found.map(|drill| line(&drill)).collect()
}

/// A moment as it reads on any day: "today" is another day for whoever gets the text.
pub fn moment(at: Instant) -> String {
    format!("{} {}", format::day(at), format::time(at))
}

fn line(drill: &Drill<'_>) -> String {
    let title = drill.title();
    match (drill.held(), drill.planned()) {
        ((_, Some(ended)), _) => t::letter_held(title, moment(ended)),
        ((Some(started), None), _) => t::letter_begun(title, moment(started)),
        ((None, None), Some(planned)) => t::letter_planned(title, moment(planned)),
        ((None, None), None) => t::letter_prepared(title),
    }
}

/// What goes with a debrief.
pub fn of_debrief(debrief: &Debrief) -> String {
    let at = moment(debrief.started());
    t::letter_debrief(&debrief.title, at, &debrief.by, outside::address())
}

/// The text to send along, once a debrief was saved.
pub fn beside(cover: RwSignal<Option<String>>) -> AnyView {
    let copy = move || {
        let text = cover.get_untracked().unwrap_or_default();
        spawn_local(async move {
            toast::say(match outside::copy(text).await {
                true => texts::exchange::copied(),
                false => t::not_copied(),
            });
        });
    };
    view! {
        <Dialog
            open=Signal::derive(move || cover.with(Option::is_some))
            on_close=move |()| cover.set(None)
            title=t::debrief_saved
        >
            <p>{t::debrief_goes_along}</p>
            <pre class="cover">{move || cover.get()}</pre>
            <div class="actions">
                <Button
                    label=texts::exchange::copy_cover
                    icon=icondata::LuCopy
                    look=Look::Primary
                    on_press=copy
                />
            </div>
        </Dialog>
    }
    .into_any()
}
