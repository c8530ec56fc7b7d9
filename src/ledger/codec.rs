//! Changes as JSON bytes and back: one codec for partner files and for disk segments.
//! Ids, people, records and field names stand in tables once; changes point at them by index.
//! Parsing is typed and bounded (rule 18); it never builds an untyped tree.

use std::collections::hash_map::Entry;
use std::fmt::{self, Write as _};
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::reader::{Read, Reader};
use super::{Author, Change, ChangeId, FieldName, RecordId, Value, Write, WriterId};
use crate::time::Instant;

/// The longest JSON text one value may have, in bytes (rule 18).
pub const MAX_TEXT: usize = 64 * 1024;
/// The deepest nesting one value may have (rule 18).
pub const MAX_DEPTH: usize = 16;

/// Why bytes are not a batch of changes; a sentence with the place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError(String);

impl CodecError {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers things in the order they are first met.
struct Table<T> {
    list: Vec<T>,
    place: FxHashMap<T, u32>,
}

impl<T: Hash + Eq + Copy> Table<T> {
    fn new() -> Self {
        Self {
            list: Vec::new(),
            place: FxHashMap::default(),
        }
    }

    fn of(&mut self, thing: T) -> u32 {
        match self.place.entry(thing) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let at = self.list.len() as u32;
                self.list.push(thing);
                *free.insert(at)
            }
        }
    }
}

/// Writes changes, in the order given, as one JSON object.
pub fn encode<'a>(changes: impl IntoIterator<Item = &'a Change>) -> String {
    let mut writers = Table::new();
    let mut people = Table::new();
    let mut records = Table::new();
    let mut fields = Table::new();
    let mut rows = String::new();
    for change in changes {
        let (writer, seq) = (writers.of(change.id.writer), change.id.seq);
        let (at, by) = (change.at.0, people.of(&change.by));
        rows.push_str(if rows.is_empty() { "" } else { "," });
        // Writing to a String cannot fail, here and below.
        let _ = write!(rows, "{{\"id\":[{writer},{seq}],\"at\":{at},\"by\":{by}");
        if change.act != change.id {
            let (writer, seq) = (writers.of(change.act.writer), change.act.seq);
            let _ = write!(rows, ",\"act\":[{writer},{seq}]");
        }
        let _ = write!(rows, ",\"on\":{},\"set\":[", records.of(&change.record));
        for (nth, Write { field, value, over }) in change.writes.iter().enumerate() {
            rows.push_str(if nth == 0 { "[" } else { ",[" });
            let _ = write!(rows, "{},{}", fields.of(field.as_str()), value.json());
            for id in over {
                let _ = write!(rows, ",{},{}", writers.of(id.writer), id.seq);
            }
            rows.push(']');
        }
        rows.push(']');
        for (name, value) in &change.extra {
            let _ = write!(rows, ",{}:{}", Value::text(name).json(), value.json());
        }
        rows.push('}');
    }
    let mut text =
        String::with_capacity(rows.len() + 64 * (writers.list.len() + records.list.len()));
    list(
        &mut text,
        "{\"writers\":[",
        writers.list.iter().map(|w| format!("\"{w}\"")),
    );
    let person = |by: &&Author| format!("[\"{}\",\"{}\"]", by.party, by.person);
    list(&mut text, "],\"people\":[", people.list.iter().map(person));
    list(
        &mut text,
        "],\"records\":[",
        records.list.iter().map(|r| format!("\"{r}\"")),
    );
    let name = |name: &&str| Value::text(name).json().to_owned();
    list(&mut text, "],\"fields\":[", fields.list.iter().map(name));
    text.push_str("],\"changes\":[");
    text.push_str(&rows);
    text.push_str("]}");
    text
}

fn list(text: &mut String, head: &str, items: impl Iterator<Item = String>) {
    text.push_str(head);
    for (nth, item) in items.enumerate() {
        text.push_str(if nth == 0 { "" } else { "," });
        text.push_str(&item);
    }
}

/// Reads what [`encode`] wrote, or a newer version of it whose additions are kept in `extra`.
///
/// # Errors
/// The text is not such an object, a place in a table does not exist, or a bound is broken.
pub fn decode(text: &str) -> Result<Vec<Change>, CodecError> {
    let mut tables = Tables::default();
    let mut changes = None;
    let mut reader = Reader::new(text);
    reader.object(|r, name| match &*name {
        "writers" => into(&mut tables.writers, r, |r| named(r, WriterId::parse)),
        "people" => into(&mut tables.people, r, author),
        "records" => into(&mut tables.records, r, |r| named(r, RecordId::parse)),
        "fields" => into(&mut tables.fields, r, |r| Ok(FieldName::new(&r.string()?))),
        // The tables come first in every version, so that changes are read in one pass.
        "changes" => into(changes.insert(Vec::new()), r, |r| tables.change(r)),
        _ => r.pass().map(|_| ()),
    })?;
    reader.end()?;
    changes.map_or_else(|| reader.fail("`changes` is missing"), Ok)
}

