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

use crate::texts;
use crate::ui::NotFetched;
use crate::ui::Page;

pub use opening::{Inflow, Refused};
pub use outbox::backup_age;

/// The local fact that says when the last backup was written, in UTC milliseconds.
pub const BACKUP_AT: &str = "backup/at";

#[wasm_split(files, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Exchange/> }.into_any())
}

#[component]
fn Exchange() -> AnyView {
    view! {
        <Page title=texts::shell::exchange>
            <p class="lead">{texts::exchange::lead}</p>
            <opening::Opening/>
            <outbox::Outbox/>
            <filelog::Log/>
        </Page>
    }
    .into_any()
}
