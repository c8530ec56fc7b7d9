//! Taking an own act back by writing earlier values where it is still the sole head (rule 10).
//! Nothing is removed: an undo is an act like any other, and can itself be undone.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{
    Change, ChangeId, DELETED, Edit, FieldName, Plan, Record, RecordId, STAGE, Value, Workspace,
    Write,
};

/// Undoes one act.
pub struct Undo {
    pub act: ChangeId,
}

/// Why nothing of an act could be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UndoRefusal {
    Unknown,
    /// Only the party and person who did it may undo it.
    NotYours,
    /// Every field was written again since; these are they.
    Overtaken(Vec<(RecordId, FieldName)>),
}

/// What a stage write says when it takes another one back: the log keeps both.
#[derive(Serialize)]
struct StageUndo {
    act: &'static str,
    at: i64,
    of: ChangeId,
}

impl Edit for Undo {
    type Refusal = UndoRefusal;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), UndoRefusal> {
        let ws = plan.ws();
        let changes = of_act(ws, self.act);
        if changes.is_empty() {
            return Err(UndoRefusal::Unknown);
        }
        if changes.iter().any(|c| c.by != *plan.me()) {
            return Err(UndoRefusal::NotYours);
        }
        let left = overtaken(ws, self.act);
        let mut wrote = false;
        let mut binned = FxHashSet::default();
        // The latest first: a chain of stages is taken back from its end.
        for change in changes.into_iter().rev() {
            let Some(record) = ws.record(&change.record) else {
                continue;
            };
            if brought_into_being(&record, self.act) {
                if binned.insert(record.id()) {
                    plan.delete(record.id());
                }
                wrote = true;
                continue;
            }
            for write in &change.writes {
                if !stands(&record, self.act, write) {
                    continue;
                }
                wrote = true;
                let field = write.field.as_str();
                if field == STAGE {
                    let undo = StageUndo {
                        act: "undo",
                        at: plan.now().0,
                        of: change.id,
                    };
                    plan.take_back(record.id(), STAGE, Value::of(&undo), change.id);
                    plan.then(record.id());
                } else if field == DELETED && write.value.as_bool() == Some(false) {
                    plan.delete(record.id());
                } else if field == DELETED {
                    plan.restore(record.id());
                } else {
                    plan.write(record.id(), field, earlier(&record, write));
                }
            }
        }
        if wrote {
            Ok(())
        } else {
            Err(UndoRefusal::Overtaken(left))
        }
    }
}

/// The fields an undo of `act` would have to leave alone, because someone wrote them since.
pub fn overtaken(ws: &Workspace, act: ChangeId) -> Vec<(RecordId, FieldName)> {
    let mut left = Vec::new();
    for change in of_act(ws, act) {
        let Some(record) = ws.record(&change.record) else {
            continue;
        };
        for write in &change.writes {
            if !stands(&record, act, write) {
                left.push((change.record.clone(), write.field.clone()));
            }
        }
    }
    left
}

fn of_act(ws: &Workspace, act: ChangeId) -> Vec<&Change> {
    // The changes of one act have one writer and follow each other from the act's own id on.
    let following = (act.seq..).map(|seq| ChangeId {
        writer: act.writer,
        seq,
    });
    following
        .map_while(|id| ws.by_id(id).find(|c| c.act == act))
        .collect()
}

/// Whether nobody has written the field since: its sole head is of the act, if not this very write,
/// and no deletion is over it, which a write would contest.
fn stands(record: &Record<'_>, act: ChangeId, write: &Write) -> bool {
    let Some(field) = record.field(write.field.as_str()) else {
        return false;
    };
    let mut heads = field.heads();
    let (Some((head, _)), None) = (heads.next(), heads.next()) else {
        return false;
    };
    let deletes = |(c, w): (&Change, &Write)| {
        c.act != act && w.value.as_bool() == Some(true) && w.over.contains(&head.id)
    };
    let marks = record.field(DELETED).filter(|d| d.name() != field.name());
    head.act == act && !marks.is_some_and(|d| d.heads().any(deletes))
}

/// Whether the record consists of nothing but what this act wrote.
fn brought_into_being(record: &Record<'_>, act: ChangeId) -> bool {
    record.changes().iter().all(|c| c.act == act)
}

/// What the field showed before: the greatest of the values the write was over, or null.
fn earlier(record: &Record<'_>, write: &Write) -> Value {
    let history = record.field(write.field.as_str()).map(|f| f.history());
    let before = history.unwrap_or_default();
    let replaced = before.iter().filter(|(c, _)| write.over.contains(&c.id));
    let shown = replaced.max_by_key(|(c, w)| (c.at, c.id, w.value.clone()));
    shown.map_or_else(Value::null, |(_, w)| w.value.clone())
}
