//! The page itself: address, title, language, theme, printing, and what the browser prefers.
//! Never in here: routes and what they mean.

use js_sys::{Reflect, encode_uri_component};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, MediaQueryList};

use super::Subscription;

/// The address after `#`, decoded by nobody: `/requirements?stage=open`.
#[must_use]
pub fn hash() -> String {
    let hash = web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    hash.strip_prefix('#').map(str::to_owned).unwrap_or(hash)
}

/// Goes to an address, as a link would: the back button returns.
pub fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        // A hash without `#` is taken as one; setting it never leaves the page.
        let _ = window.location().set_hash(hash);
    }
}

/// Changes the address without a new step in the history, for filters while they are typed.
/// No `hashchange` follows: the caller knows already.
pub fn replace_hash(hash: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let url = format!("#{}", hash.trim_start_matches('#'));
    // Browsers refuse more than some 100 a half minute; the filter works, the address lags.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
}

/// Calls with the new hash.
pub fn on_hash(mut on_change: impl FnMut(String) + 'static) -> Subscription {
    let Some(window) = web_sys::window() else {
        return Subscription::none();
    };
    Subscription::event(&window, "hashchange", move |_| on_change(hash()))
}

/// Back to the top, as a browser does when it goes to another page.
pub fn to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets `<html lang>`, which screen readers, hyphenation and font choice go by.
pub fn set_lang(tag: &str) {
    set_root("lang", Some(tag));
}

/// Sets `<html data-theme>`; `None` leaves it to the system.
pub fn set_theme(theme: Option<&str>) {
    set_root("data-theme", theme);
}

/// Sets or removes an attribute of `<html>`.
pub fn set_root(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    // It fails only for a name that is no attribute name.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Whether the system is set to dark.
#[must_use]
pub fn prefers_dark() -> bool {
    dark_query().is_some_and(|query| query.matches())
}

/// Calls when the system changes between light (`false`) and dark (`true`).
pub fn on_prefers_dark(mut on_change: impl FnMut(bool) + 'static) -> Subscription {
    let Some(query) = dark_query() else {
        return Subscription::none();
    };
    let watched = query.clone();
    Subscription::event(&query, "change", move |_| on_change(watched.matches()))
}

/// The reader's languages as BCP 47 tags, the preferred one first.
#[must_use]
pub fn languages() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let listed: Vec<String> = window
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect();
    if listed.is_empty() {
        window.navigator().language().into_iter().collect()
    } else {
        listed
    }
}

/// The browser and its version, such as `Chrome 142`. Nothing else of what it says about itself:
/// this goes into records that partners get.
#[must_use]
pub fn browser_name() -> String {
    let navigator = web_sys::window().map(|window| window.navigator());
    named(
        &navigator
            .and_then(|n| n.user_agent().ok())
            .unwrap_or_default(),
    )
}

/// The name in a user agent text. Order matters: Edge and Opera call themselves Chrome as well, and
/// Chrome calls itself Safari.
fn named(user_agent: &str) -> String {
    let known = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    let found = known.iter().find_map(|(mark, name)| {
        let (_, after) = user_agent.split_once(mark)?;
        let version: String = after.chars().take_while(char::is_ascii_digit).collect();
        Some(format!("{name} {version}"))
    });
    found.unwrap_or_else(|| "?".into())
}

/// Whether the browser believes it has a network.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// Whether the page came by https or from this machine; elsewhere storage and digests are refused.
#[must_use]
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only inside a frame that may not open dialogs.
        let _ = window.print();
    }
}

pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Fails only in a page that is going away already.
        let _ = window.location().reload();
    }
}

/// Opens a mail draft in the user's mail program. Long bodies are cut by some programs: keep the
/// whole under 2,000 characters.
pub fn mail(to: &str, subject: &str, body: &str) {
    let encode = |text: &str| String::from(encode_uri_component(text));
    let link = format!(
        "mailto:{}?subject={}&body={}",
        encode(to),
        encode(subject),
        encode(body)
    );
    follow(&link, None);
}

/// Clicks a link that is never seen, with a file name if it is to be downloaded.
pub(super) fn follow(url: &str, download: Option<&str>) -> Option<()> {
    let link: web_sys::HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(url);
    if let Some(name) = download {
        link.set_download(name);
    }
    link.click();
    Some(())
}

/// Moves the keyboard focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The `<meta>` of this name.
pub(super) fn meta(name: &str) -> Option<Element> {
    document()?
        .query_selector(&format!("meta[name=\"{name}\"]"))
        .ok()?
}

/// Whether the browser has the feature: web_sys would call what is not there.
pub(super) fn has(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &JsValue::from_str(name)).is_ok_and(|value| value.is_truthy())
}

/// The field of this name, if it is a text.
pub(super) fn string(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &JsValue::from_str(name))
        .ok()?
        .as_string()
}

fn dark_query() -> Option<MediaQueryList> {
    web_sys::window()?
        .match_media("(prefers-color-scheme: dark)")
        .ok()?
}

/// Whether an event comes from where text is written, so that a key is a letter and no command.
#[must_use]
pub fn is_writing(event: &web_sys::Event) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        let writes = "input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [contenteditable=true]";
        element.matches(writes).unwrap_or(false)
    })
}

/// The address of this page without its hash, for people who are to open it.
#[must_use]
pub fn address() -> String {
    let location = web_sys::window().map(|window| window.location());
    let href = location.and_then(|location| location.href().ok());
    let href = href.unwrap_or_default();
    href.split_once('#')
        .map_or(href.clone(), |(before, _)| before.to_owned())
}
