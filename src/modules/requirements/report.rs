//! The figures of the requirement loop, by LEDGER 28, with the rows behind each.
//! Never in here: signals, words, anything that is not a stated moment.
//!
//! A row is due when it was not withdrawn and is answered, or is past its limit with nothing of the
//! answering party on its way (`records::limits`). Late or still open: missed. A span that ends
//! before it starts is in neither and listed. A delivery plan is not due after a proposal that
//! declines. Closed means accepted: `CLOSED_LOOP` counts it whenever it happened, `CLOSED_IN_TIME`
//! only by the moment it was needed.
//!
//! Consensus is one answer that both want: an answer as asked, or terms the other agreed to, or work
//! that went ahead as asked. It is due once it is reached or declined, else when the proposal is; terms
//! still on the table after that are missed, unless the answer may be on its way. An imported answer
//! of which only the moment is known counts in neither. Shelved are those that are shelved now, of all
//! submitted and not withdrawn. Changes and cycle are averages: requests that were not withdrawn per
//! requirement, and elapsed time from submission to acceptance.

use crate::kpi::{Average, Baseline, Flag, Kpi, Target};
use crate::ledger::Workspace;
use crate::records::accord::Accord;
use crate::records::baseline;
use crate::records::change_request::{self, Cause};
use crate::records::limits::{Clock, Partners, Running, answer};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Loop, Moment, Stage};
use crate::time::limit::State;
use crate::time::{Instant, MINUTE};

use super::model::Row;

pub const ACKNOWLEDGED: &str = "acknowledged_in_time";
pub const PROPOSED: &str = "proposed_in_time";
pub const ASSESSED: &str = "feasibility_in_time";
pub const PLANNED: &str = "planned_in_time";
pub const CLOSED_LOOP: &str = "closed_loop";
pub const CLOSED_IN_TIME: &str = "closed_in_time";
pub const SHELVED: &str = "shelved";
pub const CONSENSUS: &str = "consensus";
/// Change requests per requirement.
pub const CHANGES: &str = "changes";
/// Those caused by an unclear specification, per requirement.
pub const UNCLEAR: &str = "changes_unclear";
/// Milliseconds from submission to acceptance.
pub const CYCLE: &str = "cycle";

/// Two clocks that agree to this are held to agree.
const CLOCK_SLACK: i64 = MINUTE;

/// Every share of the module over some rows: all, or those of a month or of one partner. `partners`
/// tells whose clock is known to be off.
#[must_use]
pub fn shares(rows: &[&Row], joins: &SameAs, partners: &Partners, now: Instant) -> Vec<Kpi> {
    let bounds = Bounds { joins, partners };
    let mut all: Vec<Kpi> = Clock::ALL
        .into_iter()
        .map(|clock| within(rows, clock, &bounds, now))
        .collect();
    all.push(closed_loop(rows, &bounds, now));
    all.push(closed_in_time(rows, &bounds, now));
    all.push(shelved(rows));
    all.push(consensus(rows, &bounds, now));
    all
}

/// Every average of the module, against the baselines that are here.
#[must_use]
pub fn averages(
    ws: &Workspace,
    rows: &[&Row],
    joins: &SameAs,
    partners: &Partners,
) -> Vec<Average> {
    let bounds = Bounds { joins, partners };
    let unclear = |cause: Option<Cause>| cause == Some(Cause::UnclearSpec);
    let mut all = vec![
        changes(rows, CHANGES, 60, |_| true),
        changes(rows, UNCLEAR, 70, unclear),
        cycle(rows, &bounds),
    ];
    for average in &mut all {
        average.baseline = baseline::of(ws, average.key).and_then(|b| {
            Some(Baseline {
                value: b.value()?,
                date: b.date()?,
                sample: b.sample()?,
            })
        });
    }
    all
}

/// Takes figures of some rows in with those of others: both in the order they are counted in here.
pub fn join<F>(all: &mut Vec<F>, more: Vec<F>, join: impl Fn(&mut F, F)) {
    if all.is_empty() {
        *all = more;
        return;
    }
    let pairs = all.iter_mut().zip(more);
    pairs.for_each(|(figure, more)| join(figure, more));
}

