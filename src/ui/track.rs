//! Things on lanes along a length, moved by mouse and by keys: arrows move by one step, with Shift by
//! ten, Enter opens, Delete asks to remove. What the length is, and what moves where, is the caller's.

use super::Icon;
use crate::browser::{focus, pointer};
use crate::texts;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

/// The height of one row, and the width of one thing, in pixels.
const ROW: f64 = 52.0;
pub const THING: f64 = 148.0;
/// A press that moved no further is a click.
const STILL: f64 = 4.0;

/// A lane with the number of rows it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackLane {
    pub name: String,
    pub rows: usize,
}

/// Something on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackThing {
    pub key: String,
    pub lane: usize,
    pub row: usize,
    /// Pixels from the start.
    pub x: f64,
    pub name: String,
    /// Where it stands, in words.
    pub place: String,
    pub icon: icondata::Icon,
    /// Its place hangs on another's.
    pub loose: bool,
    /// What is wrong with it, in words; empty if nothing is.
    pub wrong: String,
    pub open: bool,
}

/// What a person does on a track.
#[derive(Clone, Copy)]
pub struct TrackActs {
    /// Let go so many pixels from where it stood.
    pub drop: Callback<(String, f64)>,
    /// Moved by so many steps.
    pub step: Callback<(String, i64)>,
    pub open: Callback<String>,
    pub remove: Callback<String>,
    /// What stands at so many pixels from the start, in words.
    pub place: Callback<f64, String>,
}

/// A press on a thing, until its click has been seen.
#[derive(Clone, Debug, PartialEq)]
struct Drag {
    key: String,
    from: f64,
    by: f64,
    /// It was moved, so the click that follows opens nothing.
    far: bool,
}

#[component]
pub fn Track(
    #[prop(into)] label: TextProp,
    /// What can be done with the keys, and by how much.
    #[prop(into)]
    hint: TextProp,
    #[prop(into)] lanes: Signal<Vec<TrackLane>>,
    #[prop(into)] things: Signal<Vec<TrackThing>>,
    /// Marks on the length, each in words.
    #[prop(into)]
    marks: Signal<Vec<(f64, String)>>,
    #[prop(into)] width: Signal<f64>,
    acts: TrackActs,
) -> AnyView {
    let drag = RwSignal::new(None::<Drag>);
    let moved = RwSignal::new(None::<String>);
    let told = move || {
        let key = moved.get()?;
        let find = |all: &Vec<TrackThing>| all.iter().find(|thing| thing.key == key).cloned();
        things
            .with(find)
            .map(|thing| texts::ui::moved_to(thing.name, thing.place))
    };
    let count = Memo::new(move |_| lanes.with(Vec::len));
    let row = move |nth: usize| lane(nth, lanes, things, width, drag, moved, acts);
    let marks = move || {
        let each = |(x, words): (f64, String)| {
            view! { <span style:left=format!("{x}px")>{words}</span> }
        };
        marks.get().into_iter().map(each).collect_view()
    };
    view! {
        <div class="track" role="group" aria-label=move || label.get()>
            <div class="track-marks" style:width=move || format!("{}px", width.get())>
                {marks}
            </div>
            <For each=move || 0..count.get() key=|nth| *nth children=row />
        </div>
        <p class="hint">{move || hint.get()}</p>
        <p class="visually-hidden" role="status">
            {told}
        </p>
    }
    .into_any()
}

