//! The yearly ledger: for each person the hours of a year against what it asks for; averages; figures.
//! Never in here: where hours come from (`tally`), words, screens.

use std::collections::{BTreeMap, BTreeSet};

use super::credit::{Hours, Rates, Required, TARGET, Year};
use super::model::{Category, STANDARD, Standard, Standing, TRAINING, Training, standard};
use super::standing::{Lack, Refresh, Rules, lacks, refreshes};
use super::tally::{Book, Learnt};
use crate::kpi::{Kpi, Target};
use crate::ledger::{RecordId, Workspace};
use crate::records::person::{self, Layer, Person};
use crate::records::same_as::SameAs;
use crate::records::training_need;
use crate::time::Date;

/// The keys of the figures.
pub const AVERAGE: &str = "training.average";
pub const REACHED: &str = "training.reached";
pub const AT_STANDARD: &str = "training.at_standard";
pub const NEEDS_MET: &str = "training.needs_met";

/// Of people at standard (SPEC module 5), in percent.
const AT_STANDARD_TARGET: u32 = 90;

/// A person of one's own firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: RecordId,
    pub name: String,
    pub layer: Layer,
    pub joined: Option<Date>,
    pub left: Option<Date>,
}

/// The people of a party, each under the id they go by, by name. Of one who was entered twice the first
/// dates that are known count.
#[must_use]
pub fn members(ws: &Workspace, parties: &SameAs, people: &SameAs, firm: &RecordId) -> Vec<Member> {
    let mut all: BTreeMap<RecordId, Member> = BTreeMap::new();
    for record in ws.of_kind(person::KIND) {
        let person = Person(record);
        if !person.party().is_some_and(|p| parties.same(&p, firm)) {
            continue;
        }
        let id = people.canonical(record.id()).clone();
        let personal = person.personal();
        let joined = personal.as_ref().and_then(|p| p.joined());
        let left = personal.as_ref().and_then(|p| p.left());
        let member = all.entry(id.clone()).or_insert_with(|| Member {
            name: person::name_of(ws, record.id()),
            layer: person.layer(),
            joined: None,
            left: None,
            id,
        });
        member.joined = member.joined.or(joined);
        member.left = member.left.or(left);
    }
    let mut all: Vec<Member> = all.into_values().collect();
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    all
}

/// One person's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub person: RecordId,
    pub name: String,
    pub layer: Layer,
    pub joined: Option<Date>,
    pub left: Option<Date>,
    pub required: Required,
    pub hours: Hours,
    pub by_category: BTreeMap<Category, Hours>,
    /// Hours with the trainings ahead the person is invited to.
    pub forecast: Hours,
    pub refreshes: Vec<Refresh>,
    /// What is lacking to be at standard; `None` while nobody has said what the standard is.
    pub lacks: Option<Vec<Lack>>,
}

impl Line {
    /// What is not even planned.
    #[must_use]
    pub fn gap(&self) -> Hours {
        self.forecast.short_of(self.required.hours())
    }

    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.required.is_reached(self.hours)
    }

    /// Whether the person works here on a date.
    #[must_use]
    pub fn is_here(&self, on: Date) -> bool {
        self.joined.is_none_or(|joined| joined <= on) && self.left.is_none_or(|left| on <= left)
    }
}

/// What every line is read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub rates: Rates,
    pub rules: Rules,
    pub standards: BTreeMap<Layer, Standard>,
}

impl Terms {
    #[must_use]
    pub fn of(ws: &Workspace) -> Self {
        let any = ws.of_kind(STANDARD).next().is_some();
        let standards = Layer::ALL.into_iter().filter(|_| any);
        Self {
            rates: Rates::of(ws),
            rules: Rules::of(ws),
            standards: standards
                .filter_map(|layer| Some((layer, standard(ws, layer)?)))
                .collect(),
        }
    }
}

/// The hours of one person in a year.
#[must_use]
pub fn hours_in(learnt: &Learnt, rates: &Rates, year: Year) -> Hours {
    let entries = learnt.entries.iter().filter(|e| year.holds(e.date));
    rates.hours(entries.map(|e| (e.date, e.minutes)))
}

/// One line; `None` for who was not there in that year and learnt nothing in it.
#[must_use]
pub fn line(
    member: &Member,
    learnt: &Learnt,
    terms: &Terms,
    year: Year,
    today: Date,
) -> Option<Line> {
    let required = Required::of(year, member.joined, member.left);
    let entries = || learnt.entries.iter().filter(move |e| year.holds(e.date));
    if !required.is_any() && entries().next().is_none() {
        return None;
    }
    let hours = hours_in(learnt, &terms.rates, year);
    let ahead = learnt.ahead.iter().filter(|a| year.holds(a.date));
    let ahead = ahead.map(|a| (a.date, a.minutes));
    let done = entries().map(|e| (e.date, e.minutes));
    let categories: BTreeSet<Category> = entries().map(|e| e.category).collect();
    let of_category = |category: Category| {
        let own = entries().filter(move |e| e.category == category);
        let hours = terms.rates.hours(own.map(|e| (e.date, e.minutes)));
        (category, hours)
    };
    // A year that is over is judged at its end, one that runs by today.
    let on = today.min(year.end().plus(-1));
    let last = Year(year.0 - 1);
    let reached_last = Required::of(last, member.joined, member.left);
    let reached_last =
        reached_last.is_any() && reached_last.is_reached(hours_in(learnt, &terms.rates, last));
    let reached = required.is_reached(hours) || reached_last;
    let standard = terms.standards.get(&member.layer);
    Some(Line {
        person: member.id.clone(),
        name: member.name.clone(),
        layer: member.layer,
        joined: member.joined,
        left: member.left,
        required,
        hours,
        by_category: categories.into_iter().map(of_category).collect(),
        forecast: terms.rates.hours(done.chain(ahead)),
        refreshes: refreshes(learnt, &terms.rules, member.layer, on),
        lacks: standard.map(|s| lacks(learnt, &terms.rules, s, reached, on)),
    })
}