fn within(rows: &[&Row], clock: Clock, bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(match clock {
        Clock::Acknowledge => ACKNOWLEDGED,
        Clock::Proposal => PROPOSED,
        Clock::Feasibility => ASSESSED,
        Clock::DeliveryPlan => PLANNED,
    });
    for row in rows {
        let Some(running) = row.clock(clock) else {
            continue;
        };
        let ends = answer(&row.course, clock.act());
        bounds.mark(row, ends, |flag| kpi.flag(flag, &row.id));
        count(&mut kpi, row, running, running.state(now).in_time(), now);
    }
    kpi
}

/// Accepted ÷ due, however late (SPEC module 2: at least 95 %).
fn closed_loop(rows: &[&Row], bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(CLOSED_LOOP);
    kpi.target = Some(Target::AtLeast(95));
    for row in rows {
        let Some(running) = row.closing else {
            continue;
        };
        let ends = row.course.first(Act::Accept);
        bounds.mark(row, ends, |flag| kpi.flag(flag, &row.id));
        if is_out_of_order(&row.course) {
            kpi.flag(Flag::OutOfOrder, &row.id);
        }
        let counts = match running.state(now) {
            State::Met | State::Missed => Some(true),
            other => other.in_time(),
        };
        count(&mut kpi, row, running, counts, now);
    }
    kpi
}

fn closed_in_time(rows: &[&Row], bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(CLOSED_IN_TIME);
    // Without a date nothing can be in time.
    let dated = |row: &Row| row.closing.filter(|r| !r.limit.is_due_at_once());
    for (row, running) in rows.iter().filter_map(|r| Some((*r, dated(r)?))) {
        let ends = row.course.first(Act::Accept);
        bounds.mark(row, ends, |flag| kpi.flag(flag, &row.id));
        count(&mut kpi, row, running, running.state(now).in_time(), now);
    }
    kpi
}

/// Submitted and not withdrawn, with the stated moment of submission.
fn standing<'r>(rows: &[&'r Row]) -> impl Iterator<Item = (&'r Row, Instant)> {
    let all = rows.iter().copied();
    all.filter(|row| row.course.stage != Some(Stage::Withdrawn))
        .filter_map(|row| Some((row, row.course.first(Act::Submit)?.said.stated)))
}

/// Shelved now ÷ submitted and not withdrawn (SPEC module 2: at most 5 %).
fn shelved(rows: &[&Row]) -> Kpi {
    let mut kpi = Kpi::new(SHELVED);
    kpi.target = Some(Target::AtMost(5));
    for (row, asked) in standing(rows) {
        kpi.count(&row.id, Some(row.course.shelved.is_some()));
        kpi.reaches(asked);
    }
    kpi
}

/// Agreed ÷ agreed, declined, or still open past the proposal's limit (SPEC module 2: at least 95 %).
fn consensus(rows: &[&Row], bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(CONSENSUS);
    kpi.target = Some(Target::AtLeast(95));
    for (row, asked) in standing(rows) {
        let course = &row.course;
        let concluded = match &course.accord {
            Accord::Agreed { by, .. } | Accord::Declined { offer: by, .. } => course.moment(*by),
            _ => None,
        };
        if concluded.is_some_and(|m| m.said.stated < asked) {
            kpi.flag(Flag::EndsBeforeStart, &row.id);
            continue;
        }
        bounds.mark(row, concluded, |flag| kpi.flag(flag, &row.id));
        let counts = match course.accord {
            Accord::Agreed { .. } => Some(true),
            Accord::Declined { .. } => Some(false),
            // Answered, but nobody knows how.
            Accord::Asked if course.first(Act::Propose).is_some() && course.sent_back == 0 => None,
            Accord::Asked | Accord::Proposed { .. } | Accord::Countered { .. } => {
                match unanswered(row).map(|running| running.state(now)) {
                    Some(State::Unknown) => {
                        kpi.flag(Flag::Unknown, &row.id);
                        continue;
                    }
                    state => state.and_then(State::in_time),
                }
            }
        };
        kpi.count(&row.id, counts);
        if counts.is_some() {
            kpi.reaches(asked);
        }
    }
    kpi
}

