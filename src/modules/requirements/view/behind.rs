//! The list as the rows behind a figure: which rows the address asks for, and the line that says so.
//! Never in here: which rows stand behind what (`behind` of the module).

use std::sync::Arc;

use leptos::prelude::*;

use super::super::behind::{AGEING, Behind, COUNTED, FUNNEL, HITS, MISSES, NOT_DUE};
use super::super::granted::Within;
use super::super::trend::{Known, Month};
use super::desk::Desk;
use super::figure_words as words;
use super::figures::Rows;
use super::{SLUG, figure_href, figures_href, month_words};
use crate::ledger::RecordId;
use crate::session::{Place, Target};
use crate::texts::figures as f;

/// What the address asks for; reactive.
fn asked(place: Place) -> Behind {
    Behind {
        figure: place.value("figure"),
        part: place.value("rows"),
        month: Month::parse(&place.value("month")),
    }
}

/// The address of the rows.
pub fn href(behind: &Behind) -> String {
    let month = behind.month.map(|month| month.to_string());
    Target::page(SLUG)
        .with("figure", &behind.figure)
        .with("rows", &behind.part)
        .with("month", &month.unwrap_or_default())
        .href()
}

/// The rows the address asks for, sorted; `None` where it names no figure.
pub fn behind(desk: Desk, place: Place, rows: Rows) -> Memo<Option<Vec<RecordId>>> {
    Memo::new(move |_| {
        let asked = asked(place);
        if asked.figure.is_empty() {
            return None;
        }
        let (joins, partners) = (desk.joins.get(), desk.partners.get());
        let (now, zone) = (desk.minute.get(), desk.zone.get());
        desk.session.with(|ws| {
            let known = Known {
                ws,
                joins: &joins,
                partners: &partners,
                now,
            };
            rows.with(|rows| asked.rows(rows, known, &zone))
        })
    })
}

/// Says which figure the rows stand behind, and leads to its other parts and its explanation.
pub fn line(place: Place, rows: Rows) -> AnyView {
    let within = Memo::new(move |_| Arc::new(rows.with(|rows| Within::of(rows))));
    let shown = move || {
        let asked = asked(place);
        let figure = within.with(|within| words::figure(&asked.figure, within));
        let mut part = words::part(&asked.figure, &asked.part);
        if let Some(month) = asked.month {
            part = crate::texts::format::list(&[part, f::in_month(month_words(month))]);
        }
        view! {
            <div class="banner plain requirements-behind">
                <div class="banner-body">
                    <p>{f::rows_behind(figure, part)}</p>
                    <div class="actions">{ways(&asked)}</div>
                </div>
            </div>
        }
    };
    view! { <Show when=move || !place.value("figure").is_empty()>{shown}</Show> }.into_any()
}

fn ways(asked: &Behind) -> AnyView {
    let bars = [FUNNEL, AGEING].contains(&asked.figure.as_str());
    let parts: &[&str] = match bars {
        true => &[],
        false => &[COUNTED, HITS, MISSES, NOT_DUE],
    };
    let part = |part: &&str| {
        let to = Behind {
            part: (*part).to_owned(),
            ..asked.clone()
        };
        let here = (to.part == asked.part).then_some("true");
        view! {
            <a class="button quiet" href=href(&to) aria-current=here>
                {words::part(&asked.figure, part)}
            </a>
        }
    };
    let explained = match bars {
        true => figures_href(),
        false => figure_href(&asked.figure),
    };
    view! {
        {parts.iter().map(part).collect_view()}
        <a class="button quiet" href=explained>
            {if bars { f::all_figures() } else { f::explain() }}
        </a>
    }
    .into_any()
}
