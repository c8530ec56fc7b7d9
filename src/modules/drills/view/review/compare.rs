//! This drill beside the others of its class: handling time at equal speed, score, what was missed.
//! Never in here: which can be compared (`report`).

use std::sync::Arc;

use leptos::prelude::*;

use super::reading::{self, Beside};
use super::{Desk, href, none};
use crate::ledger::RecordId;
use crate::modules::drills::model::Drill;
use crate::modules::drills::report::{Outcome, compare};
use crate::texts::format;
use crate::texts::review as t;
use crate::ui::{Badge, Column, Section, State, Table};

/// One drill as the table shows it.
#[derive(Clone, PartialEq)]
struct Row {
    outcome: Outcome,
    /// How much more efficient than the one before: 0.25 is a quarter more in the same time.
    gain: Option<f64>,
    /// Whether it can be compared with this one.
    alike: bool,
    is_this: bool,
}

const TITLE: &str = "title";
const HELD: &str = "held";
const SPEED: &str = "speed";
const HANDLING: &str = "handling";
const GAIN: &str = "gain";
const MISSED: &str = "missed";
const SHARE: &str = "share";

pub fn section(desk: Desk) -> AnyView {
    let all = reading::outcomes(desk.session, Beside::Like(desk.id()));
    let rows = Memo::new(move |_| {
        all.get()
            .map(|all| rows(&all, &desk.id()))
            .unwrap_or_default()
    });
    let several = move || rows.with(|rows| rows.len() > 1);
    let shown = move || {
        view! {
            <p class="hint">{t::compare_hint}</p>
            {table(desk, rows)}
        }
    };
    view! {
        <Section title=t::compare>
            <Show when=several fallback=none(t::compare_none)>
                {shown}
            </Show>
            <p class="hint">{t::compare_real}</p>
        </Section>
    }
    .into_any()
}

/// Every drill beside this one, the latest first.
fn rows(all: &Arc<Vec<Outcome>>, this: &RecordId) -> Vec<Row> {
    let Some(own) = all.iter().find(|outcome| outcome.drill == *this) else {
        return Vec::new();
    };
    let row = |outcome: &Outcome| {
        let before = compare(outcome, all).before.and_then(Outcome::handling);
        let gain = before.zip(outcome.handling()).filter(|(_, now)| *now > 0);
        Row {
            gain: gain.map(|(before, now)| before as f64 / now as f64 - 1.0),
            alike: own.speed.is_some() && outcome.speed == own.speed,
            is_this: outcome.drill == own.drill,
            outcome: outcome.clone(),
        }
    };
    all.iter().rev().map(row).collect()
}

fn table(desk: Desk, rows: Memo<Vec<Row>>) -> AnyView {
    let columns = vec![
        Column::new(TITLE, t::drill),
        Column::new(HELD, t::held_on),
        Column::new(SPEED, t::speed).numeric(),
        Column::new(HANDLING, t::handling).numeric(),
        Column::new(GAIN, t::efficiency).numeric(),
        Column::new(MISSED, t::missed).numeric(),
        Column::new(SHARE, t::score).numeric(),
    ];
    let keys = move || rows.with(|rows| rows.iter().map(|r| r.outcome.drill.clone()).collect());
    let cell = move |(id, column): (RecordId, &'static str)| {
        let shown = move || {
            rows.with(|rows| {
                let row = rows.iter().find(|row| row.outcome.drill == id)?;
                Some(cell(desk, row, column))
            })
        };
        shown.into_any()
    };
    let this = desk.id();
    view! {
        <div class="review-compare">
            <Table
                caption=t::compare
                columns=columns
                rows=Signal::derive(keys)
                cell=cell
                href=|drill: RecordId| href(&drill, "review")
                current=Signal::stored(Some(this))
            />
        </div>
    }
    .into_any()
}

fn cell(desk: Desk, row: &Row, column: &str) -> AnyView {
    let outcome = &row.outcome;
    match column {
        TITLE => {
            let title = desk.session.with(|ws| {
                let drill = Drill::find(ws, &outcome.drill);
                drill.map(|drill| drill.title().into_owned())
            });
            let mark = (!row.alike && !row.is_this)
                .then(|| view! { <Badge state=State::Unknown label=t::not_compared /> });
            let own = row
                .is_this
                .then(|| view! { <Badge state=State::Plain label=t::this_one /> });
            view! {
                <span>{title}</span>
                " "
                {mark}
                {own}
            }
            .into_any()
        }
        HELD => format::instant(outcome.started).into_any(),
        SPEED => match outcome.speed {
            Some(speed) => t::speed_of(speed),
            None => t::speed_mixed(),
        }
        .into_any(),
        HANDLING => {
            let time = outcome.handling().map(format::duration);
            time.unwrap_or_else(|| format::NO_FIGURE.to_owned())
                .into_any()
        }
        GAIN => gain_words(row).into_any(),
        MISSED => format::number(outcome.missed as f64).into_any(),
        _ => format::percent(outcome.points as f64, outcome.most as f64).into_any(),
    }
}

fn gain_words(row: &Row) -> String {
    match row.gain {
        Some(gain) => signed_percent(gain),
        None => format::NO_FIGURE.to_owned(),
    }
}

/// `+45 %`, `−10 %`, as the language writes shares.
pub fn signed_percent(share: f64) -> String {
    let sign = if share < 0.0 { "−" } else { "+" };
    format!("{sign}{}", format::percent(share.abs(), 1.0))
}
