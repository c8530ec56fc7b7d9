//! The browser behind plain Rust types: the only part of the crate that touches web_sys and js_sys.
//! Never in here: what records mean, texts for the user, Leptos signals.
//!
//! Everything compiles natively, so that the rest of the crate does, and works only in a browser.

pub mod intl;
