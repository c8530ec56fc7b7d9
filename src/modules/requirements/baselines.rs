//! Keeping what a figure was before the programme: typed in, or taken from rows (SPEC, words; module 13).
//! Never in here: comparing with it (`kpi`), which one counts (`records::baseline`).

use crate::kpi::Average;
use crate::ledger::{Edit, Plan, RecordId, Value, Workspace};
use crate::records::baseline::{Baseline, DATE, KIND, KPI, SAMPLE, VALUE};
use crate::time::{DAY, Date};

use super::report::{CHANGES, CYCLE, UNCLEAR};

/// The figures that are compared with a baseline.
pub const COMPARED: [&str; 3] = [CHANGES, UNCLEAR, CYCLE];

/// Keeps a baseline. An earlier one stays on record; the latest date counts.
#[derive(Clone, Debug, PartialEq)]
pub struct SetBaseline {
    pub kpi: String,
    /// In the figure's own unit.
    pub value: f64,
    /// On which it was taken.
    pub date: Option<Date>,
    /// How many rows it was taken from.
    pub sample: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineRefusal {
    /// Not a figure that is compared with a baseline.
    UnknownKpi,
    /// Not a number, or below zero.
    NoValue,
    NoDate,
    /// A date to come would outdo every baseline until then.
    InTheFuture,
    /// Taken from nothing: then there is no figure.
    NoSample,
    /// It was taken away meanwhile.
    Gone,
}

impl SetBaseline {
    /// What a figure is now, as the baseline of the programme that begins; `None` without a figure.
    #[must_use]
    pub fn taken_from(average: &Average, date: Date) -> Option<Self> {
        Some(Self {
            kpi: average.key.to_owned(),
            value: average.value()?,
            date: Some(date),
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
        let date = self.date.ok_or(BaselineRefusal::NoDate)?;
        // Where it is latest on Earth, the date is at most one ahead of UTC's.
        if date > Date(plan.now().0.div_euclid(DAY)).plus(1) {
            return Err(BaselineRefusal::InTheFuture);
        }
        if self.sample == 0 {
            return Err(BaselineRefusal::NoSample);
        }
        let id = plan.create(KIND);
        plan.set(&id, KPI, Value::text(&self.kpi));
        plan.set(&id, VALUE, Value::of(&self.value));
        plan.set(&id, DATE, Value::of(&date));
        plan.set(&id, SAMPLE, Value::of(&self.sample));
        Ok(())
    }
}

/// Takes a baseline away; it goes to the bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropBaseline {
    pub baseline: RecordId,
}

impl Edit for DropBaseline {
    type Refusal = BaselineRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), BaselineRefusal> {
        let record = plan.ws().record(&self.baseline);
        record
            .filter(|r| r.kind() == KIND && !r.is_deleted())
            .ok_or(BaselineRefusal::Gone)?;
        plan.delete(&self.baseline);
        Ok(())
    }
}

/// The whole baselines of a figure, the one that counts first.
#[must_use]
pub fn history<'a>(ws: &'a Workspace, kpi: &str) -> Vec<Baseline<'a>> {
    let all = ws.of_kind(KIND).map(Baseline);
    let mut whole: Vec<Baseline<'a>> = all.filter(|b| b.kpi() == kpi && b.is_whole()).collect();
    whole.sort_by_key(|b| (std::cmp::Reverse(b.date()), b.0.id().clone()));
    whole
}
