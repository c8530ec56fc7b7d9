//! Figures, their parts and their targets in the reader's language.
//! Never in here: markup, counting anything.

use super::super::behind::{AGEING, FUNNEL, HITS, MISSES, NOT_DUE};
use super::super::granted::Within;
use super::super::report;
use super::super::trend::age_end;
use super::words;
use crate::kpi::{Average, Flag, Kpi, Target};
use crate::records::allowance::{Allowance, Counts, Unit};
use crate::records::baseline;
use crate::records::limits::Clock;
use crate::records::stage::Stage;
use crate::texts::figures as f;
use crate::texts::format;
use crate::time::DAY;

/// Every figure of SPEC module 2, in the order it is shown.
pub const KEYS: [&str; 11] = [
    report::CLOSED_LOOP,
    report::CLOSED_IN_TIME,
    report::ACKNOWLEDGED,
    report::PROPOSED,
    report::ASSESSED,
    report::PLANNED,
    report::SHELVED,
    report::CONSENSUS,
    report::CHANGES,
    report::UNCLEAR,
    report::CYCLE,
];

/// The clock whose limit a figure is about.
#[must_use]
pub fn clock_of(key: &str) -> Option<Clock> {
    match key {
        report::ACKNOWLEDGED => Some(Clock::Acknowledge),
        report::PROPOSED | report::CONSENSUS => Some(Clock::Proposal),
        report::ASSESSED => Some(Clock::Feasibility),
        report::PLANNED => Some(Clock::DeliveryPlan),
        _ => None,
    }
}

/// A limit as a title names it; of several, that it is the agreed one.
fn limit(allowance: Option<Allowance>) -> String {
    let Some(Allowance {
        amount,
        unit,
        counts,
    }) = allowance
    else {
        return f::within_agreed();
    };
    let n = i64::from(amount);
    match (counts, unit) {
        (Counts::Elapsed, Unit::Minute) => f::within_minutes(n),
        (Counts::Elapsed, Unit::Hour) => f::within_hours(n),
        (Counts::Elapsed, Unit::Day) => f::within_days(n),
        (Counts::Working, Unit::Minute) => f::within_working_minutes(n),
        (Counts::Working, Unit::Hour) => f::within_working_hours(n),
        (Counts::Working, Unit::Day) => f::within_working_days(n),
    }
}

/// The name of a figure, with the limit that its rows really had.
pub fn figure(key: &str, within: &Within) -> String {
    let limit = || limit(clock_of(key).and_then(|clock| within.clock(clock)));
    let name = match key {
        report::ACKNOWLEDGED => f::figure_acknowledged(limit()),
        report::PROPOSED => f::figure_proposed(limit()),
        report::ASSESSED => f::figure_assessed(limit()),
        report::PLANNED => f::figure_planned(limit()),
        report::CLOSED_LOOP => f::figure_closed_loop(),
        report::CLOSED_IN_TIME => f::figure_closed_in_time(),
        report::SHELVED => f::figure_shelved(),
        report::CONSENSUS => f::figure_consensus(),
        report::CHANGES => f::figure_changes(),
        report::UNCLEAR => f::figure_changes_unclear(),
        report::CYCLE => f::figure_cycle(),
        FUNNEL => f::funnel(),
        AGEING => f::ageing(),
        other => other.to_owned(),
    };
    // In Chinese an amount keeps a space from the words around, but nothing stands before the first.
    name.trim_start().to_owned()
}

pub fn formula(key: &str, within: &Within) -> String {
    let limit = || limit(clock_of(key).and_then(|clock| within.clock(clock)));
    match key {
        report::ACKNOWLEDGED => f::formula_acknowledged(limit()),
        report::PROPOSED => f::formula_proposed(limit()),
        report::ASSESSED => f::formula_assessed(limit()),
        report::PLANNED => f::formula_planned(limit()),
        report::CLOSED_LOOP => f::formula_closed_loop(),
        report::SHELVED => f::formula_shelved(),
        report::CONSENSUS => f::formula_consensus(limit()),
        report::CHANGES => f::formula_changes(),
        report::UNCLEAR => f::formula_changes_unclear(),
        report::CYCLE => f::formula_cycle(),
        _ => f::formula_closed_in_time(),
    }
}

pub fn flag(flag: Flag) -> String {
    match flag {
        Flag::EndsBeforeStart => f::flag_ends_before_start(),
        Flag::DatesOnly => f::flag_dates_only(),
        Flag::OutsideClockBounds => f::flag_outside_clock_bounds(),
        Flag::OutOfOrder => f::flag_out_of_order(),
        Flag::Unknown => f::flag_unknown(),
    }
}

