//! Entering how often classes of anomalies came, for firms whose anomalies are not records yet.
//! Never in here: counting anomalies, coverage (`report`).

use std::collections::BTreeMap;

use crate::ledger::{Edit, Plan, Value, Workspace};
use crate::records::frequency::{CLASS, COUNT, FROM, Frequency, KIND, TO};
use crate::time::Date;

/// Says how often a class came from a first to a last date. Said again, the number is replaced.
pub struct EnterFrequency {
    pub class: String,
    pub count: u32,
    pub from: Date,
    pub to: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrequencyRefusal {
    ClassMissing,
    /// It ends before it begins.
    Backwards,
}

impl Edit for EnterFrequency {
    type Refusal = FrequencyRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), FrequencyRefusal> {
        let class = self.class.trim();
        if class.is_empty() {
            return Err(FrequencyRefusal::ClassMissing);
        }
        if self.to < self.from {
            return Err(FrequencyRefusal::Backwards);
        }
        let said =
            |f: &Frequency<'_>| f.class() == class && f.period() == Some((self.from, self.to));
        let known = plan.ws().of_kind(KIND).map(Frequency).find(said);
        let record = match known {
            Some(known) => known.0.id().clone(),
            None => plan.create(KIND),
        };
        plan.set(&record, CLASS, Value::text(class));
        plan.set(&record, COUNT, Value::of(&self.count));
        plan.set(&record, FROM, Value::of(&self.from));
        plan.set(&record, TO, Value::of(&self.to));
        Ok(())
    }
}

/// How often each class came, of what was entered for periods that lie within these dates.
#[must_use]
pub fn entered(ws: &Workspace, from: Date, to: Date) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for frequency in ws.of_kind(KIND).map(Frequency) {
        let inside = |(first, last): (Date, Date)| from <= first && last <= to;
        if frequency.period().is_some_and(inside) {
            let sum: &mut u32 = counts.entry(frequency.class().into_owned()).or_default();
            *sum = sum.saturating_add(frequency.count());
        }
    }
    counts
}
