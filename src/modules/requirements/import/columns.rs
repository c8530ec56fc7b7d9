//! Each column of the table with its first cells, what it feeds, and what they read as; all correctable.
//! Never in here: guessing what a column is (`exchange::table::mapping`).

use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::exchange::table::mapping;
use crate::exchange::table::moment::DayOrder;
use crate::exchange::table::number::DecimalSign;
use crate::exchange::table::requirements::REQUIREMENTS;
use crate::exchange::table::{Cell, Kind, Reason};
use crate::texts;
use crate::texts::format;
use crate::ui::{Choice, Column, Section, SelectField, Table};

/// So many first cells of each column are shown.
const FIRST: usize = 3;

#[component]
pub fn Columns(desk: Desk) -> AnyView {
    let columns = vec![
        Column::new("header", texts::table::column),
        Column::new("target", texts::table::feeds),
        Column::new("cells", texts::table::first_cells),
        Column::new("read", texts::table::read_as),
    ];
    let rows = Signal::derive(move || {
        let count = desk
            .sheet
            .with(|sheet| sheet.as_ref().map_or(0, |s| s.columns));
        (0..count).collect::<Vec<usize>>()
    });
    let cell = move |(index, column): (usize, &'static str)| match column {
        "header" => (move || header(desk, index)).into_any(),
        "target" => feeds(desk, index),
        "cells" => (move || first_cells(desk, index).join(" · ")).into_any(),
        _ => (move || first_read(desk, index).join(" · ")).into_any(),
    };
    view! {
        <Section title=texts::table::columns>
            <p class="hint">{texts::table::columns_hint}</p>
            <Table caption=texts::table::columns columns=columns rows=rows cell=cell/>
        </Section>
    }
    .into_any()
}

/// The column's name, or its number where the table has no header row.
pub fn header(desk: Desk, index: usize) -> String {
    let name = desk
        .sheet
        .with(|sheet| sheet.as_ref().and_then(|s| s.header.get(index).cloned()));
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| texts::table::column_number(index + 1))
}

/// What it feeds and, where the cells leave it open, how they are meant.
fn feeds(desk: Desk, index: usize) -> AnyView {
    let of = move |read: fn(&mapping::Column) -> Option<String>| {
        desk.mapping
            .with(|m| m.as_ref().and_then(|m| m.columns.get(index)).and_then(read))
    };
    let target = Signal::derive(move || of(|column| column.target.clone()).unwrap_or_default());
    let targets = Signal::derive(|| {
        let all = REQUIREMENTS.targets.iter();
        all.map(|target| Choice::new(target.key, words::target(target.key)))
            .collect::<Vec<_>>()
    });
    let set = move |change: &dyn Fn(&mut mapping::Column)| {
        desk.mapping.update(|m| {
            if let Some(column) = m.as_mut().and_then(|m| m.columns.get_mut(index)) {
                change(column);
            }
        });
    };
    let asks = move |kind: fn(&Reason) -> bool| {
        desk.reading.with(|reading| {
            let findings = reading
                .as_ref()
                .map(|r| r.findings.list())
                .unwrap_or_default();
            findings
                .iter()
                .any(|f| f.column == Some(index) && kind(&f.reason))
        })
    };
    // A question stays in sight once it was answered, so that the answer can be changed.
    let order = Signal::derive(move || {
        of(|c| c.day_order.map(|o| words::day_order_key(o).into())).unwrap_or_default()
    });
    let asks_order = move || {
        !order.with(String::is_empty)
            || asks(|r| matches!(r, Reason::AskDayOrder { .. } | Reason::MixedDayOrder { .. }))
    };
    let decimal = Signal::derive(move || {
        of(|c| c.decimal.map(|d| words::decimal_key(d).into())).unwrap_or_default()
    });
    let asks_decimal =
        move || !decimal.with(String::is_empty) || asks(|r| matches!(r, Reason::AskDecimal { .. }));
    let set_order = move |value: String| {
        let order = match value.as_str() {
            "day" => Some(DayOrder::DayFirst),
            "month" => Some(DayOrder::MonthFirst),
            _ => None,
        };
        set(&|column| column.day_order = order);
    };
    let set_decimal = move |value: String| {
        let sign = match value.as_str() {
            "point" => Some(DecimalSign::Point),
            "comma" => Some(DecimalSign::Comma),
            _ => None,
        };
        set(&|column| column.decimal = sign);
    };
    view! {
        <SelectField
            label=move || texts::table::feeds_of(header(desk, index))
            unlabelled=true
            options=targets
            value=target
            empty=texts::table::left_out
            on_change=move |value: String| {
                desk.mapping.update(|m| {
                    if let Some(mapping) = m {
                        mapping.assign(index, Some(value.as_str()).filter(|key| !key.is_empty()));
                    }
                });
            }
        />
        <Show when=asks_order>
            <SelectField
                label=texts::table::day_order
                options=Signal::derive(words::day_orders)
                value=order
                on_change=set_order
            />
        </Show>
        <Show when=asks_decimal>
            <SelectField
                label=texts::table::decimal_sign
                options=Signal::derive(words::decimals)
                value=decimal
                on_change=set_decimal
            />
        </Show>
    }
    .into_any()
}

fn first_cells(desk: Desk, index: usize) -> Vec<String> {
    desk.sheet.with(|sheet| {
        let cells = sheet.iter().flat_map(|sheet| sheet.filled(index));
        cells
            .take(FIRST)
            .map(|cell| cell.chars().take(40).collect())
            .collect()
    })
}

/// The first readable cells as they would enter.
fn first_read(desk: Desk, index: usize) -> Vec<String> {
    let key = desk
        .mapping
        .with(|m| m.as_ref()?.columns.get(index)?.target.clone());
    let Some(target) = key.and_then(|key| REQUIREMENTS.target(&key)) else {
        return Vec::new();
    };
    if matches!(target.kind, Kind::Text) {
        return Vec::new();
    }
    desk.reading.with(|reading| {
        let entries = reading.iter().flat_map(|r| &r.entries);
        let cells = entries.filter_map(|entry| entry.cells.get(target.key));
        let shown = cells.filter_map(|cell| match cell {
            Cell::Moment(stated) => Some(format::exact(stated.at)),
            Cell::Number(text) => Some(text.clone()),
            Cell::Choice(word) => Some(words::priority(word)),
            Cell::Text(_) | Cell::Empty => None,
        });
        shown.take(FIRST).collect()
    })
}
