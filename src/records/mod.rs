//! Typed, total readings of the record kinds that more than one module uses, and their field names.
//! Never in here: screens, edits, words for a reader, anything that writes.
//!
//! A reading is a thin struct over [`Record`](crate::ledger::Record): what is absent or does not fit
//! reads as a default (LEDGER 9), so no reading can fail. Field names are constants next to it.

pub mod accord;
pub mod allowance;
pub mod baseline;
pub mod calendar;
pub mod change_request;
pub mod document;
pub mod entitled;
pub mod explain;
pub mod frequency;
pub mod holidays;
pub mod hours;
pub mod improvement;
pub mod limits;
pub mod matrix;
pub mod matrix_fix;
pub mod message;
pub mod milestone;
pub mod number;
pub mod order;
pub mod participation;
pub mod party;
pub mod pause;
pub mod person;
pub mod private;
pub mod programme;
pub mod requirement;
pub mod responsibility;
pub mod said;
pub mod same_as;
pub mod stage;
pub mod training_need;
pub mod turn;
