//! The parties that get a record (rule 13), read from the record itself and from what it belongs to.
//! Never in here: what a partner has received, or anything that depends on who is reading.
//!
//! An audience is kept as circles: two parties share a record when one circle holds them both. Most
//! records have one. A party's card has one for each record that names the party together with others,
//! so that both ends of an exchange, seeing different relations, still agree on what they share. What
//! was written in one of several circles is for that one: its author is a stranger in the others.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::obeyed::{Allowed, Parties, allowed, allowed_among};
use crate::ledger::{
    Change, ChangeId, DELETED, Field, PARENT, Plan, Record, RecordId, Value, Workspace, Write,
};

/// The field that names an audience by hand: a JSON list of party ids.
pub(super) const AUDIENCE: &str = "audience";
/// Fields named `party.<party id>` put a party in when they are true.
pub(super) const COLUMN: &str = "party.";
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
        "external_hours" | "training_setting" | "training_standard" | "training_basis"
        | "purge" => Rule::Own,
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
    let first = |name: &&str| first_write(&record.field(name)?.history());
    let founding = founding(rule(record)).iter().filter_map(first);
    let change: Option<&Change> = founding.min_by_key(|c| (c.at, c.id));
    change.or_else(|| record.creation())
}

/// The earliest of these writes of a field that is over none of them.
fn first_write<'a>(writes: &[(&'a Change, &'a Write)]) -> Option<&'a Change> {
    let known: FxHashSet<ChangeId> = writes.iter().map(|(c, _)| c.id).collect();
    let first = writes
        .iter()
        .filter(|(_, w)| !w.over.iter().any(|o| known.contains(o)));
    first.map(|(c, _)| *c).min_by_key(|c| (c.at, c.id))
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

/// Parties that get a record together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Circle {
    parties: Group,
    /// They get it through what they share of another record, as others do who are strangers to
    /// them: of its changes they get those made by one of them.
    closed: bool,
}

impl Circle {
    fn open(parties: Group) -> Self {
        Self {
            parties,
            closed: false,
        }
    }

    fn closed(parties: Group) -> Self {
        Self {
            parties,
            closed: true,
        }
    }

    fn sees(&self, author: &RecordId) -> bool {
        !self.closed || self.parties.contains(author)
    }
}

/// The parties that get one record.
#[derive(Clone, Debug, Default)]
pub struct Sharers {
    /// Two parties share the record when one of these holds them both.
    circles: Vec<Circle>,
    /// The parties that were ever among those the record names itself.
    ever: Option<Group>,
    not_obeyed: Vec<ChangeId>,
}

impl Sharers {
    pub fn join(&self, one: &Parties, other: &Parties) -> bool {
        self.between(one, other).next().is_some()
    }

