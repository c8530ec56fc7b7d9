//! What a firm says again in its own name, because a partner is not to learn who said it first (rule 13).
//! Never in here: what is withheld, or a decision to send.
//!
//! A firm that was made from a partner's file has a card which that partner wrote. Others do not get
//! what a stranger to them wrote, and would see a firm without a name.

use std::collections::BTreeSet;
use std::convert::Infallible;

use super::audience::{AUDIENCE, Audiences, COLUMN, audience, names_audience};
use super::sharing::{Sharing, Verdict};
use crate::ledger::{
    Author, Change, ChangeId, Edit, Field, Mint, PARENT, Plan, Record, RecordId, Value, Workspace,
    Write, WriterId,
};
use crate::records::{calendar, party, person};
use crate::time::Instant;

/// By kind, what is said again.
const SAID: [(&str, &[&str]); 4] = [
    (
        party::KIND,
        &[party::NAME, party::SHORT_NAME, party::PARTY_KIND],
    ),
    (person::KIND, &[person::PARTY, person::NAME, person::LAYER]),
    (
        calendar::KIND,
        &[
            calendar::PARTY,
            calendar::NAME,
            calendar::ZONE,
            calendar::WEEKS,
            calendar::ANCHOR,
            calendar::FROM,
            calendar::TO,
        ],
    ),
    (
        calendar::DAY,
        &[PARENT, calendar::DATE, calendar::WINDOWS, calendar::REASON],
    ),
];

/// A firm adopts the card that a partner wrote for it (rule 12), and whoever begins the record of
/// theirs: both are said again.
pub struct Adopt;

impl Edit for Adopt {
    type Refusal = Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Infallible> {
        let (ws, me) = (plan.ws(), plan.me());
        let audiences = Audiences::of(ws);
        let ours = audiences.joins().ids_as_said_by(&me.party, &me.party);
        for record in [&me.party, &me.person]
            .into_iter()
            .filter_map(|id| ws.record(id))
        {
            say_again(plan, &record, &ours, |c| ours.contains(&c.by.party));
        }
        Ok(())
    }
}

/// Before files to these parties are written: what one of them is to see of a party's card, of our
/// people and of our calendars, and would not because of who wrote it, is said again. And where one of
/// them does not get a record of ours any more and cannot be told by the change that ended it, the end
/// is. What was said again once is not said again, whatever others write.
pub struct SayAgain {
    pub to: Vec<RecordId>,
}

impl Edit for SayAgain {
    type Refusal = Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Infallible> {
        let (ws, me) = (plan.ws(), plan.me());
        let audiences = Audiences::of(ws);
        let ours = audiences.joins().ids_as_said_by(&me.party, &me.party);
        let suspects = suspects(ws, &ours);
        let mut ended = BTreeSet::new();
        for to in &self.to {
            let sharing = Sharing::new(&audiences, &me.party, to);
            for (record, party) in &suspects {
                if sharing.shares(party) {
                    let seen = |c: &Change| sharing.verdict(c) == Verdict::Shared;
                    say_again(plan, record, &ours, seen);
                }
            }
            for record in ws.records().filter(names_its_audience) {
                let creator = audiences.creator(record.id());
                let is_ours = creator.is_some_and(|party| ours.contains(&party));
                // One word more ends it for all who have to hear it.
                if is_ours && !ended.contains(record.id()) && end_again(plan, &sharing, &record) {
                    ended.insert(record.id().clone());
                }
            }
        }
        Ok(())
    }
}

/// The workspace as it will be once that was said; `None` if there is nothing to say.
pub fn said_again(ws: &Workspace, me: &Author, to: &RecordId, now: Instant) -> Option<Workspace> {
    let mut mint = Preview(0);
    let mut plan = Plan::new(ws, now, me, &mut mint);
    let edit = SayAgain {
        to: vec![to.clone()],
    };
    let Ok(()) = edit.plan(&mut plan);
    let changes = plan.finish();
    if changes.is_empty() {
        return None;
    }
    let mut then = Workspace::new();
    then.insert_all(ws.changes().cloned().chain(changes));
    Some(then)
}

/// Names for changes that are only looked at.
struct Preview(u32);

impl Mint for Preview {
    fn change_id(&mut self) -> ChangeId {
        self.0 += 1;
        ChangeId {
            writer: WriterId(u64::MAX),
            seq: self.0,
        }
    }

    fn bits(&mut self) -> u128 {
        u128::from(self.0)
    }
}

