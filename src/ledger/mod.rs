//! The ledger: the set of changes and how it merges. Pure; the rules are numbered in docs/FORMAT.md.
//! Nothing here knows a browser, a clock, a random source, or what any kind of record means.
//!
//! In reading order: `ids` names things, `value` holds one field's value as exact JSON, `change` is
//! one stored act on one record, `workspace` is the set of changes with its index of heads,
//! `record` reads it, `plan` turns an intent into changes, `undo` takes an own act back,
//! `codec` turns changes into bytes and back with a bounded `reader`, `digest` fingerprints a set.

mod change;
mod codec;
mod digest;
mod ids;
mod places;
mod plan;
mod reader;
mod record;
mod undo;
mod value;
mod workspace;

pub use change::{Author, Change, Write};
pub use codec::{CodecError, MAX_DEPTH, MAX_TEXT, decode, encode};
pub use digest::{Digest, canonical, digest_of};
pub use ids::{ChangeId, FieldName, IdRanges, RecordId, WriterId};
pub use plan::{Edit, Mint, Plan};
pub use record::{Field, Mark, Record};
pub use undo::{Undo, UndoRefusal, overtaken};
pub use value::Value;
pub use workspace::{Inserted, LedgerFinding, Workspace};

/// The field a deletion writes `true` to (rule 6).
pub const DELETED: &str = "deleted";
/// The field with a record's place in a list, a text that sorts. Its rivals resolve silently (rule 7).
pub const ORDER: &str = "order";
/// The field that ties a child record to the record it belongs to (rule 7).
pub const PARENT: &str = "parent";
/// The field whose causal chain is a record's event log (rule 8).
pub const STAGE: &str = "stage";
