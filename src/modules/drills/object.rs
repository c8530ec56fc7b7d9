//! One JSON object read member by member: typed, bounded, total. What is not taken is left over.
//! Never in here: what a scenario is.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::finding::{Findings, Problem, Wants};
use super::scenario::{Rest, Text};
use crate::ledger::Value;

/// The longest text, in bytes.
pub const MAX_TEXT: usize = 8 * 1024;
/// The longest id.
pub const MAX_ID: usize = 40;

/// An object, and where it stands.
pub struct Object<'a> {
    pub place: String,
    members: BTreeMap<String, &'a RawValue>,
}

/// Ids are what fields, conditions and addresses name things by.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(fits)
}

impl<'a> Object<'a> {
    pub fn of(place: &str, raw: &'a RawValue, findings: &mut Findings) -> Option<Self> {
        let members = serde_json::from_str(raw.get()).ok();
        if members.is_none() {
            findings.add(place, Problem::NotA(Wants::Object));
        }
        Some(Self {
            place: place.to_owned(),
            members: members?,
        })
    }

    /// Where a member of it stands.
    #[must_use]
    pub fn at(&self, name: &str) -> String {
        if self.place.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.place)
        }
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Takes a member out; null is as good as none.
    pub fn take(&mut self, name: &str) -> Option<&'a RawValue> {
        self.members.remove(name).filter(|raw| raw.get() != "null")
    }

    pub fn read<T: DeserializeOwned>(
        &mut self,
        name: &str,
        wants: Wants,
        findings: &mut Findings,
    ) -> Option<T> {
        let raw = self.take(name)?;
        let read = serde_json::from_str(raw.get()).ok();
        if read.is_none() {
            findings.add(self.at(name), Problem::NotA(wants));
        }
        read
    }

    /// A whole number within bounds; one outside is moved to the nearer bound.
    pub fn whole(
        &mut self,
        name: &str,
        (from, to): (i64, i64),
        findings: &mut Findings,
    ) -> Option<i64> {
        let number: i64 = self.read(name, Wants::Whole, findings)?;
        if !(from..=to).contains(&number) {
            findings.add(self.at(name), Problem::OutOfRange { from, to });
        }
        Some(number.clamp(from, to))
    }

    /// Minutes, 0 if there are none.
    pub fn minutes(&mut self, name: &str, most: u32, findings: &mut Findings) -> Option<u32> {
        let minutes = self.whole(name, (0, i64::from(most)), findings)?;
        u32::try_from(minutes).ok()
    }

    pub fn word<T: Copy>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        findings: &mut Findings,
    ) -> Option<T> {
        let word: String = self.read(name, Wants::Text, findings)?;
        let known = parse(&word);
        if known.is_none() {
            let word = word.chars().take(MAX_ID).collect();
            findings.add(self.at(name), Problem::UnknownWord { word });
        }
        known
    }

    pub fn text(&mut self, name: &str, findings: &mut Findings) -> Text {
        let place = self.at(name);
        let raw = self.take(name);
        raw.map(|raw| text(&place, raw, findings))
            .unwrap_or_default()
    }

    /// A text that has to say something.
    pub fn needed(&mut self, name: &str, findings: &mut Findings) -> Text {
        let text = self.text(name, findings);
        if text.is_empty() {
            findings.add(self.at(name), Problem::Missing);
        }
        text
    }

    /// The id in a member, empty where it has none.
    pub fn id(&mut self, name: &str, findings: &mut Findings) -> String {
        match self.reference(name, findings) {
            Some(id) => id,
            None => {
                findings.add(self.at(name), Problem::Missing);
                String::new()
            }
        }
    }

    /// The id of something else, if it names one.
    pub fn reference(&mut self, name: &str, findings: &mut Findings) -> Option<String> {
        let id: String = self.read(name, Wants::Id, findings)?;
        if !is_id(&id) {
            findings.add(self.at(name), Problem::NotA(Wants::Id));
            return None;
        }
        Some(id)
    }

    /// A list of ids; `"all"` stands for an empty one.
    pub fn ids(&mut self, name: &str, most: usize, findings: &mut Findings) -> Vec<String> {
        let place = self.at(name);
        let Some(raw) = self.take(name) else {
            return Vec::new();
        };
        if raw.get() == "\"all\"" {
            return Vec::new();
        }
        let read = |raw: &RawValue, findings: &mut Findings, place: &str| {
            let id: Option<String> = serde_json::from_str(raw.get()).ok();
            let id = id.filter(|id| is_id(id));
            if id.is_none() {
                findings.add(place, Problem::NotA(Wants::Id));
            }
            id
        };
        let all = items(&place, raw, most, findings).into_iter();
        all.filter_map(|(place, raw)| read(raw, findings, &place))
            .collect()
    }

    /// The items of a list, each with its place: by its id if it has one, else by its number from 1.
    pub fn items(
        &mut self,
        name: &str,
        most: usize,
        findings: &mut Findings,
    ) -> Vec<(String, &'a RawValue)> {
        let place = self.at(name);
        match self.take(name) {
            Some(raw) => items(&place, raw, most, findings),
            None => Vec::new(),
        }
    }

    /// A list of objects, those that are none left out.
    pub fn list<T>(
        &mut self,
        name: &str,
        most: usize,
        findings: &mut Findings,
        mut read: impl FnMut(&mut Object<'a>, &mut Findings) -> T,
    ) -> Vec<T> {
        let all = self.items(name, most, findings).into_iter();
        all.filter_map(|(place, raw)| {
            let mut object = Object::of(&place, raw, findings)?;
            Some(read(&mut object, findings))
        })
        .collect()
    }

    /// What nobody took: of a newer version, kept.
    pub fn rest(&mut self) -> Rest {
        let left = std::mem::take(&mut self.members).into_iter();
        left.filter_map(|(name, raw)| Some((name, Value::from_json(raw.get())?)))
            .collect()
    }
}

