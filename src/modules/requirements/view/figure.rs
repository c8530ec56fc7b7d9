//! One figure: its value, how it came about, month by month, and every part with its rows.
//! Never in here: counting (`report`), the rows themselves (the list shows them).

use leptos::prelude::*;

use super::super::behind::{Behind, HITS, MISSES, NOT_DUE};
use super::super::granted::granted;
use super::desk::Desk;
use super::figure_words::{self as words, KEYS};
use super::figures::{All, Counted, Rows, counted};
use super::words::allows;
use super::{baselines, behind, charts, figures_href, limits_href, overview};
use crate::kpi::{Flag, Flagged};
use crate::records::party;
use crate::texts::figures as f;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{
    Button, Column, Empty, Fact, Facts, LinkButton, Look, Page, Section, Table, print,
};

pub fn page(desk: Desk, key: &str) -> AnyView {
    let Some(key) = KEYS.into_iter().find(|known| *known == key) else {
        return unknown();
    };
    let rows = desk.rows;
    let all = counted(desk, rows);
    let actions = move || {
        view! {
            <LinkButton label=f::all_figures href=figures_href look=Look::Quiet />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Quiet
                on_press=move |()| print()
            />
        }
    };
    let title = move || all.with(|all| words::figure(key, &all.within));
    let is_average = all.with_untracked(|all| all.average(key).is_some());
    view! {
        <Page title=title actions=actions>
            {head(all, key)}
            <div class="requirements-explained">
                <Section title=f::explain>{explained(desk, rows, all, key)}</Section>
                <Section title=f::trend>{charts::trend(desk, rows, all, key)}</Section>
            </div>
            <Section title=f::parts>{parts(all, key)}</Section>
            {is_average.then(|| baselines::section(desk, all, key))}
        </Page>
    }
    .into_any()
}

fn unknown() -> AnyView {
    view! {
        <Page title=f::title>
            <Empty title=f::unknown hint=f::lead icon=icondata::LuFileQuestion>
                <LinkButton label=f::all_figures href=figures_href />
            </Empty>
        </Page>
    }
    .into_any()
}

/// The value, large, with its target and whether it holds.
fn head(all: All, key: &'static str) -> AnyView {
    let figure = Memo::new(move |_| all.with(|all| all.figure(key)).unwrap_or_default());
    let none = move || figure.with(|figure| figure.value.is_none());
    let value = move || figure.with(|f| f.value.clone()).unwrap_or_else(f::no_data);
    let target = move || {
        let target = figure.with(|figure| figure.target.clone());
        target.map_or_else(f::no_target, crate::texts::ui::target)
    };
    let change = move || {
        let change = all.with(|all| words::change(all.average(key)?))?;
        Some(view! { <span>{f::against(change)}</span> })
    };
    view! {
        <div class="requirements-figure">
            <p class="kpi-value" class:faint=none>{value}</p>
            <p class="kpi-basis">
                {move || figure.with(overview::standing)} <span>{target}</span> {change}
                <span>{move || figure.with(|figure| figure.basis.clone())}</span>
            </p>
        </div>
    }
    .into_any()
}

fn explained(desk: Desk, rows: Rows, all: All, key: &'static str) -> AnyView {
    let period = move || {
        let figure = all.with(|all| all.figure(key));
        figure.and_then(|f| f.period).unwrap_or_else(f::no_rows)
    };
    let computed = move || all.with(|all| computed(all, key));
    let is_average = all.with_untracked(|all| all.average(key).is_some());
    let baseline = move || {
        let baseline = all.with(|all| all.average(key)?.baseline);
        baseline.map_or_else(f::baseline_none, |b| {
            let value = words::amount(key, b.value);
            f::baseline_line(value, i64::from(b.sample), b.date)
        })
    };
    view! {
        <p>{move || all.with(|all| words::formula(key, &all.within))}</p>
        <Facts>
            <Fact label=f::computed>{computed}</Fact>
            <Fact label=f::covers>{period}</Fact>
            <Fact label=f::as_of_now>{move || format::instant(desk.minute.get())}</Fact>
            {is_average.then(|| view! { <Fact label=f::baseline>{baseline}</Fact> })}
        </Facts>
        {limits(desk, rows, key)}
    }
    .into_any()
}

