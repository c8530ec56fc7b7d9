//! What follows from an inject: ways, branches, effects; and the conditions they hang on.
//! Never in here: what is asked of groups (`asked`).

use leptos::prelude::With as _;
use leptos::prelude::*;

use super::choices;
use super::desk::Desk;
use super::fields::{list, signed, whole};
use super::inject::{fold, points};
use super::part::{Part, member};
use crate::modules::drills::scenario::{
    Branch, Compare, Condition, Decided, END, Effect, Held, Inject, Variable, Way, With,
};
use crate::modules::drills::view::words;
use crate::texts;
use crate::texts::author as t;
use crate::ui::Choice;

/// Where it goes on, or nowhere.
pub fn way(desk: Desk, label: fn() -> String, part: Part<Option<Way>>) -> AnyView {
    let to = part.of(
        |way| way.as_ref().map(|way| way.to.clone()).unwrap_or_default(),
        |way, to| {
            let after = way.as_ref().map_or(0, |way| way.after);
            *way = (!to.is_empty()).then_some(Way { to, after });
        },
    );
    let leads = part.read(Option::is_some);
    let after = choices::some(part, Way::default());
    let wait = move || {
        leads
            .get()
            .then(|| whole(t::way_after, member!(after, after)))
    };
    view! {
        <div class="author-row">
            {choices::select(label, choices::ways(desk, true), to)} {wait}
        </div>
    }
    .into_any()
}

pub fn branches(desk: Desk, inject: Part<Inject>) -> AnyView {
    let part = member!(inject, branches);
    let has = part.with(|all| !all.is_empty());
    let branch = move |one: Part<Branch>| {
        view! {
            {condition(desk, t::branch_when, t::always, member!(one, when))}
            <div class="author-row">
                {choices::select(t::leads, choices::ways(desk, false), member!(one, way.to))}
                {whole(t::way_after, member!(one, way.after))}
            </div>
        }
        .into_any()
    };
    let items = list(part, t::branch_n, t::add_branch, |_| to_the_end(), branch);
    let hint = view! { <p class="hint">{t::branches_hint}</p> {items} };
    fold(t::branches, has, hint.into_any())
}

/// A branch always leads somewhere.
fn to_the_end() -> Branch {
    Branch {
        way: Way {
            to: END.to_owned(),
            after: 0,
        },
        ..Branch::default()
    }
}

/// What must hold when it is due, and what its firing changes.
pub fn conditions(desk: Desk, inject: Part<Inject>) -> AnyView {
    let has = inject.with(|i| i.when.is_some() || !i.effects.is_empty());
    let inside = view! {
        {condition(desk, texts::drills::condition, t::always, member!(inject, when))}
        {effects(desk, member!(inject, effects))}
    };
    fold(t::condition_and_effects, has, inside.into_any())
}

fn kind(condition: &Condition) -> &'static str {
    match condition {
        Condition::Decided(_) => "decided",
        Condition::ScoreAtLeast(_) => "score",
        Condition::TimeLeft(_) => "left",
        Condition::Met(_) => "met",
        Condition::Missed(_) => "missed",
        Condition::Variable(_) => "variable",
        Condition::Not(_) => "not",
        Condition::All(_) => "all",
        Condition::Any(_) => "any",
    }
}

/// A condition of a kind to begin with, about the first thing there is to speak of.
fn begun(kind: &str, expectation: &str) -> Option<Condition> {
    Some(match kind {
        "decided" => Condition::Decided(Decided {
            inject: String::new(),
            option: String::new(),
        }),
        "score" => Condition::ScoreAtLeast(0),
        "left" => Condition::TimeLeft(0),
        "met" => Condition::Met(expectation.to_owned()),
        "missed" => Condition::Missed(expectation.to_owned()),
        "variable" => Condition::Variable(Compare {
            id: String::new(),
            with: With::AtLeast(0),
        }),
        "not" => Condition::Not(Box::new(Condition::ScoreAtLeast(0))),
        "all" => Condition::All(vec![Condition::ScoreAtLeast(0)]),
        "any" => Condition::Any(vec![Condition::ScoreAtLeast(0)]),
        _ => return None,
    })
}

