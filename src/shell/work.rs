//! Opening a workspace, and the frame around its pages: fetched together, once there is a workspace.
//! What the app shows before that is `app`'s.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::app::{Door, Opened, Stage};
use super::frame::Frame;
use crate::browser::disk::Loaded;
use crate::browser::{Disk, DiskError, settings};
use crate::modules;
use crate::session::{ME, Session};
use crate::ui::NotFetched;

type Opening = Pin<Box<dyn Future<Output = ()>>>;

/// Opens a workspace of this browser, remembers it as the last one, and shows it.
#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
pub fn open(door: Door, workspace: String) -> Result<Opening, NotFetched> {
    Ok(Box::pin(async move {
        match load(door, &workspace).await {
            Ok((disk, loaded)) => enter(door, disk, loaded),
            Err(error) => door.stage.set(Stage::Closed(error)),
        }
    }))
}

#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
pub fn frame(opened: Opened) -> Result<AnyView, NotFetched> {
    provide_context(opened.session);
    Ok(view! { <Frame unread=opened.unread/> }.into_any())
}

/// Connects to a workspace's database and reads it whole.
///
/// # Errors
/// The disk's.
pub async fn load(door: Door, workspace: &str) -> Result<(Disk, Loaded), DiskError> {
    let disk = Disk::open(workspace, move |said| door.notice.set(Some(said))).await?;
    let loaded = disk.load().await?;
    door.notice.set(None);
    Ok((disk, loaded))
}

fn enter(door: Door, disk: Disk, loaded: Loaded) {
    let workspace = disk.workspace().to_owned();
    let opened = workspace.clone();
    settings::update(|known| known.workspace = Some(opened));
    if loaded.lost_data && loaded.local.iter().all(|(key, _)| key != ME) {
        return door.stage.set(Stage::Emptied { workspace });
    }
    let (session, unread) = Session::open(disk, loaded, slug_of);
    let stage = match session.author_untracked() {
        Some(_) => Stage::Open(Opened { session, unread }),
        None => Stage::FirstRun { further: false },
    };
    door.stage.set(stage);
}

fn slug_of(kind: &str) -> Option<&'static str> {
    modules::of_kind(kind).map(|module| module.slug)
}
