//! Tables from elsewhere (CSV, TSV): from text to a preview of what would enter, and the edit itself.
//! Never in here: decoding bytes (`browser::text`), words for a reader, what a record means to a reader.
//!
//! In reading order:
//! - [`sheet`]: text to lines of cells; the separator and the header row are found.
//! - [`shape`]: what a kind of record can take from a table: targets, their synonyms, their order.
//! - [`mapping`]: which column feeds which target; guessed, corrected, saved per source.
//! - [`moment`], [`number`]: cells to moments and exact numbers; doubt is asked about, never guessed.
//! - [`repeats`]: times of day that only stand in for a date (LEDGER 22).
//! - [`reading`]: a mapped sheet to typed rows and findings.
//! - [`import`]: typed rows against the workspace: new, changed, unchanged, and the edit.
//! - [`requirements`]: the shape of a table of requirements.
//! - [`finding`]: everything odd about a table, as data with line and column.

pub mod finding;
pub mod import;
pub mod mapping;
pub mod moment;
pub mod number;
pub mod reading;
pub mod repeats;
pub mod requirements;
pub mod shape;
pub mod sheet;

pub use finding::{Finding, Findings, Reason, Weight};
pub use import::{Import, Preview, Refusal};
pub use mapping::{Column, Mapping};
pub use reading::{Cell, Entry, Reading};
pub use shape::{Kind, Shape, Sink, Target};
pub use sheet::{Separator, Sheet};

/// A header, choice or synonym in the form in which they are compared: lower case, half-width, and
/// nothing but letters and digits.
#[must_use]
pub fn fold(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Full-width forms, which Chinese keyboards write for digits and signs, as their plain twins.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            _ => c,
        })
        .collect()
}
