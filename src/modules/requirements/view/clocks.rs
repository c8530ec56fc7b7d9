//! The limits of a requirement: counting down, answered, or unknown.
//! Never in here: what a limit means (`records::limits`).

use leptos::prelude::*;

use super::super::model::{Awaited, Row};
use super::desk::Desk;
use super::explain::{self, Asked};
use super::limits_href;
use super::words::{self, Sides};
use crate::records::limits::{Clock, Running, answer};
use crate::records::pause::Pausing;
use crate::records::person;
use crate::records::stage::Act;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::limit::State;
use crate::ui::{self, Badge, Countdown, LinkButton, Look, Section, When};

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
    if matches!(state, State::Open | State::Warned) && running.limit.due().is_none() {
        return view! {
            <Badge state=ui::State::Plain icon=icondata::LuPause label=t::state_paused />
        }
        .into_any();
    }
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

/// The limits and closing, each with what it is measured from; under each what is behind it.
pub fn limits(desk: Desk, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let open = RwSignal::new(None::<Asked>);
    let each = move |what: Awaited| {
        let running = Memo::new(move |_| row.with(|row| running(row.as_ref()?, what)));
        let asked = match what {
            Awaited::Clock(clock) => Some(Asked::Clock(clock)),
            Awaited::Closing => None,
        };
        let behind = asked.map(|asked| explain::behind(desk, row, sides, asked, open));
        view! {
            <li class="card">
                <h3>{move || name(what)}</h3>
                {move || match running.get() {
                    Some(running) => one(desk, row, sides, what, running),
                    None => view! { <p class="faint">{t::not_due}</p> }.into_any(),
                }}
                <Show when=move || running.with(Option::is_some)>
                    {asked.map(|asked| explain::button(asked, open))}
                </Show>
            </li>
            {behind}
        }
    };
    let all = Clock::ALL.map(Awaited::Clock).into_iter();
    let all = all.chain([Awaited::Closing]).map(each).collect_view();
    let stated = move || {
        view! { <LinkButton label=t::stated_limits href=limits_href look=Look::Quiet /> }
    };
    view! {
        <Section title=t::limits actions=stated>
            <ul class="plain cards requirements-clocks">
                {all} {explain::course(desk, row, open)}
                {explain::behind(desk, row, sides, Asked::Course, open)}
            </ul>
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
    let due = running.limit.due().map(|due| {
        let exact = move || format::exact(due);
        view! { <p title=exact>{move || t::due_at(format::instant(due))}</p> }
    });
    view! {
        <p>{shown}</p>
        {due}
        {readings(desk, running)}
        {answered(row, what, running)}
        {measured_from(desk, row, what, running)}
        {counted(sides, running)}
    }
    .into_any()
}

/// What is counted, of whom, and who says so.
fn counted(sides: Memo<Sides>, running: Running) -> AnyView {
    let Some(given) = running.given else {
        let who = move || sides.with(|sides| t::limit_date(sides.requester.clone()));
        return view! { <p class="hint">{who}</p> }.into_any();
    };
    let amount = move || {
        let party = sides.with(|sides| sides.provider.clone());
        t::time_given(words::allows(given.allowance, party))
    };
    let source = move || sides.with(|sides| words::source(given, sides));
    let lacks = running.limit.lacks_calendar().then(|| {
        let party = move || sides.with(|sides| sides.provider.clone());
        view! { <p class="error">{move || t::no_calendar_known(party())}</p> }
    });
    view! {
        <p class="hint">{amount}</p>
        <p class="hint">{source}</p>
        {lacks}
    }
    .into_any()
}

/// Where a pause is not agreed to, how either side reads the limit (LEDGER 27).
fn readings(desk: Desk, running: Running) -> AnyView {
    let own = running.limit;
    let differs = |pausing: &Pausing| running.reading(*pausing) != own;
    let others = [Pausing::Claimed, Pausing::Agreed].into_iter();
    let line = move |pausing: Pausing| {
        let limit = running.reading(pausing);
        let said = move || {
            let state = limit.state(running.answered, running.heard, desk.minute.get());
            let stands = match (state, limit.due()) {
                (State::Open | State::Warned, None) => t::state_paused(),
                (State::Open | State::Warned, Some(due)) => t::due_at(format::instant(due)),
                (state, _) => words::limit_state(state).0,
            };
            t::reading_line(words::pausing(pausing), stands)
        };
        view! { <li>{said}</li> }
    };
    let lines = others.filter(differs).map(line).collect::<Vec<_>>();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <p class="requirements-readings">{t::reading_contested}</p>
        <ul class="requirements-readings">{lines}</ul>
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
    let words = move || match act() {
        Some(act) => t::answered_by_act(format::instant(at), act),
        None => t::answered_at(format::instant(at)),
    };
    view! { <p>{words}</p> }.into_any()
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
