//! What this browser knows of files: written, merged, and what partners said they merged (rules 15–17).
//! Local facts: never part of the workspace and never in a partner's file, but in colleague files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::header::Listed;
use crate::ledger::{Author, ChangeId, Digest, IdRanges, RecordId};
use crate::time::Instant;

/// How long a profile that sends nothing is still waited for (rule 15).
pub const HEARD_FOR: i64 = 60 * 24 * 60 * 60 * 1000;

/// One browser database. Random, fresh after a restore (rule 12). Text: 16 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId(pub u64);

/// The first 64 bits of a file's digest: tells two files of one number apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    pub fn of(digest: &Digest) -> Self {
        Self((digest.bits() >> 64) as u64)
    }
}

macro_rules! hex_text {
    ($($name:ident),*) => {$(
        impl $name {
            pub fn parse(text: &str) -> Option<Self> {
                let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                let fits = text.len() == 16 && text.bytes().all(lower_hex);
                fits.then(|| u64::from_str_radix(text, 16).ok()).flatten().map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("{text:?} is not 16 hex digits"))
                })
            }
        }
    )*};
}
hex_text!(ProfileId, Fingerprint);

/// Who holds this browser: its database, and the person of a party who works in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub profile: ProfileId,
    pub party: RecordId,
    pub person: RecordId,
}

impl Me {
    pub fn new(profile: ProfileId, author: &Author) -> Self {
        Self {
            profile,
            party: author.party.clone(),
            person: author.person.clone(),
        }
    }
}

/// A file that this profile, or a colleague's, wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub profile: ProfileId,
    pub to: RecordId,
    pub number: u32,
    pub print: Fingerprint,
    pub at: Instant,
    pub everything: bool,
    pub contents: IdRanges,
    /// The documents it carried, as hex digests (rule 21).
    #[serde(default)]
    pub documents: Vec<String>,
}

/// A file that this profile, or a colleague's, merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Whose database it was merged into.
    pub reader: ProfileId,
    pub profile: ProfileId,
    pub party: RecordId,
    pub to: RecordId,
    pub number: u32,
    pub print: Fingerprint,
    /// As the writer's clock said.
    pub written: Instant,
    /// When it was opened, as the reader's clock said.
    pub at: Instant,
    pub everything: bool,
    pub contents: IdRanges,
    /// The documents it carried, as hex digests (rule 21).
    #[serde(default)]
    pub documents: Vec<String>,
    /// The changes that were not there before.
    pub added: IdRanges,
    /// Keys of the local facts a colleague file brought along.
    #[serde(default)]
    pub learned: Vec<String>,
    /// How many files the reader had written by then.
    pub wrote: u32,
    #[serde(default)]
    pub set_aside: bool,
}

/// The latest a profile of a partner said about what it has merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub profile: ProfileId,
    pub party: RecordId,
    pub to: RecordId,
    pub number: u32,
    pub print: Fingerprint,
    pub written: Instant,
    pub at: Instant,
    pub listed: Vec<Listed>,
    /// The digest of what it shares with us, as hex, and of how many changes (rule 20).
    pub shared: String,
    pub changes: u64,
}

/// One local fact about files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Written(Written),
    Merged(Merged),
    Heard(Heard),
}

impl Fact {
    /// Where the fact is kept. One key holds one fact; a later one of the same key replaces it.
    pub fn key(&self) -> String {
        match self {
            Fact::Written(w) => {
                format!("file/out/{}/{}/{}/{}", w.profile, w.to, w.number, w.print)
            }
            Fact::Merged(m) => format!(
                "file/in/{}/{}/{}/{}/{}",
                m.reader, m.profile, m.to, m.number, m.print
            ),
            Fact::Heard(h) => format!("file/heard/{}/{}", h.profile, h.to),
        }
    }

    pub fn value(&self) -> String {
        let text = match self {
            Fact::Written(w) => serde_json::to_string(w),
            Fact::Merged(m) => serde_json::to_string(m),
            Fact::Heard(h) => serde_json::to_string(h),
        };
        text.unwrap_or_default()
    }

    /// Reads a stored fact; `None` for keys of other facts and for values that do not fit their key.
    pub fn parse(key: &str, value: &str) -> Option<Self> {
        let kind = key.strip_prefix("file/")?.split('/').next()?;
        let fact = match kind {
            "out" => Fact::Written(serde_json::from_str(value).ok()?),
            "in" => Fact::Merged(serde_json::from_str(value).ok()?),
            "heard" => Fact::Heard(serde_json::from_str(value).ok()?),
            _ => return None,
        };
        (fact.key() == key).then_some(fact)
    }
}

/// A file number that was never seen here though a later one was (rule 16).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    pub profile: ProfileId,
    pub party: RecordId,
    pub to: RecordId,
    pub number: u32,
    /// A colleague's profile that merged it.
    pub colleague: Option<ProfileId>,
}

/// One series of files: from a profile to a party.
pub type Series = (ProfileId, RecordId);

