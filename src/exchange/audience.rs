//! The parties that get a record (rule 13), read from the record itself and from what it belongs to.
//! Never in here: what a partner has received, or anything that depends on who is reading.
//!
//! An audience is kept as groups: two parties share a record when one group holds them both. Most
//! records have one group. A party's card has one for each record that names the party together with
//! others, so that both ends of an exchange, seeing different relations, still agree on what they share.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::obeyed::{Allowed, Parties, allowed};
use crate::ledger::{Change, ChangeId, DELETED, PARENT, Plan, Record, RecordId, Value, Workspace};

/// The field that names an audience by hand: a JSON list of party ids.
const AUDIENCE: &str = "audience";
/// Fields named `party.<party id>` put a party in when they are true.
const COLUMN: &str = "party.";
const PARTY: &str = "party";
const SAME_AS: &str = "same_as";

/// How far `parent` links are followed; deeper only a forger nests.
const MAX_DEPTH: usize = 16;

/// How a kind of record says who gets it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rule {
    /// The creator's own party, whatever it belongs to.
    Own,
    /// The parties of its `party.<id>` fields.
    Columns,
    /// The parties these fields name.
    Named(&'static [&'static str]),
    /// A party's own record.
    Card,
    /// As the card of the party its `party` field names.
    OfParty,
    /// As its parent.
    Child,
    /// The list in its `audience` field.
    Listed,
}

fn rule(record: &Record<'_>) -> Rule {
    match record.kind() {
        "draft" | "note" | "cost" | "link" | "course" | "training" | "personal" => Rule::Own,
        "matrix" | "meeting" | "goal" | "plan" | "improvement" | "risk" | "drill" => Rule::Columns,
        "requirement" => Rule::Named(&["requester", "provider"]),
        "relation" => Rule::Named(&["from", "to"]),
        PARTY => Rule::Card,
        "person" | "calendar" | "limit" => Rule::OfParty,
        _ if record.field(PARENT).is_some() => Rule::Child,
        "anomaly" | "message" | "review" => Rule::Named(&["from", "to"]),
        _ => Rule::Listed,
    }
}

/// The fields whose first write makes their author the creator of a record.
fn founding(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::Own | Rule::Listed => &[AUDIENCE],
        Rule::Columns => &["title"],
        Rule::Named(fields) => fields,
        Rule::Card => &["name"],
        Rule::OfParty => &[PARTY],
        Rule::Child => &[PARENT],
    }
}

/// What brought a record into being. A clock that lags must not make a partner who first fills an
/// empty field its creator, so the fields a record starts with are asked before all others.
pub(super) fn founding_change<'a>(record: &Record<'a>) -> Option<&'a Change> {
    let first = |name: &&str| {
        let field = record.field(name)?;
        let writes = field.history().into_iter();
        writes
            .filter(|(_, w)| w.over.is_empty())
            .map(|(c, _)| c)
            .min_by_key(|c| (c.at, c.id))
    };
    let founding = founding(rule(record)).iter().filter_map(first);
    let change: Option<&Change> = founding.min_by_key(|c| (c.at, c.id));
    change.or_else(|| record.creation())
}

/// Two parties said to be one: `same_as` of `from` names `to`, as written by `by`.
struct Join {
    from: RecordId,
    to: RecordId,
    by: RecordId,
}

/// Every `same_as` in force.
#[derive(Default)]
pub struct Joins(Vec<Join>);

impl Joins {
    pub fn of(ws: &Workspace) -> Self {
        let join = |card: Record<'_>| {
            let field = card.field(SAME_AS)?;
            Some(Join {
                from: card.id().clone(),
                to: RecordId::parse(&field.value().as_text()?)?,
                by: field.change()?.by.party.clone(),
            })
        };
        Self(ws.all_of_kind(PARTY).filter_map(join).collect())
    }

    /// Every id that reads as this party, whoever said so: for recognising one's own files.
    pub fn ids_of(&self, party: &RecordId) -> BTreeSet<RecordId> {
        self.closure(std::iter::once(party.clone()).collect(), |_| true)
    }

    /// Every id that reads as this party when only `by` is believed: for giving records away.
    pub fn ids_as_said_by(&self, by: &RecordId, party: &RecordId) -> BTreeSet<RecordId> {
        self.closure(std::iter::once(party.clone()).collect(), |j| j.by == *by)
    }

    fn closure(&self, mut ids: Parties, believed: impl Fn(&Join) -> bool) -> Parties {
        let joins: Vec<&Join> = self.0.iter().filter(|j| believed(j)).collect();
        loop {
            let before = ids.len();
            for join in &joins {
                if ids.contains(&join.from) || ids.contains(&join.to) {
                    ids.insert(join.from.clone());
                    ids.insert(join.to.clone());
                }
            }
            if ids.len() == before {
                return ids;
            }
        }
    }
}

