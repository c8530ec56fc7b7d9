//! What the room sees: one thing at a time, large enough for the last row.
//! Never in here: notes, expected answers, points, names that are hidden.

use leptos::prelude::*;

use super::super::words as story;
use super::board::Came;
use super::desk::Desk;
use super::pages::{self, Page, Part};
use super::{awake, keys, words};
use crate::modules::drills::run::Status;
use crate::modules::drills::scenario::{Inject, Sender};
use crate::session::outside::screen;
use crate::texts::play as t;
use crate::ui::{Icon, page_keys};

/// A window for the screen alone. A clicker sends its keys to the window it was last pressed in, so
/// they are passed on to the presenter's.
pub fn window(desk: Desk) -> AnyView {
    page_keys::hear(Vec::new(), move |key| match key {
        "F5" => {
            screen::fill(!screen::is_filled());
            true
        }
        key if keys::is_passed_on(key) => {
            desk.pass_on(key);
            true
        }
        _ => false,
    });
    let _ = awake::keep(desk);
    shown(desk)
}

/// What fills the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scene {
    Blank,
    Ranking,
    /// A jump, with its title and the moment it leads to.
    Jump(String, String),
    Inject(usize, usize),
    /// Before anything came: the background, by its page.
    Title(usize),
    Over,
}

fn scene(desk: Desk) -> Scene {
    let (look, board) = (desk.look.get(), desk.board.get());
    if look.blank {
        return Scene::Blank;
    }
    if look.ranking {
        return Scene::Ranking;
    }
    if board.status == Status::Ended {
        return Scene::Over;
    }
    if let Some(card) = &board.card {
        return desk.script.with(|script| {
            let jump = card.jump.and_then(|nth| script.scenario.jumps.get(nth));
            let title = jump.map_or_else(t::time_goes_on, |jump| story::text(&jump.title));
            Scene::Jump(title, words::clock(&script.scenario, card.clock))
        });
    }
    match look.shown(&board) {
        Some(came) => Scene::Inject(came.nth, look.page(&board)),
        None => Scene::Title(look.page(&board)),
    }
}

pub fn shown(desk: Desk) -> AnyView {
    let scene = Memo::new(move |_| scene(desk));
    let body = move || match scene.get() {
        Scene::Blank => view! { <h1 class="visually-hidden">{t::screen_blank}</h1> }.into_any(),
        Scene::Ranking => ranking(desk),
        Scene::Jump(title, to) => view! {
            <div class="play-card">
                <p>{title}</p>
                <h1>{to}</h1>
            </div>
        }
        .into_any(),
        Scene::Inject(nth, page) => inject(desk, nth, page),
        Scene::Title(page) => title(desk, page),
        Scene::Over => view! {
            <div class="play-card">
                <p>{move || desk.script.with(|script| script.title.clone())}</p>
                <h1>{t::screen_over}</h1>
            </div>
        }
        .into_any(),
    };
    let blank = Memo::new(move |_| scene.with(|scene| *scene == Scene::Blank));
    // Whoever comes into the room must not take it for news.
    let mark = move || {
        let mark = || view! { <p class="play-rehearsal">{crate::texts::review::rehearsal}</p> };
        (!blank.get()).then(mark)
    };
    view! {
        <div class="play-screen" class:play-blank=move || blank.get()>
            {body}
            {mark}
        </div>
    }
    .into_any()
}

/// The scenario's time, and that the clock stands still.
fn time(desk: Desk) -> AnyView {
    let clock = Memo::new(move |_| {
        let clock = desk.board.with(|board| board.at.clock);
        desk.script
            .with(|script| words::clock(&script.scenario, clock))
    });
    let paused = Memo::new(move |_| desk.board.with(|board| board.status == Status::Paused));
    let paused = move || {
        paused.get().then(|| {
            view! {
                <span class="play-paused">
                    <Icon icon=icondata::LuPause />
                    {t::paused}
                </span>
            }
        })
    };
    view! {
        <span class="play-time">{clock}</span>
        {paused}
    }
    .into_any()
}

fn title(desk: Desk, page: usize) -> AnyView {
    let pages = Memo::new(move |_| {
        desk.script
            .with(|script| pages::of_text(None, &script.scenario.background))
    });
    let name = move || desk.script.with(|script| script.title.clone());
    view! {
        <header class="play-top">{time(desk)}</header>
        <h1>{name}</h1>
        {move || sheet(pages.get(), page)}
        <footer class="play-foot">{move || page_of(page, pages.with(Vec::len))}</footer>
    }
    .into_any()
}

fn page_of(page: usize, pages: usize) -> Option<AnyView> {
    let page = (page + 1).min(pages);
    (pages > 1)
        .then(|| view! { <span class="play-page">{t::page_of(page, pages)}</span> }.into_any())
}

fn inject(desk: Desk, nth: usize, page: usize) -> AnyView {
    let Some(inject) = untrack(|| desk.inject(nth)) else {
        return ().into_any();
    };
    let came = Memo::new(move |_| desk.board.with(|board| board.find(nth).cloned()));
    let told = inject.clone();
    let pages = Memo::new(move |_| pages::of(&told));
    let left = Memo::new(move |_| {
        came.with(|came| came.as_ref().and_then(|c| c.closes).map(words::countdown))
    });
    let countdown = move || {
        left.get().map(|left| {
            view! {
                <span class="play-countdown" role="timer">
                    <Icon icon=icondata::LuTimer />
                    {left}
                </span>
            }
        })
    };
    let title = inject.title.clone();
    let channel = inject.channel;
    let ways = {
        let inject = inject.clone();
        move || desk.script.with(|script| from_to(script, &inject))
    };
    view! {
        <header class="play-top">
            {time(desk)}
            <span class="play-way">
                <Icon icon=story::channel_icon(channel) />
                {ways}
            </span>
            {countdown}
        </header>
        <h1>{move || story::text(&title)}</h1>
        {move || sheet(pages.get(), page)}
        <footer class="play-foot">
            {answered(desk, came)}
            {others(desk, nth)}
            {move || page_of(page, pages.with(Vec::len))}
        </footer>
    }
    .into_any()
}

