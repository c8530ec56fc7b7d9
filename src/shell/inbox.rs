//! The inbox of marked fields: what both sides changed, and deletions that met a change.
//! Picking writes over every value; nothing is picked by itself.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::field_names;
use crate::ledger::{Edit, FieldName, Mark, Plan, RecordId, Value, Workspace};
use crate::modules::name_of;
use crate::session::{Session, use_session};
use crate::texts;
use crate::ui::NotFetched;

/// Settles one field with one of its values.
struct Settle {
    record: RecordId,
    field: FieldName,
    value: Value,
}

impl Edit for Settle {
    type Refusal = std::convert::Infallible;
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        plan.write(&self.record, self.field.as_str(), self.value.clone());
        Ok(())
    }
}

/// Decides a deletion that met a change.
struct Decide {
    record: RecordId,
    keep: bool,
}

impl Edit for Decide {
    type Refusal = std::convert::Infallible;
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        if self.keep {
            plan.restore(&self.record);
        } else {
            plan.delete(&self.record);
        }
        Ok(())
    }
}

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Inbox/> }.into_any())
}

#[component]
fn Inbox() -> impl IntoView {
    let session = use_session();
    let marks = Memo::new(move |_| session.with(Workspace::marks));
    let nothing = move || marks.with(Vec::is_empty);
    view! {
        <h1>{texts::shell::inbox}</h1>
        <p class="lead">{texts::shell::inbox_lead}</p>
        <Show when=nothing>
            <p class="empty">{texts::shell::inbox_empty}</p>
        </Show>
        <ul class="plain">
            <For
                each=move || marks.get()
                key=Clone::clone
                children=move |(record, mark)| match mark {
                    Mark::Rivals(field) => view! { <Marked record field/> }.into_any(),
                    Mark::Deletion => view! { <Contested record/> }.into_any(),
                }
            />
        </ul>
    }
}

/// The name of a record as its module gives it; reactive.
pub fn record_name(session: Session, record: &RecordId) -> String {
    session.with(|ws| {
        let known = ws.record(record);
        known.map_or_else(|| record.label(), |r| name_of(&r))
    })
}

/// One field with the values of both sides, each with who wrote it and when.
#[component]
fn Marked(record: RecordId, field: FieldName) -> impl IntoView {
    let session = use_session();
    let href = session.href(&record);
    let values = {
        let (record, field) = (record.clone(), field.clone());
        Memo::new(move |_| {
            session.with(|ws| {
                let known = ws.record(&record).and_then(|r| r.field(field.as_str()));
                let rivals = known.map(|f| f.rivals()).unwrap_or_default();
                let owned = rivals
                    .into_iter()
                    .map(|(c, v)| (c.by.clone(), c.at, v.clone()));
                owned.collect::<Vec<_>>()
            })
        })
    };
    let named = record.clone();
    let heading = field.clone();
    let kind = record.kind().to_owned();
    let choice = move |(by, at, value): (crate::ledger::Author, crate::time::Instant, Value)| {
        let shown = field_names::shown(session, record.kind(), &field, &value);
        let settle = Settle {
            record: record.clone(),
            field: field.clone(),
            value,
        };
        view! {
            <li class="rival">
                <span class="rival-value">{shown}</span>
                <span class="by">
                    {move || field_names::author(session, &by)} " · "
                    {move || texts::format::instant(at)}
                </span>
                <button on:click=move |_| {
                    let Ok(_) = session.commit(&settle);
                }>{texts::shell::pick_this}</button>
            </li>
        }
    };
    view! {
        <li class="card marked">
            <h2>
                <a href=href>{move || record_name(session, &named)}</a>
                " · "
                {move || field_names::field(session, &kind, &heading)}
            </h2>
            <ul class="plain">{move || values.get().into_iter().map(&choice).collect_view()}</ul>
        </li>
    }
}

/// A record one side deleted and the other changed.
#[component]
fn Contested(record: RecordId) -> impl IntoView {
    let session = use_session();
    let href = session.href(&record);
    let named = record.clone();
    let decide = move |keep: bool| {
        let record = record.clone();
        move |_| {
            let record = record.clone();
            let Ok(_) = session.commit(&Decide { record, keep });
        }
    };
    view! {
        <li class="card marked">
            <h2><a href=href>{move || record_name(session, &named)}</a></h2>
            <p>{texts::shell::deleted_and_changed}</p>
            <p class="actions">
                <button on:click=decide(true)>{texts::shell::keep_it}</button>
                <button on:click=decide(false)>{texts::shell::delete_it}</button>
            </p>
        </li>
    }
}