fn said_of(record: &Record<'_>) -> impl Iterator<Item = &'static str> + use<> {
    let of_kind = SAID.into_iter().filter({
        let kind = record.kind().to_owned();
        move |(of, _)| *of == kind
    });
    of_kind.flat_map(|(_, fields)| fields).copied()
}

/// The records that may need it, each with the party it is about: somebody wrote them who is neither
/// of us nor of that party, and so may be a stranger to a partner of ours.
fn suspects<'a>(ws: &'a Workspace, ours: &BTreeSet<RecordId>) -> Vec<(Record<'a>, RecordId)> {
    let about = |record: &Record<'a>| match record.kind() {
        party::KIND => Some(record.id().clone()),
        calendar::DAY => ws.record(&record.parent()?)?.reference(calendar::PARTY),
        // A person's and a calendar's field have one name.
        _ => record.reference(person::PARTY),
    };
    let all = SAID.into_iter().flat_map(|(kind, _)| ws.of_kind(kind));
    let all = all.filter_map(|record| Some((record, about(&record)?)));
    let ours_to_say = |(record, party): &(Record<'a>, RecordId)| {
        let by_stranger = |c: &Change| !ours.contains(&c.by.party) && c.by.party != *party;
        (record.kind() == party::KIND || ours.contains(party))
            && record.changes().into_iter().any(by_stranger)
    };
    all.filter(ours_to_say).collect()
}

/// Says again each field that does not look, from the changes that are `seen`, as it does here. What
/// is undecided here stays so.
fn say_again(
    plan: &mut Plan<'_>,
    record: &Record<'_>,
    ours: &BTreeSet<RecordId>,
    seen: impl Fn(&Change) -> bool,
) {
    let mut there = Workspace::new();
    let changes = record.changes().into_iter();
    there.insert_all(changes.filter(|c| seen(c)).cloned());
    let there = there.record(record.id());
    for name in said_of(record) {
        let Some(field) = record.field(name).filter(|f| !f.is_rivals()) else {
            continue;
        };
        let heads = there.and_then(|r| r.field(name));
        let shown = there.and_then(|r| r.value(name));
        let differs = shown != record.value(name) || heads.is_some_and(|f| f.is_rivals());
        if differs && !said(&field, ours, &seen) {
            // A write that only strangers overtook is still a head to those who do not get theirs.
            let also: Vec<ChangeId> = heads
                .iter()
                .flat_map(Field::heads)
                .map(|(c, _)| c.id)
                .collect();
            plan.write_over(record.id(), name, field.value().clone(), &also);
        }
    }
}

fn names_its_audience(record: &Record<'_>) -> bool {
    let mut fields = record.fields();
    fields.any(|field| names_audience(record.id(), field.name().as_str()))
}

/// Says in our own name that the other one does not get a record any more, if what ended it is not for
/// it to see and it would go on counting itself in. Says whether that was needed.
fn end_again(plan: &mut Plan<'_>, sharing: &Sharing<'_>, record: &Record<'_>) -> bool {
    let id = record.id();
    let untold = sharing.untold(record).filter(|untold| !untold.is_empty());
    let Some(untold) = untold else {
        return false;
    };
    let mut there = Workspace::new();
    let changes = record.changes().into_iter();
    there.insert_all(changes.filter(|c| !untold.contains(&c.id)).cloned());
    let counts = audience(&there, id);
    let gone: Vec<&RecordId> = sharing.other().intersection(&counts).collect();
    if gone.is_empty() {
        return false;
    }
    // What only strangers overtook is still a head to the one who is told.
    let heads = |field: &str| -> Vec<ChangeId> {
        let field = there.record(id).and_then(|r| r.field(field));
        let heads = field.iter().flat_map(Field::heads).map(|(c, _)| c.id);
        heads.collect()
    };
    if names_audience(id, AUDIENCE) {
        // Nobody is named to the one who leaves: who stays is said in a further change.
        let stay: BTreeSet<RecordId> = sharing.audience(id);
        plan.write_over(
            id,
            AUDIENCE,
            Value::of(&BTreeSet::<RecordId>::new()),
            &heads(AUDIENCE),
        );
        if stay.len() > 1 {
            plan.then(id);
            plan.set(id, AUDIENCE, Value::of(&stay));
        }
    } else {
        for party in gone {
            let column = format!("{COLUMN}{party}");
            plan.write_over(id, &column, Value::bool(false), &heads(&column));
        }
    }
    true
}

/// Whether we said the same before and it is withheld for another reason: saying it again is no help.
fn said(field: &Field<'_>, ours: &BTreeSet<RecordId>, seen: impl Fn(&Change) -> bool) -> bool {
    let same = |(c, w): &(&Change, &Write)| {
        ours.contains(&c.by.party) && w.value == *field.value() && !seen(c)
    };
    field.history().iter().any(same)
}
