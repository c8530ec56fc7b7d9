//! What a KPI was before the programme: kind `baseline` 基准值 (SPEC, words and module 13).
//! Never in here: computing it, comparing with it (`kpi`).

use std::borrow::Cow;

use crate::ledger::{Record, Workspace};
use crate::time::Date;

pub const KIND: &str = "baseline";
/// The key of the KPI, as `kpi` names it.
pub const KPI: &str = "kpi";
/// A JSON number in the KPI's own unit: a share, a count per requirement, milliseconds.
pub const VALUE: &str = "value";
/// The date it was taken on, such as `"2026-01-31"`.
pub const DATE: &str = "date";
/// How many rows it was taken from.
pub const SAMPLE: &str = "sample";

#[derive(Clone, Copy)]
pub struct Baseline<'a>(pub Record<'a>);

impl<'a> Baseline<'a> {
    #[must_use]
    pub fn kpi(&self) -> Cow<'a, str> {
        self.0.text(KPI)
    }

    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let value: Option<f64> = self.0.read(VALUE);
        value.filter(|v| v.is_finite())
    }

    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.0.read(DATE)
    }

    #[must_use]
    pub fn sample(&self) -> Option<u32> {
        self.0.read(SAMPLE)
    }

    /// Whether it has all that makes it a baseline: a value, a date and a sample of at least one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.value().is_some() && self.date().is_some() && self.sample().is_some_and(|n| n > 0)
    }
}

/// The baseline of a KPI that counts: of the whole ones the latest, of one date the smallest id.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, kpi: &str) -> Option<Baseline<'a>> {
    let all = ws.of_kind(KIND).map(Baseline);
    let whole = all.filter(|b| b.kpi() == kpi && b.is_whole());
    whole.max_by_key(|b| (b.date(), std::cmp::Reverse(b.0.id().clone())))
}
