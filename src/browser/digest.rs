//! SHA-256 of many bytes, computed by the browser off the page's thread.
//! Never in here: digests of records (those are the ledger's), signatures, texts of digests.

use sha2::Digest;
use wasm_bindgen_futures::JsFuture;

/// SHA-256 of `bytes`. For short ones `sha2` itself is simpler and not slower.
pub async fn sha256(bytes: &[u8]) -> [u8; 32] {
    match by_browser(bytes).await {
        Some(digest) => digest,
        // `crypto.subtle` is missing on pages that are not https or localhost; the result is the same.
        None => sha2::Sha256::digest(bytes).into(),
    }
}

async fn by_browser(bytes: &[u8]) -> Option<[u8; 32]> {
    let crypto = web_sys::window()?.crypto().ok()?;
    if !super::page::has(&crypto, "subtle") {
        return None;
    }
    let promise = crypto
        .subtle()
        .digest_with_str_and_js_u8_array("SHA-256", &js_sys::Uint8Array::from(bytes))
        .ok()?;
    let buffer = JsFuture::from(promise).await.ok()?;
    js_sys::Uint8Array::new(&buffer).to_vec().try_into().ok()
}
