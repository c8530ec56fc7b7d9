//! Everything that was learnt, by person: collected from trainings, held drills and approved external
//! hours, each counted once. Collected piece by piece, so that thousands do not hold up a page.
//! Never in here: what a year asks for (`report`), what is still valid (`standing`).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::model::{Category, Course, EXTERNAL, External, Standing, TRAINING, Training};
use crate::ledger::{Record, RecordId, Workspace};
use crate::records::participation::{DRILL, Held, Who};
use crate::records::same_as::SameAs;
use crate::time::{Date, Zone};

/// Minutes of one person from one training, drill or external course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub source: RecordId,
    /// Of a training: its course.
    pub course: Option<RecordId>,
    pub category: Category,
    pub date: Date,
    pub minutes: u32,
    /// Of a drill: the roles that were played.
    pub roles: Vec<String>,
}

/// A course passed: attended and, where it has a mark, the mark reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pass {
    pub course: RecordId,
    pub date: Date,
    pub training: RecordId,
}

/// A training ahead a person is invited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub training: RecordId,
    pub course: Option<RecordId>,
    pub category: Category,
    pub date: Date,
    pub minutes: u32,
}

/// What one person has learnt and is going to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// By date, then source.
    pub entries: Vec<Entry>,
    pub passes: Vec<Pass>,
    pub ahead: Vec<Ahead>,
    /// External hours that a second person has not approved yet; they count for nothing.
    pub unapproved: Vec<RecordId>,
}

/// A seat of a held drill whose player is a name alone: nobody is credited until somebody says who it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    pub drill: RecordId,
    pub group: String,
    pub role: String,
    pub name: String,
}

/// By person, under the id each goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    pub by_person: BTreeMap<RecordId, Learnt>,
    pub unknown: Vec<Unknown>,
    pub people: Arc<SameAs>,
}

impl Book {
    /// All at once.
    #[must_use]
    pub fn of(ws: &Workspace, zone: &Zone) -> Self {
        let mut tally = Tally::new(ws, zone.clone());
        while !tally.read(ws, usize::MAX) {}
        tally.finish()
    }

    #[must_use]
    pub fn learnt(&self, person: &RecordId) -> Option<&Learnt> {
        self.by_person.get(self.people.canonical(person))
    }
}

/// A book being written.
pub struct Tally {
    left: VecDeque<RecordId>,
    book: Book,
    zone: Zone,
}

impl Tally {
    /// `zone` says on which date a drill was held.
    #[must_use]
    pub fn new(ws: &Workspace, zone: Zone) -> Self {
        let kinds = [TRAINING, DRILL, EXTERNAL].into_iter();
        let left = kinds
            .flat_map(|kind| ws.of_kind(kind))
            .map(|r| r.id().clone());
        Self {
            left: left.collect(),
            book: Book {
                people: Arc::new(SameAs::of_people(ws)),
                ..Book::default()
            },
            zone,
        }
    }

