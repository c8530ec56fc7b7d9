//! The page of all figures: one line each, and the requirements by stage and by age.
//! Never in here: how a figure is counted (`report`), what is behind one (`figure`).

use leptos::prelude::*;

use super::charts;
use super::desk::Desk;
use super::figure_words::{self as words, KEYS};
use super::figures::{All, Counted, Rows, counted};
use super::{all_href, figure_href, new_href, reconcile_href};
use crate::texts::figures as f;
use crate::texts::requirements as t;
use crate::ui::{
    Badge, Button, Column, Empty, Figure, LinkButton, Look, Page, State, Table, print,
};

const FIGURE: &str = "figure";
const VALUE: &str = "value";
const TREND: &str = "trend";
const STANDING: &str = "standing";
const TARGET: &str = "target";
const COUNTED: &str = "counted";
const CHANGE: &str = "change";
const PERIOD: &str = "period";

pub fn page(desk: Desk) -> AnyView {
    let rows = desk.rows;
    let none = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let actions = move || {
        view! {
            <LinkButton label=t::all_requirements href=all_href look=Look::Quiet />
            <LinkButton label=f::reconcile_short href=reconcile_href icon=icondata::LuScale />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Quiet
                on_press=move |()| print()
            />
        }
    };
    let body = move || match none.get() {
        true => view! {
            <Empty title=f::empty hint=f::empty_hint icon=icondata::LuChartLine>
                <LinkButton label=t::new href=new_href icon=icondata::LuPlus />
            </Empty>
        }
        .into_any(),
        false => view! {
            <p class="lead">{f::lead}</p>
            {table(desk, rows)}
            {pictures(desk, rows)}
        }
        .into_any(),
    };
    view! { <Page title=f::title actions=actions>{body}</Page> }.into_any()
}

fn pictures(desk: Desk, rows: Rows) -> AnyView {
    view! {
        <div class="requirements-pictures">
            {charts::funnel(rows)}
            {charts::ageing(desk, rows)}
        </div>
    }
    .into_any()
}

fn table(desk: Desk, rows: Rows) -> AnyView {
    let (all, months) = (counted(desk, rows), charts::months(desk, rows));
    let columns = vec![
        Column::new(FIGURE, f::figure),
        Column::new(VALUE, f::value).numeric(),
        Column::new(TREND, f::glance),
        Column::new(STANDING, f::standing),
        Column::new(TARGET, f::target),
        Column::new(COUNTED, f::counted),
        Column::new(CHANGE, f::change).numeric(),
        Column::new(PERIOD, f::covers),
    ];
    let cell = move |(key, column): (&'static str, &'static str)| match column {
        TREND => charts::glance(months, key),
        column => cell(all, key, column),
    };
    view! {
        <div class="requirements-all-figures">
            <Table
                caption=f::title
                columns=columns
                rows=Signal::stored(KEYS.to_vec())
                cell=cell
                href=|key: &'static str| figure_href(key)
            />
        </div>
    }
    .into_any()
}

fn cell(all: All, key: &'static str, column: &'static str) -> AnyView {
    let figure = move || all.with(|all| all.figure(key)).unwrap_or_default();
    match column {
        FIGURE => (move || all.with(|all| words::figure(key, &all.within))).into_any(),
        VALUE => (move || value(figure())).into_any(),
        STANDING => (move || standing(&figure())).into_any(),
        TARGET => (move || figure().target.unwrap_or_else(f::none)).into_any(),
        COUNTED => (move || figure().basis.unwrap_or_else(f::none)).into_any(),
        CHANGE => (move || all.with(|all| change(all, key))).into_any(),
        _ => (move || figure().period.unwrap_or_else(f::none)).into_any(),
    }
}

fn value(figure: Figure) -> AnyView {
    match figure.value {
        Some(value) => view! { <strong>{value}</strong> }.into_any(),
        None => view! { <span class="faint">{f::no_data()}</span> }.into_any(),
    }
}

/// Whether the target holds, as a badge; nothing without a target or a figure.
pub fn standing(figure: &Figure) -> Option<AnyView> {
    let label = match figure.state {
        State::Good => f::holds as fn() -> String,
        State::Bad => f::misses,
        _ => return None,
    };
    Some(view! { <Badge state=figure.state label=label /> }.into_any())
}

/// Against the baseline; a share is not compared with one.
fn change(all: &Counted, key: &str) -> String {
    let average = all.average(key);
    let change = average.map(|a| words::change(a).unwrap_or_else(f::needs_baseline));
    change.unwrap_or_else(f::none)
}
