//! What waits, for the first page, the title and reminders.
//! Never in here: finding it (`attention`).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::attention::{Need, What, needs};
use super::desk::Desk;
use crate::records::limits::Clock;
use crate::records::turn::Whose;
use crate::session::{Duties, Duty, What as Asked};
use crate::texts::requirements as t;

pub fn duties() -> Duties {
    let desk = Desk::provide();
    Memo::new(move |_| {
        let (me, now) = (desk.session.me(), desk.minute.get());
        let all = desk
            .rows
            .with(|rows| desk.read(|ws, reader| needs(ws, rows, reader, &me, now)));
        Arc::new(all.into_iter().map(duty).collect())
    })
}

fn duty(need: Need) -> Duty {
    // What is kept beside a requirement is shown on its page.
    let shown = need.about.unwrap_or_else(|| need.record.clone());
    Duty {
        whose: need.whose,
        record: need.record,
        what: what(need.what, need.whose),
        shown,
        partner: need.partner,
        since: need.since,
        due: need.due,
        state: need.state,
    }
}

fn what(what: What, whose: Whose) -> Asked {
    let (name, words): (&'static str, fn() -> String) = match what {
        What::Limit(Clock::Acknowledge) => ("acknowledge", t::need_acknowledge),
        What::Limit(Clock::Proposal) => ("proposal", t::need_proposal),
        What::Limit(Clock::Feasibility) => ("feasibility", t::need_feasibility),
        What::Limit(Clock::DeliveryPlan) => ("delivery_plan", t::need_delivery_plan),
        What::Deliver => ("deliver", t::need_deliver),
        What::Accept => ("accept", t::need_accept),
        What::AnswerTerms => ("answer_terms", t::need_answer_terms),
        What::AnswerCounter => ("answer_counter", t::need_answer_counter),
        What::Declined => ("declined", t::need_declined),
        What::NotOurs => ("not_ours", t::need_not_ours),
        What::Decide => ("decide", t::need_decide),
        What::Contradiction => ("contradiction", t::need_contradiction),
        What::AnswerMessage if whose == Whose::Them => ("answer", t::need_their_answer),
        What::AnswerMessage => ("answer", t::need_answer_message),
        What::Read => ("read", t::need_read),
        What::Review => ("review", t::need_review),
    };
    Asked { name, words }
}
