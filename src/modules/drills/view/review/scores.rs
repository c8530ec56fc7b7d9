//! The score of a drill by group, role and phase, with the ranking.
//! Never in here: what an answer is worth (`score`).

use leptos::prelude::*;

use super::{Desk, none, words};
use crate::modules::drills::report::Points;
use crate::modules::drills::view::words as say;
use crate::texts::format;
use crate::texts::review as t;
use crate::ui::{Column, Section, Table};

/// One row of a table of points.
#[derive(Clone, PartialEq)]
struct Row {
    name: String,
    points: Points,
    rank: usize,
    stars: Option<(u32, u32)>,
}

const NAME: &str = "name";
const RANK: &str = "rank";
const POINTS: &str = "points";
const MOST: &str = "most";
const SHARE: &str = "share";
const STARS: &str = "stars";

pub fn section(desk: Desk) -> AnyView {
    let any = Memo::new(move |_| desk.get(|r| r.outcome.most > 0 || r.outcome.points != 0));
    let shown = move || {
        let groups = Memo::new(move |_| groups(desk));
        let roles = Memo::new(move |_| roles(desk));
        let phases = Memo::new(move |_| phases(desk));
        view! {
            <div class="review-scores">
                <div class="review-ranking">
                    {table(t::ranking, t::group, groups.into(), true)}
                </div>
                <div>
                    <h3>{t::by_role}</h3>
                    {table(t::by_role, t::role, roles.into(), false)}
                </div>
                <div>
                    <h3>{t::by_phase}</h3>
                    {table(t::by_phase, t::phase, phases.into(), false)}
                </div>
            </div>
        }
    };
    view! {
        <Section title=t::score>
            <Show when=move || any.get() == Some(true) fallback=none(t::no_score)>
                {shown}
            </Show>
        </Section>
    }
    .into_any()
}

fn groups(desk: Desk) -> Vec<Row> {
    let rows = desk.get(|review| {
        let stars = review.stars();
        let rows = review
            .ranking()
            .into_iter()
            .map(|(rank, group, points)| Row {
                name: review.group(group).to_owned(),
                points,
                rank,
                stars: stars.get(group).copied(),
            });
        rows.collect()
    });
    rows.unwrap_or_default()
}

fn plain(name: String, points: Points) -> Row {
    Row {
        name,
        points,
        rank: 0,
        stars: None,
    }
}

fn roles(desk: Desk) -> Vec<Row> {
    let rows = desk.get(|review| {
        let scenario = &review.source.scenario;
        let all = review.by_role.iter();
        all.map(|(role, points)| plain(say::role(scenario, role), *points))
            .collect()
    });
    rows.unwrap_or_default()
}

fn phases(desk: Desk) -> Vec<Row> {
    let rows = desk.get(|review| {
        let named = |id: &str| {
            let mut all = review.source.scenario.phases.iter();
            let phase = all.find(|phase| phase.id == id);
            phase.map_or_else(t::no_phase, |phase| say::text(&phase.title))
        };
        let all = review.by_phase.iter();
        all.map(|(phase, points)| plain(named(phase), *points))
            .collect()
    });
    rows.unwrap_or_default()
}

fn table(
    caption: fn() -> String,
    name: fn() -> String,
    rows: Signal<Vec<Row>>,
    ranked: bool,
) -> AnyView {
    let mut columns = vec![Column::new(NAME, name)];
    if ranked {
        columns.push(Column::new(RANK, t::rank).numeric());
    }
    columns.push(Column::new(POINTS, t::points).numeric());
    columns.push(Column::new(MOST, t::most).numeric());
    columns.push(Column::new(SHARE, t::share).numeric());
    if ranked {
        columns.push(Column::new(STARS, t::stars).numeric());
    }
    let places = Signal::derive(move || (0..rows.with(Vec::len)).collect::<Vec<usize>>());
    let cell = move |(nth, column): (usize, &'static str)| {
        (move || rows.with(|rows| rows.get(nth).map(|row| words_of(row, column)))).into_any()
    };
    view! { <Table caption=caption columns=columns rows=places cell=cell /> }.into_any()
}

fn words_of(row: &Row, column: &str) -> String {
    let number = |n: i64| format::number(n as f64);
    match column {
        NAME => row.name.clone(),
        RANK => row.rank.to_string(),
        POINTS => number(row.points.points),
        MOST => number(row.points.most),
        SHARE => words::share(row.points),
        _ => row.stars.map_or_else(
            || format::NO_FIGURE.to_owned(),
            |(mean, count)| {
                let mean = format::number(f64::from(mean) / 100.0);
                t::stars_of(i64::from(count), mean)
            },
        ),
    }
}
