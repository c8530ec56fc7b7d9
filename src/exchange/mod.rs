//! Files between firms: who gets a record, what a file carries, what opening one would do. Pure.
//! Never in here: a browser, a clock, a random source, texts for a reader, or a record's meaning.
//!
//! In reading order: `audience` says which parties get a record, `obeyed` who may widen that,
//! `sharing` what exactly two parties share, `restating` what is said again so that they do, `log` remembers files written and merged, `outbox`
//! chooses what leaves, `header` and `file` are the bytes, `delta` tells two states apart, `preview`
//! says what opening files would do, `merging` does it and takes it back. `table` brings in tables of
//! rows that were kept elsewhere.

mod audience;
mod base64;
mod delta;
mod file;
mod header;
pub mod ics;
mod log;
mod merging;
mod obeyed;
mod outbox;
mod preview;
mod restating;
mod sharing;
pub mod table;

pub use audience::{Audiences, Joins, Sharers, audience, share_with};
pub use delta::{FieldDelta, RecordDelta, Turn, deltas};
pub use file::{
    Envelope, MAX_DOCUMENT, MAX_DOCUMENTS, MAX_FILE, OpenError, Opened, Outfile, open, write,
};
pub use header::{FORMAT, Header, Listed, MINOR, Recipient, Sender, SharedState};
pub use log::{Fact, FileLog, Fingerprint, Gap, Heard, Me, Merged, ProfileId, Receipts, Written};
pub use merging::{
    LocalFacts, Merge, MergeRefusal, SetAside, SetAsideRefusal, may_set_aside, merge,
};
pub use outbox::{Outgoing, outgoing, outgoing_to_colleagues};
pub use preview::{Addressee, FileView, Odd, Preview, agrees, preview};
pub use restating::{Adopt, SayAgain, said_again};
pub use sharing::{Pair, Sharing, Verdict, Withheld, WithheldWhy, subset_digest};
