//! Batches of merged files that were set aside: kept on disk, outside the workspace (LEDGER 19).
//! Which files may be set aside is the exchange's to say; here only the keeping.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{LocalFacts, Session};
use crate::browser::DiskError;
use crate::browser::disk::{Batch, Expected};
use crate::ledger::{Change, ChangeId, IdRanges};

/// Local facts `aside/<file>` hold the change ids that file had added.
const PREFIX: &str = "aside/";

/// Why a merge could not be undone after all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetAsideRefusal {
    /// Another tab has written in the meantime.
    Meanwhile,
    Disk(DiskError),
}

/// Every change id that is set aside.
pub fn all(local: &BTreeMap<String, String>) -> IdRanges {
    let mut ids = IdRanges::default();
    for (_, value) in facts(local) {
        ids.extend(&value);
    }
    ids
}

fn facts(local: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, IdRanges)> {
    let from = local.range(PREFIX.to_owned()..);
    from.take_while(|(key, _)| key.starts_with(PREFIX))
        .filter_map(|(key, value)| Some((key, serde_json::from_str(value).ok()?)))
}

/// What to write when changes that were set aside come in again: they are no longer aside.
pub fn returned(local: &BTreeMap<String, String>, changes: &[Change]) -> LocalFacts {
    let mut back = LocalFacts::new();
    for (key, ids) in facts(local) {
        let come: IdRanges = changes
            .iter()
            .map(|c| c.id)
            .filter(|id| ids.contains(*id))
            .collect();
        if come.is_empty() {
            continue;
        }
        let left = ids.without(&come);
        let value = (!left.is_empty()).then(|| serde_json::to_string(&left).unwrap_or_default());
        back.push((key.clone(), value));
    }
    back
}

/// The fact that keeps purged changes out of the tabs that still hold them.
pub fn purged(first: ChangeId, ids: &IdRanges) -> (String, Option<String>) {
    let value = serde_json::to_string(ids).unwrap_or_default();
    (format!("{PREFIX}purged/{first}"), Some(value))
}

impl Session {
    /// Sets the batch a file brought aside, with the local facts that say so, if nothing was stored
    /// by any tab since this page looked.
    ///
    /// # Errors
    /// Another tab has written, or the disk fails; nothing has changed then.
    pub async fn set_aside(
        &self,
        file: &str,
        ids: IdRanges,
        mut local: LocalFacts,
    ) -> Result<(), SetAsideRefusal> {
        let value = serde_json::to_string(&ids).unwrap_or_default();
        local.push((format!("{PREFIX}{file}"), Some(value)));
        let generation = self.settled().await.map_err(SetAsideRefusal::Disk)?;
        let batch = Batch {
            local: local.clone(),
            only_if: vec![Expected::Generation(generation)],
            ..Batch::default()
        };
        match self.disk().append(&batch).await {
            Ok(appended) => {
                self.stored(&batch, appended.generation);
                self.local.update(|known| super::apply(known, &local));
                self.workspace
                    .update(|ws| *ws = ws.without(|c| ids.contains(c.id)));
                Ok(())
            }
            Err(DiskError::Conflict) => {
                // Asked again, the user sees what the other tab wrote, and it may be refused for it.
                self.catch_up().await.map_err(SetAsideRefusal::Disk)?;
                Err(SetAsideRefusal::Meanwhile)
            }
            Err(error) => Err(SetAsideRefusal::Disk(error)),
        }
    }
}
