//! The bin: records that were deleted. Taking one out is a write like any other; nothing is erased.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::inbox::record_name;
use crate::ledger::{DELETED, Edit, Plan, RecordId};
use crate::session::use_session;
use crate::texts;
use crate::time::Instant;
use crate::ui::NotFetched;

/// Takes a record out of the bin.
struct TakeOut(RecordId);

impl Edit for TakeOut {
    type Refusal = std::convert::Infallible;
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        plan.restore(&self.0);
        Ok(())
    }
}

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Bin/> }.into_any())
}

#[component]
fn Bin() -> impl IntoView {
    let session = use_session();
    // Only records that were deleted themselves: what hangs on them comes back with them.
    let gone = Memo::new(move |_| {
        session.with(|ws| {
            let own = ws.records().filter(|r| r.is_deleted() && r.flag(DELETED));
            let mut all: Vec<(RecordId, Option<Instant>)> = own
                .map(|r| {
                    let deleted = r.field(DELETED).and_then(|f| f.change());
                    (r.id().clone(), deleted.map(|c| c.at))
                })
                .collect();
            all.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
            all
        })
    });
    let row = move |(record, at): (RecordId, Option<Instant>)| {
        let named = record.clone();
        let history = super::Route::history(&record).href();
        view! {
            <li class="card bin-row">
                <a href=history>{move || record_name(session, &named)}</a>
                <span class="by">{move || at.map(texts::format::instant)}</span>
                <button on:click=move |_| {
                    let Ok(_) = session.commit(&TakeOut(record.clone()));
                }>{texts::shell::take_out}</button>
            </li>
        }
    };
    view! {
        <h1>{texts::shell::bin}</h1>
        <Show
            when=move || !gone.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{texts::shell::bin_empty}</p> }
        >
            <ul class="plain">
                <For each=move || gone.get() key=|(r, _)| r.clone() children=row/>
            </ul>
        </Show>
    }
}
