//! Requirements: what a customer asks of a supplier, from draft to settled. SPEC module 2.
//! Never in here: the kinds themselves (`records`), other modules, importing tables (`import`).

pub mod edits;
pub mod model;
pub mod report;
