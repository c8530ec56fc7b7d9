//! What a 学时 is from when on, and what each layer has to show to be at standard.
//! Never in here: judging anybody by it.

use leptos::prelude::*;

use super::super::credit::USUAL_MINUTES;
use super::super::edits::Refusal;
use super::super::hours_edits::{SetRate, SetStandard};
use super::super::model::{COURSE, Course, Standard, course_name, standard};
use super::Amount;
use super::courses::said;
use super::desk::{Desk, refused};
use super::{ways, words};
use crate::ledger::RecordId;
use crate::records::person::Layer;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{Button, CheckField, DateField, Form, NumberField, Page, Section, toast};

pub fn page(desk: Desk) -> AnyView {
    let layers = Layer::ALL.map(|layer| one(desk, layer));
    view! {
        <Page title=t::nav_settings>
            {ways("settings")} <Section title=t::rates>{rates(desk)}</Section>
            <Section title=t::standards>
                <p class="hint">{t::standards_hint}</p>
                <div class="cards">{layers.collect_view()}</div>
            </Section>
        </Page>
    }
    .into_any()
}

fn rates(desk: Desk) -> AnyView {
    let (minutes, from) = (RwSignal::new(None::<f64>), RwSignal::new(String::new()));
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = SetRate {
            minutes: minutes.get_untracked().unwrap_or(0.0).clamp(0.0, 1e4) as u32,
            from: Date::parse(&from.get_untracked()),
        };
        if desk.commit(&edit, refusal) {
            minutes.set(None);
            from.set(String::new());
        }
    };
    let all = Memo::new(move |_| {
        desk.terms
            .with(|terms| terms.rates.iter().collect::<Vec<_>>())
    });
    let line = |(from, minutes): (Date, u32)| view! { <li>{t::rate_line(from, minutes)}</li> };
    view! {
        <ul class="plain">
            <li>{move || t::rate_usual(USUAL_MINUTES)}</li>
            {move || all.get().into_iter().map(line).collect_view()}
        </ul>
        <Form on_submit=submit>
            <div class="training-row">
                <NumberField
                    label=t::rate_minutes
                    min="1"
                    step="1"
                    value=minutes
                    on_change=move |v: Amount| minutes.set(v)
                    error=refused(refusal)
                />
                <DateField
                    label=t::rate_from
                    value=from
                    on_change=move |text: String| from.set(text)
                />
            </div>
            <div class="actions">
                <Button label=t::rate_set submit=true />
            </div>
        </Form>
    }
    .into_any()
}

fn one(desk: Desk, layer: Layer) -> AnyView {
    let known = desk.session.with_untracked(|ws| standard(ws, layer));
    let draft = RwSignal::new(known.unwrap_or_default());
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = SetStandard {
            layer,
            standard: draft.get_untracked(),
        };
        if desk.commit(&edit, refusal) {
            toast::say(t::standard_saved(words::layer(layer)));
        }
    };
    let courses = Memo::new(move |_| {
        desk.session.with(|ws| {
            let fits = |c: &Course<'_>| {
                let layers = c.layers();
                layers.is_empty() || layers.contains(&layer)
            };
            let own = ws.of_kind(COURSE).map(Course).filter(fits);
            let mut all: Vec<(String, RecordId)> = own
                .map(|c| (course_name(ws, c.0.id()), c.0.id().clone()))
                .collect();
            all.sort();
            all
        })
    });
    let course = move |(name, id): (String, RecordId)| {
        let is = id.clone();
        view! {
            <CheckField
                label=move || name.clone()
                checked=Signal::derive(move || draft.with(|d| d.courses.contains(&is)))
                on_change=move |on: bool| {
                    draft
                        .update(|d: &mut Standard| {
                            if on { d.courses.insert(id.clone()) } else { d.courses.remove(&id) };
                        });
                }
            />
        }
    };
    view! {
        <div class="card">
            <h3>{move || words::layer(layer)}</h3>
            <Form on_submit=submit>
                <fieldset class="training-checks">
                    <legend>{t::standard_courses}</legend>
                    {move || courses.get().into_iter().map(course).collect_view()}
                    <Show when=move || courses.with(Vec::is_empty)>
                        <p class="faint">{t::courses_none}</p>
                    </Show>
                </fieldset>
                <NumberField
                    label=t::standard_drills
                    min="0"
                    step="1"
                    value=Signal::derive(move || draft.with(|d| Some(f64::from(d.drills))))
                    on_change=move |v: Amount| {
                        draft.update(|d| d.drills = v.unwrap_or(0.0).clamp(0.0, 99.0) as u32);
                    }
                />
                <CheckField
                    label=t::standard_hours
                    checked=Signal::derive(move || draft.with(|d| d.hours))
                    on_change=move |on: bool| draft.update(|d| d.hours = on)
                />
                {said(refusal)}
                <div class="actions">
                    <Button label=move || t::save_standard(words::layer(layer)) submit=true />
                </div>
            </Form>
        </div>
    }
    .into_any()
}
