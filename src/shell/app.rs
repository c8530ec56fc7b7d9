//! The app from the first moment: language, then the workspace that was open last, then its pages.
//! What a page holds is not known here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::first_run::FirstRun;
use super::frame::Frame;
use super::loss::Emptied;
use super::settings::{apply_theme, chosen_language, use_language};
use crate::browser::disk::{Loaded, Notice};
use crate::browser::{Disk, DiskError, page, settings};
use crate::modules;
use crate::session::{ME, Session, Unread};
use crate::texts;

/// What the app shows as a whole.
#[derive(Clone)]
pub enum Stage {
    Starting,
    /// No workspace yet, or a further one is wanted.
    FirstRun {
        further: bool,
    },
    Open {
        session: Session,
        unread: Unread,
    },
    /// The browser has cleared this workspace: nothing of it is left.
    Emptied {
        workspace: String,
    },
    /// The workspace could not be opened.
    Closed(DiskError),
}

/// The way between workspaces, for the shell's own pages.
#[derive(Clone, Copy)]
pub struct Door {
    pub stage: RwSignal<Stage>,
    /// What the browser says of the open database outside of anybody's asking.
    pub notice: RwSignal<Option<Notice>>,
}

impl Door {
    /// Opens a workspace of this browser and remembers it as the last one.
    pub async fn open(self, workspace: &str) {
        match self.load(workspace).await {
            Ok((disk, loaded)) => self.enter(disk, loaded),
            Err(error) => self.stage.set(Stage::Closed(error)),
        }
    }

    /// Connects to a workspace's database and reads it whole.
    ///
    /// # Errors
    /// The disk's.
    pub async fn load(self, workspace: &str) -> Result<(Disk, Loaded), DiskError> {
        let notice = self.notice;
        let disk = Disk::open(workspace, move |said| notice.set(Some(said))).await?;
        let loaded = disk.load().await?;
        notice.set(None);
        Ok((disk, loaded))
    }

    fn enter(self, disk: Disk, loaded: Loaded) {
        let workspace = disk.workspace().to_owned();
        let opened = workspace.clone();
        settings::update(|known| known.workspace = Some(opened));
        if loaded.lost_data && loaded.local.iter().all(|(key, _)| key != ME) {
            self.stage.set(Stage::Emptied { workspace });
            return;
        }
        let (session, unread) = Session::open(disk, loaded, slug_of);
        let stage = match session.author_untracked() {
            Some(_) => Stage::Open { session, unread },
            None => Stage::FirstRun { further: false },
        };
        self.stage.set(stage);
    }
}

fn slug_of(kind: &str) -> Option<&'static str> {
    modules::of_kind(kind).map(|module| module.slug)
}

async fn start(door: Door) {
    apply_theme();
    use_language(chosen_language()).await;
    let found = settings::workspaces_found().await;
    let last = settings::load().workspace;
    let known = found.iter().find(|entry| Some(&entry.id) == last.as_ref());
    match known.or(found.last()) {
        Some(entry) => door.open(&entry.id).await,
        None => door.stage.set(Stage::FirstRun { further: false }),
    }
}

#[component]
pub fn App() -> impl IntoView {
    let door = Door {
        stage: RwSignal::new(Stage::Starting),
        notice: RwSignal::new(None),
    };
    provide_context(door);
    spawn_local(start(door));
    move || match door.stage.get() {
        Stage::Starting => view! { <p class="starting" aria-busy="true"></p> }.into_any(),
        Stage::FirstRun { further } => view! { <FirstRun further/> }.into_any(),
        Stage::Open { session, unread } => {
            provide_context(session);
            view! { <Frame unread/> }.into_any()
        }
        Stage::Emptied { workspace } => view! { <Emptied workspace/> }.into_any(),
        Stage::Closed(error) => view! { <CannotOpen error/> }.into_any(),
    }
}

/// Says why the workspace cannot be opened, and what to do.
#[component]
fn CannotOpen(error: DiskError) -> impl IntoView {
    view! {
        <main class="alone" role="alert">
            <h1>{texts::shell::cannot_open}</h1>
            <p>{move || super::status::reason(&error)}</p>
            <p>{texts::shell::cannot_open_hint}</p>
            <button class="primary" on:click=|_| page::reload()>{texts::shell::reload}</button>
        </main>
    }
}
