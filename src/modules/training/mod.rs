//! Training 培训学时 (SPEC module 5): courses, trainings, hours of every person and year, totals for partners.
//! Never in here: other modules. That people took part in a drill is read from `records::participation`.
//!
//! `model` reads the records, `edits` and `hours_edits` write them. `credit` is arithmetic of 学时, `tally`
//! collects who learnt what, `standing` says what is still valid, `report` is the yearly ledger with its
//! figures, `totals` what partners get, `attention` what waits. `roster` reads pasted lists by way of
//! `names`, `table` writes one, `starters` are courses to begin with, `invitation` is an entry of a calendar,
//! `about` everything of one person, to keep or to purge, `view` shows.

pub mod about;
pub mod attention;
pub mod credit;
pub mod edits;
pub mod hours_edits;
pub mod invitation;
pub mod model;
pub mod names;
pub mod report;
pub mod roster;
pub mod standing;
pub mod starters;
pub mod table;
pub mod tally;
pub mod totals;
mod view;

use leptos::prelude::AnyView;
use leptos::wasm_split::wasm_split;

use super::Module;
use crate::records::training_need;
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;

pub const MODULE: Module = Module {
    slug: "training",
    title: texts::training::title,
    icon: icondata::LuGraduationCap,
    kinds: &[
        model::COURSE,
        model::TRAINING,
        model::ATTENDANCE,
        model::ASSESSMENT,
        model::FEEDBACK,
        model::EXTERNAL,
        model::APPROVAL,
        model::SETTING,
        model::STANDARD,
        model::TOTAL,
        model::BASIS,
        model::PURGE,
        training_need::KIND,
    ],
    page: |place| Box::pin(page(place)),
    name: view::name,
    field: view::field,
    duties: Some(view::duties),
    value: view::value,
    today: None,
    letter: None,
};

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view::page(place))
}
