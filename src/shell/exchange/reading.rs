//! From what the user gave to a file that was read whole, or a sentence that says why not.
//! Nothing here changes a workspace.

use std::future::Future;
use std::pin::Pin;

use leptos::wasm_split::wasm_split;

use crate::browser::digest::sha256;
use crate::browser::files::Given;
use crate::exchange::{Envelope, MAX_FILE, OpenError, Opened};
use crate::ledger::Digest;
use crate::texts;
use crate::ui::NotFetched;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser could not read it: moved or deleted since it was chosen.
    Gone,
    /// The code that reads files did not arrive.
    NotFetched,
    File(OpenError),
}

impl From<NotFetched> for Trouble {
    fn from(_: NotFetched) -> Self {
        Self::NotFetched
    }
}

/// Reads one file; its size is looked at first.
///
/// # Errors
/// See [`Trouble`].
pub async fn read(given: &Given) -> Result<Opened, Trouble> {
    let too_large = given.size > MAX_FILE as u64;
    if too_large {
        let bytes = usize::try_from(given.size).unwrap_or(usize::MAX);
        let most = MAX_FILE;
        return Err(Trouble::File(OpenError::TooLarge { bytes, most }));
    }
    let bytes = given.bytes().await.map_err(|_| Trouble::Gone)?;
    read_bytes(bytes).await
}

/// Reads a file's bytes; the browser computes the digest, which is faster than this program.
///
/// # Errors
/// See [`Trouble`].
pub async fn read_bytes(bytes: Vec<u8>) -> Result<Opened, Trouble> {
    reader(bytes).await?.await.map_err(Trouble::File)
}

type Reading = Pin<Box<dyn Future<Output = Result<Opened, OpenError>>>>;

#[wasm_split(files, fallible, wasm_split_path = leptos::wasm_split)]
fn reader(bytes: Vec<u8>) -> Result<Reading, NotFetched> {
    Ok(Box::pin(async move {
        let envelope = Envelope::read(&bytes)?;
        let digest = sha256(envelope.body().as_bytes()).await;
        envelope.open(Some(Digest(digest)))
    }))
}

/// What is wrong with a file, where, and what to do.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Gone => texts::exchange::gone(),
        Trouble::NotFetched => texts::ui::not_fetched(),
        Trouble::File(error) => open_error(error),
    }
}

fn open_error(error: &OpenError) -> String {
    use texts::exchange as t;
    use texts::format::bytes;
    match error {
        OpenError::TooLarge { bytes: size, most } => {
            t::too_large(bytes(*size as u64), bytes(*most as u64))
        }
        OpenError::Empty => t::empty_file(),
        OpenError::NotText { at } => t::not_text(at),
        OpenError::NotAPartnerFile => t::not_a_partner_file(),
        OpenError::AnotherKind(kind) => match kind.as_str() {
            "statement" => t::a_statement(),
            "scenario" => t::a_scenario(),
            "debrief" => t::a_debrief(),
            _ => t::not_a_partner_file(),
        },
        OpenError::CutShort { line, column } => t::cut_short(line, column),
        OpenError::Garbled { line, column } => t::garbled(line, column),
        OpenError::NewerFormat { format, known } => t::newer_format(format, known),
        OpenError::Header { why } => t::bad_header(why),
        OpenError::Damaged { .. } => t::damaged(),
        OpenError::Changes(why) => t::bad_changes(why),
        OpenError::Documents { why } => t::bad_documents(why),
    }
}
