//! Changes asked for after submission: kind `change_request`, its decisions kind `approval` (SPEC module 2).
//! Never in here: writing what was approved (edits), words for a reader.
//!
//! A request is a child of its requirement. It proposes values in fields `set.<field>`, or
//! `set.<milestone id>.<field>` for a milestone, and names at most two levels of approval:
//! `levels: [{"party":…,"who":"manager"|"executive"|"accountable"}]`. Each decision is a record of its
//! own; those of the second level name the approval they follow, so that the last one always knows that
//! it is the last and writes the values in the same act.
//!
//! Requests and decisions are said once (`said`): nobody makes another's decision, or what was decided
//! on, into something else afterwards. Of two decisions at one level the one stated earlier counts. Once decided, a request cannot be
//! withdrawn. A decision that does not count is kept and says why.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::ledger::{ChangeId, PARENT, Record, RecordId, Value, Workspace};
use crate::time::Instant;

use super::milestone;
use super::person::{self, Layer, Person};
use super::requirement::{ASKED, Requirement};
use super::said::Said;
use super::same_as::SameAs;

pub const KIND: &str = "change_request";
pub const CAUSE: &str = "cause";
pub const IMPACT: &str = "impact";
/// The party that asks: the writer's own, or the other of the two it was entered for.
pub const ASKED_BY: &str = "asked_by";
/// An instant: when it was asked.
pub const AT: &str = "at";
pub const LEVELS: &str = "levels";
/// `{"at":ms,"reason":…}`, by the party that asked.
pub const WITHDRAWN: &str = "withdrawn";
/// Before the name of a field, or of a milestone and its field: the value proposed.
pub const SET: &str = "set.";

pub const APPROVAL: &str = "approval";
/// A JSON integer: 0 or 1.
pub const LEVEL: &str = "level";
/// `"approve"` or `"refuse"`.
pub const VERDICT: &str = "verdict";
/// The person who decided.
pub const PERSON: &str = "person";
pub const REASON: &str = "reason";
/// The approval of the level before.
pub const AFTER: &str = "after";

/// The plan's own bound (SPEC module 2): a request asks for no more approvals than this.
pub const MOST_LEVELS: usize = 2;

/// What made the change necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    UnclearSpec,
    Market,
    Engineering,
    Other,
}

impl Cause {
    pub const ALL: [Self; 4] = [
        Self::UnclearSpec,
        Self::Market,
        Self::Engineering,
        Self::Other,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnclearSpec => "unclear_spec",
            Self::Market => "market",
            Self::Engineering => "engineering",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == text)
    }
}

/// Whose approval a level takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A head of department; an executive may stand in.
    Manager,
    Executive,
    /// Anyone of the party that the matrix names with A for the requirement's task.
    Accountable,
}

impl Who {
    pub const ALL: [Self; 3] = [Self::Manager, Self::Executive, Self::Accountable];

    /// Whether a person of this layer may decide.
    #[must_use]
    pub const fn takes(self, layer: Layer) -> bool {
        match self {
            Self::Manager => matches!(layer, Layer::Manager | Layer::Executive),
            Self::Executive => matches!(layer, Layer::Executive),
            Self::Accountable => true,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub party: RecordId,
    pub who: Who,
}

/// A value that a request proposes for a field of its requirement or of one of its milestones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// `None`: the requirement itself.
    pub milestone: Option<RecordId>,
    pub field: String,
    pub value: Value,
}

impl Proposed {
    /// The name of the request's field that holds it.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.milestone {
            Some(id) => format!("{SET}{id}.{}", self.field),
            None => format!("{SET}{}", self.field),
        }
    }

    /// Whether this is a field that changes by request: what is asked, or when a milestone is due.
    #[must_use]
    pub fn is_changeable(&self) -> bool {
        match &self.milestone {
            Some(id) => id.kind() == milestone::KIND && milestone::CONTENT.contains(&&*self.field),
            None => ASKED.contains(&&*self.field),
        }
    }

    fn read(name: &str, value: &Value) -> Option<Self> {
        let rest = name.strip_prefix(SET)?;
        let (milestone, field) = match rest.rsplit_once('.') {
            Some((id, field)) => (Some(RecordId::parse(id)?), field),
            None => (None, rest),
        };
        let all = Self {
            milestone,
            field: field.to_owned(),
            value: value.clone(),
        };
        all.is_changeable().then_some(all)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Approve,
    Refuse,
}

