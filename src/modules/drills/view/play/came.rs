//! The injects that came, for the presenter: what is expected, who answered, what was decided, with a cell
//! to press for each group. Never in here: what the room sees, dialogs.

use leptos::prelude::*;

use super::super::words as story;
use super::board::{Came, Mark};
use super::desk::Desk;
use super::form::Form;
use super::presenter::small;
use super::words;
use crate::modules::drills::event::{Answer, Captured, Decide, What};
use crate::modules::drills::scenario::{Expectation, Inject};
use crate::texts::drills;
use crate::texts::play as t;
use crate::ui::{Badge, Icon, State};

/// What is open, the last first, and what came last even if it asks for nothing.
pub fn open(desk: Desk) -> AnyView {
    let places = Memo::new(move |_| {
        desk.board.with(|board| {
            let latest = board.latest().map(|came| came.nth);
            let shown = |came: &&Came| came.open || Some(came.nth) == latest;
            let shown = board.came.iter().rev().filter(shown);
            shown.map(|came| came.nth).collect::<Vec<_>>()
        })
    });
    let none = move || {
        places
            .with(Vec::is_empty)
            .then(|| view! { <p class="hint">{t::nothing_yet}</p> })
    };
    view! {
        {none}
        <ul class="plain play-came">
            <For each=move || places.get() key=|nth| *nth children=move |nth| card(desk, nth) />
        </ul>
    }
    .into_any()
}

/// What is closed: answers on paper are still typed in.
pub fn closed(desk: Desk) -> AnyView {
    let places = Memo::new(move |_| {
        desk.board.with(|board| {
            let latest = board.latest().map(|came| came.nth);
            let shown = |came: &&Came| !came.open && Some(came.nth) != latest;
            let shown = board.came.iter().rev().filter(shown);
            shown.map(|came| came.nth).collect::<Vec<_>>()
        })
    });
    let shown = move || {
        let places = places.get();
        (!places.is_empty()).then(|| {
            let count = places.len() as i64;
            let each = places.into_iter().map(|nth| card(desk, nth));
            view! {
                <details class="play-closed">
                    <summary>{move || t::closed_before(count)}</summary>
                    <ul class="plain play-came">{each.collect_view()}</ul>
                </details>
            }
        })
    };
    shown.into_any()
}

fn card(desk: Desk, nth: usize) -> AnyView {
    let Some(inject) = untrack(|| desk.inject(nth)) else {
        return ().into_any();
    };
    let came = Memo::new(move |_| desk.board.with(|board| board.find(nth).cloned()));
    let closes =
        Memo::new(move |_| came.with(|c| c.as_ref().and_then(|c| c.closes).map(words::countdown)));
    let limit = move || match closes.get() {
        Some(left) => {
            view! { <Badge state=State::Busy label=move || t::closes_in(left.clone()) /> }
                .into_any()
        }
        None => view! { <Badge state=State::Plain label=t::is_closed /> }.into_any(),
    };
    let is_about = Memo::new(move |_| desk.about() == Some(nth));
    let (title, content) = (inject.title.clone(), inject.content.clone());
    let close = {
        let id = inject.id.clone();
        move || desk.happen(What::Close(id.clone()))
    };
    let is_open = Memo::new(move |_| came.with(|c| c.as_ref().is_some_and(|c| c.open)));
    let channel = inject.channel;
    let to = {
        let inject = inject.clone();
        move || desk.script.with(|script| words::receivers(script, &inject))
    };
    view! {
        <li class="card" class:play-about=move || is_about.get()>
            <p class="hint drills-when">
                <Icon icon=story::channel_icon(channel) />
                <span>{move || story::channel(channel)}</span>
                <span>{to}</span>
                {limit}
            </p>
            <h3>{move || story::text(&title)}</h3>
            <p class="drills-text">{move || story::text(&content)}</p>
            {expectations(desk, nth, &inject, came)}
            {decision(desk, &inject, came)}
            {for_presenter(&inject)}
            <div class="actions">
                <Show when=move || is_open.get()>
                    {
                        let close = close.clone();
                        small(t::close, move || { close(); })
                    }
                </Show>
                {small(t::show_on_screen, move || {
                    let board = desk.now();
                    desk.show(|look| look.show(&board, nth));
                })}
                {small(t::capture_for_this, move || desk.subject.set(Some(nth)))}
            </div>
        </li>
    }
    .into_any()
}

