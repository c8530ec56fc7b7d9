//! The pages of the module: the list, the figures, reconciling, the form of a draft, one requirement.
//! Never in here: rules; they are in `model`, `edits` and `report`.

mod ask;
mod baselines;
mod behind;
mod changes;
mod charts;
mod clocks;
mod compared;
mod decide;
mod desk;
mod detail;
mod documents;
mod duties;
mod explain;
mod facts;
mod figure;
mod figure_words;
mod figures;
mod form;
mod limits;
mod list;
mod log;
mod messages;
mod offers;
mod overview;
mod own;
mod parts;
mod pauses;
mod period;
mod reconcile;
mod refusals;
mod shelf;
mod steps;
mod task;
mod templates;
mod today;
mod values;
mod words;

use leptos::prelude::*;

use super::granted::Within;
use super::import;
use super::trend::Month;
use crate::ledger::{Record, RecordId, Workspace};
use crate::records::baseline::{self, Baseline};
use crate::records::message::Message;
use crate::records::private::Link;
use crate::records::requirement::DRAFT;
use crate::records::{
    allowance, change_request, document, message, milestone, pause, private, requirement,
};
use crate::session::{Place, Target};
use crate::texts;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Zone;
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
/// The view of the figures; `of` names one.
const FIGURES: &str = "figures";
/// The view that lays figures beside a partner's.
const RECONCILE: &str = "reconcile";

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    All,
    New,
    Import,
    Limits,
    Figures,
    Figure(String),
    Reconcile,
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
        Some(id) if id.kind() == baseline::KIND => desk.session.with(|ws| {
            let kpi = ws.record(&id).map(|r| Baseline(r).kpi().into_owned());
            Asked::Figure(kpi.unwrap_or_default())
        }),
        Some(id) => Asked::One(id),
        None if place.value("view") == import::VIEW => Asked::Import,
        None if place.value("view") == LIMITS => Asked::Limits,
        None if place.value("view") == RECONCILE => Asked::Reconcile,
        None if place.value("view") == FIGURES => match place.value("of") {
            of if of.is_empty() => Asked::Figures,
            of => Asked::Figure(of),
        },
        None if place.value("new").is_empty() => Asked::All,
        None => Asked::New,
    });
    let shown = move || match asked.get() {
        Asked::All => list::page(desk, place),
        Asked::New => form::page(desk, None, RecordId::parse(&place.value("for"))),
        Asked::Import => view! { <import::ImportTable/> }.into_any(),
        Asked::Limits => limits::page(desk),
        Asked::Figures => overview::page(desk),
        Asked::Figure(key) => figure::page(desk, &key),
        Asked::Reconcile => reconcile::page(desk, place),
        Asked::Draft(id) => form::page(desk, Some(id), None),
        Asked::One(id) => detail::page(desk, id),
    };
    shown.into_any()
}

/// The address of the limits that were stated.
fn limits_href() -> String {
    Target::page(SLUG).with("view", LIMITS).href()
}

fn figures_href() -> String {
    Target::page(SLUG).with("view", FIGURES).href()
}

/// The address of the page that explains one figure.
fn figure_href(key: &str) -> String {
    Target::page(SLUG)
        .with("view", FIGURES)
        .with("of", key)
        .href()
}

fn reconcile_href() -> String {
    Target::page(SLUG).with("view", RECONCILE).href()
}

/// A month in the reader's language.
fn month_words(month: Month) -> String {
    // In the middle of a month no zone has another.
    let middle = month
        .first()
        .map(|date| Zone::utc().instant(date.plus(14).start()));
    middle.map(format::month).unwrap_or_default()
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
        baseline::KIND => {
            let kpi = Baseline(*record).kpi().into_owned();
            crate::texts::figures::baseline_named(figure_words::figure(&kpi, &Within::of(&[])))
        }
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
