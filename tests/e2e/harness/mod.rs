//! Drives the built page in real Chromium browsers, through WebDriver and the DevTools protocol.
//! It knows how people find things on a page, and nothing of what Tandem is about.
//!
//! A journey reads like this:
//! ```ignore
//! #[test]
//! fn a_note_survives_a_reload() {
//!     journey(async |stage| {
//!         let ann = stage.browser("ann").await;
//!         ann.open("#/notes").await;
//!         ann.field("Title").fill("Hello").await;
//!         ann.button("Save").click().await;
//!         ann.reload().await;
//!         ann.text("Hello").appears().await;
//!     });
//! }
//! ```
//! Every wait has a deadline and names what it waited for; nothing waits for a fixed time. When a
//! journey ends, each browser must have logged no error and asked no foreign host.

// Journeys come and go; not each uses everything.
#![allow(dead_code, unused_imports)]

mod browser;
mod checks;
mod clock;
mod driver;
mod files;
mod stage;
mod target;

pub use browser::{Browser, Lang, Setup};
pub use stage::{Stage, journey, soak};
pub use target::Target;
pub use thirtyfour::Key;

use std::time::{Duration, Instant};

/// Generous, because a busy machine is no fault of the page.
pub const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(40);

/// Asks again until the answer is there; after the deadline fails with the last reason.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(reason) if start.elapsed() > PATIENCE => {
                panic!(
                    "{what}: not within {} s. Last seen: {reason}",
                    PATIENCE.as_secs()
                )
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
