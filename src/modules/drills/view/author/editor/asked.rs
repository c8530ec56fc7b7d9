//! What an inject asks of the groups: expectations, and a decision with its options.
//! Never in here: what follows without being asked (`follows`).

use leptos::prelude::*;

use super::choices;
use super::desk::Desk;
use super::fields::{check, list, several, whole, written};
use super::follows::{effects, way};
use super::inject::{fold, points};
use super::part::{Part, member};
use crate::modules::drills::authoring::fresh;
use crate::modules::drills::scenario::{Choice, Decision, Expectation, Inject};
use crate::modules::drills::words::Side;
use crate::texts;
use crate::texts::author as t;

/// Minutes an answer is waited for where nothing else is said yet.
const USUAL_LIMIT: u32 = 15;

pub fn expectations(desk: Desk, inject: Part<Inject>) -> AnyView {
    let part = member!(inject, expectations);
    let add = move |_: &[Expectation]| {
        let id = desk.scenario.with(|s| {
            let taken = s.injects.iter().flat_map(|i| &i.expectations);
            fresh("e", taken.map(|e| e.id.as_str()))
        });
        Expectation {
            id,
            who: inject.with(|inject| who_can(desk, inject)),
            within: USUAL_LIMIT,
            points: 1,
            ..Expectation::default()
        }
    };
    let has = part.with(|all| !all.is_empty());
    let items = list(
        part,
        t::expectation_n,
        t::add_expectation,
        add,
        move |one| expectation(desk, one),
    );
    fold(t::expectations, has, items)
}

/// Those who get the inject and are not played by the trainer.
fn who_can(desk: Desk, inject: &Inject) -> Vec<String> {
    desk.scenario.with(|s| {
        let scored = s.roles.iter().filter(|role| role.side != Side::Trainer);
        let get = scored.filter(|role| inject.is_for(&role.id));
        get.map(|role| role.id.clone()).collect()
    })
}

fn expectation(desk: Desk, part: Part<Expectation>) -> AnyView {
    let more = part.with(|e| !(e.if_met.is_empty() && e.if_missed.is_empty()));
    let outcome = view! {
        <div role="group" aria-label=t::if_met>
            <h3>{t::if_met}</h3>
            {effects(desk, member!(part, if_met))}
        </div>
        <div role="group" aria-label=t::if_missed>
            <h3>{t::if_missed}</h3>
            {effects(desk, member!(part, if_missed))}
        </div>
    };
    view! {
        {written(desk, t::what, member!(part, what), Some(2))}
        {several(t::who, choices::roles(desk), member!(part, who))}
        <div class="author-row">
            {whole(t::within, member!(part, within))} {whole(t::points, member!(part, points))}
        </div>
        {check(t::all_of_them, member!(part, all))}
        {fold(t::outcome, more, outcome.into_any())}
    }
    .into_any()
}

pub fn decision(desk: Desk, inject: Part<Inject>) -> AnyView {
    let is_there = inject.of(
        |inject| inject.decision.is_some(),
        |inject, yes| inject.decision = yes.then(two_options),
    );
    let there = is_there.read(|yes| *yes);
    let part = choices::some(member!(inject, decision), Decision::default());
    let fields = move || there.get().then(|| asked(desk, part));
    let inside = view! {
        {check(t::has_decision, is_there)}
        {fields}
    };
    fold(
        texts::drills::channel_decision,
        there.get_untracked(),
        inside.into_any(),
    )
}

/// A decision to begin with: fewer than two options are no choice.
fn two_options() -> Decision {
    let option = |id: &str| Choice {
        id: id.to_owned(),
        ..Choice::default()
    };
    Decision {
        within: USUAL_LIMIT,
        options: vec![option("o1"), option("o2")],
        ..Decision::default()
    }
}

fn asked(desk: Desk, part: Part<Decision>) -> AnyView {
    let add = |all: &[Choice]| Choice {
        id: fresh("o", all.iter().map(|option| option.id.as_str())),
        ..Choice::default()
    };
    let options = list(
        member!(part, options),
        t::option_n,
        t::add_option,
        add,
        move |one| option(desk, one),
    );
    view! {
        {several(t::who_decides, choices::roles(desk), member!(part, who))}
        {whole(t::within, member!(part, within))}
        {options}
        {way(desk, texts::drills::otherwise, member!(part, otherwise))}
    }
    .into_any()
}

fn option(desk: Desk, part: Part<Choice>) -> AnyView {
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        {points(member!(part, points))}
        {way(desk, t::leads, member!(part, way))}
        {written(desk, t::option_note, member!(part, note), Some(2))}
        {effects(desk, member!(part, effects))}
    }
    .into_any()
}
