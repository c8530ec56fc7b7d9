//! Writing to a workspace's database: batches, conditions, compaction, documents.
//! Never in here: deciding when to write, retrying.

use idb::ObjectStore;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::transaction::Transaction;
use super::{
    BLOBS, Disk, DiskError, GENERATION, LOCAL, META, PROFILE, SEGMENTS, SegmentKey, generation_in,
    witness,
};

/// What is stored together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Encoded changes, one new segment each.
    pub segments: Vec<Vec<u8>>,
    /// Local facts to set, or to remove with `None`.
    pub local: Vec<(String, Option<String>)>,
    /// Documents by their SHA-256 in lower-case hex.
    pub blobs: Vec<(String, Vec<u8>)>,
    /// A new profile id, after a restore.
    pub profile: Option<String>,
    /// All of these have to hold in the same transaction, or nothing is stored and the error is
    /// [`DiskError::Conflict`]. Across tabs: nobody writes in between.
    pub only_if: Vec<Expected>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing was stored by anybody since this generation.
    Generation(u64),
    /// A local fact is this, or is not there.
    Local(String, Option<String>),
    /// No segment has a greater key.
    LastSegment(Option<SegmentKey>),
}

/// A batch that is on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    pub generation: u64,
    /// The new segments' keys, in the order of the batch.
    pub keys: Vec<SegmentKey>,
}

impl Disk {
    /// Stores the batch. When this is ready it has survived, short of the device's own failure.
    pub async fn append(&self, batch: &Batch) -> Result<Appended, DiskError> {
        let transaction = Transaction::write(&self.0.database, &[SEGMENTS, META, LOCAL, BLOBS])?;
        let appended = async {
            for expected in &batch.only_if {
                check(&transaction, expected).await?;
            }
            self.put_in(&transaction, batch).await
        };
        let appended = appended.await;
        self.finish(transaction, appended).await
    }

    /// Replaces the segments with these keys by new ones that hold the same changes between them.
    /// A conflict if one of the keys is not there any more: another tab has compacted.
    pub async fn compact(
        &self,
        keys: &[SegmentKey],
        segments: Vec<Vec<u8>>,
    ) -> Result<Appended, DiskError> {
        let transaction = Transaction::write(&self.0.database, &[SEGMENTS, META, LOCAL, BLOBS])?;
        let appended = async {
            let store = transaction.store(SEGMENTS)?;
            for &SegmentKey(key) in keys {
                if store.get_key(JsValue::from(key as f64))?.await?.is_none() {
                    return Err(DiskError::Conflict);
                }
            }
            for &SegmentKey(key) in keys {
                store.delete(JsValue::from(key as f64))?.await?;
            }
            self.put_in(
                &transaction,
                &Batch {
                    segments,
                    ..Batch::default()
                },
            )
            .await
        };
        let appended = appended.await;
        self.finish(transaction, appended).await
    }

    /// Stores a document under its SHA-256. Storing it again changes nothing.
    pub async fn put_blob(&self, hash: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        let batch = Batch {
            blobs: vec![(hash.to_owned(), bytes)],
            ..Batch::default()
        };
        self.append(&batch).await.map(drop)
    }

    /// The user has been told that data is lost and has restored what there was, or goes on
    /// without: the store counts from the witness on, and `Loaded::lost_data` is false from now on.
    pub async fn accept_loss(&self) -> Result<u64, DiskError> {
        let transaction = Transaction::write(&self.0.database, &[META])?;
        let seen = witness::read(&self.0.workspace);
        let raised = async {
            let generation = generation_in(&transaction).await?.max(seen) + 1;
            put_generation(&transaction, generation).await?;
            Ok(Appended {
                generation,
                keys: Vec::new(),
            })
        };
        let raised = raised.await;
        self.finish(transaction, raised)
            .await
            .map(|raised| raised.generation)
    }

    async fn put_in(
        &self,
        transaction: &Transaction,
        batch: &Batch,
    ) -> Result<Appended, DiskError> {
        let segments = transaction.store(SEGMENTS)?;
        let mut keys = Vec::with_capacity(batch.segments.len());
        for bytes in &batch.segments {
            let key = segments
                .add(&Uint8Array::from(bytes.as_slice()), None)?
                .await?;
            keys.push(SegmentKey(key.as_f64().map_or(0, |key| key as u64)));
        }
        let local = transaction.store(LOCAL)?;
        for (key, value) in &batch.local {
            put_or_delete(&local, key, value.as_deref()).await?;
        }
        let blobs = transaction.store(BLOBS)?;
        for (hash, bytes) in &batch.blobs {
            blobs
                .put(&Uint8Array::from(bytes.as_slice()), Some(&hash.into()))?
                .await?;
        }
        if let Some(profile) = &batch.profile {
            transaction
                .store(META)?
                .put(&profile.into(), Some(&PROFILE.into()))?
                .await?;
        }
        let generation = generation_in(transaction).await? + 1;
        put_generation(transaction, generation).await?;
        Ok(Appended { generation, keys })
    }

    /// The witness follows the store, never leads it.
    async fn finish(
        &self,
        transaction: Transaction,
        appended: Result<Appended, DiskError>,
    ) -> Result<Appended, DiskError> {
        let appended = transaction.end(appended).await?;
        witness::raise(&self.0.workspace, appended.generation);
        Ok(appended)
    }
}

async fn check(transaction: &Transaction, expected: &Expected) -> Result<(), DiskError> {
    let holds = match expected {
        Expected::Generation(generation) => generation_in(transaction).await? == *generation,
        Expected::Local(key, value) => {
            let found = transaction.get(LOCAL, &key.into()).await?;
            found.and_then(|found| found.as_string()) == *value
        }
        Expected::LastSegment(last) => {
            let after = last.map_or(0.0, |SegmentKey(key)| key as f64);
            let range = idb::KeyRange::lower_bound(&JsValue::from(after), Some(true))?;
            transaction
                .store(SEGMENTS)?
                .count(Some(idb::Query::KeyRange(range)))?
                .await?
                == 0
        }
    };
    if holds {
        Ok(())
    } else {
        Err(DiskError::Conflict)
    }
}

async fn put_or_delete(
    store: &ObjectStore,
    key: &str,
    value: Option<&str>,
) -> Result<(), DiskError> {
    match value {
        Some(value) => store
            .put(&value.into(), Some(&key.into()))?
            .await
            .map(drop)?,
        None => store.delete(JsValue::from_str(key))?.await?,
    }
    Ok(())
}

async fn put_generation(transaction: &Transaction, generation: u64) -> Result<(), DiskError> {
    let generation = JsValue::from(generation as f64);
    transaction
        .store(META)?
        .put(&generation, Some(&GENERATION.into()))?
        .await?;
    Ok(())
}
