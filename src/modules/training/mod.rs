//! Training 培训学时 (SPEC module 5): courses, trainings, hours of every person and year, totals for partners.
//! Never in here: other modules. That people took part in a drill is read from `records::participation`.
//!
//! `model` reads the records, `edits` and `hours_edits` write them. `credit` is arithmetic of 学时, `tally`
//! collects who learnt what, `standing` says what is still valid, `report` is the yearly ledger with its
//! figures, `totals` what partners get. `roster` reads pasted lists by way of `names`, `table` writes one,
//! `view` shows.

pub mod credit;
pub mod edits;
pub mod hours_edits;
pub mod model;
pub mod names;
pub mod report;
pub mod roster;
pub mod standing;
pub mod tally;
pub mod totals;
