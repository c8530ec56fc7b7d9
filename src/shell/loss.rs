//! What the page says where the browser has lost data (LEDGER 24), and the ways on from there.
//! Never in here: noticing a loss, which is the disk's.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;

use super::app::Door;
use super::arrival::Arrival;
use super::exchange::Inflow;
use super::first_run::not_begun;
use super::founding::{Found, NotBegun, begin};
use super::route::Route;
use super::settings::Switches;
use crate::browser::files::list;
use crate::browser::{Disk, DiskError, settings};
use crate::session::use_session;
use crate::texts;
use crate::ui::{Banner, Button, FileDrop, Look, NotFetched, State};

/// A workspace some of whose data is gone: a backup may be opened right here, and either answer ends
/// the message for good.
#[component]
pub fn LossBanner() -> impl IntoView {
    let session = use_session();
    let inflow = expect_context::<Inflow>();
    let failed = RwSignal::new(None::<NotBegun>);
    let accept = move || {
        spawn_local(async move {
            if let Err(error) = session.accept_loss().await {
                failed.set(Some(error.into()));
            }
        });
    };
    view! {
        <Show when=move || session.has_lost_data()>
            <Banner state=State::Bad>
                <p>{texts::shell::lost_data}</p>
                <FileDrop
                    label=texts::shell::lost_restore
                    accept=".json,application/json"
                    on_files=move |files| {
                        Route::Exchange.target().go();
                        inflow.take(list(Some(files)));
                    }
                />
                <p class="hint">{texts::shell::lost_afterwards}</p>
                <p class="actions">
                    <Button label=texts::shell::lost_restored on_press=accept/>
                    <Button label=texts::shell::lost_go_on look=Look::Quiet on_press=accept/>
                </p>
                <Failed failed/>
            </Banner>
        </Show>
    }
}

#[component]
fn Failed(failed: RwSignal<Option<NotBegun>>) -> impl IntoView {
    let words = move || failed.get().map(|why| not_begun(&why));
    view! {
        <Show when=move || failed.get().is_some()>
            <p class="error" role="alert">
                {words}
            </p>
        </Show>
    }
}

#[wasm_split(start, fallible, wasm_split_path = leptos::wasm_split)]
pub fn emptied(workspace: String) -> Result<AnyView, NotFetched> {
    Ok(view! { <Emptied workspace/> }.into_any())
}

/// A workspace all of whose data is gone. It is restored from a file, or given up on purpose; it is
/// never taken for a first run.
#[component]
fn Emptied(workspace: String) -> impl IntoView {
    let door = expect_context::<Door>();
    let failed = RwSignal::new(None::<NotBegun>);
    let entries = settings::workspaces();
    let entry = entries.into_iter().find(|entry| entry.id == workspace);
    let name = entry.map(|entry| entry.name).unwrap_or_default();
    let gone = StoredValue::new(workspace);
    let restore = Callback::new(move |found: Found| {
        // Once the new workspace is open, this page and what it holds are gone.
        let emptied = gone.get_value();
        spawn_local(async move {
            let restored = async {
                begin(door, found).await?;
                give_up(&emptied).await.map_err(NotBegun::from)
            };
            if let Err(error) = restored.await {
                failed.try_set(Some(error));
            }
        });
    });
    let go_on = move || {
        spawn_local(async move {
            match give_up(&gone.get_value()).await {
                Ok(()) => door.back(),
                Err(error) => failed.set(Some(error.into())),
            }
        });
    };
    view! {
        <div class="first-run">
            <header class="top">
                <span class="brand">"Tandem · 协同"</span>
                <span class="spring"></span>
                <Switches/>
            </header>
            <main>
                <h1>{texts::shell::emptied}</h1>
                <p class="lead">{move || texts::shell::emptied_lead(&name)}</p>
                <Failed failed/>
                <div class="ways">
                    <Arrival start=restore/>
                    <section class="card">
                        <h2>{texts::shell::emptied_without}</h2>
                        <p>{texts::shell::emptied_without_lead}</p>
                        <Button label=texts::shell::lost_go_on on_press=go_on/>
                    </section>
                </div>
            </main>
        </div>
    }
}

/// Takes an emptied workspace and its witness away; there is nothing in it.
async fn give_up(workspace: &str) -> Result<(), DiskError> {
    let disk = Disk::open(workspace, |_| {}).await?;
    disk.wipe(|| {}).await?;
    settings::remove_workspace(workspace);
    Ok(())
}
