//! A training as an entry of a calendar: what is said of it, and how often that has changed.
//! Never in here: the grammar of calendar files (`exchange::ics`), words of a language.

use super::model::{COURSE_REF, MINUTES, PLACE, STARTS, STATE, Standing, Training};
use crate::exchange::ics::Event;
use crate::records::person::Person;
use crate::time::MINUTE;

/// What a calendar shows of a training, or whether it stands there at all.
const MATTERS: [&str; 5] = [COURSE_REF, STARTS, MINUTES, PLACE, STATE];

/// How often what a calendar shows was written since the training was planned. Files merged in any order
/// make it no smaller, so the latest invitation counts.
#[must_use]
pub fn sequence(training: &Training<'_>) -> u32 {
    let matters = |name: &str| MATTERS.contains(&name);
    let changes = training.0.changes().into_iter();
    let written = changes.filter(|c| c.writes.iter().any(|w| matters(w.field.as_str())));
    // The first of them planned it.
    u32::try_from(written.count().saturating_sub(1)).unwrap_or(u32::MAX)
}

/// What is said in the reader's language, and in whose name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub title: String,
    pub notes: String,
    pub from: String,
}

/// The entry; `None` for a training without a moment. A cancelled one takes its entry out again. `by` is who
/// invites.
#[must_use]
pub fn event(training: &Training<'_>, said: Said, by: Option<Person<'_>>) -> Option<Event> {
    let starts = training.starts()?;
    let personal = by.and_then(|person| person.personal());
    Some(Event {
        key: training.0.id().to_string(),
        sequence: sequence(training),
        title: said.title,
        notes: said.notes,
        place: training.place().trim().to_owned(),
        starts,
        ends: starts.plus(i64::from(training.minutes()) * MINUTE),
        is_cancelled: training.standing() == Standing::Cancelled,
        from: said.from,
        mail: personal.map(|p| p.email().into_owned()).unwrap_or_default(),
    })
}
