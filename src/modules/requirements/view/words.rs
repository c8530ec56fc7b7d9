//! The module's enums in the reader's language.
//! Never in here: markup but for badges, or deciding anything.

use leptos::prelude::*;

use super::super::edits::{RewriteRefusal, StepRefusal};
use super::super::form::{FormRefusal, Missing};
use super::super::model::{Awaited, Due};
use super::super::report;
use crate::kpi::Flag;
use crate::ledger::{RecordId, Value, Workspace};
use crate::records::change_request::{self, Cause, Level, Verdict, Who};
use crate::records::limits::Clock;
use crate::records::requirement as r;
use crate::records::requirement::{Direction, Priority};
use crate::records::stage::{Act, Feasibility, Loop, Side, Stage, Why};
use crate::records::{document, message, milestone, party, private};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::time::limit::State;
use crate::ui;

pub fn stage(stage: Option<Stage>) -> String {
    match stage {
        None => t::stage_none(),
        Some(Stage::Submitted) => t::stage_submitted(),
        Some(Stage::Acknowledged) => t::stage_acknowledged(),
        Some(Stage::Proposed) => t::stage_proposed(),
        Some(Stage::Committed) => t::stage_committed(),
        Some(Stage::Executing) => t::stage_executing(),
        Some(Stage::Delivered) => t::stage_delivered(),
        Some(Stage::Accepted) => t::stage_accepted(),
        Some(Stage::Settled) => t::stage_settled(),
        Some(Stage::Withdrawn) => t::stage_withdrawn(),
    }
}

/// The stage of a requirement as a badge says it.
pub fn standing(course: &Loop) -> (String, ui::State) {
    match course.stage {
        Some(Stage::Proposed) if course.declined => (t::stage_declined(), ui::State::Warn),
        Some(Stage::Accepted | Stage::Settled) => (stage(course.stage), ui::State::Good),
        Some(Stage::Withdrawn) => (stage(course.stage), ui::State::Plain),
        None => (stage(None), ui::State::Unknown),
        _ => (stage(course.stage), ui::State::Busy),
    }
}

/// A number as it was written, where it is one.
pub fn number(value: &Value) -> String {
    let number = value.read();
    number.map_or_else(|| value.json().to_owned(), format::number)
}

pub fn shelved() -> AnyView {
    view! { <ui::Badge state=ui::State::Warn label=t::shelved icon=icondata::LuArchive /> }
        .into_any()
}

/// What the button of an act says.
pub fn act(act: Act) -> String {
    match act {
        Act::Submit => t::submit(),
        Act::Acknowledge => t::act_acknowledge(),
        Act::Propose => t::act_propose(),
        Act::Counter => t::act_counter(),
        Act::Agree => t::act_agree(),
        Act::Commit => t::act_commit(),
        Act::Start => t::act_start(),
        Act::Deliver => t::act_deliver(),
        Act::SendBack => t::act_send_back(),
        Act::Accept => t::act_accept(),
        Act::Settle => t::act_settle(),
        Act::Withdraw => t::act_withdraw(),
        Act::Shelve => t::act_shelve(),
        Act::Revive => t::act_revive(),
        Act::Undo => t::did_undo(),
    }
}

/// What somebody did.
pub fn did(act: Act) -> String {
    match act {
        Act::Submit => t::did_submit(),
        Act::Acknowledge => t::did_acknowledge(),
        Act::Propose => t::did_propose(),
        Act::Counter => t::did_counter(),
        Act::Agree => t::did_agree(),
        Act::Commit => t::did_commit(),
        Act::Start => t::did_start(),
        Act::Deliver => t::did_deliver(),
        Act::SendBack => t::did_send_back(),
        Act::Accept => t::did_accept(),
        Act::Settle => t::did_settle(),
        Act::Withdraw => t::did_withdraw(),
        Act::Shelve => t::did_shelve(),
        Act::Revive => t::did_revive(),
        Act::Undo => t::did_undo(),
    }
}

