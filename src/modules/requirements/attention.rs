//! What needs me, my firm, or them: limits, answers, decisions, messages, reviews.
//! Never in here: words, order, sending anything, deciding what is late (`records::limits`).

use crate::ledger::{Author, RecordId, Workspace};
use crate::records::accord::Accord;
use crate::records::change_request::{ChangeRequest, may_decide};
use crate::records::limits::{Clock, Reader};
use crate::records::message::{self, Answers, Message};
use crate::records::requirement::Direction;
use crate::records::stage::{Side, Stage};
use crate::records::turn::Whose;
use crate::time::Instant;
use crate::time::limit::State;

use super::messages;
use super::model::{Awaited, Row};

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A limit runs.
    Limit(Clock),
    /// It is to be delivered by the date.
    Deliver,
    /// It was delivered: to be accepted or sent back by the date.
    Accept,
    /// The provider's terms wait for the requester.
    AnswerTerms,
    /// The requester's counter-offer waits for the provider.
    AnswerCounter,
    /// It was declined: the requester asks otherwise, or withdraws.
    Declined,
    /// "Not ours": the requester looks into the matrix who is responsible.
    NotOurs,
    /// A change request waits for a decision.
    Decide,
    /// A change was written, and refused by someone who did not know.
    Contradiction,
    /// An urgent message is to be answered.
    AnswerMessage,
    /// A message nobody opened.
    Read,
    /// A shelved requirement is to be looked at again.
    Review,
}

/// One thing that needs somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub whose: Whose,
    pub what: What,
    /// The requirement, change request or message.
    pub record: RecordId,
    /// What it is about, where that is another record.
    pub about: Option<RecordId>,
    pub partner: Option<RecordId>,
    /// Since when it waits, as stated.
    pub since: Option<Instant>,
    /// When it breaks; `None` for what has no limit.
    pub due: Option<Instant>,
    pub state: Option<State>,
}

/// Everything that needs anyone, by record and what is to be done.
#[must_use]
pub fn needs(
    ws: &Workspace,
    rows: &[Row],
    reader: &Reader<'_>,
    me: &Author,
    now: Instant,
) -> Vec<Need> {
    let desk = Desk {
        ws,
        reader,
        me,
        now,
    };
    let mut all: Vec<Need> = Vec::new();
    for row in rows.iter().filter(|row| row.direction != Direction::Other) {
        desk.of_row(row, &mut all);
    }
    desk.of_messages(rows, &mut all);
    all.sort_by(|a, b| (&a.record, a.what).cmp(&(&b.record, b.what)));
    all
}

struct Desk<'a> {
    ws: &'a Workspace,
    reader: &'a Reader<'a>,
    me: &'a Author,
    now: Instant,
}

