//! Fetching the texts of one language, checked against the digest the page names.
//! Never in here: the texts themselves, choosing a language.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Why there are no texts. There being none, nothing can be shown in the user's language; the text
/// is for the console and for whoever is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError(pub String);

/// The JSON text of a language's catalogue; `language` is `en` or `zh`. Its address and digest come
/// from `<meta name="tandem-texts" data-en data-en-integrity data-zh data-zh-integrity>`, which the
/// build writes; without it, from `texts-<language>.json` unchecked (a build that is being worked on).
pub async fn fetch(language: &str) -> Result<String, CatalogueError> {
    let meta = super::page::meta("tandem-texts");
    let attribute = |name: String| meta.as_ref().and_then(|meta| meta.get_attribute(&name));
    let url =
        attribute(format!("data-{language}")).unwrap_or_else(|| format!("texts-{language}.json"));
    let init = RequestInit::new();
    if let Some(integrity) = attribute(format!("data-{language}-integrity")) {
        init.set_integrity(&integrity);
    }
    let fault = |why: String| CatalogueError(format!("{url}: {why}"));
    let window = web_sys::window().ok_or_else(|| fault("there is no window".into()))?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(&url, &init))
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
