//! Opening files: read, looked at, then merged all together or not at all.
//! Opening changes nothing by itself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::deltas;
use super::reading::{read, read_bytes, trouble};
use crate::browser::files::{Given, list};
use crate::browser::storage;
use crate::exchange::{
    Addressee, FileView, Gap, MergeRefusal, Odd, Opened, Preview, merge, preview,
};
use crate::session::{Session, use_session};
use crate::shell::field_names;
use crate::texts;
use crate::ui::{Badge, Banner, Button, FileDrop, Look, Section, State, toast};

/// Files given anywhere on the page, waiting to be looked at.
#[derive(Clone, Copy)]
pub struct Inflow {
    pub opened: RwSignal<Vec<Opened>>,
    /// Names of files that could not be read, and why.
    refused: RwSignal<Vec<(String, String)>>,
    busy: RwSignal<usize>,
}

impl Inflow {
    pub fn provide() -> Self {
        let inflow = Self {
            opened: RwSignal::new(Vec::new()),
            refused: RwSignal::new(Vec::new()),
            busy: RwSignal::new(0),
        };
        provide_context(inflow);
        inflow
    }

    /// Reads files one after another; each is shown as soon as it is read.
    pub fn take(self, given: Vec<Given>) {
        if given.is_empty() {
            return;
        }
        self.busy.update(|n| *n += given.len());
        self.refused.update(Vec::clear);
        spawn_local(async move {
            for file in given {
                match read(&file).await {
                    Ok(opened) => self.opened.update(|all| all.push(opened)),
                    Err(why) => self.refuse(file.name.clone(), trouble(&why)),
                }
                self.busy.update(|n| *n -= 1);
            }
        });
    }

    /// Reads a file that came as the text of a message.
    pub fn take_text(self, text: String) {
        self.busy.update(|n| *n += 1);
        spawn_local(async move {
            match read_bytes(text.into_bytes()).await {
                Ok(opened) => self.opened.update(|all| all.push(opened)),
                Err(why) => self.refuse(texts::exchange::pasted_text(), trouble(&why)),
            }
            self.busy.update(|n| *n -= 1);
        });
    }

    fn refuse(self, name: String, why: String) {
        self.refused.update(|all| all.push((name, why)));
    }

    pub fn clear(self) {
        self.opened.update(Vec::clear);
        self.refused.update(Vec::clear);
    }
}

/// The names of files that could not be read, each with what to do.
#[component]
pub fn Refused(inflow: Inflow) -> AnyView {
    let row = |(name, why): (String, String)| {
        view! {
            <Banner state=State::Bad>
                <strong>{name}</strong>
                ": "
                {why}
            </Banner>
        }
    };
    view! {
        <Show when=move || { inflow.busy.get() > 0 }>
            <p role="status" aria-busy="true">{texts::exchange::reading}</p>
        </Show>
        {move || inflow.refused.get().into_iter().map(row).collect_view()}
    }
    .into_any()
}

#[component]
pub fn Opening() -> AnyView {
    let session = use_session();
    let inflow = expect_context::<Inflow>();
    view! {
        <Section title=texts::exchange::open_files>
            <FileDrop
                label=texts::exchange::choose_files
                accept=".json,application/json"
                multiple=true
                on_files=move |files| inflow.take(list(Some(files)))
            />
            <Refused inflow/>
            {move || {
                inflow
                    .opened
                    .with(|opened| (!opened.is_empty()).then(|| looked_at(session, inflow, opened)))
            }}
        </Section>
    }
    .into_any()
}

/// What merging would do, and the two buttons.
fn looked_at(session: Session, inflow: Inflow, opened: &[Opened]) -> AnyView {
    let me = session.file_me();
    let log = session.file_log();
    let now = session.now_untracked();
    let seen = session.with(|ws| preview(ws, &log, Some(&me), opened, now));
    let strangers = seen.files.iter().any(|f| f.addressee == Addressee::Other);
    let files = seen.files.iter().map(|f| file_card(session, f));
    let empty = seen.new_changes == 0;
    let sum = move || match empty {
        true => texts::exchange::nothing_new(),
        false => texts::exchange::would_add(seen.new_changes as i64),
    };
    let sum = sum();
    view! {
        <div class="preview" role="region" aria-label=texts::exchange::preview>
            <ul class="plain">{files.collect_view()}</ul>
            {gaps(session, &seen.gaps)}
            {odds(session, &seen)}
            <p class="sum">{sum}</p>
            {deltas::list(session, &seen.records, &seen.after)}
            <p class="actions">
                <Button
                    label=texts::exchange::merge
                    look=Look::Primary
                    icon=icondata::LuGitMerge
                    disabled=strangers
                    on_press=move || merge_all(session, inflow)
                />
                <Button label=texts::exchange::put_away on_press=move || inflow.clear()/>
            </p>
        </div>
    }
    .into_any()
}

