//! Ticks that go on while the window is hidden: they come from a worker, which browsers do not slow down.
//! Never in here: what time it is, what is counted by them.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

use super::Subscription;

/// How often the page itself ticks beside the worker, should there be none.
const OWN: i32 = 1_000;

/// Ticks, until this is dropped.
#[must_use = "it stops when this is dropped"]
pub struct Ticks {
    worker: Option<(Worker, String)>,
    _heard: Subscription,
}

impl Ticks {
    /// Calls about every so many milliseconds, and sometimes more often: whoever counts asks a clock. A
    /// browser that refuses the worker ticks only while the page is seen.
    pub fn every(ms: u32, on_tick: impl Fn() + Clone + 'static) -> Self {
        let worker = worker(ms);
        let own = Subscription::interval(OWN, on_tick.clone());
        let heard = match &worker {
            Some((worker, _)) => {
                own.and(Subscription::event(worker, "message", move |_| on_tick()))
            }
            None => own,
        };
        Self {
            worker,
            _heard: heard,
        }
    }
}

impl Drop for Ticks {
    fn drop(&mut self) {
        if let Some((worker, address)) = &self.worker {
            worker.terminate();
            // An address that was given back already is no fault.
            let _ = Url::revoke_object_url(address);
        }
    }
}

/// The worker is these few words and nothing else: what comes from the network would not be under the
/// page's policy.
fn worker(ms: u32) -> Option<(Worker, String)> {
    let source = format!("setInterval(() => postMessage(0), {ms})");
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let parts = Array::of1(&JsValue::from(source));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let worker = Worker::new(&address).ok()?;
    Some((worker, address))
}
