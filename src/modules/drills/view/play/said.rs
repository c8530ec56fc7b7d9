//! What was said and written down, the last first; what was put right stays to be seen, struck out.
//! Never in here: scores, correcting by hand in the review.

use leptos::prelude::*;

use super::desk::Desk;
use super::presenter::small;
use super::words;
use crate::modules::drills::event::{Correct, What};
use crate::modules::drills::run::Kept;
use crate::texts::play as t;
use crate::ui::Section;

pub fn list(desk: Desk) -> AnyView {
    let lines = Memo::new(move |_| desk.board.with(|board| board.said.clone()));
    let none = move || {
        lines
            .with(Vec::is_empty)
            .then(|| view! { <p class="hint">{t::nothing_said}</p> })
    };
    view! {
        <Section title=t::said>
            {none}
            <ul class="plain play-said" aria-live="polite">
                <For
                    each=move || lines.get()
                    key=|kept| (kept.id.clone(), kept.corrections.len())
                    children=move |kept| line(desk, kept)
                />
            </ul>
        </Section>
    }
    .into_any()
}

fn line(desk: Desk, kept: Kept) -> AnyView {
    let (first, last) = (kept.said.clone(), kept.counts.clone());
    let corrected = kept.is_corrected();
    let text = move |said: &_| {
        let (script, board) = (desk.script.get(), desk.board.get());
        let injects: Vec<_> = script
            .scenario
            .injects
            .iter()
            .chain(&board.inserted)
            .collect();
        desk.session
            .with(|ws| words::said(ws, &script, &injects, said))
    };
    // The board moves on with the clock; what was said does not.
    let said = Memo::new(move |_| text(&first));
    let now = Memo::new(move |_| last.as_ref().map(text));
    let at = kept.at.clock;
    let at = move || {
        desk.script
            .with(|script| words::clock(&script.scenario, at))
    };
    let id = kept.id.clone();
    let back = (!corrected).then(|| {
        small(t::take_back, move || {
            desk.happen(What::Correct(Correct {
                of: id.clone(),
                with: None,
                reason: String::new(),
            }));
        })
    });
    let words = move || match (corrected, now.get()) {
        (false, _) => view! { <span>{said}</span> }.into_any(),
        (true, None) => view! {
            <s>{said}</s>
            <span class="hint">{t::taken_back}</span>
        }
        .into_any(),
        (true, Some(now)) => view! {
            <s>{said}</s>
            <span>{now}</span>
        }
        .into_any(),
    };
    view! {
        <li>
            <span class="hint">{at}</span>
            {words}
            {back}
        </li>
    }
    .into_any()
}
