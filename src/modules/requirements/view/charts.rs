//! The figures over time and the rows by stage and age, as charts with their tables.
//! Never in here: drawing (`ui::chart`), counting (`trend`).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::behind::{AGEING, Behind, COUNTED, FUNNEL};
use super::super::trend::{self, Known, Month, Monthly};
use super::desk::Desk;
use super::figure_words as figures;
use super::figures::{All, Counted, Rows};
use super::{behind, month_words, words};
use crate::kpi::Target;
use crate::texts::figures as f;
use crate::texts::format;
use crate::ui::chart::{Bar, BarChart, Level, LevelKind, Line, LineChart, Point, ceiling, spark};
use crate::ui::{Column, Table};

pub type Months = Memo<Arc<Vec<Monthly>>>;

/// One month of one figure, in the unit of the scale.
struct Read {
    value: Option<f64>,
    words: String,
    holds: Option<bool>,
    basis: String,
}

fn read(monthly: &Monthly, key: &str) -> Option<Read> {
    if let Some(kpi) = monthly.shares.iter().find(|kpi| kpi.key == key) {
        let (hits, sample) = (kpi.numerator() as f64, kpi.denominator() as f64);
        return Some(Read {
            value: kpi.share(),
            words: format::percent(hits, sample),
            holds: kpi.meets_target(),
            basis: f::share_of(format::number(hits), format::number(sample)),
        });
    }
    let average = monthly.averages.iter().find(|a| a.key == key)?;
    let value = average.value();
    let words = value.map(|value| figures::amount(key, value));
    let sum = figures::amount(key, average.numerator() as f64);
    Some(Read {
        value: value.map(|value| value / figures::unit(key)),
        words: words.unwrap_or_else(|| format::NO_FIGURE.into()),
        holds: average.meets_target(),
        basis: f::average_of(sum, format::number(average.denominator() as f64)),
    })
}

pub fn months(desk: Desk, rows: Rows) -> Months {
    Memo::new(move |_| {
        let (joins, partners) = (desk.joins.get(), desk.partners.get());
        let (now, zone) = (desk.minute.get(), desk.zone.get());
        Arc::new(desk.session.with(|ws| {
            let known = Known {
                ws,
                joins: &joins,
                partners: &partners,
                now,
            };
            rows.with(|rows| trend::trend(rows, known, &zone))
        }))
    })
}

/// A figure month by month, with its target and its baseline across.
pub fn trend(desk: Desk, rows: Rows, all: All, key: &'static str) -> AnyView {
    let months = months(desk, rows);
    let any = move || {
        let has = |month: &Monthly| read(month, key).is_some_and(|r| r.value.is_some());
        months.with(|months| months.iter().any(has))
    };
    let drawn = Signal::derive(move || {
        let levels = all.with(|all| levels(all, key));
        months.with(|months| line(months, levels, key))
    });
    let title = move || all.with(|all| f::trend_of(figures::figure(key, &all.within)));
    let said = move || {
        let target = all.with(|all| all.figure(key)?.target);
        let said = months.with(|months| told(months, key));
        let target = target.map(f::trend_target);
        [said, target.unwrap_or_default()].join(" ")
    };
    let shown = move || {
        view! {
            <LineChart title=title said=said line=drawn>
                {table(months, key)}
            </LineChart>
        }
    };
    let nothing = move || view! { <p class="faint">{f::trend_none}</p> };
    view! {
        <Show when=any fallback=nothing>
            {shown()}
        </Show>
    }
    .into_any()
}

/// The same as small as a word.
pub fn glance(months: Months, key: &'static str) -> AnyView {
    let shown = move || months.with(|months| spark(&line(months, Vec::new(), key)));
    shown.into_any()
}

fn line(months: &[Monthly], levels: Vec<Level>, key: &str) -> Line {
    let point = |month: &Monthly| {
        let read = read(month, key)?;
        Some(Point {
            label: month_words(month.month),
            value: read.value,
            words: read.words,
            holds: read.holds,
        })
    };
    let points: Vec<Point> = months.iter().filter_map(point).collect();
    let is_share = months
        .iter()
        .any(|month| month.shares.iter().any(|kpi| kpi.key == key));
    let ends = match is_share {
        true => 1.0,
        false => {
            let levels = levels.iter().map(|level| level.value);
            let values = points.iter().filter_map(|point| point.value);
            ceiling(values.chain(levels).fold(0.0, f64::max))
        }
    };
    let words = |value: f64| match is_share {
        true => format::percent(value, 1.0),
        false => figures::amount(key, value * figures::unit(key)),
    };
    Line {
        points,
        levels,
        ticks: [0.0, ends / 2.0, ends].map(|v| (v, words(v))).to_vec(),
    }
}

/// The target, and the baseline where there is one.
fn levels(all: &Counted, key: &str) -> Vec<Level> {
    if let Some(kpi) = all.share(key) {
        let percent = kpi.target.map(|target| match target {
            Target::AtLeast(percent) | Target::AtMost(percent) => f64::from(percent),
        });
        let words = figures::share_target(kpi).unwrap_or_default();
        let target = percent.map(|percent| Level {
            value: percent / 100.0,
            words: f::level_target(words),
            kind: LevelKind::Target,
        });
        return target.into_iter().collect();
    }
    let average = all.average(key);
    let Some((average, before)) = average.and_then(|a| Some((a, a.baseline?.value))) else {
        return Vec::new();
    };
    let unit = figures::unit(key);
    let left = |percent: u32| before * f64::from(100_u32.saturating_sub(percent)) / 100.0;
    let target = average.reduce_by.map(|percent| Level {
        value: left(percent) / unit,
        words: f::level_target(figures::amount(key, left(percent))),
        kind: LevelKind::Target,
    });
    let baseline = Level {
        value: before / unit,
        words: f::level_baseline(figures::amount(key, before)),
        kind: LevelKind::Before,
    };
    target.into_iter().chain([baseline]).collect()
}

