//! Messages between two parties about a record, and that somebody read them: kinds `message`, `read`.
//! Never in here: writing one (edits), what files tell of receipt (`exchange`), words.
//!
//! A message names its subject in `about` and has no parent: it goes to the two parties it is between,
//! which may be fewer than those that get its subject. Its `read` records are its children. It is said
//! once (`said`): nobody makes another's words into something else.

use std::borrow::Cow;

use crate::ledger::{Author, Record, RecordId, Workspace};
use crate::time::{Instant, Limit, MINUTE};

use super::said::Said;
use super::same_as::SameAs;

pub const KIND: &str = "message";
pub const FROM: &str = "from";
pub const TO: &str = "to";
/// The record it is about; absent for one about nothing in particular.
pub const ABOUT: &str = "about";
pub const TEXT: &str = "text";
pub const URGENT: &str = "urgent";
/// The message it answers.
pub const REPLY_TO: &str = "reply_to";
/// An instant: when it was said.
pub const AT: &str = "at";

/// A child of a message: a person of the party it is to opened it. Who: its author.
pub const READ: &str = "read";

/// An urgent message is answered within this (SPEC modules 2 and 3), elapsed.
pub const ANSWER_WITHIN: i64 = 30 * MINUTE;

#[derive(Clone, Copy)]
pub struct Message<'a>(pub Record<'a>);

/// That a person opened a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub by: RecordId,
    pub at: Instant,
}

impl<'a> Message<'a> {
    fn said(&self) -> Option<Said<'a>> {
        Said::of(&self.0, FROM)
    }

    #[must_use]
    pub fn from(&self) -> Option<RecordId> {
        self.said()?.reference(FROM)
    }

    #[must_use]
    pub fn to(&self) -> Option<RecordId> {
        self.said()?.reference(TO)
    }

    #[must_use]
    pub fn about(&self) -> Option<RecordId> {
        self.said()?.reference(ABOUT)
    }

    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        self.said().map(|s| s.text(TEXT)).unwrap_or_default()
    }

    #[must_use]
    pub fn is_urgent(&self) -> bool {
        let urgent = self.said().and_then(|s| s.value(URGENT));
        urgent.is_some_and(|value| value.as_bool() == Some(true))
    }

    #[must_use]
    pub fn reply_to(&self) -> Option<RecordId> {
        self.said()?.reference(REPLY_TO)
    }

    /// When it was said; one that does not say was said when it was entered.
    #[must_use]
    pub fn stated(&self) -> Option<Instant> {
        let said = self.said()?;
        Some(said.instant(AT).unwrap_or(said.change.at))
    }

    /// Who wrote it: of the party it is from, or of the other, who entered it for that one.
    #[must_use]
    pub fn author(&self) -> Option<&'a Author> {
        self.said().map(|s| &s.change.by)
    }

    /// Whether one of the two it is between wrote it.
    #[must_use]
    pub fn is_theirs(&self, joins: &SameAs) -> bool {
        let both = [self.from(), self.to()].into_iter().flatten();
        let author = self.author();
        author.is_some_and(|by| both.into_iter().any(|p| joins.same(&p, &by.party)))
    }

    /// The clock of an urgent one: thirty minutes from when it was said.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        let since = self.stated().filter(|_| self.is_urgent())?;
        Some(Limit::elapsed(since, ANSWER_WITHIN))
    }

    /// Who opened it, each person once, the first time first. One's own party opening what it wrote
    /// says nothing.
    #[must_use]
    pub fn read_by(&self, joins: &SameAs) -> Vec<Read> {
        let to = self.to();
        let children = self.0.workspace().children(self.0.id(), READ);
        let made = children.iter().filter_map(Record::creation);
        let there = made.filter(|c| to.as_ref().is_some_and(|to| joins.same(to, &c.by.party)));
        let mut all: Vec<Read> = there
            .map(|c| Read {
                by: c.by.person.clone(),
                at: c.at,
            })
            .collect();
        all.sort_by(|a, b| (a.at, &a.by).cmp(&(b.at, &b.by)));
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|read| seen.insert(read.by.clone()));
        all
    }
}

/// Every message with what answers it, read once.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    first: std::collections::BTreeMap<RecordId, (Instant, RecordId)>,
}

impl Answers {
    #[must_use]
    pub fn of(ws: &Workspace, joins: &SameAs) -> Self {
        let mut all = Self::default();
        for record in ws.of_kind(KIND) {
            let reply = Message(record);
            let asked = reply.reply_to().and_then(|id| ws.record(&id)).map(Message);
            let (Some(asked), Some(at)) = (asked, reply.stated()) else {
                continue;
            };
            let same = |a: Option<RecordId>, b: Option<RecordId>| matches!((a, b), (Some(a), Some(b)) if joins.same(&a, &b));
            // Adding to one's own message answers nothing.
            let crosses = same(reply.from(), asked.to()) && same(reply.to(), asked.from());
            if !crosses || !reply.is_theirs(joins) {
                continue;
            }
            let answer = (at, record.id().clone());
            let known = all.first.entry(asked.0.id().clone());
            let first = known.or_insert_with(|| answer.clone());
            if answer < *first {
                *first = answer;
            }
        }
        all
    }

    /// When a message was first answered by the party it was to, as stated, and by which message.
    #[must_use]
    pub fn first(&self, message: &RecordId) -> Option<&(Instant, RecordId)> {
        self.first.get(message)
    }
}

/// The messages about a record in the order they were said.
#[must_use]
pub fn about<'a>(ws: &'a Workspace, record: &RecordId) -> Vec<Message<'a>> {
    let all = ws.of_kind(KIND).map(Message);
    let mut all: Vec<Message<'a>> = all.filter(|m| m.about().as_ref() == Some(record)).collect();
    all.sort_by_key(|m| (m.stated(), m.0.id().clone()));
    all
}
