//! The coverage figure and the rows behind it, for one matrix or for all.
//! Never in here: what counts as covered.

use leptos::prelude::*;

use super::words;
use crate::kpi::Kpi;
use crate::ledger::RecordId;
use crate::modules::matrix::report;
use crate::session::{Place, Session, Target};
use crate::texts;
use crate::texts::format;
use crate::ui::{Badge, Figure, KpiCard, Section, State};

/// The figure and, where the address asks for them, its rows.
pub fn coverage(session: Session, place: Place, matrix: Option<RecordId>) -> AnyView {
    let of = matrix.clone();
    let kpi = Memo::new(move |_| session.with(|ws| report::coverage(ws, of.as_ref())));
    let here = match matrix {
        Some(matrix) => Target::record("matrix", matrix),
        None => Target::page("matrix"),
    };
    let rows = here.with("rows", "coverage").href();
    let figure = Signal::derive(move || kpi.with(|kpi| figure(kpi, &rows)));
    let asked = move || place.value("rows") == "coverage";
    view! {
        <div class="cards">
            <KpiCard
                title=texts::matrix::coverage
                figure=figure
                formula=texts::matrix::coverage_formula
            />
        </div>
        <Show when=asked>{behind(session, kpi)}</Show>
    }
    .into_any()
}

fn figure(kpi: &Kpi, rows: &str) -> Figure {
    let (covered, all) = (kpi.numerator(), kpi.denominator());
    let has_any = all > 0;
    Figure {
        value: has_any.then(|| format::percent(covered as f64, all as f64)),
        basis: has_any.then(|| texts::matrix::coverage_of(covered, all)),
        target: Some(texts::matrix::coverage_target()),
        period: has_any.then(texts::matrix::coverage_period),
        state: match kpi.meets_target() {
            Some(true) => State::Good,
            Some(false) => State::Warn,
            None => State::Plain,
        },
        explained: None,
        rows: has_any.then(|| rows.to_owned()),
    }
}

fn behind(session: Session, kpi: Memo<Kpi>) -> AnyView {
    let rows = move || {
        kpi.with(|kpi| {
            let misses = kpi.misses.iter().map(|id| (id.clone(), false));
            let hits = kpi.hits.iter().map(|id| (id.clone(), true));
            misses.chain(hits).collect::<Vec<_>>()
        })
    };
    let row = move |(task, covered): (RecordId, bool)| {
        let href = session.href(&task);
        let name = move || session.with(|ws| words::task_name(ws, &task));
        let (state, label) = match covered {
            true => (State::Good, texts::matrix::covered as fn() -> String),
            false => (State::Warn, texts::matrix::not_covered as fn() -> String),
        };
        view! {
            <li>
                <Badge state=state label=label />
                " "
                <a href=href>{name}</a>
            </li>
        }
    };
    view! {
        <Section title=texts::matrix::coverage_rows>
            <ul class="matrix-findings">
                <For each=rows key=|row| row.clone() children=row />
            </ul>
        </Section>
    }
    .into_any()
}
