//! The pages of the module: the yearly ledger, courses, trainings, hours from elsewhere, needs, figures,
//! totals, settings; one course, one training, one person.
//! Never in here: rules; they are in the pure files beside this folder.

mod attendance;
mod course;
mod courses;
mod desk;
mod external;
mod figures;
mod form;
mod ledger;
mod needs;
mod own_record;
mod person;
mod roster;
mod settings;
mod totals;
mod training;
mod trainings;
mod words;

use std::sync::Arc;

use leptos::prelude::*;

use super::attention::{self, What};
use super::model::{self, COURSE, EXTERNAL, TRAINING};
use crate::ledger::{Record, RecordId, Value, Workspace};
use crate::records::{person as people, training_need};
use crate::session::{Duties, Duty, Place, Target, What as Asked, outside, use_session};
use crate::texts::format;
use crate::texts::training as t;
use crate::time::{Instant, MINUTE, Zone};
use crate::ui::{Empty, LinkButton, Page};
use desk::Desk;

/// The module's address.
pub const SLUG: &str = "training";

/// What a number field holds; angle brackets end a tag in a view.
type Amount = Option<f64>;

type Words = fn() -> String;

/// The module's own pages, by the address's `view`.
const VIEWS: [(&str, Words); 8] = [
    ("", t::nav_ledger),
    ("courses", t::nav_courses),
    ("trainings", t::nav_trainings),
    ("external", t::nav_external),
    ("needs", t::nav_needs),
    ("figures", t::nav_figures),
    ("totals", t::nav_totals),
    ("settings", t::nav_settings),
];

pub fn view_href(view: &str) -> String {
    Target::page(SLUG).with("view", view).href()
}

pub fn person_href(person: &RecordId) -> String {
    Target::record(SLUG, person.clone()).href()
}

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    List(String),
    Course(RecordId),
    Training(RecordId),
    Person(RecordId),
    External(RecordId),
    NotHere,
}

fn shown(ws: &Workspace, record: Option<&RecordId>, view: String) -> Shown {
    let Some(id) = record else {
        return Shown::List(view);
    };
    let Some(found) = ws.record(id).filter(|r| !r.is_deleted()) else {
        return Shown::NotHere;
    };
    match found.kind() {
        COURSE => Shown::Course(id.clone()),
        TRAINING => Shown::Training(id.clone()),
        EXTERNAL => Shown::External(id.clone()),
        people::KIND => Shown::Person(id.clone()),
        model::ATTENDANCE | model::ASSESSMENT | model::FEEDBACK | model::APPROVAL => {
            shown(ws, found.parent().as_ref(), view)
        }
        model::SETTING | model::STANDARD | model::PURGE => Shown::List("settings".into()),
        model::TOTAL | model::BASIS => Shown::List("totals".into()),
        training_need::KIND => Shown::List("needs".into()),
        _ => Shown::NotHere,
    }
}

pub fn page(place: Place) -> AnyView {
    let desk = Desk::new();
    let here = Memo::new(move |_| {
        let (record, view) = (place.record.get(), place.value("view"));
        desk.session.with(|ws| shown(ws, record.as_ref(), view))
    });
    let page = move || match here.get() {
        Shown::List(view) => match view.as_str() {
            "courses" => courses::page(desk),
            "trainings" => trainings::page(desk, place),
            "external" => external::page(desk, None),
            "needs" => needs::page(desk),
            "figures" => figures::page(desk, place),
            "totals" => totals::page(desk),
            "settings" => settings::page(desk),
            _ => ledger::page(desk, place),
        },
        Shown::Course(id) => course::page(desk, id),
        Shown::Training(id) => training::page(desk, place, id),
        Shown::Person(id) => person::page(desk, place, id),
        Shown::External(id) => external::page(desk, Some(id)),
        Shown::NotHere => not_here(),
    };
    page.into_any()
}

fn not_here() -> AnyView {
    view! {
        <Page title=t::title>
            <Empty title=t::not_here hint=t::not_here_hint icon=icondata::LuFileQuestion>
                <LinkButton label=t::nav_ledger href=|| view_href("") />
            </Empty>
        </Page>
    }
    .into_any()
}

