//! The timeline: injects on lanes, moved by mouse and by keys; those that only a choice leads to beside.
//! Never in here: where a minute stands (`axis`), the form of an inject.

use leptos::prelude::*;

use super::desk::Desk;
use super::{found, inject};
use crate::modules::drills::authoring::{add_inject, remove_inject, shift};
use crate::modules::drills::axis::{Axis, Lane, Lanes, moment, spots};
use crate::modules::drills::finding::Finding;
use crate::modules::drills::scenario::{Due, Scenario};
use crate::modules::drills::view::{problems, words};
use crate::texts;
use crate::texts::author as t;
use crate::ui::{
    Button, Choice, Dialog, Look, Segmented, THING, Track, TrackActs, TrackLane, TrackThing,
};

/// How long the timeline is made where the scenario is not longer, in pixels.
const WIDE: f64 = 740.0;

/// The inject somebody is asked about before it goes.
#[derive(Clone, Copy)]
struct Asked(RwSignal<Option<String>>);

pub fn part(desk: Desk) -> AnyView {
    let asked = Asked(RwSignal::new(None));
    provide_context(asked);
    let lanes = RwSignal::new(Lanes::default());
    let axis = Memo::new(move |_| desk.scenario.with(|s| Axis::of(s, WIDE - THING)));
    let board = Memo::new(move |_| {
        desk.scenario.with(|s| {
            let (lanes, spots) = axis.with(|axis| spots(s, axis, lanes.get(), THING));
            let open = desk.open.get();
            let wrong = desk.findings.get();
            let lanes: Vec<TrackLane> = lanes.iter().map(|lane| named(s, lane)).collect();
            let things: Vec<TrackThing> = spots
                .into_iter()
                .filter_map(|spot| {
                    let inject = s.inject(&spot.inject)?;
                    Some(TrackThing {
                        lane: spot.lane,
                        row: spot.row,
                        x: spot.x,
                        name: words::text(&inject.title),
                        place: place(s, &spot.inject),
                        icon: words::channel_icon(inject.channel),
                        loose: matches!(inject.due, Due::After { .. }),
                        wrong: wrong_with(s, &wrong, &spot.inject),
                        open: open.as_ref() == Some(&spot.inject),
                        key: spot.inject,
                    })
                })
                .collect();
            (lanes, things)
        })
    });
    let marks = Signal::derive(move || {
        desk.scenario.with(|s| {
            axis.with(|axis| {
                let mut day = None;
                let mark = |minute: u32| {
                    let whole = s.starts + minute;
                    // The day is named where it begins to be another one.
                    let is_new = day.replace(whole / 1_440) != Some(whole / 1_440);
                    let words = if is_new {
                        words::moment(s, minute)
                    } else {
                        words::time_of_day(whole)
                    };
                    (axis.x(minute), words)
                };
                axis.ticks(s.starts)
                    .into_iter()
                    .map(mark)
                    .collect::<Vec<_>>()
            })
        })
    });
    let width = Signal::derive(move || axis.with(|axis| axis.x(axis.end())) + THING);
    view! {
        {head(desk, lanes)}
        <Track
            label=texts::drills::timeline
            hint=t::timeline_keys
            lanes=Signal::derive(move || board.with(|(lanes, _)| lanes.clone()))
            things=Signal::derive(move || board.with(|(_, things)| things.clone()))
            marks
            width
            acts=acts(desk, axis, asked)
        />
        {led(desk)}
        {inject::open(desk)}
        {question(desk, asked)}
    }
    .into_any()
}

/// Asks whether an inject is to go.
pub fn ask(_: Desk, id: String) {
    if let Some(Asked(asked)) = use_context() {
        asked.set(Some(id));
    }
}

fn head(desk: Desk, lanes: RwSignal<Lanes>) -> AnyView {
    let kinds = || {
        vec![
            Choice::new("channels", t::by_channel()),
            Choice::new("roles", t::by_role()),
        ]
    };
    let chosen = move || match lanes.get() {
        Lanes::Channels => "channels".to_owned(),
        Lanes::Roles => "roles".to_owned(),
    };
    let choose = move |key: String| {
        lanes.set(match key.as_str() {
            "roles" => Lanes::Roles,
            _ => Lanes::Channels,
        });
    };
    let add = move || {
        let scenario = desk.scenario.get();
        // After the last one: an author writes on.
        let last = scenario
            .injects
            .iter()
            .filter_map(|i| moment(&scenario, i))
            .max();
        let minute = last.map_or(0, |last| last + 5);
        let mut made = String::new();
        desk.scenario
            .change(|s| made = add_inject(s, &t::new_inject(), minute));
        desk.show(&made);
    };
    view! {
        <div class="author-board-head">
            <Segmented
                label=t::lanes
                options=Signal::derive(kinds)
                value=Signal::derive(chosen)
                on_change=choose
            />
            <Button label=t::add_inject icon=icondata::LuPlus on_press=add />
        </div>
    }
    .into_any()
}