pub fn why(why: Why) -> String {
    match why {
        Why::Unreadable => t::why_unreadable(),
        Why::NotEntitled => t::why_not_entitled(),
        Why::OutOfOrder => t::why_out_of_order(),
        Why::SameActTwice => t::why_same_act_twice(),
        Why::Restated => t::why_restated(),
        Why::TakenBack => t::why_taken_back(),
        Why::NothingToTakeBack => t::why_nothing_to_take_back(),
    }
}

pub fn feasibility(feasibility: Feasibility) -> String {
    match feasibility {
        Feasibility::Accept => t::feasibility_accept(),
        Feasibility::AcceptWithChanges => t::feasibility_accept_with_changes(),
        Feasibility::Reject => t::feasibility_reject(),
        Feasibility::NotOurs => t::feasibility_not_ours(),
    }
}

pub fn priority(priority: Priority) -> String {
    match priority {
        Priority::Low => t::priority_low(),
        Priority::Normal => t::priority_normal(),
        Priority::High => t::priority_high(),
        Priority::Urgent => t::priority_urgent(),
    }
}

pub fn direction(direction: Direction) -> String {
    match direction {
        Direction::Out => t::direction_out(),
        Direction::In => t::direction_in(),
        Direction::Other => t::direction_other(),
    }
}

pub fn due(due: Due) -> String {
    match due {
        Due::Overdue => t::due_overdue(),
        Due::Soon => t::due_soon(),
        Due::Unknown => t::due_unknown(),
    }
}

pub fn clock(clock: Clock) -> String {
    match clock {
        Clock::Acknowledge => t::clock_acknowledge(),
        Clock::Proposal => t::clock_proposal(),
        Clock::Feasibility => t::clock_feasibility(),
        Clock::DeliveryPlan => t::clock_delivery_plan(),
    }
}

pub fn awaited(awaited: Awaited) -> String {
    match awaited {
        Awaited::Clock(Clock::Acknowledge) => t::short_acknowledge(),
        Awaited::Clock(Clock::Proposal) => t::short_proposal(),
        Awaited::Clock(Clock::Feasibility) => t::short_feasibility(),
        Awaited::Clock(Clock::DeliveryPlan) => t::short_delivery_plan(),
        Awaited::Closing => t::short_closing(),
    }
}

/// How a limit that does not run any more stands.
pub fn limit_state(state: State) -> (String, ui::State) {
    match state {
        State::Met => (t::state_met(), ui::State::Good),
        State::Missed => (t::state_missed(), ui::State::Bad),
        State::Breached => (t::state_breached(), ui::State::Bad),
        State::Unknown => (t::state_unknown(), ui::State::Unknown),
        State::Inverted => (t::state_inverted(), ui::State::Warn),
        State::Open => (t::state_over(), ui::State::Plain),
        State::Warned => (t::state_over(), ui::State::Plain),
    }
}

pub fn missing(missing: Missing) -> String {
    match missing {
        Missing::Title => t::f_title(),
        Missing::Partner => t::partner(),
        Missing::Part => t::f_part(),
        Missing::Quantity => t::quantity(),
        Missing::NeededBy => t::needed_by(),
        Missing::Specification => t::f_specification(),
        Missing::AcceptanceCriteria => t::f_acceptance_criteria(),
        Missing::Milestones => t::milestones(),
    }
}

pub fn form_refusal(refusal: FormRefusal) -> String {
    match refusal {
        FormRefusal::TitleMissing => t::no_title(),
        FormRefusal::PartnerMissing => t::no_partner(),
        FormRefusal::NotOurs => t::not_ours_refusal(),
        FormRefusal::BothTheSame => t::both_same(),
        FormRefusal::QuantityIsNoNumber => t::no_number_quantity(),
        FormRefusal::PriceIsNoNumber => t::no_number_price(),
        FormRefusal::Gone => t::gone(),
    }
}

/// Whether one of the inputs of what is asked shows it.
pub fn has_a_field(refusal: FormRefusal) -> bool {
    matches!(
        refusal,
        FormRefusal::TitleMissing | FormRefusal::QuantityIsNoNumber | FormRefusal::PriceIsNoNumber
    )
}

