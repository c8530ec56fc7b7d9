//! Records and fields that differ, as a list a person can check before sending or merging.

use leptos::prelude::*;

use crate::exchange::{FieldDelta, RecordDelta, Turn};
use crate::ledger::{DELETED, Value, Workspace};
use crate::modules::name_of;
use crate::session::Session;
use crate::shell::field_names;
use crate::texts;
use crate::ui::{Badge, State};

/// How many records are shown before the rest is only counted.
const MOST: usize = 200;

/// The list; `after` names records that are not in the workspace yet.
pub fn list(session: Session, records: &[RecordDelta], after: &Workspace) -> AnyView {
    let rows = records.iter().take(MOST).map(|delta| {
        let named = after.record(&delta.id).map(|r| name_of(&r));
        let own = || session.with_untracked(|ws| ws.record(&delta.id).map(|r| name_of(&r)));
        let name = named.or_else(own).unwrap_or_else(|| delta.id.label());
        record(session, delta, name)
    });
    let more = records.len().saturating_sub(MOST);
    view! {
        <ul class="deltas">{rows.collect_view()}</ul>
        {(more > 0)
            .then(|| view! { <p class="hint">{texts::exchange::and_more(more as i64)}</p> })}
    }
    .into_any()
}

fn record(session: Session, delta: &RecordDelta, name: String) -> AnyView {
    let (state, word): (State, fn() -> String) = match delta.turn {
        Turn::New => (State::Good, texts::exchange::turn_new),
        Turn::Changed => (State::Plain, texts::exchange::turn_changed),
        Turn::Deleted => (State::Warn, texts::exchange::turn_deleted),
        Turn::Restored => (State::Plain, texts::exchange::turn_restored),
    };
    let kind = delta.id.kind().to_owned();
    let fields = delta.fields.iter().filter(|f| f.name.as_str() != DELETED);
    let rows: Vec<AnyView> = fields.map(|f| field(session, &kind, f)).collect();
    view! {
        <li>
            <details>
                <summary>
                    <Badge state=state label=word/>
                    " "
                    <span>{name}</span>
                    {(!delta.marks.is_empty())
                        .then(|| {
                            view! {
                                " "
                                <Badge state=State::Warn label=texts::exchange::both_changed/>
                            }
                        })}
                </summary>
                <dl class="facts">{rows}</dl>
            </details>
        </li>
    }
    .into_any()
}

fn field(session: Session, kind: &str, delta: &FieldDelta) -> AnyView {
    let name = field_names::field(session, kind, &delta.name);
    let words = |value: &Value| field_names::shown(session, kind, &delta.name, value);
    let shown = |value: &Option<Value>| {
        let value = value.as_ref();
        value.map_or_else(|| field_names::NOTHING.to_owned(), words)
    };
    let after = if delta.rivals.is_empty() {
        shown(&delta.after)
    } else {
        let all = delta.rivals.iter().map(words);
        all.collect::<Vec<_>>().join(" ⇄ ")
    };
    let before = delta.before.as_ref().map(|_| shown(&delta.before));
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{before.map(|b| view! { <del>{b}</del> " → " })} <ins>{after}</ins></dd>
        </div>
    }
    .into_any()
}
