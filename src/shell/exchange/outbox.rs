//! The outbox: all partners at a glance, exactly what leaves, one act that writes all chosen files.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::covers::{Letter, MEDIA, letter};
use super::{BACKUP_AT, deltas};
use crate::browser::{files, page, share, storage};
use crate::exchange::{
    FileLog, Joins, Outgoing, Receipts, SayAgain, outgoing, outgoing_to_colleagues, said_again,
    subset_digest, write,
};
use crate::ledger::{RecordId, Workspace};
use crate::modules;
use crate::session::{Session, use_session};
use crate::shell::{field_names, status};
use crate::texts;
use crate::time::Instant;
use crate::ui::{Badge, Button, Empty, Look, Section, State, toast};

/// The partners of this workspace, each once, by name.
fn partners(ws: &Workspace, own: &RecordId) -> Vec<RecordId> {
    let joins = Joins::of(ws);
    let mut seen: BTreeSet<RecordId> = joins.ids_of(own);
    let mut all: Vec<(String, RecordId)> = Vec::new();
    for party in ws.of_kind("party") {
        if seen.insert(party.id().clone()) {
            seen.extend(joins.ids_of(party.id()));
            all.push((party.text("name").into_owned(), party.id().clone()));
        }
    }
    all.sort();
    all.into_iter().map(|(_, id)| id).collect()
}

#[component]
pub fn Outbox(to: Option<RecordId>) -> AnyView {
    let session = use_session();
    let chosen = RwSignal::new(to.into_iter().collect::<BTreeSet<RecordId>>());
    let everything = RwSignal::new(false);
    let letters = RwSignal::new(Vec::<Letter>::new());
    let all = Memo::new(move |_| session.with(|ws| partners(ws, &session.me().party)));
    let write_chosen = move || {
        let parties: Vec<RecordId> = chosen.get_untracked().into_iter().collect();
        let all = everything.get_untracked();
        spawn_local(async move { write_files(session, parties, all, letters).await });
        chosen.update(BTreeSet::clear);
    };
    view! {
        <Section title=texts::exchange::outbox>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| {
                    view! {
                        <Empty
                            title=texts::exchange::no_partners
                            hint=texts::exchange::no_partners_hint
                        />
                    }
                }
            >
                <ul class="plain partners">
                    <For
                        each=move || all.get()
                        key=Clone::clone
                        children=move |party| view! { <Partner party chosen everything/> }
                    />
                </ul>
                <p class="actions">
                    <Button
                        label=texts::exchange::write_files
                        look=Look::Primary
                        icon=icondata::LuSend
                        disabled=Signal::derive(move || chosen.with(BTreeSet::is_empty))
                        on_press=write_chosen
                    />
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || everything.get()
                            on:change:target=move |ev| everything.set(ev.target().checked())
                        />
                        {texts::exchange::send_everything}
                    </label>
                </p>
            </Show>
            <Letters letters/>
        </Section>
        <Backup letters/>
    }
    .into_any()
}

/// One partner: what waits for it, what it has, and whether both hold the same.
#[component]
fn Partner(
    party: RecordId,
    chosen: RwSignal<BTreeSet<RecordId>>,
    everything: RwSignal<bool>,
) -> AnyView {
    let session = use_session();
    let named = party.clone();
    let name = move || field_names::name(session, &named);
    let id = party.clone();
    let checked = move || chosen.with(|all| all.contains(&id));
    let choose = {
        let party = party.clone();
        move |on: bool| {
            chosen.update(|all| {
                if on {
                    all.insert(party.clone());
                } else {
                    all.remove(&party);
                }
            });
        }
    };
    view! {
        <li class="card partner">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=checked
                    on:change:target=move |ev| choose(ev.target().checked())
                />
                <strong>{name}</strong>
            </label>
            {move || {
                let log = session.file_log();
                let all = everything.get();
                let now = session.now_untracked();
                let me = session.file_me();
                session
                    .with(|ws| {
                        let said = said_again(ws, &session.me(), &party, now);
                        let then = said.as_ref().unwrap_or(ws);
                        let out = outgoing(then, &log, &me, &party, now, all);
                        partner_state(session, ws, &log, &party, &out)
                    })
            }}
        </li>
    }
    .into_any()
}

