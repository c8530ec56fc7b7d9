//! Quarterly totals for partners: groups of at least three people, stored, and never revised in a way that
//! tells of fewer than three (SPEC module 5).
//! Never in here: whom they are shared with before somebody says so; names of people in what is shared.
//!
//! A `training_total` says a quarter, groups, heads and hours, and is said once. What it was counted from, by
//! person, is its `training_basis`, which never leaves. A revision is a further total. It is refused where,
//! against any earlier one of the quarter, the amounts of one or two people of a group differ: the
//! difference of the two totals would be theirs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::credit::{Hours, Rates};
use super::model::{BASIS, TOTAL};
use super::report::Member;
use super::tally::Book;
use crate::exchange::share_with;
use crate::ledger::{Edit, Plan, Record, RecordId, Value, Workspace};
use crate::records::person::Layer;
use crate::records::said::Said;
use crate::records::same_as::SameAs;
use crate::time::{Date, Instant};

/// The fewest people a total may be of, and a revision may tell of.
pub const FEWEST: usize = 3;

const QUARTER: &str = "quarter";
const GROUPS: &str = "groups";
/// Of a basis: the total it belongs to, and the amount of each person by group.
const TOTAL_REF: &str = "total";
const AMOUNTS: &str = "amounts";

/// A quarter of a year, 1–4. Text: `2026-Q3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i64,
    pub number: u32,
}

impl Quarter {
    #[must_use]
    pub fn of(date: Date) -> Self {
        let (year, month, _) = date.ymd();
        Self {
            year,
            number: (month - 1) / 3 + 1,
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-Q")?;
        let number = number.parse().ok().filter(|n| (1..=4).contains(n))?;
        Some(Self {
            year: year.parse().ok()?,
            number,
        })
    }

    #[must_use]
    pub fn first(self) -> Date {
        Date::from_ymd(self.year, self.number * 3 - 2, 1).unwrap_or_default()
    }

    /// The first day of the next.
    #[must_use]
    pub fn end(self) -> Date {
        let (year, number) = match self.number {
            4 => (self.year + 1, 1),
            number => (self.year, number + 1),
        };
        Self { year, number }.first()
    }

    #[must_use]
    pub fn before(self) -> Self {
        Self::of(self.first().plus(-1))
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

/// One group of a total, as partners get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The layers in it, by name.
    pub layers: Vec<String>,
    pub people: u32,
    /// Thousandths of a 学时.
    pub hours: i64,
}

/// What a group was counted from: thousandths of a 学时 by person.
type Amounts = BTreeMap<RecordId, i64>;

/// Groups by their layers.
pub type Counted = BTreeMap<Vec<Layer>, Amounts>;

/// The quarter's hours of everybody who was there in it, in groups of at least three: layers that are too
/// small go together with the next. `None` for fewer than three people in all. Who is in a group that was
/// published before stays in it.
#[must_use]
pub fn count(
    members: &[Member],
    book: &Book,
    rates: &Rates,
    quarter: Quarter,
    before: Option<&Counted>,
) -> Option<Counted> {
    let (first, end) = (quarter.first(), quarter.end());
    let here = |m: &&Member| {
        m.joined.is_none_or(|joined| joined < end) && m.left.is_none_or(|left| first <= left)
    };
    let amount = |member: &Member| {
        let learnt = book.learnt(&member.id).into_iter();
        let entries = learnt.flat_map(|l| &l.entries);
        let within = entries.filter(|e| (first..end).contains(&e.date));
        rates.hours(within.map(|e| (e.date, e.minutes))).0
    };
    let mut counted = Counted::new();
    match before {
        Some(before) => {
            counted.extend(before.keys().map(|layers| (layers.clone(), Amounts::new())));
            for member in members.iter().filter(here) {
                let former = before.iter().find(|(_, all)| all.contains_key(&member.id));
                let own = |(layers, _): &(&Vec<Layer>, &Amounts)| layers.contains(&member.layer);
                let group = former.or_else(|| before.iter().find(own));
                let group = group.or_else(|| before.iter().next());
                if let Some(all) = group.and_then(|(layers, _)| counted.get_mut(layers)) {
                    all.insert(member.id.clone(), amount(member));
                }
            }
        }
        None => {
            let mut layers: Vec<Layer> = Vec::new();
            let mut group = Amounts::new();
            for layer in Layer::ALL {
                let own = members.iter().filter(here).filter(|m| m.layer == layer);
                let own: Amounts = own.map(|m| (m.id.clone(), amount(m))).collect();
                if own.is_empty() {
                    continue;
                }
                layers.push(layer);
                group.extend(own);
                if group.len() >= FEWEST {
                    counted.insert(std::mem::take(&mut layers), std::mem::take(&mut group));
                }
            }
            // Those left over are too few for a group of their own.
            if let Some((mut last, mut all)) = counted.pop_last() {
                last.extend(layers);
                all.extend(group);
                counted.insert(last, all);
            }
        }
    }
    let enough = counted.values().all(|all| all.len() >= FEWEST);
    (enough && !counted.is_empty()).then_some(counted)
}

/// How many people of a group have another amount, or are only in one of the two.
fn differing(one: &Amounts, other: &Amounts) -> usize {
    let in_one = one.iter().filter(|(id, h)| other.get(id) != Some(h));
    let only_other = other.keys().filter(|id| !one.contains_key(id));
    in_one.count() + only_other.count()
}

/// Whether the difference of two totals of a quarter would tell of fewer than three people. Groups that
/// were cut otherwise could be set against each other, so they would as well.
#[must_use]
pub fn tells_of_few(one: &Counted, other: &Counted) -> bool {
    let same_groups = one.keys().eq(other.keys());
    let mut pairs = one.values().zip(other.values());
    !same_groups || pairs.any(|(one, other)| (1..FEWEST).contains(&differing(one, other)))
}

/// A total as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    pub id: RecordId,
    pub by: RecordId,
    pub said: Instant,
    pub quarter: Quarter,
    pub groups: Vec<Group>,
}

impl Total {
    #[must_use]
    pub fn of(record: &Record<'_>) -> Option<Self> {
        let said = Said::of(record, GROUPS)?;
        Some(Self {
            id: record.id().clone(),
            by: said.change.by.party.clone(),
            said: said.change.at,
            quarter: Quarter::parse(&said.text(QUARTER))?,
            groups: said.read(GROUPS)?,
        })
    }
}

/// Every total, the latest quarter first and of each the latest said.
#[must_use]
pub fn totals(ws: &Workspace) -> Vec<Total> {
    let mut all: Vec<Total> = ws.of_kind(TOTAL).filter_map(|r| Total::of(&r)).collect();
    all.sort_by(|a, b| {
        let key = |t: &Total| (t.quarter, t.said, t.id.clone());
        key(b).cmp(&key(a))
    });
    all
}

/// What the totals of one's own for a quarter were counted from, the earliest first; those in the bin
/// were said all the same. Who was entered twice reads as one.
#[must_use]
pub fn bases(ws: &Workspace, people: &SameAs, quarter: Quarter) -> Vec<Counted> {
    let mut all: Vec<(Instant, RecordId, Counted)> = ws
        .all_of_kind(BASIS)
        .filter_map(|record| {
            let said = Said::of(&record, AMOUNTS)?;
            let of = Quarter::parse(&said.text(QUARTER))?;
            let stored: Vec<(Vec<String>, BTreeMap<RecordId, i64>)> = said.read(AMOUNTS)?;
            let groups = stored.into_iter().map(|(layers, amounts)| {
                let layers = layers.iter().filter_map(|l| Layer::parse(l)).collect();
                let mut own = Amounts::new();
                for (id, hours) in amounts {
                    *own.entry(people.canonical(&id).clone()).or_default() += hours;
                }
                (layers, own)
            });
            let counted: Counted = groups.collect();
            (of == quarter).then(|| (said.change.at, record.id().clone(), counted))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, _, counted)| counted).collect()
}

/// Why a total is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalRefusal {
    /// Fewer than three people were there.
    TooFew,
    /// The quarter is not over.
    NotOver,
    /// The difference to an earlier one would tell of one or two people.
    TellsOfFew,
    /// It would say what was said before.
    NothingNew,
    NoPartner,
}

