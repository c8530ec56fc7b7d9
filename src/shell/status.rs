//! The truth about saving and the disk, in sentences.
//! Nothing here decides; the session and the browser say what is.

use leptos::prelude::*;

use super::app::Door;
use super::loss::LossBanner;
use crate::browser::disk::Notice;
use crate::browser::{DiskError, page, update};
use crate::session::{SaveState, Unread, use_session};
use crate::texts;

/// Why the disk failed, and what the user can do.
pub fn reason(error: &DiskError) -> String {
    match error {
        DiskError::Quota => texts::shell::disk_full(),
        DiskError::Newer => texts::shell::disk_newer(),
        DiskError::Gone => texts::shell::disk_gone(),
        DiskError::Unavailable(_) => texts::shell::disk_unavailable(),
        DiskError::Damaged(detail) => texts::shell::disk_damaged(detail),
        DiskError::Aborted(detail) => texts::shell::disk_aborted(detail),
        DiskError::Conflict => texts::shell::disk_conflict(),
        DiskError::Other(detail) => texts::shell::disk_other(detail),
    }
}

/// Saved, saving, or not saved and why. `data-saved` counts the acts this page has stored.
#[component]
pub fn SaveStatus() -> impl IntoView {
    let session = use_session();
    let state = move || session.save_state();
    let word = move || match state() {
        SaveState {
            failed: Some(_), ..
        } => texts::shell::not_saved(),
        SaveState { waiting: 0, .. } => texts::shell::saved(),
        _ => texts::shell::saving(),
    };
    let name = move || match state() {
        SaveState {
            failed: Some(_), ..
        } => "failed",
        SaveState { waiting: 0, .. } => "saved",
        _ => "saving",
    };
    view! {
        <span
            class="save-state"
            role="status"
            data-state=name
            data-saved=move || state().saved.to_string()
            data-waiting=move || state().waiting.to_string()
        >
            {word}
        </span>
    }
}

/// What the user must know before going on; nothing when all is well.
#[component]
pub fn Banners(unread: Unread) -> impl IntoView {
    let session = use_session();
    let door = expect_context::<Door>();
    let newer = RwSignal::new(false);
    let listening = StoredValue::new_local(update::on_update(move || newer.set(true)));
    on_cleanup(move || listening.dispose());
    let unread_count = unread.segments;
    view! {
        <Show when=move || session.save_state().failed.is_some()>
            <p class="banner bad" role="alert">
                {move || {
                    let state = session.save_state();
                    state.failed.map(|e| texts::shell::not_saved_because(reason(&e)))
                }}
            </p>
        </Show>
        <LossBanner/>
        <Show when=move || { unread_count > 0 }>
            <p class="banner bad" role="alert">
                {move || texts::shell::unread_segments(unread_count)}
            </p>
        </Show>
        <Show when=move || door.notice.get().is_some()>
            <p class="banner warn" role="alert">{move || door.notice.get().map(notice_text)}</p>
        </Show>
        <Show when=move || newer.get()>
            <p class="banner" role="status">
                {texts::shell::newer_build}
                <button
                    on:click=move |_| {
                        leptos::task::spawn_local(async move {
                            if session.settled().await.is_ok() {
                                update::apply_update();
                            }
                        });
                    }
                >
                    {texts::shell::switch_to_it}
                </button>
            </p>
        </Show>
    }
}

fn notice_text(notice: Notice) -> String {
    match notice {
        Notice::Blocked => texts::shell::notice_blocked(),
        Notice::Slow => texts::shell::notice_slow(),
        Notice::ClosedForUpgrade => texts::shell::notice_closed_for_upgrade(),
        Notice::Closed => texts::shell::notice_closed(),
    }
}

/// Says it in the window's title too, after how much waits for this side.
pub fn title(page_title: &str, waiting: usize) {
    let count = match waiting {
        0 => String::new(),
        n @ 1..=99 => format!("({n}) "),
        _ => "(99+) ".to_owned(),
    };
    page::set_title(&format!("{count}{page_title} · Tandem 协同"));
}
