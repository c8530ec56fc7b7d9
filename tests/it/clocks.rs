//! Limits in working time, pauses and what explains a clock, read from records.
//! Never in here: the arithmetic of working time (`time_schedule`), files (`clocks_exchange`).

use tandem::ledger::{Edit, Plan, RecordId, Value};
use tandem::modules::requirements::allowances::{AllowanceRefusal, StateAllowance};
use tandem::modules::requirements::edits::{Proposal, Step, Submit, Take};
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::model::explanation;
use tandem::modules::requirements::pauses::{AnswerPause, BeginPause, EndPause, PauseRefusal};
use tandem::records::allowance::{self, Allowance, Source};
use tandem::records::explain::{Cause, Explained, Hands};
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader, Running};
use tandem::records::pause::{Pause, Pauses, Pausing, Says, Why};
use tandem::records::requirement::Requirement;
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Feasibility, Loop};
use tandem::records::{calendar, pause};
use tandem::time::calendar::{Calendar, Week, Window};
use tandem::time::limit::State;
use tandem::time::{DAY, Date, Days, HOUR, Instant, MINUTE, Span};

use crate::firm::Firm;
use crate::time_schedule::{Dice, cases};
use crate::time_zone::zone;

fn moment(text: &str) -> Instant {
    Instant::parse_iso(text).unwrap()
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Shanghai, Monday to Friday, 9:00–12:00 and 13:00–18:00.
pub fn shanghai() -> Calendar {
    Calendar::usual(zone("Asia/Shanghai"))
}

/// Two firms on Friday 2026-01-30, 16:00 in Shanghai.
fn pair() -> (Firm, Firm) {
    let (mut buyer, mut maker) = (Firm::new(1, "Buyer"), Firm::new(2, "Maker"));
    buyer.hear(&maker);
    maker.hear(&buyer);
    (buyer.now, maker.now) = (
        moment("2026-01-30T16:00+08:00"),
        moment("2026-01-30T16:00+08:00"),
    );
    (buyer, maker)
}

/// Writes a calendar of a party as the page would.
fn give(firm: &mut Firm, number: u128, party: &RecordId, of: &Calendar) -> RecordId {
    let id = RecordId::from_bits(calendar::KIND, number);
    firm.set(&id, calendar::PARTY, Value::of(party));
    firm.set(&id, calendar::ZONE, Value::of(&of.zone));
    firm.set(&id, calendar::WEEKS, Value::of(&of.weeks));
    firm.set(&id, calendar::FROM, Value::of(&of.from));
    firm.set(&id, calendar::TO, Value::of(&of.to));
    id
}

fn close(firm: &mut Firm, number: u128, of: &RecordId, day: &str, reason: &str) {
    let id = RecordId::from_bits(calendar::DAY, number);
    firm.set(&id, "parent", Value::of(of));
    firm.set(&id, calendar::DATE, Value::text(day));
    firm.set(&id, calendar::WINDOWS, Value::of(&Vec::<Window>::new()));
    firm.set(&id, calendar::REASON, Value::text(reason));
}

fn ask(buyer: &mut Firm, maker: &Firm) -> RecordId {
    let form = Form {
        title: "Brackets".into(),
        requester: Some(buyer.party()),
        provider: Some(maker.party()),
        ..Form::default()
    };
    let submit = Submit {
        draft: None,
        form,
        stated: None,
    };
    let changes = buyer.commit(&submit).expect("submitted");
    changes.first().expect("a change").record.clone()
}

fn take(firm: &mut Firm, requirement: &RecordId, step: Step) {
    let take = Take {
        requirement: requirement.clone(),
        step,
        stated: None,
    };
    firm.commit(&take).expect("taken");
}

fn allow(firm: &mut Firm, party: &RecordId, clock: Clock, allowance: Allowance) {
    let state = StateAllowance {
        party: party.clone(),
        clock,
        allowance,
        from: None,
    };
    firm.commit(&state).expect("stated");
}

/// Reads one requirement as a firm does.
fn with<T>(
    firm: &Firm,
    partners: &Partners,
    id: &RecordId,
    read: impl FnOnce(&Reader<'_>, &Requirement<'_>, &Loop) -> T,
) -> T {
    let joins = SameAs::of(&firm.ws);
    let terms = Terms::of(&firm.ws, &joins);
    let reader = Reader {
        me: &firm.me.party,
        joins: &joins,
        partners,
        terms: &terms,
    };
    let requirement = Requirement(firm.ws.record(id).expect("the requirement"));
    let course = Loop::of(&requirement, &joins);
    read(&reader, &requirement, &course)
}

fn running(firm: &Firm, partners: &Partners, id: &RecordId, clock: Clock) -> Running {
    with(firm, partners, id, |reader, requirement, course| {
        reader.clock(requirement, course, clock).expect("a clock")
    })
}

fn due(firm: &Firm, id: &RecordId, clock: Clock) -> Option<Instant> {
    running(firm, &Partners::default(), id, clock).limit.due()
}

fn explained(firm: &Firm, id: &RecordId, clock: Clock, pausing: Pausing) -> Explained {
    let partners = Partners::default();
    with(firm, &partners, id, |reader, requirement, course| {
        let explained = reader.explain(requirement, course, clock, pausing, firm.now);
        explained.expect("a clock")
    })
}

fn pauses(firm: &Firm, id: &RecordId) -> Vec<Pause> {
    let requirement = Requirement(firm.ws.record(id).expect("the requirement"));
    Pauses::of(&requirement, &SameAs::of(&firm.ws)).0
}

fn begin(requirement: &RecordId, reason: &str) -> BeginPause {
    BeginPause {
        requirement: requirement.clone(),
        from: None,
        to: None,
        reason: reason.into(),
        entered_for: None,
    }
}

fn answer(pause: &RecordId, says: Says, reason: &str) -> AnswerPause {
    AnswerPause {
        pause: pause.clone(),
        says,
        reason: reason.into(),
        entered_for: None,
    }
}

fn end(pause: &RecordId) -> EndPause {
    EndPause {
        pause: pause.clone(),
        at: None,
    }
}

#[test]
fn where_nobody_stated_a_limit_the_usual_ones_hold_in_elapsed_time() {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    let asked = buyer.now;
    maker.hear(&buyer);
    assert_eq!(
        due(&buyer, &id, Clock::Acknowledge),
        Some(asked.plus(2 * HOUR))
    );
    assert_eq!(
        due(&buyer, &id, Clock::Proposal),
        Some(asked.plus(24 * HOUR))
    );
    assert_eq!(
        due(&buyer, &id, Clock::DeliveryPlan),
        Some(asked.plus(3 * DAY))
    );
    let no_clock = |firm: &Firm| {
        with(
            firm,
            &Partners::default(),
            &id,
            |reader, requirement, course| {
                reader
                    .clock(requirement, course, Clock::Feasibility)
                    .is_none()
            },
        )
    };
    // Feasibility runs from receipt, and nothing was received yet.
    assert!(no_clock(&maker));
    maker.wait(90 * MINUTE);
    take(&mut maker, &id, Step::Acknowledge);
    let received = maker.now;
    assert_eq!(
        due(&maker, &id, Clock::Feasibility),
        Some(received.plus(24 * HOUR))
    );
    let given = running(&maker, &Partners::default(), &id, Clock::Feasibility).given;
    assert_eq!(given.map(|g| g.source), Some(Source::Usual));
    buyer.hear(&maker);
    assert!(!no_clock(&buyer));
}

#[test]
fn a_limit_in_working_time_runs_in_the_hours_of_the_party_that_has_to_answer() {
    let (mut buyer, mut maker) = pair();
    let (theirs, ours) = (maker.party(), buyer.party());
    give(&mut maker, 1, &theirs, &shanghai());
    let office = Calendar::usual(zone("Europe/Amsterdam"));
    give(&mut buyer, 2, &ours, &office);
    allow(
        &mut maker,
        &theirs,
        Clock::Acknowledge,
        Allowance::hours(4).working(),
    );
    allow(
        &mut maker,
        &theirs,
        Clock::DeliveryPlan,
        Allowance::days(3).working(),
    );
    buyer.hear(&maker);
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        // Two hours are left on Friday, two more come on Monday.
        assert_eq!(
            due(firm, &id, Clock::Acknowledge),
            Some(moment("2026-02-02T11:00+08:00"))
        );
        // A quarter of Friday, Monday and Tuesday, three quarters of Wednesday.
        assert_eq!(
            due(firm, &id, Clock::DeliveryPlan),
            Some(moment("2026-02-04T16:00+08:00"))
        );
        // Three quarters of four hours.
        let limit = running(firm, &Partners::default(), &id, Clock::Acknowledge).limit;
        assert_eq!(limit.warns(), Some(moment("2026-02-02T10:00+08:00")));
    }
}

