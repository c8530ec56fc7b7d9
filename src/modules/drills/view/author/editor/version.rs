//! Which version is being written, whether drills were prepared with it, and the act that makes the next.
//! Never in here: what a drill keeps of it (`model`).

use leptos::prelude::*;

use super::desk::Desk;
use crate::modules::drills::authoring::{Drilled, drilled};
use crate::session::use_session;
use crate::texts::author as t;
use crate::ui::{Button, Look};

/// Each change of a field is kept at once, so the author says when what has come of them is another version.
pub fn version(desk: Desk) -> AnyView {
    let session = use_session();
    let number = desk.scenario.read(|s| s.version);
    let used = Memo::new(move |_| {
        let scenario = desk.scenario.get();
        session.with(|ws| drilled(ws, &scenario))
    });
    let said = move || match used.get() {
        Drilled {
            otherwise: 0,
            alike: 0,
        } => None,
        Drilled {
            otherwise: 0,
            alike,
        } => Some(t::version_drilled(alike as i64)),
        Drilled { otherwise, .. } => Some(t::version_changed(otherwise as i64)),
    };
    let said = move || said().map(|said| view! { <span class="hint">{said}</span> });
    let raise = move || {
        desk.scenario
            .change(|s| s.version = s.version.saturating_add(1))
    };
    view! {
        <span role="status">{move || t::version_now(number.get())} " " {said}</span>
        <Button
            label=move || t::raise_version(number.get().saturating_add(1))
            icon=icondata::LuArrowUp
            look=Look::Quiet
            on_press=raise
        />
    }
    .into_any()
}
