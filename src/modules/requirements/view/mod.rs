//! The pages of the module: the list with its figures, the form of a draft, one requirement.
//! Never in here: rules; they are in `model`, `edits` and `report`.

mod ask;
mod changes;
mod clocks;
mod decide;
mod desk;
mod detail;
mod documents;
mod duties;
mod explain;
mod facts;
mod figures;
mod form;
mod limits;
mod list;
mod log;
mod messages;
mod offers;
mod own;
mod parts;
mod pauses;
mod refusals;
mod shelf;
mod steps;
mod templates;
mod today;
mod values;
mod words;

use leptos::prelude::*;

use super::import;
use crate::ledger::{Record, RecordId, Workspace};
use crate::records::message::Message;
use crate::records::private::Link;
use crate::records::requirement::DRAFT;
use crate::records::{
    allowance, change_request, document, message, milestone, pause, private, requirement,
};
use crate::session::{Place, Target};
use crate::texts;
use crate::texts::requirements as t;
use crate::ui::{Empty, LinkButton, Page};

use desk::use_desk;
pub use duties::duties;
pub use today::today;
pub use values::value;
pub use words::field;
use words::{limit_name, pause_name};

pub const SLUG: &str = "requirements";

/// The view of the limits that were stated, in the address.
const LIMITS: &str = "limits";

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    All,
    New,
    Import,
    Limits,
    Draft(RecordId),
    One(RecordId),
}

pub fn page(place: Place) -> AnyView {
    let desk = use_desk();
    // What is kept beside a requirement is shown on its page.
    let subject = move || {
        let id = place.record.get()?;
        Some(desk.session.with(|ws| subject(ws, &id)).unwrap_or(id))
    };
    let asked = Memo::new(move |_| match subject() {
        Some(id) if id.kind() == DRAFT => Asked::Draft(id),
        Some(id) if id.kind() == allowance::KIND => Asked::Limits,
        Some(id) if id.kind() == requirement::TEMPLATE => Asked::New,
        Some(id) => Asked::One(id),
        None if place.value("view") == import::VIEW => Asked::Import,
        None if place.value("view") == LIMITS => Asked::Limits,
        None if place.value("new").is_empty() => Asked::All,
        None => Asked::New,
    });
    let shown = move || match asked.get() {
        Asked::All => list::page(desk, place),
        Asked::New => form::page(desk, None, RecordId::parse(&place.value("for"))),
        Asked::Import => view! { <import::ImportTable/> }.into_any(),
        Asked::Limits => limits::page(desk),
        Asked::Draft(id) => form::page(desk, Some(id), None),
        Asked::One(id) => detail::page(desk, id),
    };
    shown.into_any()
}

/// The address of the limits that were stated.
fn limits_href() -> String {
    Target::page(SLUG).with("view", LIMITS).href()
}

/// The name of one of the records the module shows.
pub fn name(record: &Record<'_>) -> String {
    let ws = record.workspace();
    let of = || subject(ws, record.id());
    let title = |id: Option<RecordId>| {
        let asked = id.and_then(|id| ws.record(&id));
        asked.map(|r| r.text(requirement::TITLE).into_owned())
    };
    match record.kind() {
        change_request::KIND => t::name_change(title(of()).unwrap_or_default()),
        change_request::APPROVAL => t::name_approval(title(of()).unwrap_or_default()),
        message::KIND => messages::start_of(&Message(*record).text()),
        message::READ => t::name_read(),
        private::NOTE => messages::start_of(&record.text(private::TEXT)),
        private::COST => record.text(private::LABEL).into_owned(),
        private::LINK => {
            let link = Link(*record);
            let ends = [title(link.cause()), title(link.effect())];
            let ends: Vec<String> = ends.into_iter().flatten().collect();
            ends.join(" → ")
        }
        pause::KIND => pause_name(record),
        allowance::KIND => limit_name(record),
        requirement::TEMPLATE => record.text(super::templates::NAME).into_owned(),
        milestone::KIND | document::KIND => record.text(milestone::NAME).into_owned(),
        _ => record.text(requirement::TITLE).into_owned(),
    }
}

/// The requirement or draft that a record is kept beside, at most four steps away.
fn subject(ws: &Workspace, id: &RecordId) -> Option<RecordId> {
    let mut id = id.clone();
    for _ in 0..4 {
        if [requirement::KIND, DRAFT].contains(&id.kind()) {
            return Some(id);
        }
        let record = ws.record(&id)?;
        id = match record.kind() {
            message::KIND => Message(record).about()?,
            private::LINK => Link(record).cause()?,
            _ => record.parent()?,
        };
    }
    None
}

/// The address of the list.
fn all_href() -> String {
    Target::page(SLUG).href()
}

fn new_href() -> String {
    Target::page(SLUG).with("new", "1").href()
}

fn not_here() -> AnyView {
    view! {
        <Page title=texts::requirements::title>
            <Empty
                title=texts::requirements::not_here
                hint=texts::requirements::not_here_hint
                icon=icondata::LuFileQuestion
            >
                <LinkButton label=texts::requirements::all_requirements href=all_href />
            </Empty>
        </Page>
    }
    .into_any()
}
