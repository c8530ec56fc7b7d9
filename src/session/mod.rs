//! The session: the one workspace signal, the one way in for changes, saving, the tick, who I am.
//! It knows no kind of record and shows nothing; pages read it through `use_session()`.

mod aside;
mod compaction;
mod duty;
mod heard;
pub mod outside;
mod place;
mod purge;
mod redo;
mod save;

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::browser::disk::{Batch, Loaded};
use crate::browser::tabs::Tabs;
use crate::browser::{Disk, DiskError, Subscription, clock, random};
use crate::exchange::{FileLog, Me, ProfileId};
use crate::ledger::{
    Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Undo, UndoRefusal, Workspace, WriterId,
    decode,
};
use crate::time::Instant;

/// What this browser knows of zones: pages write it into calendars.
pub use crate::browser::zones;
pub use aside::SetAsideRefusal;
use compaction::Compaction;
pub use duty::{Duties, Duty, Key, What, in_order, reminders};
pub use place::{Place, Query, Target};
pub use purge::PurgeRefusal;
use redo::Acts;
pub use save::SaveState;
use save::Waiting;

/// The local fact that says who uses this profile: a JSON pair of party and person.
pub const ME: &str = "me";

/// Facts of this browser alone, by key (LEDGER 20). `None` removes one.
pub type LocalFacts = Vec<(String, Option<String>)>;

/// The context of every page. Copying it copies handles.
#[derive(Clone, Copy)]
pub struct Session {
    workspace: RwSignal<Workspace>,
    local: RwSignal<BTreeMap<String, String>>,
    /// The store held more once (LEDGER 24).
    lost: RwSignal<bool>,
    me: Memo<Option<Author>>,
    now: RwSignal<Instant>,
    save: RwSignal<SaveState>,
    acts: RwSignal<Acts>,
    parts: StoredValue<Parts, LocalStorage>,
    slug_of: fn(&str) -> Option<&'static str>,
}

/// What is no signal.
struct Parts {
    profile: String,
    disk: Disk,
    waiting: Waiting,
    mint: PageMint,
    /// Kept for what their dropping would end.
    tabs: Tabs,
    _tick: Subscription,
}

/// Names what this page writes: its own writer, counted from 0 (LEDGER 1).
struct PageMint {
    writer: WriterId,
    next: u32,
}

impl Mint for PageMint {
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

/// What of a workspace could not be read when it was opened; it stays on disk untouched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    pub segments: usize,
    pub reasons: Vec<String>,
}

/// Why a segment's bytes are no changes, as a sentence for the details of a message.
fn read_segment(bytes: &[u8]) -> Result<Vec<Change>, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    decode(text).map_err(|e| e.to_string())
}

/// The session of the page that is being built. The shell provides it around every page.
pub fn use_session() -> Session {
    expect_context::<Session>()
}

impl Session {
    /// Opens a workspace that has been loaded: its segments become the signal, other tabs are heard.
    /// `slug_of` says which module's page shows a kind of record.
    pub fn open(
        disk: Disk,
        loaded: Loaded,
        slug_of: fn(&str) -> Option<&'static str>,
    ) -> (Self, Unread) {
        let facts: BTreeMap<String, String> = loaded.local.into_iter().collect();
        let aside = aside::all(&facts);
        let mut unread = Unread {
            segments: loaded.unreadable.len(),
            reasons: Vec::new(),
        };
        let mut known = Workspace::new();
        let mut unreadable = Vec::new();
        for (key, bytes) in &loaded.segments {
            match read_segment(bytes) {
                Ok(changes) => {
                    known.insert_all(changes.into_iter().filter(|c| !aside.contains(c.id)));
                }
                Err(reason) => {
                    unread.segments += 1;
                    unread.reasons.push(reason);
                    unreadable.push(*key);
                }
            }
        }
        let workspace = RwSignal::new(known);
        let local = RwSignal::new(facts);
        let now = RwSignal::new(clock::now());
        let me = Memo::new(move |_| {
            local.with(|local| serde_json::from_str::<Author>(local.get(ME)?).ok())
        });
        // Messages come only after this function has returned.
        let hearing = StoredValue::new_local(None::<Self>);
        let tabs = Tabs::open(disk.workspace(), move |told| {
            if let Some(session) = hearing.try_get_value().flatten() {
                session.heard(&told);
            }
        });
        let parts = Parts {
            profile: loaded.profile,
            waiting: Waiting::default(),
            mint: PageMint {
                writer: random::writer(),
                next: 0,
            },
            tabs,
            _tick: clock::every_second(move |at| now.set(at)),
            disk,
        };
        let session = Self {
            workspace,
            local,
            lost: RwSignal::new(loaded.lost_data),
            me,
            now,
            save: RwSignal::new(SaveState::default()),
            acts: RwSignal::new(Acts::default()),
            parts: StoredValue::new_local(parts),
            slug_of,
        };
        session.loaded_generation(loaded.generation);
        // Where data was lost, what is left stays as it is until somebody has looked at it.
        if !loaded.lost_data
            && let Some(compaction) = Compaction::of(&loaded.segments, &unreadable)
        {
            session.compact_later(compaction);
        }
        hearing.set_value(Some(session));
        (session, unread)
    }

