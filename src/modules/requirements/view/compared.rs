//! Two statements side by side: figure by figure, then the records that differ, and why.
//! Never in here: comparing (`reconcile` of the module).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::granted::Within;
use super::super::reconcile::{
    Comparison, Counted, Difference, Figure, Mismatch, Reason, Statement, compare,
};
use super::desk::find;
use super::figure_words::{self, KEYS};
use super::period;
use super::reconcile::Table as Desk;
use crate::ledger::RecordId;
use crate::texts::figures as f;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{Badge, Banner, Button, Column, Section, State, Table};

/// What laying the two side by side gives.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Compared(Arc<Comparison>),
    /// It is of our own making.
    Own,
    Parties,
    Period(Statement),
}

/// Ours is computed for the moment of theirs: else what fell due between would look like a difference.
fn outcome(desk: Desk) -> Option<Outcome> {
    let theirs = desk.theirs.with(|theirs| theirs.clone()?.ok())?;
    let ours = desk.ours(theirs.as_of)?;
    let joins = desk.desk.joins.get();
    let same = |a: &RecordId, b: &RecordId| joins.same(a, b);
    if same(&ours.by, &theirs.by) {
        return Some(Outcome::Own);
    }
    Some(match compare(&ours, &theirs, same) {
        Ok(comparison) => Outcome::Compared(Arc::new(comparison)),
        Err(Mismatch::Parties) => Outcome::Parties,
        Err(Mismatch::Period) => Outcome::Period(theirs),
    })
}

pub fn section(desk: Desk) -> AnyView {
    let outcome = Memo::new(move |_| outcome(desk));
    let shown = move || {
        outcome.get().map(|outcome| match outcome {
            Outcome::Compared(comparison) => result(desk, comparison),
            Outcome::Own => warning(f::own_statement(desk.name())),
            Outcome::Parties => warning(f::mismatch_parties(desk.name())),
            Outcome::Period(theirs) => other_period(desk, &theirs),
        })
    };
    let there = move || outcome.with(Option::is_some);
    view! { <Show when=there><Section title=f::result>{shown}</Section></Show> }.into_any()
}

fn warning(words: String) -> AnyView {
    view! { <Banner state=State::Warn><p>{words}</p></Banner> }.into_any()
}

fn other_period(desk: Desk, theirs: &Statement) -> AnyView {
    let (from, to) = (theirs.from, theirs.to);
    let words = f::mismatch_period(format::exact(from), format::exact(to));
    view! {
        <Banner state=State::Warn>
            <p>{words}</p>
            <Button
                label=f::take_period
                icon=icondata::LuCalendarCheck
                on_press=move |()| period::choose(desk.place, from, to)
            />
        </Banner>
    }
    .into_any()
}

fn result(desk: Desk, comparison: Arc<Comparison>) -> AnyView {
    let (words, state) = match (comparison.agrees(), comparison.differences.len()) {
        (true, _) if comparison.figures.is_empty() => (f::all_equal_none(), State::Plain),
        (true, _) => (f::all_equal(), State::Good),
        (false, count) => (f::differs(count as i64), State::Warn),
    };
    let as_of = move || {
        let as_of = desk.theirs.with(|theirs| Some(theirs.clone()?.ok()?.as_of));
        as_of.map(|at| f::compared_as_of(format::exact(at)))
    };
    let differ = !comparison.differences.is_empty();
    view! {
        <p class="requirements-outcome">
            <Badge state=state label=words />
        </p>
        <p class="hint">{as_of}</p>
        {(!comparison.figures.is_empty()).then(|| figures(desk, comparison.clone()))}
        {differ.then(|| differences(desk, comparison))}
    }
    .into_any()
}

const FIGURE: &str = "figure";
const OURS: &str = "ours";
const THEIRS: &str = "theirs";
const EQUAL: &str = "equal";

/// In the order of every other page; what this version does not know comes last.
fn in_order(comparison: &Comparison) -> Vec<String> {
    let mut keys: Vec<String> = comparison.figures.iter().map(|f| f.key.clone()).collect();
    let place = |key: &String| KEYS.iter().position(|known| known == key);
    keys.sort_by_key(|key| place(key).unwrap_or(KEYS.len()));
    keys
}

fn within(desk: Desk) -> Within {
    desk.rows.with(|rows| Within::of(rows))
}