/// A part of a figure, a stage reached, or an age.
pub fn part(key: &str, part: &str) -> String {
    match (key, part) {
        (FUNNEL, stage) => f::funnel_part(words::stage(Stage::parse(stage))),
        (AGEING, from) => f::ageing_part(age(from.parse().unwrap_or_default())),
        (report::SHELVED, HITS) => f::part_shelved(),
        (report::SHELVED, MISSES) => f::part_active(),
        (report::CONSENSUS, HITS) => f::part_agreed(),
        (report::CONSENSUS, MISSES) => f::part_apart(),
        (report::CLOSED_LOOP, HITS) => f::part_closed(),
        (report::CLOSED_LOOP, MISSES) => f::part_open(),
        (report::CLOSED_IN_TIME, HITS) => f::part_closed_in_time(),
        (report::CLOSED_IN_TIME, MISSES) => f::part_closed_late(),
        (report::CHANGES | report::UNCLEAR, HITS) => f::part_changed(),
        (report::CHANGES | report::UNCLEAR, MISSES) => f::part_unchanged(),
        (report::CYCLE, HITS) => f::part_took_time(),
        (report::CYCLE, MISSES) => f::part_same_day(),
        (report::CYCLE, NOT_DUE) => f::part_not_accepted(),
        (_, HITS) => f::part_in_time(),
        (_, MISSES) => f::part_late(),
        (_, NOT_DUE) => f::part_not_due(),
        (_, part) => Flag::parse(part).map_or_else(f::part_all, flag),
    }
}

/// Whether and why a part counts.
pub fn why(key: &str, part: &str) -> String {
    let is_average = [report::CHANGES, report::UNCLEAR, report::CYCLE].contains(&key);
    match (part, Flag::parse(part)) {
        (HITS, _) if is_average => f::why_adds(),
        (MISSES, _) if is_average => f::why_sample(),
        (HITS, _) => f::why_hits(),
        (MISSES, _) => f::why_misses(),
        (NOT_DUE, _) if key == report::CYCLE => f::why_not_accepted(),
        (NOT_DUE, _) => f::why_not_due(),
        (_, Some(Flag::EndsBeforeStart)) => f::why_ends_before_start(),
        (_, Some(Flag::Unknown)) => f::why_unknown(),
        (_, Some(Flag::DatesOnly)) => f::why_dates_only(),
        (_, Some(Flag::OutsideClockBounds)) => f::why_outside_clock_bounds(),
        (_, Some(Flag::OutOfOrder)) => f::why_out_of_order(),
        (_, None) => String::new(),
    }
}

/// An age by the day it begins at; the bars are cut by `trend`.
pub fn age(from: i64) -> String {
    match age_end(from) {
        Some(1) => f::age_under(),
        Some(to) => f::age_days(from, to),
        None => f::age_from(from),
    }
}

/// An amount in the unit of an average: a length of time, or a number.
pub fn amount(key: &str, value: f64) -> String {
    match key {
        // A span in milliseconds is far below what a double holds exactly.
        report::CYCLE => format::duration(value as i64),
        _ => format::number(value),
    }
}

/// What an average is kept and typed in: days of a length of time, or the number itself.
#[must_use]
pub fn unit(key: &str) -> f64 {
    match key {
        report::CYCLE => DAY as f64,
        _ => 1.0,
    }
}

pub fn share_target(kpi: &Kpi) -> Option<String> {
    let whole = |percent: u32| format::percent(f64::from(percent), 100.0);
    kpi.target.map(|target| match target {
        Target::AtLeast(percent) => f::at_least(whole(percent)),
        Target::AtMost(percent) => f::at_most(whole(percent)),
    })
}

pub fn average_target(average: &Average) -> Option<String> {
    let percent = average.reduce_by?;
    Some(f::below_baseline(format::percent(
        f64::from(percent),
        100.0,
    )))
}

/// How an average changed against its baseline, with its sign.
pub fn change(average: &Average) -> Option<String> {
    let change = average.change()?;
    let size = format::percent(change.abs(), 1.0);
    Some(match change {
        c if c < 0.0 => f::down(size),
        c if c > 0.0 => f::up(size),
        _ => f::same(),
    })
}

/// The fields of a baseline, for the history and the inbox.
pub fn baseline_field(name: &str) -> Option<String> {
    Some(match name {
        baseline::KPI => f::f_kpi(),
        baseline::VALUE => f::baseline_value(),
        baseline::DATE => f::baseline_date(),
        baseline::SAMPLE => f::baseline_sample(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Lang, use_included};

    #[test]
    fn a_title_names_the_limit_that_holds_and_of_several_none() {
        let usual = Within::of(&[]);
        use_included(Lang::En);
        assert_eq!(
            figure(report::ACKNOWLEDGED, &usual),
            "Acknowledged within 2 h"
        );
        let days = Allowance::days(2).working();
        assert_eq!(
            f::figure_planned(limit(Some(days))),
            "Delivery date within 2 working days"
        );
        assert_eq!(
            f::figure_assessed(limit(None)),
            "Feasibility within the agreed limit from receipt"
        );
        use_included(Lang::Zh);
        assert_eq!(figure(report::ACKNOWLEDGED, &usual), "2 小时内确认接收");
        assert_eq!(
            figure(report::ASSESSED, &usual),
            "接收后 24 小时内完成可行性评估"
        );
        assert_eq!(f::figure_planned(limit(None)), "约定时限内答复交期");
    }

    #[test]
    fn every_figure_and_every_part_has_words_of_its_own() {
        use_included(Lang::En);
        for key in KEYS {
            assert_ne!(figure(key, &Within::of(&[])), key);
            let parts = [HITS, MISSES].map(|name| part(key, name));
            assert_ne!(parts[0], parts[1], "{key}");
            for name in [HITS, MISSES, NOT_DUE] {
                assert!(!why(key, name).is_empty(), "{key} {name}");
            }
        }
    }
}
