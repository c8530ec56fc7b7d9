//! Responsibility matrices 分工表 (SPEC module 1): who does what, who answers for it.
//! Never in here: other modules; what several of them read of a task is in `records::matrix`.

pub mod edits;
pub mod model;
pub mod paste;
pub mod report;