type Group = Rc<Parties>;

/// The parties that get one record.
#[derive(Clone, Debug, Default)]
pub struct Sharers {
    /// Two parties share the record when one of these holds them both.
    groups: Vec<Group>,
    /// The parties that were ever among those the record names itself.
    ever: Option<Group>,
    not_obeyed: Vec<ChangeId>,
}

impl Sharers {
    pub fn join(&self, one: &Parties, other: &Parties) -> bool {
        self.groups.iter().any(|g| meets(g, one, other))
    }

    /// Whether both were once among the parties of the record, though one of them is no longer.
    pub fn joined_once(&self, one: &Parties, other: &Parties) -> bool {
        self.ever.as_ref().is_some_and(|g| meets(g, one, other))
    }

    /// Whether the record's own history may name this party to those who get it: it is, or once
    /// was, one of them.
    pub fn names(&self, party: &RecordId) -> bool {
        self.holds(party) || self.ever.as_ref().is_some_and(|g| g.contains(party))
    }

    pub fn parties(&self) -> BTreeSet<RecordId> {
        self.groups.iter().flat_map(|g| g.iter()).cloned().collect()
    }

    fn holds(&self, party: &RecordId) -> bool {
        self.groups.iter().any(|g| g.contains(party))
    }
}

fn meets(group: &Parties, one: &Parties, other: &Parties) -> bool {
    !group.is_disjoint(one) && !group.is_disjoint(other)
}

/// The audiences of a workspace, each worked out when first asked for.
pub struct Audiences<'a> {
    ws: &'a Workspace,
    joins: Joins,
    known: RefCell<FxHashMap<RecordId, Rc<Sharers>>>,
    under_way: RefCell<FxHashSet<RecordId>>,
    /// A chain of parents was cut while something is being worked out: not to be remembered.
    cut: Cell<bool>,
    /// For each party the groups it is named in together with others.
    links: OnceCell<BTreeMap<RecordId, BTreeSet<Group>>>,
}

impl<'a> Audiences<'a> {
    pub fn of(ws: &'a Workspace) -> Self {
        Self {
            ws,
            joins: Joins::of(ws),
            known: RefCell::default(),
            under_way: RefCell::default(),
            cut: Cell::new(false),
            links: OnceCell::new(),
        }
    }

