//! The roles of a scenario. Never in here: who plays them in a drill.

use leptos::prelude::*;

use super::choices::select;
use super::desk::Desk;
use super::fields::{list, written};
use super::part::{Part, member};
use crate::modules::drills::authoring::fresh;
use crate::modules::drills::scenario::Role;
use crate::modules::drills::view::words;
use crate::modules::drills::words::{Layer, Side};
use crate::texts;
use crate::texts::author as t;
use crate::ui::{Choice, Section};

pub fn part(desk: Desk) -> AnyView {
    let add = |all: &[Role]| Role {
        id: fresh("r", all.iter().map(|role| role.id.as_str())),
        ..Role::default()
    };
    let item = move |one| role(desk, one);
    view! {
        <Section title=texts::drills::roles>
            {list(member!(desk.scenario, roles), t::role_n, t::add_role, add, item)}
        </Section>
    }
    .into_any()
}

fn role(desk: Desk, part: Part<Role>) -> AnyView {
    let sides = || {
        let all = Side::ALL.iter();
        all.map(|side| Choice::new(side.as_str(), words::side(*side)))
            .collect::<Vec<_>>()
    };
    let side = part.of(
        |role| role.side.as_str().to_owned(),
        |role, word| role.side = Side::parse(&word).unwrap_or_default(),
    );
    let layers = || {
        let none = Choice::new("", t::no_layer());
        let all = Layer::ALL.iter();
        let all = all.map(|layer| Choice::new(layer.as_str(), words::layer(*layer)));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    };
    let layer = part.of(
        |role| role.layer.map(Layer::as_str).unwrap_or_default().to_owned(),
        |role, word| role.layer = Layer::parse(&word),
    );
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        <div class="author-row">
            {select(texts::drills::side, sides, side)}
            {select(texts::drills::layer, layers, layer)}
        </div>
        {written(desk, texts::drills::brief, member!(part, brief), Some(4))}
        {written(desk, texts::drills::task, member!(part, task), None)}
    }
    .into_any()
}