impl Desk<'_> {
    fn of_row(&self, row: &Row, all: &mut Vec<Need>) {
        let need = |whose, what| Need {
            whose,
            what,
            record: row.id.clone(),
            about: None,
            partner: row.partner.clone(),
            since: None,
            due: None,
            state: None,
        };
        self.of_requests(row, &need, all);
        if row.is_over() {
            return;
        }
        if let Some(shelf) = row.course.shelf() {
            let ours = self
                .reader
                .joins
                .same(&shelf.event.by.party, self.reader.me);
            let whose = match &shelf.said.owner {
                Some(owner) => self.of_person(owner),
                None if ours => Whose::Firm,
                None => Whose::Them,
            };
            let due = shelf.said.review;
            all.push(Need {
                since: Some(shelf.said.stated),
                due,
                state: due.map(|at| match at < self.now {
                    true => State::Breached,
                    false => State::Open,
                }),
                ..need(whose, What::Review)
            });
            return;
        }
        let offered = |offer| row.course.moment(offer).map(|m| m.said.stated);
        let (answer, what) = match &row.course.accord {
            Accord::Proposed { offer, .. } => (Some((Side::Requester, *offer)), What::AnswerTerms),
            Accord::Countered { offer, .. } => {
                (Some((Side::Provider, *offer)), What::AnswerCounter)
            }
            Accord::Declined { offer, not_ours } => {
                let what = if *not_ours {
                    What::NotOurs
                } else {
                    What::Declined
                };
                (Some((Side::Requester, *offer)), what)
            }
            Accord::Asked | Accord::Agreed { .. } => (None, What::Declined),
        };
        if let Some((side, offer)) = answer {
            all.push(Need {
                since: offered(offer),
                ..need(self.of_side(row, side), what)
            });
        }
        if let Some((awaited, running)) = row.awaited().filter(|_| !row.course.declined) {
            let (side, what) = match awaited {
                Awaited::Clock(clock) => (Side::Provider, What::Limit(clock)),
                // What is not delivered yet is not the requester's to accept.
                Awaited::Closing if row.course.stage == Some(Stage::Delivered) => {
                    (Side::Requester, What::Accept)
                }
                Awaited::Closing => (Side::Provider, What::Deliver),
            };
            all.push(Need {
                since: Some(running.limit.since),
                due: running.limit.due(),
                state: Some(running.state(self.now)),
                ..need(self.of_side(row, side), what)
            });
        }
    }

    fn of_requests(&self, row: &Row, need: &impl Fn(Whose, What) -> Need, all: &mut Vec<Need>) {
        for request in &row.requests {
            let about = |whose, what| Need {
                record: request.id.clone(),
                about: Some(row.id.clone()),
                since: request.stated,
                ..need(whose, what)
            };
            if request.contradicts {
                all.push(about(Whose::Firm, What::Contradiction));
            }
            let Some(level) = request.waits.as_ref().filter(|_| !row.is_over()) else {
                continue;
            };
            let record = self.ws.record(&request.id).map(ChangeRequest);
            let mine = record.is_some_and(|r| {
                let (person, joins) = (&self.me.person, self.reader.joins);
                may_decide(&r, level, person, joins, self.now).is_ok()
            });
            let ours = self.reader.joins.same(&level.party, self.reader.me);
            let whose = match (mine, ours) {
                (true, _) => Whose::Me,
                (false, true) => Whose::Firm,
                (false, false) => Whose::Them,
            };
            all.push(about(whose, What::Decide));
        }
    }

    fn of_messages(&self, rows: &[Row], all: &mut Vec<Need>) {
        let joins = self.reader.joins;
        let answers = Answers::of(self.ws, joins);
        for message in self.ws.of_kind(message::KIND).map(Message) {
            let (Some(from), Some(to)) = (message.from(), message.to()) else {
                continue;
            };
            let to_us = joins.same(&to, self.reader.me);
            let by_us = joins.same(&from, self.reader.me);
            if to_us == by_us || answers.first(message.0.id()).is_some() {
                continue;
            }
            let about = message.about();
            let partner = if to_us { &from } else { &to };
            let need = Need {
                whose: match to_us {
                    true => self.of_message(&message, about.as_ref(), rows),
                    false => Whose::Them,
                },
                what: What::Read,
                record: message.0.id().clone(),
                about,
                partner: Some(joins.canonical(partner).clone()),
                since: message.stated(),
                due: None,
                state: None,
            };
            if let Some(running) = messages::clock(&message, &answers, self.reader) {
                all.push(Need {
                    what: What::AnswerMessage,
                    due: running.limit.due(),
                    state: Some(running.state(self.now)),
                    ..need
                });
            } else if to_us && message.read_by(joins).is_empty() {
                all.push(need);
            }
        }
    }

    /// An answer to what I wrote is mine, and what is about what I handle or asked for.
    fn of_message(&self, message: &Message<'_>, about: Option<&RecordId>, rows: &[Row]) -> Whose {
        let asked = message.reply_to().and_then(|id| self.ws.record(&id));
        let author = asked.and_then(|r| Message(r).author());
        let by_me = author.is_some_and(|by| by.person == self.me.person);
        let place = about.and_then(|id| rows.binary_search_by(|row| row.id.cmp(id)).ok());
        let row = place.and_then(|place| rows.get(place));
        let mine = row.is_some_and(|row| {
            let person = match row.direction {
                Direction::In => &row.handler,
                Direction::Out | Direction::Other => &row.asker,
            };
            person.as_ref() == Some(&self.me.person)
        });
        if by_me || mine {
            Whose::Me
        } else {
            Whose::Firm
        }
    }

    fn of_side(&self, row: &Row, side: Side) -> Whose {
        let (ours, person) = match side {
            Side::Requester => (row.direction == Direction::Out, &row.asker),
            Side::Provider | Side::Either => (row.direction == Direction::In, &row.handler),
        };
        match person {
            _ if !ours => Whose::Them,
            Some(person) if *person == self.me.person => Whose::Me,
            _ => Whose::Firm,
        }
    }

    /// Whose a person's duty is; of somebody nobody here knows, the firm's.
    fn of_person(&self, person: &RecordId) -> Whose {
        if *person == self.me.person {
            return Whose::Me;
        }
        let record = self.ws.record(person);
        let party = record.and_then(|r| r.reference(crate::records::person::PARTY));
        match party {
            Some(party) if !self.reader.joins.same(&party, self.reader.me) => Whose::Them,
            _ => Whose::Firm,
        }
    }
}
