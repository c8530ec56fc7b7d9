//! What the tabs of one workspace tell each other.
//! Never in here: what the bytes mean, storing them.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Subscription;

/// What a tab has stored, told after the transaction's `complete` and never before (LEDGER 25):
/// exactly what its batch held, so that another tab needs no look at the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The store's generation with this batch.
    pub generation: u64,
    pub segments: Vec<Vec<u8>>,
    pub local: Vec<(String, Option<String>)>,
}

/// The channel between the tabs of one workspace. To miss nothing, open it before loading the
/// disk, and take in afterwards what was told meanwhile: changes are a set, twice does no harm.
pub struct Tabs {
    /// `None` in a browser without BroadcastChannel: tabs then see each other's edits on reload.
    channel: Option<BroadcastChannel>,
    _listening: Subscription,
}

impl Tabs {
    pub fn open(workspace: &str, mut on_told: impl FnMut(Told) + 'static) -> Self {
        let channel = BroadcastChannel::new(&super::disk::database_name(workspace)).ok();
        let listening = channel.as_ref().map_or_else(Subscription::none, |channel| {
            Subscription::event(channel, "message", move |event| {
                // A tab of another version may say what this one does not know: not understood is
                // not told, and the disk has it.
                if let Some(told) = event
                    .dyn_ref::<MessageEvent>()
                    .and_then(|event| read(&event.data()))
                {
                    on_told(told);
                }
            })
        });
        Self {
            channel,
            _listening: listening,
        }
    }

    /// Reaches every other tab of the workspace, never this one.
    pub fn tell(&self, told: &Told) {
        if let Some(channel) = &self.channel {
            // It fails only on a closed channel, which nobody listens to.
            let _ = channel.post_message(&write(told));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

fn write(told: &Told) -> JsValue {
    let message = Object::new();
    let segments: Array = told
        .segments
        .iter()
        .map(|bytes| Uint8Array::from(bytes.as_slice()))
        .collect();
    let local: Array = told
        .local
        .iter()
        .map(|(key, value)| {
            Array::of2(
                &JsValue::from(key),
                &value.as_ref().map_or(JsValue::NULL, JsValue::from),
            )
        })
        .collect();
    for (name, value) in [
        ("generation", JsValue::from(told.generation as f64)),
        ("segments", segments.into()),
        ("local", local.into()),
    ] {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&message, &JsValue::from_str(name), &value);
    }
    message.into()
}

fn read(message: &JsValue) -> Option<Told> {
    let part = |name: &str| Reflect::get(message, &JsValue::from_str(name)).ok();
    let segments = part("segments")?.dyn_into::<Array>().ok()?.into_iter();
    let local = part("local")?.dyn_into::<Array>().ok()?.into_iter();
    Some(Told {
        generation: part("generation")?.as_f64()? as u64,
        segments: segments
            .map(|bytes| bytes.dyn_ref().map(Uint8Array::to_vec))
            .collect::<Option<_>>()?,
        local: local
            .map(|pair| {
                let pair: Array = pair.dyn_into().ok()?;
                Some((pair.get(0).as_string()?, pair.get(1).as_string()))
            })
            .collect::<Option<_>>()?,
    })
}
