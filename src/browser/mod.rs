//! The browser behind plain Rust types: the only part of the crate that touches web_sys and js_sys.
//! Never in here: what records mean, texts for the user, Leptos signals.
//!
//! Everything compiles natively, so that the rest of the crate does, and works only in a browser.
//! Whatever listens returns a [`Subscription`] and stops when that is dropped.

pub mod asset;
pub mod catalogue;
pub mod clock;
pub mod digest;
pub mod disk;
pub mod files;
pub mod focus;
pub mod intl;
pub mod line;
pub mod notify;
pub mod page;
pub mod pointer;
pub mod random;
pub mod screen;
pub mod settings;
pub mod share;
pub mod sight;
pub mod storage;
mod subscription;
pub mod tabs;
pub mod text;
pub mod ticks;
pub mod update;
pub mod zones;

pub use disk::{Disk, DiskError};
pub use subscription::Subscription;
