//! Parties, people, relations, calendars. SPEC module 0.
//! Never in here: the kinds themselves (`records`), who receives what.

pub mod edits;
