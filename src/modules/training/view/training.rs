//! One training: when and where, inviting with a calendar file, calling off, what was thought of it, and the
//! certificate of one who was there.
//! Never in here: noting who was there (`attendance`, `roster`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::edits::{Answer, Cancel, GiveFeedback, Invite, PlanTraining, Refusal};
use super::super::invitation::{Said, event};
use super::super::model::{Course, Standing, Training, course_name};
use super::super::tally::attended;
use super::Amount;
use super::desk::Desk;
use super::form::{said, save_or_cancel, undoable, whole};
use super::{attendance, course, roster, trainings, ways, words};
use crate::exchange::ics;
use crate::ledger::RecordId;
use crate::records::{party, person};
use crate::session::{Place, Target, outside};
use crate::texts::format;
use crate::texts::training as t;
use crate::ui::{
    Badge, Button, Dialog, Fact, Facts, Form, LinkButton, Look, NumberField, Page, Section,
    TextField, When, print, toast,
};

/// What the page shows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub plan: PlanTraining,
    pub course: String,
    pub standing: Standing,
    pub reason: String,
    pub moved_from: Option<crate::time::Date>,
    pub pass_mark: Option<u32>,
    pub goals: String,
}

fn read(desk: Desk, id: &RecordId) -> Shown {
    desk.session
        .with(|ws| {
            let training = Training(ws.record(id)?);
            let course = training.course();
            let known = course.as_ref().and_then(|id| ws.record(id)).map(Course);
            Some(Shown {
                course: course
                    .as_ref()
                    .map(|id| course_name(ws, id))
                    .unwrap_or_default(),
                goals: known.map(|c| c.goals().into_owned()).unwrap_or_default(),
                standing: training.standing(),
                reason: training.reason().into_owned(),
                moved_from: training.moved_from(),
                pass_mark: training.pass_mark(),
                plan: PlanTraining {
                    training: Some(id.clone()),
                    course,
                    starts: training.starts(),
                    date: training.date(),
                    minutes: training.minutes(),
                    place: training.place().into_owned(),
                    trainer: training.trainer().into_owned(),
                    seats: training.seats(),
                    answers: training.answers().into_iter().collect(),
                },
            })
        })
        .unwrap_or_default()
}

pub fn page(desk: Desk, place: Place, id: RecordId) -> AnyView {
    let of = id.clone();
    let shown = Memo::new(move |_| read(desk, &of));
    let certified = Memo::new(move |_| RecordId::parse(&place.value("certificate")));
    let body = move || match certified.get() {
        Some(person) => certificate(desk, id.clone(), shown, person),
        None => all_of_it(desk, id.clone(), shown),
    };
    body.into_any()
}

fn all_of_it(desk: Desk, id: RecordId, shown: Memo<Shown>) -> AnyView {
    let changing = RwSignal::new(None::<PlanTraining>);
    let cancelling = RwSignal::new(false);
    let ahead = Memo::new(move |_| shown.with(|s| s.standing.is_ahead()));
    let cancelled = Memo::new(move |_| shown.with(|s| s.standing == Standing::Cancelled));
    let file = id.clone();
    let save = move |()| invitation(desk, &file, &shown.get_untracked());
    let actions = move || {
        let (save, take_out) = (save.clone(), save.clone());
        view! {
            <Show when=move || cancelled.get()>
                <Button
                    label=t::save_cancellation
                    icon=icondata::LuCalendarX
                    look=Look::Quiet
                    on_press=take_out.clone()
                />
            </Show>
            <Show when=move || ahead.get()>
                <Button
                    label=t::save_invitation
                    icon=icondata::LuCalendarPlus
                    look=Look::Quiet
                    on_press=save.clone()
                />
                <Button
                    label=t::change_date
                    icon=icondata::LuPencil
                    look=Look::Quiet
                    on_press=move |()| changing.set(Some(shown.get_untracked().plan))
                />
            </Show>
            <Show when=move || !cancelled.get()>
                <Button
                    label=t::cancel_training
                    icon=icondata::LuCalendarX
                    look=Look::Quiet
                    on_press=move |()| cancelling.set(true)
                />
            </Show>
        }
    };
    let (invite, list, pasted, ticks, thoughts, off) = (
        id.clone(),
        id.clone(),
        id.clone(),
        id.clone(),
        id.clone(),
        id,
    );
    view! {
        <Page title=move || shown.with(|s| s.course.clone()) actions=actions>
            {ways("trainings")} {facts(desk, shown)} {attendance::section(desk, list, shown)}
            <Show when=move || {
                !cancelled.get()
            }>{roster::section(desk, pasted.clone(), shown)}</Show>
            <Show when=move || ahead.get()>{next(desk, invite.clone(), shown)}</Show>
            {answered(desk, ticks, shown)}
            <Show when=move || {
                shown.with(|s| s.standing == Standing::Held)
            }>{feedback(desk, thoughts.clone())}</Show> {trainings::dialog(desk, changing)}
            {cancel(desk, off, cancelling)}
        </Page>
    }
    .into_any()
}

