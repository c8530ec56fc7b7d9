//! Charts as inline pictures: a line over time, bars of counts. Each says in words what it shows and
//! has the table behind it. They know no domain; colours come from the sheet and never stand alone.
//!
//! Places are shares of the picture in percent and sizes are pixels, so that a chart fills any width
//! with its text undistorted. No styles in attributes: the page's policy forbids them.

use super::unique_id;
use crate::texts;
use leptos::prelude::*;

/// One point of a line. Without a value there is a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    pub label: String,
    pub value: Option<f64>,
    /// The value as the reader reads it.
    pub words: String,
    /// Whether it holds the target; `None` without one.
    pub holds: Option<bool>,
}

/// A value that a line is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub value: f64,
    /// Said below the picture.
    pub words: String,
    pub kind: LevelKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelKind {
    /// Dashed.
    Target,
    /// Dotted.
    Before,
}

impl LevelKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Target => "chart-target",
            Self::Before => "chart-before",
        }
    }
}

/// What a line chart draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub points: Vec<Point>,
    pub levels: Vec<Level>,
    /// Values of the scale with their words, from 0 up; the picture ends at the last.
    pub ticks: Vec<(f64, String)>,
}

/// One bar: how many, in words, and the way to what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    pub value: f64,
    pub words: String,
    pub href: Option<String>,
}

/// Where the scale begins and ends, in percent of the picture's height; below stand the labels.
const TOP: f64 = 7.0;
const BOTTOM: f64 = 84.0;
/// The height of a bar's row in pixels; the sheet says the same.
const ROW: usize = 28;
/// How far the longest bar reaches, in percent, so that its number fits behind it.
const REACH: f64 = 84.0;
/// How many labels stand below a line: as many as fit on a phone.
const LABELS: usize = 6;

/// The least of 1, 2, 5, 10, 20 … that is not below a value: where a scale ends well.
#[must_use]
pub fn ceiling(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let step = 10_f64.powf(value.log10().floor());
    let fits = [1.0, 2.0, 5.0, 10.0].map(|n| n * step).into_iter();
    // A value that is a step itself must not jump to the next by a rounding error.
    let mut fits = fits.filter(|end| *end >= value * (1.0 - 1e-9));
    fits.next().unwrap_or(value)
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share)
}

impl Line {
    /// How far up the scale a value stands, from 0 to 1.
    fn share(&self, value: f64) -> f64 {
        let end = self.ticks.last().map_or(1.0, |(end, _)| *end);
        (value / end).clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - self.share(value) * (BOTTOM - TOP)
    }

    fn x(&self, nth: usize) -> f64 {
        (nth as f64 + 0.5) / self.points.len().max(1) as f64 * 100.0
    }

    /// Whether a point's label stands below it: the last always, others where there is room.
    fn is_labelled(&self, nth: usize) -> bool {
        let count = self.points.len();
        let step = count.div_ceil(LABELS).max(1);
        (count - 1 - nth.min(count - 1)).is_multiple_of(step)
    }
}

/// A line over time with what it is held against; the children are the table behind it.
#[component]
pub fn LineChart(
    #[prop(into)] title: TextProp,
    /// What the picture shows, as sentences.
    #[prop(into)]
    said: TextProp,
    #[prop(into)] line: Signal<Line>,
    children: Children,
) -> AnyView {
    let picture = move || {
        line.with(|line| {
            view! {
                <g aria-hidden="true">{grid(line)} {levels(line)} {segments(line)} {points(line)}</g>
            }
        })
    };
    let scale = move || {
        line.with(|line| {
            let tick = |(value, words): &(f64, String)| {
                view! {
                    <text x="100%" y=percent(line.y(*value)) dy="4" text-anchor="end">
                        {words.clone()}
                    </text>
                }
            };
            line.ticks.iter().map(tick).collect_view()
        })
    };
    view! {
        <figure class="chart">
            <figcaption>{move || title.get()}</figcaption>
            <div class="chart-line">
                <svg class="chart-scale" aria-hidden="true">{scale}</svg>
                <svg class="chart-plot" role="img" aria-label=move || said.get()>{picture}</svg>
            </div>
            {move || line.with(legend)}
            {behind(children)}
        </figure>
    }
    .into_any()
}

