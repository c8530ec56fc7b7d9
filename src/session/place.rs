//! Where the page is: the grammar of the URL hash, and the place a module's page is given.
//! `#/slug/record?key=value`. Which pages there are is not known here.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::browser::page;
use crate::ledger::RecordId;

/// Filters and selection, as the URL hash carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The same query with one value more, other or (empty) fewer.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        if value.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key.to_owned(), value.to_owned());
        }
        self
    }
}

/// One address of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The page: a module's slug or one of the shell's own; empty for the first.
    pub slug: String,
    pub record: Option<RecordId>,
    pub query: Query,
}

impl Target {
    pub fn page(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            ..Self::default()
        }
    }

    pub fn record(slug: &str, record: RecordId) -> Self {
        Self {
            slug: slug.to_owned(),
            record: Some(record),
            query: Query::default(),
        }
    }

    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.query = self.query.with(key, value);
        self
    }

    /// Reads a hash; what does not fit is left out.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let hash = hash.strip_prefix('/').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let (slug, record) = path.split_once('/').unwrap_or((path, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(key, value)| (unescape(key), unescape(value)));
        Self {
            slug: unescape(slug),
            record: RecordId::parse(record),
            query: Query(pairs.filter(|(_, value)| !value.is_empty()).collect()),
        }
    }

    pub fn href(&self) -> String {
        let mut text = format!("#/{}", escape(&self.slug));
        if let Some(record) = &self.record {
            text.push('/');
            text.push_str(record.as_str());
        }
        for (nth, (key, value)) in self.query.0.iter().enumerate() {
            text.push(if nth == 0 { '?' } else { '&' });
            text.push_str(&escape(key));
            text.push('=');
            text.push_str(&escape(value));
        }
        text
    }

    /// Goes there; the back button comes back.
    pub fn go(&self) {
        page::go(&self.href());
    }
}

/// Percent-encodes everything but unreserved characters.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| first == b'%');
        let coded = coded.and_then(|hex| std::str::from_utf8(hex).ok());
        match coded.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The place a module's page is shown at.
#[derive(Clone, Copy)]
pub struct Place {
    /// The hash the page shows: what is changed in place is no event of the browser's.
    hash: RwSignal<String>,
    pub record: Memo<Option<RecordId>>,
    pub query: Memo<Query>,
}

impl Place {
    /// `target` is what `hash` says.
    pub fn new(hash: RwSignal<String>, target: Memo<Target>) -> Self {
        Self {
            hash,
            record: Memo::new(move |_| target.with(|t| t.record.clone())),
            query: Memo::new(move |_| target.with(|t| t.query.clone())),
        }
    }

    /// One value of the query, empty if it is not there; reactive.
    pub fn value(&self, key: &str) -> String {
        self.query
            .with(|q| q.get(key).unwrap_or_default().to_owned())
    }

    /// Changes one value of the query in place: no new step for the back button.
    pub fn set_query(&self, key: &str, value: &str) {
        let target = self.hash.with_untracked(|hash| Target::parse(hash));
        let href = target.with(key, value).href();
        page::replace_hash(&href);
        self.hash.set(href);
    }
}
