//! One field's value, kept as the exact JSON text it was written with (rule 9).
//! Never an untyped tree: readers ask for the type they expect and get `None` where it does not fit.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// Exact JSON text. Two values are equal when their texts are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(Box<str>);

impl Value {
    pub fn null() -> Self {
        Self("null".into())
    }

    pub fn bool(value: bool) -> Self {
        Self(if value { "true" } else { "false" }.into())
    }

    pub fn int(value: i64) -> Self {
        Self(value.to_string().into())
    }

    pub fn text(value: &str) -> Self {
        Self::of(&value)
    }

    /// Any serialisable value; one that cannot be written as JSON becomes `null`.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        serde_json::to_string(value).map_or_else(|_| Self::null(), |text| Self(text.into()))
    }

    /// JSON text from outside, checked; `None` if it is not exactly one JSON value.
    pub fn from_json(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Some(Self(raw.get().into()))
    }

    /// JSON text a reader has just checked.
    pub(super) fn from_checked(text: &str) -> Self {
        Self(text.into())
    }

    pub fn json(&self) -> &str {
        &self.0
    }

    pub fn is_null(&self) -> bool {
        &*self.0 == "null"
    }

    pub fn as_bool(&self) -> Option<bool> {
        match &*self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    pub fn as_int(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The text of a JSON string, borrowed where it holds no escapes.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            return serde_json::from_str(&self.0).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(inner))
    }

    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.0).ok()
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(d).map(|raw| Self(raw.get().into()))
    }
}
