//! An inject that is typed while the drill runs: what happens now, and what is expected of whom.
//! Never in here: injects of the scenario.

use leptos::prelude::*;

use super::super::words as story;
use super::desk::Desk;
use super::form::done;
use crate::modules::drills::event::What;
use crate::modules::drills::scenario::{Expectation, Inject, Text};
use crate::modules::drills::words::Channel;
use crate::texts::play as t;
use crate::ui::{Button, Choice, Form, Look, NumberField, SelectField, TextField};

/// How long answers are waited for where nothing else is said, in minutes of the scenario.
const WITHIN: f64 = 15.0;

#[derive(Clone, Copy)]
struct Draft {
    content: RwSignal<String>,
    title: RwSignal<String>,
    channel: RwSignal<String>,
    role: RwSignal<String>,
    expected: RwSignal<String>,
    within: RwSignal<Option<f64>>,
    points: RwSignal<Option<f64>>,
}

pub fn form(desk: Desk) -> AnyView {
    let draft = Draft {
        content: RwSignal::new(String::new()),
        title: RwSignal::new(String::new()),
        channel: RwSignal::new(Channel::Message.as_str().to_owned()),
        role: RwSignal::new(String::new()),
        expected: RwSignal::new(String::new()),
        within: RwSignal::new(Some(WITHIN)),
        points: RwSignal::new(Some(5.0)),
    };
    let channels = Signal::derive(|| {
        let each = Channel::ALL.iter().filter(|c| **c != Channel::Decision);
        each.map(|c| Choice::new(c.as_str(), story::channel(*c)))
            .collect::<Vec<_>>()
    });
    let roles = Signal::derive(move || {
        desk.script.with(|script| {
            let each = script.scenario.roles.iter();
            each.map(|role| Choice::new(&role.id, story::text(&role.title)))
                .collect::<Vec<_>>()
        })
    });
    let Draft {
        content,
        title,
        channel,
        role,
        expected,
        within,
        points,
    } = draft;
    view! {
        <Form on_submit=move || done(desk, What::Insert(Box::new(inject(desk, draft))))>
            <TextField
                label=t::insert_content
                lines=3
                autofocus=true
                value=content
                on_input=move |typed| content.set(typed)
            />
            <TextField
                label=t::insert_title
                optional=true
                value=title
                on_input=move |typed| title.set(typed)
            />
            <SelectField
                label=t::insert_channel
                options=channels
                value=channel
                on_change=move |word| channel.set(word)
            />
            <SelectField
                label=t::insert_to
                options=roles
                value=role
                empty=crate::texts::drills::everyone
                on_change=move |id| role.set(id)
            />
            <TextField
                label=t::insert_expected
                hint=t::insert_expected_hint
                optional=true
                value=expected
                on_input=move |typed| expected.set(typed)
            />
            <Show when=move || !expected.with(|text| text.trim().is_empty())>
                <NumberField
                    label=t::insert_within
                    min="1"
                    step="1"
                    value=within
                    on_change=move |minutes| within.set(minutes)
                />
                <NumberField
                    label=t::insert_points
                    min="0"
                    step="1"
                    value=points
                    on_change=move |number| points.set(number)
                />
            </Show>
            <Button label=t::insert_now look=Look::Primary submit=true />
        </Form>
    }
    .into_any()
}

fn inject(desk: Desk, draft: Draft) -> Inject {
    let typed = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
    let number =
        |signal: RwSignal<Option<f64>>| signal.get_untracked().unwrap_or(0.0).max(0.0) as u32;
    let (content, title, expected) = (
        typed(draft.content),
        typed(draft.title),
        typed(draft.expected),
    );
    let id = free_id(desk);
    let to: Vec<String> = Some(typed(draft.role))
        .filter(|id| !id.is_empty())
        .into_iter()
        .collect();
    let everybody = desk.script.with_untracked(|script| {
        let each = script.scenario.roles.iter();
        each.map(|role| role.id.clone()).collect::<Vec<_>>()
    });
    let expectations = (!expected.is_empty()).then(|| Expectation {
        id: format!("{id}-e"),
        who: if to.is_empty() { everybody } else { to.clone() },
        what: Text::Plain(expected),
        within: number(draft.within).max(1),
        points: number(draft.points),
        ..Expectation::default()
    });
    Inject {
        title: Text::Plain(if title.is_empty() {
            t::inserted()
        } else {
            title
        }),
        channel: Channel::parse(&typed(draft.channel)).unwrap_or_default(),
        to,
        content: Text::Plain(content),
        expectations: expectations.into_iter().collect(),
        id,
        ..Inject::default()
    }
}

/// An id that no inject of the drill has.
fn free_id(desk: Desk) -> String {
    let board = desk.now();
    desk.script.with_untracked(|script| {
        let taken = |id: &str| {
            script.scenario.inject(id).is_some() || board.inserted.iter().any(|i| i.id == id)
        };
        let mut all = (1_usize..).map(|nth| format!("free-{nth}"));
        all.find(|id| !taken(id)).unwrap_or_default()
    })
}
