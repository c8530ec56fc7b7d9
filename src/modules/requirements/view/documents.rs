//! The documents of a requirement or a draft, by name and digest: attaching, checking a version, saving
//! what goes along in files. Never in here: who may attach (`parts`), what the bytes mean.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::parts::{Attach, DropPart, PartRefusal};
use super::desk::Desk;
use super::refusals;
use crate::exchange::MAX_DOCUMENT;
use crate::ledger::RecordId;
use crate::records::document::{self, Document, Version};
use crate::session::outside::{AnyFile, Unreadable, any_files, save_file};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{
    Badge, Button, CheckField, FileDrop, Files, Look, Progress, Section, State, toast,
};

/// One document as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    id: RecordId,
    name: String,
    size: Option<u64>,
    digest: Option<String>,
    embedded: bool,
    /// Attached by the reader's party.
    ours: bool,
}

/// What a file that was dropped is, beside the documents named here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Checked {
    Same {
        file: String,
        document: String,
    },
    /// The document of that name has other content.
    Other {
        file: String,
        document: String,
    },
    Unknown {
        file: String,
    },
    Unreadable {
        file: String,
    },
}

#[derive(Clone, Copy)]
struct Shelf {
    desk: Desk,
    all: Memo<Vec<Line>>,
    checked: RwSignal<Vec<Checked>>,
    refusal: RwSignal<Option<PartRefusal>>,
    /// How many files are being read.
    reading: RwSignal<usize>,
}

pub fn documents(desk: Desk, parent: RecordId) -> AnyView {
    let of = parent.clone();
    let all = Memo::new(move |_| {
        let me = desk.session.me().party;
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let all = document::of(ws, &of).into_iter();
            all.map(|d: Document<'_>| Line {
                id: d.0.id().clone(),
                name: d.name().into_owned(),
                size: d.size(),
                digest: d.digest(),
                embedded: d.is_embedded(),
                ours: d.0.creation().is_some_and(|c| joins.same(&c.by.party, &me)),
            })
            .collect::<Vec<Line>>()
        })
    });
    let shelf = Shelf {
        desk,
        all,
        checked: RwSignal::new(Vec::new()),
        refusal: RwSignal::new(None),
        reading: RwSignal::new(0),
    };
    let none = move || all.with(Vec::is_empty);
    view! {
        <Section title=t::documents>
            <Show when=none>
                <p class="faint">{t::documents_none}</p>
            </Show>
            <ul class="plain requirements-parts">
                <For
                    each=move || all.get()
                    key=Clone::clone
                    children=move |line| one(shelf, line)
                />
            </ul>
            <Show when=move || !none()>{check(shelf)}</Show>
            {attach(shelf, parent)}
        </Section>
    }
    .into_any()
}

fn one(shelf: Shelf, line: Line) -> AnyView {
    let Line {
        id,
        name,
        size,
        digest,
        embedded,
        ours,
    } = line;
    let short = digest
        .as_deref()
        .map(|d| d.chars().take(12).collect::<String>());
    let drop = {
        let session = shelf.desk.session;
        move |()| match session.commit(&DropPart { part: id.clone() }) {
            Ok(_) => toast::say_undoable(t::deleted(), move || {
                let _ = session.undo();
            }),
            Err(why) => shelf.refusal.set(Some(why)),
        }
    };
    let named = name.clone();
    let saved = name.clone();
    let save = digest.clone().filter(|_| embedded).map(|digest| {
        let press = move |()| save(shelf, saved.clone(), digest.clone());
        view! { <Button label=t::document_save look=Look::Quiet icon=icondata::LuDownload on_press=press /> }
    });
    let drop = ours.then(|| {
        view! {
            <Button
                label=move || t::document_drop(&named)
                icon=icondata::LuTrash2
                look=Look::Quiet
                bare=true
                on_press=drop
            />
        }
    });
    let (label, state): (fn() -> String, State) = match embedded {
        true => (t::document_goes_along, State::Good),
        false => (t::document_by_digest, State::Plain),
    };
    view! {
        <li>
            <strong>{name}</strong>
            <span>{move || size.map(format::bytes)}</span>
            <code class="digest" title=digest>{short}</code>
            <Badge state=state label=label />
            {save}
            {drop}
        </li>
    }
    .into_any()
}

/// Hands out the bytes that came along.
fn save(shelf: Shelf, name: String, digest: String) {
    let disk = shelf.desk.session.disk();
    spawn_local(async move {
        match disk.get_blob(&digest).await {
            Ok(Some(bytes)) => {
                save_file(&name, "application/octet-stream", &bytes);
            }
            _ => toast::say(t::document_not_here(name)),
        }
    });
}

