//! Trainings: dates of courses ahead and over, and the form of one.
//! Never in here: who was there (`attendance`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::edits::{DescribeCourse, PlanTraining, Refusal};
use super::super::model::{Standing, TRAINING, Training, course_name};
use super::super::report::needs;
use super::courses::course_choices;
use super::desk::Desk;
use super::form::{Draft, amount, save_or_cancel, ticks, whole};
use super::{ways, words};
use crate::ledger::{RecordId, Workspace};
use crate::session::{Place, Target};
use crate::texts::training as t;
use crate::time::{Date, Instant};
use crate::ui::{
    Badge, Button, Choice, DateTimeField, Dialog, Empty, Form, Look, NumberField, Page,
    SelectField, TextField, When,
};

/// One training as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: RecordId,
    pub course: String,
    pub date: Option<Date>,
    pub starts: Option<Instant>,
    pub standing: Standing,
    pub place: String,
    pub invited: usize,
    pub attended: usize,
}

pub fn row(ws: &Workspace, training: &Training<'_>) -> Row {
    let noted: Vec<(bool, u32)> = training
        .attendances()
        .map(|a| (a.is_invited(), a.minutes().unwrap_or(0)))
        .collect();
    let course = training.course();
    Row {
        id: training.0.id().clone(),
        course: course.map(|id| course_name(ws, &id)).unwrap_or_default(),
        date: training.date(),
        starts: training.starts(),
        standing: training.standing(),
        place: training.place().into_owned(),
        invited: noted.iter().filter(|n| n.0).count(),
        attended: noted.iter().filter(|n| n.1 > 0).count(),
    }
}

pub fn line(desk: Desk, row: Row) -> AnyView {
    let href = desk.session.href(&row.id);
    let (label, state) = words::standing(row.standing);
    let people = match row.standing {
        Standing::Held => t::attended_count(row.attended as i64),
        Standing::Cancelled => String::new(),
        _ => t::invited_count(row.invited as i64),
    };
    view! {
        <li class="training-line">
            <a href=href>{row.course}</a>
            <span>{row.starts.map(|at| view! { <When at=at /> })}</span>
            <span class="faint">{row.place}</span>
            <Badge state=state label=label />
            <span class="faint">{people}</span>
        </li>
    }
    .into_any()
}

/// So many trainings that are over are listed; the rest are of earlier years.
const YEARS: i64 = 1;

pub fn page(desk: Desk, place: Place) -> AnyView {
    let year = super::ledger::year_of(desk, place);
    let all = Memo::new(move |_| {
        let year = year.get();
        desk.session.with(|ws| {
            let each = ws.of_kind(TRAINING).map(Training);
            let within = each.filter(|training| match training.date() {
                Some(date) => (year.0..year.0 + YEARS).contains(&date.ymd().0),
                None => true,
            });
            let mut rows: Vec<Row> = within.map(|training| row(ws, &training)).collect();
            rows.sort_by(|a, b| (a.starts, &a.id).cmp(&(b.starts, &b.id)));
            let (mut over, ahead): (Vec<Row>, Vec<Row>) =
                rows.into_iter().partition(|r| !r.standing.is_ahead());
            over.reverse();
            (ahead, over)
        })
    });
    let planning = RwSignal::new(None::<PlanTraining>);
    let new = move |()| planning.set(Some(PlanTraining::default()));
    let actions = move || {
        view! {
            <Button
                label=t::plan_date
                icon=icondata::LuCalendarPlus
                look=Look::Primary
                on_press=new
            />
        }
    };
    let list = move |title: fn() -> String, rows: Vec<Row>| {
        let lines = rows.into_iter().map(|row| line(desk, row)).collect_view();
        view! {
            <section class="section">
                <h2>{title}</h2>
                <ul class="plain">{lines}</ul>
            </section>
        }
    };
    let shown = move || {
        let (ahead, over) = all.get();
        let none = ahead.is_empty() && over.is_empty();
        view! {
            {(!ahead.is_empty()).then(|| list(t::ahead, ahead))}
            {(!over.is_empty()).then(|| list(t::over, over))}
            {none
                .then(|| {
                    view! {
                        <Empty
                            title=t::trainings_none
                            hint=t::trainings_none_hint
                            icon=icondata::LuCalendar
                        />
                    }
                })}
        }
    };
    view! {
        <Page title=t::nav_trainings actions=actions>
            {ways("trainings")}
            <div class="training-year">{super::ledger::year_field(desk, place, year)}</div>
            {shown} {dialog(desk, planning)}
        </Page>
    }
    .into_any()
}

