//! Phases, jumps and variables of a scenario. Never in here: injects.

use leptos::prelude::*;

use super::choices::select;
use super::desk::Desk;
use super::fields::{list, whole, written};
use super::follows::held;
use super::part::{Part, member};
use crate::modules::drills::authoring::fresh;
use crate::modules::drills::scenario::{Held, Jump, Named, Phase, Text, Variable};
use crate::modules::drills::view::words;
use crate::texts;
use crate::texts::author as t;
use crate::ui::{Choice, Section};

pub fn part(desk: Desk) -> AnyView {
    let (phases, jumps) = (
        member!(desk.scenario, phases),
        member!(desk.scenario, jumps),
    );
    let new_phase = |all: &[Phase]| Phase {
        id: fresh("p", all.iter().map(|phase| phase.id.as_str())),
        ..Phase::default()
    };
    let new_jump = |all: &[Jump]| Jump {
        id: fresh("j", all.iter().map(|jump| jump.id.as_str())),
        ..Jump::default()
    };
    view! {
        <Section title=t::phases>
            {list(phases, t::phase_n, t::add_phase, new_phase, move |one| phase(desk, one))}
        </Section>
        <Section title=t::jumps>
            <p class="hint">{t::jumps_hint}</p>
            {list(jumps, t::jump_n, t::add_jump, new_jump, move |one| jump(desk, one))}
        </Section>
        <Section title=texts::drills::variables>{variables(desk)}</Section>
    }
    .into_any()
}

/// A minute with the time of day it stands for.
fn minute(desk: Desk, label: fn() -> String, part: Part<u32>) -> AnyView {
    let clock = move || desk.scenario.with(|s| words::moment(s, part.get()));
    view! { <div>{whole(label, part)} <p class="hint">{clock}</p></div> }.into_any()
}

fn phase(desk: Desk, part: Part<Phase>) -> AnyView {
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        {minute(desk, t::from_minute, member!(part, from))}
    }
    .into_any()
}

fn jump(desk: Desk, part: Part<Jump>) -> AnyView {
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        <div class="author-row">
            {minute(desk, t::jump_at, member!(part, at))}
            {minute(desk, t::jump_to, member!(part, to))}
        </div>
    }
    .into_any()
}

fn variables(desk: Desk) -> AnyView {
    let part = member!(desk.scenario, variables);
    let optional = super::choices::optional(part);
    let item = move |one: Part<Option<Variable>>| {
        variable(desk, super::choices::some(one, number(String::new())))
    };
    let fresh = move |all: &[Option<Variable>]| {
        let ids = all.iter().flatten().map(|variable| variable.id.as_str());
        Some(number(self::fresh("v", ids)))
    };
    list(optional, t::variable_n, t::add_variable, fresh, item)
}

/// A choice holds one of its options, so it has one from the start.
fn first_option(variable: &mut Variable) -> String {
    if variable.options.is_empty() {
        variable.options.push(Named {
            id: "c1".to_owned(),
            ..Named::default()
        });
    }
    let first = variable.options.first();
    first.map(|option| option.id.clone()).unwrap_or_default()
}

fn number(id: String) -> Variable {
    Variable {
        id,
        title: Text::default(),
        start: Held::Number(0),
        options: Vec::new(),
        unit: Text::default(),
        rest: Default::default(),
    }
}

fn variable(desk: Desk, part: Part<Variable>) -> AnyView {
    let kind = part.of(
        |variable| match variable.start {
            Held::Number(_) => "number".to_owned(),
            Held::Bool(_) => "bool".to_owned(),
            Held::Choice(_) => "choice".to_owned(),
        },
        |variable, kind| {
            variable.start = match kind.as_str() {
                "bool" => Held::Bool(false),
                "choice" => Held::Choice(first_option(variable)),
                _ => Held::Number(0),
            };
        },
    );
    let kinds = || {
        vec![
            Choice::new("number", t::a_number()),
            Choice::new("bool", t::a_yes_or_no()),
            Choice::new("choice", t::a_choice()),
        ]
    };
    let shown = kind.read(Clone::clone);
    let more = move || match shown.get().as_str() {
        "choice" => {
            let fresh = |all: &[Named]| Named {
                id: self::fresh("c", all.iter().map(|option| option.id.as_str())),
                ..Named::default()
            };
            let item = move |one: Part<Named>| {
                written(desk, texts::drills::field_title, member!(one, title), None)
            };
            list(
                member!(part, options),
                t::option_n,
                t::add_option,
                fresh,
                item,
            )
        }
        "number" => written(desk, t::unit, member!(part, unit), None),
        _ => ().into_any(),
    };
    let id = part.read(|variable| variable.id.clone());
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        <div class="author-row">
            {select(t::variable_kind, kinds, kind)} {held(desk, id, member!(part, start))}
        </div>
        {more}
    }
    .into_any()
}
