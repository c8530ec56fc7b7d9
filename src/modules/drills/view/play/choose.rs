//! Dialogs that choose from a numbered list by one digit: what was decided, and how well it went.
//! Never in here: answers in words.

use leptos::prelude::*;

use super::super::words as story;
use super::desk::Desk;
use super::form::{About, done, group_choices, injects};
use crate::modules::drills::event::{Captured, Decide, Rating, What};
use crate::texts::play as t;
use crate::time::MINUTE;
use crate::ui::{Choice, NumberField, SelectField, TextField, page_keys};

/// Stands for the presenter's own word in the list of groups.
const ROOM: &str = "*";

pub fn decide(desk: Desk) -> AnyView {
    let about = About::new(desk);
    let latest = untrack(|| last_decision(desk));
    if untrack(|| about.told(desk)).is_none_or(|inject| inject.decision.is_none()) {
        about.inject.set(latest);
    }
    let late = RwSignal::new(None::<f64>);
    let options = Signal::derive(move || {
        let mut all = group_choices(desk);
        all.push(Choice::new(ROOM, t::room_follows()));
        all
    });
    let choose = move |place: usize| {
        let Some(told) = untrack(|| about.told(desk)) else {
            return;
        };
        let option = told.decision.and_then(|d| d.options.into_iter().nth(place));
        let Some(option) = option.map(|option| option.id) else {
            return;
        };
        let (inject, group) = (told.id, about.group.get_untracked());
        if group == ROOM {
            return done(desk, What::Follow { inject, option });
        }
        let came = about.inject.get_untracked();
        let fired = came.and_then(|nth| desk.now().find(nth).map(|came| came.fired.played));
        let minutes = late
            .get_untracked()
            .map(|minutes| (minutes * MINUTE as f64) as i64);
        done(
            desk,
            What::Captured(Captured::Decide(Decide {
                inject,
                group,
                option,
                played: minutes.zip(fired).map(|(minutes, fired)| fired + minutes),
            })),
        );
    };
    let buttons = move || {
        let told = about.told(desk).and_then(|inject| inject.decision);
        let titles = told.map(|d| d.options).unwrap_or_default();
        let titles: Vec<String> = titles.iter().map(|o| story::text(&o.title)).collect();
        if titles.is_empty() {
            return view! { <p class="hint">{t::nothing_to_decide}</p> }.into_any();
        }
        numbered(titles, choose)
    };
    view! {
        <div class="form">
            {injects(desk, about)}
            <SelectField
                label=t::decided_by
                options=options
                value=about.group
                on_change=move |id| about.group.set(id)
            />
            {buttons}
            <NumberField
                label=t::answer_late
                hint=t::answer_late_hint
                optional=true
                min="0"
                value=late
                on_change=move |minutes| late.set(minutes)
            />
        </div>
    }
    .into_any()
}

/// The last inject that came and asks for a decision.
fn last_decision(desk: Desk) -> Option<usize> {
    let board = desk.board.get();
    let last = board.came.iter().rev().find(|came| came.decision.is_some());
    last.map(|came| came.nth)
}

/// A list to choose from by its digits or by pressing.
fn numbered(titles: Vec<String>, choose: impl Fn(usize) + Copy + Send + Sync + 'static) -> AnyView {
    let count = titles.len();
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        let place = page_keys::digit(&event).and_then(|digit| digit.checked_sub(1));
        if let Some(place) = place.filter(|place| *place < count) {
            event.prevent_default();
            choose(place);
        }
    });
    on_cleanup(move || listening.remove());
    let each = titles.into_iter().enumerate().map(|(place, title)| {
        view! {
            <li>
                <button
                    type="button"
                    class="button play-choice"
                    autofocus=place == 0
                    on:click=move |_| choose(place)
                >
                    <kbd>{place + 1}</kbd>
                    <span>{title}</span>
                </button>
            </li>
        }
    });
    view! { <ol class="plain">{each.collect_view()}</ol> }.into_any()
}

pub fn rate(desk: Desk) -> AnyView {
    let about = About::new(desk);
    let text = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let mut all = group_choices(desk);
        all.push(Choice::new(ROOM, t::room()));
        all
    });
    let choose = move |place: usize| {
        let group = Some(about.group.get_untracked()).filter(|group| group != ROOM);
        done(
            desk,
            What::Captured(Captured::Rating(Rating {
                stars: u32::try_from(place + 1).unwrap_or(1),
                group,
                role: None,
                text: text.get_untracked().trim().to_owned(),
            })),
        );
    };
    let stars = move || {
        let words = [
            t::stars_1(),
            t::stars_2(),
            t::stars_3(),
            t::stars_4(),
            t::stars_5(),
        ];
        numbered(words.into(), choose)
    };
    view! {
        <div class="form">
            <SelectField
                label=t::group
                options=options
                value=about.group
                on_change=move |id| about.group.set(id)
            />
            <TextField
                label=t::rate_text
                optional=true
                value=text
                on_input=move |typed| text.set(typed)
            />
            {stars}
        </div>
    }
    .into_any()
}
