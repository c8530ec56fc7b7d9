//! What a person has passed and until when it holds, what is to be refreshed, who is "at standard", and whom
//! to invite next. Never in here: hours of a year (`report`), edits.

use std::collections::BTreeMap;

use super::credit::months_after;
use super::model::{COURSE, Course, Standard};
use super::report::Line;
use super::tally::Learnt;
use crate::ledger::{RecordId, Workspace};
use crate::records::person::Layer;
use crate::time::Date;

/// How long before it runs out a course is named as due, in days.
pub const NOTICE: i64 = 60;

/// What of a course matters to whether it is still valid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    pub layers: std::collections::BTreeSet<Layer>,
    pub valid_months: Option<u32>,
    pub refresher: Option<RecordId>,
}

/// The rules of every course, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(pub BTreeMap<RecordId, Rule>);

impl Rules {
    #[must_use]
    pub fn of(ws: &Workspace) -> Self {
        let rule = |course: Course<'_>| Rule {
            layers: course.layers(),
            valid_months: course.valid_months(),
            refresher: course.refresher(),
        };
        let all = ws.of_kind(COURSE).map(Course);
        Self(all.map(|c| (c.0.id().clone(), rule(c))).collect())
    }

    fn is_for(&self, course: &RecordId, layer: Layer) -> bool {
        let rule = self.0.get(course);
        rule.is_some_and(|rule| rule.layers.is_empty() || rule.layers.contains(&layer))
    }
}

/// Until when something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// The last day it holds.
    Date(Date),
    Always,
}

impl Until {
    #[must_use]
    pub fn holds_on(self, date: Date) -> bool {
        match self {
            Self::Date(last) => date <= last,
            Self::Always => true,
        }
    }
}

/// Until when a course that was passed holds, by what was passed up to a date; `None` if it never was. Its
/// refresher renews it, but does not stand for it.
#[must_use]
pub fn holds_until(learnt: &Learnt, rules: &Rules, course: &RecordId, on: Date) -> Option<Until> {
    let up_to = || learnt.passes.iter().filter(|pass| pass.date <= on);
    let first = up_to().find(|pass| pass.course == *course)?;
    let rule = rules.0.get(course);
    let Some(months) = rule.and_then(|rule| rule.valid_months) else {
        return Some(Until::Always);
    };
    let refresher = rule.and_then(|rule| rule.refresher.as_ref());
    let renews = |id: &RecordId| id == course || Some(id) == refresher;
    let since = up_to().filter(|pass| pass.date >= first.date && renews(&pass.course));
    let last = since.map(|pass| pass.date).max()?;
    // Valid for twelve months from the 1st: the 1st of a year later is the first day it is not.
    Some(Until::Date(months_after(last, months).plus(-1)))
}

/// A course that runs out soon or has run out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refresh {
    pub last_day: Date,
    pub course: RecordId,
}

/// What a person of a layer has to refresh, soonest first; what somebody was taught for another layer runs
/// out unheeded.
#[must_use]
pub fn refreshes(learnt: &Learnt, rules: &Rules, layer: Layer, on: Date) -> Vec<Refresh> {
    let courses = rules.0.keys().filter(|id| rules.is_for(id, layer));
    let mut due: Vec<Refresh> = courses
        .filter_map(|course| match holds_until(learnt, rules, course, on)? {
            Until::Date(last_day) if last_day <= on.plus(NOTICE) => Some(Refresh {
                last_day,
                course: course.clone(),
            }),
            _ => None,
        })
        .collect();
    due.sort();
    due
}

/// What somebody lacks to be at standard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    NotPassed(RecordId),
    RunOut(RecordId),
    Drills { done: u32, of: u32 },
    Hours,
}

/// Drills of the twelve months up to a date.
#[must_use]
pub fn drills(learnt: &Learnt, on: Date) -> u32 {
    let (year, month, day) = on.ymd();
    // Of the 29th of February the year before begins on the 1st of March.
    let from = Date::from_ymd(year - 1, month, day).map_or(on.plus(-365), |date| date.plus(1));
    let within = learnt
        .entries
        .iter()
        .filter(|e| e.category == super::model::Category::Drill && e.course.is_none())
        .filter(|e| e.source.kind() == crate::records::participation::DRILL)
        .filter(|e| (from..=on).contains(&e.date));
    within.count() as u32
}

/// What is lacking on a date; nothing: at standard. `hours` says whether the hours of this year or the
/// last were reached.
#[must_use]
pub fn lacks(
    learnt: &Learnt,
    rules: &Rules,
    standard: &Standard,
    hours: bool,
    on: Date,
) -> Vec<Lack> {
    let course = |id: &RecordId| match holds_until(learnt, rules, id, on) {
        None => Some(Lack::NotPassed(id.clone())),
        Some(until) if !until.holds_on(on) => Some(Lack::RunOut(id.clone())),
        Some(_) => None,
    };
    let mut lacks: Vec<Lack> = standard.courses.iter().filter_map(course).collect();
    let done = drills(learnt, on);
    if done < standard.drills {
        lacks.push(Lack::Drills {
            done,
            of: standard.drills,
        });
    }
    if standard.hours && !hours {
        lacks.push(Lack::Hours);
    }
    lacks
}

/// Why somebody should be invited to a course, the strongest reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It has run out, or will soon.
    Refresh(Date),
    /// The layer's standard asks for it.
    Standard,
    /// The year's hours are not reached by what is planned.
    Hours,
}

/// Whom to invite to a course next: people of its layers who do not have it and are not invited to one of
/// its trainings ahead; in the order of the reasons, then of what they lack in hours.
pub fn invite_next<'l>(
    course: &RecordId,
    rules: &Rules,
    lines: impl Iterator<Item = (&'l Line, &'l Learnt)>,
    standards: &BTreeMap<Layer, Standard>,
    on: Date,
) -> Vec<(RecordId, Why)> {
    let refreshed: Vec<&RecordId> = rules
        .0
        .iter()
        .filter(|(_, rule)| rule.refresher.as_ref() == Some(course))
        .map(|(id, _)| id)
        .collect();
    let mut all: Vec<(Why, std::cmp::Reverse<i64>, &str, RecordId)> = Vec::new();
    for (line, learnt) in lines {
        let invited = learnt
            .ahead
            .iter()
            .any(|a| a.course.as_ref() == Some(course));
        if invited || !rules.is_for(course, line.layer) || !line.is_here(on) {
            continue;
        }
        let own = std::iter::once(course).chain(refreshed.iter().copied());
        let runs_out = own
            .filter_map(|id| match holds_until(learnt, rules, id, on)? {
                Until::Date(last) if last <= on.plus(NOTICE) => Some(last),
                _ => None,
            })
            .min();
        let has = holds_until(learnt, rules, course, on).is_some();
        let asked = standards
            .get(&line.layer)
            .is_some_and(|s| s.courses.contains(course));
        let why = match runs_out {
            Some(last) => Why::Refresh(last),
            None if has => continue,
            None if asked => Why::Standard,
            None if line.gap().0 > 0 => Why::Hours,
            None => continue,
        };
        let gap = std::cmp::Reverse(line.gap().0);
        all.push((why, gap, &line.name, line.person.clone()));
    }
    all.sort();
    all.into_iter().map(|(why, _, _, id)| (id, why)).collect()
}
