//! Listening that ends when its handle is dropped.
//! Never in here: what is listened for.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::{Event, EventTarget};

#[wasm_bindgen]
extern "C" {
    // Bound here because they exist on pages and in workers alike, and cannot fail.
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(handler: &js_sys::Function, ms: i32) -> f64;
    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(handle: f64);
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &js_sys::Function, ms: i32) -> f64;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: f64);
}

/// Something that is being listened to, until this is dropped. In a Leptos component keep it in a
/// `StoredValue::new_local`, which drops it with the component; what lives as long as the page
/// calls [`Subscription::keep`].
#[must_use = "listening stops when this is dropped"]
pub struct Subscription(Vec<Source>);

enum Source {
    Event {
        target: EventTarget,
        name: &'static str,
        handler: Closure<dyn FnMut(Event)>,
    },
    Interval {
        handle: f64,
        _handler: Closure<dyn FnMut()>,
    },
    Timeout {
        handle: f64,
        _handler: Closure<dyn FnMut()>,
    },
}

impl Subscription {
    /// A handle that listens to nothing: what a browser without the feature gives.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn event(
        target: &EventTarget,
        name: &'static str,
        on_event: impl FnMut(Event) + 'static,
    ) -> Self {
        let handler = Closure::<dyn FnMut(Event)>::new(on_event);
        if target
            .add_event_listener_with_callback(name, handler.as_ref().unchecked_ref())
            .is_err()
        {
            return Self::none();
        }
        Self(vec![Source::Event {
            target: target.clone(),
            name,
            handler,
        }])
    }

    pub(super) fn interval(ms: i32, on_tick: impl FnMut() + 'static) -> Self {
        let handler = Closure::<dyn FnMut()>::new(on_tick);
        let handle = set_interval(handler.as_ref().unchecked_ref(), ms);
        Self(vec![Source::Interval {
            handle,
            _handler: handler,
        }])
    }

    /// Calls once, unless dropped before.
    pub(super) fn timeout(ms: i32, on_time: impl FnMut() + 'static) -> Self {
        let handler = Closure::<dyn FnMut()>::new(on_time);
        let handle = set_timeout(handler.as_ref().unchecked_ref(), ms);
        Self(vec![Source::Timeout {
            handle,
            _handler: handler,
        }])
    }

    /// Both under one handle.
    pub fn and(mut self, mut other: Self) -> Self {
        self.0.append(&mut other.0);
        self
    }

    /// Listens for as long as the page lives. Only for what is set up once per page.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        match self {
            Self::Event {
                target,
                name,
                handler,
            } => {
                // It can only fail for a target that is gone, which calls nobody any more.
                let _ = target
                    .remove_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
            }
            Self::Interval { handle, .. } => clear_interval(*handle),
            Self::Timeout { handle, .. } => clear_timeout(*handle),
        }
    }
}
