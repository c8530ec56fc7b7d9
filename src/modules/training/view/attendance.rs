//! Who is on the list of a training, who was there for how long, and what they scored.
//! Never in here: pasted lists (`roster`).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::super::edits::{Assess, Hold, Invite, Refusal};
use super::super::model::{Standing, Training};
use super::Amount;
use super::desk::Desk;
use super::form::{said, whole};
use super::person_href;
use super::training::Shown;
use crate::ledger::RecordId;
use crate::records::person;
use crate::session::Target;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{Badge, Button, Choice, Look, NumberField, Section, SelectField, State};

/// One person of a training.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    name: String,
    invited: bool,
    minutes: Option<u32>,
    /// Score and whether it was enough, the last attempt last.
    attempts: Vec<(Option<Date>, u32, bool)>,
}

type Rows = Memo<Vec<(RecordId, Row)>>;

fn rows(desk: Desk, training: RecordId) -> Rows {
    Memo::new(move |_| {
        let people = desk.people.get();
        desk.session.with(|ws| {
            let Some(training) = ws.record(&training).map(Training) else {
                return Vec::new();
            };
            let mut all: BTreeMap<RecordId, Row> = BTreeMap::new();
            for noted in training.attendances() {
                let Some(id) = noted.person() else { continue };
                let row = all.entry(people.canonical(&id).clone()).or_default();
                row.invited |= noted.is_invited();
                row.minutes = row.minutes.max(noted.minutes());
            }
            let mut attempts: Vec<_> = training.assessments().collect();
            attempts.sort_by_key(|a| (a.date(), a.0.creation().map(|c| c.at)));
            for attempt in attempts {
                let (Some(id), Some(score)) = (attempt.person(), attempt.score()) else {
                    continue;
                };
                let row = all.entry(people.canonical(&id).clone()).or_default();
                let enough = attempt.is_passed() == Some(true);
                row.attempts.push((attempt.date(), score, enough));
            }
            let mut all: Vec<(RecordId, Row)> = all.into_iter().collect();
            for (id, row) in &mut all {
                row.name = person::name_of(ws, id);
            }
            // Whoever was taken off the list and never came is on no list.
            all.retain(|(_, row)| row.invited || row.minutes.is_some() || !row.attempts.is_empty());
            all.sort_by(|a, b| (&a.1.name, &a.0).cmp(&(&b.1.name, &b.0)));
            all
        })
    })
}

pub fn section(desk: Desk, training: RecordId, shown: Memo<Shown>) -> AnyView {
    let all = rows(desk, training.clone());
    let refusal = RwSignal::new(None::<Refusal>);
    let over = Memo::new(move |_| {
        let (standing, starts) = shown.with(|s| (s.standing, s.plan.starts));
        let begun = starts.is_some_and(|at| at <= desk.session.now_untracked());
        standing == Standing::Held || (standing.is_ahead() && begun)
    });
    let hold = {
        let training = training.clone();
        Callback::new(move |attended: Vec<(RecordId, u32)>| {
            let edit = Hold {
                training: training.clone(),
                attended,
            };
            desk.commit(&edit, refusal);
        })
    };
    let everybody = move |()| {
        let minutes = shown.with_untracked(|s| s.plan.minutes);
        let rows = all.get_untracked();
        let open = rows.into_iter().filter(|(_, row)| row.minutes.is_none());
        hold.run(open.map(|(id, _)| (id, minutes)).collect());
    };
    let waits = move || over.get() && all.with(|all| all.iter().any(|(_, r)| r.minutes.is_none()));
    let add = training.clone();
    let of = StoredValue::new(training);
    let line = move |id: RecordId| {
        line(
            desk,
            of.get_value(),
            id,
            (all, shown, over),
            (hold, refusal),
        )
    };
    view! {
        <Section title=t::participants>
            {said(refusal)}
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="faint">{t::participants_none}</p> }
            >
                <ul class="plain training-people">
                    <For
                        each=move || all.get().into_iter().map(|(id, _)| id)
                        key=Clone::clone
                        children=line
                    />
                </ul>
            </Show>
            <Show when=waits>
                <Button
                    label=t::everybody_came
                    icon=icondata::LuCheckCheck
                    on_press=everybody
                />
            </Show>
            <Show when=move || {
                shown.with(|s| s.standing != Standing::Cancelled)
            }>{add_one(desk, add.clone(), (all, shown, over), (hold, refusal))}</Show>
        </Section>
    }
    .into_any()
}

type Known = (Rows, Memo<Shown>, Memo<bool>);
type Deeds = (Callback<Vec<(RecordId, u32)>>, RwSignal<Option<Refusal>>);

