//! The registry: one `mod` line and one entry per module. A module is one folder.
//! Nothing of a module's own enters here, and modules do not know each other.

pub mod drills;
pub mod matrix;
pub mod people;
pub mod requirements;
pub mod training;

use crate::ledger::{Record, RecordId, Value, Workspace};
use crate::session::{Duties, Place};
use crate::ui::Part;

/// What the shell needs to know of a module.
pub struct Module {
    /// Its folder, its address and its CSS prefix.
    pub slug: &'static str,
    pub title: fn() -> String,
    pub icon: icondata::Icon,
    /// The kinds of record its page shows.
    pub kinds: &'static [&'static str],
    /// Its pages, fetched when they are first shown.
    pub page: fn(Place) -> Part,
    /// What people call one of its records; empty if it has no name yet.
    pub name: fn(&Record<'_>) -> String,
    /// The name of a field of one of its kinds, by the part before the first dot; `None` if it has none.
    pub field: fn(&str, &str) -> Option<String>,
    /// What waits in it for somebody, if anything can; asked once, where the frame is made.
    pub duties: Option<fn() -> Duties>,
    /// A value of a field of one of its kinds in words, where the stored form is none: a moment, an
    /// amount of time, what was stated. `None` where the value speaks for itself.
    pub value: fn(&Workspace, &str, &str, &Value) -> Option<String>,
    /// What of it belongs on the first page, if anything does.
    pub today: Option<fn() -> Part>,
    /// What the text that goes with a file says of these records beyond how many they are, a line each.
    pub letter: Option<Letter>,
}

/// Lines about records of a module for whoever gets them.
pub type Letter = fn(&Workspace, &[RecordId]) -> Vec<String>;

/// Every module, in the order of the navigation.
pub static MODULES: &[Module] = &[
    requirements::MODULE,
    matrix::MODULE,
    drills::MODULE,
    training::MODULE,
    people::MODULE,
];

/// The module at an address.
pub fn at(slug: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.slug == slug)
}

/// The module that shows a kind of record.
pub fn of_kind(kind: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.kinds.contains(&kind))
}

/// What people call a field of a kind of record.
pub fn field_title(kind: &str, field: &str) -> Option<String> {
    (of_kind(kind)?.field)(kind, field)
}

/// What a value of a field says in words, where its stored form does not.
pub fn value_in_words(ws: &Workspace, kind: &str, field: &str, value: &Value) -> Option<String> {
    (of_kind(kind)?.value)(ws, kind, field, value)
}

/// What the text that goes with a file says of the records in it by name.
pub fn letter(ws: &Workspace, records: &[RecordId]) -> Vec<String> {
    let said = MODULES.iter().filter_map(|module| module.letter);
    said.flat_map(|say| say(ws, records)).collect()
}

/// What people call a record: its module's name for it, else its label.
pub fn name_of(record: &Record<'_>) -> String {
    let name = of_kind(record.kind()).map(|module| (module.name)(record));
    name.filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| record.id().label())
}
