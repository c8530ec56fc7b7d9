//! Making a workspace: a database, its first records, and who uses it.
//! Nothing here asks anything; the first-run pages do.

use std::future::Future;
use std::pin::Pin;

use leptos::wasm_split::wasm_split;

use crate::browser::settings::WorkspaceEntry;
use crate::browser::{DiskError, clock, random, settings};
use crate::exchange::{Adopt, FileLog, Me, Merge, Opened, ProfileId, merge};
use crate::ledger::{Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Value, Workspace};
use crate::records::person::Layer;
use crate::records::{party, person};
use crate::session::{ME, Session};
use crate::texts;
use crate::time::Instant;
use crate::ui::NotFetched;

use super::app::Door;
use super::sample::Sample;
use super::work::load;

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
    Sample(Sample),
    File(Arrived),
}

/// Files that were opened in an empty browser, and who reads them.
#[derive(Clone)]
pub struct Arrived {
    pub party: RecordId,
    /// The firm's name, for the workspace.
    pub firm: String,
    pub person: Newcomer,
    pub files: Vec<Opened>,
}

/// Which person of the addressed firm begins.
#[derive(Clone)]
pub enum Newcomer {
    /// One the files name.
    Known(RecordId),
    New {
        name: String,
        layer: Layer,
    },
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

fn introduce(plan: &mut Plan<'_>, me: &Author, name: &str, layer: Layer) {
    plan.set(&me.person, person::NAME, Value::text(name));
    plan.set(&me.person, person::PARTY, Value::text(me.party.as_str()));
    plan.set(&me.person, person::LAYER, Value::text(layer.as_str()));
}

/// The first records of an empty workspace: the firm and the person.
pub fn first_records(
    founding: &Founding,
    mint: &mut dyn Mint,
    now: Instant,
) -> (Author, Vec<Change>) {
    let me = Author {
        party: RecordId::from_bits(party::KIND, mint.bits()),
        person: RecordId::from_bits(person::KIND, mint.bits()),
    };
    let nothing = Workspace::new();
    let mut plan = Plan::new(&nothing, now, &me, mint);
    plan.set(&me.party, party::NAME, Value::text(&founding.firm));
    introduce(&mut plan, &me, &founding.person, founding.layer);
    let changes = plan.finish();
    (me, changes)
}

/// Who reads files that are for a firm.
pub fn reader(party: &RecordId, person: &Newcomer, mint: &mut dyn Mint) -> Author {
    Author {
        party: party.clone(),
        person: match person {
            Newcomer::Known(person) => person.clone(),
            Newcomer::New { .. } => RecordId::from_bits(person::KIND, mint.bits()),
        },
    }
}

/// What the reader begins with: its own record, and the card of the firm in the firm's own name
/// (rule 12). `ws`: what the files bring.
pub fn first_words(
    me: &Author,
    person: &Newcomer,
    ws: &Workspace,
    mint: &mut dyn Mint,
    now: Instant,
) -> Vec<Change> {
    let mut plan = Plan::new(ws, now, me, mint);
    if let Newcomer::New { name, layer } = person {
        introduce(&mut plan, me, name, *layer);
    }
    let Ok(()) = Adopt.plan(&mut plan);
    plan.finish()
}

/// Why no workspace came into being; none is listed then.
#[derive(Clone, Debug)]
pub enum NotBegun {
    Disk(DiskError),
    NotFetched,
}

impl From<DiskError> for NotBegun {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl From<NotFetched> for NotBegun {
    fn from(_: NotFetched) -> Self {
        Self::NotFetched
    }
}

#[wasm_split(files, fallible, wasm_split_path = leptos::wasm_split)]
fn arrive(
    profile: ProfileId,
    arrived: Arrived,
    mut mint: FirstNames,
    now: Instant,
) -> Result<(Author, Merge), NotFetched> {
    let me = reader(&arrived.party, &arrived.person, &mut mint);
    let (mut ws, log) = (Workspace::new(), FileLog::default());
    let file_me = Me::new(profile, &me);
    // Everything here is for one reader, so nothing can be refused.
    let mut merged = merge(&ws, &log, &file_me, &arrived.files, now).unwrap_or_default();
    ws.insert_all(merged.changes.iter().cloned());
    let words = first_words(&me, &arrived.person, &ws, &mut mint, now);
    merged.changes.extend(words);
    Ok((me, merged))
}

/// Makes the workspace and opens it; it is on disk when this returns.
///
/// # Errors
/// See [`NotBegun`].
pub async fn begin(door: Door, found: Found) -> Result<(), NotBegun> {
    beginning(door, found).await?.await
}

type Beginning = Pin<Box<dyn Future<Output = Result<(), NotBegun>>>>;

#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
fn beginning(door: Door, found: Found) -> Result<Beginning, NotFetched> {
    Ok(Box::pin(make(door, found)))
}

/// Changes without a file they came with.
fn just(changes: Vec<Change>) -> Merge {
    Merge {
        changes,
        ..Merge::default()
    }
}

async fn make(door: Door, found: Found) -> Result<(), NotBegun> {
    let mut mint = FirstNames {
        next: 0,
        writer: random::writer(),
    };
    let now = clock::now();
    let id = RecordId::from_bits("w", random::u128());
    let id: String = id.uid().chars().take(12).collect();
    let (disk, loaded) = load(door, &id).await?;
    let (session, _) = Session::open(disk, loaded, |_| None);
    let (name, me, mut merged) = match found {
        Found::Empty(founding) => {
            let (me, changes) = first_records(&founding, &mut mint, now);
            (founding.firm, me, just(changes))
        }
        Found::Sample(sample) => (texts::shell::sample_name(), sample.me, just(sample.changes)),
        Found::File(arrived) => {
            let firm = arrived.firm.clone();
            let profile = session.file_me().profile;
            let (me, merged) = arrive(profile, arrived, mint, now).await?;
            (firm, me, merged)
        }
    };
    merged
        .facts
        .push((ME.to_owned(), serde_json::to_string(&me).ok()));
    session.enter(merged.changes, merged.facts, merged.documents);
    session.settled().await?;
    settings::put_workspace(WorkspaceEntry {
        id: id.clone(),
        name,
        created: now,
    });
    door.open(&id).await;
    Ok(())
}