fn facts(desk: Desk, shown: Memo<Shown>) -> AnyView {
    let state = move || words::standing(shown.with(|s| s.standing));
    let text = move |label: fn() -> String, read: fn(&Shown) -> String| {
        let text = move || shown.with(read);
        view! {
            <Show when=move || !text().is_empty()>
                <Fact label=label>{text}</Fact>
            </Show>
        }
    };
    let course = move || {
        let id = shown.with(|s| s.plan.course.clone())?;
        let href = desk.session.href(&id);
        Some(view! { <a href=href>{shown.with(|s| s.course.clone())}</a> })
    };
    let moved = |s: &Shown| s.moved_from.map(|d| d.to_string()).unwrap_or_default();
    let mark = |s: &Shown| s.pass_mark.map(t::of_hundred).unwrap_or_default();
    let seats = |s: &Shown| s.plan.seats.map(|n| n.to_string()).unwrap_or_default();
    view! {
        <Facts>
            <Fact label=t::state>
                {move || {
                    let (label, state) = state();
                    view! { <Badge state=state label=label /> }
                }}
            </Fact>
            <Fact label=t::starts>
                {move || shown.with(|s| s.plan.starts).map(|at| view! { <When at=at /> })}
            </Fact>
            <Fact label=t::minutes>{move || shown.with(|s| s.plan.minutes)}</Fact>
            <Fact label=t::course>{course}</Fact>
            {text(t::place, |s| s.plan.place.clone())}
            {text(t::trainer, |s| s.plan.trainer.clone())} {text(t::seats, seats)}
            {text(t::pass_mark, mark)} {text(t::moved_from, moved)}
            {text(t::reason, |s| s.reason.clone())}
        </Facts>
    }
    .into_any()
}

/// A calendar file for whoever is invited: it puts the training in, moves it, or takes it out again.
fn invitation(desk: Desk, id: &RecordId, shown: &Shown) {
    let notes = [
        t::minutes_of(shown.plan.minutes),
        shown.plan.trainer.clone(),
        shown.goals.clone(),
        shown.reason.clone(),
    ];
    let notes: Vec<String> = notes.into_iter().filter(|n| !n.is_empty()).collect();
    let me = desk.session.me_untracked();
    let entry = desk.session.with_untracked(|ws| {
        let said = Said {
            title: t::training_of(&shown.course),
            notes: notes.join("\n"),
            from: party::name_of(ws, &me.party),
        };
        let by = ws.record(&me.person).map(person::Person);
        event(&Training(ws.record(id)?), said, by)
    });
    let Some(entry) = entry else { return };
    let text = ics::invitation(&entry, desk.session.now_untracked());
    let day = shown.plan.date.map(|d| d.to_string()).unwrap_or_default();
    outside::save_file(
        &format!("training-{day}.ics"),
        "text/calendar",
        text.as_bytes(),
    );
    toast::say(match entry.is_cancelled {
        true => t::cancellation_saved(),
        false => t::invitation_saved(),
    });
}

/// Whom to invite, the most needed ticked first.
fn next(desk: Desk, training: RecordId, shown: Memo<Shown>) -> AnyView {
    let Some(of) = shown.with_untracked(|s| s.plan.course.clone()) else {
        return ().into_any();
    };
    let all = course::suggested(desk, of);
    let refusal = RwSignal::new(None::<Refusal>);
    let invite = Callback::new(move |people: Vec<RecordId>| {
        let edit = Invite {
            training: training.clone(),
            people,
            on: true,
        };
        desk.commit(&edit, refusal);
    });
    let one = move |(id, why): (RecordId, String)| {
        let name = desk.session.with(|ws| person::name_of(ws, &id));
        let label = name.clone();
        view! {
            <li class="training-line">
                <span>{name}</span>
                <span class="faint">{why}</span>
                <Button
                    label=move || t::invite_one(&label)
                    icon=icondata::LuUserPlus
                    look=Look::Quiet
                    bare=true
                    on_press=move |()| invite.run(vec![id.clone()])
                />
            </li>
        }
    };
    let everybody = move |()| {
        let seats = shown.with_untracked(|s| s.plan.seats).unwrap_or(20) as usize;
        let people = all.get_untracked().into_iter().map(|(id, _)| id);
        invite.run(people.take(seats).collect());
    };
    let lines = move || all.get().into_iter().take(20).map(one).collect_view();
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t::invite_next>
                <p class="hint">{t::invite_next_hint}</p>
                {said(refusal)}
                <ul class="plain">{lines}</ul>
                <Button
                    label=t::invite_all
                    icon=icondata::LuUsers
                    on_press=everybody
                />
            </Section>
        </Show>
    }
    .into_any()
}

