//! The module's enums in the reader's language.
//! Never in here: markup but for badges, or deciding anything.

use leptos::prelude::*;

use super::super::allowances::AllowanceRefusal;
use super::super::edits::{RewriteRefusal, StepRefusal};
use super::super::form::{FormRefusal, Missing};
use super::super::model::{Awaited, Due};
use super::super::pauses::PauseRefusal;
use crate::ledger::{Record, RecordId, Value, Workspace};
use crate::records::allowance::{self, Allowance, Counts, Given, Source, Unit};
use crate::records::change_request::{self, Cause, Level, Verdict, Who};
use crate::records::explain::{self, Hands};
use crate::records::holidays::Festival;
use crate::records::hours::DayName;
use crate::records::limits::Clock;
use crate::records::pause::{self, Pausing, Says};
use crate::records::requirement as r;
use crate::records::requirement::{Direction, Priority};
use crate::records::stage::{Act, Feasibility, Loop, Side, Stage, Statement, Why};
use crate::records::{baseline, document, message, milestone, party, private};
use crate::texts::format;
use crate::texts::people;
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

/// The name of an act, where it is no button that asks for more.
pub fn act_named(named: Act) -> String {
    act(named).trim_end_matches('…').to_owned()
}

/// What an act says beyond that it happened.
pub fn details(said: &Statement) -> Vec<String> {
    let pair = |label: String, value: String| format!("{label}: {value}");
    let all = [
        said.feasibility.map(|said_so| match said_so {
            Feasibility::Accept if said.of.is_some() => t::feasibility_accept_countered(),
            other => feasibility(other),
        }),
        said.plan
            .map(|at| pair(t::delivery_plan(), format::instant(at))),
        said.quantity
            .as_ref()
            .map(|q| pair(t::changed_quantity(), number(q))),
        said.price
            .as_ref()
            .map(|p| pair(t::changed_price(), number(p))),
        said.date
            .map(|at| pair(t::changed_date(), format::instant(at))),
        said.review.map(|at| pair(t::review(), format::instant(at))),
        (!said.reason.is_empty()).then(|| said.reason.clone()),
    ];
    all.into_iter().flatten().collect()
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

/// An amount of time a limit gives, with what it counts and of whom.
pub fn allows(allowance: Allowance, party: String) -> String {
    let n = i64::from(allowance.amount);
    match (allowance.counts, allowance.unit) {
        (Counts::Elapsed, Unit::Minute) => t::elapsed_minutes(n),
        (Counts::Elapsed, Unit::Hour) => t::elapsed_hours(n),
        (Counts::Elapsed, Unit::Day) => t::elapsed_days(n),
        (Counts::Working, Unit::Minute) => t::working_minutes_of(n, party),
        (Counts::Working, Unit::Hour) => t::working_hours_of(n, party),
        (Counts::Working, Unit::Day) => t::working_days_of(n, party),
    }
}

/// An amount of time a limit gives, where it stands beside the party that answers.
pub fn amount(allowance: Allowance) -> String {
    let n = i64::from(allowance.amount);
    match (allowance.counts, allowance.unit) {
        (Counts::Working, Unit::Minute) => t::working_minutes(n),
        (Counts::Working, Unit::Hour) => t::working_hours(n),
        (Counts::Working, Unit::Day) => t::whole_working_days(n),
        (Counts::Elapsed, _) => allows(allowance, String::new()),
    }
}

/// Who says how much time a clock gives.
pub fn source(given: Given, sides: &Sides) -> String {
    let since = given.from.map(format::instant);
    let (who, party) = (sides.requester.clone(), sides.provider.clone());
    match (given.source, since) {
        (Source::Usual, _) => t::given_usual(party),
        (Source::Own, Some(since)) => t::given_own_since(party, since),
        (Source::Own, None) => t::given_own(party),
        (Source::Other, Some(since)) => t::given_other_since(who, party, since),
        (Source::Other, None) => t::given_other(who, party),
    }
}

pub fn unit(unit: Unit) -> String {
    match unit {
        Unit::Minute => t::unit_minutes(),
        Unit::Hour => t::unit_hours(),
        Unit::Day => t::unit_days(),
    }
}

pub fn counts(counts: Counts) -> String {
    match counts {
        Counts::Elapsed => t::counts_elapsed(),
        Counts::Working => t::counts_working(),
    }
}

/// Which pauses a reading counts.
pub fn pausing(pausing: Pausing) -> String {
    match pausing {
        Pausing::Standing => t::reading_standing(),
        Pausing::Claimed => t::reading_claimed(),
        Pausing::Agreed => t::reading_agreed(),
    }
}

/// Ours and theirs are the reader's; between others the sides are named (LEDGER 27).
pub fn hands(hands: Hands, direction: Direction) -> String {
    match (hands, direction) {
        (Hands::Waiting, _) => t::hands_waiting(),
        (Hands::Requester, Direction::Out) | (Hands::Provider, Direction::In) => t::hands_ours(),
        (Hands::Requester, Direction::In) | (Hands::Provider, Direction::Out) => t::hands_theirs(),
        (Hands::Requester, Direction::Other) => t::f_requester(),
        (Hands::Provider, Direction::Other) => t::f_provider(),
    }
}

/// Why an interval counts or does not.
pub fn interval_cause(cause: &explain::Cause) -> String {
    match cause {
        explain::Cause::Running => t::cause_running(),
        explain::Cause::Unheard => t::cause_unheard(),
        explain::Cause::OutsideHours => t::cause_outside_hours(),
        explain::Cause::NoCalendar => t::cause_no_calendar(),
        explain::Cause::Closed { name, .. } => match day_name(name) {
            name if name.is_empty() => t::cause_closed(),
            name => t::cause_closed_for(name),
        },
        explain::Cause::Paused { reason, .. } if reason.is_empty() => t::cause_paused(),
        explain::Cause::Paused { reason, .. } => t::cause_paused_for(reason.clone()),
    }
}

/// The class of an interval in the bar and in the table.
pub fn cause_kind(cause: &explain::Cause) -> &'static str {
    match cause {
        explain::Cause::Running => "running",
        explain::Cause::Unheard => "unheard",
        explain::Cause::OutsideHours => "outside",
        explain::Cause::NoCalendar => "unknown",
        explain::Cause::Closed { .. } => "closed",
        explain::Cause::Paused { .. } => "paused",
    }
}