    pub fn workspace(&self) -> &'a Workspace {
        self.ws
    }

    pub fn joins(&self) -> &Joins {
        &self.joins
    }

    /// The parties that get a record, under every id its creator says they go by.
    pub fn audience(&self, id: &RecordId) -> BTreeSet<RecordId> {
        self.sharers(id).parties()
    }

    pub fn holds(&self, id: &RecordId, party: &RecordId) -> bool {
        self.sharers(id).holds(party)
    }

    /// Writes that tried to widen the record's audience and were not their author's to make.
    pub fn not_obeyed(&self, id: &RecordId) -> Vec<ChangeId> {
        self.sharers(id).not_obeyed.clone()
    }

    /// The party that brought a record into being: the only one that may widen its audience.
    pub fn creator(&self, id: &RecordId) -> Option<RecordId> {
        let record = self.ws.record(id)?;
        Some(founding_change(&record)?.by.party.clone())
    }

    pub fn sharers(&self, id: &RecordId) -> Rc<Sharers> {
        if let Some(known) = self.known.borrow().get(id) {
            return known.clone();
        }
        if self.under_way.borrow().len() >= MAX_DEPTH || self.under_way.borrow().contains(id) {
            self.cut.set(true);
            return Rc::default();
        }
        self.under_way.borrow_mut().insert(id.clone());
        let sharers = Rc::new(self.work_out(id));
        self.under_way.borrow_mut().remove(id);
        if !self.cut.get() {
            self.known.borrow_mut().insert(id.clone(), sharers.clone());
        }
        if self.under_way.borrow().is_empty() {
            self.cut.set(false);
        }
        sharers
    }

    fn work_out(&self, id: &RecordId) -> Sharers {
        let Some(record) = self.ws.record(id) else {
            return Sharers::default();
        };
        let rule = rule(&record);
        let Some(founding) = founding_change(&record) else {
            return Sharers::default();
        };
        let creator = &founding.by.party;
        let trusted = self.joins.ids_as_said_by(creator, creator);
        let close = |ids: Parties| Rc::new(self.joins.closure(ids, |j| j.by == *creator));
        let direct = |all: Allowed| {
            let with_creator = |mut ids: Parties| {
                ids.insert(creator.clone());
                close(ids)
            };
            Sharers {
                groups: vec![with_creator(all.now)],
                ever: Some(with_creator(all.ever)),
                not_obeyed: all.not_obeyed,
            }
        };
        match rule {
            Rule::Own => direct(Allowed::default()),
            // Whoever holds only the end of a record's audience has no say in who else gets it.
            Rule::Columns | Rule::Listed if self.lacks_beginning(&record) => Sharers::default(),
            Rule::Columns => direct(self.columns(&record, &trusted)),
            Rule::Named(fields) => {
                let fields = fields.iter().filter_map(|name| record.field(name));
                direct(join_all(fields.map(|f| allowed(&f, &trusted, one_party))))
            }
            Rule::Listed => {
                let field = record.field(AUDIENCE).into_iter();
                direct(join_all(field.map(|f| allowed(&f, &trusted, listed))))
            }
            Rule::Card => {
                let own = [creator.clone(), id.clone()].into_iter().collect();
                let linked = self.links().get(id).into_iter().flatten().cloned();
                Sharers {
                    groups: std::iter::once(close(own)).chain(linked).collect(),
                    ..Sharers::default()
                }
            }
            Rule::OfParty => {
                let field = record.field(PARTY);
                let all = field.map_or_else(Allowed::default, |f| allowed(&f, &trusted, one_party));
                let cards = all.now.iter().flat_map(|p| self.sharers(p).groups.clone());
                let mut groups: Vec<Group> = cards.collect();
                groups.push(Rc::new(trusted));
                Sharers {
                    groups,
                    ever: None,
                    not_obeyed: all.not_obeyed,
                }
            }
            Rule::Child => self.as_parent(&record, trusted),
        }
    }

    /// Whether a write that says who gets the record is over one that is not known here.
    fn lacks_beginning(&self, record: &Record<'_>) -> bool {
        let fields = record.fields();
        let mut naming = fields.filter(|f| names_audience(record.id(), f.name().as_str()));
        naming.any(|field| {
            let writes = field.history();
            let mut over = writes.iter().flat_map(|(_, w)| &w.over);
            over.any(|&o| !self.ws.contains(o))
        })
    }

    fn columns(&self, record: &Record<'_>, trusted: &Parties) -> Allowed {
        let columns = record.fields().filter_map(|field| {
            let id = RecordId::parse(field.name().as_str().strip_prefix(COLUMN)?)?;
            Some(allowed(&field, trusted, |value| {
                let is_in = value.as_bool() == Some(true);
                is_in.then(|| id.clone()).into_iter().collect()
            }))
        });
        join_all(columns)
    }

    /// A record that belongs to another is shared as that one is. Moving it to a parent that more
    /// parties see is a widening like any other.
    fn as_parent(&self, record: &Record<'_>, trusted: Parties) -> Sharers {
        let Some(field) = record.field(PARENT) else {
            return Sharers::default();
        };
        let mut groups: BTreeSet<Group> = BTreeSet::new();
        let all = allowed(&field, &trusted, |value| {
            let parent = value.as_text().and_then(|text| RecordId::parse(&text));
            let sharers = parent.map(|id| self.sharers(&id)).unwrap_or_default();
            groups.extend(sharers.groups.iter().cloned());
            sharers.parties()
        });
        let cut_down = groups.into_iter().map(|group| {
            if group.is_subset(&all.now) {
                group
            } else {
                Rc::new(group.intersection(&all.now).cloned().collect())
            }
        });
        let mut groups: Vec<Group> = cut_down.filter(|g| !g.is_empty()).collect();
        if groups.is_empty() {
            groups.push(Rc::new(trusted));
        }
        Sharers {
            groups,
            ever: None,
            not_obeyed: all.not_obeyed,
        }
    }

    /// Records that name several parties show each of them the others' cards: a column of a matrix
    /// would have no name otherwise. One that was deleted no longer does, contested or not: whether a
    /// deletion is contested may hang on a change that only one of two parties has.
    fn links(&self) -> &BTreeMap<RecordId, BTreeSet<Group>> {
        self.links.get_or_init(|| {
            let mut links: BTreeMap<RecordId, BTreeSet<Group>> = BTreeMap::new();
            let mut last: Option<Group> = None;
            for record in self.ws.records() {
                let links_parties = matches!(rule(&record), Rule::Columns | Rule::Named(_));
                if !links_parties || record.flag(DELETED) {
                    continue;
                }
                for group in &self.sharers(record.id()).groups {
                    // Most records in a row are between the same parties.
                    if group.len() < 2 || last.as_ref() == Some(group) {
                        continue;
                    }
                    for party in group.iter() {
                        let known = links.entry(party.clone()).or_default();
                        known.insert(group.clone());
                    }
                    last = Some(group.clone());
                }
            }
            links
        })
    }
}

