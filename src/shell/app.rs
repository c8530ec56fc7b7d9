//! The app from the first moment: language, then the workspace that was open last, then its pages.
//! What a page holds is not known here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::settings::{apply_theme, chosen_language, use_language};
use super::{first_run, loss, work};
use crate::browser::disk::Notice;
use crate::browser::{DiskError, page, settings};
use crate::session::{Session, Unread};
use crate::texts;
use crate::ui::later;

/// What the app shows as a whole.
#[derive(Clone)]
pub enum Stage {
    Starting,
    /// No workspace yet, or a further one is wanted.
    FirstRun {
        further: bool,
    },
    Open(Opened),
    /// The browser has cleared this workspace: nothing of it is left.
    Emptied {
        workspace: String,
    },
    /// The workspace could not be opened.
    Closed(DiskError),
    /// The code that opens workspaces did not arrive.
    NotFetched,
}

/// A workspace that is open, and what could not be read of it.
#[derive(Clone)]
pub struct Opened {
    pub session: Session,
    pub unread: Unread,
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
        match work::open(self, workspace.to_owned()).await {
            Ok(opening) => opening.await,
            Err(_) => self.stage.set(Stage::NotFetched),
        }
    }
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
        Stage::FirstRun { further } => later(move || Box::pin(first_run::page(further))),
        Stage::Open(opened) => later(move || Box::pin(work::frame(opened.clone()))),
        Stage::Emptied { workspace } => later(move || Box::pin(loss::emptied(workspace.clone()))),
        Stage::Closed(error) => cannot_open(super::status::reason(&error)),
        Stage::NotFetched => cannot_open(texts::ui::not_fetched()),
    }
}

/// Says why the workspace cannot be opened, and what to do.
fn cannot_open(why: String) -> AnyView {
    view! {
        <main class="alone" role="alert">
            <h1>{texts::shell::cannot_open}</h1>
            <p>{why}</p>
            <p>{texts::shell::cannot_open_hint}</p>
            <button class="primary" on:click=|_| page::reload()>{texts::shell::reload}</button>
        </main>
    }
    .into_any()
}
