//! Drills 桌面推演 (SPEC module 4): scenarios, the run of one as a fold over its log, scores, lessons.
//! Never in here: other modules, clocks of a browser, anything that touches records outside a rehearsal
//! except the lessons a person writes.
//!
//! `scenario` is the typed model, `reading` reads its JSON through `object`, `finding` names what is odd.

pub mod finding;
mod object;
pub mod reading;
pub mod scenario;
