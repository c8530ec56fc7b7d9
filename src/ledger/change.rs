//! One stored act on one record (rule 1). Plain facts; what they add up to is `workspace`'s.

use super::{ChangeId, FieldName, RecordId, Value};
use crate::time::Instant;

/// Who wrote a change: a person of a party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    pub party: RecordId,
    pub person: RecordId,
}

/// One act on one record. `at` breaks ties between rivals and is shown; it never decides causality (rule 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: ChangeId,
    pub at: Instant,
    pub by: Author,
    /// The id of the first change of the user action this one is part of.
    pub act: ChangeId,
    pub record: RecordId,
    pub writes: Vec<Write>,
    /// Members a newer version wrote and this one does not know, in their order (rule 9).
    pub extra: Vec<(Box<str>, Value)>,
}

/// One field's new value, and the writes it knowingly replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub field: FieldName,
    pub value: Value,
    /// Names of changes whose writes of this field (of every field, for `deleted`) this one saw.
    pub over: Vec<ChangeId>,
}
