//! The sample: three firms that do not exist, and six weeks of their work, relative to now (SPEC).
//! Pure: the same seed, moment and language give the same changes. Never in here: opening it.
//!
//! It is made by the same edits people use, each as the party that may do it, so that histories,
//! limits and figures are what they would be. Its words are those of the language in use.

mod dealings;
mod desk;
mod firms;
mod matrix;
mod requirements;

pub use desk::SampleFault;

use leptos::wasm_split::wasm_split;

use crate::ledger::{Author, Change};
use crate::time::Instant;
use crate::ui::NotFetched;
use desk::Office;

/// What a workspace that shows the sample begins with.
#[derive(Clone)]
pub struct Sample {
    /// Who reads it: a manager of the parts maker, which has both a supplier and a customer.
    pub me: Author,
    pub changes: Vec<Change>,
}

/// Makes the sample.
///
/// # Errors
/// The sample breaks a rule of an edit; the tests of the sample would fail.
pub fn sample(seed: u64, now: Instant) -> Result<Sample, SampleFault> {
    let mut office = Office::new(seed);
    let firms = firms::found(&mut office, now)?;
    matrix::draw_up(&mut office, &firms, now)?;
    requirements::ask(&mut office, &firms, now)?;
    Ok(Sample {
        me: firms.maker.manager,
        changes: office.changes(),
    })
}

/// The same, by code that is fetched when it is first wanted.
#[wasm_split(pages, fallible, wasm_split_path = leptos::wasm_split)]
pub fn fetched(seed: u64, now: Instant) -> Result<Result<Sample, SampleFault>, NotFetched> {
    Ok(sample(seed, now))
}
