//! A scenario 演练脚本 as it is written: background, roles, variables, timed injects, what is expected.
//! Never in here: reading JSON (`reading`), judging a scenario (`check`), running it (`script`, `run`).
//!
//! docs/FORMAT.md describes the file. Times are whole minutes of scenario time from the start; points
//! are whole. Every struct keeps in `rest` the members a newer version wrote, and writes them again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::words::{Channel, Layer, Severity, Side};
use crate::ledger::Value;

/// Members this version does not know, by name (LEDGER 9).
pub type Rest = BTreeMap<String, Value>;

/// `to` of a way out that ends the drill instead of leading to an inject.
pub const END: &str = "end";

/// The classes of anomaly the built-in library drills; a trainer's own scenario may name another.
pub const CLASSES: [&str; 12] = [
    "material_shortage",
    "order_change",
    "delivery_delay",
    "quality_defect",
    "logistics_blockage",
    "system_outage",
    "sudden_demand",
    "key_supplier_insolvent",
    "wrong_revision",
    "customs_hold",
    "data_leak",
    "recall",
];

/// What people read: as a trainer typed it, or in both languages of the interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Text {
    Plain(String),
    Both { zh: String, en: String },
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

impl Text {
    #[must_use]
    pub fn chinese(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Both { zh: text, .. } => text,
        }
    }

    #[must_use]
    pub fn english(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Both { en: text, .. } => text,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chinese().trim().is_empty() && self.english().trim().is_empty()
    }
}

/// One scenario. Lists keep the order of the file; injects are by time, then by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scenario {
    pub slug: String,
    pub version: u32,
    /// Of [`CLASSES`], or a trainer's own word.
    pub class: String,
    pub kind: Severity,
    pub title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    pub background: Text,
    /// What participants read before the day. Plain paragraphs, parted by blank lines; a line that begins
    /// with `- ` is an item of a list.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub preread: Text,
    pub goals: Vec<Text>,
    /// How long it takes in the room, in minutes that are played.
    pub minutes: u32,
    /// Minutes of scenario time per minute in the room: 1–60.
    pub speed: u32,
    /// The time of day at minute 0, in minutes after midnight; written `08:30`.
    #[serde(serialize_with = "time_of_day")]
    pub starts: u32,
    pub roles: Vec<Role>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Variable>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jumps: Vec<Jump>,
    pub injects: Vec<Inject>,
    /// What is asked in the review 复盘.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub debrief: Vec<Text>,
    /// How to lead it, for the trainer alone; written like `preread`.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub guide: Text,
    #[serde(flatten)]
    pub rest: Rest,
}

fn time_of_day<S: Serializer>(minutes: &u32, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(&format_args!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Role {
    pub id: String,
    pub title: Text,
    pub side: Side,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<Layer>,
    /// What stands on its role card.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub brief: Text,
    /// Words of the matrix task this role acts under, by which the live matrix is searched.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub task: Text,
    #[serde(flatten)]
    pub rest: Rest,
}

/// What a variable holds. A choice holds the id of one of its options.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Held {
    Number(i64),
    Bool(bool),
    Choice(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variable {
    pub id: String,
    pub title: Text,
    /// Its type follows from it.
    pub start: Held,
    /// Of a choice: what it may hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Named>,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Named {
    pub id: String,
    pub title: Text,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A stretch of the story, from a minute until the next phase begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Phase {
    pub id: String,
    pub title: Text,
    pub from: u32,
    #[serde(flatten)]
    pub rest: Rest,
}

/// "Next morning": when scenario time reaches `at`, it goes on at `to`. What is jumped over counts for
/// no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Jump {
    pub id: String,
    pub title: Text,
    pub at: u32,
    pub to: u32,
    #[serde(flatten)]
    pub rest: Rest,
}

/// When an inject is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// At a minute of scenario time.
    At(u32),
    /// So many minutes after another was fired.
    After { inject: String, minutes: u32 },
    /// Only when a way out of another leads here.
    #[default]
    Led,
}

/// Who sends an inject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Sender {
    Role {
        role: String,
    },
    /// Somebody outside the roles, by name.
    Named(Text),
}

/// One timed event 情景事件.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inject {
    pub id: String,
    pub title: Text,
    pub channel: Channel,
    pub due: Due,
    /// The phase it belongs to, where that does not follow from its time.
    pub phase: Option<String>,
    pub from: Option<Sender>,
    /// The roles it is for; empty: all.
    pub to: Vec<String>,
    pub content: Text,
    pub attachments: Vec<Attachment>,
    /// For the trainer alone.
    pub note: Text,
    /// The answer a good group gives; for the trainer alone until the review.
    pub expected: Text,
    /// Words of the matrix task that says who is responsible here.
    pub task: Text,
    /// Fires only if this holds when it is due.
    pub when: Option<Condition>,
    /// What follows from its firing.
    pub effects: Vec<Effect>,
    pub expectations: Vec<Expectation>,
    pub decision: Option<Decision>,
    /// Looked at when it closes; the first that holds is taken. Not together with a decision's ways.
    pub branches: Vec<Branch>,
    pub rest: Rest,
}