pub fn cause(cause: Cause) -> String {
    match cause {
        Cause::UnclearSpec => t::cause_unclear_spec(),
        Cause::Market => t::cause_market(),
        Cause::Engineering => t::cause_engineering(),
        Cause::Other => t::cause_other(),
    }
}

pub fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Approve => t::approve(),
        Verdict::Refuse => t::refuse_short(),
    }
}

/// Whose approval a level takes.
pub fn level(ws: &Workspace, level: &Level) -> String {
    let party = party::short_name_of(ws, &level.party);
    match level.who {
        Who::Manager => t::level_manager(party),
        Who::Executive => t::level_executive(party),
        Who::Accountable => t::level_accountable(party),
    }
}

/// Where a change asked for stands.
pub fn request_state(state: change_request::State) -> (String, ui::State) {
    use change_request::State;
    match state {
        State::Waits(0) => (t::request_waits(), ui::State::Busy),
        State::Waits(_) => (t::request_waits_again(), ui::State::Busy),
        State::Approved => (t::request_approved(), ui::State::Good),
        State::Refused => (t::request_refused(), ui::State::Bad),
        State::Withdrawn => (t::request_withdrawn(), ui::State::Plain),
    }
}

/// A value of one of the fields of what is asked.
pub fn asked_value(field: &str, value: Option<&Value>) -> String {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return t::nothing();
    };
    let at = || value.as_int().map(|at| format::instant(Instant(at)));
    match field {
        r::QUANTITY | r::PRICE => number(value),
        r::NEEDED_BY | milestone::DUE => at().unwrap_or_else(|| value.json().to_owned()),
        r::PRIORITY => {
            let known = value.as_text().and_then(|text| Priority::parse(&text));
            known.map_or_else(|| value.json().to_owned(), priority)
        }
        _ => value
            .as_text()
            .map_or_else(|| value.json().to_owned(), |text| text.into_owned()),
    }
}

/// `sides` are the names of requester and provider.
pub fn step_refusal(refusal: StepRefusal, sides: &Sides) -> String {
    match refusal {
        StepRefusal::Gone => t::gone(),
        StepRefusal::NotEntitled(side) => t::only_party(sides.of(side)),
        StepRefusal::OutOfOrder => t::out_of_order(),
        StepRefusal::Shelved => t::shelved_refusal(),
        StepRefusal::ReasonMissing => t::reason_missing(),
        StepRefusal::PlanMissing => t::plan_missing(),
        StepRefusal::OwnerMissing => t::owner_missing(),
        StepRefusal::ReviewMissing => t::review_missing(),
        StepRefusal::ChangeMissing => t::change_missing(),
        StepRefusal::NoNumber => t::no_number(),
        StepRefusal::InTheFuture => t::in_the_future(),
        StepRefusal::BeforeSubmission => t::before_submission(),
    }
}

pub fn rewrite_refusal(refusal: RewriteRefusal, sides: &Sides) -> String {
    match refusal {
        RewriteRefusal::Gone => t::gone(),
        RewriteRefusal::NotEntitled(side) => t::only_party(sides.of(side)),
        RewriteRefusal::MakeAChangeRequest => t::make_change_request(),
        RewriteRefusal::Form(refusal) => form_refusal(refusal),
    }
}

/// The names of both parties of a requirement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub requester: String,
    pub provider: String,
}

impl Sides {
    pub fn new(ws: &Workspace, requester: Option<&RecordId>, provider: Option<&RecordId>) -> Self {
        let name = |id: Option<&RecordId>| {
            id.map_or_else(t::not_shared, |id| party::short_name_of(ws, id))
        };
        Self {
            requester: name(requester),
            provider: name(provider),
        }
    }

    fn of(&self, side: Side) -> String {
        match side {
            Side::Requester => self.requester.clone(),
            Side::Provider => self.provider.clone(),
            Side::Either => format::list(&[&self.requester, &self.provider]),
        }
    }
}