fn partner_state(
    session: Session,
    ws: &Workspace,
    log: &FileLog,
    party: &RecordId,
    out: &Outgoing,
) -> AnyView {
    let me = session.file_me();
    let ids = Joins::of(ws).ids_of(party);
    let waiting = out.changes.len();
    let (state, words) = match waiting {
        0 => (State::Good, texts::exchange::nothing_to_send()),
        n => (State::Busy, texts::exchange::to_send(n as i64)),
    };
    let mine = log
        .written()
        .filter(|w| w.profile == me.profile && ids.contains(&w.to));
    let sent = mine
        .max_by_key(|w| w.number)
        .map(|w| texts::exchange::last_sent(w.number, texts::format::instant(w.at)));
    let receipts = Receipts::of(log, &ids);
    let received = receipts.as_of.map(|at| {
        let shared = session_shared(ws, &me.party, party);
        let has = shared.iter().filter(|id| receipts.received(**id)).count();
        texts::exchange::received_as_of(has, shared.len(), texts::format::instant(at))
    });
    let (digest, count) = subset_digest(ws, &me.party, party);
    let theirs = log.last_heard(&ids).map(|h| h.shared == digest.to_string());
    let agreement = match theirs {
        None => None,
        Some(true) => Some((State::Good, texts::exchange::same_records())),
        Some(false) => Some((State::Plain, texts::exchange::not_yet_same())),
    };
    let mut gaps = log.gaps(me.profile, &Joins::of(ws).ids_of(&me.party));
    gaps.retain(|gap| ids.contains(&gap.party));
    let withheld = out.withheld.len();
    view! {
        <p>
            <Badge state=state label=words/>
            " "
            {agreement.map(|(state, words)| view! { <Badge state=state label=words/> })}
        </p>
        <p class="by">
            {sent} " " {received} " "
            <span class="digest" title=digest.to_string()>
                {texts::exchange::shared_digest(count as i64, digest.short())}
            </span>
        </p>
        {super::opening::gaps(session, &gaps)}
        <details>
            <summary>{texts::exchange::what_leaves}</summary>
            {deltas::list(session, &out.records, ws)}
            {(withheld > 0)
                .then(|| {
                    view! { <p class="hint">{texts::exchange::withheld(withheld as i64)}</p> }
                })}
        </details>
    }
    .into_any()
}

/// The ids of everything shared with a partner.
fn session_shared(ws: &Workspace, me: &RecordId, other: &RecordId) -> Vec<crate::ledger::ChangeId> {
    let audiences = crate::exchange::Audiences::of(ws);
    let sharing = crate::exchange::Sharing::new(&audiences, me, other);
    sharing.changes().map(|c| c.id).collect()
}

/// Writes one file for each party: stored as written first, then handed to the browser.
async fn write_files(
    session: Session,
    parties: Vec<RecordId>,
    everything: bool,
    letters: RwSignal<Vec<Letter>>,
) {
    letters.update(Vec::clear);
    let Ok(_) = session.witness(&SayAgain {
        to: parties.clone(),
    });
    for party in parties {
        let now = session.now_untracked();
        let me = session.file_me();
        let log = untrack(|| session.file_log());
        let out = session.with_untracked(|ws| outgoing(ws, &log, &me, &party, now, everything));
        let Some(letter) = put_out(session, &out, &log, now).await else {
            return;
        };
        letters.update(|all| all.push(letter));
    }
    toast::say(texts::exchange::written());
    let _ = storage::persist().await;
}

/// Writes a file everything of which is for colleagues: a backup as well.
async fn write_backup(session: Session, letters: RwSignal<Vec<Letter>>) {
    let now = session.now_untracked();
    let me = session.file_me();
    let log = untrack(|| session.file_log());
    let out = session.with_untracked(|ws| outgoing_to_colleagues(ws, &log, &me));
    if let Some(letter) = put_out(session, &out, &log, now).await {
        session.keep(BACKUP_AT, Some(now.0.to_string()));
        letters.set(vec![letter]);
    }
}