/// The proposal's limit with nothing agreed, as far as is known of the side that is to answer now.
fn unanswered(row: &Row) -> Option<Running> {
    let proposal = row.clock(Clock::Proposal)?;
    let heard = match row.course.accord {
        Accord::Proposed { .. } => row.closing?.heard,
        _ => proposal.heard,
    };
    Some(Running {
        answered: None,
        heard,
        ..proposal
    })
}

/// Change requests that were not withdrawn, per requirement that was not.
fn changes(
    rows: &[&Row],
    key: &'static str,
    reduce_by: u32,
    of: impl Fn(Option<Cause>) -> bool,
) -> Average {
    let mut average = Average::new(key);
    average.reduce_by = Some(reduce_by);
    for (row, asked) in standing(rows) {
        let stands = row
            .requests
            .iter()
            .filter(|r| r.state != change_request::State::Withdrawn && of(r.cause));
        average.count(&row.id, stands.count() as i64);
        average.reaches(asked);
    }
    average
}

/// Elapsed milliseconds from submission to acceptance.
fn cycle(rows: &[&Row], bounds: &Bounds<'_>) -> Average {
    let mut average = Average::new(CYCLE);
    average.reduce_by = Some(40);
    for (row, asked) in standing(rows) {
        let Some(accepted) = row.course.first(Act::Accept) else {
            average.not_due.push(row.id.clone());
            continue;
        };
        let took = accepted.said.stated.since(asked);
        if took < 0 {
            average.flag(Flag::EndsBeforeStart, &row.id);
            continue;
        }
        bounds.mark(row, Some(accepted), |flag| average.flag(flag, &row.id));
        average.count(&row.id, took);
        average.reaches(asked);
        average.reaches(accepted.said.stated);
    }
    average
}

fn count(kpi: &mut Kpi, row: &Row, running: Running, counts: Option<bool>, now: Instant) {
    match running.state(now) {
        State::Inverted => return kpi.flag(Flag::EndsBeforeStart, &row.id),
        State::Unknown => return kpi.flag(Flag::Unknown, &row.id),
        _ => {}
    }
    kpi.count(&row.id, counts);
    if counts.is_some() {
        kpi.reaches(running.limit.since);
    }
}

/// What is known of the clocks behind stated moments.
struct Bounds<'a> {
    joins: &'a SameAs,
    partners: &'a Partners,
}

impl Bounds<'_> {
    /// Marks a row whose start or end cannot be taken at its word; it counts all the same.
    fn mark(&self, row: &Row, ends: Option<Moment<'_>>, mut flag: impl FnMut(Flag)) {
        let starts = row.course.first(Act::Submit);
        let both = || starts.into_iter().chain(ends);
        let dateless = |m: Moment<'_>| row.dates_only.iter().any(|d| d == m.said.act.as_str());
        if both().any(dateless) {
            flag(Flag::DatesOnly);
        }
        if both().any(|m| self.is_outside(m)) {
            flag(Flag::OutsideClockBounds);
        }
    }

    /// Stated later than it was entered, or by a clock that is known to be off.
    fn is_outside(&self, moment: Moment<'_>) -> bool {
        let ahead_of_itself = moment.said.stated.since(moment.event.entered) > CLOCK_SLACK;
        let writer = self.joins.canonical(&moment.event.by.party);
        let known = self.partners.clock_ahead.get(writer);
        let off = known.is_some_and(|&(least, most)| least > CLOCK_SLACK || most < -CLOCK_SLACK);
        // What was stated apart from its entry did not come from that clock.
        let by_the_clock = moment.said.stated == moment.event.entered;
        ahead_of_itself || (off && by_the_clock)
    }
}

/// A later step stated before an earlier one.
fn is_out_of_order(course: &Loop) -> bool {
    let steps = [
        Act::Submit,
        Act::Acknowledge,
        Act::Propose,
        Act::Commit,
        Act::Start,
        Act::Deliver,
        Act::Accept,
    ];
    let stated = steps.iter().filter_map(|&act| course.first(act));
    !stated.map(|m| m.said.stated).is_sorted()
}
