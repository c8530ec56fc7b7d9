//! "Explain this clock": the intervals behind a figure as a bar and as a table that adds up to it.
//! Never in here: what an interval is or counts (`records::explain`).

use leptos::prelude::*;

use super::super::model::{Row, explanation};
use super::desk::Desk;
use super::words::{self, Sides};
use crate::records::explain::{Explained, Hands, Interval, Split};
use crate::records::limits::Clock;
use crate::records::pause::Pausing;
use crate::records::requirement::Direction;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{Button, Choice, Fact, Facts, Look, Segmented, When, print};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Clock(Clock),
    /// From submission to acceptance.
    Course,
}

/// Width of the bar in units of its own drawing.
const WIDTH: f64 = 1000.0;

/// Shows and hides what is behind one clock.
pub fn button(asked: Asked, open: RwSignal<Option<Asked>>) -> AnyView {
    let shown = move || open.get() == Some(asked);
    let press = move |()| open.set((open.get_untracked() != Some(asked)).then_some(asked));
    view! {
        <div class="actions requirements-ask">
            <Button
                label=t::explain
                icon=icondata::LuListTree
                look=Look::Quiet
                pressed=Signal::derive(shown)
                on_press=press
            />
        </div>
    }
    .into_any()
}

/// The whole course in three parts (SPEC module 2), as a card beside the limits.
pub fn course(desk: Desk, row: Memo<Option<Row>>, open: RwSignal<Option<Asked>>) -> AnyView {
    let explained = explained(desk, row, Asked::Course, Signal::stored(Pausing::Standing));
    let split = Memo::new(move |_| explained.with(|e| e.as_ref().map(Explained::split)));
    let there = move || split.with(Option::is_some);
    view! {
        <Show when=there>
            <li class="card">
                <h3>{t::course}</h3>
                {move || split.get().map(|split| parts(row, split))}
                <p class="hint">{t::course_hint}</p>
                {button(Asked::Course, open)}
            </li>
        </Show>
    }
    .into_any()
}

/// Our hands, their hands, waiting. A requirement between others names its sides.
fn parts(row: Memo<Option<Row>>, split: Split) -> AnyView {
    let direction = row.with_untracked(|row| row.as_ref().map(|row| row.direction));
    let total = split.total();
    let each = [
        (Hands::Requester, split.requester),
        (Hands::Provider, split.provider),
        (Hands::Waiting, split.waiting),
    ];
    let figure = move |ms: i64| {
        let share = format::percent(ms as f64, total as f64);
        t::part_of(format::whole_duration(ms), share)
    };
    let line = move |(hands, ms): (Hands, i64)| {
        let label = move || words::hands(hands, direction.unwrap_or(Direction::Other));
        view! { <Fact label=label>{move || figure(ms)}</Fact> }
    };
    let unheard = (split.unheard > 0).then(|| {
        view! { <Fact label=t::cause_unheard>{move || figure(split.unheard)}</Fact> }
    });
    view! { <Facts>{each.map(line).collect_view()} {unheard}</Facts> }.into_any()
}

fn explained(
    desk: Desk,
    row: Memo<Option<Row>>,
    asked: Asked,
    pausing: Signal<Pausing>,
) -> Memo<Option<Explained>> {
    Memo::new(move |_| {
        let id = row.with(|row| row.as_ref().map(|row| row.id.clone()))?;
        let clock = match asked {
            Asked::Clock(clock) => Some(clock),
            Asked::Course => None,
        };
        let (pausing, now) = (pausing.get(), desk.minute.get());
        desk.read(|ws, reader| explanation(ws, reader, &id, clock, pausing, now))
    })
}

