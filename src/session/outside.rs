//! What a page may take from the browser around it, and give it: text files, and zones by name.
//! Never in here: what a text says, computing with zones.

use crate::browser::files::{self, Chosen, Given};
use crate::browser::{text, zones};
use crate::time::Zone;

pub use crate::browser::text::Encoding;

/// A text file as it was given.
pub struct TextFile {
    pub name: String,
    pub encoding: Encoding,
    pub text: String,
}

/// Why a file is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// Moved, deleted or locked since it was chosen.
    Unreadable,
    TooBig,
    /// In none of UTF-8, UTF-16 and GB18030.
    Encoding,
}

/// The first of the chosen files as text; `None` if none was chosen.
pub fn text_file(
    chosen: Chosen,
    most_bytes: u64,
) -> impl Future<Output = Option<Result<TextFile, NoText>>> {
    // The browser's list is emptied once the event that brought it is over.
    let file = files::list(Some(chosen)).into_iter().next();
    async move { Some(text_of(file?, most_bytes).await) }
}

async fn text_of(file: Given, most_bytes: u64) -> Result<TextFile, NoText> {
    if file.size > most_bytes {
        return Err(NoText::TooBig);
    }
    let bytes = file.bytes().await.map_err(|_| NoText::Unreadable)?;
    let (text, encoding) = text::decode(&bytes).ok_or(NoText::Encoding)?;
    Ok(TextFile {
        name: file.name,
        encoding,
        text,
    })
}

/// Has the browser save a text as a file of this name; says whether it took it.
pub fn save_text(name: &str, media_type: &str, text: &str) -> bool {
    files::download(name, media_type, text.as_bytes())
}

/// The zone with its transitions, as this browser knows it.
#[must_use]
pub fn zone(name: &str) -> Option<Zone> {
    zones::zone(name)
}

/// The name of the zone this browser is in.
#[must_use]
pub fn local_zone() -> String {
    zones::local_zone()
}

/// The names of the zones this browser knows.
#[must_use]
pub fn zone_names() -> Vec<String> {
    zones::names()
}