pub fn figure(key: &str) -> String {
    match key {
        report::ACKNOWLEDGED => t::figure_acknowledged(),
        report::PROPOSED => t::figure_proposed(),
        report::ASSESSED => t::figure_assessed(),
        report::PLANNED => t::figure_planned(),
        report::CLOSED_LOOP => t::figure_closed_loop(),
        report::CLOSED_IN_TIME => t::figure_closed_in_time(),
        report::SHELVED => t::figure_shelved(),
        report::CONSENSUS => t::figure_consensus(),
        report::CHANGES => t::figure_changes(),
        report::UNCLEAR => t::figure_changes_unclear(),
        report::CYCLE => t::figure_cycle(),
        other => other.to_owned(),
    }
}

pub fn formula(key: &str) -> String {
    match key {
        report::ACKNOWLEDGED => t::formula_acknowledged(),
        report::PROPOSED => t::formula_proposed(),
        report::ASSESSED => t::formula_assessed(),
        report::PLANNED => t::formula_planned(),
        report::CLOSED_LOOP => t::formula_closed_loop(),
        report::SHELVED => t::formula_shelved(),
        report::CONSENSUS => t::formula_consensus(),
        report::CHANGES => t::formula_changes(),
        report::UNCLEAR => t::formula_changes_unclear(),
        report::CYCLE => t::formula_cycle(),
        _ => t::formula_closed_in_time(),
    }
}

pub fn flag(flag: Flag) -> String {
    match flag {
        Flag::EndsBeforeStart => t::flag_ends_before_start(),
        Flag::DatesOnly => t::flag_dates_only(),
        Flag::OutsideClockBounds => t::flag_outside_clock_bounds(),
        Flag::OutOfOrder => t::flag_out_of_order(),
        Flag::Unknown => t::flag_unknown(),
    }
}

/// The name of a field, for the history and the inbox.
pub fn field(name: &str) -> Option<String> {
    Some(match name {
        r::TITLE => t::f_title(),
        r::PART => t::f_part(),
        r::CUSTOMER_ORDER => t::f_customer_order(),
        r::QUANTITY => t::quantity(),
        r::UNIT => t::f_unit(),
        r::PRICE => t::f_price(),
        r::CURRENCY => t::f_currency(),
        r::REVISION => t::f_revision(),
        r::NEEDED_BY => t::needed_by(),
        r::PRIORITY => t::priority(),
        r::REFERENCE_REQUESTER => t::f_reference_requester(),
        r::REFERENCE_PROVIDER => t::f_reference_provider(),
        r::SPECIFICATION => t::f_specification(),
        r::ACCEPTANCE_CRITERIA => t::f_acceptance_criteria(),
        r::REQUESTER => t::f_requester(),
        r::PROVIDER => t::f_provider(),
        r::OWNER => t::f_owner(),
        r::GROUP => t::f_group(),
        r::SOURCE => t::f_source(),
        crate::exchange::table::import::IMPORTED => crate::texts::table::f_imported(),
        r::DATES_ONLY => t::f_dates_only(),
        r::SUBMITTED_AS => t::f_submitted_as(),
        r::TASK => t::f_task(),
        change_request::CAUSE => t::cause(),
        change_request::IMPACT => t::impact(),
        change_request::ASKED_BY => t::f_asked_by(),
        change_request::AT => t::f_at(),
        change_request::LEVELS => t::f_levels(),
        change_request::WITHDRAWN => t::request_withdrawn(),
        "set" => t::f_set(),
        change_request::LEVEL => t::f_level(),
        change_request::VERDICT => t::decision(),
        change_request::PERSON => t::whose_decision(),
        change_request::REASON => t::reason(),
        change_request::AFTER => t::f_after(),
        message::FROM => t::f_from(),
        message::TO => t::f_to(),
        message::ABOUT => t::f_about(),
        message::TEXT => t::f_text(),
        message::URGENT => t::urgent(),
        message::REPLY_TO => t::f_reply_to(),
        milestone::NAME => t::part_name(),
        milestone::DUE => t::due_date(),
        milestone::REACHED => t::f_reached(),
        document::SIZE => t::f_size(),
        document::DIGEST => t::f_digest(),
        document::EMBEDDED => t::f_embedded(),
        private::LABEL => t::f_label(),
        private::AMOUNT => t::f_amount(),
        private::EFFECT => t::f_effect(),
        _ => return None,
    })
}
