//! Records that are said once: a change request, an approval, a message. What the change that made them
//! wrote stands; later writes, whoever made them, are kept and shown in the history but not read.
//! Never in here: fields that may be corrected; who may say what.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::ledger::{Change, Record, RecordId, Value};
use crate::time::Instant;

/// What was said, and the change it was said in.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub change: &'a Change,
}

impl<'a> Said<'a> {
    /// `first` is a field that every record of the kind is made with: the earliest write of it that is
    /// over nothing makes the record. `None` where there is none.
    #[must_use]
    pub fn of(record: &Record<'a>, first: &str) -> Option<Self> {
        let history = record.field(first)?.history().into_iter();
        let making = history.filter(|(_, write)| write.over.is_empty());
        let change = making.map(|(change, _)| change);
        change
            .min_by_key(|change| (change.at, change.id))
            .map(|change| Self { change })
    }

    #[must_use]
    pub fn value(&self, field: &str) -> Option<&'a Value> {
        let mut writes = self.change.writes.iter();
        let write = writes.find(|w| w.field.as_str() == field)?;
        Some(&write.value).filter(|value| !value.is_null())
    }

    /// The text of a field, empty if there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> Cow<'a, str> {
        let value = self.value(field);
        value.and_then(Value::as_text).unwrap_or_default()
    }

    #[must_use]
    pub fn reference(&self, field: &str) -> Option<RecordId> {
        RecordId::parse(&self.value(field)?.as_text()?)
    }

    #[must_use]
    pub fn instant(&self, field: &str) -> Option<Instant> {
        self.value(field)?.as_int().map(Instant)
    }

    #[must_use]
    pub fn read<T: DeserializeOwned>(&self, field: &str) -> Option<T> {
        self.value(field)?.read()
    }
}
