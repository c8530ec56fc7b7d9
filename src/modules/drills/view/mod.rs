//! The pages of the module: scenarios of one's own with opening one from a file, one scenario to read, a
//! drill in its windows (`play`), its review, what of it is printed, and coverage.
//! Never in here: rules; they are in `check` and `edits`.

mod author;
mod coverage;
mod inject;
mod list;
mod opened;
mod places;
mod play;
mod prints;
mod problems;
mod prose;
mod review;
mod scenario;
mod words;

use leptos::prelude::*;

pub use author::letter;

use super::edits::{DrillRefusal, ScenarioRefusal};
use super::lessons::{LESSON, Lesson};
use super::model::{self, Course, DRILL, Drill, EVENT, SCENARIO};
use crate::ledger::{PARENT, Record, RecordId, Value, Workspace};
use crate::session::{Place, Query, Target, use_session};
use crate::texts;
use crate::texts::format;
use crate::time::Instant;
use crate::ui::{Empty, LinkButton, Page};

/// The module's address.
const SLUG: &str = "drills";
/// Which tab of the list, in the address; `LIBRARY` and `COVERAGE` are two.
const LIST: &str = "list";
const LIBRARY: &str = "library";
const COVERAGE: &str = "coverage";
/// A scenario of the library, by its slug, in the address.
const OPEN: &str = "open";
/// On a scenario's address: its editor.
const EDIT: &str = "edit";

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    All,
    /// One of the library, by its slug.
    Shelf(String),
    /// A figure of coverage, explained.
    Figure(String),
    /// A scenario to read.
    One(RecordId),
    Drill {
        id: RecordId,
        show: Show,
    },
    NotHere,
}

/// What of a drill is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// Preparing and leading it.
    Play,
    /// What the room sees.
    Screen,
    Review,
    Prints,
}

impl Show {
    /// What the address names; else the review once the drill is over.
    fn of(asked: Option<&str>, course: Course) -> Self {
        match (asked, course) {
            (Some("screen"), _) => Self::Screen,
            (Some("review"), _) => Self::Review,
            (Some("prints"), _) => Self::Prints,
            (Some("play"), _) | (_, Course::Planned | Course::Begun) => Self::Play,
            (_, Course::Over) => Self::Review,
        }
    }
}

/// The address of anything that belongs to a drill leads to the drill.
fn asked(ws: &Workspace, record: Option<&RecordId>, query: &Query) -> Asked {
    let Some(id) = record else {
        let figure = query.get(coverage::OF).map(str::to_owned);
        let shelf = query.get(OPEN).map(str::to_owned).map(Asked::Shelf);
        return shelf.or(figure.map(Asked::Figure)).unwrap_or(Asked::All);
    };
    let found = ws.record(id).filter(|r| !r.is_deleted());
    let drill = |id: &RecordId| {
        let course = Drill::find(ws, id)?.course();
        Some(Asked::Drill {
            id: id.clone(),
            show: Show::of(query.get("show"), course),
        })
    };
    let shown = found.and_then(|record| match (record.kind(), record.parent()) {
        (DRILL, _) => drill(id),
        (SCENARIO, _) => Some(Asked::One(id.clone())),
        (_, Some(parent)) => drill(&parent),
        (_, None) => None,
    });
    shown.unwrap_or(Asked::NotHere)
}

pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let here = Memo::new(move |_| {
        let record = place.record.get();
        let query = place.query.get();
        session.with(|ws| asked(ws, record.as_ref(), &query))
    });
    let edited = Memo::new(move |_| !place.value(EDIT).is_empty());
    let shown = move || match here.get() {
        Asked::All => list::page(place),
        Asked::Shelf(slug) => author::one(slug),
        Asked::Figure(of) => coverage::figure(place, &of),
        Asked::Drill { id, show } => match show {
            Show::Play => play::page(id),
            Show::Screen => play::screen(id),
            Show::Review => review::page(place, id),
            Show::Prints => prints::page(place, id),
        },
        Asked::One(id) if edited.get() => author::editor(place, id),
        Asked::One(id) => scenario::page(id),
        Asked::NotHere => not_here(),
    };
    shown.into_any()
}

fn all_scenarios() -> AnyView {
    let all = || Target::page(SLUG).with(LIST, "scenarios").href();
    view! { <LinkButton label=texts::drills::back href=all icon=icondata::LuArrowLeft /> }
        .into_any()
}

fn not_here() -> AnyView {
    view! {
        <Page title=texts::drills::title>
            <Empty title=texts::drills::title hint=texts::drills::not_found>
                {all_scenarios()}
            </Empty>
        </Page>
    }
    .into_any()
}

/// What people call a record of the module, wherever it is only named: what belongs to a rehearsal says so.
pub fn name(record: &Record<'_>) -> String {
    let rehearsed = |name: String| texts::author::rehearsed(name);
    match record.kind() {
        SCENARIO if record.parent().is_some() => rehearsed(texts::author::script_name()),
        SCENARIO => words::title(&model::scenario(record).0),
        DRILL => rehearsed(Drill(*record).title().into_owned()),
        LESSON => rehearsed(Lesson(*record).text().into_owned()),
        EVENT => rehearsed(texts::drills::event_name()),
        _ => String::new(),
    }
}

/// What people call a field of one of its kinds.
pub fn field(_: &str, name: &str) -> Option<String> {
    Some(match name {
        model::TITLE => texts::drills::field_title(),
        model::CLASS => texts::drills::class(),
        "kind" => texts::drills::kind(),
        "version" => texts::drills::version(),
        "minutes" => texts::drills::length(),
        "speed" => texts::drills::speed(),
        "background" => texts::drills::background(),
        "preread" => texts::drills::preread(),
        "guide" => texts::drills::guide(),
        "goals" => texts::drills::goals(),
        "roles" => texts::drills::roles(),
        "variables" => texts::drills::variables(),
        "debrief" => texts::drills::debrief(),
        "inject" => texts::drills::field_inject(),
        model::GROUPS => texts::drills::field_groups(),
        model::PLANNED => texts::drills::field_planned(),
        "plays" => texts::drills::field_plays(),
        model::WHAT => texts::drills::field_what(),
        "text" => texts::drills::field_text(),
        "owner" => texts::drills::field_owner(),
        "due" => texts::drills::field_due(),
        model::TRAINER => texts::drills::side_trainer(),
        PARENT => texts::drills::title(),
        _ => return None,
    })
}

/// A value in words, where its stored form is none.
pub fn value(_: &Workspace, _: &str, field: &str, value: &Value) -> Option<String> {
    match field {
        model::PLANNED => value.as_int().map(|at| format::instant(Instant(at))),
        model::CLASS => value.as_text().map(|class| words::class(&class)),
        _ => None,
    }
}

fn scenario_refusal(refusal: &ScenarioRefusal) -> String {
    match refusal {
        ScenarioRefusal::Gone => texts::drills::refused_gone(),
        ScenarioRefusal::TitleMissing => texts::drills::refused_title(),
        ScenarioRefusal::TooLong(part) => texts::drills::refused_long(part),
    }
}

/// Discarding is refused only where there is nothing any more.
fn discard_refusal(_: &DrillRefusal) -> String {
    texts::drills::refused_gone()
}