impl Verdict {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Approve, Self::Refuse];
        all.into_iter().find(|verdict| verdict.as_str() == text)
    }
}

/// Why a decision is kept but decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// No verdict, or no person, that this version can read.
    Unreadable,
    /// Entered by neither the person nor the other party for them.
    NotTheirs,
    /// The person is not of the party that the level asks.
    WrongParty,
    /// The person's layer does not suffice.
    WrongLayer,
    /// It does not follow the approval of the level before, or comes after a refusal.
    OutOfTurn,
    /// Another decision of this level was stated earlier.
    Twice,
}

/// One decision; none is ever left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub record: RecordId,
    pub level: usize,
    pub verdict: Option<Verdict>,
    /// Whose decision it is.
    pub person: Option<RecordId>,
    pub reason: String,
    /// The approval of the level before that it follows.
    pub after: Option<RecordId>,
    pub stated: Instant,
    /// When it was entered, and in which act.
    pub entered: Instant,
    pub act: Option<ChangeId>,
    pub ignored: Option<Ignored>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for the decision of this level.
    Waits(usize),
    Approved,
    Refused,
    Withdrawn,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub state: State,
    /// By level, then by stated moment.
    pub decisions: Vec<Decision>,
    /// The act that wrote the proposed values. With a state other than approved, two people decided
    /// without knowing of each other, and somebody has to look at it.
    pub applied: Option<ChangeId>,
}

impl Outcome {
    /// The counted decision of a level.
    #[must_use]
    pub fn of_level(&self, level: usize) -> Option<&Decision> {
        let mut counted = self.decisions.iter().filter(|d| d.ignored.is_none());
        counted.find(|d| d.level == level)
    }
}

#[derive(Clone, Copy)]
pub struct ChangeRequest<'a>(pub Record<'a>);

#[derive(Deserialize)]
struct Withdrawal {
    at: Instant,
    #[serde(default)]
    reason: String,
}

impl<'a> ChangeRequest<'a> {
    /// One that is there and not in the bin.
    #[must_use]
    pub fn find(ws: &'a Workspace, id: &RecordId) -> Option<Self> {
        let record = ws.record(id)?;
        (record.kind() == KIND && !record.is_deleted()).then_some(Self(record))
    }

