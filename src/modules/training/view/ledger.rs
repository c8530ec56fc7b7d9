//! The yearly ledger: averages, everybody's hours against what the year asks for, as a table and as CSV.
//! Never in here: counting (`report`).

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;

use super::super::credit::{Hours, TARGET, Year};
use super::super::report::{Line, PerHead};
use super::super::table::csv;
use super::desk::{Desk, Lines};
use super::{figures, person_href, ways, words};
use crate::ledger::RecordId;
use crate::records::person::Layer;
use crate::session::{Place, outside};
use crate::texts::format;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{
    Badge, Button, Choice, Column, Empty, FilterBar, LinkButton, Look, Page, Progress, Section,
    SelectField, Sort, State, Table, print, toast,
};

/// The year the address asks for, else this one.
pub fn year_of(desk: Desk, place: Place) -> Memo<Year> {
    Memo::new(move |_| {
        let asked: Option<i64> = place.value("year").parse().ok();
        asked.map_or_else(|| Year::of(desk.today.get()), Year)
    })
}

/// Chooses a year: this one and five before, and the next, for which trainings are planned.
pub fn year_field(desk: Desk, place: Place, year: Memo<Year>) -> AnyView {
    let options = move || {
        let this = Year::of(desk.today.get()).0;
        let all = (this - 5..=this + 1).rev();
        all.map(|year| Choice::new(year.to_string(), year.to_string()))
            .collect::<Vec<_>>()
    };
    view! {
        <SelectField
            label=t::year
            options=Signal::derive(options)
            value=Signal::derive(move || year.get().0.to_string())
            on_change=move |value: String| place.set_query("year", &value)
        />
    }
    .into_any()
}

/// What the ledger is filtered by, besides words and layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Only {
    Short,
    Gap,
    Refresh,
    BelowStandard,
}

