//! How safe the browser's storage is: whether it may be cleared without asking, and how full it is.
//! Never in here: what is stored.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// Bytes used and bytes there may be, for this site as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub usage: f64,
    pub quota: f64,
}

/// Asks that the data is kept when the device runs out of room. Some browsers ask the user, some
/// decide by how the site is used; `false` also where the question does not exist.
pub async fn persist() -> bool {
    answer(StorageManager::persist).await
}

/// Whether the data is already kept so.
pub async fn is_persistent() -> bool {
    answer(StorageManager::persisted).await
}

/// `None` where the browser does not say.
pub async fn estimate() -> Option<Estimate> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some(Estimate {
        usage: estimate.get_usage()?,
        quota: estimate.get_quota()?,
    })
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    super::page::has(&navigator, "storage").then(|| navigator.storage())
}

async fn answer(ask: impl FnOnce(&StorageManager) -> Result<js_sys::Promise, JsValue>) -> bool {
    let Some(Ok(promise)) = manager().map(|manager| ask(&manager)) else {
        return false;
    };
    JsFuture::from(promise)
        .await
        .is_ok_and(|value| value.is_truthy())
}
