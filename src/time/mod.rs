//! Time: instants, spans, civil dates, zones as data, calendars and limits. Pure.
//! Never in here: the wall clock (now is passed in), the browser, words for a reader, records.
//!
//! Read in this order:
//! - [`instant`]: a moment, UTC milliseconds, and its ISO 8601 text.
//! - [`span`]: half-open stretches of time and normalised sets of them.
//! - [`civil`]: dates and wall-clock readings that do not know a zone yet.
//! - [`zone`]: a zone as data, so that both firms compute the same whatever their browsers know.
//! - [`calendar`]: weekly windows, dated exceptions, effective dates (LEDGER 26).
//! - [`days`]: amounts of working days as exact fractions (LEDGER 27).
//! - [`schedule`]: the successive calendars of a party as one: working time of a span, when it is used up.
//! - [`limit`]: limits in elapsed or working time, and what became of them (LEDGER 28).
//! - [`timeline`]: a span cut into stretches, each with why it counts or does not.
//!
//! All arithmetic saturates or says `None`; nothing panics anywhere in the range of `i64`.

pub mod calendar;
pub mod civil;
pub mod days;
pub mod instant;
pub mod limit;
pub mod schedule;
pub mod span;
pub mod timeline;
pub mod zone;

pub use calendar::Calendar;
pub use civil::{Civil, Date};
pub use days::Days;
pub use instant::{DAY, HOUR, Instant, MINUTE, SECOND};
pub use limit::{Heard, Limit};
pub use schedule::Schedule;
pub use span::{Span, Spans};
pub use zone::Zone;