/// Every local fact about files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileLog {
    written: BTreeMap<String, Written>,
    merged: BTreeMap<String, Merged>,
    heard: BTreeMap<String, Heard>,
}

impl FileLog {
    /// Reads the facts out of everything that is kept locally; other keys are passed over.
    pub fn from_local<'s>(facts: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        let mut log = Self::default();
        for (key, value) in facts {
            if let Some(fact) = Fact::parse(key, value) {
                log.add(fact);
            }
        }
        log
    }

    pub fn add(&mut self, fact: Fact) {
        let key = fact.key();
        match fact {
            Fact::Written(w) => drop(self.written.insert(key, w)),
            Fact::Merged(m) => drop(self.merged.insert(key, m)),
            Fact::Heard(h) => drop(self.heard.insert(key, h)),
        }
    }

    pub fn remove(&mut self, key: &str) {
        self.written.remove(key);
        self.merged.remove(key);
        self.heard.remove(key);
    }

    pub fn written(&self) -> impl Iterator<Item = &Written> {
        self.written.values()
    }

    pub fn merged(&self) -> impl Iterator<Item = &Merged> {
        self.merged.values()
    }

    pub fn heard(&self) -> impl Iterator<Item = &Heard> {
        self.heard.values()
    }

    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        let written = self.written().cloned().map(Fact::Written);
        let merged = self.merged().cloned().map(Fact::Merged);
        let heard = self.heard().cloned().map(Fact::Heard);
        written.chain(merged).chain(heard)
    }

    pub fn holds(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub fn get(&self, key: &str) -> Option<Fact> {
        let written = self.written.get(key).cloned().map(Fact::Written);
        let merged = || self.merged.get(key).cloned().map(Fact::Merged);
        let heard = || self.heard.get(key).cloned().map(Fact::Heard);
        written.or_else(merged).or_else(heard)
    }

    /// A file's own fact of being merged here, set aside or not.
    pub fn merged_file(&self, key: &str) -> Option<&Merged> {
        self.merged.get(key)
    }

    /// Rule 15: the next number in the series from `profile` to `to`.
    pub fn next_number(&self, profile: ProfileId, to: &RecordId) -> u32 {
        let mine = self
            .written()
            .filter(|w| w.profile == profile && w.to == *to);
        mine.map(|w| w.number)
            .max()
            .map_or(1, |n| n.saturating_add(1))
    }

    pub fn count_written(&self, profile: ProfileId) -> u32 {
        self.written().filter(|w| w.profile == profile).count() as u32
    }

    /// What a file to `party` lists as merged so far: the files of that party's profiles that this
    /// database holds the contents of.
    pub fn listing_for(&self, party: &BTreeSet<RecordId>) -> Vec<Listed> {
        let mut series: BTreeMap<Series, BTreeSet<(u32, Fingerprint)>> = BTreeMap::new();
        let theirs = self
            .merged()
            .filter(|m| !m.set_aside && party.contains(&m.party));
        for m in theirs {
            let numbers = series.entry((m.profile, m.to.clone())).or_default();
            numbers.insert((m.number, m.print));
        }
        let listed = series.into_iter().map(|((profile, to), numbers)| Listed {
            profile,
            to,
            numbers: numbers.into_iter().collect(),
        });
        listed.collect()
    }

    /// The profiles of a party that any file came from.
    pub fn profiles_of(&self, party: &BTreeSet<RecordId>) -> BTreeSet<ProfileId> {
        let heard = self.heard().filter(|h| party.contains(&h.party));
        heard.map(|h| h.profile).collect()
    }

    /// Those of them that were heard from in the last 60 days.
    pub fn recent_profiles_of(
        &self,
        party: &BTreeSet<RecordId>,
        now: Instant,
    ) -> BTreeSet<ProfileId> {
        let recent =
            |h: &&Heard| party.contains(&h.party) && h.at.0 >= now.0.saturating_sub(HEARD_FOR);
        self.heard().filter(recent).map(|h| h.profile).collect()
    }

    /// The latest file of a party: when it was written by its clock and opened by ours.
    pub fn last_heard(&self, party: &BTreeSet<RecordId>) -> Option<&Heard> {
        let heard = self.heard().filter(|h| party.contains(&h.party));
        heard.max_by_key(|h| (h.at, h.written))
    }

    /// Rule 17: what a profile is known to have, by its latest word or because it sent it itself.
    /// Of a profile that two copies send under, nothing is known: either may speak.
    pub fn known_by(&self, profile: ProfileId) -> IdRanges {
        let mut known = IdRanges::default();
        if self.is_doubled(profile) {
            return known;
        }
        self.listed_by(profile)
            .for_each(|w| known.extend(&w.contents));
        let sent = self.merged().filter(|m| m.profile == profile);
        sent.for_each(|m| known.extend(&m.contents));
        known
    }

    /// The documents a profile is known to have, the same way.
    pub fn documents_known_by(&self, profile: ProfileId) -> BTreeSet<&str> {
        if self.is_doubled(profile) {
            return BTreeSet::new();
        }
        let listed = self.listed_by(profile).flat_map(|w| &w.documents);
        let sent = self.merged().filter(|m| m.profile == profile);
        let sent = sent.flat_map(|m| &m.documents);
        listed.chain(sent).map(String::as_str).collect()
    }

    /// The documents that files to these parties carried, whether or not they arrived.
    pub fn documents_sent_to(&self, party: &BTreeSet<RecordId>) -> BTreeSet<&str> {
        let written = self.written().filter(|w| party.contains(&w.to));
        written
            .flat_map(|w| &w.documents)
            .map(String::as_str)
            .collect()
    }

    fn is_doubled(&self, profile: ProfileId) -> bool {
        self.two_copies().iter().any(|((p, _), _)| *p == profile)
    }

    /// The files written here that a profile's latest word lists.
    fn listed_by(&self, profile: ProfileId) -> impl Iterator<Item = &Written> {
        let heard = self.heard().filter(move |h| h.profile == profile);
        let keys = heard.flat_map(|h| &h.listed).flat_map(|listed| {
            // A number alone is not enough: a copy of this workspace may have sent under it.
            let key = move |(number, print)| {
                format!("file/out/{}/{}/{number}/{print}", listed.profile, listed.to)
            };
            listed.numbers.iter().copied().map(key)
        });
        keys.filter_map(|key| self.written.get(&key))
    }

    /// Every change that a file to or from these parties carried, whether or not it arrived.
    pub fn exchanged_with(&self, party: &BTreeSet<RecordId>) -> IdRanges {
        let written = self.written().filter(|w| party.contains(&w.to));
        let merged = self.merged().filter(|m| party.contains(&m.party));
        let mut all = IdRanges::default();
        written.for_each(|w| all.extend(&w.contents));
        merged.for_each(|m| all.extend(&m.contents));
        all
    }

    /// Rule 16: numbers of a series under which different files are known.
    pub fn two_copies(&self) -> Vec<(Series, u32)> {
        let mut prints: BTreeMap<(Series, u32), BTreeSet<Fingerprint>> = BTreeMap::new();
        let written = self
            .written()
            .map(|w| (w.profile, &w.to, w.number, w.print));
        let merged = self.merged().map(|m| (m.profile, &m.to, m.number, m.print));
        for (profile, to, number, print) in written.chain(merged) {
            let under = prints.entry(((profile, to.clone()), number)).or_default();
            under.insert(print);
        }
        let doubled = prints.into_iter().filter(|(_, under)| under.len() > 1);
        doubled.map(|(file, _)| file).collect()
    }

    /// Rule 16: the files of partners' profiles to us that `reader` has not merged though it knows
    /// of a later one.
    pub fn gaps(&self, reader: ProfileId, my_party: &BTreeSet<RecordId>) -> Vec<Gap> {
        let mut series: BTreeMap<Series, (RecordId, BTreeMap<u32, BTreeSet<ProfileId>>)> =
            BTreeMap::new();
        // Colleague files always carry everything: one that is missing leaves nothing out.
        let foreign = self.merged().filter(|m| !my_party.contains(&m.party));
        let to_us = foreign.filter(|m| my_party.contains(&m.to));
        for m in to_us {
            let (_, readers) = series
                .entry((m.profile, m.to.clone()))
                .or_insert_with(|| (m.party.clone(), BTreeMap::new()));
            readers.entry(m.number).or_default().insert(m.reader);
        }
        let mut gaps = Vec::new();
        for ((profile, to), (party, readers)) in series {
            let last = readers.keys().next_back().copied().unwrap_or(0);
            // A forged number must not make a list of four thousand million gaps.
            let first = last.saturating_sub(MAX_GAPS);
            for number in first.max(1)..last {
                let by = readers.get(&number);
                if by.is_some_and(|by| by.contains(&reader)) {
                    continue;
                }
                gaps.push(Gap {
                    profile,
                    party: party.clone(),
                    to: to.clone(),
                    number,
                    colleague: by.and_then(|by| by.first().copied()),
                });
            }
        }
        gaps
    }
}

/// The most missing numbers of one series that are told one by one.
const MAX_GAPS: u32 = 1000;

/// What a party is known to have received, as of its latest file (rule 17).
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    known: Vec<IdRanges>,
    /// When the latest file merged from the party was written, by its clock.
    pub as_of: Option<Instant>,
}

impl Receipts {
    pub fn of(log: &FileLog, party: &BTreeSet<RecordId>) -> Self {
        let profiles = log.profiles_of(party).into_iter();
        Self {
            known: profiles.map(|p| log.known_by(p)).collect(),
            as_of: log.last_heard(party).map(|h| h.written),
        }
    }

    pub fn received(&self, change: ChangeId) -> bool {
        self.known.iter().any(|known| known.contains(change))
    }
}
