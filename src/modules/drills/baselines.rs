//! Keeping what handling took before the programme: from a drill, or as it was measured elsewhere.
//! Never in here: comparing with it (`report`), which one counts (`records::baseline`).

use super::report::HANDLING;
use crate::kpi;
use crate::ledger::{Edit, Plan, RecordId, Value, Workspace};
use crate::records::baseline::{self, Baseline, DATE, KIND, KPI, SAMPLE, VALUE};
use crate::time::{DAY, Date};

/// The drill a baseline was taken from; it is what others are compared with, not one of them.
pub const DRILL: &str = "drill";

/// Keeps a baseline of drills at one speed. An earlier one stays on record; the latest date counts.
#[derive(Clone, Debug, PartialEq)]
pub struct KeepBaseline {
    /// As `report::handling_key` has it.
    pub key: String,
    pub baseline: kpi::Baseline,
    pub drill: Option<RecordId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineRefusal {
    /// Not the key of a handling time.
    UnknownKpi,
    /// No time, or none above nothing.
    NoValue,
    /// A date to come would outdo every baseline until then.
    InTheFuture,
    /// Taken from nothing: then there is no figure.
    NoSample,
    Gone,
}

impl Edit for KeepBaseline {
    type Refusal = BaselineRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), BaselineRefusal> {
        let speed = self.key.strip_prefix(HANDLING);
        if speed.is_none_or(|speed| !speed.starts_with('.')) {
            return Err(BaselineRefusal::UnknownKpi);
        }
        let kpi::Baseline {
            value,
            date,
            sample,
        } = self.baseline;
        if !value.is_finite() || value <= 0.0 {
            return Err(BaselineRefusal::NoValue);
        }
        // Where it is latest on Earth, the date is at most one ahead of UTC's.
        if date > Date(plan.now().0.div_euclid(DAY)).plus(1) {
            return Err(BaselineRefusal::InTheFuture);
        }
        if sample == 0 {
            return Err(BaselineRefusal::NoSample);
        }
        let id = plan.create(KIND);
        plan.set(&id, KPI, Value::text(&self.key));
        plan.set(&id, VALUE, Value::of(&value));
        plan.set(&id, DATE, Value::of(&date));
        plan.set(&id, SAMPLE, Value::of(&sample));
        if let Some(drill) = &self.drill {
            // A change of its own: what only names the drill must not keep the figure back.
            plan.then(&id);
            plan.set(&id, DRILL, Value::of(drill));
        }
        Ok(())
    }
}

/// Puts a baseline into the bin.
pub struct DropBaseline(pub RecordId);

impl Edit for DropBaseline {
    type Refusal = BaselineRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), BaselineRefusal> {
        let record = plan.ws().record(&self.0);
        record
            .filter(|r| r.kind() == KIND && !r.is_deleted())
            .ok_or(BaselineRefusal::Gone)?;
        plan.delete(&self.0);
        Ok(())
    }
}

/// The drill that the baseline in force was taken from, if it was one.
#[must_use]
pub fn drill_behind(ws: &Workspace, key: &str) -> Option<RecordId> {
    baseline::of(ws, key)?.0.reference(DRILL)
}

/// The whole baselines of a key, the one that counts first.
#[must_use]
pub fn history<'a>(ws: &'a Workspace, key: &str) -> Vec<Baseline<'a>> {
    let all = ws.of_kind(KIND).map(Baseline);
    let mut whole: Vec<Baseline<'a>> = all.filter(|b| b.kpi() == key && b.is_whole()).collect();
    whole.sort_by_key(|b| (std::cmp::Reverse(b.date()), b.0.id().clone()));
    whole
}