    fn between<'s>(&'s self, one: &Parties, other: &Parties) -> impl Iterator<Item = &'s Circle> {
        let circles = self.circles.iter();
        circles.filter(|c| meets(&c.parties, one, other))
    }

    /// Whether both were once among the parties of the record, though one of them is no longer.
    pub fn joined_once(&self, one: &Parties, other: &Parties) -> bool {
        self.ever.as_ref().is_some_and(|g| meets(g, one, other))
    }

    /// Whether the record's own history may name this party to the two: it is, or once was, one of
    /// those who get it with them.
    pub fn names(&self, party: &RecordId, one: &Parties, other: &Parties) -> bool {
        let mut between = self.between(one, other);
        between.any(|c| c.parties.contains(party))
            || self.ever.as_ref().is_some_and(|g| g.contains(party))
    }

    /// Whether what this party wrote of the record is for both.
    pub fn hear(&self, author: &RecordId, one: &Parties, other: &Parties) -> bool {
        self.between(one, other).any(|c| c.sees(author))
    }

    pub fn parties(&self) -> BTreeSet<RecordId> {
        let all = self.circles.iter().flat_map(|c| c.parties.iter());
        all.cloned().collect()
    }

    fn holds(&self, party: &RecordId) -> bool {
        self.circles.iter().any(|c| c.parties.contains(party))
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
    /// For each party the circles it is named in together with others.
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
            // Of a card nothing may have come here though others are named with its party.
            return self.as_named_with(id);
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
                circles: vec![Circle::open(with_creator(all.now))],
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
                let mut sharers = self.as_named_with(id);
                sharers.circles.push(Circle::closed(close(own)));
                sharers
            }
            Rule::OfParty => self.as_card(&record, trusted),
            Rule::Child => self.as_parent(&record, trusted),
        }
    }

    /// The circles a party is named in together with others.
    fn as_named_with(&self, party: &RecordId) -> Sharers {
        let linked = self.links().get(party).into_iter().flatten().cloned();
        Sharers {
            circles: linked.map(Circle::closed).collect(),
            ..Sharers::default()
        }
    }

    /// A record that hangs on a party is shared as the party's card is.
    fn as_card(&self, record: &Record<'_>, trusted: Parties) -> Sharers {
        let mut sharers = Sharers::default();
        if let Some(field) = record.field(PARTY) {
            let all = allowed(&field, &trusted, one_party);
            let writes = field.history();
            let named: Parties = writes
                .iter()
                .flat_map(|(_, w)| one_party(&w.value))
                .collect();
            for party in named {
                let circles = self.sharers(&party).circles.clone();
                let those = circles
                    .into_iter()
                    .filter(|c| self.now_in(c, &field, &all, one_party).contains(&party));
                sharers.circles.extend(those);
            }
            sharers.not_obeyed = all.not_obeyed;
        }
        sharers.circles.push(Circle::closed(Rc::new(trusted)));
        sharers
    }

    /// What a field allows as those of a circle read it, who may not get all of its writes.
    fn now_in(
        &self,
        circle: &Circle,
        field: &Field<'_>,
        all: &Allowed,
        names: impl FnMut(&Value) -> Parties,
    ) -> Parties {
        let (seen, unseen): (Vec<_>, Vec<_>) = field
            .history()
            .into_iter()
            .partition(|(c, _)| circle.sees(&c.by.party));
        if unseen.is_empty() {
            return all.now.clone();
        }
        let Some(first) = first_write(&seen) else {
            return Parties::new();
        };
        let creator = &first.by.party;
        let trusted = self.joins.ids_as_said_by(creator, creator);
        allowed_among(&seen, &trusted, names).now
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
        let parent = |value: &Value| RecordId::parse(&value.as_text()?);
        let parties = |value: &Value| {
            let parent = parent(value).map(|id| self.sharers(&id).parties());
            parent.unwrap_or_default()
        };
        let all = allowed(&field, &trusted, parties);
        let writes = field.history();
        let parents: BTreeSet<RecordId> = writes
            .iter()
            .filter_map(|(_, w)| parent(&w.value))
            .collect();
        // What was written of it where it was before is not for those it came to.
        let moved = parents.len() > 1;
        let circles = parents
            .iter()
            .flat_map(|id| self.sharers(id).circles.clone());
        let circles: BTreeSet<Circle> = circles.collect();
        let cut_down = circles.into_iter().map(|circle| {
            let now = self.now_in(&circle, &field, &all, parties);
            let closed = circle.closed || moved;
            let parties = if circle.parties.is_subset(&now) {
                circle.parties
            } else {
                Rc::new(circle.parties.intersection(&now).cloned().collect())
            };
            Circle { parties, closed }
        });
        let mut circles: Vec<Circle> = cut_down.filter(|c| !c.parties.is_empty()).collect();
        if circles.is_empty() {
            circles.push(Circle::open(Rc::new(trusted)));
        }
        Sharers {
            circles,
            ever: None,
            not_obeyed: all.not_obeyed,
        }
    }

    /// Whether a record names this party together with others.
    pub(super) fn is_named_with(&self, party: &RecordId) -> bool {
        self.links().contains_key(party)
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
                for Circle { parties: group, .. } in &self.sharers(record.id()).circles {
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