fn from_to(script: &super::desk::Script, inject: &Inject) -> String {
    let from = match &inject.from {
        Some(Sender::Role { role }) => words::role_with_names(script, role),
        Some(Sender::Named(name)) => story::text(name),
        None => story::channel(inject.channel),
    };
    t::from_to(from, words::receivers(script, inject))
}

/// One page of a text, in letters of its size.
fn sheet(pages: Vec<Page>, page: usize) -> AnyView {
    let last = pages.len().saturating_sub(1);
    let Some(page) = pages.into_iter().nth(page.min(last)) else {
        return ().into_any();
    };
    let size = format!("play-sheet play-size-{}", page.size);
    let parts = page.parts.into_iter().map(part).collect_view();
    view! {
        <div class=size>
            {page.title.map(|title| view! { <h2>{title}</h2> })}
            {parts}
        </div>
    }
    .into_any()
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Text(text) => view! { <p>{text}</p> }.into_any(),
        Part::Options(options) => {
            let letters = ('A'..='Z').zip(options);
            let each = letters.map(|(letter, option)| {
                view! {
                    <li>
                        <b>{letter}</b>
                        <span>{option}</span>
                    </li>
                }
            });
            view! { <ul class="play-options">{each.collect_view()}</ul> }.into_any()
        }
        Part::Table(rows) => {
            let mut rows = rows.into_iter();
            let head = rows.next().unwrap_or_default().into_iter();
            let head = head
                .map(|cell| view! { <th scope="col">{cell}</th> })
                .collect_view();
            let body = rows.map(|row| {
                let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
                view! { <tr>{cells.collect_view()}</tr> }
            });
            view! {
                <table>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{body.collect_view()}</tbody>
                </table>
            }
            .into_any()
        }
    }
}

/// Which groups have said something to what is shown, not what it is worth.
fn answered(desk: Desk, came: Memo<Option<Came>>) -> AnyView {
    let asks = Memo::new(move |_| {
        came.with(|came| {
            came.as_ref()
                .is_some_and(|c| !c.asks.is_empty() || c.decision.is_some())
        })
    });
    let chip = move |nth: usize, name: String| {
        let has = Memo::new(move |_| {
            came.with(|c| {
                c.as_ref()
                    .is_some_and(|c| c.answered.get(nth) == Some(&true))
            })
        });
        let word = move || {
            if has.get() {
                t::has_answered()
            } else {
                t::has_not_answered()
            }
        };
        let icon = Signal::derive(move || match has.get() {
            true => icondata::LuCircleCheck,
            false => icondata::LuCircleDashed,
        });
        view! {
            <li class:done=move || has.get()>
                <Icon icon=icon />
                <span>{name}</span>
                <span class="visually-hidden">{word}</span>
            </li>
        }
    };
    let chips = move || {
        asks.get().then(|| {
            let groups = desk.script.with(|script| script.groups.clone());
            let each = groups.into_iter().enumerate();
            let each = each
                .map(|(nth, group)| chip(nth, group.name))
                .collect_view();
            view! { <ul class="play-answered">{each}</ul> }
        })
    };
    chips.into_any()
}

/// What else is open, with the time that is left.
fn others(desk: Desk, shown: usize) -> AnyView {
    let open = Memo::new(move |_| {
        let board = desk.board.get();
        let others = board
            .came
            .iter()
            .filter(|came| came.open && came.nth != shown);
        others.map(|came| came.nth).collect::<Vec<_>>()
    });
    let each = move |nth: usize| {
        let title = untrack(|| desk.inject(nth))
            .map(|inject| inject.title)
            .unwrap_or_default();
        let left = Memo::new(move |_| {
            let closes = desk
                .board
                .with(|board| board.find(nth).and_then(|came| came.closes));
            closes.map(words::countdown)
        });
        view! {
            <li>
                <span>{move || story::text(&title)}</span>
                <b>{left}</b>
            </li>
        }
    };
    let list = move || {
        let open = open.get();
        (!open.is_empty()).then(|| {
            let each = open.into_iter().map(each).collect_view();
            view! { <ul class="play-others" aria-label=t::also_open>{each}</ul> }
        })
    };
    list.into_any()
}

/// The groups by their points; the points themselves come with the review.
fn ranking(desk: Desk) -> AnyView {
    let lines = Memo::new(move |_| {
        let (board, script) = (desk.board.get(), desk.script.get());
        let names = script.groups.iter().map(|group| group.name.clone());
        let mut lines: Vec<(usize, String)> = board.ranks().into_iter().zip(names).collect();
        lines.sort();
        lines
    });
    let each = move || {
        let each = lines.get().into_iter().map(|(rank, name)| {
            view! {
                <li>
                    <b>{rank}</b>
                    <span>{name}</span>
                </li>
            }
        });
        each.collect_view()
    };
    view! {
        <header class="play-top">{time(desk)}</header>
        <h1>{t::ranking}</h1>
        <ol class="play-ranking">{each}</ol>
    }
    .into_any()
}
