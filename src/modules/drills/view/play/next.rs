//! What comes next, for the presenter: by time, with what keys and buttons do to it; then what only a way
//! leads to, and what was passed over. Never in here: what came.

use leptos::prelude::*;

use super::super::words as story;
use super::board::Next;
use super::desk::Desk;
use super::presenter::small;
use super::{came, words};
use crate::modules::drills::event::What;
use crate::texts::play as t;
use crate::ui::{Badge, Icon, State};

pub fn list(desk: Desk) -> AnyView {
    let places = Memo::new(move |_| {
        desk.board
            .with(|board| board.next.iter().map(|next| next.nth).collect::<Vec<_>>())
    });
    let none = move || {
        places
            .with(Vec::is_empty)
            .then(|| view! { <p class="hint">{t::nothing_next}</p> })
    };
    view! {
        {none}
        <ol class="plain play-next">
            <For each=move || places.get() key=|nth| *nth children=move |nth| card(desk, nth) />
        </ol>
        {jump(desk)}
        {others(desk, t::led, |board| &board.led)}
        {others(desk, t::left_out, |board| &board.left)}
    }
    .into_any()
}

fn card(desk: Desk, nth: usize) -> AnyView {
    let Some(inject) = untrack(|| desk.inject(nth)) else {
        return ().into_any();
    };
    let next = Memo::new(move |_| {
        let find = |next: &&Next| next.nth == nth;
        desk.board
            .with(|board| board.next.iter().find(find).cloned())
    });
    let chosen = Memo::new(move |_| {
        desk.board.with(|board| {
            let line = desk.line.get().min(board.next.len().saturating_sub(1));
            board.next.get(line).is_some_and(|next| next.nth == nth)
        })
    });
    let held = Memo::new(move |_| next.with(|next| next.as_ref().is_some_and(|next| next.held)));
    let at = Memo::new(move |_| {
        let clock = next.with(|next| next.as_ref().map_or(0, |next| next.clock));
        desk.script
            .with(|script| words::clock(&script.scenario, clock))
    });
    let left = Memo::new(move |_| {
        words::countdown(next.with(|next| next.as_ref().map_or(0, |next| next.left)))
    });
    let state = move || match held.get() {
        true => {
            view! { <Badge state=State::Warn label=t::held icon=icondata::LuHand /> }.into_any()
        }
        false => view! { <span>{move || t::in_room(left.get())}</span> }.into_any(),
    };
    let (id, title, content) = (
        inject.id.clone(),
        inject.title.clone(),
        inject.content.clone(),
    );
    let channel = inject.channel;
    let asks = {
        let inject = inject.clone();
        move || {
            desk.script.with(|script| {
                let each = inject.expectations.iter();
                let each = each.map(|e| {
                    t::asks_of(story::roles(&script.scenario, &e.who), story::text(&e.what))
                });
                each.collect::<Vec<_>>().join("\n")
            })
        }
    };
    let act = move |what: fn(String) -> What| {
        let id = id.clone();
        move || {
            desk.happen(what(id.clone()));
        }
    };
    let (hold, release) = (act(What::Hold), act(What::Release));
    let toggle = move || match held.get() {
        true => small(t::release, release.clone()),
        false => small(t::hold, hold.clone()),
    };
    view! {
        <li class="card" class:play-line=move || chosen.get() aria-current=move || chosen.get().then_some("true")>
            <p class="hint drills-when">
                <Icon icon=story::channel_icon(channel) />
                <span>{at}</span>
                {state}
            </p>
            <h3>{move || story::text(&title)}</h3>
            <details>
                <summary>{t::look_ahead}</summary>
                <p class="drills-text">{move || story::text(&content)}</p>
                <p class="drills-text hint">{asks}</p>
                {came::for_presenter(&inject)}
            </details>
            <div class="actions">
                {small(t::fire_now, act(What::Fire))}
                {toggle}
                {small(t::skip, act(What::Skip))}
            </div>
        </li>
    }
    .into_any()
}

/// The scenario's own next jump.
fn jump(desk: Desk) -> AnyView {
    let line = Memo::new(move |_| {
        let (nth, left) = desk.board.with(|board| board.jump)?;
        desk.script.with(|script| {
            let jump = script.scenario.jumps.get(nth)?;
            let title = story::text(&jump.title);
            let to = story::moment(&script.scenario, jump.to);
            Some(t::jump_ahead(title, to, words::countdown(left)))
        })
    });
    let shown = move || {
        line.get()
            .map(|line| view! { <p class="hint drills-jump">{line}</p> })
    };
    shown.into_any()
}

fn others(
    desk: Desk,
    title: fn(i64) -> String,
    of: fn(&super::board::Board) -> &Vec<usize>,
) -> AnyView {
    let places = Memo::new(move |_| desk.board.with(|board| of(board).clone()));
    let shown = move || {
        let places = places.get();
        (!places.is_empty()).then(|| {
            let count = places.len() as i64;
            let each = places.into_iter().filter_map(|nth| {
                let inject = untrack(|| desk.inject(nth))?;
                let (id, name) = (inject.id, inject.title);
                Some(view! {
                    <li class="play-other">
                        <span>{move || story::text(&name)}</span>
                        {small(t::fire_now, move || {
                            desk.happen(What::Fire(id.clone()));
                        })}
                    </li>
                })
            });
            view! {
                <details>
                    <summary>{move || title(count)}</summary>
                    <ul class="plain">{each.collect_view()}</ul>
                </details>
            }
        })
    };
    shown.into_any()
}