fn figures(desk: Desk, comparison: Arc<Comparison>) -> AnyView {
    let rows = in_order(&comparison);
    let cell = move |(key, column): (String, &'static str)| {
        let figure = comparison.figures.iter().find(|f| f.key == key);
        figure.map_or_else(|| ().into_any(), |figure| figure_cell(desk, figure, column))
    };
    let columns = vec![
        Column::new(FIGURE, f::figure),
        Column::new(OURS, f::ours).numeric(),
        Column::new(THEIRS, f::theirs).numeric(),
        Column::new(EQUAL, f::standing),
    ];
    view! {
        <div class="requirements-parts-of">
            <Table caption=f::result columns=columns rows=Signal::stored(rows) cell=cell />
        </div>
    }
    .into_any()
}

fn figure_cell(desk: Desk, figure: &Figure, column: &str) -> AnyView {
    let share = |(hits, sample): (usize, usize)| {
        let (hits, sample) = (hits as f64, sample as f64);
        let division = f::share_of(format::number(hits), format::number(sample));
        f::equals(division, format::percent(hits, sample))
    };
    match column {
        FIGURE => {
            let key = figure.key.clone();
            (move || figure_words::figure(&key, &within(desk))).into_any()
        }
        OURS => share(figure.ours).into_any(),
        THEIRS => share(figure.theirs).into_any(),
        _ if figure.ours == figure.theirs => {
            view! { <Badge state=State::Good label=f::equal /> }.into_any()
        }
        _ => view! { <Badge state=State::Warn label=f::different /> }.into_any(),
    }
}

const RECORD: &str = "record";
const WHY: &str = "why";
const MOVES: &str = "moves";

/// Each record that differs, with why and the figures it moves; it leads to its page.
fn differences(desk: Desk, comparison: Arc<Comparison>) -> AnyView {
    let rows: Vec<RecordId> = comparison
        .differences
        .iter()
        .map(|d| d.record.clone())
        .collect();
    let cell = move |(id, column): (RecordId, &'static str)| {
        let difference = comparison.differences.iter().find(|d| d.record == id);
        difference.map_or_else(
            || ().into_any(),
            |difference| difference_cell(desk, difference, column),
        )
    };
    let columns = vec![
        Column::new(RECORD, t::name),
        Column::new(WHY, f::reason),
        Column::new(MOVES, f::moves),
    ];
    view! {
        <h3>{f::differences}</h3>
        <div class="requirements-differences">
            <Table
                caption=f::differences
                columns=columns
                rows=Signal::stored(rows)
                cell=cell
                href=move |id: RecordId| desk.desk.session.href(&id)
            />
        </div>
    }
    .into_any()
}

fn difference_cell(desk: Desk, difference: &Difference, column: &str) -> AnyView {
    match column {
        RECORD => {
            let id = difference.record.clone();
            let label = id.label();
            let title = move || {
                let title = desk.rows.with(|rows| Some(find(rows, &id)?.title.clone()));
                title.filter(|title| !title.is_empty())
            };
            view! {
                <span>{title}</span>
                " "
                <span class="faint requirements-label">{label}</span>
            }
            .into_any()
        }
        WHY => reason(difference.reason).into_any(),
        _ if difference.figures.is_empty() => f::moves_none().into_any(),
        _ => {
            let line = |(key, ours, theirs): &(String, Option<Counted>, Option<Counted>)| {
                let figure = figure_words::figure(key, &within(desk));
                let words = f::moves_line(figure, verdict(*ours), verdict(*theirs));
                view! { <li>{words}</li> }
            };
            let lines = difference.figures.iter().map(line).collect_view();
            view! { <ul class="requirements-moves">{lines}</ul> }.into_any()
        }
    }
}

fn reason(reason: Reason) -> String {
    match reason {
        Reason::OnlyOurs => f::only_ours(),
        Reason::OnlyTheirs => f::only_theirs(),
        Reason::Records { ours, theirs } => f::records_differ(ours, theirs),
        Reason::UnknownToUs => f::unknown_to_us(),
        Reason::UnknownToThem => f::unknown_to_them(),
        Reason::Moment => f::other_moment(),
    }
}

fn verdict(counted: Option<Counted>) -> String {
    match counted {
        Some(Counted::Hit) => f::verdict_hit(),
        Some(Counted::Miss) => f::verdict_miss(),
        Some(Counted::NotDue) => f::verdict_not_due(),
        Some(Counted::Unknown) => f::verdict_unknown(),
        Some(Counted::EndsBeforeStart) => f::verdict_inverted(),
        None => f::verdict_absent(),
    }
}
