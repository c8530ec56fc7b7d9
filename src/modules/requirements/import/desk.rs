//! The state of the import page: the file in hand, how it is read, and what would come of it.
//! Never in here: markup, words.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::exchange::table::requirements::REQUIREMENTS;
use crate::exchange::table::{Import, Mapping, Preview, Reading, Separator, Sheet};
use crate::ledger::RecordId;
use crate::records::requirement::{REFERENCE_PROVIDER, REFERENCE_REQUESTER};
use crate::session::outside::{self, Encoding, NoText, TextFile};
use crate::session::{Session, Target};
use crate::texts;
use crate::time::Zone;
use crate::ui::{Files, toast};

/// As for partner files (LEDGER 18).
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Where the mapping of a source is kept among this browser's facts.
const SAVED: &str = "table.requirement.";

/// A file's text.
#[derive(Clone, PartialEq)]
pub struct Given {
    pub name: String,
    pub encoding: Encoding,
    text: Arc<str>,
}

/// Why there is no table to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    NoText(NoText),
    /// It has no rows.
    Empty,
}

/// What was chosen for a source, to be proposed the next time.
#[derive(Serialize, Deserialize)]
struct Saved {
    mapping: Mapping,
    zone: String,
    direction: String,
    partner: String,
}

#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    pub given: RwSignal<Option<Given>>,
    pub trouble: RwSignal<Option<Trouble>>,
    pub sheet: RwSignal<Option<Arc<Sheet>>>,
    pub mapping: RwSignal<Option<Mapping>>,
    pub source: RwSignal<String>,
    pub zone_name: RwSignal<String>,
    pub zone: Memo<Option<Zone>>,
    pub direction: RwSignal<String>,
    pub partner: RwSignal<String>,
    pub reading: Memo<Option<Arc<Reading>>>,
    pub preview: Memo<Option<Arc<Preview>>>,
}

impl Desk {
    pub fn new(session: Session) -> Self {
        let sheet = RwSignal::new(None::<Arc<Sheet>>);
        let mapping = RwSignal::new(None::<Mapping>);
        let source = RwSignal::new(String::new());
        let zone_name = RwSignal::new(outside::local_zone());
        let zone = Memo::new(move |_| zone_name.with(|name| outside::zone(name.trim())));
        let direction = RwSignal::new("out".to_owned());
        let partner = RwSignal::new(String::new());
        let reading = Memo::new(move |_| {
            let (sheet, mapping) = (sheet.get()?, mapping.get()?);
            let reading = zone.with(|zone| match zone {
                Some(zone) => Reading::of(&sheet, &REQUIREMENTS, &mapping, zone),
                None => Reading::of(&sheet, &REQUIREMENTS, &mapping, &Zone::utc()),
            });
            Some(Arc::new(reading))
        });
        let preview = Memo::new(move |_| {
            let reading = reading.get()?;
            let me = session.me();
            let parties = (direction.get(), RecordId::parse(&partner.get())?);
            let import = import(&reading, source.get(), parties, &me.party);
            session.with(|ws| Some(Arc::new(import.preview(ws, &me))))
        });
        Self {
            session,
            given: RwSignal::new(None),
            trouble: RwSignal::new(None),
            sheet,
            mapping,
            source,
            zone_name,
            zone,
            direction,
            partner,
            reading,
            preview,
        }
    }

    /// Takes the first of the files that were given.
    pub fn take(self, given: Files) {
        let reading = outside::text_file(given, MAX_BYTES);
        spawn_local(async move {
            match reading.await {
                Some(Ok(file)) => self.show(file),
                Some(Err(why)) => self.trouble.set(Some(Trouble::NoText(why))),
                None => {}
            }
        });
    }