/// What is behind one clock, while it is asked for.
pub fn behind(
    desk: Desk,
    row: Memo<Option<Row>>,
    sides: Memo<Sides>,
    asked: Asked,
    open: RwSignal<Option<Asked>>,
) -> AnyView {
    let shown = move || {
        let pausing = RwSignal::new(Pausing::Standing);
        let explained = explained(desk, row, asked, pausing.into());
        let table = move || match explained.get() {
            Some(explained) => told(row, sides, explained),
            None => view! { <p class="faint">{t::explain_nothing}</p> }.into_any(),
        };
        let title = move || match asked {
            Asked::Clock(clock) => t::explained(words::clock(clock)),
            Asked::Course => t::explained(t::course()),
        };
        view! {
            <li class="card requirements-behind-clock">
                <h3>{title}</h3>
                {choice(row, asked, pausing)}
                {table}
                <div class="actions requirements-ask">
                    <Button
                        label=t::print
                        icon=icondata::LuPrinter
                        look=Look::Quiet
                        on_press=move |()| print()
                    />
                    <Button
                        label=crate::texts::ui::close
                        look=Look::Quiet
                        on_press=move |()| open.set(None)
                    />
                </div>
            </li>
        }
    };
    view! { <Show when=move || open.get() == Some(asked)>{shown()}</Show> }.into_any()
}

/// The readings to choose from, where a pause is not agreed to.
fn choice(row: Memo<Option<Row>>, asked: Asked, pausing: RwSignal<Pausing>) -> AnyView {
    let contested = move || {
        row.with(|row| {
            let Some(row) = row else { return false };
            let mut clocks = row.clocks.iter().flatten();
            match asked {
                Asked::Clock(clock) => row.clock(clock).is_some_and(|c| c.is_contested()),
                Asked::Course => clocks.any(|c| c.is_contested()),
            }
        })
    };
    let options = || {
        let each = Pausing::ALL.into_iter();
        each.map(|p| Choice::new(p.as_str(), words::pausing(p)))
            .collect::<Vec<_>>()
    };
    let choose = move |key: String| {
        let chosen = Pausing::ALL.into_iter().find(|p| p.as_str() == key);
        pausing.set(chosen.unwrap_or_default());
    };
    view! {
        <Show when=contested>
            <Segmented
                label=t::reading
                options=Signal::derive(options)
                value=Signal::derive(move || pausing.get().as_str().to_owned())
                on_change=choose
            />
        </Show>
    }
    .into_any()
}

/// The bar and the table behind it.
fn told(row: Memo<Option<Row>>, sides: Memo<Sides>, explained: Explained) -> AnyView {
    let direction = row.with_untracked(|row| row.as_ref().map(|row| row.direction));
    let direction = direction.unwrap_or(Direction::Other);
    let in_days = explained
        .given
        .is_some_and(|g| g.allowance.is_in_working_days());
    let until = explained.is_answered;
    let span = explained.span;
    let head = move || match until {
        true => t::explained_answered(format::exact(span.from()), format::exact(span.to())),
        false => t::explained_running(format::exact(span.from()), format::exact(span.to())),
    };
    let lines = explained.intervals.iter().cloned();
    let lines = lines.map(|interval| line(direction, in_days, interval));
    view! {
        <p>{head}</p>
        {bar(&explained)}
        <div class="table-wrap" role="region" aria-label=t::intervals tabindex="0">
            <table role="table" class="table requirements-intervals">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t::interval_from}</th>
                        <th scope="col" role="columnheader">{t::interval_to}</th>
                        <th scope="col" role="columnheader">{t::interval_cause}</th>
                        <th scope="col" role="columnheader">{t::hands}</th>
                        <th scope="col" role="columnheader" class="num">{t::length}</th>
                        <th scope="col" role="columnheader" class="num">{t::counted}</th>
                        {in_days
                            .then(|| {
                                view! {
                                    <th scope="col" role="columnheader" class="num">
                                        {t::counted_days}
                                    </th>
                                }
                            })}
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
                <tfoot role="rowgroup">{sum(&explained, in_days)}</tfoot>
            </table>
        </div>
        {figure(sides, &explained, in_days)}
    }
    .into_any()
}