fn named(scenario: &Scenario, (lane, rows): &(Lane, usize)) -> TrackLane {
    let name = match lane {
        Lane::Channel(channel) => words::channel(*channel),
        Lane::Role(role) if role.is_empty() => texts::drills::everyone(),
        Lane::Role(role) => words::role(scenario, role),
    };
    TrackLane { name, rows: *rows }
}

/// When an inject comes; of one that comes after another, how long after.
fn place(scenario: &Scenario, id: &str) -> String {
    let Some(inject) = scenario.inject(id) else {
        return String::new();
    };
    match (&inject.due, moment(scenario, inject)) {
        (Due::After { minutes, .. }, Some(at)) => {
            t::at_after(words::moment(scenario, at), words::minutes(*minutes))
        }
        (_, Some(at)) => words::moment(scenario, at),
        (_, None) => String::new(),
    }
}

fn wrong_with(scenario: &Scenario, findings: &[Finding], id: &str) -> String {
    let own = findings
        .iter()
        .filter(|f| found::inject_of(&f.place) == Some(id));
    let serious = own.filter(|finding| !finding.problem.is_hint());
    let said: Vec<String> = serious.map(|f| problems::finding(scenario, f)).collect();
    said.join("; ")
}

fn acts(desk: Desk, axis: Memo<Axis>, Asked(asked): Asked) -> TrackActs {
    TrackActs {
        drop: Callback::new(move |(id, by): (String, f64)| {
            desk.scenario.change(|s| {
                let at = s.inject(&id).and_then(|inject| moment(s, inject));
                let minutes = axis.with_untracked(|axis| {
                    let at = at?;
                    let to = axis.minute(axis.x(at) + by);
                    Some(i64::from(to) - i64::from(at))
                });
                if let Some(minutes) = minutes {
                    shift(s, &id, minutes);
                }
            });
        }),
        step: Callback::new(move |(id, by): (String, i64)| {
            desk.scenario.change(|s| shift(s, &id, by));
        }),
        open: Callback::new(move |id: String| {
            let is_open = desk.open.get_untracked() == Some(id.clone());
            desk.show(if is_open { "" } else { &id });
        }),
        remove: Callback::new(move |id| asked.set(Some(id))),
        place: Callback::new(move |x| {
            let minute = axis.with(|axis| axis.minute(x));
            desk.scenario.with(|s| words::moment(s, minute))
        }),
    }
}

/// Injects without a time of their own.
fn led(desk: Desk) -> AnyView {
    let all = desk.scenario.read(|s| {
        let led = s
            .injects
            .iter()
            .filter(|inject| moment(s, inject).is_none());
        led.map(|inject| inject.id.clone()).collect::<Vec<_>>()
    });
    let each = move |id: String| {
        let named = id.clone();
        let name = move || desk.scenario.with(|s| words::inject_title(s, &named));
        let own = id.clone();
        let look = Signal::derive(move || desk.open.get() == Some(own.clone()));
        view! {
            <li>
                <Button
                    label=name
                    icon=icondata::LuSplit
                    pressed=look
                    on_press=move || desk.show(&id)
                />
            </li>
        }
    };
    let shown = move || {
        (!all.with(Vec::is_empty)).then(|| {
            view! {
                <div class="author-led">
                    <p class="hint">{t::led}</p>
                    <ul class="author-chips">
                        <For each=move || all.get() key=Clone::clone children=each />
                    </ul>
                </div>
            }
        })
    };
    shown.into_any()
}

/// Whether it is really to go; undo brings it back, which the question says.
fn question(desk: Desk, Asked(asked): Asked) -> AnyView {
    let name = move || {
        let id = asked.get().unwrap_or_default();
        desk.scenario.with(|s| words::inject_title(s, &id))
    };
    let remove = move || {
        if let Some(id) = asked.get_untracked() {
            if desk.open.get_untracked() == Some(id.clone()) {
                desk.show("");
            }
            desk.scenario.change(|s| remove_inject(s, &id));
        }
        asked.set(None);
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            on_close=move |()| asked.set(None)
            title=t::remove_inject
        >
            <p>{move || t::remove_question(name())}</p>
            <div class="actions">
                <Button label=t::remove look=Look::Danger icon=icondata::LuTrash2 on_press=remove />
                <Button label=texts::ui::cancel on_press=move || asked.set(None) />
            </div>
        </Dialog>
    }
    .into_any()
}