    /// What was asked, in the change that asked it.
    fn said(&self) -> Option<Said<'a>> {
        Said::of(&self.0, PARENT)
    }

    #[must_use]
    pub fn requirement(&self) -> Option<Requirement<'a>> {
        let record = self.0.workspace().record(&self.0.parent()?)?;
        (record.kind() == super::requirement::KIND).then_some(Requirement(record))
    }

    /// `None`: a cause that a newer version knows.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        Cause::parse(&self.said()?.text(CAUSE))
    }

    #[must_use]
    pub fn impact(&self) -> Cow<'a, str> {
        self.said().map(|s| s.text(IMPACT)).unwrap_or_default()
    }

    /// The party that asks.
    #[must_use]
    pub fn asked_by(&self) -> Option<RecordId> {
        let said = self.said()?;
        let author = || said.change.by.party.clone();
        Some(said.reference(ASKED_BY).unwrap_or_else(author))
    }

    /// The party that entered it.
    #[must_use]
    pub fn author(&self) -> Option<RecordId> {
        Some(self.said()?.change.by.party.clone())
    }

    #[must_use]
    pub fn stated(&self) -> Option<Instant> {
        let said = self.said()?;
        Some(said.instant(AT).unwrap_or(said.change.at))
    }

    /// What it proposes, in the order of the fields' names. A field that does not change by request
    /// is none of them, whoever wrote it.
    #[must_use]
    pub fn proposed(&self) -> Vec<Proposed> {
        let writes = self.said().map(|s| s.change.writes.as_slice());
        let writes = writes.unwrap_or_default().iter();
        let mut all: Vec<Proposed> = writes
            .filter_map(|w| Proposed::read(w.field.as_str(), &w.value))
            .collect();
        all.sort_by_cached_key(Proposed::name);
        all
    }

    /// Whose approvals it takes, in turn; of more than two only the first two.
    #[must_use]
    pub fn levels(&self) -> Vec<Level> {
        let said = self.said();
        let levels: Option<Vec<Level>> = said.and_then(|s| s.read(LEVELS));
        let mut levels = levels.unwrap_or_default();
        levels.truncate(MOST_LEVELS);
        levels
    }

    /// When and why it was withdrawn, by the party that asked or by who entered it for that party; the
    /// latest such word, whatever another wrote over it.
    #[must_use]
    pub fn withdrawal(&self, joins: &SameAs) -> Option<(Instant, String)> {
        let said = self.said()?;
        let asked_by = self.asked_by()?;
        let entitled =
            |by: &RecordId| joins.same(by, &asked_by) || joins.same(by, &said.change.by.party);
        let history = self.0.field(WITHDRAWN)?.history().into_iter();
        let theirs = history.rev().find(|(c, _)| entitled(&c.by.party));
        let (_, write) = theirs?;
        let withdrawal: Withdrawal = write.value.read()?;
        Some((withdrawal.at, withdrawal.reason))
    }

    /// Every decision with what became of it, and where the request stands.
    #[must_use]
    pub fn outcome(&self, joins: &SameAs) -> Outcome {
        let levels = self.levels();
        let children = self.0.workspace().children(self.0.id(), APPROVAL);
        let mut decisions: Vec<Decision> = children
            .iter()
            .map(|child| self.decision(child, &levels, joins))
            .collect();
        decisions.sort_by(|a, b| {
            let order = |d: &Decision| (d.level, d.stated, d.record.clone());
            order(a).cmp(&order(b))
        });
        let state = in_turn(&levels, &mut decisions);
        let withdrawn = || self.withdrawal(joins).is_some();
        Outcome {
            state: match state {
                State::Waits(_) if withdrawn() => State::Withdrawn,
                state => state,
            },
            applied: self.applied(&decisions),
            decisions,
        }
    }

    fn decision(&self, child: &Record<'_>, levels: &[Level], joins: &SameAs) -> Decision {
        let said = Said::of(child, PARENT);
        let made = said.map(|s| s.change);
        let entered = made.map(|c| c.at).unwrap_or_default();
        let text = |field: &str| said.map(|s| s.text(field)).unwrap_or_default();
        let reference = |field: &str| said.and_then(|s| s.reference(field));
        let stated = said.and_then(|s| s.instant(AT));
        let mut decision = Decision {
            record: child.id().clone(),
            level: said.and_then(|s| s.read(LEVEL)).unwrap_or(usize::MAX),
            verdict: Verdict::parse(&text(VERDICT)),
            person: reference(PERSON),
            reason: text(REASON).into_owned(),
            after: reference(AFTER),
            stated: stated.unwrap_or(entered),
            entered,
            act: made.map(|c| c.act),
            ignored: None,
        };
        let level = levels.get(decision.level);
        decision.ignored = match (level, &decision.person, made, decision.verdict) {
            (Some(level), Some(person), Some(made), Some(_)) => {
                let entitled = may_decide(self, level, person, joins, entered);
                let entered_for = || self.is_for_the_other(&made.by.party, level, joins);
                match entitled {
                    Ok(()) if made.by.person == *person || entered_for() => None,
                    Ok(()) => Some(Ignored::NotTheirs),
                    Err(why) => Some(why),
                }
            }
            _ => Some(Ignored::Unreadable),
        };
        decision
    }

    /// Whether a party enters for the other of the two what that one's person decided.
    fn is_for_the_other(&self, by: &RecordId, level: &Level, joins: &SameAs) -> bool {
        let requirement = self.requirement();
        !joins.same(by, &level.party) && requirement.is_some_and(|r| r.is_between(joins, by))
    }

    /// The act of an approval that also wrote to the requirement or a milestone it is about.
    fn applied(&self, decisions: &[Decision]) -> Option<ChangeId> {
        let ws = self.0.workspace();
        let written: Vec<RecordId> = self
            .proposed()
            .into_iter()
            .filter_map(|p| p.milestone.or_else(|| self.0.parent()))
            .collect();
        let approvals = decisions
            .iter()
            .filter(|d| d.verdict == Some(Verdict::Approve));
        let mut acts = approvals.filter_map(|d| d.act);
        acts.find(|act| {
            let records = written.iter().filter_map(|id| ws.record(id));
            records
                .into_iter()
                .any(|r| r.changes().iter().any(|c| c.act == *act))
        })
    }
}

