//! The curriculum: courses by layer, starters, and the form of a course.
//! Never in here: dates of a course (`course`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::edits::{DescribeCourse, Refusal, TakeStarters};
use super::super::model::{COURSE, Category, Course, Mode, course_name};
use super::super::starters::STARTERS;
use super::desk::Desk;
use super::form::{Draft, amount, save_or_cancel, ticks, undoable, whole};
use super::{ways, words};
use crate::ledger::RecordId;
use crate::records::person::Layer;
use crate::session::Target;
use crate::texts::training as t;
use crate::ui::{
    Button, Choice, Dialog, Empty, Form, Look, NumberField, Page, Section, SelectField, TextField,
};

/// A course as the form and the list hold it.
pub fn described(course: &Course<'_>) -> DescribeCourse {
    DescribeCourse {
        course: Some(course.0.id().clone()),
        title: course.title().into_owned(),
        layers: course.layers(),
        goals: course.goals().into_owned(),
        category: course.category(),
        minutes: course.minutes(),
        mode: course.mode(),
        valid_months: course.valid_months(),
        refresher: course.refresher(),
        links: course.links().into_owned(),
        pass_mark: course.pass_mark(),
        starter: course.starter().into_owned(),
    }
}

pub fn page(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let each = ws.of_kind(COURSE).map(Course);
            let mut all: Vec<DescribeCourse> = each.map(|c| described(&c)).collect();
            all.sort_by(|a, b| (&a.title, &a.course).cmp(&(&b.title, &b.course)));
            all
        })
    });
    let open = RwSignal::new(None::<DescribeCourse>);
    let new = move |()| {
        open.set(Some(DescribeCourse {
            minutes: 90,
            ..DescribeCourse::default()
        }));
    };
    let actions = move || {
        view! {
            <Button label=t::new_course icon=icondata::LuPlus look=Look::Primary on_press=new />
        }
    };
    let none = move || all.with(Vec::is_empty);
    let groups = move || {
        let own = |layer: Option<Layer>| {
            let fits = |c: &&DescribeCourse| match layer {
                Some(layer) => c.layers.first() == Some(&layer),
                None => c.layers.is_empty(),
            };
            let rows: Vec<DescribeCourse> =
                all.with(|all| all.iter().filter(fits).cloned().collect());
            (!rows.is_empty()).then(|| group(desk, layer, rows))
        };
        let layers = Layer::ALL.into_iter().map(Some).chain([None]);
        layers.filter_map(own).collect_view()
    };
    view! {
        <Page title=t::nav_courses actions=actions>
            {ways("courses")} <p class="lead">{t::courses_intro}</p> {starters(desk, all)}
            <Show when=none>
                <Empty
                    title=t::courses_none
                    hint=t::courses_none_hint
                    icon=icondata::LuGraduationCap
                />
            </Show> {groups} {dialog(desk, open)}
        </Page>
    }
    .into_any()
}

/// Courses to begin with that were not taken yet.
fn starters(desk: Desk, all: Memo<Vec<DescribeCourse>>) -> AnyView {
    let left = Memo::new(move |_| {
        let there: BTreeSet<String> =
            all.with(|all| all.iter().map(|c| c.starter.clone()).collect());
        let left = STARTERS.iter().filter(|s| !there.contains(s.key));
        left.count()
    });
    let take = move |()| {
        let courses = STARTERS.iter().map(words::course_of).collect();
        if desk.session.commit(&TakeStarters(courses)).is_ok() {
            undoable(desk.session, t::starters_taken());
        }
    };
    view! {
        <Show when=move || { left.get() > 0 }>
            <p class="training-line">
                <Button
                    label=move || t::take_starters(left.get() as i64)
                    icon=icondata::LuBookOpen
                    on_press=take
                />
                <span class="hint">{t::starters_hint}</span>
            </p>
        </Show>
    }
    .into_any()
}

fn group(desk: Desk, layer: Option<Layer>, rows: Vec<DescribeCourse>) -> AnyView {
    let card = move |course: DescribeCourse| {
        let href = course.course.as_ref().map(|id| desk.session.href(id));
        let (category, minutes) = (course.category, course.minutes);
        let about = move || format!("{} · {}", words::category(category), t::minutes_of(minutes));
        view! {
            <li class="card">
                <h3>
                    <a href=href>{course.title}</a>
                </h3>
                <p class="hint">{about}</p>
                <p class="training-text">{course.goals}</p>
            </li>
        }
    };
    let title = move || layer.map_or_else(t::everybody, words::layer);
    view! {
        <Section title=title>
            <ul class="plain cards">{rows.into_iter().map(card).collect_view()}</ul>
        </Section>
    }
    .into_any()
}

