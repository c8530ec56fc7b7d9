//! Stating how much time a limit gives, from now on.
//! Never in here: which statement counts (`records::allowance`), showing anything.

use crate::ledger::{Edit, Plan, RecordId, Value};
use crate::records::allowance::{self, Allowance, Allowances};
use crate::records::limits::Clock;
use crate::records::party;
use crate::records::same_as::SameAs;
use crate::time::{Instant, MINUTE};

/// States what `party` is given to answer in. A new record each time, so that what began under an
/// earlier statement keeps its verdict (LEDGER 26).
pub struct StateAllowance {
    /// The party that has to answer: one's own, or a partner for which it is recorded.
    pub party: RecordId,
    pub clock: Clock,
    pub allowance: Allowance,
    /// It holds for what begins then or later; now if `None`.
    pub from: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowanceRefusal {
    Gone,
    NoAmount,
    /// It would change what began already.
    InThePast,
    /// The same holds already by one's own word.
    NothingNew,
}

impl Edit for StateAllowance {
    type Refusal = AllowanceRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), AllowanceRefusal> {
        let record = plan.ws().record(&self.party);
        let known = record.is_some_and(|r| r.kind() == party::KIND && !r.is_deleted());
        if !known {
            return Err(AllowanceRefusal::Gone);
        }
        if self.allowance.amount == 0 {
            return Err(AllowanceRefusal::NoAmount);
        }
        let from = self.from.unwrap_or(plan.now());
        if from < plan.now().plus(-MINUTE) {
            return Err(AllowanceRefusal::InThePast);
        }
        let joins = SameAs::of(plan.ws());
        let me = joins.canonical(&plan.me().party);
        let party = joins.canonical(&self.party);
        let stated = Allowances::of(plan.ws(), &joins).by(party, me, self.clock, from);
        if stated.is_some_and(|stated| stated == self.allowance) {
            return Err(AllowanceRefusal::NothingNew);
        }
        let id = plan.create(allowance::KIND);
        plan.set(&id, allowance::PARTY, Value::of(&self.party));
        plan.set(&id, allowance::CLOCK, Value::text(self.clock.as_str()));
        plan.set(&id, allowance::ALLOWS, Value::of(&self.allowance));
        plan.set(&id, allowance::FROM, Value::of(&from));
        Ok(())
    }
}