fn line(direction: Direction, in_days: bool, interval: Interval) -> AnyView {
    let Interval {
        span,
        cause,
        hands,
        after,
        counted_ms,
        counted_days,
    } = interval;
    let kind = words::cause_kind(&cause);
    let cause = move || words::interval_cause(&cause);
    let hands = move || t::hands_after(words::hands(hands, direction), words::did(after));
    let days = in_days.then(|| {
        let days = counted_days.approximate();
        view! {
            <td role="cell" class="num" data-label=t::counted_days>
                {move || format::number(days)}
            </td>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <When at=span.from() />
            </th>
            <td role="cell" data-label=t::interval_to>
                <When at=span.to() />
            </td>
            <td role="cell" data-label=t::interval_cause>
                <span class=format!("requirements-cause {kind}")>{cause}</span>
            </td>
            <td role="cell" data-label=t::hands>{hands}</td>
            <td role="cell" class="num" data-label=t::length>
                {move || format::whole_duration(span.length())}
            </td>
            <td role="cell" class="num" data-label=t::counted>
                {move || format::whole_duration(counted_ms)}
            </td>
            {days}
        </tr>
    }
    .into_any()
}

fn sum(explained: &Explained, in_days: bool) -> AnyView {
    let (length, counted) = (explained.span.length(), explained.counted_ms());
    let days = in_days.then(|| {
        let days = explained.counted_days().approximate();
        view! {
            <td role="cell" class="num" data-label=t::counted_days>
                {move || format::number(days)}
            </td>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" colspan="4">{t::sum}</th>
            <td role="cell" class="num" data-label=t::length>
                {move || format::whole_duration(length)}
            </td>
            <td role="cell" class="num" data-label=t::counted>
                {move || format::whole_duration(counted)}
            </td>
            {days}
        </tr>
    }
    .into_any()
}

/// The figure the sum stands for, beside what was given.
fn figure(sides: Memo<Sides>, explained: &Explained, in_days: bool) -> AnyView {
    let Some(given) = explained.given else {
        return ().into_any();
    };
    let (counted, days) = (explained.counted_ms(), explained.counted_days());
    let said = move || {
        let party = sides.with(|sides| sides.provider.clone());
        let used = match in_days {
            true => t::working_days(format::number(days.approximate())),
            false => format::whole_duration(counted),
        };
        t::figure_line(used, words::allows(given.allowance, party))
    };
    let rounded = in_days.then(|| view! { <p class="hint">{t::days_rounded}</p> });
    view! {
        <p class="requirements-sum">{said}</p>
        {rounded}
    }
    .into_any()
}

/// What counts stands high, what does not stands low, so that it reads without colours too.
fn bar(explained: &Explained) -> AnyView {
    let (from, length) = (explained.span.from(), explained.span.length());
    if length == 0 {
        return ().into_any();
    }
    let place = move |at: crate::time::Instant| at.since(from) as f64 / length as f64 * WIDTH;
    let piece = move |interval: &Interval| {
        let (start, end) = (place(interval.span.from()), place(interval.span.to()));
        let high = interval.counted_ms > 0;
        let (y, height) = if high { (0, 40) } else { (28, 12) };
        let kind = words::cause_kind(&interval.cause);
        let cause = interval.cause.clone();
        let length = interval.span.length();
        let said = move || {
            t::bar_piece(
                words::interval_cause(&cause),
                format::whole_duration(length),
            )
        };
        // An instant must still be seen.
        let width = (end - start).max(1.0);
        view! {
            <rect class=kind x=start.to_string() y=y width=width.to_string() height=height>
                <title>{said}</title>
            </rect>
        }
    };
    let pieces = explained.intervals.iter().map(piece).collect_view();
    let counted = explained.counted_ms();
    let label = move || {
        t::bar(
            format::whole_duration(length),
            format::whole_duration(counted),
        )
    };
    view! {
        <svg
            class="requirements-bar"
            viewBox="0 0 1000 40"
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            {pieces}
        </svg>
    }
    .into_any()
}
