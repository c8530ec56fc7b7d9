//! Fetching the texts of one language, checked against the digest the page names.
//! Never in here: the texts themselves, choosing a language.

use super::asset::{self, AssetError};

/// The JSON text of a language's catalogue; `language` is `en` or `zh`. Its address and digest come
/// from `<meta name="tandem-texts" data-en data-en-integrity data-zh data-zh-integrity>`, which the
/// build writes; without it, from `texts-<language>.json` unchecked (a build that is being worked on).
///
/// # Errors
/// There being no texts, nothing can be shown in the user's language; the error is for the console and
/// for whoever is told of it.
pub async fn fetch(language: &str) -> Result<String, AssetError> {
    let named = asset::named("tandem-texts", language);
    let (url, integrity) = named.unwrap_or_else(|| (format!("texts-{language}.json"), None));
    asset::fetch(&url, integrity.as_deref()).await
}
