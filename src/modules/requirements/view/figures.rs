//! The figures as cards above the list, and all that is counted of some rows.
//! Never in here: how a figure is counted (`report`).

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::super::behind::COUNTED;
use super::super::granted::Within;
use super::super::model::Row;
use super::super::report;
use super::desk::Desk;
use super::{SLUG, figure_href, figure_words as words, figures_href, reconcile_href};
use crate::kpi::{Average, Flag, Kpi};
use crate::session::Target;
use crate::texts::figures as f;
use crate::texts::requirements as t;
use crate::texts::{self, format};
use crate::time::Instant;
use crate::ui::{Figure, KpiCard, LinkButton, Look, Section, State};

pub type Rows = Memo<Arc<Vec<Row>>>;

/// The figures that stand above the list; the page of figures has all.
const KEYS: [&str; 6] = [
    report::CLOSED_LOOP,
    report::CLOSED_IN_TIME,
    report::ACKNOWLEDGED,
    report::PROPOSED,
    report::ASSESSED,
    report::PLANNED,
];

/// Every figure of some rows, with the limits that they were given.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub kpis: Vec<Kpi>,
    pub averages: Vec<Average>,
    pub within: Within,
}

impl Counted {
    pub fn share(&self, key: &str) -> Option<&Kpi> {
        self.kpis.iter().find(|kpi| kpi.key == key)
    }

    pub fn average(&self, key: &str) -> Option<&Average> {
        self.averages.iter().find(|average| average.key == key)
    }

    /// A figure as cards and tables show it; without rows without a value.
    pub fn figure(&self, key: &str) -> Option<Figure> {
        let share = || self.share(key).map(share);
        let average = || self.average(key).map(average);
        share().or_else(average)
    }
}

/// What is shown of all that is counted.
pub type All = Signal<Arc<Counted>>;

/// How many rows are counted at once: of more, in pieces between which the page can answer.
const PIECE: usize = 1_000;

/// Keeps the count up with the rows and with time; until a new one is whole the last one shows.
pub fn counted(desk: Desk, rows: Rows) -> All {
    let first = untrack(|| {
        let mut counting = Counting::new(desk);
        counting.read(desk, rows, usize::MAX);
        counting.finish(rows)
    });
    let shown = RwSignal::new(Arc::new(first));
    let turn = StoredValue::new(0_u64);
    Effect::new(move |before: Option<()>| {
        desk.joins.track();
        desk.partners.track();
        desk.minute.track();
        rows.track();
        // The first count is there.
        if before.is_some() {
            turn.update_value(|turn| *turn += 1);
            let mine = turn.get_value();
            untrack(|| Counting::new(desk).go_on(desk, rows, shown, (turn, mine)));
        }
    });
    shown.into()
}

/// A count on its way: of the first rows, so many.
struct Counting {
    now: Instant,
    kpis: Vec<Kpi>,
    averages: Vec<Average>,
    done: usize,
}

impl Counting {
    fn new(desk: Desk) -> Self {
        Self {
            now: desk.minute.get_untracked(),
            kpis: Vec::new(),
            averages: Vec::new(),
            done: 0,
        }
    }

    /// Counts at most so many rows more, and says whether that were all.
    fn read(&mut self, desk: Desk, rows: Rows, most: usize) -> bool {
        let (joins, partners) = (desk.joins.get_untracked(), desk.partners.get_untracked());
        rows.with_untracked(|rows| {
            let piece: Vec<&Row> = rows.iter().skip(self.done).take(most).collect();
            self.done += piece.len();
            let shares = report::shares(&piece, &joins, &partners, self.now);
            let averages = desk
                .session
                .with_untracked(|ws| report::averages(ws, &piece, &joins, &partners));
            report::join(&mut self.kpis, shares, Kpi::join);
            report::join(&mut self.averages, averages, Average::join);
            self.done >= rows.len()
        })
    }

    fn finish(self, rows: Rows) -> Counted {
        Counted {
            kpis: self.kpis,
            averages: self.averages,
            within: rows.with_untracked(|rows| Within::of(rows)),
        }
    }

