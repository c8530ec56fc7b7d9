//! What a page may take from the browser around it, and hand to it: files, files of the build, the
//! clipboard, zones by name, where it is, where the keyboard is.
//! Never in here: what a file says, computing with zones.

use crate::browser::files::{self, Chosen, Given};
use crate::browser::{asset, clock, digest, page, share, text, zones};
use crate::ledger::Digest;
use crate::time::Zone;

pub use crate::browser::Subscription;
pub use crate::browser::clock::turn;
pub use crate::browser::focus::first as focus;
pub use crate::browser::line::Line;
pub use crate::browser::screen;
pub use crate::browser::text::Encoding;
pub use crate::browser::ticks::Ticks;

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

/// A file of any content as it was given.
pub struct AnyFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub digest: Digest,
}

/// The browser could not read the file of this name: moved, deleted or locked since it was chosen.
pub struct Unreadable {
    pub name: String,
}

/// The chosen files, each to be read on its own.
pub fn any_files(
    chosen: Chosen,
) -> impl Iterator<Item = impl Future<Output = Result<AnyFile, Unreadable>>> {
    // The browser's list is emptied once the event that brought it is over.
    files::list(Some(chosen)).into_iter().map(any_file)
}

async fn any_file(given: Given) -> Result<AnyFile, Unreadable> {
    let Ok(bytes) = given.bytes().await else {
        return Err(Unreadable { name: given.name });
    };
    let digest = Digest(digest::sha256(&bytes).await);
    Ok(AnyFile {
        name: given.name,
        bytes,
        digest,
    })
}

/// Has the browser save a file. `false` if it refuses at once; whether the user keeps it cannot be
/// known.
pub fn save_file(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    files::download(name, media_type, bytes)
}

/// The index of the scenarios that came with this build; `None` if it cannot be had just now.
pub async fn scenario_index() -> Option<String> {
    let (url, integrity) = asset::named("tandem-scenarios", "index")?;
    asset::fetch(&url, integrity.as_deref()).await.ok()
}

/// A file of the build that an index names, with the digest it names.
pub async fn built_file(url: &str, integrity: &str) -> Option<String> {
    asset::fetch(url, Some(integrity)).await.ok()
}

/// Puts a text on the clipboard; `false` if the browser refuses, as it does without a click.
pub async fn copy(text: String) -> bool {
    share::copy(&text).await
}

/// The address of the page, for a text that says where to open a file.
#[must_use]
pub fn address() -> String {
    page::address()
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

/// Calls with `true` when the page comes into view and `false` when it is hidden.
pub fn on_visibility(on_change: impl FnMut(bool) + 'static) -> Subscription {
    clock::on_visibility(on_change)
}
