//! That something is a rehearsal, said wherever a drill is shown.
//! Never in here: what is one (`lessons::is_rehearsal`).

use leptos::prelude::*;

use crate::texts::review as t;
use crate::ui::{Badge, State};

pub fn badge() -> AnyView {
    view! { <Badge state=State::Plain label=t::rehearsal icon=icondata::LuPresentation /> }
        .into_any()
}

/// At the top of a page, with what that means.
pub fn mark() -> AnyView {
    view! {
        <p class="author-mark">
            {badge()}
            <span class="hint">{t::rehearsal_hint}</span>
        </p>
    }
    .into_any()
}
