//! Coverage: which classes of anomaly came often, which of them were drilled, what to drill next, and the
//! two figures of SPEC module 4.
//! Never in here: counting (`report`), what was entered (`frequency`).

mod baselines;
mod entered;
mod explained;
mod figures;

use std::sync::Arc;

use leptos::prelude::*;

use super::author::{self, Fetched};
use super::review::{href, reading};
use super::{COVERAGE, LIST, SLUG, words as say};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::frequency;
use crate::modules::drills::library::Entry;
use crate::modules::drills::model::{self, Drill};
use crate::modules::drills::report::{self, ClassRow, Coverage, Outcome};
use crate::session::{Place, Session, Target, outside, use_session};
use crate::texts::format;
use crate::texts::review as t;
use crate::time::{Date, Span, Zone};
use crate::ui::{
    Badge, Button, Column, DateField, Empty, NumberField, Section, State, Table, print,
};

const FROM: &str = "from";
const TO: &str = "to";
/// In the address: the figure that is explained.
pub const OF: &str = "of";
/// The fact of this browser that says how often is often.
const OFTEN: &str = "drills.often";
/// So often until somebody says otherwise.
const USUALLY: u32 = 3;

/// What every part of the page works with. Copying it copies handles.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub place: Place,
    /// The first and the last date.
    pub period: Memo<(Date, Date)>,
    pub often: Memo<u32>,
    /// Drills that count; empty until their logs are read.
    pub outcomes: Signal<Option<Arc<Vec<Outcome>>>>,
    zone: StoredValue<Zone>,
}

impl Desk {
    fn new(session: Session, place: Place) -> Self {
        let zone = outside::zone(&outside::local_zone());
        let zone = StoredValue::new(zone.unwrap_or_else(Zone::utc));
        let today = zone.with_value(|zone| zone.civil(session.now_untracked()).date());
        let (year, _, _) = today.ymd();
        let period = Memo::new(move |_| {
            let date = |key: &str| Date::parse(&place.value(key));
            let first = || Date::from_ymd(year, 1, 1).unwrap_or(today);
            let last = || Date::from_ymd(year, 12, 31).unwrap_or(today);
            (
                date(FROM).unwrap_or_else(first),
                date(TO).unwrap_or_else(last),
            )
        });
        let often = Memo::new(move |_| {
            let kept = session.with_local(|local| local.get(OFTEN)?.parse().ok());
            kept.unwrap_or(USUALLY)
        });
        Self {
            session,
            place,
            period,
            often,
            outcomes: reading::outcomes(session, reading::Beside::Own),
            zone,
        }
    }

    /// The period as moments; `None` where it ends before it begins.
    fn span(&self) -> Option<Span> {
        let (from, to) = self.period.get();
        self.zone.with_value(|zone| {
            let after = to.plus(1);
            Span::new(zone.instant(from.start()), zone.instant(after.start()))
        })
    }

    /// The date of a moment, where the reader is.
    pub fn date(&self, at: crate::time::Instant) -> Date {
        self.zone.with_value(|zone| zone.civil(at).date())
    }

    pub fn coverage(&self) -> Option<Coverage> {
        let (from, to) = self.period.get();
        let counts = self.session.with(|ws| frequency::entered(ws, from, to));
        let outcomes = self.outcomes.get()?;
        Some(report::coverage(
            &counts,
            self.often.get(),
            self.span()?,
            &outcomes,
        ))
    }

    /// The drills that began in the period.
    pub fn inside(&self) -> Vec<Outcome> {
        let (span, outcomes) = (self.span(), self.outcomes.get());
        let all = outcomes.iter().flat_map(|all| all.iter());
        let inside = |o: &&Outcome| span.is_some_and(|span| span.contains(o.started));
        all.filter(inside).cloned().collect()
    }
}

/// The address of the page, for the same period.
fn coverage_href(desk: Desk) -> String {
    explained_href(desk, "")
}

fn explained_href(desk: Desk, of: &str) -> String {
    let target = Target::page(SLUG).with(LIST, COVERAGE);
    let target = target.with(FROM, &desk.place.value(FROM));
    target.with(TO, &desk.place.value(TO)).with(OF, of).href()
}

/// The tab of the list.
pub fn panel(place: Place) -> AnyView {
    let desk = Desk::new(use_session(), place);
    let coverage = Memo::new(move |_| desk.coverage());
    view! {
        <p class="lead">{t::c_lead}</p>
        <p class="actions">
            <Button label=t::print icon=icondata::LuPrinter on_press=move |()| print() />
        </p>
        {choice(desk)}
        {figures::cards(desk, coverage)}
        {classes(desk, coverage)}
        {suggestions(desk, coverage)}
        {entered::section(desk)}
    }
    .into_any()
}

/// The page of one figure.
pub fn figure(place: Place, of: &str) -> AnyView {
    explained::page(Desk::new(use_session(), place), of)
}

fn choice(desk: Desk) -> AnyView {
    let place = desk.place;
    let often = Signal::derive(move || Some(f64::from(desk.often.get())));
    let set = move |often: Option<f64>| {
        let often = often.map(|n| n.clamp(1.0, 1e6) as u32);
        let kept = often.filter(|n| *n != USUALLY).map(|n| n.to_string());
        desk.session.keep(OFTEN, kept);
    };
    let backwards = move || {
        let (from, to) = desk.period.get();
        (to < from).then(t::c_backwards)
    };
    view! {
        <div class="coverage-fields">
            <DateField
                label=t::c_from
                value=Signal::derive(move || desk.period.get().0.to_string())
                on_change=move |text: String| place.set_query(FROM, &text)
            />
            <DateField
                label=t::c_to
                value=Signal::derive(move || desk.period.get().1.to_string())
                on_change=move |text: String| place.set_query(TO, &text)
                error=Signal::derive(backwards)
            />
            <NumberField
                label=t::c_threshold
                hint=t::c_threshold_hint
                min="1"
                step="1"
                value=often
                on_change=set
            />
        </div>
    }
    .into_any()
}

