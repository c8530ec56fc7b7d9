//! What happened to a requirement, in causal order, with what does not count and why.
//! Never in here: deciding what counts (`records::stage`).

use leptos::prelude::*;

use super::super::model::Row;
use super::clocks::moment;
use super::desk::Desk;
use super::words;
use crate::records::stage::{Event, Statement};
use crate::records::{party, person};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{Badge, Section, State};

pub fn log(desk: Desk, row: Memo<Option<Row>>) -> AnyView {
    let events = Memo::new(move |_| {
        row.with(|row| {
            row.as_ref()
                .map(|r| r.course.log.clone())
                .unwrap_or_default()
        })
    });
    let lines = move || {
        let all = events.get().into_iter();
        all.map(|event| line(desk, event)).collect_view()
    };
    view! {
        <Section title=t::log>
            <ol class="plain requirements-log">{lines}</ol>
        </Section>
    }
    .into_any()
}

fn line(desk: Desk, event: Event) -> AnyView {
    let (actor, by) = (event.actor().clone(), event.by.clone());
    let said = event.said.clone();
    let act = said.as_ref().map(|s| s.act);
    let head = move || {
        let name = desk.session.with(|ws| party::short_name_of(ws, &actor));
        let act = act.map_or_else(t::did_unreadable, words::did);
        t::log_line(name, act)
    };
    let who = move || desk.session.with(|ws| person::name_of(ws, &by.person));
    let entered_for = said.as_ref().is_some_and(|s| s.entered_for.is_some());
    let who = move || match entered_for {
        true => t::entered_for(who()),
        false => who(),
    };
    let entered = event.entered;
    let stated = said.as_ref().map_or(entered, |s| s.stated);
    // The two moments are kept apart; the second is only said where it differs.
    let apart = stated.since(entered).unsigned_abs() > 60_000;
    let why = event.not_counted;
    view! {
        <li class:requirements-apart=why.is_some()>
            <p>
                <strong>{head}</strong>
                " "
                {moment(stated)}
                " "
                <span class="faint">
                    {who}
                    {apart
                        .then(|| {
                            view! { " · " {move || t::entered_at(format::instant(entered))} }
                        })}
                </span>
            </p>
            {said.map(details)}
            {why
                .map(|why| {
                    view! {
                        <p>
                            <Badge
                                state=State::Warn
                                label=move || t::not_counted(words::why(why))
                            />
                        </p>
                    }
                })}
        </li>
    }
    .into_any()
}

/// What the act says beyond that it happened.
fn details(said: Statement) -> AnyView {
    let line = move || words::details(&said).join(" · ");
    view! { <p class="requirements-said">{line}</p> }.into_any()
}