/// A line as small as a word, for a table whose cells say the values: hidden from those who listen.
/// Nothing where there is no step to see.
#[must_use]
pub fn spark(line: &Line) -> Option<AnyView> {
    let known = |points: &[Point]| points.iter().filter(|p| p.value.is_some()).count();
    let last = line.points.iter().rposition(|p| p.value.is_some())?;
    if known(&line.points) < 2 {
        return None;
    }
    let y = |value: f64| percent(88.0 - line.share(value) * 76.0);
    let pairs = line.points.windows(2).enumerate();
    let segment = |(nth, pair): (usize, &[Point])| {
        let (from, to) = (pair.first()?.value?, pair.last()?.value?);
        let (x1, x2) = (percent(line.x(nth)), percent(line.x(nth + 1)));
        Some(view! { <line class="chart-segment" x1=x1 y1=y(from) x2=x2 y2=y(to) /> })
    };
    let end = line.points.get(last)?.value?;
    let segments = pairs.filter_map(segment).collect_view();
    Some(
        view! {
            <svg class="chart-spark" aria-hidden="true">
                {segments} <circle class="chart-point" cx=percent(line.x(last)) cy=y(end) r="3" />
            </svg>
        }
        .into_any(),
    )
}

fn behind(children: Children) -> AnyView {
    view! {
        <details class="chart-table">
            <summary>{texts::ui::as_table}</summary>
            {children()}
        </details>
    }
    .into_any()
}

fn grid(line: &Line) -> AnyView {
    let tick = |(value, _): &(f64, String)| {
        let y = percent(line.y(*value));
        view! { <line class="chart-grid" x1="0" x2="100%" y1=y.clone() y2=y /> }
    };
    line.ticks.iter().map(tick).collect_view().into_any()
}

fn levels(line: &Line) -> AnyView {
    let level = |level: &Level| {
        let y = percent(line.y(level.value));
        view! { <line class=level.kind.class() x1="0" x2="100%" y1=y.clone() y2=y /> }
    };
    line.levels.iter().map(level).collect_view().into_any()
}

/// From each point to the next; none across a gap.
fn segments(line: &Line) -> AnyView {
    let pairs = line.points.windows(2).enumerate();
    let segment = |(nth, pair): (usize, &[Point])| {
        let (from, to) = (pair.first()?.value?, pair.last()?.value?);
        Some(view! {
            <line
                class="chart-segment"
                x1=percent(line.x(nth))
                y1=percent(line.y(from))
                x2=percent(line.x(nth + 1))
                y2=percent(line.y(to))
            />
        })
    };
    pairs.filter_map(segment).collect_view().into_any()
}

fn points(line: &Line) -> AnyView {
    let point = |(nth, point): (usize, &Point)| {
        let x = line.x(nth);
        let anchor = match x {
            x if x > 90.0 => "end",
            x if x < 10.0 => "start",
            _ => "middle",
        };
        let at = match anchor {
            "end" => "100%".to_owned(),
            "start" => "0%".to_owned(),
            _ => percent(x),
        };
        let label = line.is_labelled(nth).then(|| {
            view! { <text x=at y="99%" text-anchor=anchor>{point.label.clone()}</text> }
        });
        let mark = point.value.map(|value| {
            let words = format!("{}: {}", point.label, point.words);
            view! {
                <svg x=percent(x) y=percent(line.y(value)) overflow="visible">
                    {mark(point.holds)}
                    <title>{words}</title>
                </svg>
            }
        });
        view! {
            {label}
            {mark}
        }
    };
    let all = line.points.iter().enumerate().map(point);
    all.collect_view().into_any()
}

/// A dot; an empty diamond where the target does not hold, so that shape says it as well as colour.
fn mark(holds: Option<bool>) -> AnyView {
    match holds {
        Some(false) => {
            view! { <path class="chart-point misses" d="M0 -5.5 5.5 0 0 5.5 -5.5 0z" /> }.into_any()
        }
        _ => view! { <circle class="chart-point" r="3.5" /> }.into_any(),
    }
}