fn items<'a>(
    place: &str,
    raw: &'a RawValue,
    most: usize,
    findings: &mut Findings,
) -> Vec<(String, &'a RawValue)> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }
    let Ok(mut all) = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()) else {
        findings.add(place, Problem::NotA(Wants::List));
        return Vec::new();
    };
    if all.len() > most {
        findings.add(place, Problem::TooMany { most });
        all.truncate(most);
    }
    let name = |nth: usize, raw: &RawValue| {
        let own: Option<Id> = serde_json::from_str(raw.get()).ok();
        let own = own.filter(|own| is_id(&own.id));
        own.map_or_else(|| (nth + 1).to_string(), |own| own.id)
    };
    let named = all.into_iter().enumerate();
    named
        .map(|(nth, raw)| (format!("{place}[{}]", name(nth, raw)), raw))
        .collect()
}

/// Reads a text in either form; one that is too long is cut.
pub fn text(place: &str, raw: &RawValue, findings: &mut Findings) -> Text {
    #[derive(serde::Deserialize)]
    struct Both {
        #[serde(default)]
        zh: String,
        #[serde(default)]
        en: String,
    }
    if let Ok(plain) = serde_json::from_str::<String>(raw.get()) {
        return Text::Plain(cut(place, plain, findings));
    }
    match serde_json::from_str::<Both>(raw.get()) {
        Ok(Both { zh, en }) => {
            if zh.trim().is_empty() != en.trim().is_empty() {
                findings.add(place, Problem::OneLanguage);
            }
            Text::Both {
                zh: cut(place, zh, findings),
                en: cut(place, en, findings),
            }
        }
        Err(_) => {
            findings.add(place, Problem::NotA(Wants::Text));
            Text::default()
        }
    }
}

fn cut(place: &str, mut text: String, findings: &mut Findings) -> String {
    if text.len() > MAX_TEXT {
        findings.add(place, Problem::TooLong { most: MAX_TEXT });
        text.truncate(text.floor_char_boundary(MAX_TEXT));
    }
    text
}
