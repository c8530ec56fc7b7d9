//! The index of the scenarios that came with the build, and reading one of them.
//! Never in here: fetching files, showing them.

use serde_json::value::RawValue;

use super::finding::{Findings, Wants};
use super::object::Object;
use super::reading::MAX_INJECTS;
use super::scenario::Text;
use super::words::Severity;

/// What is known of a scenario before it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file's address, relative to the page, and its digest.
    pub file: String,
    pub integrity: String,
    pub slug: String,
    pub class: String,
    pub kind: Severity,
    pub title: Text,
    pub summary: Text,
    pub minutes: u32,
    pub roles: u32,
    pub injects: u32,
}

/// The entries of an index, by class as it is named in files; none if it is no index.
#[must_use]
pub fn index(text: &str) -> Vec<Entry> {
    let mut findings = Findings::default();
    let raw: Option<&RawValue> = serde_json::from_str(text).ok();
    let object = raw.and_then(|raw| Object::of("", raw, &mut findings));
    object.map_or_else(Vec::new, |mut object| {
        object.list("scenarios", MAX_INJECTS, &mut findings, entry)
    })
}

fn entry(o: &mut Object<'_>, f: &mut Findings) -> Entry {
    let mut word = |name: &str, f: &mut Findings| {
        let word: Option<String> = o.read(name, Wants::Text, f);
        word.unwrap_or_default()
    };
    let (file, integrity) = (word("file", f), word("integrity", f));
    let mut count = |name: &str, f: &mut Findings| o.minutes(name, u32::MAX, f).unwrap_or(0);
    let (minutes, roles, injects) = (count("minutes", f), count("roles", f), count("injects", f));
    Entry {
        file,
        integrity,
        slug: o.id("slug", f),
        class: o.id("class", f),
        kind: o.word("kind", Severity::parse, f).unwrap_or_default(),
        title: o.text("title", f),
        summary: o.text("summary", f),
        minutes,
        roles,
        injects,
    }
}
