//! Screens: a further window for one, filling it, keeping it awake, whether there is more than one.
//! Never in here: what is shown on them.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the system has more than one screen and shows something else on each; `None` where the
/// browser does not say.
#[must_use]
pub fn is_extended() -> Option<bool> {
    let screen = field(web_sys::window()?.as_ref(), "screen")?;
    field(&screen, "isExtended")?.as_bool()
}

/// Opens an address in a window of its own, or shows the one that has this name. `false` if the browser
/// refuses. To be called in the turn of a click or key.
#[must_use]
pub fn open_window(href: &str, name: &str) -> bool {
    let features = "popup,width=1280,height=720";
    let opened = web_sys::window()
        .map(|window| window.open_with_url_and_target_and_features(href, name, features));
    let Some(Ok(Some(opened))) = opened else {
        return false;
    };
    // One that keeps behind the others is open all the same.
    let _ = opened.focus();
    true
}

/// Fills the screen with the page, or gives it back. To be called in the turn of a click or key.
pub fn fill(on: bool) {
    let Some(document) = super::page::document() else {
        return;
    };
    if on {
        if let Some(root) = document.document_element() {
            // Refused where the browser asks for more of a reason; the page is as large as its window.
            let _ = root.request_fullscreen();
        }
    } else if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    }
}

/// Whether the page fills the screen.
#[must_use]
pub fn is_filled() -> bool {
    super::page::document().is_some_and(|document| document.fullscreen_element().is_some())
}

/// Why the screen may go dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAwake {
    /// This browser cannot keep it awake.
    Unsupported,
    /// It could and does not: to save the battery, or while the page is not seen.
    Refused,
}

/// The screen stays awake until this is dropped, or the page is hidden.
pub struct Awake(JsValue);

/// Keeps the screen awake.
///
/// # Errors
/// Why it may go dark.
pub async fn keep_awake() -> Result<Awake, NotAwake> {
    let navigator = web_sys::window().map(|window| window.navigator());
    let lock = navigator.and_then(|navigator| field(navigator.as_ref(), "wakeLock"));
    let lock = lock.ok_or(NotAwake::Unsupported)?;
    let asked = call(&lock, "request", Some(&JsValue::from_str("screen")));
    let promise = asked.and_then(|asked| asked.dyn_into::<Promise>().ok());
    let promise = promise.ok_or(NotAwake::Unsupported)?;
    let held = JsFuture::from(promise).await;
    held.map(Awake).map_err(|_| NotAwake::Refused)
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(Ok(promise)) = call(&self.0, "release", None).map(JsCast::dyn_into::<Promise>) {
            wasm_bindgen_futures::spawn_local(async move {
                // A lock that was taken away already cannot be given back.
                let _ = JsFuture::from(promise).await;
            });
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn call(object: &JsValue, name: &str, argument: Option<&JsValue>) -> Option<JsValue> {
    let function: Function = field(object, name)?.dyn_into().ok()?;
    let answer = match argument {
        Some(argument) => function.call1(object, argument),
        None => function.call0(object),
    };
    answer.ok()
}
