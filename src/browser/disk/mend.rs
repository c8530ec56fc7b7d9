//! Protecting the store from what Chromium does after a kill.
//! Never in here: reading or writing a workspace.
//!
//! Chromium keeps all databases of a site in one LevelDB. A kill in the middle of a write can leave
//! a torn record at the end of its log. The next start reads past it, goes on writing behind it,
//! and the start after that takes the log for corrupt and deletes everything without a word. That
//! happens every time when a torn record is put there by hand, and is the likely reason of the one
//! empty database seen in 138 kills. Deleting a database makes LevelDB put its log away and begin a
//! new one, so each start does that, with an empty database of its own. Other browsers lose nothing
//! by it.

use idb::{DatabaseEvent, Factory, ObjectStoreParams};

/// Not a workspace's name: those begin with `tandem-`.
const NAME: &str = "tandem.mend";

/// Has the browser begin a new log. Takes some 20 ms, and nothing has to wait for it: what is
/// written to the old log meanwhile is put away with it.
pub(super) async fn begin_new_log() -> Result<(), idb::Error> {
    let factory = Factory::new()?;
    let mut request = factory.open(NAME, Some(1))?;
    // Without a store there is nothing to delete, and the log stays.
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            // If it cannot be made the log stays as it is, which harms nothing by itself.
            let _ = database.create_object_store("empty", ObjectStoreParams::new());
        }
    });
    request.await?.close();
    factory.delete(NAME)?.await
}
