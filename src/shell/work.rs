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
use crate::session::Session;
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
    let Opened {
        session,
        unread,
        lost,
    } = opened;
    provide_context(session);
    Ok(view! { <Frame unread lost/> }.into_any())
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
    settings::update(|known| known.workspace = Some(workspace));
    let lost = loaded.lost_data;
    let (session, unread) = Session::open(disk, loaded, slug_of);
    let stage = if session.author_untracked().is_some() {
        Stage::Open(Opened {
            session,
            unread,
            lost,
        })
    } else {
        Stage::FirstRun { further: false }
    };
    door.stage.set(stage);
}

fn slug_of(kind: &str) -> Option<&'static str> {
    modules::of_kind(kind).map(|module| module.slug)
}
