//! The list: figures, drafts, filters kept in the address, rows.
//! Never in here: what a filter or an order means (`model`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::import;
use super::super::model::{self, DraftRow, Due, Filter, Order, Row, arrange};
use super::clocks::limit_cell;
use super::desk::{Desk, find};
use super::figures::Rows;
use super::{behind, figures, limits_href, new_href, words};
use crate::ledger::RecordId;
use crate::records::party;
use crate::records::requirement::{Direction, Priority};
use crate::records::stage::Stage;
use crate::session::Place;
use crate::texts::requirements as t;
use crate::texts::{self, format};
use crate::ui::{
    Badge, CheckField, Choice, Column, Empty, FilterBar, LinkButton, Look, Page, Section,
    SelectField, Sort, State, Table, When,
};

pub fn page(desk: Desk, place: Place) -> AnyView {
    let rows = desk.rows;
    let none = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let actions = move || {
        view! {
            <LinkButton label=t::stated_limits href=limits_href look=Look::Quiet />
            <LinkButton label=texts::table::title href=import::href icon=icondata::LuFileUp />
            <LinkButton label=t::new href=new_href look=Look::Primary icon=icondata::LuPlus />
        }
    };
    let all = figures::counted(desk, rows);
    let body = move || match none.get() {
        true => view! {
            <Empty title=t::empty hint=t::empty_hint icon=icondata::LuClipboardList>
                <LinkButton label=t::new href=new_href icon=icondata::LuPlus />
                <LinkButton label=texts::table::title href=import::href icon=icondata::LuFileUp />
                <LinkButton
                    label=texts::shell::exchange
                    href="#/exchange"
                    icon=icondata::LuFolderOpen
                />
            </Empty>
        }
        .into_any(),
        false => view! {
            {figures::figures(all)}
            {filtered(desk, place, rows)}
        }
        .into_any(),
    };
    view! { <Page title=t::title actions=actions>{drafts(desk)} {body}</Page> }.into_any()
}

fn drafts(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.read(model::drafts));
    let line = move |draft: DraftRow| {
        let title = match draft.title.is_empty() {
            true => t::untitled(),
            false => draft.title,
        };
        let (words, state) = match draft.missing {
            0 => (t::draft_complete(), State::Good),
            n => (t::draft_missing(n as i64), State::Plain),
        };
        view! {
            <li>
                <a href=desk.session.href(&draft.id)>{title}</a>
                <span class="faint">{draft.partner_name}</span>
                <Badge state=state label=words />
            </li>
        }
    };
    let shown = move || {
        let lines = all.get().into_iter().map(line).collect_view();
        view! {
            <Section title=t::drafts>
                <p class="hint">{t::drafts_private}</p>
                <ul class="plain requirements-drafts">{lines}</ul>
            </Section>
        }
    };
    view! { <Show when=move || all.with(|all| !all.is_empty())>{shown}</Show> }.into_any()
}

/// The filter the address asks for.
fn asked(place: Place, only: Memo<Option<Vec<RecordId>>>) -> Filter {
    Filter {
        text: place.value("q"),
        stage: Stage::parse(&place.value("stage")),
        partner: RecordId::parse(&place.value("partner")),
        direction: Direction::parse(&place.value("direction")),
        due: Due::parse(&place.value("due")),
        open_only: !place.value("open").is_empty(),
        only: only.get(),
    }
}

const FILTERS: [&str; 9] = [
    "q",
    "stage",
    "partner",
    "direction",
    "due",
    "open",
    "figure",
    "rows",
    "month",
];

