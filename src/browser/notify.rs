//! Notices of the system: asking for them, and giving one.
//! Never in here: what is worth one, words, whether the user still wants them (settings).

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// What the browser says to notices from this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Granted,
    /// Nobody was asked yet.
    NotAsked,
    /// Refused; only the browser's own settings can change that.
    Denied,
    /// This browser gives none.
    Unsupported,
}

#[must_use]
pub fn permission() -> Permission {
    let there = web_sys::window().is_some_and(|window| super::page::has(&window, "Notification"));
    if !there {
        return Permission::Unsupported;
    }
    of(Notification::permission())
}

/// Asks the user; to be called in the turn of a click.
pub async fn ask() -> Permission {
    if permission() == Permission::Unsupported {
        return Permission::Unsupported;
    }
    if let Ok(promise) = Notification::request_permission() {
        // Whatever was answered is read below.
        let _ = JsFuture::from(promise).await;
    }
    permission()
}

/// Gives one; a later one with the same key takes its place. A press leads to the address.
/// `false` if the browser gives none.
pub async fn notify(key: &str, title: &str, body: &str, href: &str) -> bool {
    if permission() != Permission::Granted {
        return false;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(key);
    options.set_data(&JsValue::from_str(href));
    // On phones only the service worker may; where there is one, it also hears the press.
    if let Some(worker) = registration().await {
        let shown = worker.show_notification_with_options(title, &options);
        if let Ok(shown) = shown
            && JsFuture::from(shown).await.is_ok()
        {
            return true;
        }
    }
    let Ok(notice) = Notification::new_with_options(title, &options) else {
        return false;
    };
    let href = href.to_owned();
    let pressed = wasm_bindgen::closure::Closure::once_into_js(move || {
        if let Some(window) = web_sys::window() {
            // A window that refuses the focus still shows the address.
            let _ = window.focus();
        }
        super::page::go(&href);
    });
    notice.set_onclick(Some(pressed.unchecked_ref()));
    true
}

async fn registration() -> Option<web_sys::ServiceWorkerRegistration> {
    let navigator = web_sys::window()?.navigator();
    if !super::page::has(&navigator, "serviceWorker") {
        return None;
    }
    let found = JsFuture::from(navigator.service_worker().get_registration()).await;
    let registration = found.ok()?.dyn_into::<web_sys::ServiceWorkerRegistration>();
    registration.ok().filter(|worker| worker.active().is_some())
}

fn of(permission: NotificationPermission) -> Permission {
    match permission {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::NotAsked,
    }
}