/// A date of a course that is not filled in yet.
pub fn blank(course: &DescribeCourse, id: &RecordId) -> PlanTraining {
    PlanTraining {
        course: Some(id.clone()),
        minutes: course.minutes,
        ..PlanTraining::default()
    }
}

pub fn dialog(desk: Desk, open: RwSignal<Option<PlanTraining>>) -> AnyView {
    let title = move || match open.with(|p| p.as_ref().is_some_and(|p| p.training.is_some())) {
        true => t::change_date(),
        false => t::plan_date(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || open.with(Option::is_some))
            on_close=move |()| open.set(None)
            title=title
        >
            {move || open.get_untracked().map(|plan| form(desk, plan, open))}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, plan: PlanTraining, open: RwSignal<Option<PlanTraining>>) -> AnyView {
    let draft = Draft::new(plan);
    let submit = move |()| {
        let edit = draft.untracked();
        match desk.session.commit(&edit) {
            Ok(act) => {
                open.set(None);
                if let Some(made) = desk.made(act, TRAINING).filter(|_| edit.training.is_none()) {
                    Target::record(super::SLUG, made).go();
                }
            }
            Err(why) => draft.refusal.set(Some(why)),
        }
    };
    let choose = draft.takes(move |d, key: String| {
        d.course = RecordId::parse(&key);
        let minutes = desk.session.with_untracked(|ws| {
            let record = ws.record(d.course.as_ref()?)?;
            Some(super::super::model::Course(record).minutes())
        });
        if let Some(minutes) = minutes.filter(|_| d.minutes == 0 || d.training.is_none()) {
            d.minutes = minutes;
        }
    });
    let starts = draft.takes(move |d, at: Option<Instant>| {
        d.starts = at;
        d.date = at.map(|at| desk.zone.with_value(|zone| zone.civil(at).date()));
    });
    let tick = draft.takes(|d, (need, on): (RecordId, bool)| {
        if on {
            d.answers.insert(need);
        } else {
            d.answers.remove(&need);
        }
    });
    view! {
        <Form on_submit=submit>
            <SelectField
                label=t::course
                options=course_choices(desk, None)
                value=draft
                    .shows(|d| d.course.as_ref().map(ToString::to_string).unwrap_or_default())
                on_change=choose
                error=draft.at(&[Refusal::CourseMissing])
            />
            <DateTimeField
                label=t::starts
                value=draft.shows(|d| d.starts)
                on_change=starts
                error=draft.at(&[Refusal::DateMissing, Refusal::Over, Refusal::Gone])
            />
            <div class="training-row">
                <NumberField
                    label=t::minutes
                    min="1"
                    step="1"
                    value=draft.shows(|d| amount(Some(d.minutes).filter(|m| *m > 0)))
                    on_change=draft.takes(|d, v| d.minutes = whole(v).unwrap_or(0))
                    error=draft.at(&[Refusal::Minutes])
                />
                <NumberField
                    label=t::seats
                    optional=true
                    min="1"
                    step="1"
                    value=draft.shows(|d| amount(d.seats))
                    on_change=draft.takes(|d, v| d.seats = whole(v))
                />
                <TextField
                    label=t::place
                    optional=true
                    value=draft.text(|d| &d.place)
                    on_input=draft.takes(|d, text| d.place = text)
                />
                <TextField
                    label=t::trainer
                    optional=true
                    value=draft.text(|d| &d.trainer)
                    on_input=draft.takes(|d, text| d.trainer = text)
                />
            </div>
            {answers(
                desk,
                draft.shows(|d| d.answers.clone()),
                move |need, on| tick.run((need, on)),
            )}
            {save_or_cancel(move || open.set(None))}
        </Form>
    }
    .into_any()
}

/// The training needs that are open or answered already, to tick.
pub fn answers(
    desk: Desk,
    ticked: Signal<BTreeSet<RecordId>>,
    on_tick: impl Fn(RecordId, bool) + Copy + Send + Sync + 'static,
) -> AnyView {
    let is = move |key: &str| ticked.with(|all| all.iter().any(|id| id.as_str() == key));
    let open = Memo::new(move |_| {
        let all = desk.session.with(needs).into_iter();
        let open = all.filter(|need| !need.is_met() || is(need.id.as_str()));
        open.map(|need| Choice::new(need.id.as_str(), need.title))
            .collect::<Vec<_>>()
    });
    let tick = move |key: &str, on: bool| {
        if let Some(need) = RecordId::parse(key) {
            on_tick(need, on);
        }
    };
    ticks(t::answers, open.into(), is, tick)
}