/// Fills a list anew.
fn into<'t, T>(
    list: &mut Vec<T>,
    r: &mut Reader<'t>,
    mut item: impl FnMut(&mut Reader<'t>) -> Read<T>,
) -> Read<()> {
    list.clear();
    r.list(|r| {
        list.push(item(r)?);
        Ok(())
    })
}

fn named<T>(r: &mut Reader<'_>, parse: fn(&str) -> Option<T>) -> Read<T> {
    let text = r.string()?;
    parse(&text).map_or_else(
        || r.fail(&format!("{text:?} is not a name of its kind")),
        Ok,
    )
}

/// `[party, person]`.
fn author(r: &mut Reader<'_>) -> Read<Author> {
    r.require(b'[')?;
    let party = named(r, RecordId::parse)?;
    r.require(b',')?;
    let person = named(r, RecordId::parse)?;
    r.require(b']')?;
    Ok(Author { party, person })
}

#[derive(Default)]
struct Tables {
    writers: Vec<WriterId>,
    people: Vec<Author>,
    records: Vec<RecordId>,
    fields: Vec<FieldName>,
}

impl Tables {
    fn change(&self, r: &mut Reader<'_>) -> Read<Change> {
        let (mut id, mut moment, mut by, mut act, mut record) = (None, None, None, None, None);
        let mut writes = None;
        let mut extra = Vec::new();
        r.object(|r, name| {
            match &*name {
                "id" => id = Some(self.bracketed_id(r)?),
                "at" => moment = Some(Instant(r.integer()?)),
                "by" => by = Some(entry(r, &self.people, "people")?),
                "act" => act = Some(self.bracketed_id(r)?),
                "on" => record = Some(entry(r, &self.records, "records")?),
                "set" => {
                    // Most changes write one field.
                    let set = writes.insert(Vec::with_capacity(1));
                    into(set, r, |r| self.write(r))?;
                }
                _ => extra.push((name.into(), Value::from_checked(r.value()?))),
            }
            Ok(())
        })?;
        let (Some(id), Some(at), Some(by), Some(record), Some(writes)) =
            (id, moment, by, record, writes)
        else {
            return r.fail("a change lacks `id`, `at`, `by`, `on` or `set`");
        };
        Ok(Change {
            id,
            at,
            by: by.clone(),
            act: act.unwrap_or(id),
            record: record.clone(),
            writes,
            extra,
        })
    }

    /// `[field, value, writer, seq, …]`.
    fn write(&self, r: &mut Reader<'_>) -> Read<Write> {
        r.require(b'[')?;
        let field = entry(r, &self.fields, "fields")?.clone();
        r.require(b',')?;
        let value = Value::from_checked(r.value()?);
        let mut over = Vec::new();
        while r.eat(b',') {
            // Most writes are over one other.
            if over.is_empty() {
                over.reserve_exact(1);
            }
            over.push(self.id(r)?);
        }
        r.require(b']')?;
        Ok(Write { field, value, over })
    }

    fn bracketed_id(&self, r: &mut Reader<'_>) -> Read<ChangeId> {
        r.require(b'[')?;
        let id = self.id(r)?;
        r.require(b']')?;
        Ok(id)
    }

    /// `writer, seq`.
    fn id(&self, r: &mut Reader<'_>) -> Read<ChangeId> {
        let writer = *entry(r, &self.writers, "writers")?;
        r.require(b',')?;
        let seq = r.count()?;
        Ok(ChangeId { writer, seq })
    }
}

/// The entry of a table whose place comes next.
fn entry<'t, T>(r: &mut Reader<'_>, table: &'t [T], name: &str) -> Read<&'t T> {
    let place = r.count()?;
    match table.get(place as usize) {
        Some(entry) => Ok(entry),
        None => r.fail(&format!("there is no entry {place} in {name}")),
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (party, person) = <(RecordId, RecordId)>::deserialize(d)?;
        Ok(Self { party, person })
    }
}

impl Serialize for Author {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (&self.party, &self.person).serialize(s)
    }
}
