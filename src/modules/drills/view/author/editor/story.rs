//! What the scenario is about: its title and figures, what is read out, goals, the review, the guide.
//! Never in here: roles, time, injects.

use leptos::prelude::*;

use super::choices::select;
use super::desk::Desk;
use super::fields::{line, list, whole, written};
use super::part::{Part, member};
use crate::modules::drills::authoring::short_name;
use crate::modules::drills::scenario::{CLASSES, Scenario, Text};
use crate::modules::drills::view::words;
use crate::modules::drills::words::Severity;
use crate::texts;
use crate::texts::author as t;
use crate::ui::{Choice, Section};

pub fn part(desk: Desk) -> AnyView {
    let whole_scenario = desk.scenario;
    view! {
        <Section title=t::about>
            <div class="author-grid">
                {written(desk, texts::drills::field_title, member!(whole_scenario, title), None)}
                {written(desk, t::summary, member!(whole_scenario, summary), Some(2))}
                {figures(whole_scenario)}
            </div>
        </Section>
        <Section title=t::what_is_told>
            <div class="author-grid">
                {written(desk, texts::drills::background, member!(whole_scenario, background), Some(6))}
                {written(desk, texts::drills::preread, member!(whole_scenario, preread), Some(4))}
            </div>
            <p class="hint">{t::prose_hint}</p>
        </Section>
        <Section title=texts::drills::goals>
            {texts_of(desk, member!(whole_scenario, goals), t::goal_n, t::add_goal)}
        </Section>
        <Section title=texts::drills::debrief>
            {texts_of(desk, member!(whole_scenario, debrief), t::question_n, t::add_question)}
        </Section>
        <Section title=texts::drills::guide>
            <div class="author-grid">
                {written(desk, texts::drills::guide, member!(whole_scenario, guide), Some(8))}
            </div>
        </Section>
    }
    .into_any()
}

fn texts_of(
    desk: Desk,
    part: Part<Vec<Text>>,
    title: fn(usize) -> String,
    add: fn() -> String,
) -> AnyView {
    let item = move |one| written(desk, texts::drills::field_text, one, Some(2));
    list(part, title, add, |_| Text::default(), item)
}

fn figures(part: Part<Scenario>) -> AnyView {
    let kinds = || {
        let all = Severity::ALL.iter();
        all.map(|kind| Choice::new(kind.as_str(), words::severity(*kind)))
            .collect::<Vec<_>>()
    };
    let kind = part.of(
        |s| s.kind.as_str().to_owned(),
        |s, word| s.kind = Severity::parse(&word).unwrap_or_default(),
    );
    let own = member!(part, class);
    // A trainer's own class is among the choices as long as it is the one.
    let classes = move || {
        let known = CLASSES.iter().map(|class| (*class).to_owned());
        let own = Some(own.get()).filter(|class| !CLASSES.contains(&class.as_str()));
        known
            .chain(own)
            .map(|class| Choice::new(class.clone(), words::class(&class)))
            .collect::<Vec<_>>()
    };
    let starts = part.of(
        |s| format!("{:02}:{:02}", s.starts / 60, s.starts % 60),
        |s, text| {
            let read = text.split_once([':', '：']).and_then(|(hour, minute)| {
                let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
                (hour < 24 && minute < 60).then_some(hour * 60 + minute)
            });
            s.starts = read.unwrap_or(s.starts);
        },
    );
    let slug = part.of(
        |s| s.slug.clone(),
        |s, typed| s.slug = short_name(&typed).unwrap_or_else(|| s.slug.clone()),
    );
    let speed = part.of(|s| s.speed, |s, n| s.speed = n.clamp(1, 60));
    let minutes = part.of(|s| s.minutes, |s, n| s.minutes = n.clamp(1, 24 * 60));
    view! {
        <div class="author-row">
            {select(texts::drills::class, classes, own)} {select(texts::drills::kind, kinds, kind)}
        </div>
        <div class="author-row">
            {whole(t::minutes_in_room, minutes)} {whole(t::speed, speed)}
            {line(t::starts, starts, None)}
        </div>
        <div>{line(t::short_name, slug, None)} <p class="hint">{t::short_name_hint}</p></div>
    }
    .into_any()
}
