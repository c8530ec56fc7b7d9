//! What people still have to learn: kind `training_need`, which a course may answer (SPEC modules 4 and 5).
//! Never in here: courses, attendance, edits.

use std::borrow::Cow;

use crate::ledger::{Record, RecordId};
use crate::records::person::Layer;
use crate::time::Date;

pub const KIND: &str = "training_need";
pub const TITLE: &str = "title";
/// A person's id, or a name in free text.
pub const OWNER: &str = "owner";
/// The date it is to be met by, such as `"2026-01-31"`.
pub const DUE: &str = "due";
/// The record it came from: a lesson of a drill.
pub const CAUSE: &str = "cause";
/// The layer of people it concerns; absent: all.
pub const LAYER: &str = "layer";

#[derive(Clone, Copy)]
pub struct TrainingNeed<'a>(pub Record<'a>);

impl<'a> TrainingNeed<'a> {
    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    #[must_use]
    pub fn owner(&self) -> Cow<'a, str> {
        self.0.text(OWNER)
    }

    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.0.read(DUE)
    }

    #[must_use]
    pub fn layer(&self) -> Option<Layer> {
        Layer::parse(&self.0.text(LAYER))
    }

    #[must_use]
    pub fn cause(&self) -> Option<RecordId> {
        self.0.reference(CAUSE)
    }
}