/// "Drop the PDF here to check that it is the same version" (SPEC module 2).
fn check(shelf: Shelf) -> AnyView {
    let given = move |files: Files| {
        shelf.checked.update(Vec::clear);
        for given in any_files(files) {
            shelf.reading.update(|n| *n += 1);
            spawn_local(async move {
                let checked = checked(shelf, given.await);
                shelf.checked.update(|all| all.push(checked));
                shelf.reading.update(|n| *n -= 1);
            });
        }
    };
    let said = move |checked: Checked| {
        let (state, short, words): (State, fn() -> String, String) = match checked {
            Checked::Same { file, document } => (
                State::Good,
                t::version_is_same,
                t::version_same(file, document),
            ),
            Checked::Other { file, document } => (
                State::Bad,
                t::version_is_other,
                t::version_other(file, document),
            ),
            Checked::Unknown { file } => {
                (State::Warn, t::version_is_unknown, t::version_unknown(file))
            }
            Checked::Unreadable { file } => (
                State::Bad,
                t::document_is_unreadable,
                t::document_unreadable(file),
            ),
        };
        view! { <li><Badge state=state label=short /> <span>{words}</span></li> }
    };
    view! {
        <FileDrop label=t::check_version multiple=true on_files=given />
        <Show when=move || { shelf.reading.get() > 0 }>
            <Progress label=t::document_reading done=None />
        </Show>
        <div role="status">
            <ul class="plain requirements-parts">
                {move || shelf.checked.get().into_iter().map(said).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}

fn checked(shelf: Shelf, given: Result<AnyFile, Unreadable>) -> Checked {
    let AnyFile {
        name: file, digest, ..
    } = match given {
        Ok(file) => file,
        Err(Unreadable { name }) => return Checked::Unreadable { file: name },
    };
    // Read from the records, not from what is drawn: more may have come meanwhile.
    let all = shelf.all.get_untracked();
    let is_it = |line: &&Line| {
        let session = shelf.desk.session;
        session.with_untracked(|ws| {
            let record = ws.record(&line.id).map(Document);
            record.is_some_and(|d| d.version_of(&digest) == Version::Same)
        })
    };
    if let Some(line) = all.iter().find(is_it) {
        let document = line.name.clone();
        return Checked::Same { file, document };
    }
    // With one document there is no doubt which was meant, whatever the file is called.
    let named = all.iter().find(|line| line.name == file);
    match named.or(all.first().filter(|_| all.len() == 1)) {
        Some(line) => Checked::Other {
            file,
            document: line.name.clone(),
        },
        None => Checked::Unknown { file },
    }
}

/// Attaching: by name and digest, small ones with their bytes where that is wanted.
fn attach(shelf: Shelf, parent: RecordId) -> AnyView {
    let embed = RwSignal::new(false);
    let parent = Arc::new(parent);
    let given = move |files: Files| {
        shelf.refusal.set(None);
        for given in any_files(files) {
            let parent = Arc::clone(&parent);
            shelf.reading.update(|n| *n += 1);
            spawn_local(async move {
                attached(shelf, &parent, given.await, embed.get_untracked()).await;
                shelf.reading.update(|n| *n -= 1);
            });
        }
    };
    view! {
        <FileDrop label=t::attach_documents multiple=true on_files=given />
        <CheckField
            label=move || t::document_embed(format::bytes(MAX_DOCUMENT as u64))
            checked=embed
            on_change=move |on: bool| embed.set(on)
        />
        <p class="error" role="alert">{move || shelf.refusal.get().map(refusals::part)}</p>
    }
    .into_any()
}

async fn attached(
    shelf: Shelf,
    parent: &RecordId,
    given: Result<AnyFile, Unreadable>,
    embed: bool,
) {
    let session = shelf.desk.session;
    let AnyFile {
        name,
        bytes,
        digest,
    } = match given {
        Ok(file) => file,
        Err(Unreadable { name }) => return toast::say(t::document_unreadable(name)),
    };
    let edit = Attach {
        parent: parent.clone(),
        name: name.clone(),
        size: bytes.len() as u64,
        digest,
        embed,
    };
    if embed && bytes.len() <= MAX_DOCUMENT {
        // The bytes first: a record must not promise what is not there.
        let disk = session.disk();
        if disk.put_blob(&digest.to_string(), bytes).await.is_err() {
            return toast::say(t::document_not_kept(name));
        }
    }
    match session.commit(&edit) {
        Ok(_) => toast::say_undoable(t::document_attached(name), move || {
            let _ = session.undo();
        }),
        Err(why) => shelf.refusal.set(Some(why)),
    }
}