fn line(
    desk: Desk,
    training: RecordId,
    id: RecordId,
    (all, shown, over): Known,
    (hold, refusal): Deeds,
) -> AnyView {
    let of = id.clone();
    let row = Memo::new(move |_| {
        all.with(|all| {
            all.iter()
                .find(|(own, _)| *own == of)
                .map(|(_, r)| r.clone())
        })
        .unwrap_or_default()
    });
    let name = move || row.with(|r| r.name.clone());
    let noted = id.clone();
    let minutes = move || {
        let id = noted.clone();
        view! {
            <NumberField
                label=move || t::minutes_for(name())
                unlabelled=true
                min="0"
                step="1"
                value=Signal::derive(move || row.with(|r| r.minutes.map(f64::from)))
                on_change=move |value: Amount| {
                    if let Some(minutes) = whole(value) {
                        hold.run(vec![(id.clone(), minutes)]);
                    }
                }
            />
        }
    };
    let came = move || {
        let minutes = row.with(|r| r.minutes);
        let (state, label): (State, fn() -> String) = match minutes {
            Some(0) => (State::Unknown, t::absent),
            Some(_) => (State::Good, t::attended),
            None => (State::Busy, t::state_invited),
        };
        view! { <Badge state=state label=label /> }
    };
    let off = {
        let (training, id) = (training.clone(), id.clone());
        move |()| {
            let edit = Invite {
                training: training.clone(),
                people: vec![id.clone()],
                on: false,
            };
            desk.commit(&edit, refusal);
        }
    };
    let removable = move || row.with(|r| r.minutes.is_none()) && !over.get();
    let paper = {
        let page = Target::record(super::SLUG, training.clone());
        let href = page.with("certificate", id.as_str()).href();
        move || {
            let enough = row.with(|r| {
                r.minutes.is_some_and(|m| m > 0)
                    && (shown.with(|s| s.pass_mark.is_none()) || r.attempts.iter().any(|a| a.2))
            });
            enough.then(|| view! { <a href=href.clone()>{t::certificate}</a> })
        }
    };
    let assessed = {
        let id = id.clone();
        move || {
            let due = shown.with(|s| s.pass_mark.is_some())
                && row.with(|r| r.minutes.is_some_and(|m| m > 0));
            due.then(|| scores(desk, training.clone(), id.clone(), row, refusal))
        }
    };
    view! {
        <li class="training-line">
            <a href=person_href(&id)>{name}</a>
            {came}
            <Show when=move || over.get()>
                <span class="training-minutes">{minutes.clone()} {t::minutes_unit}</span>
            </Show>
            {assessed}
            {paper}
            <Show when=removable>
                <Button
                    label=move || t::uninvite(name())
                    icon=icondata::LuX
                    look=Look::Quiet
                    bare=true
                    on_press=off.clone()
                />
            </Show>
        </li>
    }
    .into_any()
}

/// The attempts so far, and one more.
fn scores(
    desk: Desk,
    training: RecordId,
    person: RecordId,
    row: Memo<Row>,
    refusal: RwSignal<Option<Refusal>>,
) -> AnyView {
    let attempt = |(_, score, enough): (Option<Date>, u32, bool)| {
        let (state, label) = match enough {
            true => (State::Good, t::passed_with(score)),
            false => (State::Bad, t::failed_with(score)),
        };
        view! { <Badge state=state label=label /> }
    };
    let attempts = move || row.with(|r| r.attempts.clone());
    let open = move || !row.with(|r| r.attempts.iter().any(|a| a.2));
    let label = move || {
        let (name, repeats) = row.with(|r| (r.name.clone(), !r.attempts.is_empty()));
        match repeats {
            true => t::score_again_for(name),
            false => t::score_for(name),
        }
    };
    let score = move |value: Option<f64>| {
        let Some(score) = whole(value) else { return };
        let edit = Assess {
            training: training.clone(),
            person: person.clone(),
            score,
            date: Some(desk.today.get_untracked()),
        };
        desk.commit(&edit, refusal);
    };
    view! {
        {move || attempts().into_iter().map(attempt).collect_view()}
        <Show when=open>
            <span class="training-minutes">
                <NumberField
                    label=label
                    unlabelled=true
                    min="0"
                    step="1"
                    value=Signal::derive(|| None)
                    on_change=score.clone()
                />
                {t::score_unit}
            </span>
        </Show>
    }
    .into_any()
}

/// One more person, from a list of everybody who is not on it.
fn add_one(
    desk: Desk,
    training: RecordId,
    (all, shown, over): Known,
    (hold, refusal): Deeds,
) -> AnyView {
    let options = move || {
        let there: Vec<RecordId> = all.with(|all| all.iter().map(|(id, _)| id.clone()).collect());
        let date = shown.with(|s| s.plan.date).unwrap_or(desk.today.get());
        desk.members.with(|members| {
            let others = members.iter().filter(|m| {
                !there.contains(&m.id)
                    && m.left.is_none_or(|left| date <= left)
                    && m.joined.is_none_or(|joined| joined <= date)
            });
            others
                .map(|m| Choice::new(m.id.as_str(), m.name.clone()))
                .collect::<Vec<_>>()
        })
    };
    let add = move |key: String| {
        let Some(person) = RecordId::parse(&key) else {
            return;
        };
        if over.get_untracked() {
            let minutes = shown.with_untracked(|s| s.plan.minutes);
            hold.run(vec![(person, minutes)]);
        } else {
            let edit = Invite {
                training: training.clone(),
                people: vec![person],
                on: true,
            };
            desk.commit(&edit, refusal);
        }
    };
    let label = move || match over.get() {
        true => t::add_attended(),
        false => t::add_invited(),
    };
    view! {
        <div class="training-pick">
            <SelectField
                label=label
                options=Signal::derive(options)
                value=Signal::derive(String::new)
                on_change=add
            />
        </div>
    }
    .into_any()
}