/// What the marks and the lines across stand for.
fn legend(line: &Line) -> AnyView {
    let has = |wanted: bool| line.points.iter().any(|p| p.holds == Some(wanted));
    let state = |holds: bool, words: fn() -> String| {
        has(holds).then(|| {
            view! {
                <li>
                    <svg class="chart-key" viewBox="-10 -6 20 12" aria-hidden="true">
                        {mark(Some(holds))}
                    </svg>
                    {words}
                </li>
            }
        })
    };
    let level = |level: &Level| {
        view! {
            <li>
                <svg class="chart-key" viewBox="-10 -6 20 12" aria-hidden="true">
                    <line class=level.kind.class() x1="-10" x2="10" y1="0" y2="0" />
                </svg>
                {level.words.clone()}
            </li>
        }
    };
    view! {
        <ul class="chart-legend" role="list">
            {state(true, texts::ui::chart_holds)} {state(false, texts::ui::chart_misses)}
            {line.levels.iter().map(level).collect_view()}
        </ul>
    }
    .into_any()
}

/// Counts as bars, each leading to what it counts; the children are the table behind it.
#[component]
pub fn BarChart(
    #[prop(into)] title: TextProp,
    /// What the picture shows, as sentences.
    #[prop(into)]
    said: TextProp,
    #[prop(into)] bars: Signal<Vec<Bar>>,
    children: Children,
) -> AnyView {
    let id = unique_id();
    let titled = id.clone();
    let label = |bar: Bar| match bar.href {
        Some(href) => view! { <li><a href=href>{bar.label}</a></li> }.into_any(),
        None => view! { <li>{bar.label}</li> }.into_any(),
    };
    let labels = move || bars.get().into_iter().map(label).collect_view();
    let height = move || (bars.with(Vec::len) * ROW).to_string();
    view! {
        <figure class="chart">
            <figcaption id=id>{move || title.get()}</figcaption>
            <div class="chart-bars">
                <ul role="list" aria-labelledby=titled>{labels}</ul>
                <svg role="img" aria-label=move || said.get() height=height>
                    {move || bars.with(|bars| drawn(bars))}
                </svg>
            </div>
            {behind(children)}
        </figure>
    }
    .into_any()
}

fn drawn(bars: &[Bar]) -> AnyView {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let bar = |(nth, bar): (usize, &Bar)| {
        let top = nth * ROW;
        let share = if most > 0.0 { bar.value / most } else { 0.0 };
        let width = percent(share.clamp(0.0, 1.0) * REACH);
        view! {
            <rect class="chart-bar" x="0" y=top + 6 width=width.clone() height=ROW - 12 rx="2" />
            <text x=width y=top + ROW / 2 dx="6" dy="5">{bar.words.clone()}</text>
        }
    };
    let all = bars.iter().enumerate().map(bar).collect_view();
    view! { <g aria-hidden="true">{all}</g> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[Option<f64>]) -> Line {
        let point = |value: &Option<f64>| Point {
            value: *value,
            ..Point::default()
        };
        Line {
            points: values.iter().map(point).collect(),
            levels: Vec::new(),
            ticks: vec![(0.0, String::new()), (2.0, String::new())],
        }
    }

    #[test]
    fn a_scale_ends_at_the_next_round_value() {
        let ends = [0.3, 1.0, 1.1, 3.0, 7.0, 10.0, 12.0, 0.02].map(ceiling);
        assert_eq!(ends, [0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 20.0, 0.02]);
        assert_eq!([0.0, -1.0, f64::NAN, f64::INFINITY].map(ceiling), [1.0; 4]);
    }

    #[test]
    fn a_value_stands_between_the_ends_of_the_scale_whatever_it_is() {
        let line = line(&[Some(1.0)]);
        assert_eq!(line.y(0.0), BOTTOM);
        assert_eq!(line.y(2.0), TOP);
        assert_eq!(line.y(1.0), (TOP + BOTTOM) / 2.0);
        assert_eq!(line.y(9.0), TOP);
    }

    #[test]
    fn the_last_point_is_labelled_and_no_more_labels_stand_than_fit() {
        for count in [1, 2, 6, 7, 13, 240] {
            let line = line(&vec![None; count]);
            let labelled: Vec<usize> = (0..count).filter(|n| line.is_labelled(*n)).collect();
            assert_eq!(labelled.last(), Some(&(count - 1)));
            assert!(labelled.len() <= LABELS, "{count}: {labelled:?}");
        }
    }
}
