//! The figures as cards, and the rows behind each by an address.
//! Never in here: how a figure is counted (`report`).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::model::Row;
use super::super::report::{self, kpis};
use super::desk::Desk;
use super::{SLUG, words};
use crate::kpi::{Flag, Kpi, Target as Goal};
use crate::ledger::RecordId;
use crate::session::{Place, Target};
use crate::texts::requirements as t;
use crate::texts::{self, format};
use crate::ui::{Figure, KpiCard, Section, State};

type Rows = Memo<Arc<Vec<Row>>>;

const KEYS: [&str; 6] = [
    report::CLOSED_LOOP,
    report::CLOSED_IN_TIME,
    report::ACKNOWLEDGED,
    report::PROPOSED,
    report::ASSESSED,
    report::PLANNED,
];

/// Every figure, with the rows behind it.
pub type All = Memo<Arc<Vec<Kpi>>>;

pub fn all(desk: Desk, rows: Rows) -> All {
    Memo::new(move |_| {
        let (joins, partners) = (desk.joins.get(), desk.partners.get());
        let now = desk.minute.get();
        Arc::new(rows.with(|rows| kpis(rows, &joins, &partners, now)))
    })
}

pub fn figures(all: All) -> AnyView {
    let card = move |key: &'static str| {
        let figure = Signal::derive(move || {
            all.with(|all| all.iter().find(|k| k.key == key).map(figure))
                .unwrap_or_default()
        });
        view! {
            <KpiCard
                title=move || words::figure(key)
                figure=figure
                formula=move || words::formula(key)
            />
        }
    };
    view! {
        <Section title=t::figures>
            <div class="cards requirements-figures">{KEYS.map(card).collect_view()}</div>
            {flags(all)}
        </Section>
    }
    .into_any()
}

fn address(key: &str, part: &str) -> String {
    let list = Target::page(SLUG);
    list.with("figure", key).with("rows", part).href()
}

fn figure(kpi: &Kpi) -> Figure {
    let (hits, sample) = (kpi.numerator(), kpi.denominator());
    let whole = |percent: u32| format::percent(f64::from(percent), 100.0);
    let target = kpi.target.map(|target| match target {
        Goal::AtLeast(percent) => t::at_least(whole(percent)),
        Goal::AtMost(percent) => t::at_most(whole(percent)),
    });
    let period = kpi.period.filter(|_| sample > 0);
    Figure {
        value: kpi
            .share()
            .map(|_| format::percent(hits as f64, sample as f64)),
        basis: (sample > 0)
            .then(|| texts::ui::ratio(format::number(hits as f64), format::number(sample as f64))),
        target,
        period: period.map(|p| t::period(format::day(p.from()), format::day(p.to()))),
        state: match kpi.meets_target() {
            Some(true) => State::Good,
            Some(false) => State::Bad,
            None => State::Plain,
        },
        rows: (sample > 0).then(|| address(kpi.key, "counted")),
    }
}

/// Every class of flagged rows, with its count and the way to the rows.
fn flags(all: All) -> AnyView {
    let classes = move || {
        all.with(|all| {
            let each = all.iter().flat_map(|kpi| {
                let flagged = kpi.flags.iter();
                flagged.map(|f| (kpi.key, f.flag, f.rows.len()))
            });
            each.collect::<Vec<_>>()
        })
    };
    let classes = Memo::new(move |_| classes());
    let line = |(key, flag, count): (&'static str, Flag, usize)| {
        let words = move || t::flag_count(words::flag(flag), format::number(count as f64));
        view! {
            <li>
                <a href=address(key, flag.as_str())>{words}</a>
                " "
                <span class="faint">{move || words::figure(key)}</span>
            </li>
        }
    };
    let shown = move || {
        view! {
            <details class="requirements-flags">
                <summary>{t::flagged}</summary>
                <ul class="plain">{classes.get().into_iter().map(line).collect_view()}</ul>
            </details>
        }
    };
    view! { <Show when=move || classes.with(|c| !c.is_empty())>{shown}</Show> }.into_any()
}

/// The rows behind the figure the address names, sorted; `None` without one.
pub fn behind(place: Place, all: All) -> Memo<Option<Vec<RecordId>>> {
    Memo::new(move |_| {
        let (key, part) = (place.value("figure"), place.value("rows"));
        if key.is_empty() {
            return None;
        }
        let mut ids = all.with(|all| {
            let kpi = all.iter().find(|k| k.key == key)?;
            Some(match part.as_str() {
                "hits" => kpi.hits.clone(),
                "misses" => kpi.misses.clone(),
                "not_due" => kpi.not_due.clone(),
                part => match Flag::parse(part) {
                    Some(flag) => kpi.flagged(flag).to_vec(),
                    None => [kpi.hits.as_slice(), &kpi.misses].concat(),
                },
            })
        })?;
        ids.sort();
        Some(ids)
    })
}

/// Says which figure the rows stand behind, and leads to its parts.
pub fn behind_line(place: Place) -> AnyView {
    let part = move |key: &str, part: &'static str| {
        let here = move || (place.value("rows") == part).then_some("true");
        view! {
            <a class="button quiet" href=address(key, part) aria-current=here>
                {move || part_words(part)}
            </a>
        }
    };
    let shown = move || {
        let key = place.value("figure");
        let rows = place.value("rows");
        let words = t::rows_behind(words::figure(&key), part_words(&rows));
        view! {
            <div class="banner plain requirements-behind">
                <div class="banner-body">
                    <p>{words}</p>
                    <div class="actions">
                        {["counted", "hits", "misses", "not_due"]
                            .map(|name| part(&key, name))
                            .collect_view()}
                    </div>
                </div>
            </div>
        }
    };
    view! { <Show when=move || !place.value("figure").is_empty()>{shown}</Show> }.into_any()
}

fn part_words(part: &str) -> String {
    match part {
        "hits" => t::part_hits(),
        "misses" => t::part_misses(),
        "not_due" => t::part_not_due(),
        part => Flag::parse(part).map_or_else(t::part_counted, words::flag),
    }
}
