//! Requirements 需求 (SPEC module 2): what a customer asks of a supplier, from draft to settled.
//! Never in here: the kinds themselves (`records`), other modules, reading tables (`exchange::table`).
//!
//! `form` is what a draft holds and lacks, `model` the rows, filters and order of the list. `edits`
//! writes stages and fields, `templates` keep what is asked again and again, `parts` what is kept beside, `pauses` and `allowances` what clocks go by,
//! `changes` asks for changes and decides them, `messages` talks. `report` counts by LEDGER 28,
//! `baselines` keep what was before, `granted` says which limits were given, `trend` counts over time,
//! `behind` finds the rows of a part, `reconcile` compares with the partner what `statement` reads and
//! writes, `attention` says what needs whom. `partners` and `moments` read the file log, `view` shows it all,
//! `import` brings in tables.

pub mod allowances;
pub mod attention;
pub mod baselines;
pub mod behind;
pub mod changes;
pub mod edits;
pub mod form;
pub mod granted;
mod import;
pub mod messages;
pub mod model;
pub mod moments;
pub mod partners;
pub mod parts;
pub mod pauses;
pub mod reconcile;
pub mod report;
pub mod statement;
pub mod templates;
pub mod trend;
mod view;

use leptos::prelude::AnyView;
use leptos::wasm_split::wasm_split;

use super::Module;
use crate::records::requirement::{DRAFT, KIND, TEMPLATE};
use crate::records::{
    allowance, baseline, change_request, document, message, milestone, pause, private,
};
use crate::session::Place;
use crate::texts;
use crate::ui::NotFetched;

pub const MODULE: Module = Module {
    slug: "requirements",
    title: texts::requirements::title,
    icon: icondata::LuClipboardList,
    kinds: &[
        KIND,
        DRAFT,
        TEMPLATE,
        change_request::KIND,
        change_request::APPROVAL,
        message::KIND,
        message::READ,
        milestone::KIND,
        document::KIND,
        private::NOTE,
        private::COST,
        private::LINK,
        pause::KIND,
        allowance::KIND,
        baseline::KIND,
    ],
    page: |place| Box::pin(page(place)),
    name: view::name,
    field: view::field,
    duties: Some(view::duties),
    value: view::value,
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