    fn show(self, file: TextFile) {
        let (name, text): (String, Arc<str>) = (file.name, file.text.into());
        let encoding = file.encoding;
        let source = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem)
            .to_owned();
        let saved = self.saved(&source);
        let as_saved = saved
            .as_ref()
            .map(|saved| &saved.mapping)
            .and_then(|mapping| {
                let sheet = Sheet::read_as(&text, mapping.separator, mapping.has_header);
                let names = mapping.columns.iter().map(|column| &column.header);
                let same = sheet.has_header() && names.eq(&sheet.header);
                same.then_some(sheet)
            });
        let sheet = as_saved.unwrap_or_else(|| Sheet::read(&text));
        if sheet.rows.is_empty() {
            return self.trouble.set(Some(Trouble::Empty));
        }
        self.trouble.set(None);
        self.given.set(Some(Given {
            name,
            encoding,
            text,
        }));
        self.source.set(source);
        self.propose(sheet, saved);
    }

    /// Reads the file in hand as a person says.
    pub fn read_as(self, separator: Separator, has_header: bool) {
        let Some(text) = self
            .given
            .with_untracked(|given| given.as_ref().map(|g| g.text.clone()))
        else {
            return;
        };
        self.propose(Sheet::read_as(&text, separator, has_header), None);
    }

    /// Names the source; a known one brings its mapping.
    pub fn call_it(self, name: String) {
        let saved = self.saved(&name);
        self.source.set(name);
        if let (Some(saved), Some(sheet)) = (saved, self.sheet.get_untracked()) {
            self.propose(Arc::unwrap_or_clone(sheet), Some(saved));
        }
    }

    fn propose(self, sheet: Sheet, saved: Option<Saved>) {
        let known = saved.as_ref().map(|saved| &saved.mapping);
        self.mapping
            .set(Some(Mapping::propose(&sheet, &REQUIREMENTS, known)));
        self.sheet.set(Some(Arc::new(sheet)));
        if let Some(saved) = saved {
            self.zone_name.set(saved.zone);
            self.direction.set(saved.direction);
            self.partner.set(saved.partner);
        }
    }

    pub fn separator(self) -> String {
        let separator = self.mapping.with(|m| m.as_ref().map(|m| m.separator));
        super::words::separator_key(separator.unwrap_or(Separator::Comma)).to_owned()
    }

    pub fn has_header(self) -> bool {
        self.mapping
            .with(|m| m.as_ref().is_some_and(|m| m.has_header))
    }

    /// Names under which mappings were saved.
    pub fn known_sources(self) -> Vec<String> {
        let name = |key: &String| key.strip_prefix(SAVED).map(str::to_owned);
        self.session
            .with_local(|facts| facts.keys().filter_map(name).collect())
    }

    fn saved(self, source: &str) -> Option<Saved> {
        let key = format!("{SAVED}{}", source.trim());
        let text = untrack(|| self.session.with_local(|facts| facts.get(&key).cloned()))?;
        serde_json::from_str(&text).ok()
    }

    /// Enters what the preview shows, and keeps the mapping.
    pub fn enter(self) {
        let (Some(reading), Some(mapping)) =
            (self.reading.get_untracked(), self.mapping.get_untracked())
        else {
            return;
        };
        let Some(partner) = RecordId::parse(&self.partner.get_untracked()) else {
            return;
        };
        let me = self.session.me_untracked();
        let (source, direction) = (self.source.get_untracked(), self.direction.get_untracked());
        let rows = self
            .preview
            .with_untracked(|p| p.as_ref().map_or(0, |p| p.new + p.changed));
        let entered = {
            let parties = (direction.clone(), partner.clone());
            self.session
                .commit(&import(&reading, source.clone(), parties, &me.party))
        };
        if entered.is_err() {
            return toast::say(texts::table::nothing_new());
        }
        let saved = Saved {
            mapping,
            zone: self.zone_name.get_untracked(),
            direction,
            partner: partner.to_string(),
        };
        self.session.keep(
            &format!("{SAVED}{}", source.trim()),
            serde_json::to_string(&saved).ok(),
        );
        let session = self.session;
        toast::say_undoable(texts::table::entered(rows as i64), move || {
            // What cannot be taken back any more is named in the history.
            let _ = session.undo();
        });
        Target::page(super::SLUG).go();
    }
}

/// `direction` is `out` if the own party asked the partner, else the partner asked.
fn import<'a>(
    reading: &'a Reading,
    source: String,
    (direction, partner): (String, RecordId),
    me: &RecordId,
) -> Import<'a> {
    let (requester, provider, key_field) = if direction == "out" {
        (me.clone(), partner, REFERENCE_REQUESTER)
    } else {
        (partner, me.clone(), REFERENCE_PROVIDER)
    };
    Import {
        shape: &REQUIREMENTS,
        source,
        reading,
        key_field,
        requester,
        provider,
    }
}
