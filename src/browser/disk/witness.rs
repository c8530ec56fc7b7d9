//! The witness: how far this browser's store has been, remembered outside of it (LEDGER 24).
//! Never in here: anything that is trusted to be there.

use super::super::settings;

/// Zero if nothing is known: a witness may be missing or older after a crash, never ahead.
pub(super) fn read(workspace: &str) -> u64 {
    settings::get(&key(workspace)).unwrap_or(0)
}

/// Only after the transaction that stored this generation is complete. The greater stays.
pub(super) fn raise(workspace: &str, generation: u64) {
    if generation > read(workspace) {
        // A witness that cannot be written guards nothing, and harms nothing.
        settings::set(&key(workspace), &generation);
    }
}

pub(super) fn forget(workspace: &str) {
    settings::delete(&key(workspace));
}

fn key(workspace: &str) -> String {
    format!("tandem.witness.{workspace}")
}