#[test]
fn past_verdicts_stay_when_a_limit_or_a_calendar_changes() {
    let (mut buyer, mut maker) = pair();
    let party = maker.party();
    give(&mut maker, 1, &party, &shanghai());
    allow(
        &mut maker,
        &party,
        Clock::Acknowledge,
        Allowance::hours(4).working(),
    );
    buyer.hear(&maker);
    let before = ask(&mut buyer, &maker);
    let verdict = due(&buyer, &before, Clock::Acknowledge);
    buyer.wait(10 * DAY);
    maker.hear(&buyer);
    allow(&mut maker, &party, Clock::Acknowledge, Allowance::hours(1));
    let mut longer = shanghai();
    longer.from = Some(date("2026-02-09"));
    longer.weeks = vec![Week::of_days(7, &[Window::new(0, 1440).unwrap()])];
    give(&mut maker, 3, &party, &longer);
    buyer.hear(&maker);
    assert_eq!(due(&buyer, &before, Clock::Acknowledge), verdict);
    let after = ask(&mut buyer, &maker);
    assert_eq!(
        due(&buyer, &after, Clock::Acknowledge),
        Some(buyer.now.plus(HOUR))
    );
    let again = StateAllowance {
        party: party.clone(),
        clock: Clock::Acknowledge,
        allowance: Allowance::hours(1),
        from: None,
    };
    assert_eq!(maker.commit(&again), Err(AllowanceRefusal::NothingNew));
    let back_then = StateAllowance {
        allowance: Allowance::hours(8),
        from: Some(maker.now.plus(-DAY)),
        ..again
    };
    assert_eq!(maker.commit(&back_then), Err(AllowanceRefusal::InThePast));
}

