//! Requirements 需求 (SPEC module 2): what a customer asks of a supplier, from draft to settled.
//! Never in here: the kinds themselves (`records`), other modules, reading tables (`exchange::table`).
//!
//! `form` is what a draft holds and lacks, `model` the rows, filters and order of the list, `edits`,
//! `pauses` and `allowances` write, `report` counts by LEDGER 28, `partners` reads the file log, `view`
//! shows it, `import` brings in tables.

pub mod allowances;
pub mod edits;
pub mod form;
mod import;
pub mod model;
pub mod partners;
pub mod pauses;
pub mod report;
mod view;

use super::Module;
use crate::ledger::Record;
use crate::records::requirement::{DRAFT, KIND, TITLE};
use crate::texts;

pub const MODULE: Module = Module {
    slug: "requirements",
    title: texts::requirements::title,
    icon: icondata::LuClipboardList,
    kinds: &[KIND, DRAFT],
    page: view::page,
    name,
    field: view::field,
    today: Some(view::today),
};

fn name(record: &Record<'_>) -> String {
    record.text(TITLE).into_owned()
}
