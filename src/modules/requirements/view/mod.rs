//! The pages of the module: the list with its figures, the form of a draft, one requirement.
//! Never in here: rules; they are in `model`, `edits` and `report`.

mod clocks;
mod desk;
mod detail;
mod explain;
mod facts;
mod figures;
mod form;
mod limits;
mod list;
mod log;
mod pauses;
mod steps;
mod today;
mod words;

use leptos::prelude::*;

use super::import;
use crate::ledger::{RecordId, Workspace};
use crate::records::allowance;
use crate::records::requirement::{DRAFT, KIND};
use crate::session::{Place, Target};
use crate::texts;
use crate::ui::{Empty, LinkButton, Page};

use desk::Desk;
pub use today::today;
pub use words::{field, limit_name, pause_name};

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
    let desk = Desk::new();
    let asked = Memo::new(move |_| match place.record.get() {
        Some(id) if id.kind() == DRAFT => Asked::Draft(id),
        Some(id) if id.kind() == allowance::KIND => Asked::Limits,
        Some(id) => Asked::One(desk.session.with(|ws| shown_at(ws, id))),
        None if place.value("view") == import::VIEW => Asked::Import,
        None if place.value("view") == LIMITS => Asked::Limits,
        None if place.value("new").is_empty() => Asked::All,
        None => Asked::New,
    });
    let shown = move || match asked.get() {
        Asked::All => list::page(desk, place),
        Asked::New => form::page(desk, None),
        Asked::Import => view! { <import::ImportTable/> }.into_any(),
        Asked::Limits => limits::page(desk),
        Asked::Draft(id) => form::page(desk, Some(id)),
        Asked::One(id) => detail::page(desk, id),
    };
    shown.into_any()
}

/// What is kept beside a requirement is shown on its page.
fn shown_at(ws: &Workspace, id: RecordId) -> RecordId {
    let parent = ws.record(&id).filter(|record| record.kind() != KIND);
    parent.and_then(|record| record.parent()).unwrap_or(id)
}

/// The address of the limits that were stated.
fn limits_href() -> String {
    Target::page(SLUG).with("view", LIMITS).href()
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