#[test]
fn unknown_is_not_late_in_working_time_either() {
    let (mut buyer, mut maker) = pair();
    let party = maker.party();
    allow(
        &mut maker,
        &party,
        Clock::Acknowledge,
        Allowance::hours(4).working(),
    );
    buyer.hear(&maker);
    let id = ask(&mut buyer, &maker);
    buyer.wait(30 * DAY);
    let heard = |at: Instant| Partners {
        heard: [(party.clone(), at)].into(),
        ..Partners::default()
    };
    let state = |firm: &Firm, partners: &Partners| {
        running(firm, partners, &id, Clock::Acknowledge).state(firm.now)
    };
    // Their hours are not known: whatever was heard, nothing can be said.
    assert_eq!(state(&buyer, &heard(buyer.now)), State::Unknown);
    assert!(
        running(&buyer, &Partners::default(), &id, Clock::Acknowledge)
            .limit
            .lacks_calendar()
    );
    let whole = explained(&buyer, &id, Clock::Acknowledge, Pausing::Standing);
    assert_eq!(
        (whole.counted_ms(), &whole.intervals[0].cause),
        (0, &Cause::NoCalendar)
    );
    give(&mut maker, 1, &party, &shanghai());
    buyer.hear(&maker);
    let passed = moment("2026-02-02T11:00+08:00");
    assert_eq!(state(&buyer, &Partners::default()), State::Unknown);
    assert_eq!(state(&buyer, &heard(passed)), State::Unknown);
    assert_eq!(state(&buyer, &heard(passed.plus(1))), State::Breached);
    maker.hear(&buyer);
    assert_eq!(state(&maker, &Partners::default()), State::Breached);
    // On Sunday nothing had passed yet, though 24 hours had.
    buyer.now = moment("2026-02-01T16:00+08:00");
    assert_eq!(state(&buyer, &heard(buyer.now)), State::Open);
}

#[test]
fn a_party_s_own_word_goes_before_its_partner_s_and_a_third_firm_has_no_say() {
    let (mut buyer, mut maker) = pair();
    let mut third = Firm::new(3, "Third");
    third.hear(&maker);
    third.now = maker.now;
    let party = maker.party();
    allow(&mut third, &party, Clock::Acknowledge, Allowance::hours(1));
    give(&mut third, 9, &party, &shanghai());
    maker.hear(&third);
    buyer.hear(&maker);
    let id = ask(&mut buyer, &maker);
    let source = |firm: &Firm| {
        let given = running(firm, &Partners::default(), &id, Clock::Acknowledge).given;
        given.map(|given| (given.allowance, given.source))
    };
    assert_eq!(source(&buyer), Some((Allowance::hours(2), Source::Usual)));
    let joins = SameAs::of(&buyer.ws);
    let terms = Terms::of(&buyer.ws, &joins);
    assert!(terms.hours(&party, &buyer.party()).is_none());
    assert!(terms.hours(&party, &third.party()).is_some());
    // What the buyer recorded for it holds until it speaks for itself.
    buyer.now = buyer.now.plus(-HOUR);
    allow(&mut buyer, &party, Clock::Acknowledge, Allowance::hours(5));
    assert_eq!(source(&buyer), Some((Allowance::hours(5), Source::Other)));
    maker.now = maker.now.plus(-2 * HOUR);
    allow(&mut maker, &party, Clock::Acknowledge, Allowance::hours(3));
    buyer.hear(&maker);
    assert_eq!(source(&buyer), Some((Allowance::hours(3), Source::Own)));
    // Nor does overwriting it help.
    let own = buyer
        .ws
        .of_kind(allowance::KIND)
        .map(|r| r.id().clone())
        .collect::<Vec<_>>();
    for id in own {
        third.hear(&buyer);
        third.set(&id, allowance::ALLOWS, Value::of(&Allowance::hours(9)));
    }
    buyer.hear(&third);
    assert_eq!(source(&buyer), Some((Allowance::hours(3), Source::Own)));
}

