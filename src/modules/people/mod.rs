//! Parties and people 协作方与人员 (SPEC module 0): relations, persons by layer, working calendars.
//! Never in here: the kinds themselves (`records`), who receives what.
//!
//! `hours` reads working hours as typed, `model` is what the pages read, `edits` writes, `view` shows.

pub mod edits;
pub mod hours;
pub mod model;
mod view;

use leptos::prelude::AnyView;
use leptos::wasm_split::wasm_split;

use super::Module;
use crate::ledger::Record;
use crate::records::{calendar, party, person, programme};
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;

pub const MODULE: Module = Module {
    slug: "people",
    title: texts::people::title,
    icon: icondata::LuUsers,
    kinds: &[
        party::KIND,
        person::KIND,
        party::RELATION,
        person::PERSONAL,
        calendar::KIND,
        calendar::DAY,
        programme::KIND,
    ],
    page: |place| Box::pin(page(place)),
    name,
    field: view::field,
    duties: None,
    value: |_, _, _, _| None,
    today: None,
    letter: None,
};

#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
fn page(place: Place) -> Result<AnyView, NotFetched> {
    Ok(view::page(place))
}

fn name(record: &Record<'_>) -> String {
    match record.kind() {
        calendar::DAY => record.text(calendar::DATE).into_owned(),
        party::RELATION => {
            let relation = party::Relation(*record);
            let ends = [relation.from(), relation.to()].into_iter().flatten();
            let names = ends.map(|id| party::short_name_of(record.workspace(), &id));
            names.collect::<Vec<_>>().join(" → ")
        }
        _ => record.text(party::NAME).into_owned(),
    }
}
