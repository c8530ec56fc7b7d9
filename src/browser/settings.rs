//! Settings of this browser, in localStorage: language, theme, the list of workspaces.
//! Never in here: anything that must not be lost. A browser may lose localStorage in a crash.

use gloo_storage::{LocalStorage, Storage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::time::Instant;

const SETTINGS: &str = "tandem.settings";
const WORKSPACES: &str = "tandem.workspaces";

/// What the user chose for this browser; `None` follows the system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `en` or `zh`.
    pub language: Option<String>,
    /// `light` or `dark`.
    pub theme: Option<String>,
    /// The id of the workspace that was open last.
    pub workspace: Option<String>,
    /// Whether the system is to tell of limits that run out.
    pub notices: bool,
}

/// One workspace of this browser; its data is the database `tandem-<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceEntry {
    pub id: String,
    /// What the user calls it; empty when only its database was found.
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub created: Instant,
}

/// Missing or unreadable settings are the defaults.
#[must_use]
pub fn load() -> Settings {
    get(SETTINGS).unwrap_or_default()
}

/// `false` if the browser refuses (storage off or full): the choice then lasts as long as the page.
pub fn save(settings: &Settings) -> bool {
    set(SETTINGS, settings)
}

/// Reads, changes and saves in one step, so that tabs do not overwrite each other's choices.
pub fn update(change: impl FnOnce(&mut Settings)) -> bool {
    let mut settings = load();
    change(&mut settings);
    save(&settings)
}

/// The workspaces listed, in the order they were made. An unreadable entry is left out: its
/// database is found by [`workspaces_found`].
#[must_use]
pub fn workspaces() -> Vec<WorkspaceEntry> {
    let entries: Vec<serde_json::Value> = get(WORKSPACES).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|entry| serde_json::from_value(entry).ok())
        .collect()
}

/// The workspaces listed and those whose database exists without being listed: the list is in
/// localStorage, which a crash can lose, the databases are not.
pub async fn workspaces_found() -> Vec<WorkspaceEntry> {
    let mut entries = workspaces();
    for id in super::disk::existing().await {
        if entries.iter().all(|entry| entry.id != id) {
            entries.push(WorkspaceEntry {
                id,
                name: String::new(),
                created: Instant(0),
            });
        }
    }
    entries
}

/// Adds the workspace, or replaces the entry with its id.
pub fn put_workspace(entry: WorkspaceEntry) -> bool {
    let mut entries = workspaces();
    match entries.iter_mut().find(|known| known.id == entry.id) {
        Some(known) => *known = entry,
        None => entries.push(entry),
    }
    set(WORKSPACES, &entries)
}

/// Takes the workspace off the list; its data stays until `Disk::wipe`.
pub fn remove_workspace(id: &str) -> bool {
    let mut entries = workspaces();
    entries.retain(|entry| entry.id != id);
    set(WORKSPACES, &entries)
}

/// The value under a key; `None` if it is missing, unreadable or the browser refuses.
pub(super) fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    is_allowed().then(|| LocalStorage::get(key).ok()).flatten()
}

/// `false` if the browser refuses or is full.
pub(super) fn set<T: Serialize>(key: &str, value: &T) -> bool {
    is_allowed() && LocalStorage::set(key, value).is_ok()
}

pub(super) fn delete(key: &str) {
    if is_allowed() {
        LocalStorage::delete(key);
    }
}

/// Asking for localStorage throws where the user has turned site data off, and gloo-storage would
/// panic on that.
fn is_allowed() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}
