//! Pauses of a requirement's clocks: kind `pause`, a child of its requirement (LEDGER 7, 27).
//! Never in here: writing them, the clocks they stop (`limits`), words for a reader.
//!
//! Either of the two parties may pause; the other agrees or objects, or says nothing. An unanswered
//! pause stops the clocks, an objected one does not. What a third party writes is kept and shown, and
//! stops nothing.

use serde::{Deserialize, Serialize};

use crate::ledger::{Record, RecordId, Value};
use crate::time::{Instant, Span, Spans};

use super::entitled;
use super::requirement::Requirement;
use super::same_as::SameAs;

pub const KIND: &str = "pause";
/// Instants: from when the clocks stand still, and from when they run again; no end: still paused.
pub const FROM: &str = "from";
pub const TO: &str = "to";
pub const REASON: &str = "reason";
/// The party it was entered for, if not the writer's own.
pub const FOR: &str = "for";
/// What the other party says to it: an [`Answer`].
pub const ANSWER: &str = "answer";

/// `{"says":"object","at":ms,"reason"?,"for"?}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub says: Says,
    /// The stated moment of the answer.
    pub at: Instant,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The party it was entered for, if not the writer's own.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub entered_for: Option<RecordId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    Agree,
    Object,
}

impl Says {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Object => "object",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Agree, Self::Object];
        all.into_iter().find(|says| says.as_str() == text)
    }
}

/// Why a pause is shown but stops nothing, whatever the other party says to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It does not say from when.
    Unreadable,
    /// It is not for this party to pause.
    NotEntitled,
    /// It ends before it begins.
    EndsBeforeStart,
}

/// Which pauses stop a clock. Both firms read all three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pausing {
    /// What counts: those not objected to.
    #[default]
    Standing,
    /// As whoever paused reads it: all of them.
    Claimed,
    /// As whoever did not agree reads it: only those agreed to.
    Agreed,
}

impl Pausing {
    pub const ALL: [Self; 3] = [Self::Standing, Self::Claimed, Self::Agreed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Claimed => "claimed",
            Self::Agreed => "agreed",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    pub id: RecordId,
    /// The party whose pause it is, canonical.
    pub by: RecordId,
    /// The party that entered it for that one, canonical.
    pub entered_by: Option<RecordId>,
    pub from: Option<Instant>,
    /// `None` while it lasts.
    pub to: Option<Instant>,
    pub reason: String,
    /// What the other party says to it.
    pub answer: Option<Answer>,
    /// `None` if it counts.
    pub not_counted: Option<Why>,
}

impl Pause {
    /// The time it claims; `None` if it does not count.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        if self.not_counted.is_some() {
            return None;
        }
        Span::new(self.from?, self.to.unwrap_or(Instant::MAX))
    }

    /// Whether it stops a clock.
    #[must_use]
    pub fn stops(&self, pausing: Pausing) -> bool {
        let says = self.answer.as_ref().map(|answer| answer.says);
        self.not_counted.is_none()
            && match pausing {
                Pausing::Standing => says != Some(Says::Object),
                Pausing::Claimed => true,
                Pausing::Agreed => says == Some(Says::Agree),
            }
    }
}

/// The pauses of one requirement, those that do not count included: by their start, then by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses(pub Vec<Pause>);

impl Pauses {
    #[must_use]
    pub fn of(requirement: &Requirement<'_>, joins: &SameAs) -> Self {
        let record = requirement.0;
        let children = record.workspace().children(record.id(), KIND);
        if children.is_empty() {
            return Self::default();
        }
        let both = [requirement.requester(), requirement.provider()];
        let both: Vec<RecordId> = both
            .into_iter()
            .flatten()
            .map(|id| joins.canonical(&id).clone())
            .collect();
        let read = children.iter().map(|child| read(child, joins, &both));
        let mut pauses: Vec<Pause> = read.collect();
        pauses.sort_by(|a, b| (a.from, &a.id).cmp(&(b.from, &b.id)));
        Self(pauses)
    }

