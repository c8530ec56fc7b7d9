//! A firm at its desk, without a browser: a workspace, a clock that is set by hand, one person.
//! Never in here: assertions.

use tandem::ledger::{
    Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Value, Workspace, WriterId,
};
use tandem::records::{party, person};
use tandem::time::Instant;

pub struct Firm {
    pub ws: Workspace,
    pub now: Instant,
    pub me: Author,
    names: Names,
}

struct Names {
    writer: WriterId,
    next: u32,
}

impl Mint for Names {
    fn change_id(&mut self) -> ChangeId {
        self.next += 1;
        ChangeId {
            writer: self.writer,
            seq: self.next - 1,
        }
    }

    fn bits(&mut self) -> u128 {
        self.next += 1;
        u128::from(self.writer.0) << 64 | u128::from(self.next)
    }
}

impl Firm {
    /// `number` makes its names differ from those of other firms.
    pub fn new(number: u64, name: &str) -> Self {
        let mut names = Names {
            writer: WriterId(number),
            next: 0,
        };
        let me = Author {
            party: RecordId::from_bits(party::KIND, names.bits()),
            person: RecordId::from_bits(person::KIND, names.bits()),
        };
        let mut firm = Self {
            ws: Workspace::new(),
            now: Instant(1_700_000_000_000),
            me,
            names,
        };
        let (party_id, person_id) = (firm.me.party.clone(), firm.me.person.clone());
        firm.set(&party_id, party::NAME, Value::text(name));
        firm.set(&person_id, person::NAME, Value::text("Lin"));
        firm.set(&person_id, person::PARTY, Value::of(&party_id));
        firm
    }

    pub fn party(&self) -> RecordId {
        self.me.party.clone()
    }

    /// A name for a new record of another kind than its edits make.
    pub fn name(&mut self, kind: &str) -> RecordId {
        RecordId::from_bits(kind, self.names.bits())
    }

    pub fn wait(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
    }

    pub fn commit<E: Edit>(&mut self, edit: &E) -> Result<Vec<Change>, E::Refusal> {
        let mut plan = Plan::new(&self.ws, self.now, &self.me, &mut self.names);
        edit.plan(&mut plan)?;
        let changes = plan.finish();
        self.ws.insert_all(changes.iter().cloned());
        Ok(changes)
    }

    /// Writes one field, whatever the modules would say.
    pub fn set(&mut self, record: &RecordId, field: &str, value: Value) {
        struct Set<'a>(&'a RecordId, &'a str, Value);
        impl Edit for Set<'_> {
            type Refusal = std::convert::Infallible;
            fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
                plan.write(self.0, self.1, self.2.clone());
                Ok(())
            }
        }
        let Ok(_) = self.commit(&Set(record, field, value));
    }

    /// Writes several fields in one change, as another program may have.
    pub fn put(&mut self, record: &RecordId, fields: &[(&str, Value)]) {
        struct Put<'a>(&'a RecordId, &'a [(&'a str, Value)]);
        impl Edit for Put<'_> {
            type Refusal = std::convert::Infallible;
            fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
                for (field, value) in self.1 {
                    plan.write(self.0, field, value.clone());
                }
                Ok(())
            }
        }
        let Ok(_) = self.commit(&Put(record, fields));
    }

    /// Everything the other knows comes in, as a merge of its file would bring it.
    pub fn hear(&mut self, other: &Firm) {
        self.ws.insert_all(other.ws.changes().cloned());
        self.now = self.now.max(other.now);
    }
}
