//! Responsibility matrices 分工表 (SPEC module 1): who does what, who answers for it.
//! Never in here: other modules; what several of them read of a task is in `records::matrix`.
//!
//! `model` is the sheet of rows and columns, `paste` reads blocks and letters, `edits` writes,
//! `report` finds what is wrong and what is covered, `view` shows it.

pub mod edits;
pub mod model;
pub mod paste;
pub mod report;
mod view;

use leptos::prelude::AnyView;
use leptos::wasm_split::wasm_split;

use super::Module;
use crate::ledger::{ORDER, Record};
use crate::records::matrix::{MATRIX, TASK};
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;

pub const MODULE: Module = Module {
    slug: "matrix",
    title: texts::matrix::title,
    icon: icondata::LuGrid3x3,
    kinds: &[MATRIX, TASK],
    page: |place| Box::pin(page(place)),
    name,
    field,
    duties: None,
    value: |_, _, _, _| None,
    today: Some(|| Box::pin(today())),
    letter: None,
};

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view::page(place))
}

#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
fn today() -> Result<AnyView, NotFetched> {
    Ok(view::today())
}

fn name(record: &Record<'_>) -> String {
    let field = if record.kind() == MATRIX {
        "name"
    } else {
        "title"
    };
    record.text(field).into_owned()
}

fn field(_: &str, name: &str) -> Option<String> {
    Some(match name {
        "name" => texts::matrix::name(),
        "purpose" => texts::matrix::purpose(),
        "party" => texts::matrix::column_party(),
        "title" => texts::matrix::task(),
        "standard" => texts::matrix::standard(),
        "rhythm" => texts::matrix::rhythm(),
        "group" => texts::matrix::group(),
        "cell" => texts::matrix::legend(),
        ORDER => texts::matrix::order(),
        _ => return None,
    })
}
