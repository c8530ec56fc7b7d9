//! The page of files: open what came, see exactly what leaves, write it, look back.
//! What a file does is the exchange's; here it is shown and decided.

mod covers;
mod deltas;
mod filelog;
mod opening;
mod outbox;
mod reading;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::ledger::RecordId;
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;
use crate::ui::Page;

pub use opening::{Inflow, Refused};
pub use outbox::backup_age;

/// The local fact that says when the last backup was written, in UTC milliseconds.
pub const BACKUP_AT: &str = "backup/at";

/// The partner that is chosen from the start, in the address.
const TO: &str = "to";

#[wasm_split(files, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view! { <Exchange place/> }.into_any())
}

#[component]
fn Exchange(place: Place) -> AnyView {
    view! {
        <Page title=texts::shell::exchange>
            <p class="lead">{texts::exchange::lead}</p>
            <opening::Opening/>
            <outbox::Outbox to=RecordId::parse(&place.value(TO))/>
            <filelog::Log/>
        </Page>
    }
    .into_any()
}
