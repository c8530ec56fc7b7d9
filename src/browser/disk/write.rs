//! Writing to a workspace's database: batches, conditions, segments replaced, documents.
//! Never in here: deciding when to write, retrying.

use idb::ObjectStore;
use idb::request::PutStoreRequest;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::open::fresh_profile;
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

/// A store whose loss was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub generation: u64,
    /// The profile it goes on under.
    pub profile: String,
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

    /// Replaces the segments with these keys by the batch. A conflict if one of the keys is not there any
    /// more: another tab has put segments together.
    pub async fn replace(&self, keys: &[SegmentKey], batch: &Batch) -> Result<Appended, DiskError> {
        let transaction = Transaction::write(&self.0.database, &[SEGMENTS, META, LOCAL, BLOBS])?;
        let replaced = async {
            for expected in &batch.only_if {
                check(&transaction, expected).await?;
            }
            let store = transaction.store(SEGMENTS)?;
            for &SegmentKey(key) in keys {
                if store.get_key(JsValue::from(key as f64))?.await?.is_none() {
                    return Err(DiskError::Conflict);
                }
            }
            for &SegmentKey(key) in keys {
                store.delete(JsValue::from(key as f64))?.await?;
            }
            self.put_in(&transaction, batch).await
        };
        let replaced = replaced.await;
        self.finish(transaction, replaced).await
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
    /// It goes on under a new profile, as after a restore.
    pub async fn accept_loss(&self) -> Result<Accepted, DiskError> {
        let transaction = Transaction::write(&self.0.database, &[META])?;
        let seen = witness::read(&self.0.workspace);
        let profile = fresh_profile();
        let raised = async {
            let generation = generation_in(&transaction).await?.max(seen) + 1;
            let meta = transaction.store(META)?;
            let put = vec![
                meta.put(&JsValue::from_str(&profile), Some(&PROFILE.into()))?
                    .into_future(),
                put_generation(&meta, generation)?.into_future(),
            ];
            all(put).await?;
            Ok(Appended {
                generation,
                keys: Vec::new(),
            })
        };
        let raised = raised.await;
        let generation = self.finish(transaction, raised).await?.generation;
        Ok(Accepted {
            generation,
            profile,
        })
    }

    /// Every request is made before the first is waited for: one way to the disk and back for all,
    /// and one more for the generation.
    async fn put_in(
        &self,
        transaction: &Transaction,
        batch: &Batch,
    ) -> Result<Appended, DiskError> {
        let segments = transaction.store(SEGMENTS)?;
        let local = transaction.store(LOCAL)?;
        let blobs = transaction.store(BLOBS)?;
        let meta = transaction.store(META)?;
        let mut added = Vec::with_capacity(batch.segments.len());
        let (mut put, mut deleted) = (Vec::new(), Vec::new());
        for bytes in &batch.segments {
            added.push(segments.add(&bytes_value(bytes), None)?.into_future());
        }
        for (key, value) in &batch.local {
            match value {
                Some(value) => {
                    put.push(local.put(&value.into(), Some(&key.into()))?.into_future());
                }
                None => deleted.push(local.delete(JsValue::from_str(key))?.into_future()),
            }
        }
        for (hash, bytes) in &batch.blobs {
            put.push(
                blobs
                    .put(&bytes_value(bytes), Some(&hash.into()))?
                    .into_future(),
            );
        }
        if let Some(profile) = &batch.profile {
            put.push(
                meta.put(&profile.into(), Some(&PROFILE.into()))?
                    .into_future(),
            );
        }
        let generation = generation_in(transaction).await? + 1;
        put.push(put_generation(&meta, generation)?.into_future());
        let keys = all(added).await?;
        all(put).await?;
        all(deleted).await?;
        let keys = keys
            .iter()
            .filter_map(JsValue::as_f64)
            .map(|key| SegmentKey(key as u64));
        Ok(Appended {
            generation,
            keys: keys.collect(),
        })
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

fn put_generation(meta: &ObjectStore, generation: u64) -> Result<PutStoreRequest, DiskError> {
    let generation = JsValue::from(generation as f64);
    Ok(meta.put(&generation, Some(&GENERATION.into()))?)
}

fn bytes_value(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// Waits for every one, also after one has failed: an answer that nobody listens to any more would
/// be an error of its own in the browser.
async fn all<T>(
    requests: Vec<impl Future<Output = Result<T, idb::Error>>>,
) -> Result<Vec<T>, DiskError> {
    let mut answers = Vec::with_capacity(requests.len());
    let mut failed = None;
    for request in requests {
        match request.await {
            Ok(answer) => answers.push(answer),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(answers), |error| Err(error.into()))
}
