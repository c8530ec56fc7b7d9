//! The improvement programme: kind `programme`, of which a workspace has one.
//! Never in here: its measures and its dashboard.

use crate::ledger::{Record, Workspace};
use crate::time::Date;

pub const KIND: &str = "programme";
/// A date; targets fall due within twelve months of it (SPEC module 0).
pub const START: &str = "start";

#[derive(Clone, Copy)]
pub struct Programme<'a>(pub Record<'a>);

impl<'a> Programme<'a> {
    /// The programme; of several that two firms began apart, the one with the smallest id.
    #[must_use]
    pub fn of(ws: &'a Workspace) -> Option<Self> {
        ws.of_kind(KIND).next().map(Self)
    }

    #[must_use]
    pub fn start(&self) -> Option<Date> {
        self.0.read(START)
    }
}
