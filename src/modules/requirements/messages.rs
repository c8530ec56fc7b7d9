//! Messages on any record: saying something to a partner, answering, having read (SPEC, words; module 3).
//! Never in here: showing anything; refusals are enums the view puts into words.

use crate::exchange::Audiences;
use crate::ledger::{Edit, PARENT, Plan, RecordId, Value};
use crate::records::limits::Reader;
use crate::records::message::{
    ABOUT, AT, Answers, FROM, KIND, Message, READ, REPLY_TO, TEXT, TO, URGENT,
};
use crate::records::party;
use crate::records::same_as::SameAs;
use crate::time::limit::State;
use crate::time::{Heard, Instant, Limit, MINUTE};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageRefusal {
    Gone,
    TextMissing,
    /// No party, or one's own.
    PartnerMissing,
    /// The partner does not get the record it is about.
    NotShared,
    /// The message answered is not between these two.
    NotYours,
    AlreadyRead,
    InTheFuture,
}

/// Says something to a partner.
pub struct Say {
    pub to: RecordId,
    pub about: Option<RecordId>,
    pub text: String,
    pub urgent: bool,
    /// When it was said, if that was before now.
    pub stated: Option<Instant>,
}

impl Edit for Say {
    type Refusal = MessageRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), MessageRefusal> {
        let said = Said {
            to: self.to.clone(),
            about: self.about.clone(),
            text: &self.text,
            urgent: self.urgent,
            stated: self.stated,
            reply_to: None,
        };
        said.write(plan)
    }
}

/// Answers a message one's own party got, or adds to one it sent.
pub struct Reply {
    pub message: RecordId,
    pub text: String,
    pub stated: Option<Instant>,
}

impl Edit for Reply {
    type Refusal = MessageRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), MessageRefusal> {
        let asked = find(plan, &self.message).ok_or(MessageRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let me = &plan.me().party;
        let (from, to) = (asked.from(), asked.to());
        let mine = |party: &RecordId| joins.same(party, me);
        let other = match (from, to) {
            (Some(from), Some(to)) if mine(&to) => from,
            (Some(from), Some(to)) if mine(&from) => to,
            _ => return Err(MessageRefusal::NotYours),
        };
        let said = Said {
            to: other,
            about: asked.about(),
            text: &self.text,
            urgent: false,
            stated: self.stated,
            reply_to: Some(self.message.clone()),
        };
        said.write(plan)
    }
}

struct Said<'t> {
    to: RecordId,
    about: Option<RecordId>,
    text: &'t str,
    urgent: bool,
    stated: Option<Instant>,
    reply_to: Option<RecordId>,
}

impl Said<'_> {
    fn write(self, plan: &mut Plan<'_>) -> Result<(), MessageRefusal> {
        let (ws, now) = (plan.ws(), plan.now());
        let me = plan.me().party.clone();
        let joins = SameAs::of(ws);
        let text = self.text.trim();
        if text.is_empty() {
            return Err(MessageRefusal::TextMissing);
        }
        if self.to.kind() != party::KIND || joins.same(&self.to, &me) {
            return Err(MessageRefusal::PartnerMissing);
        }
        // A message about what the partner does not get would stay back whole (LEDGER 13).
        let unshared = |id: &RecordId| !Audiences::of(ws).holds(id, &self.to);
        if self.about.as_ref().is_some_and(unshared) {
            return Err(MessageRefusal::NotShared);
        }
        let stated = self.stated.unwrap_or(now);
        if stated > now.plus(MINUTE) {
            return Err(MessageRefusal::InTheFuture);
        }
        let id = plan.create(KIND);
        plan.set(&id, FROM, Value::of(&me));
        plan.set(&id, TO, Value::of(&self.to));
        plan.set(&id, TEXT, Value::text(text));
        plan.set(&id, AT, Value::int(stated.0));
        if self.urgent {
            plan.set(&id, URGENT, Value::bool(true));
        }
        for (field, named) in [(ABOUT, &self.about), (REPLY_TO, &self.reply_to)] {
            if let Some(named) = named {
                plan.set(&id, field, Value::of(named));
            }
        }
        Ok(())
    }
}

/// That the person opened a message here: the fact goes back with the next file.
pub struct MarkRead {
    pub message: RecordId,
}

impl Edit for MarkRead {
    type Refusal = MessageRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), MessageRefusal> {
        let message = find(plan, &self.message).ok_or(MessageRefusal::Gone)?;
        let joins = SameAs::of(plan.ws());
        let me = plan.me();
        if !message.to().is_some_and(|to| joins.same(&to, &me.party)) {
            return Err(MessageRefusal::NotYours);
        }
        if message.read_by(&joins).iter().any(|r| r.by == me.person) {
            return Err(MessageRefusal::AlreadyRead);
        }
        let read = plan.create(READ);
        plan.set(&read, PARENT, Value::of(&self.message));
        Ok(())
    }
}

fn find<'a>(plan: &Plan<'a>, id: &RecordId) -> Option<Message<'a>> {
    let record = plan.ws().record(id)?;
    (record.kind() == KIND && !record.is_deleted()).then_some(Message(record))
}

/// The thirty minutes of an urgent message, as far as the reader can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub limit: Limit,
    /// The stated moment of the answer.
    pub answered: Option<Instant>,
    pub heard: Heard,
}

impl Waiting {
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        self.limit.state(self.answered, self.heard, now)
    }
}

/// `None` for a message that is not urgent.
#[must_use]
pub fn clock(message: &Message<'_>, answers: &Answers, reader: &Reader<'_>) -> Option<Waiting> {
    let limit = message.limit()?;
    let answered = answers.first(message.0.id()).map(|(at, _)| *at);
    let to = message.to()?;
    let party = reader.joins.canonical(&to);
    let heard = if reader.joins.same(party, reader.me) {
        Heard::Own
    } else {
        let by_file = reader.partners.heard.get(party).copied();
        by_file.map_or(Heard::Never, Heard::Until)
    };
    Some(Waiting {
        limit,
        answered,
        heard,
    })
}
