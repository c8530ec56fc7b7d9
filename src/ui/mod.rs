//! Widgets: labelled, usable by keyboard and screen reader, native elements first.
//! They know no domain and never see Session: plain props in, `on_*` callbacks out.
//!
//! A label is a `TextProp`: pass a function of `texts` itself (`label=texts::matrix::title`) or a
//! closure, so that it follows the language. Values are signals, so `"text".into()` works too.

mod badge;
mod banner;
mod button;
pub mod chart;
mod choice;
mod dialog;
mod empty;
mod field;
mod file_drop;
mod filter_bar;
mod grid;
mod grid_keys;
mod history;
mod icon;
mod keys;
mod kpi;
mod later;
mod menu;
mod page;
pub mod page_keys;
mod progress;
mod rows;
mod stand;
mod table;
mod tabs;
mod time;
pub mod toast;
mod track;

pub use badge::{Badge, State};
pub use banner::Banner;
pub use button::{Button, LinkButton, Look};
pub use choice::{CheckField, Choice, Segmented, SelectField};
pub use dialog::Dialog;
pub use empty::Empty;
pub use field::{DateField, DateTimeField, Form, NumberField, TextField};
pub use file_drop::{FileDrop, Files};
pub use filter_bar::FilterBar;
pub use grid::{Grid, GridColumn};
pub use grid_keys::{At, Block};
pub use history::{History, HistoryChange, HistoryEntry};
pub use icon::Icon;
pub use keys::{KeyHelp, KeyList};
pub use kpi::{Figure, KpiCard};
pub use later::{NotFetched, Part, later};
pub use menu::{Menu, MenuItem};
pub use page::{Fact, Facts, Page, Section, print};
pub use progress::Progress;
pub use table::{Column, Sort, Table};
pub use tabs::{Tab, Tabs};
pub use time::{Countdown, When};
pub use toast::Toasts;
pub use track::{THING, Track, TrackActs, TrackLane, TrackThing};

use std::sync::atomic::{AtomicU32, Ordering};

/// An element id that no other widget of this page has.
pub fn unique_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("ui{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