/// The form of a course, for as long as there is one to describe.
pub fn dialog(desk: Desk, open: RwSignal<Option<DescribeCourse>>) -> AnyView {
    let title = move || match open.with(|c| c.as_ref().is_some_and(|c| c.course.is_some())) {
        true => t::edit_course(),
        false => t::new_course(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || open.with(Option::is_some))
            on_close=move |()| open.set(None)
            title=title
        >
            {move || open.get_untracked().map(|course| form(desk, course, open))}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, course: DescribeCourse, open: RwSignal<Option<DescribeCourse>>) -> AnyView {
    let own = course.course.clone();
    let draft = Draft::new(course);
    let submit = move |()| {
        let edit = draft.untracked();
        match desk.session.commit(&edit) {
            Ok(act) => {
                open.set(None);
                if let Some(made) = desk.made(act, COURSE).filter(|_| edit.course.is_none()) {
                    Target::record(super::SLUG, made).go();
                }
            }
            Err(why) => draft.refusal.set(Some(why)),
        }
    };
    let layers = draft.shows(|d| d.layers.clone());
    let tick = draft.takes(|d, (key, on): (String, bool)| {
        let Some(layer) = Layer::parse(&key) else {
            return;
        };
        if on {
            d.layers.insert(layer);
        } else {
            d.layers.remove(&layer);
        }
    });
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::course_title
                value=draft.text(|d| &d.title)
                on_input=draft.takes(|d, text| d.title = text)
                error=draft.at(&[Refusal::TitleMissing, Refusal::Gone])
            />
            {ticks(
                t::layers,
                Signal::derive(words::layers),
                move |key| layers.with(|all| all.iter().any(|layer| layer.as_str() == key)),
                move |key, on| tick.run((key.to_owned(), on)),
            )}
            <TextField
                label=t::goals
                optional=true
                lines=3
                value=draft.text(|d| &d.goals)
                on_input=draft.takes(|d, text| d.goals = text)
            />
            <div class="training-row">
                <SelectField
                    label=t::category
                    options=Signal::derive(words::categories)
                    value=draft.shows(|d| d.category.as_str().to_owned())
                    on_change=draft
                        .takes(|d, key: String| {
                            d.category = Category::parse(&key).unwrap_or_default();
                        })
                />
                <SelectField
                    label=t::mode
                    options=Signal::derive(words::modes)
                    value=draft.shows(|d| d.mode.as_str().to_owned())
                    on_change=draft
                        .takes(|d, key: String| d.mode = Mode::parse(&key).unwrap_or_default())
                />
                <NumberField
                    label=t::minutes
                    min="1"
                    step="1"
                    value=draft.shows(|d| amount(Some(d.minutes)))
                    on_change=draft.takes(|d, v| d.minutes = whole(v).unwrap_or(0))
                    error=draft.at(&[Refusal::Minutes])
                />
                <NumberField
                    label=t::pass_mark
                    optional=true
                    min="0"
                    step="1"
                    value=draft.shows(|d| amount(d.pass_mark))
                    on_change=draft.takes(|d, v| d.pass_mark = whole(v))
                    error=draft.at(&[Refusal::PassMark])
                />
                <NumberField
                    label=t::valid_months
                    optional=true
                    min="1"
                    step="1"
                    value=draft.shows(|d| amount(d.valid_months))
                    on_change=draft.takes(|d, v| d.valid_months = whole(v))
                />
                <SelectField
                    label=t::refresher
                    optional=true
                    empty=t::itself
                    options=course_choices(desk, own)
                    value=draft
                        .shows(|d| {
                            d.refresher.as_ref().map(ToString::to_string).unwrap_or_default()
                        })
                    on_change=draft.takes(|d, key: String| d.refresher = RecordId::parse(&key))
                />
            </div>
            <TextField
                label=t::links
                hint=t::links_hint
                optional=true
                lines=2
                value=draft.text(|d| &d.links)
                on_input=draft.takes(|d, text| d.links = text)
            />
            {save_or_cancel(move || open.set(None))}
        </Form>
    }
    .into_any()
}

/// Every course but one.
pub fn course_choices(desk: Desk, but: Option<RecordId>) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        desk.session.with(|ws| {
            let others = ws.of_kind(COURSE).filter(|r| Some(r.id()) != but.as_ref());
            let mut all: Vec<Choice> = others
                .map(|r| Choice::new(r.id().as_str(), course_name(ws, r.id())))
                .collect();
            all.sort_by(|a, b| a.label.cmp(&b.label));
            all
        })
    })
}