    /// Whether there are no sources left.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.left.is_empty()
    }

    /// Reads at most so many sources more; true once there are none left. The workspace may have
    /// changed in between: then the book is one of no moment, and is to be written anew.
    pub fn read(&mut self, ws: &Workspace, most: usize) -> bool {
        for _ in 0..most {
            let Some(id) = self.left.pop_front() else {
                break;
            };
            let Some(record) = ws.record(&id).filter(|r| !r.is_deleted()) else {
                continue;
            };
            match record.kind() {
                TRAINING => self.training(Training(record)),
                EXTERNAL => self.external(External(record)),
                _ => self.drill(record),
            }
        }
        self.is_read()
    }

    #[must_use]
    pub fn finish(mut self) -> Book {
        for learnt in self.book.by_person.values_mut() {
            learnt
                .entries
                .sort_by(|a, b| (a.date, &a.source).cmp(&(b.date, &b.source)));
            learnt.passes.sort_by(|a, b| (a.date, a).cmp(&(b.date, b)));
            learnt
                .ahead
                .sort_by(|a, b| (a.date, &a.training).cmp(&(b.date, &b.training)));
            learnt.unapproved.sort();
        }
        self.book.unknown.sort();
        self.book
    }

    fn of(&mut self, person: &RecordId) -> &mut Learnt {
        let person = self.book.people.canonical(person).clone();
        self.book.by_person.entry(person).or_default()
    }

    fn training(&mut self, training: Training<'_>) {
        let Some(date) = training.date() else { return };
        let ws = training.0.workspace();
        let course = training.course();
        let known = course.as_ref().and_then(|id| ws.record(id)).map(Course);
        let category = known.map(|c| c.category()).unwrap_or_default();
        let source = training.0.id().clone();
        match training.standing() {
            Standing::Cancelled => {}
            Standing::Planned | Standing::Invited => {
                let mut invited: Vec<RecordId> = training
                    .attendances()
                    .filter(|a| a.is_invited())
                    .filter_map(|a| a.person())
                    .map(|person| self.book.people.canonical(&person).clone())
                    .collect();
                invited.sort();
                invited.dedup();
                for person in invited {
                    self.of(&person).ahead.push(Ahead {
                        training: source.clone(),
                        course: course.clone(),
                        category,
                        date,
                        minutes: training.minutes(),
                    });
                }
            }
            Standing::Held => {
                let attended = attended(&training, &self.book.people);
                let passed = passed(&training, &self.book.people);
                for (person, minutes) in attended {
                    let date_passed = match training.pass_mark() {
                        Some(_) => passed.get(&person).copied(),
                        None => Some(date),
                    };
                    let learnt = self.of(&person);
                    learnt.entries.push(Entry {
                        source: source.clone(),
                        course: course.clone(),
                        category,
                        date,
                        minutes,
                        roles: Vec::new(),
                    });
                    if let (Some(course), Some(date)) = (&course, date_passed) {
                        learnt.passes.push(Pass {
                            course: course.clone(),
                            date,
                            training: source.clone(),
                        });
                    }
                }
            }
        }
    }

    fn external(&mut self, external: External<'_>) {
        let Some(person) = external.person() else {
            return;
        };
        let source = external.0.id().clone();
        let approved = external.approved_by(&self.book.people).is_some();
        let date = external.date().filter(|_| approved);
        let learnt = self.of(&person);
        match date {
            Some(date) => learnt.entries.push(Entry {
                source,
                course: None,
                category: external.category(),
                date,
                minutes: external.minutes(),
                roles: Vec::new(),
            }),
            None => learnt.unapproved.push(source),
        }
    }

    fn drill(&mut self, drill: Record<'_>) {
        let Some(held) = Held::of(drill) else { return };
        let date = self.zone.civil(held.started).date();
        let mut roles: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
        for seat in held.seats() {
            match seat.who {
                Who::Person(person) => {
                    let person = self.book.people.canonical(&person).clone();
                    roles.entry(person).or_default().push(seat.role);
                }
                Who::Named(name) => self.book.unknown.push(Unknown {
                    drill: drill.id().clone(),
                    group: seat.group,
                    role: seat.role,
                    name,
                }),
            }
        }
        for (person, mut roles) in roles {
            roles.sort();
            roles.dedup();
            self.of(&person).entries.push(Entry {
                source: drill.id().clone(),
                course: None,
                category: Category::Drill,
                date,
                minutes: held.minutes(),
                roles,
            });
        }
    }
}

/// Who attended a training, each once: of several notes on one person, who may have been entered twice,
/// the most minutes count.
#[must_use]
pub fn attended(training: &Training<'_>, people: &SameAs) -> BTreeMap<RecordId, u32> {
    let mut all: BTreeMap<RecordId, u32> = BTreeMap::new();
    for attendance in training.attendances() {
        let minutes = attendance.minutes().filter(|minutes| *minutes > 0);
        if let (Some(person), Some(minutes)) = (attendance.person(), minutes) {
            let most = all.entry(people.canonical(&person).clone()).or_default();
            *most = minutes.max(*most);
        }
    }
    all
}

/// Who reached the mark, and when first.
fn passed(training: &Training<'_>, people: &SameAs) -> BTreeMap<RecordId, Date> {
    let mut all: BTreeMap<RecordId, Date> = BTreeMap::new();
    for assessment in training.assessments() {
        let date = assessment
            .date()
            .filter(|_| assessment.is_passed() == Some(true));
        if let (Some(person), Some(date)) = (assessment.person(), date) {
            let first = all.entry(people.canonical(&person).clone()).or_insert(date);
            *first = date.min(*first);
        }
    }
    all
}
