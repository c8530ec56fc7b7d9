//! The stages of a requirement, read from the causal chain of its `stage` field (LEDGER 8).
//! Never in here: limits and clocks (`limits`), writing a stage (edits), words for a reader.
//!
//! The value of one stage write is an object:
//! `{"act":"propose","at":ms,"for"?,"reason"?,"plan"?,"feasibility"?,"quantity"?,"price"?,"date"?,
//! "owner"?,"review"?,"of"?}`. `at` is the stated moment. `for` names the party an act was entered for
//! by the other of the two (imports, partners without Tandem). An import writes a row's acts in the
//! order of [`Act::ALL`], each over the one before, whatever their stated moments. An act of a newer
//! version cannot be read: it is kept in the log and changes nothing.
//!
//! Who may do what: submit, counter, agree, accept, send back, withdraw: the requester. Acknowledge,
//! propose, commit, start, deliver: the provider. Settle: either, for one pays and the other sees the
//! money; the earliest stated counts. Shelve and revive: either, for both decide what they spend time
//! on. Undo: the party whose act it takes back, and only directly over it.
//!
//! Shelving (搁置) is no stage of its own: the requirement stays where it stands, and a step somebody
//! takes without knowing that it was shelved is not lost. It ends with reviving, or when all is over.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::ledger::{Author, Change, ChangeId, RecordId, STAGE, Value, Write};
use crate::time::Instant;

use super::accord::Accord;
use super::requirement::Requirement;
use super::same_as::SameAs;

/// What a party does to a requirement. The order is the one a smooth requirement goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Submit,
    Acknowledge,
    Propose,
    /// Wants other terms than those proposed.
    Counter,
    /// Takes the terms proposed.
    Agree,
    Commit,
    Start,
    Deliver,
    SendBack,
    Accept,
    Settle,
    Withdraw,
    /// Puts it aside, with an owner, a reason and a date of review.
    Shelve,
    Revive,
    /// Takes back the event it is directly over; `ledger::Undo` writes it.
    Undo,
}

impl Act {
    pub const ALL: [Self; 15] = [
        Self::Submit,
        Self::Acknowledge,
        Self::Propose,
        Self::Counter,
        Self::Agree,
        Self::Commit,
        Self::Start,
        Self::Deliver,
        Self::SendBack,
        Self::Accept,
        Self::Settle,
        Self::Withdraw,
        Self::Shelve,
        Self::Revive,
        Self::Undo,
    ];

    /// The name it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Acknowledge => "acknowledge",
            Self::Propose => "propose",
            Self::Counter => "counter",
            Self::Agree => "agree",
            Self::Commit => "commit",
            Self::Start => "start",
            Self::Deliver => "deliver",
            Self::SendBack => "send_back",
            Self::Accept => "accept",
            Self::Settle => "settle",
            Self::Withdraw => "withdraw",
            Self::Shelve => "shelve",
            Self::Revive => "revive",
            Self::Undo => "undo",
        }
    }

    /// Whether it brings a requirement nearer to its end as both want it; the others question it, put
    /// it aside or give it up.
    #[must_use]
    pub const fn moves_on(self) -> bool {
        !matches!(
            self,
            Self::Counter | Self::SendBack | Self::Withdraw | Self::Shelve | Self::Undo
        )
    }

    /// Which party it takes.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Submit
            | Self::Counter
            | Self::Agree
            | Self::SendBack
            | Self::Accept
            | Self::Withdraw => Side::Requester,
            Self::Acknowledge | Self::Propose | Self::Commit | Self::Start | Self::Deliver => {
                Side::Provider
            }
            Self::Settle | Self::Shelve | Self::Revive | Self::Undo => Side::Either,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Requester,
    Provider,
    Either,
}

/// Where a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Submitted,
    Acknowledged,
    Proposed,
    Committed,
    Executing,
    Delivered,
    Accepted,
    Settled,
    Withdrawn,
}

impl Stage {
    pub const ALL: [Self; 9] = [
        Self::Submitted,
        Self::Acknowledged,
        Self::Proposed,
        Self::Committed,
        Self::Executing,
        Self::Delivered,
        Self::Accepted,
        Self::Settled,
        Self::Withdrawn,
    ];