fn lane(
    nth: usize,
    lanes: Signal<Vec<TrackLane>>,
    things: Signal<Vec<TrackThing>>,
    width: Signal<f64>,
    drag: RwSignal<Option<Drag>>,
    moved: RwSignal<Option<String>>,
    acts: TrackActs,
) -> AnyView {
    let own = Memo::new(move |_| lanes.with(|all| all.get(nth).cloned()));
    let name = move || own.get().map(|lane| lane.name);
    let height = move || own.get().map_or(1, |lane| lane.rows) as f64 * ROW;
    let keys = Memo::new(move |_| {
        things.with(|all| {
            let mut own: Vec<&TrackThing> = all.iter().filter(|thing| thing.lane == nth).collect();
            own.sort_by(|a, b| a.x.total_cmp(&b.x));
            own.into_iter()
                .map(|thing| thing.key.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="track-lane" role="group" aria-label=name>
            <span class="track-name" aria-hidden="true">{name}</span>
            <div
                class="track-plane"
                style:width=move || format!("{}px", width.get())
                style:height=move || format!("{}px", height())
            >
                <For
                    each=move || keys.get()
                    key=Clone::clone
                    children=move |key| thing(nth, key, things, drag, moved, acts)
                />
            </div>
        </div>
    }
    .into_any()
}

fn thing(
    lane: usize,
    key: String,
    things: Signal<Vec<TrackThing>>,
    drag: RwSignal<Option<Drag>>,
    moved: RwSignal<Option<String>>,
    acts: TrackActs,
) -> AnyView {
    let find = {
        let key = key.clone();
        move |all: &Vec<TrackThing>| {
            let mut found = all
                .iter()
                .filter(|thing| thing.lane == lane && thing.key == key);
            found.next().cloned()
        }
    };
    let own = Memo::new(move |_| things.with(&find));
    let key = StoredValue::new(key);
    // How far it has been dragged, as long as it has not been let go.
    let by = move || {
        let own = |drag: &Drag| key.with_value(|key| drag.key == *key).then_some(drag.by);
        let by = drag.with(|drag| drag.as_ref().filter(|drag| drag.far).and_then(own));
        by.filter(|by| *by != 0.0)
    };
    let x = move || own.get().map_or(0.0, |thing| thing.x) + by().unwrap_or(0.0);
    let y = move || own.get().map_or(0, |thing| thing.row) as f64 * ROW;
    let place = move || match by() {
        Some(_) => acts.place.run(x().max(0.0)),
        None => own.get().map(|thing| thing.place).unwrap_or_default(),
    };
    let name = move || own.get().map(|thing| thing.name).unwrap_or_default();
    let wrong = move || own.get().map(|thing| thing.wrong).unwrap_or_default();
    let spoken = move || {
        let parts = [name(), place(), wrong()];
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(" · ")
    };
    let is =
        move |read: fn(&TrackThing) -> bool| move || own.with(|own| own.as_ref().is_some_and(read));
    let icon = own.with_untracked(|own| own.as_ref().map(|thing| thing.icon));
    let mark = move || is(|thing| !thing.wrong.is_empty())();
    view! {
        <button
            type="button"
            class="track-thing"
            class:loose=is(|thing| thing.loose)
            class:open=is(|thing| thing.open)
            class:wrong=mark
            class:dragged=move || by().is_some()
            data-key=key.get_value()
            aria-expanded=move || is(|thing| thing.open)().to_string()
            title=spoken
            style:left=move || format!("{}px", x())
            style:top=move || format!("{}px", y())
            style:width=format!("{}px", THING - 4.0)
            on:keydown=move |event| {
                drag.set(None);
                on_key(&event, key, moved, acts);
            }
            on:pointerdown=move |event| begin(&event, key, drag)
            on:pointermove=move |event| {
                if event.buttons() == 0 {
                    return;
                }
                drag.update(|drag| {
                    if let Some(drag) = drag {
                        drag.by = f64::from(event.client_x()) - drag.from;
                        drag.far |= drag.by.abs() >= STILL;
                    }
                });
            }
            on:pointerup=move |_| {
                if let Some(by) = untrack(by) {
                    drag.update(|drag| drag.iter_mut().for_each(|drag| drag.by = 0.0));
                    acts.drop.run((key.get_value(), by));
                }
            }
            on:pointercancel=move |_| drag.set(None)
            on:click=move |_| {
                let was_far = drag.with_untracked(|drag| drag.as_ref().is_some_and(|d| d.far));
                drag.set(None);
                if !was_far {
                    acts.open.run(key.get_value());
                }
            }
        >
            <span class="track-place">
                {icon.map(|icon| view! { <Icon icon=icon /> })} {place}
                {move || mark().then(|| view! { <Icon icon=icondata::LuTriangleAlert /> })}
            </span>
            <span class="track-title">{name}</span>
            <span class="visually-hidden">{wrong}</span>
        </button>
    }
    .into_any()
}

fn begin(event: &PointerEvent, key: StoredValue<String>, drag: RwSignal<Option<Drag>>) {
    if event.button() == 0 {
        pointer::capture(event);
        drag.set(Some(Drag {
            key: key.get_value(),
            from: f64::from(event.client_x()),
            by: 0.0,
            far: false,
        }));
    }
}

fn on_key(
    event: &KeyboardEvent,
    key: StoredValue<String>,
    moved: RwSignal<Option<String>>,
    acts: TrackActs,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let far = if event.shift_key() { 10 } else { 1 };
    // Moved past another it takes another place in the order of the Tab key, and would lose the focus.
    let step = |by: i64| {
        acts.step.run((key.get_value(), by));
        let own = format!(".track-thing[data-key=\"{}\"]", key.get_value());
        request_animation_frame(move || focus::first(&own));
    };
    match event.key().as_str() {
        "ArrowLeft" => step(-far),
        "ArrowRight" => step(far),
        "Delete" | "Backspace" => acts.remove.run(key.get_value()),
        _ => return,
    }
    moved.set(Some(key.get_value()));
    event.prevent_default();
}