/// The parties that get one record. For more than one, keep an [`Audiences`].
pub fn audience(ws: &Workspace, id: &RecordId) -> BTreeSet<RecordId> {
    Audiences::of(ws).audience(id)
}

/// Says by hand who gets a record: first who stays, and in a further change who comes. So whoever is
/// taken out can be told of it without learning who came instead (rule 13).
pub fn share_with(plan: &mut Plan<'_>, record: &RecordId, parties: &BTreeSet<RecordId>) {
    let known = plan.ws().record(record).and_then(|r| r.field(AUDIENCE));
    let before = known.map(|f| listed(f.value())).unwrap_or_default();
    let stay: Parties = before.intersection(parties).cloned().collect();
    if stay.len() < before.len() && stay.len() < parties.len() {
        plan.set(record, AUDIENCE, Value::of(&stay));
        plan.then(record);
    }
    plan.set(record, AUDIENCE, Value::of(parties));
}

/// Whether a write of this field says who gets the record and nothing else.
pub(super) fn names_audience(record: &RecordId, field: &str) -> bool {
    match record.kind() {
        "matrix" | "meeting" | "goal" | "plan" | "improvement" | "risk" | "drill" => {
            field.starts_with(COLUMN)
        }
        _ => field == AUDIENCE,
    }
}

/// The parties that a change says are to get its record.
pub(super) fn let_in(change: &Change) -> Parties {
    let named = change.writes.iter().flat_map(|write| {
        let field = write.field.as_str();
        let column = field.strip_prefix(COLUMN).and_then(RecordId::parse);
        match column {
            Some(id) if write.value.as_bool() == Some(true) => Parties::from([id]),
            None if field == AUDIENCE => listed(&write.value),
            _ => Parties::new(),
        }
    });
    named.collect()
}

fn join_all(all: impl Iterator<Item = Allowed>) -> Allowed {
    all.fold(Allowed::default(), |mut sum, one| {
        sum.now.extend(one.now);
        sum.ever.extend(one.ever);
        sum.not_obeyed.extend(one.not_obeyed);
        sum
    })
}

fn one_party(value: &Value) -> Parties {
    let id = value.as_text().and_then(|text| RecordId::parse(&text));
    id.into_iter().filter(is_party).collect()
}

fn listed(value: &Value) -> Parties {
    let ids: Vec<String> = value.read().unwrap_or_default();
    let ids = ids.iter().filter_map(|text| RecordId::parse(text));
    ids.filter(is_party).collect()
}

fn is_party(id: &RecordId) -> bool {
    id.kind() == PARTY
}
