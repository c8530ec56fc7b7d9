//! The history of one record: who changed what, from what, to what, when, and which partners have it.
//! It reads the ledger; what a field means is the module's.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::field_names;
use super::inbox::record_name;
use crate::exchange::{FileLog, Receipts};
use crate::ledger::{Author, ChangeId, FieldName, RecordId, Value, Workspace};
use crate::records::same_as::SameAs;
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
    /// The partners that have it, as their files say (LEDGER 17).
    received_by: Vec<RecordId>,
}

/// The partners any file came from, and what each is known to have.
fn partners(ws: &Workspace, log: &FileLog, me: &RecordId) -> Vec<(RecordId, Receipts)> {
    let joins = SameAs::of(ws);
    let heard = log.heard().map(|h| joins.canonical(&h.party).clone());
    let mut parties: Vec<RecordId> = heard.filter(|p| !joins.same(p, me)).collect();
    parties.sort();
    parties.dedup();
    let with_receipts = |party: RecordId| {
        let ids = joins.ids_of(&party).into_iter().collect();
        let receipts = Receipts::of(log, &ids);
        (party, receipts)
    };
    parties.into_iter().map(with_receipts).collect()
}

/// Every write of a record, the latest first.
fn steps(ws: &Workspace, log: &FileLog, me: &RecordId, record: &RecordId) -> Vec<Step> {
    let Some(record) = ws.record(record) else {
        return Vec::new();
    };
    let partners = partners(ws, log, me);
    let has = |change: ChangeId| {
        let received = partners.iter().filter(|(_, r)| r.received(change));
        received.map(|(party, _)| party.clone()).collect()
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
                received_by: has(change.id),
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
        record.map_or_else(Vec::new, |r| {
            let (log, me) = (session.file_log(), session.me().party);
            session.with(|ws| steps(ws, &log, &me, &r))
        })
    });
    let row = move |step: Step| {
        let from: Vec<String> = step
            .from
            .iter()
            .map(|v| field_names::shown(session, &step.kind, &step.field, v))
            .collect();
        let to = field_names::shown(session, &step.kind, &step.field, &step.to);
        let received = step
            .received_by
            .iter()
            .map(|p| field_names::name(session, p));
        let received: Vec<String> = received.collect();
        view! {
            <tr>
                <td><time title=texts::format::exact(step.at)>{texts::format::instant(step.at)}</time></td>
                <td>{field_names::author(session, &step.by)}</td>
                <td>{field_names::field(session, &step.kind, &step.field)}</td>
                <td>{from.join(" / ")}</td>
                <td>{to}</td>
                <td>{received.join(", ")}</td>
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
                            <th scope="col">{texts::shell::history_received}</th>
                        </tr>
                    </thead>
                    <tbody>{move || all.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}
