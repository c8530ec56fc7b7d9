//! One workspace's database in IndexedDB: segments of changes, local facts, documents.
//! Never in here: the format of changes, when to save, what to tell the user.
//!
//! Rules 23 to 25 of the ledger live here. A write is one transaction with strict durability that
//! has fired `complete` when its future is ready; a failed one has left nothing behind.

mod error;
mod mend;
mod open;
mod transaction;
mod witness;
mod write;

pub use error::DiskError;
pub use open::{Notice, database_name, existing};
pub use write::{Appended, Batch, Expected};

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

use super::Subscription;
use transaction::Transaction;

/// Autoincrement key → `Uint8Array` of many encoded changes.
const SEGMENTS: &str = "segments";
/// `generation` → number, `profile` → text.
const META: &str = "meta";
/// Text → text: facts of this browser that are no changes (LEDGER 20).
const LOCAL: &str = "local";
/// SHA-256 in lower-case hex → `Uint8Array` (LEDGER 21).
const BLOBS: &str = "blobs";

const GENERATION: &str = "generation";
const PROFILE: &str = "profile";

/// The key of a segment. Keys grow and are never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentKey(pub u64);

/// An open database. Clones are the same connection; the last one dropped closes it.
#[derive(Clone)]
pub struct Disk(Rc<Connection>);

struct Connection {
    workspace: String,
    database: IdbDatabase,
    /// `versionchange` and `close` of the database.
    _listening: Subscription,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

/// Everything a workspace has on disk but its documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// In the order of their keys.
    pub segments: Vec<(SegmentKey, Vec<u8>)>,
    /// Segments whose value is no bytes; they stay where they are.
    pub unreadable: Vec<SegmentKey>,
    pub local: Vec<(String, String)>,
    /// 32 lower-case hex digits, made with the database.
    pub profile: String,
    pub generation: u64,
    /// The store is behind its witness: it held more once (LEDGER 24). True until
    /// [`Disk::accept_loss`].
    pub lost_data: bool,
}

impl Disk {
    #[must_use]
    pub fn workspace(&self) -> &str {
        &self.0.workspace
    }

    /// Everything but the documents, as of one moment.
    pub async fn load(&self) -> Result<Loaded, DiskError> {
        let transaction = Transaction::read(&self.0.database, &[SEGMENTS, META, LOCAL])?;
        let loaded = self.load_in(&transaction).await;
        transaction.end(loaded).await
    }

    async fn load_in(&self, transaction: &Transaction) -> Result<Loaded, DiskError> {
        let (segments, unreadable) = segments_in(transaction, None).await?;
        let store = transaction.store(LOCAL)?;
        let keys = store.get_all_keys(None, None)?.into_future();
        let values = store.get_all(None, None)?.into_future();
        let (keys, values) = (keys.await?, values.await?);
        let local = keys
            .iter()
            .zip(&values)
            .filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)))
            .collect();
        let generation = generation_in(transaction).await?;
        let profile = transaction
            .get(META, &PROFILE.into())
            .await?
            .and_then(|value| value.as_string())
            .unwrap_or_default();
        let lost_data = generation < witness::read(&self.0.workspace);
        Ok(Loaded {
            segments,
            unreadable,
            local,
            profile,
            generation,
            lost_data,
        })
    }

    /// Segments written after the one with this key: what a tab that slept may have missed.
    pub async fn newer(&self, after: SegmentKey) -> Result<Vec<(SegmentKey, Vec<u8>)>, DiskError> {
        let transaction = Transaction::read(&self.0.database, &[SEGMENTS])?;
        let segments = segments_in(&transaction, Some(after))
            .await
            .map(|(segments, _)| segments);
        transaction.end(segments).await
    }

    /// A document's bytes; `None` if this browser does not have it, which is no error.
    pub async fn get_blob(&self, hash: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let transaction = Transaction::read(&self.0.database, &[BLOBS])?;
        let found = transaction.get(BLOBS, &hash.into()).await;
        let value = transaction.end(found).await?;
        Ok(value.and_then(|value| value.dyn_ref().map(Uint8Array::to_vec)))
    }

    /// The hashes of the documents this browser has.
    pub async fn blob_hashes(&self) -> Result<Vec<String>, DiskError> {
        let transaction = Transaction::read(&self.0.database, &[BLOBS])?;
        let keys = async { Ok(transaction.store(BLOBS)?.get_all_keys(None, None)?.await?) }.await;
        Ok(transaction
            .end(keys)
            .await?
            .iter()
            .filter_map(JsValue::as_string)
            .collect())
    }
}

/// The segments after a key, or all, and the keys of those that are no bytes.
async fn segments_in(
    transaction: &Transaction,
    after: Option<SegmentKey>,
) -> Result<(Vec<(SegmentKey, Vec<u8>)>, Vec<SegmentKey>), DiskError> {
    let store = transaction.store(SEGMENTS)?;
    let range = || -> Result<Option<idb::Query>, DiskError> {
        let Some(SegmentKey(key)) = after else {
            return Ok(None);
        };
        Ok(Some(idb::Query::KeyRange(idb::KeyRange::lower_bound(
            &JsValue::from(key as f64),
            Some(true),
        )?)))
    };
    // As futures at once: idb starts to listen only then, and must before the first answer.
    let keys = store.get_all_keys(range()?, None)?.into_future();
    let values = store.get_all(range()?, None)?.into_future();
    let (keys, values) = (keys.await?, values.await?);
    let (mut segments, mut unreadable) = (Vec::with_capacity(keys.len()), Vec::new());
    for (key, value) in keys.iter().zip(&values) {
        let Some(key) = key.as_f64().map(|key| SegmentKey(key as u64)) else {
            continue;
        };
        match value.dyn_ref::<Uint8Array>() {
            Some(bytes) => segments.push((key, bytes.to_vec())),
            None => unreadable.push(key),
        }
    }
    Ok((segments, unreadable))
}

async fn generation_in(transaction: &Transaction) -> Result<u64, DiskError> {
    let value = transaction.get(META, &GENERATION.into()).await?;
    Ok(value
        .and_then(|value| value.as_f64())
        .map_or(0, |value| value as u64))
}
