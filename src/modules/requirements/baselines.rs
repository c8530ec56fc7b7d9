//! Keeping what a figure was before the programme: typed in, or taken from rows (SPEC, words; module 13).
//! Never in here: comparing with it (`kpi`), which one counts (`records::baseline`).

use crate::kpi::Average;
use crate::ledger::{Edit, Plan, Value};
use crate::records::baseline::{DATE, KIND, KPI, SAMPLE, VALUE};
use crate::time::Date;

use super::report::{CHANGES, CYCLE, UNCLEAR};

/// The figures that are compared with a baseline.
pub const COMPARED: [&str; 3] = [CHANGES, UNCLEAR, CYCLE];

/// Keeps a baseline. An earlier one stays on record; the latest date counts.
#[derive(Clone, Debug, PartialEq)]
pub struct SetBaseline {
    pub kpi: String,
    /// In the figure's own unit.
    pub value: f64,
    pub date: Date,
    /// How many rows it was taken from.
    pub sample: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineRefusal {
    /// Not a figure that is compared with a baseline.
    UnknownKpi,
    /// Not a number, or below zero.
    NoValue,
    /// Taken from nothing: then there is no figure.
    NoSample,
}

impl SetBaseline {
    /// What a figure is now, as the baseline of the programme that begins; `None` without a figure.
    #[must_use]
    pub fn taken_from(average: &Average, date: Date) -> Option<Self> {
        Some(Self {
            kpi: average.key.to_owned(),
            value: average.value()?,
            date,
            sample: u32::try_from(average.denominator()).ok()?,
        })
    }
}

impl Edit for SetBaseline {
    type Refusal = BaselineRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), BaselineRefusal> {
        if !COMPARED.contains(&self.kpi.as_str()) {
            return Err(BaselineRefusal::UnknownKpi);
        }
        if !self.value.is_finite() || self.value < 0.0 {
            return Err(BaselineRefusal::NoValue);
        }
        if self.sample == 0 {
            return Err(BaselineRefusal::NoSample);
        }
        let id = plan.create(KIND);
        plan.set(&id, KPI, Value::text(&self.kpi));
        plan.set(&id, VALUE, Value::of(&self.value));
        plan.set(&id, DATE, Value::of(&self.date));
        plan.set(&id, SAMPLE, Value::of(&self.sample));
        Ok(())
    }
}
