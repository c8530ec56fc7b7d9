//! Who took part in a held drill, in which role and for how long: what training hours are credited for.
//! Never in here: how a drill is played, scored or shown (its module); crediting anything.

use crate::ledger::{PARENT, Record, RecordId, Workspace};
use crate::time::{Instant, MINUTE};

use super::said::Said;

pub const DRILL: &str = "drill";
pub const EVENT: &str = "drill_event";
pub const TITLE: &str = "title";
/// Before `<group>.<role>`: who plays it, a person's id or a name in free text.
pub const PLAYS: &str = "plays.";

/// Of an event: its place, the milliseconds the drill had run, and what happened.
const N: &str = "n";
const RAN: &str = "ran";
const WHAT: &str = "what";
const START: &str = "start";
const END: &str = "end";

/// A drill that was started and ended.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    pub drill: Record<'a>,
    pub started: Instant,
    /// How long it ran, pauses not counted, in milliseconds.
    pub ran: i64,
}

/// A place at the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub group: String,
    pub role: String,
    pub who: Who,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Person(RecordId),
    /// A name alone, which may be anybody's.
    Named(String),
}

impl<'a> Held<'a> {
    /// `None` for a drill that was not both started and ended, or is in the bin.
    #[must_use]
    pub fn of(drill: Record<'a>) -> Option<Self> {
        if drill.kind() != DRILL || drill.is_deleted() {
            return None;
        }
        let mut marks: Vec<(u32, i64, &RecordId, bool, Instant)> = drill
            .workspace()
            .all_children(drill.id())
            .filter_map(|event| {
                let said = Said::of(&event, WHAT).filter(|_| event.kind() == EVENT)?;
                let own = said.reference(PARENT).as_ref() == Some(drill.id());
                let is_end = match said.text(WHAT).as_ref() {
                    START => false,
                    END => true,
                    _ => return None,
                };
                let ran: i64 = said.read(RAN).filter(|ran| *ran >= 0)?;
                let at = said.change.at;
                own.then_some((said.read(N)?, ran, event.id(), is_end, at))
            })
            .collect();
        marks.sort();
        let started = marks.iter().find(|mark| !mark.3)?.4;
        let ran = marks.iter().find(|mark| mark.3)?.1;
        Some(Self {
            drill,
            started,
            ran,
        })
    }

    /// Every held drill, by id.
    pub fn all(ws: &'a Workspace) -> impl Iterator<Item = Self> {
        ws.of_kind(DRILL).filter_map(Self::of)
    }

    /// Whole minutes, rounded to the nearest.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        let minutes = self.ran.saturating_add(MINUTE / 2) / MINUTE;
        u32::try_from(minutes).unwrap_or(u32::MAX)
    }

    /// Who took part, by group and role.
    #[must_use]
    pub fn seats(&self) -> Vec<Seat> {
        let fields = self.drill.fields();
        let seats = fields.filter_map(|field| {
            let (group, role) = field.name().as_str().strip_prefix(PLAYS)?.split_once('.')?;
            let text = field.value().as_text()?;
            let text = text.trim();
            let person = RecordId::parse(text).filter(|id| id.kind() == super::person::KIND);
            let who = match person {
                Some(person) => Who::Person(person),
                None if text.is_empty() => return None,
                None => Who::Named(text.to_owned()),
            };
            Some(Seat {
                group: group.to_owned(),
                role: role.to_owned(),
                who,
            })
        });
        seats.collect()
    }
}
