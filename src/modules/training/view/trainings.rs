//! Trainings: dates of courses ahead and over, and the form of one.
//! Never in here: who was there (`attendance`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::edits::{DescribeCourse, PlanTraining, Refusal};
use super::super::model::{Standing, TRAINING, Training, course_name};
use super::super::report::needs;
use super::Amount;
use super::courses::course_choices;
use super::desk::Desk;
use super::{save_or_cancel, ways, words};
use crate::ledger::{RecordId, Workspace};
use crate::session::{Place, Target};
use crate::texts::training as t;
use crate::time::{Date, Instant};
use crate::ui::{
    Badge, Button, CheckField, Choice, DateTimeField, Dialog, Empty, Form, Look, NumberField, Page,
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
    let draft = RwSignal::new(plan);
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = draft.get_untracked();
        match desk.session.commit(&edit) {
            Ok(act) => {
                open.set(None);
                if let Some(made) = desk.made(act, TRAINING).filter(|_| edit.training.is_none()) {
                    Target::record(super::SLUG, made).go();
                }
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    let at = move |whys: &'static [Refusal]| {
        Signal::derive(move || {
            refusal
                .get()
                .filter(|r| whys.contains(r))
                .map(words::refusal)
        })
    };
    let choose = move |key: String| {
        let id = RecordId::parse(&key);
        let minutes = desk.session.with_untracked(|ws| {
            let record = ws.record(id.as_ref()?)?;
            Some(super::super::model::Course(record).minutes())
        });
        draft.update(|d| {
            d.course = id;
            if let Some(minutes) = minutes.filter(|_| d.minutes == 0 || d.training.is_none()) {
                d.minutes = minutes;
            }
        });
    };
    let starts = move |at: Option<Instant>| {
        let date = at.map(|at| desk.zone.with_value(|zone| zone.civil(at).date()));
        draft.update(|d| {
            d.starts = at;
            d.date = date;
        });
    };
    let text = move |read: fn(&PlanTraining) -> &String| {
        Signal::derive(move || draft.with(|d| read(d).clone()))
    };
    view! {
        <Form on_submit=submit>
            <SelectField
                label=t::course
                options=course_choices(desk, None)
                value=Signal::derive(move || {
                    draft.with(|d| d.course.as_ref().map(ToString::to_string)).unwrap_or_default()
                })
                on_change=choose
                error=at(&[Refusal::CourseMissing])
            />
            <DateTimeField
                label=t::starts
                value=Signal::derive(move || draft.with(|d| d.starts))
                on_change=starts
                error=at(&[Refusal::DateMissing, Refusal::Over, Refusal::Gone])
            />
            <div class="training-row">
                <NumberField
                    label=t::minutes
                    min="1"
                    step="1"
                    value=Signal::derive(move || {
                        draft.with(|d| (d.minutes > 0).then(|| f64::from(d.minutes)))
                    })
                    on_change=move |v: Amount| {
                        draft.update(|d| d.minutes = v.unwrap_or(0.0).clamp(0.0, 1e6) as u32);
                    }
                    error=at(&[Refusal::Minutes])
                />
                <NumberField
                    label=t::seats
                    optional=true
                    min="1"
                    step="1"
                    value=Signal::derive(move || draft.with(|d| d.seats.map(f64::from)))
                    on_change=move |v: Amount| {
                        draft.update(|d| d.seats = v.map(|v| v.clamp(0.0, 1e6) as u32));
                    }
                />
                <TextField
                    label=t::place
                    optional=true
                    value=text(|d| &d.place)
                    on_input=move |text: String| draft.update(|d| d.place = text)
                />
                <TextField
                    label=t::trainer
                    optional=true
                    value=text(|d| &d.trainer)
                    on_input=move |text: String| draft.update(|d| d.trainer = text)
                />
            </div>
            {answers(
                desk,
                Signal::derive(move || draft.with(|d| d.answers.clone())),
                move |need, on| {
                    draft
                        .update(|d| {
                            if on { d.answers.insert(need) } else { d.answers.remove(&need) };
                        });
                },
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
    let open = Memo::new(move |_| {
        let all = desk.session.with(needs).into_iter();
        let own = |id: &RecordId| ticked.with(|ticked| ticked.contains(id));
        let open = all.filter(|need| !need.is_met() || own(&need.id));
        open.map(|need| Choice::new(need.id.as_str(), need.title))
            .collect::<Vec<_>>()
    });
    let one = move |need: Choice| {
        let Some(id) = RecordId::parse(&need.value) else {
            return ().into_any();
        };
        let is = id.clone();
        view! {
            <CheckField
                label=move || need.label.clone()
                checked=Signal::derive(move || ticked.with(|ticked| ticked.contains(&is)))
                on_change=move |on: bool| on_tick(id.clone(), on)
            />
        }
        .into_any()
    };
    view! {
        <Show when=move || !open.with(Vec::is_empty)>
            <fieldset class="training-checks">
                <legend>{t::answers}</legend>
                {move || open.get().into_iter().map(one).collect_view()}
            </fieldset>
        </Show>
    }
    .into_any()
}
