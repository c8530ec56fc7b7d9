//! One figure explained: what it is computed from, the rows behind it, what was not counted and why.
//! Never in here: counting (`report`).

use leptos::prelude::*;

use super::figures::{COVERAGE, handling, period};
use super::{Desk, baselines, coverage_href, drill_link};
use crate::kpi::Average;
use crate::ledger::RecordId;
use crate::modules::drills::baselines::drill_behind;
use crate::modules::drills::report;
use crate::modules::drills::view::review::signed_percent;
use crate::modules::drills::view::words as say;
use crate::texts::format;
use crate::texts::review as t;
use crate::ui::{Button, Column, Fact, Facts, LinkButton, Look, Page, Section, Table, print};

pub fn page(desk: Desk, of: &str) -> AnyView {
    let speed = of.strip_prefix(report::HANDLING);
    let speed = speed.and_then(|speed| speed.strip_prefix('.')?.parse().ok());
    let back = move || coverage_href(desk);
    let actions = move || {
        view! {
            <LinkButton label=t::k_back icon=icondata::LuArrowLeft href=back />
            <Button
                label=t::print
                look=Look::Quiet
                icon=icondata::LuPrinter
                on_press=move |()| print()
            />
        }
    };
    match (speed, of) {
        (Some(speed), _) => view! {
            <Page title=move || t::k_handling(speed) actions=actions>
                {handled(desk, speed)}
            </Page>
        }
        .into_any(),
        (None, COVERAGE) => view! {
            <Page title=t::k_coverage actions=actions>
                {covered(desk)}
            </Page>
        }
        .into_any(),
        (None, _) => view! {
            <Page title=t::c_title actions=actions>
                <p class="faint">{t::r_gone}</p>
            </Page>
        }
        .into_any(),
    }
}

/// `2 ÷ 3 = 66.7 %`; of nothing there is no figure.
fn division(a: String, b: String, value: Option<String>) -> String {
    value.map_or_else(crate::texts::ui::no_data_yet, |value| {
        t::k_division(a, b, value)
    })
}

const CLASS: &str = "class";
const COUNT: &str = "count";
const DRILLS: &str = "drills";

fn covered(desk: Desk) -> AnyView {
    let coverage = Memo::new(move |_| desk.coverage());
    let computed = move || {
        coverage.get().map(|c| {
            let (a, b) = (c.drilled() as f64, c.classes.len() as f64);
            let value = c.share().map(|_| format::percent(a, b));
            division(format::number(a), format::number(b), value)
        })
    };
    let keys = move || {
        let classes = coverage.get().map(|c| c.classes).unwrap_or_default();
        classes.into_iter().map(|row| row.class).collect::<Vec<_>>()
    };
    let cell = move |(class, column): (String, &'static str)| {
        let shown = move || {
            let coverage = coverage.get()?;
            let row = coverage.classes.iter().find(|row| row.class == class)?;
            Some(match column {
                CLASS => say::class(&row.class).into_any(),
                COUNT => format::number(f64::from(row.count)).into_any(),
                _ if row.drills.is_empty() => t::c_open().into_any(),
                _ => {
                    let links = row.drills.iter().map(|id| drill_link(desk, id));
                    links.collect_view().into_any()
                }
            })
        };
        shown.into_any()
    };
    let columns = vec![
        Column::new(CLASS, t::c_class),
        Column::new(COUNT, t::c_count).numeric(),
        Column::new(DRILLS, t::c_drills),
    ];
    view! {
        <Section title=t::k_explain>
            <p>{move || t::k_coverage_formula(desk.often.get())}</p>
            <Facts>
                <Fact label=t::k_computed>{computed}</Fact>
                <Fact label=t::k_covers>{move || period(desk)}</Fact>
            </Facts>
        </Section>
        <Section title=t::k_rows>
            <Table caption=t::k_rows columns=columns rows=Signal::derive(keys) cell=cell />
        </Section>
    }
    .into_any()
}

fn handled(desk: Desk, speed: u32) -> AnyView {
    let average = Memo::new(move |_| handling(desk, speed));
    let computed = move || {
        average.with(|average| {
            let sum = format::duration(average.numerator());
            let rows = format::number(average.denominator() as f64);
            let mean = average.value().map(|ms| format::duration(ms as i64));
            division(sum, rows, mean)
        })
    };
    let baseline = move || {
        average.with(|average| match average.baseline {
            Some(b) => {
                let value = format::duration(b.value as i64);
                t::k_baseline_line(value, b.date, b.sample)
            }
            None => t::k_no_baseline(),
        })
    };
    let gain = move || {
        let gain = average.with(report::gain);
        gain.map_or_else(crate::texts::ui::no_data_yet, |gain| {
            t::k_gain(signed_percent(gain))
        })
    };
    view! {
        <Section title=t::k_explain>
            <p>{move || t::k_handling_formula(speed)}</p>
            <Facts>
                <Fact label=t::k_computed>{computed}</Fact>
                <Fact label=t::k_baseline>{baseline}</Fact>
                <Fact label=t::efficiency>{gain}</Fact>
                <Fact label=t::k_covers>{move || period(desk)}</Fact>
            </Facts>
        </Section>
        {rows(desk, average)}
        {not_counted(desk, average, speed)}
        {baselines::section(desk, speed)}
    }
    .into_any()
}

const DRILL: &str = "drill";
const TIME: &str = "time";

fn rows(desk: Desk, average: Memo<Average>) -> AnyView {
    let keys = move || {
        average.with(|average| {
            let rows = average.rows.iter();
            rows.map(|(drill, _)| drill.clone()).collect::<Vec<_>>()
        })
    };
    let cell = move |(id, column): (RecordId, &'static str)| {
        let shown = move || match column {
            DRILL => drill_link(desk, &id),
            _ => average
                .with(|average| {
                    let row = average.rows.iter().find(|(drill, _)| *drill == id);
                    row.map(|(_, time)| format::duration(*time))
                })
                .into_any(),
        };
        shown.into_any()
    };
    let columns = vec![
        Column::new(DRILL, t::drill),
        Column::new(TIME, t::handling).numeric(),
    ];
    view! {
        <Section title=t::k_rows>
            <Table caption=t::k_rows columns=columns rows=Signal::derive(keys) cell=cell />
        </Section>
    }
    .into_any()
}

/// Every drill of the period that is not in the figure, and why.
fn not_counted(desk: Desk, average: Memo<Average>, speed: u32) -> AnyView {
    let left = Memo::new(move |_| {
        let key = report::handling_key(speed);
        let before = desk.session.with(|ws| drill_behind(ws, &key));
        let inside = desk.inside();
        let known = |id: &RecordId| inside.iter().any(|outcome| outcome.drill == *id);
        let before = before.filter(known).map(|id| (id, true));
        let others = average.with(|average| average.not_due.clone());
        let others = others.into_iter().map(|id| (id, false));
        before.into_iter().chain(others).collect::<Vec<_>>()
    });
    let line = move |(id, is_baseline): (RecordId, bool)| {
        let why = match is_baseline {
            true => t::k_why_baseline(),
            false => t::k_why_speed(),
        };
        view! { <li>{drill_link(desk, &id)} <span class="faint">{why}</span></li> }
    };
    let lines = move || left.get().into_iter().map(line).collect_view();
    let shown = move || {
        view! {
            <Section title=t::k_not_counted>
                <ul class="drills-list">{lines}</ul>
            </Section>
        }
    };
    view! { <Show when=move || left.with(|left| !left.is_empty())>{shown}</Show> }.into_any()
}
