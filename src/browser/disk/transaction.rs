//! A transaction of IndexedDB with strict durability, whose end is its `complete` or its reason.
//! Never in here: what the stores hold.
//!
//! The crate `idb` has no durability option and its future of a transaction can neither say why
//! one was aborted nor be told from a committed one by `?`; so the beginning and the end are ours,
//! the requests are idb's.

use idb::ObjectStore;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, IdbDatabase, IdbTransaction};

use super::DiskError;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    type Durable;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with_options(
        this: &Durable,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

pub(super) struct Transaction {
    transaction: IdbTransaction,
    /// Resolves with the event that ended it, `complete` or `abort`; never rejects, so that an end
    /// nobody waits for is no unhandled rejection.
    ended: Option<JsFuture>,
}

impl Transaction {
    pub fn read(database: &IdbDatabase, stores: &[&str]) -> Result<Self, DiskError> {
        Self::begin(database, stores, "readonly")
    }

    /// Other writes of these stores, by any tab, wait until this one has ended.
    pub fn write(database: &IdbDatabase, stores: &[&str]) -> Result<Self, DiskError> {
        Self::begin(database, stores, "readwrite")
    }

    fn begin(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Self, DiskError> {
        use wasm_bindgen::JsCast;
        let stores: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        Reflect::set(
            &options,
            &JsValue::from_str("durability"),
            &JsValue::from_str("strict"),
        )?;
        let transaction = database
            .unchecked_ref::<Durable>()
            .transaction_with_options(&stores, mode, &options)?;
        // The promise's own function is the handler: no closure of ours has to outlive anything.
        let ended = Promise::new(&mut |resolve, _| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&resolve));
        });
        Ok(Self {
            transaction,
            ended: Some(JsFuture::from(ended)),
        })
    }

    pub fn store(&self, name: &str) -> Result<ObjectStore, DiskError> {
        Ok(self.transaction.object_store(name)?.into())
    }

    /// The value under a key, `None` if there is none.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<Option<JsValue>, DiskError> {
        Ok(self.store(store)?.get(key.clone())?.await?)
    }

    /// Waits for the end. The outcome of the body is the result if the transaction was completed;
    /// a failed body takes everything back first.
    pub async fn end<T>(mut self, body: Result<T, DiskError>) -> Result<T, DiskError> {
        if body.is_err() {
            // Fails if it has aborted itself already, which is what is wanted.
            let _ = self.transaction.abort();
        }
        let Some(ended) = self.ended.take() else {
            return body;
        };
        let event = ended.await?;
        let completed = Event::from(event).type_() == "complete";
        match (body, self.transaction.error()) {
            (Ok(value), _) if completed => Ok(value),
            // The transaction knows its first error; a request that was taken back with it only
            // knows that it was.
            (_, Some(error)) => Err(DiskError::from_exception(&error)),
            (Err(error), None) => Err(error),
            (Ok(_), None) => Err(DiskError::Aborted(String::new())),
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.ended.is_some() {
            // Dropped before its end was waited for: half a batch must not be kept.
            let _ = self.transaction.abort();
        }
    }
}