    /// Reads the workspace; reruns where it is read reactively.
    pub fn with<T>(&self, read: impl FnOnce(&Workspace) -> T) -> T {
        self.workspace.with(read)
    }

    pub fn with_untracked<T>(&self, read: impl FnOnce(&Workspace) -> T) -> T {
        self.workspace.with_untracked(read)
    }

    /// Now, to the second. Reactive: read it only in the cell that shows it.
    pub fn now(&self) -> Instant {
        self.now.get()
    }

    pub fn now_untracked(&self) -> Instant {
        clock::now()
    }

    /// Who uses this profile; `None` only before the first run is through.
    pub fn author(&self) -> Option<Author> {
        self.me.get()
    }

    pub fn author_untracked(&self) -> Option<Author> {
        self.me.get_untracked()
    }

    /// Who uses this profile. Pages are only shown once that is known.
    pub fn me(&self) -> Author {
        self.me.get().unwrap_or_else(nobody)
    }

    pub fn me_untracked(&self) -> Author {
        self.me.get_untracked().unwrap_or_else(nobody)
    }

    /// This database's own name (LEDGER 12): 32 hex digits, of which files carry the first 16.
    pub fn profile(&self) -> String {
        self.parts.with_value(|parts| parts.profile.clone())
    }

    /// Who writes and merges files here.
    pub fn file_me(&self) -> Me {
        let profile = self.profile();
        let short = profile.get(..16).unwrap_or_default();
        let profile = ProfileId(u64::from_str_radix(short, 16).unwrap_or_default());
        Me::new(profile, &self.me_untracked())
    }

    /// What this browser knows of files; reactive.
    pub fn file_log(&self) -> FileLog {
        let pairs = |known: &BTreeMap<String, String>| {
            FileLog::from_local(known.iter().map(|(k, v)| (k.as_str(), v.as_str())))
        };
        self.local.with(pairs)
    }

    pub fn disk(&self) -> Disk {
        self.parts.with_value(|parts| parts.disk.clone())
    }

    /// Whether the store has lost data and nobody has said yet how to go on (LEDGER 24); reactive.
    pub fn has_lost_data(&self) -> bool {
        self.lost.get()
    }

    /// The user has restored what was lost, or goes on without. From now on this is another profile:
    /// what it remembers of files may be older than what partners were sent (LEDGER 12).
    ///
    /// # Errors
    /// The disk's; the loss is still said then.
    pub async fn accept_loss(&self) -> Result<(), DiskError> {
        self.settled().await?;
        let accepted = self.disk().accept_loss().await?;
        self.parts.update_value(|parts| {
            parts.profile = accepted.profile;
            // The generations up to the witness were lost; there is nothing to read in them.
            parts.waiting.seen.note_all(accepted.generation);
        });
        self.stored(&Batch::default(), accepted.generation);
        self.lost.set(false);
        Ok(())
    }

    /// Facts of this browser alone; reactive.
    pub fn with_local<T>(&self, read: impl FnOnce(&BTreeMap<String, String>) -> T) -> T {
        self.local.with(read)
    }

    /// The address of a record's page.
    pub fn href(&self, record: &RecordId) -> String {
        let slug = (self.slug_of)(record.kind()).unwrap_or("history");
        Target::record(slug, record.clone()).href()
    }

    /// Does one thing a person wants: the only way in for own changes. `Ok(None)` if there was
    /// nothing to write.
    ///
    /// # Errors
    /// The edit's own refusal; nothing is written then.
    pub fn commit<E: Edit>(&self, edit: &E) -> Result<Option<ChangeId>, E::Refusal> {
        let act = self.write(edit)?;
        if let Some(act) = act {
            self.acts.update(|acts| acts.done(act));
        }
        Ok(act)
    }