    fn go_on(
        mut self,
        desk: Desk,
        rows: Rows,
        shown: RwSignal<Arc<Counted>>,
        (turn, mine): (StoredValue<u64>, u64),
    ) {
        // The page may have gone, or the rows be others, since this was put off.
        if turn.try_get_value() != Some(mine) {
            return;
        }
        if self.read(desk, rows, PIECE) {
            let counted = self.finish(rows);
            if shown.with_untracked(|before| **before != counted) {
                shown.set(Arc::new(counted));
            }
        } else {
            let next = move || self.go_on(desk, rows, shown, (turn, mine));
            set_timeout(next, Duration::ZERO);
        }
    }
}

pub fn figures(all: All) -> AnyView {
    let card = move |key: &'static str| {
        let figure = move || all.with(|all| all.figure(key)).unwrap_or_default();
        view! {
            <KpiCard
                title=move || all.with(|all| words::figure(key, &all.within))
                figure=Signal::derive(figure)
                formula=move || all.with(|all| words::formula(key, &all.within))
            />
        }
    };
    let actions = move || {
        view! {
            <LinkButton
                label=f::all_figures
                href=figures_href
                look=Look::Quiet
                icon=icondata::LuChartLine
            />
            <LinkButton
                label=f::reconcile_short
                href=reconcile_href
                look=Look::Quiet
                icon=icondata::LuScale
            />
        }
    };
    view! {
        <Section title=t::figures actions=actions>
            <div class="cards requirements-figures">{KEYS.map(card).collect_view()}</div>
            {flags(all)}
        </Section>
    }
    .into_any()
}

/// The list of the rows behind a part of a figure.
pub fn address(key: &str, part: &str) -> String {
    let list = Target::page(SLUG);
    list.with("figure", key).with("rows", part).href()
}

fn state(holds: Option<bool>) -> State {
    match holds {
        Some(true) => State::Good,
        Some(false) => State::Bad,
        None => State::Plain,
    }
}

fn share(kpi: &Kpi) -> Figure {
    let (hits, sample) = (kpi.numerator(), kpi.denominator());
    let period = kpi.period.filter(|_| sample > 0);
    Figure {
        value: kpi
            .share()
            .map(|_| format::percent(hits as f64, sample as f64)),
        basis: (sample > 0)
            .then(|| texts::ui::ratio(format::number(hits as f64), format::number(sample as f64))),
        target: words::share_target(kpi),
        period: period.map(|p| f::period(format::day(p.from()), format::day(p.to()))),
        state: state(kpi.meets_target()),
        rows: (sample > 0).then(|| address(kpi.key, COUNTED)),
        explained: Some(figure_href(kpi.key)),
    }
}

fn average(average: &Average) -> Figure {
    let sample = average.denominator();
    let period = average.period.filter(|_| sample > 0);
    let basis = match average.key {
        report::CYCLE => f::accepted_rows(sample as i64),
        _ => f::per_requirement(average.numerator(), sample),
    };
    Figure {
        value: average.value().map(|v| words::amount(average.key, v)),
        basis: (sample > 0).then_some(basis),
        target: words::average_target(average),
        period: period.map(|p| f::period(format::day(p.from()), format::day(p.to()))),
        state: state(average.meets_target()),
        rows: (sample > 0).then(|| address(average.key, COUNTED)),
        explained: Some(figure_href(average.key)),
    }
}

/// Every class of flagged rows, with its count and the way to the rows.
fn flags(all: All) -> AnyView {
    let classes = Memo::new(move |_| {
        all.with(|all| {
            let each = all.kpis.iter().flat_map(|kpi| {
                let flagged = kpi.flags.iter();
                flagged.map(|f| (kpi.key, f.flag, f.rows.len()))
            });
            each.collect::<Vec<_>>()
        })
    });
    let line = move |(key, flag, count): (&'static str, Flag, usize)| {
        let said = move || f::flag_count(words::flag(flag), format::number(count as f64));
        view! {
            <li>
                <a href=address(key, flag.as_str())>{said}</a>
                " "
                <span class="faint">{move || all.with(|all| words::figure(key, &all.within))}</span>
            </li>
        }
    };
    let shown = move || {
        view! {
            <details class="requirements-flags">
                <summary>{f::flagged}</summary>
                <ul class="plain">{classes.get().into_iter().map(line).collect_view()}</ul>
            </details>
        }
    };
    view! { <Show when=move || classes.with(|c| !c.is_empty())>{shown}</Show> }.into_any()
}