/// Which needs it meets.
fn answered(desk: Desk, training: RecordId, shown: Memo<Shown>) -> AnyView {
    let refusal = RwSignal::new(None::<Refusal>);
    let training = StoredValue::new(training);
    let ticked = Signal::derive(move || shown.with(|s| s.plan.answers.clone()));
    let tick = move |need: RecordId, on: bool| {
        let mut needs: BTreeSet<RecordId> = ticked.get_untracked();
        if on {
            needs.insert(need);
        } else {
            needs.remove(&need);
        }
        let edit = Answer {
            training: training.get_value(),
            needs,
        };
        desk.commit(&edit, refusal);
    };
    view! { <div class="section">{trainings::answers(desk, ticked, tick)} {said(refusal)}</div> }
        .into_any()
}

fn feedback(desk: Desk, training: RecordId) -> AnyView {
    let of = training.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let training = ws.record(&of).map(Training);
            let each = training.iter().flat_map(|t| t.feedback());
            each.filter_map(|f| Some((f.stars()?, f.text().into_owned())))
                .collect::<Vec<_>>()
        })
    });
    let (stars, text) = (RwSignal::new(None::<f64>), RwSignal::new(String::new()));
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = GiveFeedback {
            training: training.clone(),
            stars: whole(stars.get_untracked()).unwrap_or(0),
            text: text.get_untracked(),
        };
        if desk.commit(&edit, refusal) {
            stars.set(None);
            text.set(String::new());
        }
    };
    let average = move || {
        all.with(|all| {
            let sum: u32 = all.iter().map(|(stars, _)| *stars).sum();
            let average = (!all.is_empty()).then(|| f64::from(sum) / all.len() as f64)?;
            Some(t::stars_average(format::number(average), all.len()))
        })
    };
    let line = |(stars, text): (u32, String)| {
        view! { <li>{t::stars_of(stars)} " " <span class="training-text">{text}</span></li> }
    };
    view! {
        <Section title=t::feedback>
            <p>{average}</p>
            <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            <details class="training-add">
                <summary>{t::add_feedback}</summary>
                <Form on_submit=submit>
                    <NumberField
                        label=t::stars
                        min="1"
                        step="1"
                        value=stars
                        on_change=move |v: Amount| stars.set(v)
                        error=super::desk::refused(refusal)
                    />
                    <TextField
                        label=t::comment
                        hint=t::no_names
                        optional=true
                        lines=2
                        value=text
                        on_input=move |v: String| text.set(v)
                    />
                    <div class="actions">
                        <Button label=t::save submit=true />
                    </div>
                </Form>
            </details>
        </Section>
    }
    .into_any()
}

fn cancel(desk: Desk, training: RecordId, open: RwSignal<bool>) -> AnyView {
    let reason = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = Cancel {
            training: training.clone(),
            reason: reason.get_untracked(),
        };
        if desk.commit(&edit, refusal) {
            open.set(false);
            undoable(desk.session, t::training_cancelled());
        }
    };
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::cancel_training>
            <Form on_submit=submit.clone()>
                <p>{t::cancel_hint}</p>
                <TextField
                    label=t::reason
                    optional=true
                    value=reason
                    on_input=move |text: String| reason.set(text)
                    error=super::desk::refused(refusal)
                />
                {save_or_cancel(move || open.set(false))}
            </Form>
        </Dialog>
    }
    .into_any()
}

/// Who was there, for how long, and what it counts: one sheet of paper.
fn certificate(desk: Desk, id: RecordId, shown: Memo<Shown>, of: RecordId) -> AnyView {
    let back = Target::record(super::SLUG, id.clone()).href();
    let read = Memo::new(move |_| {
        let (people, terms) = (desk.people.get(), desk.terms.get());
        let firm = desk.me.get();
        desk.session.with(|ws| {
            let training = Training(ws.record(&id)?);
            let person = people.canonical(&of).clone();
            let minutes = *attended(&training, &people).get(&person)?;
            let date = training.date()?;
            let passed = match training.pass_mark() {
                None => true,
                Some(_) => training.assessments().any(|a| {
                    let own = a.person().is_some_and(|p| people.same(&p, &person));
                    own && a.is_passed() == Some(true)
                }),
            };
            (passed && training.standing() == Standing::Held).then(|| {
                let hours = terms.rates.hours(std::iter::once((date, minutes)));
                let name = person::name_of(ws, &person);
                (
                    name,
                    party::name_of(ws, &firm),
                    date,
                    minutes,
                    words::hours(hours),
                )
            })
        })
    });
    let sheet = move || match read.get() {
        None => view! { <p class="hint">{t::no_certificate}</p> }.into_any(),
        Some((name, firm, date, minutes, hours)) => {
            let about = shown.get();
            view! {
                <article class="training-certificate">
                    <p class="training-firm">{firm}</p>
                    <h2>{t::certificate}</h2>
                    <p class="training-name">{name}</p>
                    <p>{t::certified(about.course, date, minutes, hours)}</p>
                    <p class="training-text">{about.goals}</p>
                    <p class="training-sign">{t::signature} <span></span></p>
                </article>
            }
            .into_any()
        }
    };
    let actions = move || {
        view! {
            <LinkButton label=t::back href=back.clone() look=Look::Quiet />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Primary
                on_press=move |()| print()
            />
        }
    };
    view! { <Page title=t::certificate actions=actions>{sheet}</Page> }.into_any()
}
