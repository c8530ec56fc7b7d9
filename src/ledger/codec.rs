//! Changes as JSON bytes and back: one codec for partner files and for disk segments.
//! Ids, people, records and field names stand in tables once; changes point at them by index.
//! Parsing is typed and bounded (rule 18); it never builds an untyped tree.

use std::collections::hash_map::Entry;
use std::fmt;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{Author, Change, ChangeId, FieldName, RecordId, Value, Write, WriterId};
use crate::time::Instant;

/// The longest JSON text one value may have, in bytes (rule 18).
pub const MAX_TEXT: usize = 64 * 1024;
/// The deepest nesting one value may have (rule 18).
pub const MAX_DEPTH: usize = 16;

/// Why bytes are not a batch of changes; a sentence with the place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError(String);

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Serialize)]
struct Batch<'a> {
    writers: Vec<WriterId>,
    people: Vec<(&'a RecordId, &'a RecordId)>,
    records: Vec<&'a RecordId>,
    fields: Vec<&'a str>,
    changes: Vec<Row<'a>>,
}

/// One change with its names replaced by places in the tables.
struct Row<'a> {
    change: &'a Change,
    id: (u32, u32),
    by: u32,
    act: (u32, u32),
    record: u32,
    writes: Vec<(u32, &'a Value, Vec<u32>)>,
}

impl Serialize for Row<'_> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("at", &self.change.at.0)?;
        map.serialize_entry("by", &self.by)?;
        if self.act != self.id {
            map.serialize_entry("act", &self.act)?;
        }
        map.serialize_entry("on", &self.record)?;
        let writes: Vec<_> = self.writes.iter().map(RowWrite).collect();
        map.serialize_entry("set", &writes)?;
        for (name, value) in &self.change.extra {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}

struct RowWrite<'a>(&'a (u32, &'a Value, Vec<u32>));

impl Serialize for RowWrite<'_> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        let (field, value, over) = self.0;
        let mut seq = s.serialize_seq(Some(2 + over.len()))?;
        seq.serialize_element(field)?;
        seq.serialize_element(value)?;
        over.iter().try_for_each(|n| seq.serialize_element(n))?;
        seq.end()
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
    let mut rows = Vec::new();
    for change in changes {
        let mut id = |id: ChangeId| (writers.of(id.writer), id.seq);
        rows.push(Row {
            change,
            id: id(change.id),
            act: id(change.act),
            by: people.of((&change.by.party, &change.by.person)),
            record: records.of(&change.record),
            writes: change
                .writes
                .iter()
                .map(|w| {
                    let over = w.over.iter().flat_map(|&o| {
                        let (writer, seq) = id(o);
                        [writer, seq]
                    });
                    (fields.of(w.field.as_str()), &w.value, over.collect())
                })
                .collect(),
        });
    }
    let batch = Batch {
        writers: writers.list,
        people: people.list,
        records: records.list,
        fields: fields.list,
        changes: rows,
    };
    // Every part writes plain JSON; values were checked when they were made.
    serde_json::to_string(&batch).unwrap_or_default()
}

/// Reads what [`encode`] wrote, or a newer version of it whose additions are kept in `extra`.
///
/// # Errors
/// The text is not such an object, a place in a table does not exist, or a bound is broken.
pub fn decode(text: &str) -> Result<Vec<Change>, CodecError> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let changes = parser.deserialize_map(BatchVisitor);
    changes
        .and_then(|found| parser.end().map(|()| found))
        .map_err(|e| CodecError(e.to_string()))
}

#[derive(Default)]
struct Tables {
    writers: Vec<WriterId>,
    people: Vec<(RecordId, RecordId)>,
    records: Vec<RecordId>,
    fields: Vec<FieldName>,
}

struct BatchVisitor;

impl<'de> Visitor<'de> for BatchVisitor {
    type Value = Vec<Change>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with writers, people, records, fields and changes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Change>, A::Error> {
        let mut tables = Tables::default();
        let mut changes = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "writers" => tables.writers = map.next_value()?,
                "people" => tables.people = map.next_value()?,
                "records" => tables.records = map.next_value()?,
                "fields" => {
                    let names: Vec<String> = map.next_value()?;
                    tables.fields = names.iter().map(|n| FieldName::new(n)).collect();
                }
                // The tables come first in every version, so that changes are read in one pass.
                "changes" => changes = Some(map.next_value_seed(ChangesSeed(&tables))?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        changes.ok_or_else(|| A::Error::missing_field("changes"))
    }
}

struct ChangesSeed<'t>(&'t Tables);

impl<'de> DeserializeSeed<'de> for ChangesSeed<'_> {
    type Value = Vec<Change>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Vec<Change>, D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ChangesSeed<'_> {
    type Value = Vec<Change>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of changes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Change>, A::Error> {
        let mut changes = Vec::new();
        while let Some(change) = seq.next_element_seed(ChangeSeed(self.0))? {
            changes.push(change);
        }
        Ok(changes)
    }
}

struct ChangeSeed<'t>(&'t Tables);

