//! What the firms of the sample deal with beside the steps of a requirement: pauses and objections, changes
//! asked for, urgent messages, offers and counter-offers, shelving, milestones.
//! Never in here: what any of it means; each act is the edit of the party that may do it.

use super::desk::{Office, SampleFault};
use super::firms::Firms;
use crate::ledger::{RecordId, Value};
use crate::modules::requirements::changes::{AskForChange, Decide};
use crate::modules::requirements::edits::{Offer, Step, Take};
use crate::modules::requirements::messages::{MarkRead, Reply, Say};
use crate::modules::requirements::parts::SetMilestone;
use crate::modules::requirements::pauses::{AnswerPause, BeginPause};
use crate::records::change_request::{Cause, Level, Proposed, Verdict, Who};
use crate::records::pause::Says;
use crate::records::requirement;
use crate::texts::sample as say;
use crate::time::{DAY, HOUR, Instant, MINUTE};

/// The retailer's requirement with everything a page of one can show; it was asked six days ago.
pub(super) fn follow(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    asked: &RecordId,
) -> Result<(), SampleFault> {
    let before = |ms: i64| now.plus(-ms);
    let (maker, retailer) = (&firms.maker, &firms.retailer);
    let pause = BeginPause {
        requirement: asked.clone(),
        from: Some(before(6 * DAY - 2 * HOUR)),
        to: Some(before(6 * DAY - 8 * HOUR)),
        reason: say::pause_reason(),
        entered_for: None,
    };
    let pause = office.act(maker.contact(), before(6 * DAY - 9 * HOUR), &pause)?;
    let objection = AnswerPause {
        pause,
        says: Says::Object,
        reason: say::pause_objection(),
        entered_for: None,
    };
    office.act(retailer.contact(), before(5 * DAY), &objection)?;
    for (name, days) in [
        (say::milestone_samples as fn() -> String, 4),
        (say::milestone_first_lot, 8),
    ] {
        let milestone = SetMilestone {
            parent: asked.clone(),
            milestone: None,
            name: name(),
            due: Some(now.plus(days * DAY)),
        };
        office.act(retailer.contact(), before(4 * DAY), &milestone)?;
    }
    ask_for_changes(office, firms, now, asked)?;
    talk(office, firms, now, asked)
}

/// One change refused on the way, one that waits for the reader of the sample, a manager of the maker.
fn ask_for_changes(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    asked: &RecordId,
) -> Result<(), SampleFault> {
    let (maker, retailer) = (&firms.maker, &firms.retailer);
    let by_manager = Level {
        party: maker.party().clone(),
        who: Who::Manager,
    };
    let then_executive = Level {
        party: retailer.party().clone(),
        who: Who::Executive,
    };
    let change = |field: &str, value: Value, cause, impact: String, levels| AskForChange {
        requirement: asked.clone(),
        changes: vec![Proposed {
            milestone: None,
            field: field.to_owned(),
            value,
        }],
        cause,
        impact,
        levels,
        asked_by: None,
        stated: None,
    };
    let sooner = change(
        requirement::NEEDED_BY,
        Value::int(now.plus(6 * DAY).0),
        Cause::Market,
        say::change_sooner(),
        vec![by_manager.clone()],
    );
    let sooner = office.act(retailer.contact(), now.plus(-3 * DAY), &sooner)?;
    let refused = Decide {
        request: sooner,
        verdict: Verdict::Refuse,
        reason: say::change_refused(),
        person: None,
    };
    office.act(maker.manager(), now.plus(-2 * DAY), &refused)?;
    let more = change(
        requirement::QUANTITY,
        Value::int(300),
        Cause::Market,
        say::change_more(),
        vec![by_manager, then_executive],
    );
    office.act(retailer.contact(), now.plus(-5 * HOUR), &more)?;
    Ok(())
}

/// An urgent question that was answered in time, and one that waits.
fn talk(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    asked: &RecordId,
) -> Result<(), SampleFault> {
    let (maker, retailer) = (&firms.maker, &firms.retailer);
    let question = |to: &RecordId, text: String| Say {
        to: to.clone(),
        about: Some(asked.clone()),
        text,
        urgent: true,
        stated: None,
    };
    let at = now.plus(-DAY);
    let ours = question(retailer.party(), say::message_colour());
    let message = office.act(maker.contact(), at, &ours)?;
    let read = MarkRead {
        message: message.clone(),
    };
    office.act(retailer.contact(), at.plus(9 * MINUTE), &read)?;
    let answer = Reply {
        message,
        text: say::message_colour_answer(),
        stated: None,
    };
    office.act(retailer.contact(), at.plus(12 * MINUTE), &answer)?;
    let theirs = question(maker.party(), say::message_labels());
    office.act(retailer.contact(), now.plus(-10 * MINUTE), &theirs)?;
    Ok(())
}

/// The requester wants other terms than those offered.
pub(super) fn counter(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    asked: &RecordId,
) -> Result<(), SampleFault> {
    let offer = Offer {
        quantity: "750".to_owned(),
        date: Some(now.plus(15 * DAY)),
        reason: say::reason_counter(),
        ..Offer::default()
    };
    let take = Take {
        requirement: asked.clone(),
        step: Step::Counter(offer),
        stated: None,
    };
    office.act(firms.retailer.contact(), now.plus(-20 * HOUR), &take)?;
    Ok(())
}

/// The requester puts it aside for a while.
pub(super) fn shelve(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    asked: &RecordId,
) -> Result<(), SampleFault> {
    let retailer = &firms.retailer;
    let step = Step::Shelve {
        owner: Some(retailer.manager.person.clone()),
        reason: say::reason_shelve(),
        review: Some(now.plus(12 * DAY)),
    };
    let take = Take {
        requirement: asked.clone(),
        step,
        stated: None,
    };
    office.act(retailer.manager(), now.plus(-26 * HOUR), &take)?;
    Ok(())
}
