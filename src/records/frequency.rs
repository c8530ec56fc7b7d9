//! How often a class of anomalies came in a period, as somebody entered it: kind `frequency` (SPEC module 4).
//! Never in here: counting anomalies that are records, edits.

use std::borrow::Cow;

use crate::ledger::Record;
use crate::time::Date;

pub const KIND: &str = "frequency";
pub const CLASS: &str = "class";
/// A JSON integer.
pub const COUNT: &str = "count";
/// The first and the last date of the period, such as `"2026-01-31"`.
pub const FROM: &str = "from";
pub const TO: &str = "to";

#[derive(Clone, Copy)]
pub struct Frequency<'a>(pub Record<'a>);

impl<'a> Frequency<'a> {
    #[must_use]
    pub fn class(&self) -> Cow<'a, str> {
        self.0.text(CLASS)
    }

    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.read(COUNT).unwrap_or(0)
    }

    /// The first and the last date it speaks of.
    #[must_use]
    pub fn period(&self) -> Option<(Date, Date)> {
        Some((self.0.read(FROM)?, self.0.read(TO)?))
    }
}