/// Stores the fact that the file is written, then lets it out. `None` if that could not be stored.
async fn put_out(session: Session, out: &Outgoing, log: &FileLog, now: Instant) -> Option<Letter> {
    let disk = session.disk();
    let mut documents = BTreeMap::new();
    for hash in &out.documents {
        if let Ok(Some(bytes)) = disk.get_blob(hash).await {
            documents.insert(hash.clone(), bytes);
        }
    }
    let me = session.file_me();
    let file = session.with_untracked(|ws| write(out, ws, log, &me, now, &documents));
    session.keep(&file.fact.key(), Some(file.fact.value()));
    if let Err(error) = session.settled().await {
        toast::say(status::reason(&error));
        return None;
    }
    let records: Vec<RecordId> = out.records.iter().map(|delta| delta.id.clone()).collect();
    let named = session.with_untracked(|ws| modules::letter(ws, &records));
    let letter = letter(&file.header, out, file.text, &named);
    files::download(&letter.file_name, MEDIA, letter.text.as_bytes());
    Some(letter)
}

/// The files written just now: save again, share, mail, copy the text.
#[component]
fn Letters(letters: RwSignal<Vec<Letter>>) -> AnyView {
    let row = |letter: Letter| {
        let letter = StoredValue::new(letter);
        let name = letter.with_value(|l| l.file_name.clone());
        let cover = letter.with_value(|l| l.cover.clone());
        let shares = letter.with_value(|l| share::can_share(&l.file_name, MEDIA));
        let again = move || {
            letter.with_value(|l| {
                files::download(&l.file_name, MEDIA, l.text.as_bytes());
            });
        };
        let pass_on = move || {
            spawn_local(async move {
                let l = letter.get_value();
                let file = share::Outgoing {
                    name: &l.file_name,
                    media_type: MEDIA,
                    bytes: l.text.as_bytes(),
                };
                let _ = share::share(&[file], &l.subject, &l.cover).await;
            });
        };
        let copy = move || {
            spawn_local(async move {
                if share::copy(&letter.with_value(|l| l.cover.clone())).await {
                    toast::say(texts::exchange::copied());
                }
            });
        };
        let mail = move || letter.with_value(|l| page::mail("", &l.subject, &l.cover));
        view! {
            <li class="card letter">
                <h3>{name}</h3>
                <pre class="cover">{cover}</pre>
                <p class="actions">
                    <Button
                        label=texts::exchange::save_again
                        icon=icondata::LuDownload
                        on_press=again
                    />
                    {shares
                        .then(|| {
                            view! {
                                <Button
                                    label=texts::exchange::share
                                    icon=icondata::LuShare2
                                    on_press=pass_on
                                />
                            }
                        })}
                    <Button
                        label=texts::exchange::mail_draft
                        icon=icondata::LuMail
                        on_press=mail
                    />
                    <Button
                        label=texts::exchange::copy_cover
                        icon=icondata::LuCopy
                        on_press=copy
                    />
                </p>
            </li>
        }
    };
    view! {
        <ul class="plain letters">
            <For each=move || letters.get() key=|l| l.file_name.clone() children=row/>
        </ul>
    }
    .into_any()
}

/// The colleague file, and how old the last one is.
#[component]
fn Backup(letters: RwSignal<Vec<Letter>>) -> AnyView {
    let session = use_session();
    let press = move || spawn_local(write_backup(session, letters));
    view! {
        <Section title=texts::exchange::backup>
            <p>{texts::exchange::backup_lead}</p>
            <p class="by">{move || backup_age(session)}</p>
            <p class="actions">
                <Button
                    label=texts::exchange::write_backup
                    icon=icondata::LuArchive
                    on_press=press
                />
            </p>
        </Section>
    }
    .into_any()
}

/// When the last backup was written, as a sentence; reactive.
pub fn backup_age(session: Session) -> String {
    let at = session.with_local(|local| local.get(BACKUP_AT).and_then(|t| t.parse().ok()));
    match at {
        Some(at) => texts::exchange::backup_at(texts::format::instant(Instant(at))),
        None => texts::exchange::backup_never(),
    }
}