/// The name of a closed day: a festival in the reader's language, else what its calendar says.
fn day_name(name: &DayName) -> String {
    let festival = name.festival.map(|festival| match festival {
        Festival::NewYear => people::festival_new_year(),
        Festival::Spring => people::festival_spring(),
        Festival::Qingming => people::festival_qingming(),
        Festival::Labour => people::festival_labour(),
        Festival::DragonBoat => people::festival_dragon_boat(),
        Festival::MidAutumn => people::festival_mid_autumn(),
        Festival::National => people::festival_national(),
        Festival::Victory => people::festival_victory(),
    });
    festival.unwrap_or_else(|| name.reason.clone())
}

pub fn not_a_pause(why: pause::Why) -> String {
    match why {
        pause::Why::Unreadable => t::why_unreadable(),
        pause::Why::NotEntitled => t::why_not_entitled(),
        pause::Why::EndsBeforeStart => t::pause_ends_before_start(),
    }
}

pub fn pause_refusal(refusal: PauseRefusal) -> String {
    match refusal {
        PauseRefusal::Gone => t::gone(),
        PauseRefusal::NotEntitled => t::pause_not_entitled(),
        PauseRefusal::ReasonMissing => t::reason_missing(),
        PauseRefusal::NothingRuns => t::pause_nothing_runs(),
        PauseRefusal::PausedAlready => t::paused_already(),
        PauseRefusal::EndedAlready => t::pause_ended_already(),
        PauseRefusal::InTheFuture => t::in_the_future(),
        PauseRefusal::BeforeSubmission => t::before_submission(),
        PauseRefusal::EndsBeforeStart => t::pause_ends_before_start(),
    }
}

pub fn allowance_refusal(refusal: AllowanceRefusal) -> String {
    match refusal {
        AllowanceRefusal::Gone => t::gone(),
        AllowanceRefusal::NoAmount => t::amount_missing(),
        AllowanceRefusal::InThePast => t::limit_in_the_past(),
        AllowanceRefusal::NothingNew => t::limit_nothing_new(),
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

/// What the other party says to a pause.
pub fn says(says: Says) -> String {
    match says {
        Says::Agree => t::pause_says_agree(),
        Says::Object => t::pause_says_object(),
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

    pub fn of(&self, side: Side) -> String {
        match side {
            Side::Requester => self.requester.clone(),
            Side::Provider => self.provider.clone(),
            Side::Either => format::list(&[&self.requester, &self.provider]),
        }
    }
}

/// What people call a pause, where it is only named.
pub fn pause_name(record: &Record<'_>) -> String {
    t::pause_named(record.text(pause::REASON).into_owned())
}

/// What people call a stated limit, where it is only named.
pub fn limit_name(record: &Record<'_>) -> String {
    let party = record.reference(allowance::PARTY);
    let party = party.map_or_else(t::not_shared, |id| {
        party::short_name_of(record.workspace(), &id)
    });
    let stated = Clock::parse(&record.text(allowance::CLOCK));
    t::limit_named(stated.map(clock).unwrap_or_default(), party)
}

/// The name of a field, for the history and the inbox.
pub fn field(kind: &str, name: &str) -> Option<String> {
    if [pause::KIND, allowance::KIND].contains(&kind) {
        return clock_field(name);
    }
    if kind == baseline::KIND {
        return super::figure_words::baseline_field(name);
    }
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

/// The fields of what clocks go by: pauses and limits.
fn clock_field(name: &str) -> Option<String> {
    Some(match name {
        pause::FROM => t::f_since(),
        pause::TO => t::f_until(),
        pause::REASON => t::reason(),
        pause::FOR => t::f_entered_for(),
        pause::ANSWER => t::f_answer(),
        allowance::PARTY => t::limit_party(),
        allowance::CLOCK => t::limit_clock(),
        allowance::ALLOWS => t::limit_amount(),
        _ => return None,
    })
}
