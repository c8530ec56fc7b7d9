//! The header of a partner file: who sends what to whom, and what was merged before (rules 14–16).
//! Never in here: the changes; and nothing that a third party's existence could be read from.

use serde::{Deserialize, Serialize};

use super::log::{Fingerprint, ProfileId};
use crate::ledger::RecordId;
use crate::time::Instant;

/// The major version of the format. It stays 0 until the format is declared stable.
pub const FORMAT: u32 = 0;
/// Grows when something is added that older versions may keep unread.
pub const MINOR: u32 = 0;
/// What a partner file says it is.
pub const TANDEM: &str = "partner-file";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub tandem: String,
    pub format: u32,
    #[serde(default)]
    pub minor: u32,
    pub from: Sender,
    pub to: Recipient,
    /// Counts the files of this profile to this party from 1.
    pub number: u32,
    /// When it was written, by the writer's clock.
    pub written: Instant,
    /// To one's own party: carries everything, private records and local facts too.
    pub colleague: bool,
    /// Written without regard to what the recipient listed.
    pub everything: bool,
    /// The recipient's files whose contents the sender holds.
    pub merged: Vec<Listed>,
    /// SHA-256 of the body's bytes as they stand in the file, as hex.
    pub digest: String,
    pub shared: SharedState,
    /// How many documents the body carries.
    #[serde(default)]
    pub documents: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub profile: ProfileId,
    pub party: RecordId,
    pub person: RecordId,
    /// The party's name, for a reader who has never heard of it.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub party: RecordId,
    pub name: String,
}

/// Files of one series that were merged: their numbers, and the fingerprint of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub profile: ProfileId,
    pub to: RecordId,
    pub numbers: Vec<(u32, Fingerprint)>,
}

/// What the sender shares with the recipient as it wrote (rule 20): equal digests mean equal records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedState {
    /// As hex.
    pub digest: String,
    pub changes: u64,
}