#[test]
fn every_statement_of_a_limit_stays_and_the_latest_of_an_author_holds() {
    let (_, mut maker) = pair();
    let party = maker.party();
    allow(&mut maker, &party, Clock::Proposal, Allowance::hours(8));
    maker.wait(HOUR);
    let later = StateAllowance {
        party: party.clone(),
        clock: Clock::Proposal,
        allowance: Allowance::days(1).working(),
        from: Some(maker.now.plus(DAY)),
    };
    maker.commit(&later).expect("stated for tomorrow");
    let terms = Terms::of(&maker.ws, &SameAs::of(&maker.ws));
    let stands = |at: Instant| -> Vec<(Allowance, bool)> {
        let history = terms.allowances.history().into_iter();
        let each = history.map(|s| (s.allowance, terms.allowances.holds(s, at)));
        each.collect()
    };
    let (first, second) = (Allowance::hours(8), Allowance::days(1).working());
    assert_eq!(stands(maker.now), [(second, false), (first, true)]);
    let then = maker.now.plus(DAY);
    assert_eq!(stands(then), [(second, true), (first, false)]);
    assert!(second.is_in_working_days() && !first.is_in_working_days());
}

#[test]
fn what_just_began_is_explained_by_an_interval_of_no_length() {
    let (mut buyer, maker) = pair();
    let id = ask(&mut buyer, &maker);
    let joins = SameAs::of(&buyer.ws);
    let terms = Terms::of(&buyer.ws, &joins);
    let partners = Partners::default();
    let reader = Reader {
        me: &buyer.me.party,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    };
    // A page goes by whole minutes, so its moment can lie before the question.
    let at = |ms: i64, clock| {
        let now = buyer.now.plus(ms);
        let told = explanation(&buyer.ws, &reader, &id, clock, Pausing::Standing, now);
        told.map(|told| told.counted_ms())
    };
    assert_eq!(at(-30_000, Some(Clock::Acknowledge)), Some(0));
    assert_eq!(at(-30_000, None), Some(0));
    assert_eq!(at(HOUR, Some(Clock::Acknowledge)), Some(HOUR));
    assert_eq!(at(HOUR, None), Some(HOUR));
    assert_eq!(at(HOUR, Some(Clock::Feasibility)), None);
}

/// Asked on Friday at 16:00, paused by the provider from 17:00 to Monday 10:00.
fn paused() -> (Firm, Firm, RecordId, RecordId) {
    let (mut buyer, mut maker) = pair();
    let party = maker.party();
    give(&mut maker, 1, &party, &shanghai());
    allow(
        &mut maker,
        &party,
        Clock::Acknowledge,
        Allowance::hours(4).working(),
    );
    buyer.hear(&maker);
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    maker.wait(HOUR);
    let changes = maker
        .commit(&begin(&id, "waiting for the drawing"))
        .expect("paused");
    let pause = changes[0].record.clone();
    (buyer, maker, id, pause)
}

#[test]
fn an_unanswered_pause_stops_the_clock_an_objected_one_does_not_and_both_readings_are_there() {
    let (mut buyer, mut maker, id, pause) = paused();
    let plain = moment("2026-02-02T11:00+08:00");
    let readings = |firm: &Firm| {
        let running = running(firm, &Partners::default(), &id, Clock::Acknowledge);
        Pausing::ALL.map(|pausing| running.reading(pausing).due())
    };
    // While it lasts nothing is due, but by the reading of whoever did not agree.
    assert_eq!(readings(&maker), [None, None, Some(plain)]);
    let state = |firm: &Firm, at: &str| {
        running(firm, &Partners::default(), &id, Clock::Acknowledge).state(moment(at))
    };
    assert_eq!(state(&maker, "2026-02-05T09:00+08:00"), State::Open);
    maker.now = moment("2026-02-02T10:00+08:00");
    maker.commit(&end(&pause)).expect("ended");
    buyer.hear(&maker);
    // One hour on Friday, three on Monday from 10:00, the lunch break between.
    let pushed = moment("2026-02-02T14:00+08:00");
    assert_eq!(readings(&buyer), [Some(pushed), Some(pushed), Some(plain)]);
    buyer
        .commit(&answer(&pause, Says::Object, "you had it"))
        .expect("objected");
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        assert_eq!(readings(firm), [Some(plain), Some(pushed), Some(plain)]);
    }
    buyer.wait(MINUTE);
    buyer
        .commit(&answer(&pause, Says::Agree, ""))
        .expect("agreed after all");
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        assert_eq!(readings(firm), [Some(pushed); 3]);
    }
    assert_eq!(state(&maker, "2026-02-02T14:01+08:00"), State::Breached);
}

