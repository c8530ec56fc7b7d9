//! Parties, relations and people as the pages read them.
//! Never in here: signals, words for a reader, writing anything.

use crate::ledger::{RecordId, Workspace};
use crate::records::party::{self, Party, PartyKind, Relation, Role};
use crate::records::person::{self, Layer, Person};
use crate::records::same_as::SameAs;
use crate::time::Date;

use super::edits::Tie;

/// A party as the list shows it; joined ones are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: RecordId,
    pub name: String,
    pub kind: PartyKind,
    pub own: bool,
    pub ties: Vec<Tie>,
    pub people: usize,
    pub marked: bool,
}

/// Every party once: one's own first, the others by name.
#[must_use]
pub fn cards(ws: &Workspace, joins: &SameAs, me: &RecordId) -> Vec<Card> {
    let all = ws.of_kind(party::KIND);
    let mut cards: Vec<Card> = all
        .filter(|r| joins.canonical(r.id()) == r.id())
        .map(|record| {
            let mut ties: Vec<Tie> = relations(ws, joins, me, record.id())
                .into_iter()
                .filter_map(|r| r.tie)
                .collect();
            ties.sort();
            ties.dedup();
            Card {
                id: record.id().clone(),
                name: party::name_of(ws, record.id()),
                kind: Party(record).kind(),
                own: joins.same(record.id(), me),
                ties,
                people: people(ws, joins, record.id()).len(),
                marked: record.is_marked(),
            }
        })
        .collect();
    cards.sort_by(|a, b| (!a.own, &a.name, &a.id).cmp(&(!b.own, &b.name, &b.id)));
    cards
}

/// One relation a party is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRow {
    pub id: RecordId,
    pub from: RecordId,
    pub to: RecordId,
    pub role: Role,
    /// What the party is to us; `None` for a relation between others, and for our own page.
    pub tie: Option<Tie>,
}

/// The readable relations of a party, by id.
#[must_use]
pub fn relations(
    ws: &Workspace,
    joins: &SameAs,
    me: &RecordId,
    party: &RecordId,
) -> Vec<RelationRow> {
    let all = ws.of_kind(party::RELATION).map(Relation);
    all.filter_map(|relation| {
        let (from, to, role) = (relation.from()?, relation.to()?, relation.role()?);
        let (is_from, is_to) = (joins.same(&from, party), joins.same(&to, party));
        (is_from || is_to).then_some(())?;
        let ours = |id: &RecordId| joins.same(id, me);
        let tie = match role {
            _ if ours(party) => None,
            Role::Supplies if is_from && ours(&to) => Some(Tie::Supplier),
            Role::Supplies if is_to && ours(&from) => Some(Tie::Customer),
            Role::Advises if is_from && ours(&to) => Some(Tie::Advisor),
            Role::Advises if is_to && ours(&from) => Some(Tie::Client),
            _ => None,
        };
        Some(RelationRow {
            id: relation.0.id().clone(),
            from,
            to,
            role,
            tie,
        })
    })
    .collect()
}

/// One person of a party, with what is known in private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    pub id: RecordId,
    pub name: String,
    pub layer: Layer,
    pub email: String,
    pub phone: String,
    pub joined: Option<Date>,
    pub left: Option<Date>,
    pub marked: bool,
}

/// The people of a party and of those it was joined with, by layer and name.
#[must_use]
pub fn people(ws: &Workspace, joins: &SameAs, party: &RecordId) -> Vec<PersonRow> {
    let all = ws.of_kind(person::KIND).map(Person);
    let of_it = all.filter(|p| p.party().is_some_and(|p| joins.same(&p, party)));
    let mut rows: Vec<PersonRow> = of_it
        .map(|person| {
            let personal = person.personal();
            let text = |read: fn(&person::Personal<'_>) -> String| {
                personal.as_ref().map(read).unwrap_or_default()
            };
            PersonRow {
                id: person.0.id().clone(),
                name: person::name_of(ws, person.0.id()),
                layer: person.layer(),
                email: text(|p| p.email().into_owned()),
                phone: text(|p| p.phone().into_owned()),
                joined: personal.as_ref().and_then(|p| p.joined()),
                left: personal.as_ref().and_then(|p| p.left()),
                marked: person.0.is_marked(),
            }
        })
        .collect();
    rows.sort_by(|a, b| (a.layer, &a.name, &a.id).cmp(&(b.layer, &b.name, &b.id)));
    rows
}

/// The party whose page shows a record of this module.
#[must_use]
pub fn party_of(ws: &Workspace, me: &RecordId, id: &RecordId) -> Option<RecordId> {
    let record = ws.record(id)?;
    match id.kind() {
        party::KIND => Some(id.clone()),
        party::RELATION => {
            let relation = Relation(record);
            let from = relation.from().filter(|from| from != me);
            from.or_else(|| relation.to())
        }
        person::KIND | crate::records::calendar::KIND => record.reference(person::PARTY),
        person::PERSONAL | crate::records::calendar::DAY => party_of(ws, me, &record.parent()?),
        _ => None,
    }
}
