//! The wall clock: now, a tick each second, and whether the page is being looked at.
//! Never in here: arithmetic with times, zones, texts.

use crate::time::Instant;

use super::Subscription;

/// The wall clock's moment, in whole milliseconds.
#[must_use]
pub fn now() -> Instant {
    // Milliseconds since 1970 are exact in a double for 285,000 years.
    Instant(js_sys::Date::now() as i64)
}

/// Calls with now once a second, and at once when the page is shown again: hidden pages tick
/// rarely or not at all.
pub fn every_second(on_tick: impl Fn(Instant) + 'static) -> Subscription {
    let on_tick = std::rc::Rc::new(on_tick);
    let on_return = std::rc::Rc::clone(&on_tick);
    Subscription::interval(1_000, move || on_tick(now())).and(on_visibility(move |visible| {
        if visible {
            on_return(now());
        }
    }))
}

/// Calls with `true` when the page comes into view and `false` when it is hidden.
pub fn on_visibility(mut on_change: impl FnMut(bool) + 'static) -> Subscription {
    let Some(document) = super::page::document() else {
        return Subscription::none();
    };
    let watched = document.clone();
    Subscription::event(&document, "visibilitychange", move |_| {
        on_change(!watched.hidden())
    })
}

/// Lets the browser do what waits, such as answering a key, before going on.
pub async fn turn() {
    let (done, waits) = futures_channel::oneshot::channel();
    let mut done = Some(done);
    let timer = Subscription::timeout(0, move || {
        if let Some(done) = done.take() {
            // Whoever waited may be gone.
            let _ = done.send(());
        }
    });
    let _ = waits.await;
    drop(timer);
}