/// Everybody's year, by name.
#[must_use]
pub fn lines(members: &[Member], book: &Book, terms: &Terms, year: Year, today: Date) -> Vec<Line> {
    let nothing = Learnt::default();
    let learnt = |id: &RecordId| book.learnt(id).unwrap_or(&nothing);
    let each = members.iter();
    each.filter_map(|m| line(m, learnt(&m.id), terms, year, today))
        .collect()
}

/// Hours per head: all hours ÷ heads, of which one who was here for a part of the year is that part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerHead {
    pub hours: Hours,
    pub people: usize,
    /// Days employed of everybody together.
    pub days: i64,
    /// Days of the year.
    pub of: i64,
}

impl PerHead {
    pub fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        lines.fold(Self::default(), |sum, line| Self {
            hours: sum.hours + line.hours,
            people: sum.people + 1,
            days: sum.days + line.required.days,
            of: line.required.of,
        })
    }

    /// `None` where nobody was there.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        let heads = self.heads()?;
        Some(self.hours.value() / heads)
    }

    /// Whole-year heads.
    #[must_use]
    pub fn heads(self) -> Option<f64> {
        (self.days > 0 && self.of > 0).then(|| self.days as f64 / self.of as f64)
    }

    /// Whether it is the plan's figure at least; compared as whole numbers.
    #[must_use]
    pub fn meets_target(self) -> Option<bool> {
        let reached = self.hours.0 * self.of >= TARGET * 1_000 * self.days;
        (self.days > 0).then_some(reached)
    }
}

/// The share of people who reached what the year asks of them.
#[must_use]
pub fn reached(lines: &[Line]) -> Kpi {
    let mut kpi = Kpi::new(REACHED);
    for line in lines.iter().filter(|line| line.required.is_any()) {
        kpi.count(&line.person, Some(line.is_reached()));
    }
    kpi
}

/// The share of people at standard; who left, and whose layer has no standard, is in neither.
#[must_use]
pub fn at_standard(lines: &[Line], on: Date) -> Kpi {
    let mut kpi = Kpi::new(AT_STANDARD);
    kpi.target = Some(Target::AtLeast(AT_STANDARD_TARGET));
    for line in lines.iter().filter(|line| line.is_here(on)) {
        let at = line.lacks.as_ref().map(Vec::is_empty);
        kpi.count(&line.person, at);
    }
    kpi
}

/// A training need, and what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub id: RecordId,
    pub title: String,
    /// A person's id or a name.
    pub owner: String,
    pub due: Option<Date>,
    pub layer: Option<Layer>,
    pub cause: Option<RecordId>,
    /// Trainings that are to answer it, and whether each was held; cancelled ones do not count.
    pub answers: Vec<(RecordId, bool)>,
}

impl Need {
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.answers.iter().any(|(_, held)| *held)
    }
}

/// The training needs: open ones first, by date.
#[must_use]
pub fn needs(ws: &Workspace) -> Vec<Need> {
    let mut answers: BTreeMap<RecordId, Vec<(RecordId, bool)>> = BTreeMap::new();
    let mut any = ws.of_kind(training_need::KIND).peekable();
    if any.peek().is_some() {
        for training in ws.of_kind(TRAINING).map(Training) {
            let standing = training.standing();
            for need in training.answers() {
                if standing != Standing::Cancelled {
                    let held = standing == Standing::Held;
                    let own = answers.entry(need).or_default();
                    own.push((training.0.id().clone(), held));
                }
            }
        }
    }
    let mut all: Vec<Need> = any
        .map(training_need::TrainingNeed)
        .map(|need| Need {
            id: need.0.id().clone(),
            title: need.title().into_owned(),
            owner: need.owner().into_owned(),
            due: need.due(),
            layer: need.layer(),
            cause: need.cause(),
            answers: answers.remove(need.0.id()).unwrap_or_default(),
        })
        .collect();
    all.sort_by(|a, b| {
        let key = |n: &Need| (n.is_met(), n.due.is_none(), n.due);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    all
}

/// The share of needs that a held training answered.
#[must_use]
pub fn needs_met(needs: &[Need]) -> Kpi {
    let mut kpi = Kpi::new(NEEDS_MET);
    for need in needs {
        kpi.count(&need.id, Some(need.is_met()));
    }
    kpi
}