/// "37 ÷ 40 = 92.5 %"; of nothing there is no figure.
fn computed(all: &Counted, key: &str) -> String {
    let equals = |division: String, value: Option<String>| match value {
        Some(value) => f::equals(division, value),
        None => f::no_data(),
    };
    let value = all.figure(key).and_then(|figure| figure.value);
    if let Some(kpi) = all.share(key) {
        let number = |n: usize| format::number(n as f64);
        let division = f::share_of(number(kpi.numerator()), number(kpi.denominator()));
        return equals(division, value);
    }
    all.average(key).map_or_else(f::no_data, |average| {
        let sum = words::amount(key, average.numerator() as f64);
        let rows = format::number(average.denominator() as f64);
        equals(f::average_of(sum, rows), value)
    })
}

/// The limits that the rows were really given, by who answers.
fn limits(desk: Desk, rows: Rows, key: &'static str) -> Option<AnyView> {
    let clock = words::clock_of(key)?;
    let given = Memo::new(move |_| rows.with(|rows| granted(rows, &desk.me.get(), clock)));
    let lines = move || {
        let line = |given: super::super::granted::Granted| {
            let name = given.party.as_ref();
            let name = name.map(|id| desk.session.with(|ws| party::short_name_of(ws, id)));
            let name = name.unwrap_or_else(f::between_others);
            let limit = allows(given.allowance, name.clone());
            view! { <li>{f::limit_line(given.rows as i64, name, limit)}</li> }
        };
        given.get().into_iter().map(line).collect_view()
    };
    let shown = move || {
        view! {
            <div>
                <h3>{f::limits_given}</h3>
                <ul class="requirements-given">{lines}</ul>
                <a href=limits_href>{t::stated_limits}</a>
            </div>
        }
    };
    Some(view! { <Show when=move || given.with(|g| !g.is_empty())>{shown}</Show> }.into_any())
}

const PART: &str = "part";
const ROWS: &str = "rows";
const WHY: &str = "why";

/// Every part that has rows: how many, whether they count, and the way to them.
fn parts(all: All, key: &'static str) -> AnyView {
    let sizes = Memo::new(move |_| all.with(|all| sizes(all, key)));
    let keys = move || sizes.with(|sizes| sizes.iter().map(|(part, _)| *part).collect::<Vec<_>>());
    let none = move || sizes.with(Vec::is_empty);
    let cell = move |(part, column): (&'static str, &'static str)| match column {
        PART => (move || words::part(key, part)).into_any(),
        ROWS => {
            let size = move |all: &Vec<(&str, usize)>| {
                let found = all.iter().find(|(known, _)| *known == part);
                found.map(|(_, size)| format::number(*size as f64))
            };
            (move || sizes.with(size)).into_any()
        }
        _ => (move || words::why(key, part)).into_any(),
    };
    let href = move |part: &'static str| {
        behind::href(&Behind {
            figure: key.into(),
            part: part.into(),
            month: None,
        })
    };
    let columns = || {
        vec![
            Column::new(PART, f::part),
            Column::new(ROWS, f::rows).numeric(),
            Column::new(WHY, f::reason),
        ]
    };
    let table = move || {
        view! {
            <div class="requirements-parts-of">
                <Table
                    caption=f::parts
                    columns=columns()
                    rows=Signal::derive(keys)
                    cell=cell
                    href=href
                />
            </div>
        }
    };
    view! {
        <Show when=none fallback=table>
            <p class="faint">{f::no_rows}</p>
        </Show>
    }
    .into_any()
}

fn sizes(all: &Counted, key: &str) -> Vec<(&'static str, usize)> {
    let flagged = |flags: &[Flagged]| {
        let each = flags.iter().map(|f| (f.flag.as_str(), f.rows.len()));
        let mut each: Vec<_> = each.collect();
        each.sort_by_key(|(name, _)| Flag::ALL.iter().position(|flag| flag.as_str() == *name));
        each
    };
    let (parts, flags) = match (all.share(key), all.average(key)) {
        (Some(kpi), _) => (
            [kpi.hits.len(), kpi.misses.len(), kpi.not_due.len()],
            flagged(&kpi.flags),
        ),
        (None, Some(average)) => {
            let hits = average.rows.iter().filter(|(_, amount)| *amount > 0);
            let hits = hits.count();
            (
                [hits, average.rows.len() - hits, average.not_due.len()],
                flagged(&average.flags),
            )
        }
        (None, None) => return Vec::new(),
    };
    let parts = [HITS, MISSES, NOT_DUE].into_iter().zip(parts);
    parts.chain(flags).filter(|(_, size)| *size > 0).collect()
}
