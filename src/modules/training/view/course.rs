//! One course: what it is, its dates, and whom to invite next.
//! Never in here: one date (`training`).

use leptos::prelude::*;

use super::super::credit::Year;
use super::super::edits::{DescribeCourse, Discard};
use super::super::model::{Course, TRAINING, Training, course_name};
use super::super::standing::invite_next;
use super::super::tally::Learnt;
use super::courses::{described, dialog};
use super::desk::Desk;
use super::form::undoable;
use super::{person_href, trainings, ways, words};
use crate::ledger::RecordId;
use crate::records::person;
use crate::session::Target;
use crate::texts::training as t;
use crate::ui::{Button, Empty, Fact, Facts, Look, Page, Section};

pub fn page(desk: Desk, id: RecordId) -> AnyView {
    let of = id.clone();
    let course = Memo::new(move |_| {
        desk.session
            .with(|ws| ws.record(&of).map(|r| described(&Course(r))))
            .unwrap_or_default()
    });
    let editing = RwSignal::new(None::<DescribeCourse>);
    let planning = RwSignal::new(None);
    let away = id.clone();
    let discard = move |()| {
        if desk.session.commit(&Discard(away.clone())).is_ok() {
            undoable(desk.session, t::discarded());
            Target::page(super::SLUG).with("view", "courses").go();
        }
    };
    let planned = id.clone();
    let actions = move || {
        let plan =
            move |()| planning.set(Some(trainings::blank(&course.get_untracked(), &planned)));
        view! {
            <Button
                label=t::plan_date
                icon=icondata::LuCalendarPlus
                look=Look::Primary
                on_press=plan
            />
            <Button
                label=t::edit_course
                icon=icondata::LuPencil
                look=Look::Quiet
                on_press=move |()| editing.set(Some(course.get_untracked()))
            />
            <Button label=t::discard icon=icondata::LuTrash2 look=Look::Quiet on_press=discard />
        }
    };
    view! {
        <Page title=move || course.with(|c| c.title.clone()) actions=actions>
            {ways("courses")} {facts(desk, course)} {dates(desk, id.clone())} {next(desk, id)}
            {dialog(desk, editing)} {trainings::dialog(desk, planning)}
        </Page>
    }
    .into_any()
}

fn facts(desk: Desk, course: Memo<DescribeCourse>) -> AnyView {
    let layers = move || course.with(|c| words::layer_list(c.layers.iter().copied()));
    let validity = move || {
        let months = course.with(|c| c.valid_months);
        months.map_or_else(t::valid_always, |months| t::months(i64::from(months)))
    };
    let refresher = move || {
        let id = course.with(|c| c.refresher.clone())?;
        let name = desk.session.with(|ws| course_name(ws, &id));
        let href = desk.session.href(&id);
        Some(view! { <Fact label=t::refresher><a href=href>{name}</a></Fact> })
    };
    let mark = move || {
        let mark = course.with(|c| c.pass_mark);
        mark.map_or_else(t::not_assessed, t::of_hundred)
    };
    let text = move |label: fn() -> String, read: fn(&DescribeCourse) -> &String| {
        let text = move || course.with(|c| read(c).clone());
        view! {
            <Show when=move || !text().is_empty()>
                <Section title=label>
                    <p class="training-text">{text}</p>
                </Section>
            </Show>
        }
    };
    view! {
        <Facts>
            <Fact label=t::layers>{layers}</Fact>
            <Fact label=t::category>{move || words::category(course.with(|c| c.category))}</Fact>
            <Fact label=t::minutes>{move || course.with(|c| c.minutes)}</Fact>
            <Fact label=t::mode>{move || words::mode(course.with(|c| c.mode))}</Fact>
            <Fact label=t::pass_mark>{mark}</Fact>
            <Fact label=t::valid_months>{validity}</Fact>
            {refresher}
        </Facts>
        {text(t::goals, |c| &c.goals)}
        {text(t::links, |c| &c.links)}
    }
    .into_any()
}

fn dates(desk: Desk, course: RecordId) -> AnyView {
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let each = ws.of_kind(TRAINING).map(Training);
            let own = each.filter(|training| training.course().as_ref() == Some(&course));
            let mut all: Vec<trainings::Row> =
                own.map(|training| trainings::row(ws, &training)).collect();
            all.sort_by_key(|row| std::cmp::Reverse(row.date));
            all
        })
    });
    view! {
        <Section title=t::dates>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="faint">{t::dates_none}</p> }
            >
                <ul class="plain">
                    {move || {
                        all.get()
                            .into_iter()
                            .map(|row| trainings::line(desk, row))
                            .collect_view()
                    }}
                </ul>
            </Show>
        </Section>
    }
    .into_any()
}

/// So many names are enough to fill a room.
const MOST: usize = 30;

/// Whom to invite next to a course, with the reason, this year.
pub fn suggested(desk: Desk, course: RecordId) -> Memo<Vec<(RecordId, String)>> {
    let lines = desk.lines(move || Year::of(desk.today.get()));
    Memo::new(move |_| {
        let (terms, today) = (desk.terms.get(), desk.today.get());
        let Some(book) = desk.book.get() else {
            return Vec::new();
        };
        let nothing = Learnt::default();
        let next = lines.with(|lines| {
            let each = lines.iter();
            let pairs = each.map(|l| (l, book.learnt(&l.person).unwrap_or(&nothing)));
            invite_next(&course, &terms.rules, pairs, &terms.standards, today)
        });
        let each = next.into_iter();
        each.map(|(id, why)| (id, words::why(why))).collect()
    })
}

fn next(desk: Desk, course: RecordId) -> AnyView {
    let all = suggested(desk, course);
    let line = move |(id, why): (RecordId, String)| {
        let name = desk.session.with(|ws| person::name_of(ws, &id));
        view! {
            <li>
                <a href=person_href(&id)>{name}</a>
                " "
                <span class="faint">{why}</span>
            </li>
        }
    };
    let more = move || all.with(Vec::len).saturating_sub(MOST);
    view! {
        <Section title=t::invite_next>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| {
                    view! {
                        <Empty
                            title=t::nobody_next
                            hint=t::nobody_next_hint
                            icon=icondata::LuUserCheck
                        />
                    }
                }
            >
                <p class="hint">{t::invite_next_hint}</p>
                <ul class="plain training-names">
                    {move || all.get().into_iter().take(MOST).map(line).collect_view()}
                </ul>
                {move || (more() > 0).then(|| t::and_more(more() as i64))}
            </Show>
        </Section>
    }
    .into_any()
}
