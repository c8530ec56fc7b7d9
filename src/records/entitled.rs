//! What those entitled to a field wrote into it: what others wrote is kept and shown, never counted.
//! Never in here: who is entitled to what.

use crate::ledger::{Change, Record, RecordId, Value};

/// The shown value of a field if its author is entitled, else the latest that one who is wrote, with
/// the change it came by. `None` if none did.
#[must_use]
pub fn value<'a>(
    record: &Record<'a>,
    name: &str,
    entitled: impl Fn(&RecordId) -> bool,
) -> Option<(&'a Change, &'a Value)> {
    let field = record.field(name)?;
    let by_one = |change: &Change| entitled(&change.by.party);
    let mut heads = field.heads();
    if let Some((change, write)) = heads.find(|(change, _)| by_one(change)) {
        return Some((change, &write.value));
    }
    let history = field.history();
    let (change, write) = history.into_iter().rfind(|(change, _)| by_one(change))?;
    Some((change, &write.value))
}

/// The party that brought a record into being.
#[must_use]
pub fn author(record: &Record<'_>) -> Option<RecordId> {
    record.creation().map(|change| change.by.party.clone())
}