const CLASS: &str = "class";
const COUNT: &str = "count";
const STANDING: &str = "standing";
const DRILLS: &str = "drills";

fn classes(desk: Desk, coverage: Memo<Option<Coverage>>) -> AnyView {
    let rows = Memo::new(move |_| coverage.get().map(|c| c.classes).unwrap_or_default());
    let keys = move || rows.with(|rows| rows.iter().map(|row| row.class.clone()).collect());
    let cell = move |(class, column): (String, &'static str)| {
        let shown = move || {
            rows.with(|rows| {
                let row = rows.iter().find(|row| row.class == class)?;
                Some(cell(desk, row, column))
            })
        };
        shown.into_any()
    };
    let columns = vec![
        Column::new(CLASS, t::c_class),
        Column::new(COUNT, t::c_count).numeric(),
        Column::new(STANDING, crate::texts::figures::standing),
        Column::new(DRILLS, t::c_drills),
    ];
    let none = || {
        view! { <Empty title=t::c_none hint=t::c_none_hint icon=icondata::LuChartColumn /> }
            .into_any()
    };
    let table = StoredValue::new(columns);
    let shown = move || {
        view! {
            <Table
                caption=t::c_classes
                columns=table.get_value()
                rows=Signal::derive(keys)
                cell=cell
            />
        }
    };
    view! {
        <Section title=t::c_classes>
            <Show when=move || rows.with(|rows| !rows.is_empty()) fallback=none>
                {shown}
            </Show>
        </Section>
    }
    .into_any()
}

fn cell(desk: Desk, row: &ClassRow, column: &str) -> AnyView {
    match column {
        CLASS => say::class(&row.class).into_any(),
        COUNT => format::number(f64::from(row.count)).into_any(),
        STANDING => match row.drills.is_empty() {
            true => view! { <Badge state=State::Warn label=t::c_open /> }.into_any(),
            false => view! { <Badge state=State::Good label=t::c_covered /> }.into_any(),
        },
        _ => {
            let links = row.drills.iter().map(|id| drill_link(desk, id));
            links.collect_view().into_any()
        }
    }
}

/// The way to a drill's review.
pub fn drill_link(desk: Desk, id: &RecordId) -> AnyView {
    let title = desk.session.with(|ws| {
        let drill = Drill::find(ws, id);
        drill.map_or_else(|| id.label(), |drill| drill.title().into_owned())
    });
    view! {
        <a href=href(id, "review")>{title}</a>
        " "
    }
    .into_any()
}

/// The scenarios of one's own of a class: id and title, by title.
fn of_class(ws: &Workspace, class: &str) -> Vec<(RecordId, String)> {
    let all = model::scenarios(ws).filter(|record| record.text(model::CLASS) == class);
    let mut named: Vec<(RecordId, String)> = all
        .map(|record| {
            let (scenario, _) = model::scenario(&record);
            (record.id().clone(), say::title(&scenario))
        })
        .collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named
}

fn suggestions(desk: Desk, coverage: Memo<Option<Coverage>>) -> AnyView {
    let missing = Memo::new(move |_| {
        let coverage = coverage.get()?;
        let missing: Vec<ClassRow> = coverage.missing().cloned().collect();
        (!coverage.classes.is_empty()).then_some(missing)
    });
    let lines = move |shelf: Shelf| {
        let missing = missing.get()?;
        Some(match missing.is_empty() {
            true => view! { <p>{t::c_all_drilled}</p> }.into_any(),
            false => {
                let lines = missing.into_iter().map(|row| suggestion(desk, shelf, &row));
                let lines = lines.collect_view();
                view! { <ul class="drills-list coverage-lines">{lines}</ul> }.into_any()
            }
        })
    };
    let shown = move || {
        let shelf = author::entries();
        view! { <Section title=t::c_suggest>{move || lines(shelf)}</Section> }
    };
    view! { <Show when=move || missing.with(Option::is_some)>{shown}</Show> }.into_any()
}

/// The library's index, once it is here.
type Shelf = RwSignal<Fetched<Vec<Entry>>>;

/// What to drill for a class: a scenario of one's own, else one of the library with the way to bring it in.
fn suggestion(desk: Desk, shelf: Shelf, row: &ClassRow) -> AnyView {
    let (class, count) = (say::class(&row.class), row.count);
    let known = desk.session.with(|ws| of_class(ws, &row.class));
    if let Some((id, title)) = known.into_iter().next() {
        let href = Target::record(SLUG, id).href();
        let line = t::c_suggest_line(class, count, title);
        return view! { <li><a href=href>{line}</a></li> }.into_any();
    }
    let key = row.class.clone();
    let entry = Memo::new(move |_| {
        shelf.with(|shelf| match shelf {
            Fetched::Here(all) => all.iter().find(|entry| entry.class == key).cloned(),
            Fetched::Coming | Fetched::NotHere => None,
        })
    });
    let shown = move || match entry.get() {
        None => t::c_suggest_none(&class, count).into_any(),
        Some(entry) => {
            let (href, title) = (author::entry_href(&entry), say::text(&entry.title));
            let keep = move || author::bring_in(desk.session, entry.clone());
            view! {
                <span>
                    {crate::texts::author::suggest_library(&class, count)} " "
                    <a href=href>{title}</a>
                </span>
                " "
                <Button
                    label=crate::texts::drills::keep
                    icon=icondata::LuSave
                    on_press=keep
                />
            }
            .into_any()
        }
    };
    view! { <li>{shown}</li> }.into_any()
}
