//! Who changed what, when, from what to what.
//! Entries come finished; reading changes is the caller's.

use super::When;
use crate::texts;
use crate::time::Instant;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// Any text that names the act, for keyed rows.
    pub key: String,
    pub who: String,
    pub at: Instant,
    pub changes: Vec<HistoryChange>,
    /// Who has received or seen it, already in words.
    pub seen: Option<String>,
}

/// One field's change; `None` is an empty value.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryChange {
    pub what: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[component]
pub fn History(
    /// Newest first.
    #[prop(into)]
    entries: Signal<Vec<HistoryEntry>>,
) -> AnyView {
    let value = |value: Option<String>| match value {
        Some(value) => view! { <span>{value}</span> }.into_any(),
        None => view! { <span class="faint">{texts::ui::nothing}</span> }.into_any(),
    };
    let change = move |HistoryChange { what, from, to }: HistoryChange| {
        view! {
            <li>
                <span class="history-field">{what}</span>
                {from
                    .map(|from| {
                        view! { <del><span class="visually-hidden">{texts::ui::from} " "</span>{from}</del> }
                    })}
                <ins><span class="visually-hidden">{texts::ui::to} " "</span>{value(to)}</ins>
            </li>
        }
    };
    let each = move |entry: HistoryEntry| {
        view! {
            <li>
                <p class="history-head">
                    <strong>{entry.who}</strong>
                    <When at=entry.at />
                    {entry.seen.map(|seen| view! { <span class="faint">{seen}</span> })}
                </p>
                <ul role="list">{entry.changes.into_iter().map(change).collect_view()}</ul>
            </li>
        }
    };
    let none = move || entries.with(Vec::is_empty);
    view! {
        <ol class="history" role="list">
            <For each=move || entries.get() key=|entry| entry.key.clone() children=each />
        </ol>
        <Show when=none>
            <p class="hint">{texts::ui::history_empty}</p>
        </Show>
    }
    .into_any()
}