fn filtered(desk: Desk, place: Place, rows: Rows) -> AnyView {
    let behind = behind::behind(desk, place, rows);
    let filter = Memo::new(move |_| asked(place, behind));
    let sort = Memo::new(move |_| match place.value("sort") {
        text if text.is_empty() => Sort::parse(Order::default().as_str()),
        text => Sort::parse(&text),
    });
    let shown = Memo::new(move |_| {
        let order = sort.with(|sort| Order::parse(&sort.column).unwrap_or_default());
        let descending = sort.with(|sort| sort.descending);
        // Only what is asked by its limit changes while nobody writes.
        let now = match filter.with(|f| f.due.is_some()) {
            true => desk.minute.get(),
            false => desk.minute.get_untracked(),
        };
        rows.with(|rows| {
            let places = filter.with(|f| arrange(rows, f, order, descending, now));
            let found = places.into_iter().filter_map(|place| rows.get(place));
            found.map(|row| row.id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let active = move || filter.with(|f| *f != Filter::default());
    let clear = move || FILTERS.iter().for_each(|key| place.set_query(key, ""));
    let nothing = move || shown.with(Vec::is_empty);
    view! {
        {behind::line(place, rows)}
        <FilterBar
            search=Signal::derive(move || place.value("q"))
            on_search=move |text: String| place.set_query("q", &text)
            active=Signal::derive(active)
            on_clear=move |()| clear()
            shown=Signal::derive(move || shown.with(Vec::len))
            all=Signal::derive(move || rows.with(|rows| rows.len()))
        >
            {filters(desk, place, rows)}
        </FilterBar>
        {table(desk, rows, shown, sort, place)}
        <Show when=nothing>
            <Empty title=t::nothing_shown hint=t::nothing_shown_hint icon=icondata::LuSearchX />
        </Show>
    }
    .into_any()
}

fn select(
    place: Place,
    key: &'static str,
    label: fn() -> String,
    empty: fn() -> String,
    options: Signal<Vec<Choice>>,
) -> AnyView {
    view! {
        <SelectField
            label=label
            empty=empty
            options=options
            value=Signal::derive(move || place.value(key))
            on_change=move |value: String| place.set_query(key, &value)
        />
    }
    .into_any()
}

fn filters(desk: Desk, place: Place, rows: Rows) -> AnyView {
    let stages = || Stage::ALL.map(|s| Choice::new(s.as_str(), words::stage(Some(s))));
    let directions = || Direction::ALL.map(|d| Choice::new(d.as_str(), words::direction(d)));
    let dues = || Due::ALL.map(|d| Choice::new(d.as_str(), words::due(d)));
    let partners = Memo::new(move |_| {
        rows.with(|rows| {
            let ids: BTreeSet<&RecordId> = rows.iter().filter_map(|r| r.partner.as_ref()).collect();
            ids.into_iter().cloned().collect::<Vec<_>>()
        })
    });
    let named = move || {
        let name = |id: RecordId| {
            let name = desk.session.with(|ws| party::short_name_of(ws, &id));
            Choice::new(id.as_str(), name)
        };
        partners.get().into_iter().map(name).collect::<Vec<_>>()
    };
    view! {
        {select(place, "stage", t::stage, t::all_stages, Signal::derive(move || stages().to_vec()))}
        {select(place, "partner", t::partner, t::all_partners, Signal::derive(named))}
        {select(
            place,
            "direction",
            t::direction,
            t::all_directions,
            Signal::derive(move || directions().to_vec()),
        )}
        {select(place, "due", t::limits, t::all_limits, Signal::derive(move || dues().to_vec()))}
        <CheckField
            label=t::open_only
            checked=Signal::derive(move || !place.value("open").is_empty())
            on_change=move |on: bool| place.set_query("open", if on { "1" } else { "" })
        />
    }
    .into_any()
}

fn table(
    desk: Desk,
    rows: Rows,
    shown: Memo<Vec<RecordId>>,
    sort: Memo<Sort>,
    place: Place,
) -> AnyView {
    let columns = vec![
        Column::new("title", t::name).sortable(),
        Column::new("partner", t::partner).sortable(),
        Column::new("stage", t::stage).sortable(),
        Column::new("due", t::next_limit).sortable(),
        Column::new("needed_by", t::needed_by).sortable(),
        Column::new("quantity", t::quantity).numeric(),
        Column::new("priority", t::priority).sortable(),
        Column::new("submitted", t::submitted_at).sortable(),
    ];
    let cell = move |(id, column): (RecordId, &'static str)| cell(desk, rows, id, column);
    view! {
        <Table
            caption=t::title
            columns=columns
            rows=shown
            cell=cell
            sort=sort
            on_sort=move |sort: Sort| place.set_query("sort", &sort.text())
            href=move |id: RecordId| desk.session.href(&id)
        />
    }
    .into_any()
}

fn cell(desk: Desk, rows: Rows, id: RecordId, column: &'static str) -> AnyView {
    if column == "due" {
        let awaited = Memo::new(move |_| rows.with(|rows| find(rows, &id)?.awaited()));
        return limit_cell(desk, awaited);
    }
    let inside = move |row: &Row| match column {
        "title" => title(row),
        "partner" => row.partner_name.clone().into_any(),
        "stage" => {
            let (label, state) = words::standing(&row.course);
            view! {
                <Badge state=state label=label />
                " "
                {row.course.shelved.map(|_| words::shelved())}
            }
            .into_any()
        }
        "needed_by" => row.needed_by.map(|at| view! { <When at=at /> }).into_any(),
        "submitted" => row
            .submitted()
            .map(|at| view! { <When at=at /> })
            .into_any(),
        "quantity" => amount(row).into_any(),
        _ => priority(row.priority),
    };
    (move || rows.with(|rows| find(rows, &id).map(inside))).into_any()
}

fn title(row: &Row) -> AnyView {
    let name = match row.title.is_empty() {
        true => t::untitled(),
        false => row.title.clone(),
    };
    let marked = row.marked;
    view! {
        <span>{name}</span>
        " "
        <span class="faint requirements-label">{row.id.label()}</span>
        {marked.then(|| view! { <Badge state=State::Warn label=t::marked /> })}
    }
    .into_any()
}

fn amount(row: &Row) -> Option<String> {
    let quantity = format::number(row.quantity?);
    Some(format!("{quantity} {}", row.unit).trim().to_owned())
}

fn priority(priority: Priority) -> AnyView {
    match priority {
        Priority::Urgent => {
            view! { <Badge state=State::Bad label=move || words::priority(priority) /> }.into_any()
        }
        Priority::High => {
            view! { <Badge state=State::Warn label=move || words::priority(priority) /> }.into_any()
        }
        Priority::Low | Priority::Normal => words::priority(priority).into_any(),
    }
}
