//! What waits, in the reader's language, for the first page, the title and reminders.
//! Never in here: finding it (`attention`).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::attention::{Need, What, needs};
use super::desk::Desk;
use super::messages::start_of;
use crate::records::limits::Clock;
use crate::records::turn::Whose;
use crate::session::{Duties, Duty};
use crate::texts::requirements as t;

pub fn duties() -> Duties {
    let desk = Desk::provide();
    Memo::new(move |_| {
        let (me, now) = (desk.session.me(), desk.minute.get());
        let all = desk
            .rows
            .with(|rows| desk.read(|ws, reader| needs(ws, rows, reader, &me, now)));
        Arc::new(all.into_iter().map(|need| duty(desk, need)).collect())
    })
}

fn duty(desk: Desk, need: Need) -> Duty {
    // What is kept beside a requirement is shown on its page.
    let shown = need.about.as_ref().unwrap_or(&need.record);
    let title = match need.title.is_empty() {
        true => t::untitled(),
        false => start_of(&need.title),
    };
    Duty {
        key: format!("{}.{}", need.record, name(need.what)),
        what: words(need.what, need.whose),
        href: desk.session.href(shown),
        title,
        whose: need.whose,
        partner: need.partner,
        since: need.since,
        due: need.due,
        state: need.state,
    }
}

/// What is to be done, in an address.
fn name(what: What) -> &'static str {
    match what {
        What::Limit(clock) => clock.as_str(),
        What::Deliver => "deliver",
        What::Accept => "accept",
        What::AnswerTerms => "answer_terms",
        What::AnswerCounter => "answer_counter",
        What::Declined => "declined",
        What::NotOurs => "not_ours",
        What::Decide => "decide",
        What::Contradiction => "contradiction",
        What::AnswerMessage => "answer",
        What::Read => "read",
        What::Review => "review",
    }
}

fn words(what: What, whose: Whose) -> String {
    match what {
        What::Limit(Clock::Acknowledge) => t::need_acknowledge(),
        What::Limit(Clock::Proposal) => t::need_proposal(),
        What::Limit(Clock::Feasibility) => t::need_feasibility(),
        What::Limit(Clock::DeliveryPlan) => t::need_delivery_plan(),
        What::Deliver => t::need_deliver(),
        What::Accept => t::need_accept(),
        What::AnswerTerms => t::need_answer_terms(),
        What::AnswerCounter => t::need_answer_counter(),
        What::Declined => t::need_declined(),
        What::NotOurs => t::need_not_ours(),
        What::Decide => t::need_decide(),
        What::Contradiction => t::need_contradiction(),
        What::AnswerMessage if whose == Whose::Them => t::need_their_answer(),
        What::AnswerMessage => t::need_answer_message(),
        What::Read => t::need_read(),
        What::Review => t::need_review(),
    }
}
