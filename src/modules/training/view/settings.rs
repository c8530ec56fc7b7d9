//! What a 学时 is from when on, what each layer has to show to be at standard, and that records were purged.
//! Never in here: judging anybody by it.

use leptos::prelude::*;

use super::super::about::{Purged, purged};
use super::super::credit::USUAL_MINUTES;
use super::super::edits::Refusal;
use super::super::hours_edits::{SetRate, SetStandard};
use super::super::model::{COURSE, Course, Standard, course_name, standard};
use super::Amount;
use super::desk::{Desk, refused};
use super::form::{Draft, amount, said, ticks, whole};
use super::{ways, words};
use crate::ledger::RecordId;
use crate::records::person::{self, Layer};
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{
    Button, CheckField, Choice, DateField, Form, NumberField, Page, Section, When, toast,
};

pub fn page(desk: Desk) -> AnyView {
    let layers = Layer::ALL.map(|layer| one(desk, layer));
    view! {
        <Page title=t::nav_settings>
            {ways("settings")} <Section title=t::rates>{rates(desk)}</Section>
            <Section title=t::standards>
                <p class="hint">{t::standards_hint}</p>
                <div class="cards">{layers.collect_view()}</div>
            </Section>
            {purges(desk)}
        </Page>
    }
    .into_any()
}

fn rates(desk: Desk) -> AnyView {
    let (minutes, from) = (RwSignal::new(None::<f64>), RwSignal::new(String::new()));
    let refusal = RwSignal::new(None::<Refusal>);
    let submit = move |()| {
        let edit = SetRate {
            minutes: whole(minutes.get_untracked()).unwrap_or(0),
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
    let draft = Draft::new(known.unwrap_or_default());
    let submit = move |()| {
        let edit = SetStandard {
            layer,
            standard: draft.untracked(),
        };
        if desk.commit(&edit, draft.refusal) {
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
            let mut all: Vec<Choice> = own
                .map(|c| Choice::new(c.0.id().as_str(), course_name(ws, c.0.id())))
                .collect();
            all.sort_by(|a, b| (&a.label, &a.value).cmp(&(&b.label, &b.value)));
            all
        })
    });
    let asked = draft.shows(|d| d.courses.clone());
    let tick = draft.takes(|d: &mut Standard, (key, on): (String, bool)| {
        let Some(id) = RecordId::parse(&key) else {
            return;
        };
        if on {
            d.courses.insert(id);
        } else {
            d.courses.remove(&id);
        }
    });
    view! {
        <div class="card">
            <h3>{move || words::layer(layer)}</h3>
            <Form on_submit=submit>
                {ticks(
                    t::standard_courses,
                    courses.into(),
                    move |key| asked.with(|all| all.iter().any(|id| id.as_str() == key)),
                    move |key, on| tick.run((key.to_owned(), on)),
                )}
                <Show when=move || courses.with(Vec::is_empty)>
                    <p class="faint">{t::courses_none_of_layer}</p>
                </Show>
                <NumberField
                    label=t::standard_drills
                    min="0"
                    step="1"
                    value=draft.shows(|d| amount(Some(d.drills)))
                    on_change=draft.takes(|d, v| d.drills = whole(v).unwrap_or(0).min(99))
                />
                <CheckField
                    label=t::standard_hours
                    checked=draft.shows(|d| d.hours)
                    on_change=draft.takes(|d, on| d.hours = on)
                />
                {said(draft.refusal)}
                <div class="actions">
                    <Button label=move || t::save_standard(words::layer(layer)) submit=true />
                </div>
            </Form>
        </div>
    }
    .into_any()
}

/// That records of people were purged: when, by whom and how many, never whose.
fn purges(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.session.with(purged));
    let line = move |purge: Purged| {
        let by = desk.session.with(|ws| person::name_of(ws, &purge.by));
        let records: usize = purge.counts.values().sum();
        view! {
            <li class="training-line">
                <When at=purge.at />
                <span>{t::purged_by(records as i64, by)}</span>
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t::purges>
                <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </Section>
        </Show>
    }
    .into_any()
}
