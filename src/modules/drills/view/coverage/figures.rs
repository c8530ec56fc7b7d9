//! The two figures of SPEC module 4 as cards: coverage of frequent classes, handling efficiency by speed.
//! Never in here: counting (`report`).

use leptos::prelude::*;

use super::{Desk, explained_href};
use crate::kpi::Average;
use crate::modules::drills::baselines::drill_behind;
use crate::modules::drills::report::{self, Coverage, Outcome};
use crate::modules::drills::view::review::signed_percent;
use crate::texts::format;
use crate::texts::review as t;
use crate::ui::{Figure, KpiCard, Section, State};

/// Names coverage in addresses; handling goes by the key of its baseline.
pub const COVERAGE: &str = "drill_coverage";

/// The speeds at which drills of the period ran, the most usual first.
pub fn speeds(outcomes: &[Outcome]) -> Vec<u32> {
    let mut counts: Vec<(usize, u32)> = Vec::new();
    for speed in outcomes.iter().filter_map(|outcome| outcome.speed) {
        match counts.iter_mut().find(|(_, known)| *known == speed) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, speed)),
        }
    }
    counts.sort_by_key(|(count, speed)| (std::cmp::Reverse(*count), *speed));
    counts.into_iter().map(|(_, speed)| speed).collect()
}

/// Handling at one speed over the period's drills, without the one its baseline was taken from.
pub fn handling(desk: Desk, speed: u32) -> Average {
    let inside = desk.inside();
    desk.session.with(|ws| {
        let before = drill_behind(ws, &report::handling_key(speed));
        let other = |outcome: &&Outcome| before.as_ref() != Some(&outcome.drill);
        let counted: Vec<Outcome> = inside.iter().filter(other).cloned().collect();
        report::handling(ws, &counted, speed)
    })
}

pub fn cards(desk: Desk, coverage: Memo<Option<Coverage>>) -> AnyView {
    let speeds = Memo::new(move |_| speeds(&desk.inside()));
    let covered = move || {
        let coverage = coverage.get();
        coverage.map(|c| covered(desk, &c)).unwrap_or_default()
    };
    let each = move || {
        let speeds = speeds.get().into_iter();
        speeds
            .map(|speed| {
                let figure = move || handled(desk, speed);
                view! {
                    <KpiCard
                        title=move || t::k_handling(speed)
                        figure=Signal::derive(figure)
                        formula=move || t::k_handling_formula(speed)
                    />
                }
            })
            .collect_view()
    };
    view! {
        <Section title=crate::texts::requirements::figures>
            <div class="cards">
                <KpiCard
                    title=t::k_coverage
                    figure=Signal::derive(covered)
                    formula=move || t::k_coverage_formula(desk.often.get())
                />
                {each}
            </div>
        </Section>
    }
    .into_any()
}

pub fn period(desk: Desk) -> String {
    let (from, to) = desk.period.get();
    t::k_period(from, to)
}

fn covered(desk: Desk, coverage: &Coverage) -> Figure {
    let (drilled, sample) = (coverage.drilled(), coverage.classes.len());
    let holds = (sample > 0).then_some(drilled == sample);
    Figure {
        value: coverage
            .share()
            .map(|_| format::percent(drilled as f64, sample as f64)),
        basis: (sample > 0).then(|| {
            crate::texts::ui::ratio(
                format::number(drilled as f64),
                format::number(sample as f64),
            )
        }),
        target: Some(t::k_target_coverage()),
        period: Some(period(desk)),
        state: state(holds),
        rows: None,
        explained: Some(explained_href(desk, COVERAGE)),
    }
}

fn handled(desk: Desk, speed: u32) -> Figure {
    let average = handling(desk, speed);
    let sample = t::k_drills(average.denominator() as i64);
    let mean = average.value().map(|ms| format::duration(ms as i64));
    let basis = match (mean, average.baseline) {
        (Some(mean), Some(_)) => format!("{mean} · {sample}"),
        (Some(mean), None) => format!("{mean} · {sample} · {}", t::k_no_baseline()),
        (None, _) => sample,
    };
    Figure {
        value: report::gain(&average).map(signed_percent),
        basis: Some(basis),
        target: Some(t::k_target_handling()),
        period: Some(period(desk)),
        state: state(report::gains_enough(&average)),
        rows: None,
        explained: Some(explained_href(desk, &report::handling_key(speed))),
    }
}

fn state(holds: Option<bool>) -> State {
    match holds {
        Some(true) => State::Good,
        Some(false) => State::Bad,
        None => State::Plain,
    }
}
