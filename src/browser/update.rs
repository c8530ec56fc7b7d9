//! A newer build of the app is ready: hearing of it and switching to it.
//! Never in here: caching and fetching builds (boot.js and the service worker do), the prompt.

use web_sys::CustomEvent;

use super::Subscription;

/// Calls when a newer build waits to be used, at once if it already does (boot.js leaves
/// `<html data-update="ready">` for those who come later than its event).
pub fn on_update(mut on_ready: impl FnMut() + 'static) -> Subscription {
    let Some(window) = web_sys::window() else {
        return Subscription::none();
    };
    let root = super::page::document().and_then(|document| document.document_element());
    if root.is_some_and(|root| root.get_attribute("data-update").as_deref() == Some("ready")) {
        on_ready();
    }
    Subscription::event(&window, "tandem-update", move |_| on_ready())
}

/// Switches to the newer build, which reloads the page. The caller makes sure that all is saved.
pub fn apply_update() {
    if let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new("tandem-apply-update"))
    {
        // Nobody hears it where boot.js did not start the page; then there is no newer build either.
        let _ = window.dispatch_event(&event);
    }
}
