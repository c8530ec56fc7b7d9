//! What of the requirements belongs on the first page: limits that passed, run out, or are unknown.
//! Never in here: anything else about them.

use leptos::prelude::*;

use super::super::model::Due;
use super::desk::use_desk;
use super::{SLUG, words};
use crate::session::Target;
use crate::texts::requirements as t;
use crate::time::limit::State;
use crate::ui;

pub fn today() -> AnyView {
    let desk = use_desk();
    let rows = desk.rows;
    let counts = Memo::new(move |_| {
        let now = desk.minute.get();
        let states: Vec<State> =
            rows.with(|rows| rows.iter().filter_map(|r| r.awaited_state(now)).collect());
        let count = |state| states.iter().filter(|s| **s == state).count() as i64;
        [
            (Due::Overdue, count(State::Breached)),
            (Due::Soon, count(State::Warned)),
            (Due::Unknown, count(State::Unknown)),
        ]
    });
    let line = |(due, n): (Due, i64)| {
        let (words, state) = match due {
            Due::Overdue => (t::today_overdue(n), ui::State::Bad),
            Due::Soon => (t::today_soon(n), ui::State::Warn),
            Due::Unknown => (t::today_unknown(n), ui::State::Unknown),
        };
        let href = Target::page(SLUG).with("due", due.as_str()).href();
        let name = words::due(due);
        view! {
            <li>
                <a href=href>{words}</a>
                " "
                <ui::Badge state=state label=name />
            </li>
        }
    };
    let some = move || counts.get().into_iter().filter(|(_, n)| *n > 0);
    let shown = move || {
        view! {
            <section class="card">
                <h2>{t::title}</h2>
                <ul class="plain">{some().map(line).collect_view()}</ul>
            </section>
        }
    };
    view! { <Show when=move || some().next().is_some()>{shown}</Show> }.into_any()
}
