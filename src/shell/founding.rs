//! Making a workspace: a database, its first records, and who uses it.
//! Nothing here asks anything; the first-run pages do.

use crate::browser::settings::WorkspaceEntry;
use crate::browser::{DiskError, clock, random, settings};
use crate::ledger::{Author, Change, ChangeId, Mint, Plan, RecordId, Value, Workspace};
use crate::records::person::Layer;
use crate::records::{party, person};
use crate::session::{ME, Session};

use super::app::Door;

/// Who begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    pub firm: String,
    pub person: String,
    pub layer: Layer,
}

/// How a workspace begins.
#[derive(Clone)]
pub enum Found {
    Empty(Founding),
}

/// Names made before any session is there.
struct FirstNames {
    next: u32,
    writer: crate::ledger::WriterId,
}

impl Mint for FirstNames {
    fn change_id(&mut self) -> ChangeId {
        let id = ChangeId {
            writer: self.writer,
            seq: self.next,
        };
        self.next += 1;
        id
    }
    fn bits(&mut self) -> u128 {
        random::u128()
    }
}

/// The first records of an empty workspace: the firm and the person.
pub fn first_records(
    founding: &Founding,
    mint: &mut dyn Mint,
    now: crate::time::Instant,
) -> (Author, Vec<Change>) {
    let me = Author {
        party: RecordId::from_bits(party::KIND, mint.bits()),
        person: RecordId::from_bits(person::KIND, mint.bits()),
    };
    let nothing = Workspace::new();
    let mut plan = Plan::new(&nothing, now, &me, mint);
    plan.set(&me.party, party::NAME, Value::text(&founding.firm));
    plan.set(&me.person, person::NAME, Value::text(&founding.person));
    plan.set(&me.person, person::PARTY, Value::text(me.party.as_str()));
    plan.set(
        &me.person,
        person::LAYER,
        Value::text(founding.layer.as_str()),
    );
    let changes = plan.finish();
    (me, changes)
}

/// Makes the workspace and opens it; it is on disk when this returns.
///
/// # Errors
/// The disk's; no workspace is listed then.
pub async fn begin(door: Door, found: Found) -> Result<(), DiskError> {
    let mut mint = FirstNames {
        next: 0,
        writer: random::writer(),
    };
    let now = clock::now();
    let (name, me, changes) = match found {
        Found::Empty(founding) => {
            let (me, changes) = first_records(&founding, &mut mint, now);
            (founding.firm, me, changes)
        }
    };
    let id: String = RecordId::from_bits("w", random::u128())
        .uid()
        .chars()
        .take(12)
        .collect();
    let (disk, loaded) = door.load(&id).await?;
    let (session, _) = Session::open(disk, loaded, |_| None);
    let me = serde_json::to_string(&me).ok();
    let local = vec![(ME.to_owned(), me)];
    session.enter(changes, local, Vec::new());
    session.settled().await?;
    settings::put_workspace(WorkspaceEntry {
        id: id.clone(),
        name,
        created: now,
    });
    door.open(&id).await;
    Ok(())
}