    /// Those that stop a clock, in order, with the time they stop it for.
    pub fn stopping(&self, pausing: Pausing) -> impl Iterator<Item = (&Pause, Span)> {
        let stop = self.0.iter().filter(move |pause| pause.stops(pausing));
        stop.filter_map(|pause| Some((pause, pause.span()?)))
    }

    /// The time clocks stand still.
    #[must_use]
    pub fn stopped(&self, pausing: Pausing) -> Spans {
        self.stopping(pausing).map(|(_, span)| span).collect()
    }

    /// Whether the three readings can differ: some pause is not agreed to.
    #[must_use]
    pub fn contested(&self) -> bool {
        let mut counted = self.0.iter().filter(|pause| pause.not_counted.is_none());
        counted.any(|pause| !pause.stops(Pausing::Agreed))
    }
}

fn read(record: &Record<'_>, joins: &SameAs, both: &[RecordId]) -> Pause {
    let one_of_both = |party: &RecordId| both.contains(joins.canonical(party));
    let value = |name: &str| {
        let (_, value) = entitled::value(record, name, one_of_both)?;
        Some(value).filter(|value| !value.is_null())
    };
    let moment = |name: &str| value(name).and_then(Value::as_int).map(Instant);
    let founder = || {
        let field = record.field(FROM)?;
        let (change, _) = field.history().into_iter().next()?;
        Some(change.by.party.clone())
    };
    let author = founder().or_else(|| entitled::author(record));
    let entered_for = value(FOR).and_then(Value::as_text);
    let actor = entered_for.and_then(|text| RecordId::parse(&text));
    let by = actor.as_ref().or(author.as_ref());
    let by = by.map_or_else(|| record.id().clone(), |id| joins.canonical(id).clone());
    let entered_by = author.as_ref().map(|id| joins.canonical(id));
    let entered_by = entered_by.filter(|author| **author != by).cloned();
    let (from, to) = (moment(FROM), moment(TO));
    let entitled_to_it = both.contains(&by) && author.as_ref().is_some_and(one_of_both);
    let why = if !entitled_to_it {
        Some(Why::NotEntitled)
    } else if from.is_none() || (to.is_none() && value(TO).is_some()) {
        Some(Why::Unreadable)
    } else if to.is_some_and(|to| Some(to) < from) {
        Some(Why::EndsBeforeStart)
    } else {
        None
    };
    let shown = |name: &str| record.instant(name);
    Pause {
        id: record.id().clone(),
        from: from.or_else(|| shown(FROM)),
        to: to.or_else(|| shown(TO).filter(|_| why.is_some())),
        reason: value(REASON)
            .and_then(Value::as_text)
            .unwrap_or_else(|| record.text(REASON))
            .into_owned(),
        answer: answer(record, joins, both, &by),
        by,
        entered_by,
        not_counted: why,
    }
}

/// The answer of the other of the two, by itself or entered for it by the one who paused.
fn answer(record: &Record<'_>, joins: &SameAs, both: &[RecordId], by: &RecordId) -> Option<Answer> {
    let field = record.field(ANSWER)?;
    let counts = |author: &RecordId, value: &Value| -> Option<Answer> {
        let answer: Answer = value.read()?;
        let actor = joins.canonical(answer.entered_for.as_ref().unwrap_or(author));
        let author = joins.canonical(author);
        let counts = both.contains(author) && both.contains(actor) && actor != by;
        counts.then_some(answer)
    };
    let mut heads = field.heads();
    // An entitled head that takes the answer back leaves none.
    let head = heads.find(|(change, write)| {
        let other = joins.canonical(&change.by.party);
        counts(&change.by.party, &write.value).is_some()
            || (write.value.is_null() && both.contains(other))
    });
    if let Some((change, write)) = head {
        return counts(&change.by.party, &write.value);
    }
    let history = field.history().into_iter().rev();
    let mut counted = history.filter_map(|(change, write)| counts(&change.by.party, &write.value));
    counted.next()
}
