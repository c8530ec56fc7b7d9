//! Opening a workspace's database, making its stores, and giving way to other tabs (LEDGER 25).
//! Never in here: reading and writing what the stores hold.

use std::rc::Rc;

use idb::event::VersionChangeEvent;
use idb::{DatabaseEvent, Event, Factory, ObjectStoreParams, Request};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::IdbDatabase;

use super::super::{Subscription, random};
use super::{BLOBS, Connection, Disk, DiskError, LOCAL, META, PROFILE, SEGMENTS, mend, witness};

/// Grows when the stores change; an upgrade adds to what older versions made.
const VERSION: u32 = 1;

/// A database that has not answered for this long needs a word to the user, in milliseconds.
const PATIENCE: i32 = 4_000;

const PREFIX: &str = "tandem-";

/// What happens to a database outside of anybody's asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Opening or deleting waits for tabs with an older version, which have been asked to let go:
    /// ask the user to close them. It goes on by itself then.
    Blocked,
    /// Opening takes long; it still goes on.
    Slow,
    /// A tab with a newer version, or one that deletes the workspace, needed this connection
    /// closed, and it is: nothing can be saved from here any more. Reload.
    ClosedForUpgrade,
    /// The browser closed the connection (site data cleared, disk trouble). Reload.
    Closed,
}

/// The name of a workspace's database, and of the channel of its tabs.
#[must_use]
pub fn database_name(workspace: &str) -> String {
    format!("{PREFIX}{workspace}")
}

/// The workspaces that have a database in this browser; empty where it does not list them.
pub async fn existing() -> Vec<String> {
    let names = async {
        let factory = Reflect::get(&js_sys::global(), &JsValue::from_str("indexedDB")).ok()?;
        let databases: Function = Reflect::get(&factory, &JsValue::from_str("databases"))
            .ok()?
            .dyn_into()
            .ok()?;
        let promise: Promise = databases.call0(&factory).ok()?.dyn_into().ok()?;
        let list: Array = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        Some(
            list.iter()
                .filter_map(|entry| super::super::page::string(&entry, "name"))
                .collect::<Vec<_>>(),
        )
    };
    let names = names.await.unwrap_or_default();
    names
        .iter()
        .filter_map(|name| name.strip_prefix(PREFIX))
        .map(str::to_owned)
        .collect()
}

impl Disk {
    /// Opens the workspace's database and makes it if there is none. May wait for the user to
    /// close other tabs, which `on_notice` then says.
    pub async fn open(
        workspace: &str,
        on_notice: impl Fn(Notice) + 'static,
    ) -> Result<Self, DiskError> {
        spawn_local(async {
            // Nothing can be done where it fails; the next start tries again.
            let _ = mend::begin_new_log().await;
        });
        let on_notice = Rc::new(on_notice);
        let mut request = Factory::new()?
            .open(&database_name(workspace), Some(VERSION))
            .map_err(at_opening)?;
        request.on_upgrade_needed(|event| {
            let Ok(upgrade) = event.target().map(|request| request.transaction()) else {
                return;
            };
            if make_stores(&event, upgrade.as_ref()).is_err() {
                // Half-made stores must not stay: taken back, the opening fails and says so.
                let _ = upgrade.map(idb::Transaction::abort);
            }
        });
        let on_blocked = Rc::clone(&on_notice);
        request.on_blocked(move |_| on_blocked(Notice::Blocked));
        let on_slow = Rc::clone(&on_notice);
        let patience = Subscription::timeout(PATIENCE, move || on_slow(Notice::Slow));
        let database = IdbDatabase::from(request.await.map_err(at_opening)?);
        drop(patience);

        let closing = database.clone();
        let on_closed = Rc::clone(&on_notice);
        let listening = Subscription::event(&database, "versionchange", move |_| {
            // Running writes still complete; then the other tab goes on.
            closing.close();
            on_notice(Notice::ClosedForUpgrade);
        })
        .and(Subscription::event(&database, "close", move |_| {
            on_closed(Notice::Closed)
        }));
        Ok(Self(Rc::new(Connection {
            workspace: workspace.to_owned(),
            database,
            _listening: listening,
        })))
    }

    /// Deletes the workspace's database, its documents and its witness. Other tabs are told to
    /// close theirs; `on_blocked` says when one does not.
    pub async fn wipe(self, on_blocked: impl FnOnce() + 'static) -> Result<(), DiskError> {
        let workspace = self.0.workspace.clone();
        self.0.database.close();
        let mut request = Factory::new()?.delete(&database_name(&workspace))?;
        request.on_blocked(move |_| on_blocked());
        request.await?;
        witness::forget(&workspace);
        Ok(())
    }
}

/// A name no profile ever had (LEDGER 12): 32 lower-case hex digits.
pub(super) fn fresh_profile() -> String {
    format!("{:032x}", random::u128())
}

/// The stores of the current version, on top of what the older version had (0: nothing).
fn make_stores(
    event: &VersionChangeEvent,
    upgrade: Option<&idb::Transaction>,
) -> Result<(), idb::Error> {
    if event.old_version()? < 1 {
        let database = event.database()?;
        let mut counted = ObjectStoreParams::new();
        counted.auto_increment(true);
        database.create_object_store(SEGMENTS, counted)?;
        for name in [META, LOCAL, BLOBS] {
            database.create_object_store(name, ObjectStoreParams::new())?;
        }
        // The profile is born with the database, so that no two databases ever share one.
        let profile = fresh_profile();
        let meta = upgrade
            .ok_or(idb::Error::TransactionNotFound)?
            .object_store(META)?;
        meta.put(&profile.into(), Some(&PROFILE.into()))?;
    }
    Ok(())
}

/// At opening, the state of the browser is what is invalid, not ours: Firefox says so in private
/// windows.
fn at_opening(error: idb::Error) -> DiskError {
    match DiskError::from(error) {
        DiskError::Gone => DiskError::Unavailable("InvalidStateError".into()),
        error => error,
    }
}