    /// Its name in addresses and tests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Acknowledged => "acknowledged",
            Self::Proposed => "proposed",
            Self::Committed => "committed",
            Self::Executing => "executing",
            Self::Delivered => "delivered",
            Self::Accepted => "accepted",
            Self::Settled => "settled",
            Self::Withdrawn => "withdrawn",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }

    /// Nothing is owed by anyone any more, but for the money.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Accepted | Self::Settled | Self::Withdrawn)
    }
}

/// What the provider says of what is asked (SPEC module 2, 可行性评估).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feasibility {
    Accept,
    AcceptWithChanges,
    Reject,
    NotOurs,
}

impl Feasibility {
    pub const ALL: [Self; 4] = [
        Self::Accept,
        Self::AcceptWithChanges,
        Self::Reject,
        Self::NotOurs,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptWithChanges => "accept_with_changes",
            Self::Reject => "reject",
            Self::NotOurs => "not_ours",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == text)
    }

    #[must_use]
    pub const fn declines(self) -> bool {
        matches!(self, Self::Reject | Self::NotOurs)
    }
}

/// One stage write as its author states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub act: Act,
    /// The moment the act is said to have happened: what clocks read.
    #[serde(rename = "at")]
    pub stated: Instant,
    /// The party it was entered for, if not the writer's own.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub entered_for: Option<RecordId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When delivery is planned, with `commit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Instant>,
    /// With `propose`; and, as with `counter`, what would have to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feasibility: Option<Feasibility>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Instant>,
    /// With `shelve`: the person who looks after it, and when both look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Instant>,
    /// With `undo`: the change whose stage write it takes back. With `counter`, `agree`, and a
    /// proposal that answers a counter-offer: the change whose offer it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ChangeId>,
}

impl Statement {
    #[must_use]
    pub fn new(act: Act, stated: Instant) -> Self {
        Self {
            act,
            stated,
            entered_for: None,
            reason: String::new(),
            plan: None,
            feasibility: None,
            quantity: None,
            price: None,
            date: None,
            owner: None,
            review: None,
            of: None,
        }
    }

    #[must_use]
    pub fn value(&self) -> Value {
        Value::of(self)
    }
}

/// Why an event is in the log but changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Not a stage value this version can read.
    Unreadable,
    /// It is not for this party to do.
    NotEntitled,
    /// It does not follow from where the requirement stood.
    OutOfOrder,
    /// Two did the same without knowing of each other: the one stated earlier counts.
    SameActTwice,
    /// It repeats what stands, as picking one of two rivals does.
    Restated,
    /// Its author took it back.
    TakenBack,
    /// It means to take back something it is not directly over, or another party's.
    NothingToTakeBack,
}

/// One write of the stage field; none is ever left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub change: ChangeId,
    pub by: Author,
    /// When it was entered, by the writer's clock. Shown; no clock reads it.
    pub entered: Instant,
    /// `None` if it cannot be read.
    pub said: Option<Statement>,
    /// `None` if it counts.
    pub not_counted: Option<Why>,
}

impl Event {
    /// The party whose act it is: the one it was entered for, else the writer's.
    #[must_use]
    pub fn actor(&self) -> &RecordId {
        let entered_for = self.said.as_ref().and_then(|s| s.entered_for.as_ref());
        entered_for.unwrap_or(&self.by.party)
    }

    fn act(&self) -> Option<Act> {
        self.said.as_ref().map(|s| s.act)
    }
}

/// A counted event with what it says.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    pub event: &'a Event,
    pub said: &'a Statement,
}

/// Where a requirement stands, and everything that was ever said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loop {
    /// `None` before anything counted.
    pub stage: Option<Stage>,
    /// The standing proposal declines: rejected, or "not ours".
    pub declined: bool,
    /// What the two have on the table.
    pub accord: Accord,
    /// The change that put it aside, while it is.
    pub shelved: Option<ChangeId>,
    /// How often it was put aside.
    pub times_shelved: usize,
    /// How often it was sent back.
    pub sent_back: usize,
    /// Every write of the field, in causal order.
    pub log: Vec<Event>,
}

