//! One line of the timeline, column by column.
//! Never in here: which lines there are (`timeline`), words (`words`).

use leptos::prelude::*;

use super::correct::Draft;
use super::{Desk, words};
use crate::modules::drills::event::{Correct, What};
use crate::modules::drills::review::{About, Entry, Review};
use crate::modules::drills::run::Kept;
use crate::modules::drills::view::words as say;
use crate::texts::review as t;
use crate::ui::{Badge, Button, Icon, Look, State};

pub const WHEN: &str = "when";
pub const WHAT: &str = "what";
pub const WHO: &str = "who";
pub const OUTCOME: &str = "outcome";
pub const WAYS: &str = "ways";

/// A cell of a line; `review` is read again when something was put right.
pub fn cell(
    desk: Desk,
    review: &Review,
    entry: &Entry,
    column: &str,
    draft: RwSignal<Option<Draft>>,
) -> AnyView {
    match column {
        WHEN => when(review, entry),
        WHAT => what(review, entry),
        WHO => words::who(review, entry).into_any(),
        OUTCOME => outcome(desk, review, entry),
        _ => ways(review, entry, draft),
    }
}

fn when(review: &Review, entry: &Entry) -> AnyView {
    view! {
        <span class="review-when">
            <span>{words::moment(review, entry.at.clock)}</span>
            <span class="faint">{words::room(entry.at)}</span>
        </span>
    }
    .into_any()
}

fn icon(review: &Review, entry: &Entry) -> icondata::Icon {
    match entry.about {
        About::Did(_) => icondata::LuSlidersHorizontal,
        About::Came(nth) => review
            .injects
            .get(nth)
            .map_or(icondata::LuCircle, |i| say::channel_icon(i.channel)),
        About::Left(_) => icondata::LuCircleSlash,
        About::Said(_) => icondata::LuMessageSquare,
        About::Turned(_) => icondata::LuTarget,
        About::Closed(_) => icondata::LuCheck,
        About::Ended => icondata::LuFlag,
    }
}

fn what(review: &Review, entry: &Entry) -> AnyView {
    view! {
        <span class="review-what">
            <Icon icon=icon(review, entry) />
            <span>{words::what(review, entry)}</span>
        </span>
    }
    .into_any()
}

fn outcome(desk: Desk, review: &Review, entry: &Entry) -> AnyView {
    match entry.about {
        About::Came(nth) => words::beside_plan(review, nth).into_any(),
        About::Closed(nth) => {
            let inject = review.injects.get(nth);
            let took = review.stood.get(nth).and_then(|stood| stood.took);
            let option = inject.and_then(|i| i.decision.as_ref()?.options.get(took?));
            option.map(|o| t::w_took(say::text(&o.title))).into_any()
        }
        About::Turned(nth) => words::outcome(review, nth)
            .map(|(met, words)| {
                let state = if met { State::Good } else { State::Bad };
                view! { <Badge state=state label=words /> }
            })
            .into_any(),
        About::Said(nth) => {
            let kept = review.kept.get(nth);
            kept.map(|kept| said(desk, review, kept)).into_any()
        }
        About::Did(_) | About::Left(_) | About::Ended => ().into_any(),
    }
}

/// What was said; where it was put right, what counts, and beside it the original and why.
fn said(desk: Desk, review: &Review, kept: &Kept) -> AnyView {
    let counts = kept.counts.as_ref();
    let counts = counts.map(|said| words::said(desk.session, review, said));
    if !kept.is_corrected() {
        return counts.into_any();
    }
    let original = words::said(desk.session, review, &kept.said);
    let shown = counts.unwrap_or_else(t::taken_back);
    let reason = reason(review, kept).map(|reason| {
        view! { <span class="faint">{t::because(reason)}</span> }
    });
    view! {
        <span class="review-corrected">
            <Badge state=State::Warn label=t::corrected icon=icondata::LuPencil />
            <span>{shown}</span>
            <s>{t::was(original)}</s>
            {reason}
        </span>
    }
    .into_any()
}

/// Why the last correction was made, where it says so.
fn reason(review: &Review, kept: &Kept) -> Option<String> {
    let last = kept.corrections.last()?;
    let event = review.source.log.iter().find(|event| event.id == *last)?;
    match &event.what {
        What::Correct(Correct { reason, .. }) if !reason.is_empty() => Some(reason.clone()),
        _ => None,
    }
}

fn ways(review: &Review, entry: &Entry, draft: RwSignal<Option<Draft>>) -> AnyView {
    let About::Said(nth) = entry.about else {
        return ().into_any();
    };
    let Some(kept) = review.kept.get(nth) else {
        return ().into_any();
    };
    let typed = Draft::of(review, kept);
    view! {
        <Button
            label=t::correct
            look=Look::Quiet
            icon=icondata::LuPencil
            on_press=move || draft.set(Some(typed.clone()))
        />
    }
    .into_any()
}
