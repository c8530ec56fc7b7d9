//! The people of the sample at their desks: each does edits as its own firm, at stated moments.
//! Never in here: what they do; the wall clock; randomness that is not from the seed.

use std::fmt;

use crate::ledger::{Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Workspace, WriterId};
use crate::shell::founding::{Founding, first_records};
use crate::time::Instant;

/// One of the three firms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Firm {
    Supplier,
    Maker,
    Retailer,
}

impl Firm {
    pub const ALL: [Firm; 3] = [Firm::Supplier, Firm::Maker, Firm::Retailer];
}

/// An edit of the sample was refused: the sample and the rules do not agree, which tests rule out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFault(String);

impl SampleFault {
    pub(super) fn new(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl fmt::Display for SampleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sample could not be made: {}", self.0)
    }
}

fn names(writers: &mut [Names; 3], firm: Firm) -> &mut Names {
    let [supplier, maker, retailer] = writers;
    match firm {
        Firm::Supplier => supplier,
        Firm::Maker => maker,
        Firm::Retailer => retailer,
    }
}

fn changes_of<E: Edit>(mut plan: Plan<'_>, edit: &E) -> Result<Vec<Change>, SampleFault>
where
    E::Refusal: fmt::Debug,
{
    let refused = |refusal| {
        let edit = std::any::type_name::<E>();
        SampleFault(format!("{edit} was refused: {refusal:?}"))
    };
    edit.plan(&mut plan).map_err(refused)?;
    Ok(plan.finish())
}

/// All three firms, who hear of each other at once.
pub(super) struct Office {
    ws: Workspace,
    writers: [Names; 3],
}

/// Names drawn from the seed: the same seed gives the same records and changes.
struct Names {
    writer: WriterId,
    next: u32,
    state: u64,
}

impl Names {
    /// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough for names that only have to differ.
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Mint for Names {
    fn change_id(&mut self) -> ChangeId {
        let id = ChangeId {
            writer: self.writer,
            seq: self.next,
        };
        self.next += 1;
        id
    }

    fn bits(&mut self) -> u128 {
        u128::from(self.draw()) << 64 | u128::from(self.draw())
    }
}

impl Office {
    pub fn new(seed: u64) -> Self {
        let names = |firm: Firm| {
            let mut names = Names {
                writer: WriterId(0),
                next: 0,
                state: seed ^ (firm as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93),
            };
            names.writer = WriterId(names.draw());
            names
        };
        Self {
            ws: Workspace::new(),
            writers: Firm::ALL.map(names),
        }
    }

    /// A firm begins, as it would in an empty workspace of its own.
    pub fn found(&mut self, firm: Firm, at: Instant, founding: &Founding) -> Author {
        let (author, changes) = first_records(founding, names(&mut self.writers, firm), at);
        self.ws.insert_all(changes);
        author
    }

    /// Does an edit as someone of a firm at a moment; gives the record it wrote first.
    pub fn act<E: Edit>(
        &mut self,
        (firm, by): (Firm, &Author),
        at: Instant,
        edit: &E,
    ) -> Result<RecordId, SampleFault>
    where
        E::Refusal: fmt::Debug,
    {
        let plan = Plan::new(&self.ws, at, by, names(&mut self.writers, firm));
        let changes = changes_of(plan, edit)?;
        self.take_in(changes)
    }

    /// The same by someone who has not heard of anything written since a moment: how rivals come
    /// about between firms that exchange files once a day.
    pub fn act_unaware<E: Edit>(
        &mut self,
        (firm, by): (Firm, &Author),
        (at, since): (Instant, Instant),
        edit: &E,
    ) -> Result<RecordId, SampleFault>
    where
        E::Refusal: fmt::Debug,
    {
        let known = self.ws.without(|change| change.at >= since);
        let plan = Plan::new(&known, at, by, names(&mut self.writers, firm));
        let changes = changes_of(plan, edit)?;
        self.take_in(changes)
    }

    fn take_in(&mut self, changes: Vec<Change>) -> Result<RecordId, SampleFault> {
        let first = changes.first().map(|c| c.record.clone());
        self.ws.insert_all(changes);
        first.ok_or_else(|| SampleFault::new("an edit wrote nothing"))
    }

    pub fn changes(&self) -> Vec<Change> {
        self.ws.changes_in_order().into_iter().cloned().collect()
    }
}
