//! What can go wrong with the disk, told apart by what the user can do about it.
//! Never in here: the sentences for it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Texts in here are the browser's own, in its language, for the details of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskError {
    /// The device or the site's share of it is full. Nothing of the write is stored.
    Quota,
    /// The database was written by a newer version of Tandem: reload to get that version.
    Newer,
    /// The connection is closed: another tab upgrades or deletes the database, or the browser
    /// cleared the site's data. Reload.
    Gone,
    /// The browser keeps no databases here (private mode, site data turned off).
    Unavailable(String),
    /// The browser cannot read or write its own files.
    Damaged(String),
    /// The browser took the write back. Nothing of it is stored; trying again is sensible.
    Aborted(String),
    /// What a conditional write expected was not so any more. Nothing of it is stored.
    Conflict,
    Other(String),
}

impl DiskError {
    pub(super) fn from_exception(exception: &DomException) -> Self {
        let text = || format!("{}: {}", exception.name(), exception.message());
        match exception.name().as_str() {
            "QuotaExceededError" => Self::Quota,
            "VersionError" => Self::Newer,
            "InvalidStateError" | "TransactionInactiveError" => Self::Gone,
            "SecurityError" => Self::Unavailable(text()),
            "UnknownError" | "NotReadableError" | "NotFoundError" => Self::Damaged(text()),
            "AbortError" => Self::Aborted(text()),
            _ => Self::Other(text()),
        }
    }
}

impl From<JsValue> for DiskError {
    fn from(error: JsValue) -> Self {
        if let Some(exception) = error.dyn_ref::<DomException>() {
            return Self::from_exception(exception);
        }
        // Since 2025 browsers may throw quota errors as a class of their own, which still says so.
        let name = super::super::page::string(&error, "name").unwrap_or_default();
        let message = super::super::page::string(&error, "message").unwrap_or_default();
        if name == "QuotaExceededError" {
            Self::Quota
        } else {
            Self::Other(format!("{name}: {message}"))
        }
    }
}

impl From<idb::Error> for DiskError {
    fn from(error: idb::Error) -> Self {
        match error {
            idb::Error::DomException(exception) => Self::from_exception(&exception),
            idb::Error::IndexedDbNotFound(value) => Self::Unavailable(format!("{value:?}")),
            idb::Error::AddFailed(value)
            | idb::Error::ClearFailed(value)
            | idb::Error::DeleteFailed(value)
            | idb::Error::GetAllFailed(value)
            | idb::Error::GetAllKeysFailed(value)
            | idb::Error::GetFailed(value)
            | idb::Error::IndexedDbDeleteFailed(value)
            | idb::Error::IndexedDbOpenFailed(value)
            | idb::Error::ObjectStoreCreateFailed(value)
            | idb::Error::ObjectStoreNotFound(value)
            | idb::Error::UpdateFailed(value) => value.into(),
            other => Self::Other(other.to_string()),
        }
    }
}
