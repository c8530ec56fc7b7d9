//! How the shell's own pages name fields, values and people of any kind of record.
//! What a kind means stays with its module; here only the ledger's own fields have meaning.

use crate::ledger::{Author, DELETED, FieldName, PARENT, RecordId, STAGE, Value};
use crate::modules;
use crate::session::Session;
use crate::texts;

/// What stands where there is no value.
pub const NOTHING: &str = "—";

/// A field's name for people. Fields that name a record (`cell.<party>`) show that record's name.
pub fn field(session: Session, kind: &str, name: &FieldName) -> String {
    let name = name.as_str();
    match name {
        DELETED => return texts::shell::field_deleted(),
        PARENT => return texts::shell::field_parent(),
        STAGE => return texts::shell::field_stage(),
        _ => {}
    }
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    let head = modules::field_title(kind, first).unwrap_or_else(|| first.replace('_', " "));
    let rest = parts.map(|part| match RecordId::parse(part) {
        Some(record) => super::inbox::record_name(session, &record),
        None => modules::field_title(kind, part).unwrap_or_else(|| part.to_owned()),
    });
    std::iter::once(head)
        .chain(rest)
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What people call a record, wherever it is only named.
pub fn name(session: Session, record: &RecordId) -> String {
    super::inbox::record_name(session, record)
}

/// A value for people: as its module puts it, else texts as they are, everything else as its JSON,
/// nothing as a dash.
pub fn shown(session: Session, kind: &str, field: &FieldName, value: &Value) -> String {
    if value.is_null() {
        return NOTHING.to_owned();
    }
    let words = session.with(|ws| modules::value_in_words(ws, kind, field.as_str(), value));
    if let Some(words) = words {
        return words;
    }
    let text = value.as_text();
    if let Some(record) = text.as_deref().and_then(RecordId::parse) {
        return name(session, &record);
    }
    match text {
        Some(text) if text.is_empty() => NOTHING.to_owned(),
        Some(text) => text.into_owned(),
        None => value.json().to_owned(),
    }
}

/// Who wrote something: the person and the firm, as far as they are known here.
pub fn author(session: Session, by: &Author) -> String {
    let name =
        |id: &RecordId| session.with(|ws| ws.record(id).map(|r| r.text("name").into_owned()));
    let named = |id: &RecordId| {
        let known = name(id).filter(|n| !n.trim().is_empty());
        known.unwrap_or_else(texts::shell::not_shared)
    };
    format!("{}, {}", named(&by.person), named(&by.party))
}