#[test]
fn a_pause_by_a_third_party_is_kept_and_shown_and_stops_nothing() {
    let (mut buyer, maker, id, _) = paused();
    buyer.hear(&maker);
    let before = due(&buyer, &id, Clock::Proposal);
    let mut third = Firm::new(3, "Third");
    third.hear(&buyer);
    let theirs = RecordId::from_bits(pause::KIND, 77);
    third.set(&theirs, "parent", Value::of(&id));
    third.set(&theirs, pause::FROM, Value::of(&buyer.now));
    third.set(&theirs, pause::REASON, Value::text("we know better"));
    buyer.hear(&third);
    let all = pauses(&buyer, &id);
    let shown = all.iter().find(|p| p.id == theirs).expect("shown");
    assert_eq!(shown.not_counted, Some(Why::NotEntitled));
    assert_eq!(
        (shown.reason.as_str(), &shown.by),
        ("we know better", &third.party())
    );
    assert_eq!(due(&buyer, &id, Clock::Proposal), before);
    // Nor may it end or answer the pause of one of the two.
    let own = all
        .iter()
        .find(|p| p.id != theirs)
        .expect("the maker's")
        .id
        .clone();
    third.set(&own, pause::TO, Value::of(&buyer.now));
    let says = Value::from_json(r#"{"says":"object","at":0}"#).unwrap();
    third.set(&own, pause::ANSWER, says);
    buyer.hear(&third);
    let own = pauses(&buyer, &id)
        .into_iter()
        .find(|p| p.id == own)
        .expect("still");
    assert_eq!((own.to, own.answer), (None, None));
    assert_eq!(
        third.commit(&begin(&id, "again")),
        Err(PauseRefusal::NotEntitled)
    );
}

#[test]
fn what_cannot_be_read_of_a_pause_stops_nothing_and_one_s_own_answer_is_none() {
    let (mut buyer, mut maker, id, pause) = paused();
    maker.set(&pause, pause::TO, Value::of(&maker.now.plus(-DAY)));
    let why = |firm: &Firm| pauses(firm, &id)[0].not_counted;
    assert_eq!(why(&maker), Some(Why::EndsBeforeStart));
    maker.set(&pause, pause::TO, Value::text("soon"));
    assert_eq!(why(&maker), Some(Why::Unreadable));
    maker.set(&pause, pause::TO, Value::null());
    assert_eq!(why(&maker), None);
    let agrees = Value::from_json(r#"{"says":"agree","at":0}"#).unwrap();
    maker.set(&pause, pause::ANSWER, agrees);
    assert_eq!(pauses(&maker, &id)[0].answer, None);
    assert_eq!(
        maker.commit(&answer(&pause, Says::Agree, "")),
        Err(PauseRefusal::NotEntitled)
    );
    assert_eq!(
        maker.commit(&begin(&id, "more")),
        Err(PauseRefusal::PausedAlready)
    );
    assert_eq!(
        maker.commit(&begin(&id, "  ")),
        Err(PauseRefusal::ReasonMissing)
    );
    buyer.hear(&maker);
    assert_eq!(
        buyer.commit(&answer(&pause, Says::Object, " ")),
        Err(PauseRefusal::ReasonMissing)
    );
    assert_eq!(buyer.commit(&end(&pause)), Err(PauseRefusal::NotEntitled));
    let early = BeginPause {
        from: Some(moment("2026-01-30T15:00+08:00")),
        ..begin(&id, "holiday")
    };
    assert_eq!(buyer.commit(&early), Err(PauseRefusal::BeforeSubmission));
    // For the telephone: entered for the other party, and answered by it.
    let entered = BeginPause {
        entered_for: Some(maker.party()),
        to: Some(buyer.now.plus(DAY)),
        ..begin(&id, "they called")
    };
    assert_eq!(buyer.commit(&entered), Err(PauseRefusal::PausedAlready));
    maker.wait(HOUR);
    maker.commit(&end(&pause)).expect("ended");
    assert_eq!(maker.commit(&end(&pause)), Err(PauseRefusal::EndedAlready));
    buyer.hear(&maker);
    buyer.commit(&entered).expect("entered");
    let all = pauses(&buyer, &id);
    assert!(
        all.iter()
            .all(|p| p.by == maker.party() && p.not_counted.is_none())
    );
    take(
        &mut buyer,
        &id,
        Step::Withdraw {
            reason: "no need".into(),
        },
    );
    assert_eq!(
        buyer.commit(&begin(&id, "late")),
        Err(PauseRefusal::NothingRuns)
    );
}

fn told(explained: &Explained) -> Vec<(String, String, i64)> {
    let all = explained.intervals.iter();
    all.map(|interval| {
        let cause = match &interval.cause {
            Cause::Running => "running".to_owned(),
            Cause::Unheard => "not heard yet".to_owned(),
            Cause::OutsideHours => "outside hours".to_owned(),
            Cause::Closed { name, .. } => name.reason.clone(),
            Cause::Paused { reason, .. } => reason.clone(),
            Cause::NoCalendar => "no calendar".to_owned(),
        };
        let from = interval.span.from().plus(8 * HOUR).iso();
        (from[5..16].to_owned(), cause, interval.counted_ms / MINUTE)
    })
    .collect()
}

#[test]
fn every_interval_of_a_clock_has_its_cause_and_they_add_up_to_the_figure() {
    let (mut buyer, mut maker, id, pause) = paused();
    let calendar = maker
        .ws
        .of_kind(calendar::KIND)
        .next()
        .unwrap()
        .id()
        .clone();
    close(&mut maker, 5, &calendar, "2026-02-03", "stocktaking");
    maker.now = moment("2026-02-02T10:00+08:00");
    maker.commit(&end(&pause)).expect("ended");
    maker.now = moment("2026-02-04T09:30+08:00");
    take(&mut maker, &id, Step::Acknowledge);
    buyer.hear(&maker);
    let there = explained(&maker, &id, Clock::Acknowledge, Pausing::Standing);
    let row = |at: &str, cause: &str, minutes| (at.to_owned(), cause.to_owned(), minutes);
    assert_eq!(
        told(&there),
        [
            row("01-30T16:00", "running", 60),
            row("01-30T17:00", "waiting for the drawing", 0),
            row("02-02T10:00", "running", 120),
            row("02-02T12:00", "outside hours", 0),
            row("02-02T13:00", "running", 300),
            row("02-02T18:00", "outside hours", 0),
            row("02-03T00:00", "stocktaking", 0),
            row("02-04T00:00", "outside hours", 0),
            row("02-04T09:00", "running", 30),
        ]
    );
    assert_eq!(there.counted_ms(), 510 * MINUTE);
    assert_eq!(there.counted_days(), Days::part(510, 480));
    assert_eq!(there.split().waiting, 65 * HOUR);
    assert_eq!(there.split().total(), there.span.length());
    // The buyer reads the same once the file is here; objecting changes one reading on both sides.
    assert_eq!(
        explained(&buyer, &id, Clock::Acknowledge, Pausing::Standing),
        there
    );
    let agreed = explained(&buyer, &id, Clock::Acknowledge, Pausing::Agreed);
    assert_eq!(agreed.counted_ms(), (510 + 120) * MINUTE);
}

#[test]
fn what_a_partner_s_file_may_still_say_is_told_apart() {
    let (mut buyer, maker) = pair();
    let id = ask(&mut buyer, &maker);
    let asked = buyer.now;
    buyer.wait(5 * HOUR);
    let partners = Partners {
        heard: [(maker.party(), asked.plus(HOUR))].into(),
        ..Partners::default()
    };
    let explained = with(&buyer, &partners, &id, |reader, requirement, course| {
        let clock = Clock::Acknowledge;
        reader.explain(requirement, course, clock, Pausing::Standing, buyer.now)
    });
    let explained = explained.expect("a clock");
    let causes: Vec<_> = explained
        .intervals
        .iter()
        .map(|i| (&i.cause, i.counted_ms))
        .collect();
    assert_eq!(
        causes,
        [(&Cause::Running, HOUR), (&Cause::Unheard, 4 * HOUR)]
    );
    assert!(!explained.is_answered);
    // Whose hands it is in by now is not claimed either.
    let whole = with(&buyer, &partners, &id, |reader, requirement, course| {
        reader.explain_course(requirement, course, Pausing::Standing, buyer.now)
    });
    let split = whole.expect("a course").split();
    assert_eq!((split.provider, split.unheard), (HOUR, 4 * HOUR));
    assert_eq!(split.total(), 5 * HOUR);
    // The figure is the one the provider reads, which knows that it did not answer.
    let mut there = maker;
    there.hear(&buyer);
    let own = self::explained(&there, &id, Clock::Acknowledge, Pausing::Standing);
    assert_eq!(own.counted_ms(), explained.counted_ms());
    assert_eq!(own.intervals.len(), 1);
}

#[test]
fn other_terms_are_in_the_hands_of_whoever_is_to_answer_them() {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    maker.wait(2 * HOUR);
    let other_terms = Step::Propose(Proposal {
        feasibility: Feasibility::AcceptWithChanges,
        quantity: "900".into(),
        price: String::new(),
        date: None,
        reason: String::new(),
    });
    take(&mut maker, &id, other_terms);
    buyer.hear(&maker);
    buyer.wait(7 * HOUR);
    take(&mut buyer, &id, Step::Agree);
    maker.hear(&buyer);
    maker.wait(3 * HOUR);
    for firm in [&buyer, &maker] {
        let partners = Partners {
            heard: [(maker.party(), maker.now)].into(),
            ..Partners::default()
        };
        let whole = with(firm, &partners, &id, |reader, requirement, course| {
            reader.explain_course(requirement, course, Pausing::Standing, maker.now)
        });
        let split = whole.expect("a course").split();
        assert_eq!(
            (split.provider, split.requester, split.unheard),
            (5 * HOUR, 7 * HOUR, 0)
        );
    }
}

#[test]
fn the_time_of_a_course_splits_into_two_hands_and_waiting() {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    maker.wait(2 * HOUR);
    take(&mut maker, &id, Step::Acknowledge);
    maker.wait(HOUR);
    let changes = maker.commit(&begin(&id, "material")).expect("paused");
    maker.wait(10 * HOUR);
    maker.commit(&end(&changes[0].record)).expect("ended");
    maker.wait(7 * HOUR);
    take(&mut maker, &id, Step::Deliver);
    buyer.hear(&maker);
    buyer.wait(3 * HOUR);
    take(
        &mut buyer,
        &id,
        Step::SendBack {
            reason: "scratched".into(),
        },
    );
    buyer.wait(4 * HOUR);
    maker.hear(&buyer);
    take(&mut maker, &id, Step::Deliver);
    buyer.hear(&maker);
    buyer.wait(5 * HOUR);
    take(&mut buyer, &id, Step::Accept);
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        let whole = with(
            firm,
            &Partners::default(),
            &id,
            |reader, requirement, course| {
                reader.explain_course(requirement, course, Pausing::Standing, firm.now)
            },
        );
        let whole = whole.expect("a course");
        let split = whole.split();
        assert_eq!(
            (split.provider, split.requester, split.waiting),
            (14 * HOUR, 8 * HOUR, 10 * HOUR)
        );
        assert_eq!(split.total(), whole.span.length());
        let hands: Vec<Hands> = whole.intervals.iter().map(|i| i.hands).collect();
        use Hands::{Provider, Requester, Waiting};
        assert_eq!(
            hands,
            [
                Provider, Provider, Waiting, Provider, Requester, Provider, Requester
            ]
        );
    }
}

/// Writes pauses of both sides and answers to them, whatever the modules would say.
struct Pausings(Vec<(RecordId, RecordId, i64, Option<i64>)>);

impl Edit for Pausings {
    type Refusal = std::convert::Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        for (requirement, by, from, to) in &self.0 {
            let id = plan.create(pause::KIND);
            plan.set(&id, "parent", Value::of(requirement));
            plan.set(&id, pause::FROM, Value::int(*from));
            if let Some(to) = to {
                plan.set(&id, pause::TO, Value::int(*to));
            }
            plan.set(&id, pause::FOR, Value::of(by));
        }
        Ok(())
    }
}

