//! Parties and people 协作方与人员 (SPEC module 0): relations, persons by layer, working calendars.
//! Never in here: the kinds themselves (`records`), who receives what.
//!
//! `hours` reads working hours as typed, `model` is what the pages read, `edits` writes, `view` shows.

pub mod edits;
pub mod hours;
pub mod model;
mod view;

use super::Module;
use crate::ledger::Record;
use crate::records::{calendar, party, person, programme};
use crate::texts;

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
    page: view::page,
    name,
    field: view::field,
    today: None,
};

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
