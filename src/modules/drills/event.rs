//! What is written down while a drill runs: one event each, said once, in an order every reader agrees on.
//! Never in here: what the events add up to (`run`), records (`model`), a clock.
//!
//! Nothing fires because of an event of its own: what the clock brings follows from the scenario, so the
//! log holds what people did and nothing else. Each event says how long the drill had run, so no wall
//! clock is ever asked again.

use serde::{Deserialize, Serialize};

use super::scenario::Inject;
use crate::ledger::{RecordId, Value};
use crate::time::Instant;

/// One event. Events are ordered by `n`, then by `ran`, then by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: RecordId,
    /// One more than the greatest the writer knew of this drill: what was known comes before.
    pub n: u32,
    /// Milliseconds the drill had run, pauses not counted.
    pub ran: i64,
    /// When it was, by the writer's clock. Shown, never reckoned with.
    pub at: Instant,
    pub what: What,
}

/// Why the clock was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Hand,
    /// Nothing was heard of the clock for more than `ticker::GAP`: asleep, shut, crashed.
    Gap,
}

/// An answer of a group to an inject, or to one of its expectations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub inject: String,
    pub group: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<String>,
    /// The role that answered; none where the group answered as one, which speaks for every role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How much of what was expected it holds, in percent; 0 is a wrong answer.
    pub credit: u32,
    /// Milliseconds of scenario time played when it was given, where it was typed in later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub played: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    pub inject: String,
    pub group: String,
    pub option: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub played: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1–5.
    pub stars: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inject: Option<String>,
}

/// "Who is responsible?", as a group answered it, and what the matrix said then (SPEC module 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blame {
    pub inject: String,
    pub group: String,
    /// The task of the matrix that was looked at.
    pub task: RecordId,
    pub said: RecordId,
    /// The party the matrix names; none where it names nobody, or several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<RecordId>,
}

/// Puts right what an answer, a decision, a rating or a note said; the original is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correct {
    pub of: RecordId,
    /// What counts instead; none: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Captured>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What people said, as against what the presenter did with the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Captured {
    Answer(Answer),
    Decide(Decide),
    Rating(Rating),
    Note(Note),
    Blame(Blame),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Start,
    Pause(Cause),
    Resume,
    /// Scenario minutes per minute in the room.
    Speed(u32),
    /// Fires now, whatever it waits for.
    Fire(String),
    /// Does not fire until it is released or fired.
    Hold(String),
    Release(String),
    /// Does not fire at all.
    Skip(String),
    /// One the scenario does not have; it fires now.
    Insert(Box<Inject>),
    /// Scenario time goes on at this many milliseconds; at most at what is due next at a time of its own.
    Jump(i64),
    /// No more answers are waited for.
    Close(String),
    /// The way the room goes, whatever the groups chose.
    Follow {
        inject: String,
        option: String,
    },
    Captured(Captured),
    Correct(Correct),
    End,
}

/// The stored form, apart from inserted injects, which are read like those of a scenario.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored {
    Start,
    Pause(Cause),
    Resume,
    Speed(u32),
    Fire(String),
    Hold(String),
    Release(String),
    Skip(String),
    Insert(Value),
    Jump(i64),
    Close(String),
    Follow { inject: String, option: String },
    Answer(Answer),
    Decide(Decide),
    Rating(Rating),
    Note(Note),
    Blame(Blame),
    Correct(Correct),
    End,
}

impl What {
    /// The JSON of a `drill_event`'s field `what`.
    #[must_use]
    pub fn value(&self) -> Value {
        let stored = match self.clone() {
            Self::Start => Stored::Start,
            Self::Pause(cause) => Stored::Pause(cause),
            Self::Resume => Stored::Resume,
            Self::Speed(speed) => Stored::Speed(speed),
            Self::Fire(id) => Stored::Fire(id),
            Self::Hold(id) => Stored::Hold(id),
            Self::Release(id) => Stored::Release(id),
            Self::Skip(id) => Stored::Skip(id),
            Self::Insert(inject) => Stored::Insert(Value::of(&inject)),
            Self::Jump(to) => Stored::Jump(to),
            Self::Close(id) => Stored::Close(id),
            Self::Follow { inject, option } => Stored::Follow { inject, option },
            Self::Captured(Captured::Answer(answer)) => Stored::Answer(answer),
            Self::Captured(Captured::Decide(decide)) => Stored::Decide(decide),
            Self::Captured(Captured::Rating(rating)) => Stored::Rating(rating),
            Self::Captured(Captured::Note(note)) => Stored::Note(note),
            Self::Captured(Captured::Blame(blame)) => Stored::Blame(blame),
            Self::Correct(correct) => Stored::Correct(correct),
            Self::End => Stored::End,
        };
        Value::of(&stored)
    }

    /// `None` for what a newer version wrote: it is kept, and changes nothing here (LEDGER 9).
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        Some(match value.read::<Stored>()? {
            Stored::Start => Self::Start,
            Stored::Pause(cause) => Self::Pause(cause),
            Stored::Resume => Self::Resume,
            Stored::Speed(speed) => Self::Speed(speed),
            Stored::Fire(id) => Self::Fire(id),
            Stored::Hold(id) => Self::Hold(id),
            Stored::Release(id) => Self::Release(id),
            Stored::Skip(id) => Self::Skip(id),
            Stored::Insert(inject) => Self::Insert(Box::new(super::reading::one_inject(&inject)?)),
            Stored::Jump(to) => Self::Jump(to),
            Stored::Close(id) => Self::Close(id),
            Stored::Follow { inject, option } => Self::Follow { inject, option },
            Stored::Answer(answer) => Self::Captured(Captured::Answer(answer)),
            Stored::Decide(decide) => Self::Captured(Captured::Decide(decide)),
            Stored::Rating(rating) => Self::Captured(Captured::Rating(rating)),
            Stored::Note(note) => Self::Captured(Captured::Note(note)),
            Stored::Blame(blame) => Self::Captured(Captured::Blame(blame)),
            Stored::Correct(correct) => Self::Correct(correct),
            Stored::End => Self::End,
        })
    }

    /// Whether it steers the drill; everything else only says what people did.
    #[must_use]
    pub const fn is_control(&self) -> bool {
        !matches!(self, Self::Captured(_) | Self::Correct(_))
    }
}

/// Puts a log in its order; the order of arrival shows nowhere.
pub fn sort(log: &mut [Event]) {
    log.sort_by(|a, b| (a.n, a.ran, &a.id).cmp(&(b.n, b.ran, &b.id)));
}