impl Loop {
    #[must_use]
    pub fn of(requirement: &Requirement<'_>, joins: &SameAs) -> Self {
        let field = requirement.0.field(STAGE);
        let history = field.map(|f| f.history()).unwrap_or_default();
        let canonical = |id: Option<RecordId>| id.map(|id| joins.canonical(&id).clone());
        let mut fold = Fold {
            history: &history,
            joins,
            taken: HashSet::new(),
            offered: None,
            requester: canonical(requirement.requester()),
            provider: canonical(requirement.provider()),
            out: Self {
                log: history.iter().map(|(c, w)| read(c, w)).collect(),
                ..Self::default()
            },
        };
        fold.set_apart_repetitions();
        fold.take_back();
        for place in 0..history.len() {
            fold.count(place);
        }
        fold.out
    }

    /// The counted events, in causal order.
    pub fn counted(&self) -> impl DoubleEndedIterator<Item = Moment<'_>> {
        let counted = self.log.iter().filter(|e| e.not_counted.is_none());
        counted.filter_map(|event| {
            let said = event.said.as_ref()?;
            Some(Moment { event, said })
        })
    }

    /// The first time an act counted: what limits are measured by.
    #[must_use]
    pub fn first(&self, act: Act) -> Option<Moment<'_>> {
        self.counted().find(|m| m.said.act == act)
    }

    /// The last time an act counted: what stands.
    #[must_use]
    pub fn last(&self, act: Act) -> Option<Moment<'_>> {
        self.counted().rfind(|m| m.said.act == act)
    }

    #[must_use]
    pub fn not_counted(&self) -> usize {
        let apart = self.log.iter().filter(|e| e.not_counted.is_some());
        apart.count()
    }

    /// Whether an act would move the requirement on from where it stands. While it is shelved only
    /// what ends that would.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        let aside = self.shelved.is_some();
        let ends = matches!(act, Act::Shelve | Act::Revive | Act::Accept | Act::Withdraw);
        (ends || !aside)
            && self.accord.may(act)
            && matches!(self.step(act, false), Some(Step::To(_)))
    }

    /// What was said when it was put aside; `None` while it is not.
    #[must_use]
    pub fn shelf(&self) -> Option<Moment<'_>> {
        self.moment(self.shelved?)
    }

    /// A counted event by its change.
    #[must_use]
    pub fn moment(&self, change: ChangeId) -> Option<Moment<'_>> {
        self.counted().find(|m| m.event.change == change)
    }

    fn step(&self, act: Act, for_the_first_time: bool) -> Option<Step> {
        use Stage::{
            Accepted, Acknowledged, Committed, Delivered, Executing, Proposed, Settled, Submitted,
            Withdrawn,
        };
        let Some(stage) = self.stage else {
            return (act == Act::Submit).then_some(Step::To(Submitted));
        };
        let refused = stage == Proposed && self.declined;
        let to = match (act, stage) {
            (Act::Acknowledge, Submitted) => Acknowledged,
            (Act::Propose, Submitted | Acknowledged | Proposed) => Proposed,
            (Act::Counter, Proposed) => Proposed,
            // Who went ahead on terms of their own may still be agreed with.
            (Act::Agree, Proposed | Committed | Executing | Delivered) => stage,
            (Act::Shelve, open) if !open.is_over() => open,
            (Act::Revive, any) if self.shelved.is_some() => any,
            (Act::Commit, Submitted | Acknowledged | Proposed | Committed) if !refused => Committed,
            // A new date while work goes on does not stop the work.
            (Act::Commit, Executing) => Executing,
            (Act::Start, Submitted | Acknowledged | Proposed | Committed) if !refused => Executing,
            (Act::Deliver, Submitted | Acknowledged | Proposed | Committed | Executing)
                if !refused =>
            {
                Delivered
            }
            // A proposal that is sent back has to be made again, a delivery repaired.
            (Act::SendBack, Proposed | Committed) => Acknowledged,
            (Act::SendBack, Delivered) => Executing,
            (
                Act::Accept,
                Submitted | Acknowledged | Proposed | Committed | Executing | Delivered,
            ) => Accepted,
            (Act::Settle, Accepted) => Settled,
            (Act::Withdraw, Submitted | Acknowledged | Proposed | Committed | Executing) => {
                Withdrawn
            }
            // Said after the fact, for the first time: its moment counts, the stage stays.
            (Act::Acknowledge | Act::Propose | Act::Commit, later)
                if later != Withdrawn && !refused && for_the_first_time =>
            {
                return Some(Step::Late);
            }
            _ => return None,
        };
        Some(Step::To(to))
    }
}

