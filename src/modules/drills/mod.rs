//! Drills 桌面推演 (SPEC module 4): scenarios, the run of one as a fold over its log, scores, lessons.
//! Never in here: other modules, clocks of a browser, anything that touches records outside a rehearsal
//! except the lessons a person writes.
//!
//! `scenario` is the typed model with its `words`, `reading` reads its JSON through `object`, `written`
//! writes it. `finding` names what is odd, `check` says whether a scenario can be played, by way of `reach`.
//! `event` is what is written down of a run, `run` its state as a fold over the events, `room` what the
//! room chose, `fold` keeps it beside a log that grows, `ticker` counts time, `score` says what answers are worth. `model` reads the records, `edits`
//! writes them, `arrange` what was planned, `lessons` become work. `report` compares and counts, `journal`
//! is for others' tools, `debrief` for partners who took part, `package` says what of a drill goes to whom.
//! `msel` takes a list of events from a table, `library` is the index of what came with the build,
//! `frequency` what came how often. `authoring` and `axis` are for the editor. `review` is a held drill line
//! by line, `again` prepares the next one, `baselines` keeps what handling took before. `view` shows all.

pub mod again;
pub mod arrange;
pub mod authoring;
pub mod axis;
pub mod baselines;
pub mod check;
pub mod debrief;
pub mod edits;
pub mod event;
pub mod finding;
pub mod fold;
pub mod frequency;
pub mod journal;
pub mod lessons;
pub mod library;
pub mod model;
pub mod msel;
mod object;
pub mod package;
pub mod reach;
pub mod reading;
pub mod report;
pub mod review;
mod room;
pub mod run;
pub mod scenario;
pub mod score;
pub mod ticker;
mod view;
pub mod words;
mod written;

use leptos::prelude::AnyView;
use leptos::wasm_split::wasm_split;

use super::Module;
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;

pub const MODULE: Module = Module {
    slug: "drills",
    title: texts::drills::title,
    icon: icondata::LuPresentation,
    kinds: &[model::SCENARIO, model::DRILL, model::EVENT, lessons::LESSON],
    page: |place| Box::pin(page(place)),
    name: view::name,
    field: view::field,
    duties: None,
    value: view::value,
    today: None,
    letter: Some(view::letter),
};

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view::page(place))
}
