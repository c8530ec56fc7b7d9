//! Moments and remaining time: natural to read, exact on hover, neutral for machines.
//! What a limit means and when it is warned is the caller's.

use super::{Badge, State};
use crate::texts::{self, format};
use crate::time::Instant;
use leptos::prelude::*;

/// A moment.
#[component]
pub fn When(#[prop(into)] at: Signal<Instant>) -> AnyView {
    let shown = move || {
        let at = at.get();
        view! {
            <time datetime=at.iso() title=format::exact(at)>
                {format::instant(at)}
            </time>
        }
    };
    shown.into_any()
}

/// The time left until a moment, or since it is over, kept up to date by `now`.
#[component]
pub fn Countdown(
    #[prop(into)] until: Signal<Instant>,
    #[prop(into)] now: Signal<Instant>,
    /// Instead of bad once over, else busy.
    #[prop(into, optional)]
    state: Option<Signal<State>>,
) -> AnyView {
    let left = move || until.get().since(now.get());
    // A tick that changes no word and no state must not touch the page.
    let words = Memo::new(move |_| {
        let left = left();
        let duration = format::duration(left);
        if left < 0 {
            texts::ui::time_over(duration)
        } else {
            texts::ui::time_left(duration)
        }
    });
    let state = Memo::new(move |_| match state {
        Some(state) => state.get(),
        None if left() < 0 => State::Bad,
        None => State::Busy,
    });
    let exact = move || texts::ui::over_at(format::exact(until.get()));
    view! {
        <span class="countdown" title=exact>
            <Badge state=state label=words />
        </span>
    }
    .into_any()
}