    /// Writes what follows from a rule or only says that something happened here, such as that a message
    /// was opened: no act of the user's, so nothing for undo to take back.
    ///
    /// # Errors
    /// The edit's own refusal; nothing is written then.
    pub fn witness<E: Edit>(&self, edit: &E) -> Result<Option<ChangeId>, E::Refusal> {
        self.write(edit)
    }

    fn write<E: Edit>(&self, edit: &E) -> Result<Option<ChangeId>, E::Refusal> {
        let changes = self.planned(edit)?;
        let act = changes.first().map(|c| c.act);
        self.enter(changes, Vec::new(), Vec::new());
        Ok(act)
    }

    /// What an edit writes, before it enters anywhere.
    fn planned<E: Edit>(&self, edit: &E) -> Result<Vec<Change>, E::Refusal> {
        let me = self.me_untracked();
        let now = clock::now();
        let planned = self.workspace.with_untracked(|ws| {
            let mut outcome = None;
            self.parts.update_value(|parts| {
                let mut plan = Plan::new(ws, now, &me, &mut parts.mint);
                outcome = Some(edit.plan(&mut plan).map(|()| plan.finish()));
            });
            outcome
        });
        Ok(planned.transpose()?.unwrap_or_default())
    }

    /// Changes and local facts enter here, own or merged, already stamped: into the signal at once,
    /// onto disk through the queue, all of one call in one transaction.
    pub fn enter(
        &self,
        changes: Vec<Change>,
        mut local: LocalFacts,
        documents: Vec<(String, Vec<u8>)>,
    ) {
        local.extend(
            self.local
                .with_untracked(|known| aside::returned(known, &changes)),
        );
        if changes.is_empty() && local.is_empty() && documents.is_empty() {
            return;
        }
        self.queue(&changes, &local, documents);
        if !local.is_empty() {
            self.local.update(|known| apply(known, &local));
        }
        if !changes.is_empty() {
            self.workspace.update(|ws| {
                ws.insert_all(changes);
            });
        }
    }

    /// Keeps a fact of this browser.
    pub fn keep(&self, key: &str, value: Option<String>) {
        self.enter(Vec::new(), vec![(key.to_owned(), value)], Vec::new());
    }

    /// A line to the other windows of this browser that show the same workspace, about one record.
    pub fn line(&self, about: &RecordId, on_text: impl FnMut(String) + 'static) -> outside::Line {
        outside::Line::open(self.disk().workspace(), about.as_str(), on_text)
    }

    /// Takes the last act of this page back; what could not be taken back is named.
    ///
    /// # Errors
    /// There is none, or others have written over all of it since.
    pub fn undo(&self) -> Result<Undone, UndoRefusal> {
        let act = self.acts.with_untracked(Acts::last_done);
        self.take_back(act, |acts, of, by| acts.undone(of, by))
    }

    /// Does again what was last undone.
    ///
    /// # Errors
    /// As for [`Session::undo`].
    pub fn redo(&self) -> Result<Undone, UndoRefusal> {
        let act = self.acts.with_untracked(Acts::last_undone);
        self.take_back(act, |acts, of, by| acts.redone(of, by))
    }

    fn take_back(
        &self,
        act: Option<ChangeId>,
        note: impl FnOnce(&mut Acts, ChangeId, ChangeId),
    ) -> Result<Undone, UndoRefusal> {
        let act = act.ok_or(UndoRefusal::Unknown)?;
        let left = self.with_untracked(|ws| crate::ledger::overtaken(ws, act));
        let by = self.write(&Undo { act }).inspect_err(|_| {
            self.acts.update(|acts| acts.forget(act));
        })?;
        if let Some(by) = by {
            self.acts.update(|acts| note(acts, act, by));
        }
        Ok(Undone { left })
    }

    pub fn can_undo(&self) -> bool {
        self.acts.with(|acts| acts.last_done().is_some())
    }

    pub fn can_redo(&self) -> bool {
        self.acts.with(|acts| acts.last_undone().is_some())
    }
}

/// What an undo did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Fields that stayed as they are, because someone wrote them since.
    pub left: Vec<(RecordId, crate::ledger::FieldName)>,
}

/// Stands for a user nobody has named yet.
fn nobody() -> Author {
    Author {
        party: RecordId::from_bits("party", 0),
        person: RecordId::from_bits("person", 0),
    }
}

fn apply(known: &mut BTreeMap<String, String>, facts: &LocalFacts) {
    for (key, value) in facts {
        match value {
            Some(value) => known.insert(key.clone(), value.clone()),
            None => known.remove(key),
        };
    }
}
