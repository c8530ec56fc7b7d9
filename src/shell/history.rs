//! The history of one record: who changed what, from what, to what, when.
//! It reads the ledger; what a field means is the module's.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::field_names;
use super::inbox::record_name;
use crate::ledger::{Author, FieldName, RecordId, Value, Workspace};
use crate::session::{Place, use_session};
use crate::texts;
use crate::time::Instant;
use crate::ui::NotFetched;

/// One write, with what it replaced.
#[derive(Clone, PartialEq)]
struct Step {
    at: Instant,
    by: Author,
    kind: String,
    field: FieldName,
    from: Vec<Value>,
    to: Value,
}

/// Every write of a record, the latest first.
fn steps(ws: &Workspace, record: &RecordId) -> Vec<Step> {
    let Some(record) = ws.record(record) else {
        return Vec::new();
    };
    let mut all: Vec<Step> = Vec::new();
    for field in record.fields() {
        let history = field.history();
        for (change, write) in &history {
            let replaced = history.iter().filter(|(c, _)| write.over.contains(&c.id));
            all.push(Step {
                at: change.at,
                by: change.by.clone(),
                kind: record.kind().to_owned(),
                field: write.field.clone(),
                from: replaced.map(|(_, w)| w.value.clone()).collect(),
                to: write.value.clone(),
            });
        }
    }
    all.sort_by_key(|step| std::cmp::Reverse(step.at));
    all
}

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view! { <History place/> }.into_any())
}

#[component]
fn History(place: Place) -> impl IntoView {
    let session = use_session();
    let record = place.record;
    let all = Memo::new(move |_| {
        let record = record.get();
        record.map_or_else(Vec::new, |r| session.with(|ws| steps(ws, &r)))
    });
    let row = move |step: Step| {
        let from: Vec<String> = step
            .from
            .iter()
            .map(|v| field_names::shown(session, v))
            .collect();
        let to = field_names::shown(session, &step.to);
        view! {
            <tr>
                <td><time title=texts::format::exact(step.at)>{texts::format::instant(step.at)}</time></td>
                <td>{field_names::author(session, &step.by)}</td>
                <td>{field_names::field(session, &step.kind, &step.field)}</td>
                <td>{from.join(" / ")}</td>
                <td>{to}</td>
            </tr>
        }
    };
    let title = move || record.get().map(|r| record_name(session, &r));
    let link = move || record.get().map(|r| session.href(&r));
    view! {
        <h1>{texts::shell::history}</h1>
        <p><a href=link>{title}</a></p>
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{texts::shell::history_empty}</p> }
        >
            <div class="scroll" tabindex="0" role="region" aria-label=texts::shell::history>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{texts::shell::history_when}</th>
                            <th scope="col">{texts::shell::history_who}</th>
                            <th scope="col">{texts::shell::history_what}</th>
                            <th scope="col">{texts::shell::history_from}</th>
                            <th scope="col">{texts::shell::history_to}</th>
                        </tr>
                    </thead>
                    <tbody>{move || all.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}