impl Inject {
    /// How long its answers are waited for, in minutes: the longest of its limits. It closes then.
    #[must_use]
    pub fn open_for(&self) -> u32 {
        let limits = self.expectations.iter().map(|e| e.within);
        let decision = self.decision.as_ref().map(|d| d.within);
        limits.chain(decision).max().unwrap_or(0)
    }

    /// Whether a role gets it.
    #[must_use]
    pub fn is_for(&self, role: &str) -> bool {
        self.to.is_empty() || self.to.iter().any(|to| to == role)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    pub title: Text,
    #[serde(flatten)]
    pub body: Body,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    Text(Text),
    /// Rows of cells, the first row being the header.
    Table(Vec<Vec<Text>>),
}

/// What somebody should do because of an inject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Expectation {
    pub id: String,
    /// Roles, at least one.
    pub who: Vec<String>,
    pub what: Text,
    /// Minutes of scenario time after the inject was fired; time jumped over does not count.
    pub within: u32,
    pub points: u32,
    /// Every role of `who` must do it; otherwise one is enough.
    pub all: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub if_met: Vec<Effect>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub if_missed: Vec<Effect>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A choice each group makes. The room goes the way the presenter says, else the way most groups chose,
/// of equals the one listed first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub who: Vec<String>,
    pub within: u32,
    pub options: Vec<Choice>,
    /// Where it goes if nobody decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Way>,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub id: String,
    pub title: Text,
    /// For the group that chose it; may be negative.
    pub points: i32,
    /// Told in the review, and by the trainer.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    #[serde(flatten)]
    pub way: Option<Way>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// Where it goes on from a decision or a branch, so many minutes after the inject closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Way {
    /// An inject, or [`END`].
    pub to: String,
    pub after: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// Absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(flatten)]
    pub way: Way,
    #[serde(flatten)]
    pub rest: Rest,
}

/// What must hold. About several groups it speaks of the room: a decision as it stands, an expectation
/// as at least half of them met it, a score as their mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Decided(Decided),
    /// Points so far.
    ScoreAtLeast(i64),
    /// Minutes in the room left of the scenario's `minutes`.
    TimeLeft(u32),
    /// Met until now, by id of the expectation.
    Met(String),
    /// Its time is up and it was not met.
    Missed(String),
    Variable(Compare),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    pub inject: String,
    pub option: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compare {
    pub id: String,
    #[serde(flatten)]
    pub with: With,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    Is(Held),
    AtLeast(i64),
    AtMost(i64),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Effect {
    Set {
        set: String,
        to: Held,
    },
    /// Of a number.
    Add {
        add: String,
        by: i64,
    },
    /// For every group; may be negative.
    Score {
        score: i32,
    },
}

impl Scenario {
    #[must_use]
    pub fn inject(&self, id: &str) -> Option<&Inject> {
        self.injects.iter().find(|inject| inject.id == id)
    }

    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The title of a role, or its id where there is no such role.
    #[must_use]
    pub fn role_title<'a>(&'a self, id: &'a str) -> Cow<'a, Text> {
        match self.role(id) {
            Some(role) => Cow::Borrowed(&role.title),
            None => Cow::Owned(Text::Plain(id.to_owned())),
        }
    }

    /// The phase a minute of scenario time falls in.
    #[must_use]
    pub fn phase_at(&self, minute: u32) -> Option<&Phase> {
        let begun = self.phases.iter().filter(|phase| phase.from <= minute);
        begun.max_by_key(|phase| phase.from)
    }

    /// Puts the injects in their order: by time, then by id; those without a time of their own last.
    pub fn sort(&mut self) {
        let place = |inject: &Inject| match inject.due {
            Due::At(minute) => (minute, inject.id.clone()),
            Due::After { .. } | Due::Led => (u32::MAX, inject.id.clone()),
        };
        self.injects.sort_by_cached_key(place);
    }
}
