//! The whole drill as a strip: when the scenario had each inject, when it came, what each group met; and
//! the slider that moves along it. The lines below say the same in words.
//! Never in here: what happened (`review`).

use leptos::prelude::*;

use super::{Desk, words};
use crate::modules::drills::review::Review;
use crate::texts::review as t;
use crate::time::MINUTE;

/// Steps of the slider.
const STEPS: i64 = 1_000;
/// Pixels: the height of a lane and of the strip's lower edge.
const LANE: usize = 22;
const EDGE: usize = 6;

/// One mark on a lane, at a share of the drill in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    lane: usize,
    at: f64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Planned,
    Came,
    Met,
    Missed,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Picture {
    lanes: Vec<String>,
    marks: Vec<Mark>,
    /// Phases that began: where, and their names.
    says: String,
}

pub fn strip(desk: Desk, sought: RwSignal<Option<i64>>) -> AnyView {
    let picture = Memo::new(move |_| desk.get(picture).unwrap_or_default());
    let place = RwSignal::new(0_i64);
    let played = move |place: i64| {
        let end = desk.get(|review| review.at.played).unwrap_or_default();
        end * place / STEPS
    };
    let moved = move |text: String| {
        let to = text.parse().unwrap_or(0_i64).clamp(0, STEPS);
        place.set(to);
        sought.set(Some(untrack(|| played(to))));
    };
    let says = move || {
        let played = played(place.get());
        desk.get(|review| words::moment(review, clock(review, played)))
    };
    let drawn = move || drawing(picture.get());
    let cursor = move || format!("{:.2}%", place.get() as f64 / STEPS as f64 * 100.0);
    view! {
        <div class="review-strip">
            {drawn}
            <div class="review-track" aria-hidden="true">
                <span class="review-cursor" style:inset-inline-start=cursor></span>
            </div>
            <label>
                <span class="visually-hidden">{t::scrub}</span>
                <input
                    type="range"
                    min="0"
                    max=STEPS.to_string()
                    aria-valuetext=says
                    prop:value=move || place.get().to_string()
                    on:input=move |event| moved(event_target_value(&event))
                />
            </label>
            <p class="review-moment" aria-hidden="true">
                {says}
            </p>
        </div>
    }
    .into_any()
}

/// The scenario's clock at a moment: that of the line that stands there.
fn clock(review: &Review, played: i64) -> i64 {
    let place = review.entries.partition_point(|e| e.at.played <= played);
    let known = place.checked_sub(1).and_then(|nth| review.entries.get(nth));
    known.map_or(played, |entry| entry.at.clock + played - entry.at.played)
}

/// How long was played until a minute of the scenario's clock, when nothing but its own jumps is taken.
fn played_by(review: &Review, clock: i64) -> i64 {
    let jumps = review.source.scenario.jumps.iter();
    let passed = jumps.filter(|jump| i64::from(jump.to) * MINUTE <= clock);
    let passed: i64 = passed
        .map(|jump| i64::from(jump.to.saturating_sub(jump.at)) * MINUTE)
        .sum();
    clock - passed
}

fn picture(review: &Review) -> Picture {
    let end = review.at.played.max(1) as f64;
    let share = |played: i64| (played as f64 / end * 100.0).clamp(0.0, 100.0);
    let mut marks = Vec::new();
    let mut mark = |lane: usize, played: i64, kind: Kind| {
        let at = share(played);
        marks.push(Mark { lane, at, kind });
    };
    for placed in &review.placed {
        if let Some(planned) = placed.planned.map(|clock| played_by(review, clock)) {
            mark(0, planned, Kind::Planned);
        }
        if let Some(fired) = placed.fired {
            mark(1, fired.played, Kind::Came);
        }
    }
    for step in &review.steps {
        match (step.met, step.over) {
            (Some(met), _) => mark(2 + step.group, met.played, Kind::Met),
            (None, true) => mark(2 + step.group, step.limit, Kind::Missed),
            (None, false) => {}
        }
    }
    let groups = review.source.groups.iter().map(|group| group.name.clone());
    let lanes = [t::lane_planned(), t::lane_came()]
        .into_iter()
        .chain(groups);
    let came = review.placed.iter().filter(|p| p.fired.is_some()).count();
    let met = review
        .steps
        .iter()
        .filter(|step| step.met.is_some())
        .count();
    let due = review
        .steps
        .iter()
        .filter(|step| step.over)
        .count()
        .max(met);
    Picture {
        lanes: lanes.collect(),
        says: t::strip_says(came, review.injects.len(), met, due),
        marks,
    }
}

fn drawing(picture: Picture) -> AnyView {
    let height = picture.lanes.len() * LANE + EDGE;
    let lines = (0..picture.lanes.len()).map(|lane| {
        let y = lane * LANE + LANE / 2;
        view! { <line x1="0" x2="100%" y1=y y2=y></line> }
    });
    let marks = picture.marks.into_iter().map(drawn);
    let names = picture
        .lanes
        .into_iter()
        .map(|name| view! { <li>{name}</li> });
    view! {
        <ul class="review-lanes" aria-hidden="true">
            {names.collect_view()}
        </ul>
        <svg class="review-picture" role="img" aria-label=picture.says height=height width="100%">
            {lines.collect_view()}
            {marks.collect_view()}
        </svg>
    }
    .into_any()
}

fn drawn(mark: Mark) -> AnyView {
    let x = format!("{:.2}%", mark.at);
    let y = mark.lane * LANE + LANE / 2;
    match mark.kind {
        Kind::Planned => view! { <circle class="planned" cx=x cy=y r="4.5"></circle> }.into_any(),
        Kind::Came => view! { <circle class="came" cx=x cy=y r="5"></circle> }.into_any(),
        Kind::Met => view! { <circle class="met" cx=x cy=y r="5"></circle> }.into_any(),
        Kind::Missed => view! {
            <text class="missed" x=x y=y + 5 text-anchor="middle">
                "✕"
            </text>
        }
        .into_any(),
    }
}