fn merge_all(session: Session, inflow: Inflow) {
    let me = session.file_me();
    let log = untrack(|| session.file_log());
    let now = session.now_untracked();
    let merged = inflow
        .opened
        .with_untracked(|opened| session.with_untracked(|ws| merge(ws, &log, &me, opened, now)));
    match merged {
        Ok(merged) => {
            let added = merged.changes.len() as i64;
            session.enter(merged.changes, merged.facts, merged.documents);
            inflow.clear();
            toast::say(texts::exchange::merged(added));
            // The browser is asked to keep the data once there is something worth keeping.
            spawn_local(async {
                let _ = storage::persist().await;
            });
        }
        Err(MergeRefusal::NotForUs { to, .. }) => toast::say(texts::exchange::not_for_us(to)),
    }
}

/// One file: from whom, when, which number, for whom.
fn file_card(session: Session, file: &FileView) -> AnyView {
    let header = &file.header;
    let person = session.with_untracked(|ws| {
        let known = ws.record(&header.from.person);
        known.map(|r| r.text("name").into_owned())
    });
    let from = match person.filter(|p| !p.is_empty()) {
        Some(person) => format!("{person}, {}", header.from.name),
        None => header.from.name.clone(),
    };
    let note = match (file.addressee, file.already, file.repeated) {
        (Addressee::Other, ..) => Some((State::Bad, texts::exchange::not_for_us(&header.to.name))),
        (_, Some(at), _) => {
            let when = texts::format::instant(at);
            Some((State::Plain, texts::exchange::already_merged(when)))
        }
        (_, _, true) => Some((State::Plain, texts::exchange::same_file_twice())),
        (Addressee::Colleague, ..) => Some((State::Plain, texts::exchange::colleague_file())),
        _ => None,
    };
    let counts = texts::exchange::file_counts(
        file.new_changes as i64,
        file.known_changes,
        texts::format::bytes(file.size as u64),
    );
    let number = header.number;
    let written = header.written;
    view! {
        <li class="card file">
            <h3>{move || texts::exchange::file_number(number, &from)}</h3>
            <p class="by">
                {move || texts::format::instant(written)} " · " {counts}
            </p>
            {note.map(|(state, words)| view! { <p><Badge state=state label=words/></p> })}
        </li>
    }
    .into_any()
}

/// Files that never arrived: information, with where one may be had.
pub fn gaps(session: Session, gaps: &[Gap]) -> AnyView {
    let rows = gaps.iter().map(|gap| {
        let name = field_names::name(session, &gap.party);
        let words = match gap.colleague {
            Some(_) => texts::exchange::gap_colleague(gap.number, name),
            None => texts::exchange::gap(gap.number, name),
        };
        view! { <Banner state=State::Warn>{words}</Banner> }
    });
    rows.collect_view().into_any()
}

/// What a person should look at before merging.
fn odds(session: Session, seen: &Preview) -> AnyView {
    let rivals = seen.new_marks();
    let rivals = (rivals > 0).then(|| texts::exchange::would_mark(rivals as i64));
    let odd = seen.odd.iter().map(|odd| odd_text(session, odd));
    let rows = rivals.into_iter().chain(odd);
    rows.map(|words| view! { <Banner state=State::Warn>{words}</Banner> })
        .collect_view()
        .into_any()
}

fn odd_text(session: Session, odd: &Odd) -> String {
    use texts::exchange as t;
    let name = |id| field_names::name(session, id);
    match odd {
        Odd::Ahead { changes, latest } => {
            t::odd_ahead(*changes as i64, texts::format::exact(*latest))
        }
        Odd::Ledger(crate::ledger::LedgerFinding::Variants { record, .. }) => {
            t::odd_variants(name(record))
        }
        Odd::Ledger(crate::ledger::LedgerFinding::Cycle { record, field }) => {
            t::odd_cycle(name(record), field)
        }
        Odd::NotObeyed { record, .. } => t::odd_not_obeyed(name(record)),
        Odd::TwoCopies { party, number, .. } => t::odd_two_copies(name(party), number),
        Odd::InYourName { changes } => t::odd_in_your_name(*changes as i64),
        Odd::Newer { changes, .. } => t::odd_newer(*changes as i64),
        Odd::BadDocuments { count } => t::odd_bad_documents(*count as i64),
    }
}