/// Walks the levels; decisions are sorted by level and stated moment.
fn in_turn(levels: &[Level], decisions: &mut [Decision]) -> State {
    let mut before: Option<RecordId> = None;
    let mut ended = None;
    for (level, _) in levels.iter().enumerate() {
        let mut counted: Option<(RecordId, Option<Verdict>)> = None;
        let here = decisions.iter_mut().filter(|d| d.level == level);
        for decision in here.filter(|d| d.ignored.is_none()) {
            decision.ignored = match &counted {
                _ if ended.is_some() || decision.after != before => Some(Ignored::OutOfTurn),
                Some(_) => Some(Ignored::Twice),
                None => None,
            };
            if decision.ignored.is_none() {
                counted = Some((decision.record.clone(), decision.verdict));
            }
        }
        match counted {
            _ if ended.is_some() => {}
            None => ended = Some(State::Waits(level)),
            Some((_, Some(Verdict::Refuse))) => ended = Some(State::Refused),
            Some((approval, _)) => before = Some(approval),
        }
    }
    // A request that names no level this version can read waits for ever rather than pass unseen.
    let approved = || before.as_ref().map(|_| State::Approved);
    ended.or_else(approved).unwrap_or(State::Waits(0))
}

/// Whether a person may decide at a level, by the layer they had when the decision was entered.
pub fn may_decide(
    request: &ChangeRequest<'_>,
    level: &Level,
    person: &RecordId,
    joins: &SameAs,
    entered: Instant,
) -> Result<(), Ignored> {
    let ws = request.0.workspace();
    let requirement = request.requirement().ok_or(Ignored::WrongParty)?;
    if !requirement.is_between(joins, &level.party) {
        return Err(Ignored::WrongParty);
    }
    let record = ws.record(person).filter(|r| r.kind() == person::KIND);
    let record = record.ok_or(Ignored::WrongParty)?;
    let party = Person(record).party().ok_or(Ignored::WrongParty)?;
    if !joins.same(&party, &level.party) {
        return Err(Ignored::WrongParty);
    }
    if level.who.takes(layer_at(&record, entered)) {
        Ok(())
    } else {
        Err(Ignored::WrongLayer)
    }
}

/// The layer a person had at a moment: a later promotion does not make an old decision count.
fn layer_at(person: &Record<'_>, at: Instant) -> Layer {
    let field = person.field(person::LAYER);
    let history = field.map(|f| f.history()).unwrap_or_default();
    let said = history.iter().rev().find(|(c, _)| c.at <= at);
    said.and_then(|(_, write)| Layer::parse(&write.value.as_text()?))
        .unwrap_or_default()
}

/// The change requests of a requirement in the order they were asked.
#[must_use]
pub fn of<'a>(ws: &'a Workspace, requirement: &RecordId) -> Vec<ChangeRequest<'a>> {
    let children = ws.children(requirement, KIND).into_iter();
    let mut all: Vec<ChangeRequest<'a>> = children.map(ChangeRequest).collect();
    all.sort_by_key(|r| (r.stated(), r.0.id().clone()));
    all
}

/// The levels that suggest themselves: the party that answers for the requirement's task, where it is
/// the one asked, else a manager of the one asked.
#[must_use]
pub fn suggested(requirement: &Requirement<'_>, joins: &SameAs, asker: &RecordId) -> Vec<Level> {
    let Some(other) = requirement.partner(joins, asker) else {
        return Vec::new();
    };
    let ws = requirement.0.workspace();
    let task = requirement.task();
    let named = task.and_then(|id| super::responsibility::Responsibility::of(ws, &id));
    let accountable = named.and_then(|r| r.accountable_party(joins));
    let who = if accountable.is_some_and(|party| joins.same(&party, &other)) {
        Who::Accountable
    } else {
        Who::Manager
    };
    vec![Level { party: other, who }]
}
