//! A debrief that was opened from a file: to read and to print, never kept.
//! Never in here: what a debrief may say (`debrief`).

use leptos::prelude::*;

use super::super::{prose, words};
use super::letter::moment;
use crate::modules::drills::debrief::{Asked, Came, Debrief};
use crate::modules::drills::scenario::Text;
use crate::texts;
use crate::texts::author as t;
use crate::ui::{Badge, Button, Fact, Facts, State, print};

/// The whole of it.
pub fn told(debrief: Debrief, on_close: impl Fn() + Send + Sync + 'static) -> AnyView {
    let at = debrief.started();
    let Debrief {
        title,
        class,
        by,
        background,
        course,
        points,
        lessons,
        questions,
        ..
    } = debrief;
    let points = points.into_iter().map(|sum| {
        let said = move || t::points_of(sum.points, sum.most);
        view! { <Fact label=sum.group.clone()>{said}</Fact> }
    });
    let points = points.collect_view();
    let lessons: Vec<AnyView> = lessons
        .into_iter()
        .map(|lesson| {
            let due = (!lesson.due.is_empty()).then(|| lesson.due.clone());
            let due =
                due.map(|due| view! { <span class="hint">" "{move || t::due_by(&due)}</span> });
            view! { <li>{lesson.text.clone()} {due}</li> }.into_any()
        })
        .collect();
    let lessons = match lessons.is_empty() {
        true => view! { <p class="hint">{t::told_no_lessons}</p> }.into_any(),
        false => view! {
            <p class="hint">{t::told_lessons}</p>
            <ul class="drills-list">{lessons}</ul>
        }
        .into_any(),
    };
    let questions = questions.into_iter();
    let questions = questions.map(|text| view! { <li>{move || words::text(&text)}</li> });
    let questions = questions.collect_view();
    let course = course.into_iter().map(came).collect_view();
    view! {
        <article class="card author-told" aria-labelledby="author-told">
            <p><Badge state=State::Plain label=t::rehearsal icon=icondata::LuPresentation /></p>
            <h2 id="author-told">{title}</h2>
            <p>{t::told_lead}</p>
            <Facts>
                <Fact label=texts::drills::class>{move || words::class(&class)}</Fact>
                <Fact label=t::led_by>{by}</Fact>
                <Fact label=t::held_at>{move || moment(at)}</Fact>
                {points}
            </Facts>
            <h3>{t::lessons}</h3>
            {lessons}
            <h3>{texts::drills::background}</h3>
            {prose::shown(&background)}
            <h3>{t::course}</h3>
            <ol class="plain author-course">{course}</ol>
            <h3>{t::told_questions}</h3>
            <ul class="drills-list">{questions}</ul>
            <div class="actions">
                <Button label=t::print icon=icondata::LuPrinter on_press=print />
                <Button label=texts::drills::put_away on_press=on_close />
            </div>
        </article>
    }
    .into_any()
}

fn came(came: Came) -> AnyView {
    let Came {
        minute,
        title,
        content,
        asked,
        chose,
    } = came;
    // What was asked once, with each group beside it: they answered the same.
    let mut each: Vec<(Text, Vec<Asked>)> = Vec::new();
    for one in asked {
        match each.iter_mut().find(|(what, _)| *what == one.what) {
            Some((_, groups)) => groups.push(one),
            None => each.push((one.what.clone(), vec![one])),
        }
    }
    let asked = each.into_iter().map(|(what, groups)| {
        let groups = groups.into_iter().map(|one| view! { <li>{move || done(&one)}</li> });
        view! {
            <li>{move || words::text(&what)} <ul class="author-done">{groups.collect_view()}</ul></li>
        }
    });
    let asked = asked.collect_view();
    let chose = chose.into_iter().map(|chose| {
        let said = move || t::chose(&chose.group, words::text(&chose.option));
        view! { <li>{said}</li> }
    });
    let chose = chose.collect_view();
    view! {
        <li>
            <p class="hint">{move || t::at_minute(minute)}</p>
            <p><strong>{move || words::text(&title)}</strong></p>
            <p class="drills-text">{move || words::text(&content)}</p>
            <ul class="drills-list">{asked} {chose}</ul>
        </li>
    }
    .into_any()
}

fn done(asked: &Asked) -> String {
    let (group, within) = (&asked.group, words::minutes(asked.within));
    match asked.took {
        Some(took) => t::done_after(group, words::minutes(took), within),
        None => t::not_done(group, within),
    }
}