/// The ways between the module's pages.
fn ways(current: &'static str) -> AnyView {
    let way = |(view, label): (&'static str, Words)| {
        let here = (view == current).then_some("page");
        view! {
            <li>
                <a href=view_href(view) aria-current=here>{label}</a>
            </li>
        }
    };
    view! {
        <nav class="training-ways" aria-label=t::pages>
            <ul class="plain">{VIEWS.map(way).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// What people call a record of the module.
pub fn name(record: &Record<'_>) -> String {
    let ws = record.workspace();
    let of_person = || {
        let person = record.reference(model::PERSON);
        person
            .map(|id| people::name_of(ws, &id))
            .unwrap_or_default()
    };
    match record.kind() {
        TRAINING => {
            let training = model::Training(*record);
            let course = training.course();
            let course = course.map(|id| model::course_name(ws, &id));
            let date = training.date().map(|date| date.to_string());
            let parts: Vec<String> = [course, date].into_iter().flatten().collect();
            parts.join(" · ")
        }
        model::ATTENDANCE | model::ASSESSMENT => of_person(),
        model::FEEDBACK => t::feedback(),
        model::APPROVAL => t::approval(),
        model::SETTING => t::rates(),
        model::STANDARD => t::standards(),
        model::PURGE => t::purges(),
        model::TOTAL | model::BASIS => t::nav_totals(),
        _ => record.text(model::TITLE).into_owned(),
    }
}

/// What people call a field of one of its kinds.
pub fn field(_: &str, name: &str) -> Option<String> {
    Some(match name {
        model::TITLE => t::course_title(),
        "layer" => t::layers(),
        model::GOALS => t::goals(),
        model::CATEGORY => t::category(),
        model::MINUTES => t::minutes(),
        model::MODE => t::mode(),
        model::VALID_MONTHS => t::valid_months(),
        model::REFRESHER => t::refresher(),
        model::LINKS => t::links(),
        model::PASS_MARK => t::pass_mark(),
        model::COURSE_REF => t::course(),
        model::STARTS => t::starts(),
        model::DATE => t::date(),
        model::PLACE => t::place(),
        model::TRAINER => t::trainer(),
        model::SEATS => t::seats(),
        model::STATE => t::state(),
        model::REASON => t::reason(),
        model::MOVED_FROM => t::field_moved_from(),
        "answers" => t::answers(),
        model::PERSON => t::person(),
        model::INVITED => t::state_invited(),
        model::SCORE => t::score(),
        model::STARS => t::stars(),
        model::TEXT => t::comment(),
        model::PROVIDER => t::provider(),
        model::APPROVED => t::approval(),
        model::FROM => t::rate_from(),
        model::DRILLS => t::standard_drills(),
        model::HOURS => t::standard_hours(),
        model::COUNTS => t::purged_records(),
        training_need::OWNER => t::owner(),
        training_need::DUE => t::due(),
        training_need::CAUSE => t::cause(),
        _ => return None,
    })
}

/// A value in words, where its stored form is none.
pub fn value(_: &Workspace, kind: &str, field: &str, value: &Value) -> Option<String> {
    match field {
        model::STARTS => value.as_int().map(|at| format::instant(Instant(at))),
        model::CATEGORY => {
            let category = model::Category::parse(&value.as_text()?)?;
            Some(words::category(category))
        }
        model::MODE => Some(words::mode(model::Mode::parse(&value.as_text()?)?)),
        model::STATE => {
            let standing = model::Standing::parse(&value.as_text()?)?;
            Some(words::standing(standing).0)
        }
        model::LAYER if kind != COURSE => {
            let layer = people::Layer::parse(&value.as_text()?)?;
            Some(words::layer(layer))
        }
        _ => None,
    }
}

/// What waits, for the first page, the title and reminders.
pub fn duties() -> Duties {
    let session = use_session();
    let zone = StoredValue::new(outside::zone(&outside::local_zone()).unwrap_or_else(Zone::utc));
    let minute = Memo::new(move |_| Instant(session.now().0.div_euclid(MINUTE) * MINUTE));
    Memo::new(move |_| {
        let (me, now) = (session.me(), minute.get());
        let today = zone.with_value(|zone| zone.civil(now).date());
        let all = session.with(|ws| attention::waiting(ws, &me, now, today));
        let duty = |waiting: attention::Waiting| Duty {
            whose: waiting.whose,
            what: what(waiting.what),
            shown: waiting.record.clone(),
            partner: None,
            since: waiting.since,
            due: None,
            state: attention::state(&waiting),
            record: waiting.record,
        };
        Arc::new(all.into_iter().map(duty).collect())
    })
}

fn what(what: What) -> Asked {
    let (name, words): (&'static str, fn() -> String) = match what {
        What::Note => ("note_attendance", t::duty_note),
        What::Approve => ("approve_hours", t::duty_approve),
        What::Teach => ("teach", t::duty_teach),
    };
    Asked { name, words }
}