impl<'de> DeserializeSeed<'de> for ChangeSeed<'_> {
    type Value = Change;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Change, D::Error> {
        d.deserialize_map(self)
    }
}

/// The members of a change, without a text allocated for those that are known.
enum Member {
    Id,
    At,
    By,
    Act,
    On,
    Set,
    Unknown(Box<str>),
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Member;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Member, E> {
                Ok(match name {
                    "id" => Member::Id,
                    "at" => Member::At,
                    "by" => Member::By,
                    "act" => Member::Act,
                    "on" => Member::On,
                    "set" => Member::Set,
                    other => Member::Unknown(other.into()),
                })
            }
        }
        d.deserialize_str(Name)
    }
}

fn at<'t, T, E: serde::de::Error>(table: &'t [T], place: u32, name: &str) -> Result<&'t T, E> {
    let missing = || E::custom(format_args!("there is no entry {place} in {name}"));
    table.get(place as usize).ok_or_else(missing)
}

impl Tables {
    fn change_id<E: serde::de::Error>(&self, writer: u32, seq: u32) -> Result<ChangeId, E> {
        let writer = *at(&self.writers, writer, "writers")?;
        Ok(ChangeId { writer, seq })
    }
}

impl<'de> Visitor<'de> for ChangeSeed<'_> {
    type Value = Change;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a change")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Change, A::Error> {
        let tables = self.0;
        let (mut id, mut moment, mut by, mut act, mut record) = (None, None, None, None, None);
        let mut writes = None;
        let mut extra = Vec::new();
        while let Some(member) = map.next_key::<Member>()? {
            match member {
                Member::Id => id = Some(map.next_value::<(u32, u32)>()?),
                Member::At => moment = Some(map.next_value::<i64>()?),
                Member::By => by = Some(map.next_value::<u32>()?),
                Member::Act => act = Some(map.next_value::<(u32, u32)>()?),
                Member::On => record = Some(map.next_value::<u32>()?),
                Member::Set => writes = Some(map.next_value_seed(WritesSeed(tables))?),
                Member::Unknown(name) => extra.push((name, bounded(map.next_value()?)?)),
            }
        }
        let (writer, seq) = id.ok_or_else(|| A::Error::missing_field("id"))?;
        let id = tables.change_id(writer, seq)?;
        let act = act.map_or(Ok(id), |(writer, seq)| tables.change_id(writer, seq))?;
        let by = by.ok_or_else(|| A::Error::missing_field("by"))?;
        let (party, person) = at(&tables.people, by, "people")?.clone();
        let record = record.ok_or_else(|| A::Error::missing_field("on"))?;
        Ok(Change {
            id,
            at: Instant(moment.ok_or_else(|| A::Error::missing_field("at"))?),
            by: Author { party, person },
            act,
            record: at(&tables.records, record, "records")?.clone(),
            writes: writes.ok_or_else(|| A::Error::missing_field("set"))?,
            extra,
        })
    }
}

struct WritesSeed<'t>(&'t Tables);

impl<'de> DeserializeSeed<'de> for WritesSeed<'_> {
    type Value = Vec<Write>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Vec<Write>, D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for WritesSeed<'_> {
    type Value = Vec<Write>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of writes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Write>, A::Error> {
        let mut writes = Vec::with_capacity(1);
        while let Some(write) = seq.next_element_seed(WriteSeed(self.0))? {
            writes.push(write);
        }
        Ok(writes)
    }
}

struct WriteSeed<'t>(&'t Tables);

impl<'de> DeserializeSeed<'de> for WriteSeed<'_> {
    type Value = Write;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Write, D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for WriteSeed<'_> {
    type Value = Write;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field, a value and the changes it is over")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Write, A::Error> {
        let short = || A::Error::custom("a write has a field, a value and pairs of numbers");
        let field: u32 = seq.next_element()?.ok_or_else(short)?;
        let value: &RawValue = seq.next_element()?.ok_or_else(short)?;
        let mut over = Vec::new();
        while let Some(writer) = seq.next_element::<u32>()? {
            let count = seq.next_element::<u32>()?.ok_or_else(short)?;
            over.push(self.0.change_id(writer, count)?);
        }
        Ok(Write {
            field: at(&self.0.fields, field, "fields")?.clone(),
            value: bounded(value)?,
            over,
        })
    }
}

/// A value within rule 18's bounds.
fn bounded<E: serde::de::Error>(raw: &RawValue) -> Result<Value, E> {
    let text = raw.get();
    if text.len() > MAX_TEXT {
        return Err(E::custom(format_args!(
            "a value is {} bytes long; {MAX_TEXT} is the most",
            text.len()
        )));
    }
    if text.starts_with(['[', '{']) && depth(text) > MAX_DEPTH {
        return Err(E::custom(format_args!(
            "a value is nested deeper than {MAX_DEPTH}"
        )));
    }
    Ok(Value::from_raw(raw))
}

/// How deep the brackets of valid JSON text nest.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0usize, 0usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !in_text => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
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