fn kinds() -> Vec<Choice> {
    type Kind = (&'static str, fn() -> String);
    let all: [Kind; 9] = [
        ("decided", t::if_decided),
        ("score", t::if_score),
        ("left", t::if_left),
        ("met", t::if_met),
        ("missed", t::if_missed),
        ("variable", t::if_variable),
        ("not", t::if_not),
        ("all", t::if_all),
        ("any", t::if_any),
    ];
    all.into_iter()
        .map(|(key, label)| Choice::new(key, label()))
        .collect()
}

/// An id has to stand where an expectation is named: without any, one that `check` finds missing.
fn first_expectation(desk: Desk) -> String {
    let scenario = desk.scenario.get();
    let mut all = scenario.injects.iter().flat_map(|i| &i.expectations);
    all.next().map_or_else(|| "e1".to_owned(), |e| e.id.clone())
}

/// A condition of any depth; `none` is what its absence means.
pub fn condition(
    desk: Desk,
    label: fn() -> String,
    none: fn() -> String,
    part: Part<Option<Condition>>,
) -> AnyView {
    let chosen = part.of(
        |when| when.as_ref().map(kind).unwrap_or_default().to_owned(),
        move |when, kind| *when = begun(&kind, &first_expectation(desk)),
    );
    let options = move || {
        let absent = Choice::new("", none());
        std::iter::once(absent).chain(kinds()).collect::<Vec<_>>()
    };
    let shown = chosen.read(Clone::clone);
    let fields = move || match shown.get().as_str() {
        "" => ().into_any(),
        kind => holds(desk, kind, part),
    };
    view! {
        <div class="author-condition">
            {choices::select(label, options, chosen)}
            {fields}
        </div>
    }
    .into_any()
}

/// What a condition of one kind compares.
fn holds(desk: Desk, kind: &str, part: Part<Option<Condition>>) -> AnyView {
    match kind {
        "decided" => {
            let chosen = part.of(
                |when| match when {
                    Some(Condition::Decided(d)) => format!("{} {}", d.inject, d.option),
                    _ => String::new(),
                },
                |when, key| {
                    if let Some((inject, option)) = key.split_once(' ') {
                        let (inject, option) = (inject.to_owned(), option.to_owned());
                        *when = Some(Condition::Decided(Decided { inject, option }));
                    }
                },
            );
            choices::select(t::which_option, choices::options(desk), chosen)
        }
        "score" => signed(
            t::points,
            part.of(
                |when| match when {
                    Some(Condition::ScoreAtLeast(n)) => *n,
                    _ => 0,
                },
                |when, n| *when = Some(Condition::ScoreAtLeast(n)),
            ),
        ),
        "left" => whole(
            t::minutes,
            part.of(
                |when| match when {
                    Some(Condition::TimeLeft(n)) => *n,
                    _ => 0,
                },
                |when, n| *when = Some(Condition::TimeLeft(n)),
            ),
        ),
        "met" | "missed" => {
            let is_met = kind == "met";
            let chosen = part.of(
                |when| match when {
                    Some(Condition::Met(id) | Condition::Missed(id)) => id.clone(),
                    _ => String::new(),
                },
                move |when, id| {
                    *when = Some(if is_met {
                        Condition::Met(id)
                    } else {
                        Condition::Missed(id)
                    });
                },
            );
            choices::select(t::which_expectation, choices::expectations(desk), chosen)
        }
        "variable" => compare(
            desk,
            part.of(
                |when| match when {
                    Some(Condition::Variable(compare)) => Some(compare.clone()),
                    _ => None,
                },
                |when, compare| *when = compare.map(Condition::Variable),
            ),
        ),
        "not" => {
            let inner = part.of(
                |when| match when {
                    Some(Condition::Not(inner)) => Some((**inner).clone()),
                    _ => None,
                },
                |when, inner| {
                    let inner = inner.unwrap_or(Condition::ScoreAtLeast(0));
                    *when = Some(Condition::Not(Box::new(inner)));
                },
            );
            condition(desk, t::if_not, t::always, inner)
        }
        _ => {
            let is_all = kind == "all";
            let inner = part.of(
                |when| match when {
                    Some(Condition::All(all) | Condition::Any(all)) => all.clone(),
                    _ => Vec::new(),
                },
                move |when, all| {
                    *when = Some(if is_all {
                        Condition::All(all)
                    } else {
                        Condition::Any(all)
                    });
                },
            );
            list(
                choices::optional(inner),
                t::condition_n,
                t::add_condition,
                |_| Some(Condition::ScoreAtLeast(0)),
                move |one| condition(desk, texts::drills::condition, t::left_out, one),
            )
        }
    }
}

fn compare(desk: Desk, part: Part<Option<Compare>>) -> AnyView {
    let begin = Compare {
        id: String::new(),
        with: With::AtLeast(0),
    };
    let part = choices::some(part, begin);
    let how = part.of(
        |compare| match compare.with {
            With::Is(_) => "is".to_owned(),
            With::AtLeast(_) => "least".to_owned(),
            With::AtMost(_) => "most".to_owned(),
        },
        |compare, how| {
            let number = match &compare.with {
                With::AtLeast(n) | With::AtMost(n) | With::Is(Held::Number(n)) => *n,
                With::Is(_) => 0,
            };
            compare.with = match how.as_str() {
                "is" => With::Is(Held::Number(number)),
                "most" => With::AtMost(number),
                _ => With::AtLeast(number),
            };
        },
    );
    let hows = || {
        vec![
            Choice::new("least", t::at_least()),
            Choice::new("most", t::at_most()),
            Choice::new("is", t::is_exactly()),
        ]
    };
    let value = part.of(
        |compare| match &compare.with {
            With::AtLeast(n) | With::AtMost(n) => Held::Number(*n),
            With::Is(held) => held.clone(),
        },
        |compare, held| {
            compare.with = match (&compare.with, held) {
                (With::AtLeast(_), Held::Number(n)) => With::AtLeast(n),
                (With::AtMost(_), Held::Number(n)) => With::AtMost(n),
                (_, held) => With::Is(held),
            }
        },
    );
    let id = member!(part, id);
    view! {
        <div class="author-row">
            {choices::select(t::which_variable, choices::variables(desk), id)}
            {choices::select(t::how, hows, how)} {held(desk, id.read(Clone::clone), value)}
        </div>
    }
    .into_any()
}

/// A value of a variable, as its type has it.
pub fn held(desk: Desk, id: Signal<String>, part: Part<Held>) -> AnyView {
    let variable = Memo::new(move |_| {
        let find = |v: &&Variable| id.with(|id| v.id == *id);
        desk.scenario
            .with(|s| s.variables.iter().find(find).cloned())
    });
    let field = move || match variable.get() {
        Some(Variable {
            start: Held::Bool(_),
            ..
        }) => {
            let word = part.of(
                |held| {
                    if *held == Held::Bool(true) {
                        "yes"
                    } else {
                        "no"
                    }
                    .to_owned()
                },
                |held, word| *held = Held::Bool(word == "yes"),
            );
            let words = || {
                vec![
                    Choice::new("yes", texts::drills::yes()),
                    Choice::new("no", texts::drills::no()),
                ]
            };
            choices::select(t::value, words, word)
        }
        Some(Variable {
            start: Held::Choice(_),
            options,
            ..
        }) => {
            let chosen = part.of(
                |held| match held {
                    Held::Choice(id) => id.clone(),
                    Held::Number(_) | Held::Bool(_) => String::new(),
                },
                |held, id| *held = Held::Choice(id),
            );
            let all = move || {
                let each = options.iter();
                each.map(|o| Choice::new(o.id.clone(), words::text(&o.title)))
                    .collect()
            };
            choices::select(t::value, all, chosen)
        }
        _ => signed(
            t::value,
            part.of(
                |held| match held {
                    Held::Number(n) => *n,
                    Held::Bool(_) | Held::Choice(_) => 0,
                },
                |held, n| *held = Held::Number(n),
            ),
        ),
    };
    field.into_any()
}

/// What something changes: variables, and the score of every group.
pub fn effects(desk: Desk, part: Part<Vec<Effect>>) -> AnyView {
    list(
        choices::optional(part),
        t::effect_n,
        t::add_effect,
        |_| Some(Effect::Score { score: 1 }),
        move |one| effect(desk, choices::some(one, Effect::Score { score: 0 })),
    )
}

fn effect(desk: Desk, part: Part<Effect>) -> AnyView {
    let kind = part.of(
        |effect| match effect {
            Effect::Set { .. } => "set".to_owned(),
            Effect::Add { .. } => "add".to_owned(),
            Effect::Score { .. } => "score".to_owned(),
        },
        |effect, kind| {
            let id = String::new();
            *effect = match kind.as_str() {
                "set" => Effect::Set {
                    set: id,
                    to: Held::Number(0),
                },
                "add" => Effect::Add { add: id, by: 1 },
                _ => Effect::Score { score: 1 },
            }
        },
    );
    let kinds = || {
        vec![
            Choice::new("score", t::effect_score()),
            Choice::new("set", t::effect_set()),
            Choice::new("add", t::effect_add()),
        ]
    };
    let shown = kind.read(Clone::clone);
    let id = part.of(
        |effect| match effect {
            Effect::Set { set: id, .. } | Effect::Add { add: id, .. } => id.clone(),
            Effect::Score { .. } => String::new(),
        },
        |effect, new| {
            if let Effect::Set { set: id, .. } | Effect::Add { add: id, .. } = effect {
                *id = new;
            }
        },
    );
    let variable = move || choices::select(t::which_variable, choices::variables(desk), id);
    let fields = move || match shown.get().as_str() {
        "set" => {
            let to = part.of(
                |effect| match effect {
                    Effect::Set { to, .. } => to.clone(),
                    Effect::Add { .. } | Effect::Score { .. } => Held::Number(0),
                },
                |effect, held| {
                    if let Effect::Set { to, .. } = effect {
                        *to = held;
                    }
                },
            );
            view! { {variable()} {held(desk, id.read(Clone::clone), to)} }.into_any()
        }
        "add" => {
            let by = part.of(
                |effect| match effect {
                    Effect::Add { by, .. } => *by,
                    Effect::Set { .. } | Effect::Score { .. } => 0,
                },
                |effect, n| {
                    if let Effect::Add { by, .. } = effect {
                        *by = n;
                    }
                },
            );
            view! { {variable()} {signed(t::add_by, by)} }.into_any()
        }
        _ => points(part.of(
            |effect| match effect {
                Effect::Score { score } => *score,
                Effect::Set { .. } | Effect::Add { .. } => 0,
            },
            |effect, n| *effect = Effect::Score { score: n },
        )),
    };
    view! {
        <div class="author-row">{choices::select(t::effect, kinds, kind)} {fields}</div>
    }
    .into_any()
}
