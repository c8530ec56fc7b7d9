//! Short texts that the windows of one browser say to each other; nothing of them is kept.
//! Never in here: what they mean, changes of a workspace (`tabs`).

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Subscription;

/// A line between windows, closed when this is dropped.
pub struct Line {
    /// `None` in a browser without BroadcastChannel: each window is then alone.
    channel: Option<BroadcastChannel>,
    _listening: Subscription,
}

impl Line {
    /// Of one workspace, about one thing: two lines of the same name hear each other.
    pub fn open(workspace: &str, about: &str, mut on_text: impl FnMut(String) + 'static) -> Self {
        let name = format!("{}/{about}", super::disk::database_name(workspace));
        let channel = BroadcastChannel::new(&name).ok();
        let listening = channel.as_ref().map_or_else(Subscription::none, |channel| {
            Subscription::event(channel, "message", move |event| {
                let said = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                if let Some(text) = said.and_then(|said| said.as_string()) {
                    on_text(text);
                }
            })
        });
        Self {
            channel,
            _listening: listening,
        }
    }

    /// Reaches every other window on this line, never this one.
    pub fn say(&self, text: &str) {
        if let Some(channel) = &self.channel {
            // It fails only on a closed channel, which nobody listens to.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
