//! A moment in UTC milliseconds, its arithmetic and its ISO 8601 text.
//! Never in here: zones by name, the wall clock, texts for a reader's locale.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::civil::Civil;

/// Lengths of time are plain `i64` milliseconds; these name the usual ones.
pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
/// Twenty-four elapsed hours, not a civil day: those can be 23 or 25 hours long.
pub const DAY: i64 = 24 * HOUR;

/// A moment: milliseconds since 1970-01-01T00:00:00Z, stored as that integer (LEDGER 26).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub const MIN: Self = Self(i64::MIN);
    pub const MAX: Self = Self(i64::MAX);

    /// This moment moved by `ms`; stops at the ends of the range.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This moment moved by `ms`, or `None` where that leaves the range.
    #[must_use]
    pub const fn checked_plus(self, ms: i64) -> Option<Self> {
        match self.0.checked_add(ms) {
            Some(ms) => Some(Self(ms)),
            None => None,
        }
    }

    /// Milliseconds from `earlier` to this moment, negative if it is the later one; saturating.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads ISO 8601 with date, time and offset: `2026-01-31T14:05:06.789+08:00`.
    ///
    /// Seconds and their fraction may be missing, `T` may be a space, the offset may be `Z`,
    /// `+08:00`, `+0800` or `+08`. Digits past the millisecond are dropped. A text without an
    /// offset is no moment and gives `None`, and so does a date that does not exist.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let text = text.trim();
        let (civil, rest) = Civil::parse_prefix(text)?;
        let offset = parse_offset(rest.strip_prefix(' ').unwrap_or(rest))?;
        civil.0.checked_sub(offset.checked_mul(SECOND)?).map(Self)
    }

    /// `2026-01-31T06:05:06.789Z`; years outside 0–9999 as ±six digits or more, as ISO 8601 has it.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{}Z", Civil(self.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", Civil(self.0))
    }
}

/// Seconds east of UTC from `Z`, `+08:00`, `+0800` or `+08`, the whole text or nothing.
pub(crate) fn parse_offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    // Tables made by word processors carry the real minus sign.
    let (sign, digits) = if let Some(rest) = text.strip_prefix('+') {
        (1, rest)
    } else {
        (-1, text.strip_prefix(['-', '\u{2212}'])?)
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => (digits.get(..2)?, digits.get(2..)?),
        5 if digits.get(2..3) == Some(":") => (digits.get(..2)?, digits.get(3..)?),
        _ => return None,
    };
    if !hours
        .bytes()
        .chain(minutes.bytes())
        .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}
