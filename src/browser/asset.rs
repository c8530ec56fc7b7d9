//! Files that belong to the build, fetched when they are needed and checked against their digest.
//! Never in here: what they say.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Why a file of the build is not here: a sentence for the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetError(pub String);

/// Address and digest that the build wrote into a `<meta>`, as `data-<key>` and `data-<key>-integrity`.
#[must_use]
pub fn named(meta: &str, key: &str) -> Option<(String, Option<String>)> {
    let meta = super::page::meta(meta)?;
    let url = meta.get_attribute(&format!("data-{key}"))?;
    Some((url, meta.get_attribute(&format!("data-{key}-integrity"))))
}

/// The text of a file; the browser refuses one that does not have the digest.
///
/// # Errors
/// It cannot be had, or it is another.
pub async fn fetch(url: &str, integrity: Option<&str>) -> Result<String, AssetError> {
    let init = RequestInit::new();
    if let Some(integrity) = integrity {
        init.set_integrity(integrity);
    }
    let fault = |why: String| AssetError(format!("{url}: {why}"));
    let window = web_sys::window().ok_or_else(|| fault("there is no window".into()))?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, &init))
        .await
        .map_err(|error| fault(reason(&error)))?
        .unchecked_into();
    if !response.ok() {
        return Err(fault(format!("status {}", response.status())));
    }
    let text = response.text().map_err(|error| fault(reason(&error)))?;
    let text = JsFuture::from(text)
        .await
        .map_err(|error| fault(reason(&error)))?;
    text.as_string().ok_or_else(|| fault("no text".into()))
}

fn reason(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