/// Says a quarter's totals to partners: a first time, again to others, or revised.
pub struct Publish {
    pub quarter: Quarter,
    pub counted: Option<Counted>,
    pub today: Date,
    pub parties: Vec<RecordId>,
}

impl Edit for Publish {
    type Refusal = TotalRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), TotalRefusal> {
        if self.today < self.quarter.end() {
            return Err(TotalRefusal::NotOver);
        }
        if self.parties.is_empty() {
            return Err(TotalRefusal::NoPartner);
        }
        let counted = self.counted.as_ref().ok_or(TotalRefusal::TooFew)?;
        let ws = plan.ws();
        let people = SameAs::of_people(ws);
        let before = bases(ws, &people, self.quarter);
        if counted.values().any(|all| all.len() < FEWEST) {
            return Err(TotalRefusal::TooFew);
        }
        if before.iter().any(|earlier| tells_of_few(earlier, counted)) {
            return Err(TotalRefusal::TellsOfFew);
        }
        let own = plan.me().party.clone();
        let mut parties: std::collections::BTreeSet<RecordId> =
            self.parties.iter().cloned().collect();
        parties.insert(own.clone());
        let last = totals(ws)
            .into_iter()
            .find(|t| t.quarter == self.quarter && t.by == own);
        if let (Some(last), true) = (&last, before.last() == Some(counted)) {
            // The same figures for more partners: the same record.
            let record = ws.record(&last.id);
            let listed: Vec<RecordId> = record.and_then(|r| r.read("audience")).unwrap_or_default();
            if parties.iter().all(|p| listed.contains(p)) {
                return Err(TotalRefusal::NothingNew);
            }
            parties.extend(listed);
            share_with(plan, &last.id, &parties);
            return Ok(());
        }
        let name = |layers: &[Layer]| layers.iter().map(|l| l.as_str().to_owned()).collect();
        let groups: Vec<Group> = counted
            .iter()
            .map(|(layers, all)| Group {
                layers: name(layers),
                people: all.len() as u32,
                hours: all.values().sum(),
            })
            .collect();
        let amounts: Vec<(Vec<String>, &Amounts)> = counted
            .iter()
            .map(|(layers, all)| (name(layers), all))
            .collect();
        let quarter = Value::text(&self.quarter.to_string());
        let total = plan.create(TOTAL);
        share_with(plan, &total, &parties);
        plan.set(&total, QUARTER, quarter.clone());
        plan.set(&total, GROUPS, Value::of(&groups));
        let basis = plan.create(BASIS);
        plan.set(&basis, TOTAL_REF, Value::of(&total));
        plan.set(&basis, QUARTER, quarter);
        plan.set(&basis, AMOUNTS, Value::of(&amounts));
        Ok(())
    }
}

/// Hours of all groups together.
#[must_use]
pub fn sum(groups: &[Group]) -> (u32, Hours) {
    let people = groups.iter().map(|g| g.people).sum();
    (people, groups.iter().map(|g| Hours(g.hours)).sum())
}