/// What the line shows, in a sentence.
fn told(months: &[Monthly], key: &str) -> String {
    let each = |month: &Monthly| Some((month.month, read(month, key)?));
    let all: Vec<(Month, Read)> = months.iter().filter_map(each).collect();
    let known = || all.iter().filter(|(_, read)| read.value.is_some());
    let by_value = |a: &&(Month, Read), b: &&(Month, Read)| {
        let (a, b) = (a.1.value.unwrap_or(0.0), b.1.value.unwrap_or(0.0));
        a.total_cmp(&b)
    };
    let words = |found: Option<&(Month, Read)>| found.map(|(_, read)| read.words.clone());
    let (Some((from, _)), Some((to, _))) = (all.first(), all.last()) else {
        return f::trend_none();
    };
    let missing = all.len() - known().count();
    f::trend_said(
        month_words(*from),
        month_words(*to),
        words(known().next_back()).unwrap_or_default(),
        words(known().min_by(by_value)).unwrap_or_default(),
        words(known().max_by(by_value)).unwrap_or_default(),
        match missing {
            0 => String::new(),
            n => f::trend_gaps(n as i64),
        },
    )
}

const MONTH: &str = "month";
const VALUE: &str = "value";
const COUNT: &str = "counted";
const ROWS: &str = "rows";

fn table(months: Months, key: &'static str) -> AnyView {
    let keys = move || months.with(|months| months.iter().map(|m| m.month).collect::<Vec<_>>());
    let cell = move |(month, column): (Month, &'static str)| {
        let read = move || {
            months.with(|months| {
                let monthly = months.iter().find(|m| m.month == month)?;
                read(monthly, key)
            })
        };
        match column {
            MONTH => (move || month_words(month)).into_any(),
            VALUE => (move || read().map(|read| read.words)).into_any(),
            COUNT => (move || read().map(|read| read.basis)).into_any(),
            _ => {
                let to = Behind {
                    figure: key.into(),
                    part: COUNTED.into(),
                    month: Some(month),
                };
                let there = move || read().is_some_and(|read| read.value.is_some());
                let link = move || {
                    there().then(|| view! { <a href=behind::href(&to)>{f::rows_of_month}</a> })
                };
                link.into_any()
            }
        }
    };
    let columns = vec![
        Column::new(MONTH, f::month),
        Column::new(VALUE, f::value).numeric(),
        Column::new(COUNT, f::counted).numeric(),
        Column::new(ROWS, f::rows),
    ];
    view! {
        <Table
            caption=f::trend
            columns=columns
            rows=Signal::derive(keys)
            cell=cell
        />
    }
    .into_any()
}

/// How many requirements came how far; each bar leads to them.
pub fn funnel(rows: Rows) -> AnyView {
    let bars = move || {
        let stages = rows.with(|rows| trend::funnel(rows));
        let bar = |(stage, rows): (crate::records::stage::Stage, Vec<_>)| {
            let label = words::stage(Some(stage));
            bar(label, rows.len(), FUNNEL, stage.as_str().to_owned())
        };
        stages.into_iter().map(bar).collect()
    };
    bar_chart(f::funnel, words_of_stage, bars)
}

fn words_of_stage() -> String {
    crate::texts::requirements::stage()
}

/// How long the open requirements have been open; each bar leads to them.
pub fn ageing(desk: Desk, rows: Rows) -> AnyView {
    let bars = move || {
        let buckets = rows.with(|rows| trend::ageing(rows, desk.minute.get()));
        let bar = |bucket: trend::Bucket| {
            let label = figures::age(bucket.from_days);
            let part = bucket.from_days.to_string();
            bar(label, bucket.rows.len(), AGEING, part)
        };
        buckets.into_iter().map(bar).collect()
    };
    bar_chart(f::ageing, f::age, bars)
}

fn bar(label: String, count: usize, figure: &str, part: String) -> Bar {
    let to = Behind {
        figure: figure.into(),
        part,
        month: None,
    };
    Bar {
        label,
        value: count as f64,
        words: format::number(count as f64),
        href: (count > 0).then(|| behind::href(&to)),
    }
}

fn bar_chart(
    title: fn() -> String,
    of: fn() -> String,
    bars: impl Fn() -> Vec<Bar> + Send + Sync + 'static,
) -> AnyView {
    let bars = Memo::new(move |_| bars());
    let said = move || {
        let each = |bar: &Bar| f::bar_said(bar.label.clone(), bar.words.clone());
        let all = bars.with(|bars| bars.iter().map(each).collect::<Vec<_>>());
        format::list(&all)
    };
    let keys = move || bars.with(|bars| (0..bars.len()).collect::<Vec<usize>>());
    let cell = move |(nth, column): (usize, &'static str)| {
        let bar = move || bars.with(|bars| bars.get(nth).cloned());
        match column {
            MONTH => (move || bar().map(|bar| bar.label)).into_any(),
            _ => {
                let count = move || {
                    bar().map(|bar| match bar.href {
                        Some(href) => view! { <a href=href>{bar.words}</a> }.into_any(),
                        None => bar.words.into_any(),
                    })
                };
                count.into_any()
            }
        }
    };
    let columns = vec![Column::new(MONTH, of), Column::new(ROWS, f::rows).numeric()];
    view! {
        <BarChart title=title said=said bars=bars>
            <Table caption=title columns=columns rows=Signal::derive(keys) cell=cell />
        </BarChart>
    }
    .into_any()
}
