//! A statement as text: what one firm saves or copies, and the other opens to lay beside its own.
//! Never in here: making or comparing statements (`reconcile`), words for a reader.
//!
//! `{"tandem":"statement","format":0,"statement":{…}}`. It names requirements by id and says how each
//! figure counts them, nothing of what they are about. Unknown members are passed over; a later format
//! is refused whole. Reading is bounded and total: any bytes give a statement or say why not.

use serde::{Deserialize, Serialize};

use super::reconcile::Statement;

const KIND: &str = "statement";
const FORMAT: u32 = 0;

/// The largest text that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// How many requirements a statement may name, and how many figures of each.
const MAX_LINES: usize = 20_000;
const MAX_FIGURES: usize = 64;
/// The longest key of a figure and the longest digest, in bytes.
const MAX_KEY: usize = 64;
const MAX_DIGEST: usize = 128;

/// Why a text is no statement that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStatement {
    Empty,
    TooLarge,
    /// It breaks off: a message or a copy that lost its end.
    CutShort,
    /// Not the text of a statement at all.
    Other,
    /// A partner file, which is opened elsewhere.
    PartnerFile,
    /// Of a format to come; the format it says.
    Newer(u32),
    /// A statement that does not hold together: its period ends before it starts, it names a
    /// requirement twice, or it is larger than any that is written.
    Impossible,
}

#[derive(Serialize)]
struct Written<'a> {
    tandem: &'static str,
    format: u32,
    statement: &'a Statement,
}

/// What says which kind of text it is, whatever else stands there.
#[derive(Deserialize)]
struct Head {
    tandem: Option<serde::de::IgnoredAny>,
    format: Option<u32>,
    statement: Option<serde::de::IgnoredAny>,
    header: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Read {
    tandem: String,
    statement: Statement,
}

/// The text of a statement: one line of JSON.
#[must_use]
pub fn write(statement: &Statement) -> String {
    let written = Written {
        tandem: KIND,
        format: FORMAT,
        statement,
    };
    // Names, numbers and texts: there is nothing in it that could not be written.
    serde_json::to_string(&written).unwrap_or_default()
}

/// Reads the bytes of a file or a pasted text.
///
/// # Errors
/// See [`NoStatement`].
pub fn read(bytes: &[u8]) -> Result<Statement, NoStatement> {
    if bytes.len() > MAX_BYTES {
        return Err(NoStatement::TooLarge);
    }
    // Windows programs put a mark in front; mail programs put blanks around.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return Err(NoStatement::Empty);
    }
    // No JSON ends with a sign: a number cut after it would pass for a malformed one.
    let bytes = bytes.strip_suffix(b"-").unwrap_or(bytes);
    let head: Head = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof if bytes.first() == Some(&b'{') => NoStatement::CutShort,
        _ => NoStatement::Other,
    })?;
    match head {
        Head {
            header: Some(_), ..
        } => return Err(NoStatement::PartnerFile),
        Head {
            tandem: Some(_),
            format: Some(format),
            ..
        } if format > FORMAT => return Err(NoStatement::Newer(format)),
        Head {
            tandem: Some(_),
            statement: Some(_),
            ..
        } => {}
        _ => return Err(NoStatement::Other),
    }
    let read: Read = serde_json::from_slice(bytes).map_err(|_| NoStatement::Impossible)?;
    if read.tandem != KIND {
        return Err(NoStatement::Other);
    }
    if !holds_together(&read.statement) {
        return Err(NoStatement::Impossible);
    }
    Ok(read.statement)
}

fn holds_together(statement: &Statement) -> bool {
    let lines = &statement.lines;
    let short = lines.iter().all(|line| {
        let keys = || line.verdicts.keys();
        line.digest.len() <= MAX_DIGEST
            && line.verdicts.len() <= MAX_FIGURES
            && keys().all(|key| key.len() <= MAX_KEY)
    });
    let mut ids: Vec<_> = lines.iter().map(|line| &line.record).collect();
    ids.sort();
    let once = ids.windows(2).all(|pair| pair.first() != pair.last());
    statement.from <= statement.to && lines.len() <= MAX_LINES && short && once
}
