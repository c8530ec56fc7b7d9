//! The figures of the requirement loop, by LEDGER 28, with the rows behind each.
//! Never in here: signals, words, anything that is not a stated moment.
//!
//! A row is due when it was not withdrawn and is answered, or is past its limit with nothing of the
//! answering party on its way (`records::limits`). Late or still open: missed. A span that ends
//! before it starts is in neither and listed. A delivery plan is not due after a proposal that
//! declines. Closed means accepted: `CLOSED_LOOP` counts it whenever it happened, `CLOSED_IN_TIME`
//! only by the moment it was needed.

use crate::kpi::{Flag, Kpi, Target};
use crate::records::limits::{Clock, Partners, Running, answer};
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Loop, Moment};
use crate::time::limit::State;
use crate::time::{Instant, MINUTE};

use super::model::Row;

pub const ACKNOWLEDGED: &str = "acknowledged_in_time";
pub const PROPOSED: &str = "proposed_in_time";
pub const ASSESSED: &str = "feasibility_in_time";
pub const PLANNED: &str = "planned_in_time";
pub const CLOSED_LOOP: &str = "closed_loop";
pub const CLOSED_IN_TIME: &str = "closed_in_time";

/// Two clocks that agree to this are held to agree.
const CLOCK_SLACK: i64 = MINUTE;

/// Every figure of the module. `partners` tells whose clock is known to be off.
#[must_use]
pub fn kpis(rows: &[Row], joins: &SameAs, partners: &Partners, now: Instant) -> Vec<Kpi> {
    let bounds = Bounds { joins, partners };
    let mut all: Vec<Kpi> = Clock::ALL
        .into_iter()
        .map(|clock| within(rows, clock, &bounds, now))
        .collect();
    all.push(closed_loop(rows, &bounds, now));
    all.push(closed_in_time(rows, &bounds, now));
    all
}

fn within(rows: &[Row], clock: Clock, bounds: &Bounds<'_>, now: Instant) -> Kpi {
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
        bounds.flag(&mut kpi, row, ends);
        count(&mut kpi, row, running, running.state(now).in_time(), now);
    }
    kpi
}

/// Accepted ÷ due, however late (SPEC module 2: at least 95 %).
fn closed_loop(rows: &[Row], bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(CLOSED_LOOP);
    kpi.target = Some(Target::AtLeast(95));
    for row in rows {
        let Some(running) = row.closing else {
            continue;
        };
        bounds.flag(&mut kpi, row, row.course.first(Act::Accept));
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

fn closed_in_time(rows: &[Row], bounds: &Bounds<'_>, now: Instant) -> Kpi {
    let mut kpi = Kpi::new(CLOSED_IN_TIME);
    // Without a date nothing can be in time.
    let dated = |row: &Row| row.closing.filter(|r| !r.limit.is_due_at_once());
    for (row, running) in rows.iter().filter_map(|r| Some((r, dated(r)?))) {
        bounds.flag(&mut kpi, row, row.course.first(Act::Accept));
        count(&mut kpi, row, running, running.state(now).in_time(), now);
    }
    kpi
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
    fn flag(&self, kpi: &mut Kpi, row: &Row, ends: Option<Moment<'_>>) {
        let starts = row.course.first(Act::Submit);
        let both = || starts.into_iter().chain(ends);
        let dateless = |m: Moment<'_>| row.dates_only.iter().any(|d| d == m.said.act.as_str());
        if both().any(dateless) {
            kpi.flag(Flag::DatesOnly, &row.id);
        }
        if both().any(|m| self.is_outside(m)) {
            kpi.flag(Flag::OutsideClockBounds, &row.id);
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