impl Only {
    const ALL: [Self; 4] = [Self::Short, Self::Gap, Self::Refresh, Self::BelowStandard];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Gap => "gap",
            Self::Refresh => "refresh",
            Self::BelowStandard => "below",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Short => t::only_short(),
            Self::Gap => t::only_gap(),
            Self::Refresh => t::only_refresh(),
            Self::BelowStandard => t::only_below(),
        }
    }

    fn holds(self, line: &Line) -> bool {
        match self {
            Self::Short => !line.is_reached(),
            Self::Gap => line.gap().0 > 0,
            Self::Refresh => !line.refreshes.is_empty(),
            Self::BelowStandard => line.lacks.as_ref().is_some_and(|l| !l.is_empty()),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filter {
    text: String,
    layer: Option<Layer>,
    only: Option<&'static str>,
}

fn filter_of(place: Place) -> Filter {
    let only = place.value("only");
    Filter {
        text: place.value("q").trim().to_lowercase(),
        layer: Layer::parse(&place.value("layer")),
        only: Only::ALL
            .into_iter()
            .map(Only::as_str)
            .find(|key| *key == only),
    }
}

fn fits(filter: &Filter, line: &Line) -> bool {
    let only = Only::ALL
        .into_iter()
        .find(|o| Some(o.as_str()) == filter.only);
    (filter.text.is_empty() || line.name.to_lowercase().contains(&filter.text))
        && filter.layer.is_none_or(|layer| line.layer == layer)
        && only.is_none_or(|only| only.holds(line))
}

pub fn page(desk: Desk, place: Place) -> AnyView {
    let year = year_of(desk, place);
    let lines = desk.lines(move || year.get());
    let filter = Memo::new(move |_| filter_of(place));
    let sort = Memo::new(move |_| Sort::parse(&place.value("sort")));
    let shown = Memo::new(move |_| {
        let (filter, sort) = (filter.get(), sort.get());
        lines.with(|lines| arranged(lines, &filter, &sort))
    });
    let save = move |()| save(desk, lines, shown, year.get_untracked());
    let actions = move || {
        view! {
            <Button label=t::save_table icon=icondata::LuDownload look=Look::Quiet on_press=save />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Quiet
                on_press=move |()| print()
            />
        }
    };
    let clear = move |()| {
        ["q", "layer", "only"]
            .iter()
            .for_each(|key| place.set_query(key, ""))
    };
    let title = move || t::ledger_of(year.get().0);
    let waits = move || desk.book.with(Option::is_none);
    view! {
        <Page title=title actions=actions>
            {ways("")}
            <Show
                when=move || !waits()
                fallback=|| view! { <Progress label=t::counting done=None /> }
            >
                {averages(desk, lines)}
            </Show>
            {unknown(desk)}
            <FilterBar
                search=Signal::derive(move || place.value("q"))
                on_search=move |text: String| place.set_query("q", &text)
                active=Signal::derive(move || filter.with(|f| *f != Filter::default()))
                on_clear=clear
                shown=Signal::derive(move || shown.with(Vec::len))
                all=Signal::derive(move || lines.with(|l| l.len()))
            >
                {year_field(desk, place, year)}
                {selects(place)}
            </FilterBar>
            <div class="training-ledger">{table(lines, shown, sort, place)}</div>
            <Show when=move || !waits() && shown.with(Vec::is_empty)>
                <Empty title=t::nobody_shown hint=t::nobody_shown_hint icon=icondata::LuUsers />
            </Show>
            <details class="training-rule">
                <summary>{t::rule}</summary>
                <p class="hint">{t::rule_text}</p>
            </details>
        </Page>
    }
    .into_any()
}

fn selects(place: Place) -> AnyView {
    let onlys = || {
        Only::ALL
            .map(|o| Choice::new(o.as_str(), o.words()))
            .to_vec()
    };
    view! {
        <SelectField
            label=t::layer
            empty=t::all_layers
            options=Signal::derive(words::layers)
            value=Signal::derive(move || place.value("layer"))
            on_change=move |value: String| place.set_query("layer", &value)
        />
        <SelectField
            label=t::show_only
            empty=t::all_people
            options=Signal::derive(onlys)
            value=Signal::derive(move || place.value("only"))
            on_change=move |value: String| place.set_query("only", &value)
        />
    }
    .into_any()
}

/// The people to show, in the order to show them.
fn arranged(lines: &[Line], filter: &Filter, sort: &Sort) -> Vec<RecordId> {
    let mut found: Vec<&Line> = lines.iter().filter(|l| fits(filter, l)).collect();
    match sort.column.as_str() {
        "hours" => found.sort_by_key(|l| l.hours),
        "gap" => found.sort_by_key(|l| l.gap()),
        "forecast" => found.sort_by_key(|l| l.forecast),
        "layer" => found.sort_by_key(|l| l.layer),
        "refresh" => found.sort_by_key(|l| Reverse(l.refreshes.len())),
        "standard" => found.sort_by_key(|l| l.lacks.as_ref().map(Vec::len)),
        // They come by name.
        _ => {}
    }
    if sort.descending {
        found.reverse();
    }
    found.into_iter().map(|l| l.person.clone()).collect()
}

fn table(lines: Lines, shown: Memo<Vec<RecordId>>, sort: Memo<Sort>, place: Place) -> AnyView {
    let columns = vec![
        Column::new("name", t::person).sortable(),
        Column::new("layer", t::layer).sortable(),
        Column::new("hours", t::hours_of_required)
            .sortable()
            .numeric(),
        Column::new("forecast", t::forecast).sortable().numeric(),
        Column::new("gap", t::gap).sortable().numeric(),
        Column::new("categories", t::by_category),
        Column::new("refresh", t::to_refresh).sortable().numeric(),
        Column::new("standard", t::standard).sortable(),
    ];
    // Looked up by id, not searched for: each cell of a row reads its line.
    let places = Memo::new(move |_| {
        lines.with(|lines| {
            let each = lines.iter().enumerate();
            let map: std::collections::BTreeMap<RecordId, usize> =
                each.map(|(at, line)| (line.person.clone(), at)).collect();
            Arc::new(map)
        })
    });
    let cell = move |(id, column): (RecordId, &'static str)| {
        let inside = move || {
            let at = places.with(|places| places.get(&id).copied())?;
            lines.with(|lines| lines.get(at).map(|line| cell(line, column)))
        };
        inside.into_any()
    };
    view! {
        <Table
            caption=t::title
            columns=columns
            rows=shown
            cell=cell
            sort=sort
            on_sort=move |sort: Sort| place.set_query("sort", &sort.text())
            href=move |id: RecordId| person_href(&id)
        />
    }
    .into_any()
}

fn cell(line: &Line, column: &'static str) -> AnyView {
    match column {
        "name" => line.name.clone().into_any(),
        "layer" => words::layer(line.layer).into_any(),
        "hours" => {
            let reached = line.is_reached();
            let amount = t::of(
                words::hours(line.hours),
                words::lacking(line.required.hours()),
            );
            let state = if reached { State::Good } else { State::Warn };
            view! { <Badge state=state label=amount /> }.into_any()
        }
        "forecast" => words::hours(line.forecast).into_any(),
        "gap" if line.gap().0 == 0 => format::NO_FIGURE.into_any(),
        "gap" => words::lacking(line.gap()).into_any(),
        "categories" => by_category(line).into_any(),
        "refresh" if line.refreshes.is_empty() => format::NO_FIGURE.into_any(),
        "refresh" => format::number(line.refreshes.len() as f64).into_any(),
        _ => {
            let (state, label): (State, fn() -> String) = match &line.lacks {
                None => (State::Unknown, t::no_standard),
                Some(lacks) if lacks.is_empty() => (State::Good, t::at_standard),
                Some(_) => (State::Warn, t::below_standard),
            };
            view! { <Badge state=state label=label /> }.into_any()
        }
    }
}

fn by_category(line: &Line) -> String {
    let each = line.by_category.iter();
    let parts: Vec<String> = each
        .map(|(category, hours)| format!("{} {}", words::category(*category), words::hours(*hours)))
        .collect();
    parts.join(" · ")
}

/// The plan's figure is an average: of the firm, and of each layer.
fn averages(desk: Desk, lines: Lines) -> AnyView {
    let row = move |layer: Option<Layer>| {
        let head = lines.with(|lines| {
            let own = lines
                .iter()
                .filter(|l| layer.is_none_or(|layer| l.layer == layer));
            PerHead::of(own)
        });
        let value = head.value()?;
        let name = layer.map_or_else(t::whole_firm, words::layer);
        // Rounded down, as one person's hours are.
        let shown = Hours((value * 1_000.0).floor() as i64);
        let state = match head.meets_target() {
            Some(true) => State::Good,
            _ => State::Warn,
        };
        let amount = t::of(words::hours(shown), format::number(TARGET as f64));
        Some(view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="num">{t::people_count(head.people as i64)}</td>
                <td class="num"><Badge state=state label=amount /></td>
            </tr>
        })
    };
    let rows = move || {
        let layers = Layer::ALL.into_iter().map(Some);
        let all = std::iter::once(None).chain(layers);
        all.filter_map(row).collect_view()
    };
    view! {
        <Section title=t::averages>
            <div class="training-head">
                <table class="training-averages">
                    <thead>
                        <tr>
                            <th scope="col">{t::group}</th>
                            <th scope="col" class="num">
                                {t::people}
                            </th>
                            <th scope="col" class="num">
                                {t::per_head}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {figures::cards(desk, lines)}
            </div>
            <p class="training-figures">
                <LinkButton
                    label=t::nav_figures
                    href=|| super::view_href("figures")
                    look=Look::Quiet
                    icon=icondata::LuChartLine
                />
            </p>
        </Section>
    }
    .into_any()
}

/// Names in drills that nobody was credited for.
fn unknown(desk: Desk) -> AnyView {
    let count = move || {
        desk.book
            .with(|b| b.as_ref().map_or(0, |b| b.unknown.len()))
    };
    view! {
        <Show when=move || { count() > 0 }>
            <p class="hint">
                {move || t::unknown_seats(count() as i64)} " "
                <a href=super::view_href("external")>{t::unknown_seats_way}</a>
            </p>
        </Show>
    }
    .into_any()
}

/// What is shown as a table for spreadsheets.
fn save(desk: Desk, lines: Lines, shown: Memo<Vec<RecordId>>, year: Year) {
    let ids = shown.get_untracked();
    let lines = lines.get_untracked();
    let plain = |hours: Hours| format!("{:.3}", hours.value());
    let mut rows: Vec<Vec<String>> = vec![
        [
            t::person(),
            t::layer(),
            t::joined(),
            t::left(),
            t::required(),
            t::hours(),
            t::forecast(),
            t::gap(),
        ]
        .into_iter()
        .chain(super::super::model::Category::ALL.map(words::category))
        .chain([t::to_refresh(), t::standard()])
        .collect(),
    ];
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let find = |id: &RecordId| lines.iter().find(|l| l.person == *id);
    for line in ids.iter().filter_map(find) {
        let courses = desk.session.with_untracked(|ws| {
            let each = line.refreshes.iter();
            let names = each.map(|r| super::super::model::course_name(ws, &r.course));
            names.collect::<Vec<_>>()
        });
        let standard = match &line.lacks {
            None => String::new(),
            Some(lacks) if lacks.is_empty() => t::at_standard(),
            Some(_) => t::below_standard(),
        };
        let head = [
            line.name.clone(),
            words::layer(line.layer),
            day(line.joined),
            day(line.left),
            plain(line.required.hours()),
            plain(line.hours),
            plain(line.forecast),
            plain(line.gap()),
        ];
        let categories = super::super::model::Category::ALL.map(|category| {
            let hours = line.by_category.get(&category).copied();
            plain(hours.unwrap_or_default())
        });
        let tail = [format::list(&courses), standard];
        rows.push(head.into_iter().chain(categories).chain(tail).collect());
    }
    let name = format!("training-{}.csv", year.0);
    outside::save_file(&name, "text/csv", csv(&rows).as_bytes());
    toast::say(t::table_saved(rows.len() as i64 - 1));
}