/// Notes and the answer of a good group: never on the screen.
pub fn for_presenter(inject: &Inject) -> Option<AnyView> {
    let lines = [
        (drills::expected as fn() -> String, inject.expected.clone()),
        (drills::note, inject.note.clone()),
    ];
    let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
    let each = lines.map(|(label, text)| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{move || story::text(&text)}</dd>
            </div>
        }
    });
    let each: Vec<_> = each.collect();
    (!each.is_empty()).then(|| {
        view! {
            <div class="drills-trainer">
                <dl class="facts play-notes">{each}</dl>
            </div>
        }
        .into_any()
    })
}

type CameNow = Memo<Option<Came>>;

/// A table of what is expected by group; a cell is pressed once the group has answered.
fn expectations(desk: Desk, nth: usize, inject: &Inject, came: CameNow) -> Option<AnyView> {
    if inject.expectations.is_empty() {
        return None;
    }
    let rows = inject.expectations.iter().enumerate();
    let rows = rows.map(|(place, expectation)| {
        let ends = Memo::new(move |_| {
            let ask = came.with(|c| c.as_ref().and_then(|c| c.asks.get(place).cloned()));
            ask.and_then(|ask| ask.ends).map(words::countdown)
        });
        let (what, who) = (expectation.clone(), expectation.clone());
        let who = move || {
            desk.script.with(|script| {
                let who_of = story::roles(&script.scenario, &who.who);
                let points = drills::points(i64::from(who.points));
                format!("{who_of} · {points}")
            })
        };
        let cells = (0..groups(desk))
            .map(|group| mark_cell(desk, nth, place, group, inject, expectation, came));
        view! {
            <tr>
                <th scope="row">
                    {move || story::text(&what.what)}
                    <span class="hint">{who}</span>
                </th>
                <td class="play-left">{move || ends.get().unwrap_or_else(t::time_up)}</td>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    Some(table(desk, [t::expectations, t::left], rows))
}

fn groups(desk: Desk) -> usize {
    desk.script.with_untracked(|script| script.groups.len())
}

fn group_name(desk: Desk, group: usize) -> String {
    desk.script.with(|script| {
        let known = script.groups.get(group);
        known.map(|group| group.name.clone()).unwrap_or_default()
    })
}

fn table(desk: Desk, [caption, second]: [fn() -> String; 2], rows: AnyView) -> AnyView {
    let heads = (0..groups(desk)).map(|group| {
        view! { <th scope="col">{move || group_name(desk, group)}</th> }
    });
    let heads = heads.collect_view();
    view! {
        <div class="drills-table" role="region" tabindex="0" aria-label=caption>
            <table class="play-table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{caption}</th>
                        <th scope="col">{second}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn mark_words(mark: Mark) -> (String, &'static str, String) {
    match mark {
        Mark::Waiting => ("·".to_owned(), "waiting", t::mark_waiting()),
        Mark::Met(points) => ("✓".to_owned(), "met", t::mark_met(drills::points(points))),
        Mark::Partly => ("½".to_owned(), "partly", t::mark_partly()),
        Mark::Wrong => ("✗".to_owned(), "wrong", t::mark_wrong()),
        Mark::Missed => ("–".to_owned(), "missed", t::mark_missed()),
    }
}

fn mark_cell(
    desk: Desk,
    nth: usize,
    place: usize,
    group: usize,
    inject: &Inject,
    expectation: &Expectation,
    came: CameNow,
) -> AnyView {
    let mark = Memo::new(move |_| {
        let ask = came.with(|c| c.as_ref().and_then(|c| c.asks.get(place).cloned()));
        let mark = ask.and_then(|ask| ask.marks.get(group).copied());
        mark.unwrap_or(Mark::Waiting)
    });
    let id = desk
        .script
        .with_untracked(|script| script.ids.get(group).cloned());
    let answer = Answer {
        inject: inject.id.clone(),
        group: id.unwrap_or_default(),
        expectation: Some(expectation.id.clone()),
        role: None,
        text: String::new(),
        credit: 100,
        played: None,
    };
    // One press writes down a full answer; anything else is asked.
    let press = move |_| match mark.get_untracked() {
        Mark::Waiting | Mark::Partly => {
            desk.happen(What::Captured(Captured::Answer(answer.clone())));
        }
        Mark::Met(_) | Mark::Wrong | Mark::Missed => {
            desk.form.set(Some(Form::Answer(Some((nth, place, group)))));
        }
    };
    let what = expectation.what.clone();
    let name = move || {
        let (_, _, said) = mark_words(mark.get());
        t::cell_name(group_name(desk, group), story::text(&what), said)
    };
    let points = move || match mark.get() {
        Mark::Met(points) => Some(view! { <span class="hint" aria-hidden="true">{points}</span> }),
        _ => None,
    };
    view! {
        <td>
            <button
                type="button"
                class=move || format!("button play-mark {}", mark_words(mark.get()).1)
                aria-label=name
                on:click=press
            >
                {move || mark_words(mark.get()).0}
            </button>
            {points}
        </td>
    }
    .into_any()
}

/// A table of options by group, and the way the room goes.
fn decision(desk: Desk, inject: &Inject, came: CameNow) -> Option<AnyView> {
    let decision = inject.decision.as_ref()?;
    let rows = decision.options.iter().enumerate().map(|(place, option)| {
        let (title, about) = (option.title.clone(), option.clone());
        let follows = What::Follow {
            inject: inject.id.clone(),
            option: option.id.clone(),
        };
        let takes = Memo::new(move |_| {
            came.with(|c| c.as_ref().and_then(|c| c.decision.as_ref()?.takes) == Some(place))
        });
        let name = option.title.clone();
        let cells = (0..groups(desk)).map(|group| {
            let id = desk
                .script
                .with_untracked(|script| script.ids.get(group).cloned());
            let decide = Decide {
                inject: inject.id.clone(),
                group: id.unwrap_or_default(),
                option: option.id.clone(),
                played: None,
            };
            option_cell(desk, place, group, name.clone(), decide, came)
        });
        let cells = cells.collect_view();
        let leads = move || {
            desk.script
                .with(|script| story::choice(&script.scenario, &about))
        };
        view! {
            <tr>
                <th scope="row">
                    {move || story::text(&title)}
                    <span class="hint">{leads}</span>
                </th>
                <td>
                    <button
                        type="button"
                        class="button play-mark"
                        aria-pressed=move || takes.get().to_string()
                        on:click=move |_| { desk.happen(follows.clone()); }
                    >
                        {t::room_way}
                    </button>
                </td>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    Some(table(desk, [t::options, t::goes], rows))
}

fn option_cell(
    desk: Desk,
    place: usize,
    group: usize,
    title: crate::modules::drills::scenario::Text,
    decide: Decide,
    came: CameNow,
) -> AnyView {
    let chosen = Memo::new(move |_| {
        let chose = came.with(|c| {
            let decision = c.as_ref().and_then(|c| c.decision.as_ref());
            decision.and_then(|d| d.chose.get(group).copied().flatten())
        });
        chose == Some(place)
    });
    let name = move || t::option_name(group_name(desk, group), story::text(&title));
    view! {
        <td>
            <button
                type="button"
                class="button play-mark"
                aria-label=name
                aria-pressed=move || chosen.get().to_string()
                on:click=move |_| { desk.happen(What::Captured(Captured::Decide(decide.clone()))); }
            >
                {move || if chosen.get() { "✓" } else { "·" }}
            </button>
        </td>
    }
    .into_any()
}
