//! The limits of a requirement: counting down, answered, or unknown.
//! Never in here: what a limit means (`records::limits`).

use leptos::prelude::*;

use super::super::model::{Awaited, Row};
use super::desk::Desk;
use super::words::{self, Sides};
use crate::records::limits::{Clock, Running, answer};
use crate::records::person;
use crate::records::stage::Act;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::limit::State;
use crate::ui::{self, Badge, Countdown, Section, When};

/// What a row waits for, in the list.
pub fn limit_cell(desk: Desk, awaited: Memo<Option<(Awaited, Running)>>) -> AnyView {
    let session = desk.session;
    let state = Memo::new(move |_| {
        let (what, running) = awaited.get()?;
        Some((what, running, running.state(session.now())))
    });
    let shown = move || {
        state.get().map(|(what, running, state)| {
            view! {
                <span class="requirements-limit">
                    <span>{move || words::awaited(what)}</span>
                    {standing(desk, running, state)}
                </span>
            }
        })
    };
    shown.into_any()
}

/// A limit that runs counts down; any other says how it ended.
fn standing(desk: Desk, running: Running, state: State) -> AnyView {
    let counting = match state {
        State::Open => ui::State::Busy,
        State::Warned => ui::State::Warn,
        State::Breached => ui::State::Bad,
        _ => {
            let label = move || words::limit_state(state).0;
            let shown = words::limit_state(state).1;
            return view! { <Badge state=shown label=label /> }.into_any();
        }
    };
    let state = Signal::derive(move || counting);
    let due = running.limit.due();
    let counting = due.map(|due| view! { <Countdown until=due now=desk.now() state=state /> });
    counting.into_any()
}

/// The limits and closing, each with what it is measured from.
pub fn limits(desk: Desk, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let each = move |what: Awaited| {
        let running = Memo::new(move |_| row.with(|row| running(row.as_ref()?, what)));
        view! {
            <li class="card">
                <h3>{move || name(what)}</h3>
                {move || match running.get() {
                    Some(running) => one(desk, row, sides, what, running),
                    None => view! { <p class="faint">{t::not_due}</p> }.into_any(),
                }}
            </li>
        }
    };
    let all = Clock::ALL.map(Awaited::Clock).into_iter();
    let all = all.chain([Awaited::Closing]).map(each).collect_view();
    view! {
        <Section title=t::limits>
            <ul class="plain cards requirements-clocks">{all}</ul>
        </Section>
    }
    .into_any()
}

fn name(what: Awaited) -> String {
    match what {
        Awaited::Clock(clock) => words::clock(clock),
        Awaited::Closing => t::clock_closing(),
    }
}

fn running(row: &Row, what: Awaited) -> Option<Running> {
    match what {
        Awaited::Clock(clock) => row.clock(clock),
        // Without a date there is nothing to count down to.
        Awaited::Closing => row.closing.filter(|r| !r.limit.is_due_at_once()),
    }
}

fn one(
    desk: Desk,
    row: Memo<Option<Row>>,
    sides: Memo<Sides>,
    what: Awaited,
    running: Running,
) -> AnyView {
    let session = desk.session;
    let over = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(Row::is_over)));
    let state = Memo::new(move |_| running.state(session.now()));
    let shown = move || match (state.get(), over.get()) {
        // Closed before it ran out: nobody waits any more.
        (State::Open | State::Warned, true) => {
            view! { <Badge state=ui::State::Plain label=t::state_over /> }.into_any()
        }
        (state, _) => standing(desk, running, state),
    };
    let responsible = move || {
        sides.with(|sides| match what {
            Awaited::Clock(_) => sides.provider.clone(),
            Awaited::Closing => sides.requester.clone(),
        })
    };
    let due = running.limit.due().map(|due| {
        let exact = move || format::exact(due);
        view! { <p title=exact>{move || t::due_at(format::instant(due))}</p> }
    });
    view! {
        <p>{shown}</p>
        {due}
        {answered(row, what, running)}
        {measured_from(desk, row, what, running)}
        <p class="hint">{move || t::limit_elapsed(responsible())}</p>
    }
    .into_any()
}

fn answered(row: Memo<Option<Row>>, what: Awaited, running: Running) -> AnyView {
    let Some(at) = running.answered else {
        return ().into_any();
    };
    let act = move || {
        row.with(|row| {
            let course = &row.as_ref()?.course;
            let moment = match what {
                Awaited::Clock(clock) => answer(course, clock.act()),
                Awaited::Closing => course.first(Act::Accept),
            };
            moment.map(|m| words::did(m.said.act))
        })
    };
    let took = at.since(running.limit.since);
    view! {
        <p>
            {move || t::answered_at(format::instant(at))}
            " "
            {act}
            " "
            {(took >= 0).then(|| view! { <span>{move || t::took(format::duration(took))}</span> })}
        </p>
    }
    .into_any()
}

fn measured_from(desk: Desk, row: Memo<Option<Row>>, what: Awaited, running: Running) -> AnyView {
    let act = match what {
        Awaited::Clock(clock) => clock.since(),
        Awaited::Closing => Act::Submit,
    };
    let who = move || {
        let by = row.with(|row| {
            let first = row.as_ref()?.course.first(act)?;
            Some(first.event.by.person.clone())
        });
        by.map(|id| desk.session.with(|ws| person::name_of(ws, &id)))
            .unwrap_or_default()
    };
    let since = running.limit.since;
    view! {
        <p class="hint" title=move || format::exact(since)>
            {move || match act {
                Act::Acknowledge => t::measured_from_receipt(format::instant(since), who()),
                _ => t::measured_from(format::instant(since), who()),
            }}
        </p>
    }
    .into_any()
}

/// A moment with its words around it is shown as text; alone it is a [`When`].
pub fn moment(at: crate::time::Instant) -> AnyView {
    view! { <When at=at /> }.into_any()
}