enum Step {
    To(Stage),
    Late,
}

fn read(change: &Change, write: &Write) -> Event {
    let said: Option<Statement> = write.value.read();
    Event {
        change: change.id,
        by: change.by.clone(),
        entered: change.at,
        not_counted: said.is_none().then_some(Why::Unreadable),
        said,
    }
}

/// The walk over the log: verdicts are written into `out.log`, the rest of `out` follows.
struct Fold<'a> {
    history: &'a [(&'a Change, &'a Write)],
    joins: &'a SameAs,
    requester: Option<RecordId>,
    provider: Option<RecordId>,
    /// The acts that have counted so far.
    taken: HashSet<Act>,
    /// The counted event that last changed what is on the table, what was there before, and at which
    /// stage.
    offered: Option<(ChangeId, Accord, Stage)>,
    out: Loop,
}

impl Fold<'_> {
    /// A write that repeats, to the byte, one it is over says nothing new.
    fn set_apart_repetitions(&mut self) {
        let mut values: HashMap<ChangeId, Vec<&Value>> = HashMap::new();
        for (place, (change, write)) in self.history.iter().enumerate() {
            let mut replaced = write.over.iter().filter_map(|id| values.get(id)).flatten();
            let repeats = replaced.any(|value| **value == write.value);
            values.entry(change.id).or_default().push(&write.value);
            if repeats {
                self.set_apart(place, Why::Restated);
            }
        }
    }

    /// From the last to the first, so that an undo that was itself undone takes nothing back.
    fn take_back(&mut self) {
        for place in (0..self.history.len()).rev() {
            let Some(event) = self.out.log.get(place) else {
                continue;
            };
            if event.not_counted.is_some() || event.act() != Some(Act::Undo) {
                continue;
            }
            match self.taken_back_by(place) {
                Some(target) => self.set_apart(target, Why::TakenBack),
                None => self.set_apart(place, Why::NothingToTakeBack),
            }
        }
    }

    fn taken_back_by(&self, undo: usize) -> Option<usize> {
        let (_, write) = self.history.get(undo)?;
        let event = self.out.log.get(undo)?;
        let of = event.said.as_ref()?.of?;
        if !write.over.contains(&of) {
            return None;
        }
        let before = self.out.log.get(..undo)?;
        let target = before.iter().rposition(|e| e.change == of)?;
        let author = &before.get(target)?.by.party;
        self.joins.same(author, &event.by.party).then_some(target)
    }

    fn count(&mut self, place: usize) {
        let Some(event) = self.out.log.get(place) else {
            return;
        };
        let Some(said) = event.said.as_ref() else {
            return;
        };
        if event.not_counted.is_some() || said.act == Act::Undo {
            return;
        }
        if !self.is_entitled(event, said.act) {
            return self.set_apart(place, Why::NotEntitled);
        }
        let (act, said, change) = (said.act, said.clone(), event.change);
        if let Some(other) = self.done_unawares(place, act) {
            let known = self.out.log.get(other);
            let earlier = known.and_then(|e| Some((e.change, e.said.as_ref()?.stated)));
            let earlier = earlier.filter(|(_, stated)| said.stated < *stated);
            let takes_over = |(former, _)| self.stands_for(former, change, &said);
            let apart = if earlier.is_some_and(takes_over) {
                other
            } else {
                place
            };
            self.set_apart(apart, Why::SameActTwice);
            return;
        }
        let from = self.out.stage.unwrap_or(Stage::Submitted);
        let step = self.out.step(act, !self.taken.contains(&act));
        let accord = self.out.accord.after(from, change, &said);
        match (step, accord) {
            (Some(Step::To(stage)), Some(accord)) => {
                self.out.stage = Some(stage);
                self.out.sent_back += usize::from(act == Act::SendBack);
                self.lay(change, accord, from);
                self.put_aside(act, change, stage);
            }
            (Some(Step::Late), _) => {}
            _ => return self.set_apart(place, Why::OutOfOrder),
        }
        self.taken.insert(act);
    }

    /// Puts on the table what an event made of it.
    fn lay(&mut self, change: ChangeId, accord: Accord, from: Stage) {
        self.out.declined = accord.is_declined();
        if accord != self.out.accord {
            let before = std::mem::replace(&mut self.out.accord, accord);
            self.offered = Some((change, before, from));
        }
    }

    fn put_aside(&mut self, act: Act, change: ChangeId, stage: Stage) {
        if act == Act::Shelve {
            self.out.times_shelved += usize::from(self.out.shelved.is_none());
            self.out.shelved = Some(change);
        } else if act == Act::Revive || stage.is_over() {
            self.out.shelved = None;
        }
    }

    /// An event takes the place of another that did the same and was stated later, unless it answers
    /// an offer that the other did not.
    fn stands_for(&mut self, former: ChangeId, change: ChangeId, said: &Statement) -> bool {
        if self.out.shelved == Some(former) {
            self.out.shelved = Some(change);
        }
        let Some((_, before, from)) = self.offered.clone().filter(|(by, _, _)| *by == former)
        else {
            return true;
        };
        let Some(accord) = before.after(from, change, said) else {
            return false;
        };
        self.out.accord = before;
        self.lay(change, accord, from);
        true
    }

    fn is_entitled(&self, event: &Event, act: Act) -> bool {
        let is = |party: &Option<RecordId>, id: &RecordId| {
            party.as_ref().is_some_and(|p| self.joins.same(p, id))
        };
        let (requester, provider) = (&self.requester, &self.provider);
        let one_of_both = |id: &RecordId| is(requester, id) || is(provider, id);
        let actor = event.actor();
        let for_itself_or_the_other = one_of_both(&event.by.party);
        for_itself_or_the_other
            && match act.side() {
                Side::Requester => is(requester, actor),
                Side::Provider => is(provider, actor),
                Side::Either => one_of_both(actor),
            }
    }

    /// The last counted event of the same act, if neither it nor the one at `place` knew of the other.
    fn done_unawares(&self, place: usize, act: Act) -> Option<usize> {
        let before = self.out.log.get(..place)?;
        let same = |e: &Event| e.not_counted.is_none() && e.act() == Some(act);
        let other = before.iter().rposition(same)?;
        (!self.knew_of(place, other)).then_some(other)
    }

    /// Whether the write at `later` came after the one at `earlier` in the chain of `over`s.
    fn knew_of(&self, later: usize, earlier: usize) -> bool {
        let Some((wanted, _)) = self.history.get(earlier) else {
            return false;
        };
        let mut seen: HashSet<ChangeId> = HashSet::new();
        let mut reach: HashSet<ChangeId> = HashSet::new();
        let (Some((_, write)), Some(between)) =
            (self.history.get(later), self.history.get(earlier..later))
        else {
            return false;
        };
        reach.extend(&write.over);
        // Causal order: walking back once meets each write after all that are over it.
        for (change, write) in between.iter().rev() {
            if reach.contains(&change.id) && seen.insert(change.id) {
                reach.extend(&write.over);
            }
        }
        reach.contains(&wanted.id)
    }

    /// What cannot be read stays marked as that, whatever else is true of it.
    fn set_apart(&mut self, place: usize, why: Why) {
        let event = self.out.log.get_mut(place);
        if let Some(event) = event.filter(|e| e.not_counted != Some(Why::Unreadable)) {
            event.not_counted = Some(why);
        }
    }
}