#[test]
fn whatever_is_paused_intervals_tile_the_span_sum_to_the_figure_and_read_the_same_on_both_sides() {
    for seed in 0..cases(300, 6_000) {
        let mut dice = Dice(seed);
        let (mut buyer, mut maker) = pair();
        let party = maker.party();
        let mut calendar = Calendar::usual(zone(
            ["Asia/Shanghai", "Europe/Amsterdam", "America/St_Johns"][dice.upto(3) as usize],
        ));
        calendar.weeks = vec![Week::of_days(
            1 + dice.upto(7) as usize,
            &[
                Window::new(300 + dice.upto(300) as u16, 700).unwrap(),
                Window::new(760, 800 + dice.upto(900) as u16).unwrap(),
            ],
        )];
        let record = give(&mut maker, 1, &party, &calendar);
        for (n, day) in ["2026-02-02", "2026-02-06", "2026-03-30"]
            .iter()
            .enumerate()
        {
            close(&mut maker, 10 + n as u128, &record, day, "closed");
        }
        let clock = Clock::ALL[dice.upto(4) as usize];
        let days = 1 + dice.upto(9) as u16;
        let allowance = [
            Allowance::hours(days),
            Allowance::hours(days).working(),
            Allowance::days(days),
            Allowance::days(days).working(),
        ];
        let allowance = allowance[dice.upto(4) as usize];
        allow(&mut maker, &party, clock, allowance);
        buyer.hear(&maker);
        let id = ask(&mut buyer, &maker);
        let asked = buyer.now;
        maker.hear(&buyer);
        maker.wait(dice.upto(DAY));
        take(&mut maker, &id, Step::Acknowledge);
        let mut all = Vec::new();
        for _ in 0..dice.upto(5) {
            let by = if dice.upto(2) == 0 {
                buyer.party()
            } else {
                maker.party()
            };
            let from = asked.0 + dice.upto(20 * DAY) - DAY;
            let to = (dice.upto(4) > 0).then(|| from + dice.upto(4 * DAY) - HOUR);
            all.push((id.clone(), by, from, to));
        }
        let Ok(_) = maker.commit(&Pausings(all));
        maker.wait(dice.upto(20 * DAY));
        if dice.upto(2) == 0 {
            let plan = Some(maker.now.plus(DAY));
            take(&mut maker, &id, Step::Commit { plan });
        }
        buyer.hear(&maker);
        for pause in pauses(&buyer, &id) {
            let says = [None, Some(Says::Agree), Some(Says::Object)][dice.upto(3) as usize];
            let mine = pause.by == buyer.party() || pause.not_counted.is_some();
            if let Some(says) = says.filter(|_| !mine) {
                buyer
                    .commit(&answer(&pause.id, says, "so"))
                    .expect("answered");
            }
        }
        buyer.wait(dice.upto(5 * DAY));
        maker.hear(&buyer);
        let partners = Partners {
            heard: [
                (maker.party(), maker.now.plus(DAY)),
                (buyer.party(), maker.now),
            ]
            .into(),
            ..Partners::default()
        };
        for pausing in Pausing::ALL {
            let read = |firm: &Firm| {
                with(firm, &partners, &id, |reader, requirement, course| {
                    let running = reader.clock(requirement, course, clock);
                    let explained = reader.explain(requirement, course, clock, pausing, buyer.now);
                    (
                        running.map(|r| (r.limit, r.claimed, r.agreed, r.given)),
                        explained,
                    )
                })
            };
            let (running, explained) = read(&buyer);
            assert_eq!(read(&maker), (running, explained.clone()), "seed {seed}");
            let (explained, running) = (explained.expect("a clock"), running.expect("a clock"));
            let edges = explained
                .intervals
                .iter()
                .flat_map(|i| [i.span.from(), i.span.to()]);
            let mut edges: Vec<Instant> = edges.collect();
            assert_eq!(edges.first(), Some(&explained.span.from()), "seed {seed}");
            assert_eq!(edges.last(), Some(&explained.span.to()), "seed {seed}");
            edges.remove(0);
            edges.pop();
            assert!(
                edges.chunks(2).all(|pair| pair[0] == pair[1]),
                "seed {seed}"
            );
            // The figure, from the calendar and the pauses alone.
            let requirement = Requirement(buyer.ws.record(&id).unwrap());
            let stopped = Pauses::of(&requirement, &SameAs::of(&buyer.ws)).stopped(pausing);
            let open = tandem::time::Spans::from(explained.span).difference(&stopped);
            let schedule = tandem::time::Schedule::new(vec![
                calendar::WorkCalendar(buyer.ws.record(&record).unwrap())
                    .to_calendar()
                    .unwrap(),
            ]);
            let is_working = running.3.unwrap().allowance.counts == allowance::Counts::Working;
            let (ms, days): (i64, Days) = if is_working {
                (
                    open.iter().map(|s| schedule.worked(s)).sum(),
                    open.iter().map(|s| schedule.days(s)).sum(),
                )
            } else {
                (open.total(), Days::default())
            };
            assert_eq!(
                (explained.counted_ms(), explained.counted_days()),
                (ms, days),
                "seed {seed}"
            );
            assert_eq!(explained.split().total(), explained.span.length());
            // The verdict agrees with the figure: late when more was used than is given.
            let limit = [running.0, running.1, running.2]
                [Pausing::ALL.iter().position(|p| *p == pausing).unwrap()];
            let given = running.3.unwrap().allowance.allowed();
            let used_to = |to: Instant| -> bool {
                let span = Span::new(explained.span.from(), to).unwrap();
                let open = tandem::time::Spans::from(span).difference(&stopped);
                match given {
                    tandem::time::limit::Allowed::Ms(given) => {
                        let worked = |s: Span| {
                            if is_working {
                                schedule.worked(s)
                            } else {
                                s.length()
                            }
                        };
                        open.iter().map(worked).sum::<i64>() >= given
                    }
                    tandem::time::limit::Allowed::Days(given) => {
                        open.iter().map(|s| schedule.days(s)).sum::<Days>()
                            >= Days::whole(i64::from(given))
                    }
                }
            };
            match limit.due() {
                Some(due) => assert!(used_to(due) && !used_to(due.plus(-1)), "seed {seed}"),
                None => assert!(!used_to(moment("2199-01-01T00:00Z")), "seed {seed}"),
            }
        }
    }
}
