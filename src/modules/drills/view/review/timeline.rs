//! Expected against actual on one timeline: a strip of the whole drill to move along, and its lines.
//! Never in here: what a line says (`line`), what happened when (`review`).

use std::sync::Arc;

use leptos::prelude::*;

use super::correct::{self, Draft};
use super::line::{self, OUTCOME, WAYS, WHAT, WHEN, WHO};
use super::{Desk, strip};
use crate::modules::drills::review::{About, Entry, Review, group_of};
use crate::texts::review as t;
use crate::ui::{Button, Choice, Column, Section, SelectField, Table};

const ONLY: &str = "only";
const GROUP: &str = "group";

const INJECTS: &str = "injects";
const EXPECTED: &str = "expected";
const SAID: &str = "said";
const CORRECTED: &str = "corrected";

pub fn section(desk: Desk) -> AnyView {
    let rows = Memo::new(move |_| {
        let (only, group) = (desk.place.value(ONLY), desk.place.value(GROUP));
        desk.get(|review| rows(review, &only, &group))
            .unwrap_or_default()
    });
    let draft = RwSignal::new(None::<Draft>);
    // By `played`: where the strip was moved to.
    let sought = RwSignal::new(None::<i64>);
    let goto = Memo::new(move |_| {
        let played = sought.get()?;
        desk.get(|review| {
            rows.with(|rows| {
                let before = |nth: &usize| {
                    let entry = review.entries.get(*nth);
                    entry.is_some_and(|entry| entry.at.played < played)
                };
                rows.partition_point(before)
                    .min(rows.len().saturating_sub(1))
            })
        })
    });
    let add = move || {
        view! {
            <Button
                label=t::add
                icon=icondata::LuPlus
                on_press=move || draft.set(Some(Draft::new()))
            />
        }
    };
    view! {
        <Section title=t::timeline actions=add>
            <p class="hint">{t::timeline_hint}</p>
            {strip::strip(desk, sought)}
            {filters(desk, rows)}
            {table(desk, rows, goto.into(), draft)}
            {correct::dialog(desk, draft)}
        </Section>
    }
    .into_any()
}

/// The lines to show, as places in the review's entries.
fn rows(review: &Review, only: &str, group: &str) -> Vec<usize> {
    let all = review.entries.iter().enumerate();
    let fits = all.filter(|(_, entry)| fits(review, entry, only) && is_of(review, entry, group));
    fits.map(|(nth, _)| nth).collect()
}

fn fits(review: &Review, entry: &Entry, only: &str) -> bool {
    match (only, entry.about) {
        (INJECTS, about) => matches!(
            about,
            About::Came(_) | About::Left(_) | About::Closed(_) | About::Ended
        ),
        (EXPECTED, about) => matches!(about, About::Came(_) | About::Turned(_)),
        (SAID, about) => matches!(about, About::Said(_)),
        (CORRECTED, About::Said(nth)) => review.kept.get(nth).is_some_and(|k| k.is_corrected()),
        (CORRECTED, _) => false,
        _ => true,
    }
}

/// What is about no group in particular is about each.
fn is_of(review: &Review, entry: &Entry, group: &str) -> bool {
    if group.is_empty() {
        return true;
    }
    let own = match entry.about {
        About::Said(nth) => {
            let kept = review.kept.get(nth);
            kept.and_then(|kept| group_of(kept.counts.as_ref().unwrap_or(&kept.said)))
        }
        About::Turned(nth) => {
            let step = review.steps.get(nth);
            let group = step.and_then(|step| review.source.groups.get(step.group));
            group.map(|group| group.id.as_str())
        }
        _ => None,
    };
    own.is_none_or(|own| own == group)
}

fn filters(desk: Desk, rows: Memo<Vec<usize>>) -> AnyView {
    let only = || {
        vec![
            Choice::new("", t::only_all()),
            Choice::new(INJECTS, t::only_injects()),
            Choice::new(EXPECTED, t::only_expected()),
            Choice::new(SAID, t::only_said()),
            Choice::new(CORRECTED, t::only_corrected()),
        ]
    };
    let groups = move || {
        let known = desk.get(|review| review.source.groups.clone());
        let known = known.unwrap_or_default().into_iter();
        let all = std::iter::once(Choice::new("", t::all_groups()));
        all.chain(known.map(|group| Choice::new(group.id, group.name)))
            .collect()
    };
    let place = desk.place;
    view! {
        <div class="review-filters">
            <SelectField
                label=t::only
                options=Signal::derive(only)
                value=Signal::derive(move || place.value(ONLY))
                on_change=move |key: String| place.set_query(ONLY, &key)
            />
            <SelectField
                label=t::group
                options=Signal::derive(groups)
                value=Signal::derive(move || place.value(GROUP))
                on_change=move |key: String| place.set_query(GROUP, &key)
            />
            <p class="hint" aria-live="polite">
                {move || t::shown(rows.with(Vec::len) as i64)}
            </p>
        </div>
    }
    .into_any()
}

fn table(
    desk: Desk,
    rows: Memo<Vec<usize>>,
    goto: Signal<Option<usize>>,
    draft: RwSignal<Option<Draft>>,
) -> AnyView {
    let columns = vec![
        Column::new(WHEN, t::when),
        Column::new(WHAT, t::what),
        Column::new(WHO, t::who),
        Column::new(OUTCOME, t::outcome),
        Column::new(WAYS, t::ways),
    ];
    let cell = move |(nth, column): (usize, &'static str)| {
        let shown = move || {
            let review: Arc<Review> = desk.read.get()?;
            let entry = review.entries.get(nth)?;
            Some(line::cell(desk, &review, entry, column, draft))
        };
        shown.into_any()
    };
    view! {
        <div class="review-timeline">
            <Table
                caption=t::timeline
                columns=columns
                rows=rows
                cell=cell
                goto=goto
            />
        </div>
    }
    .into_any()
}
