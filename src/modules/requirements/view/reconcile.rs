//! Reconciling a period with a partner: one's own statement to send, the partner's to open.
//! Never in here: making, reading or comparing statements, the comparison as shown (`compared`).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::reconcile::{Said, Statement};
use super::super::statement::{self, NoStatement};
use super::desk::Desk;
use super::figures::Rows;
use super::{compared, figures_href, period};
use crate::ledger::RecordId;
use crate::records::limits::Reader;
use crate::records::party;
use crate::session::{Place, outside};
use crate::texts::figures as f;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::{Instant, Span};
use crate::ui::{
    Button, Choice, Empty, FileDrop, Files, LinkButton, Look, Page, Section, SelectField,
    TextField, print, toast,
};

const PARTNER: &str = "partner";
const MEDIA: &str = "application/json";

/// Why nothing of the partner's can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Unreadable,
    NoText,
    Text(NoStatement),
}

/// What the page works with.
#[derive(Clone, Copy)]
pub struct Table {
    pub desk: Desk,
    pub place: Place,
    pub rows: Rows,
    /// With whom, canonical.
    pub partner: Memo<Option<RecordId>>,
    pub period: Memo<Option<Span>>,
    /// The partner's, as it was opened, or why it could not be.
    pub theirs: RwSignal<Option<Result<Statement, Trouble>>>,
}

impl Table {
    fn new(desk: Desk, place: Place) -> Self {
        let rows = desk.rows;
        Self {
            desk,
            place,
            rows,
            partner: Memo::new(move |_| {
                let asked = RecordId::parse(&place.value(PARTNER));
                let joins = desk.joins.get();
                let asked = asked.map(|id| joins.canonical(&id).clone());
                asked.or_else(|| partners(rows).into_iter().next())
            }),
            period: period::period(desk, place),
            theirs: RwSignal::new(None),
        }
    }

    /// The partner's name; reactive.
    pub fn name(self) -> String {
        let partner = self.partner.get();
        let name = |id: RecordId| self.desk.session.with(|ws| party::short_name_of(ws, &id));
        partner.map(name).unwrap_or_default()
    }

    /// Our own statement, computed for a moment; reactive.
    pub fn ours(self, now: Instant) -> Option<Statement> {
        let (with, period) = (self.partner.get()?, self.period.get()?);
        let statement = self.desk.read(|ws, reader: &Reader<'_>| {
            self.rows.with(|rows| {
                let said = Said {
                    ws,
                    rows,
                    reader,
                    with: &with,
                    period,
                    now,
                };
                said.statement()
            })
        });
        Some(statement)
    }

    fn open(self, bytes: &[u8]) {
        let read = statement::read(bytes).map_err(Trouble::Text);
        self.theirs.set(Some(read));
    }
}

/// Everyone a requirement is with, by id.
fn partners(rows: Rows) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> =
        rows.with(|rows| rows.iter().filter_map(|r| r.partner.clone()).collect());
    ids.sort();
    ids.dedup();
    ids
}

pub fn page(desk: Desk, place: Place) -> AnyView {
    let table = Table::new(desk, place);
    let actions = move || {
        view! {
            <LinkButton label=f::all_figures href=figures_href look=Look::Quiet />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Quiet
                on_press=move |()| print()
            />
        }
    };
    let none = move || table.partner.get().is_none();
    let body = move || {
        view! {
            <p class="lead">{f::reconcile_lead}</p>
            {choice(table)}
            <div class="requirements-statements">{ours(table)} {theirs(table)}</div>
            {compared::section(table)}
        }
    };
    view! {
        <Page title=f::reconcile actions=actions>
            <Show when=none fallback=body>
                <Empty title=f::no_partner hint=f::reconcile_lead icon=icondata::LuScale />
            </Show>
        </Page>
    }
    .into_any()
}

fn choice(table: Table) -> AnyView {
    let Table {
        desk, place, rows, ..
    } = table;
    let options = move || {
        let name = |id: RecordId| {
            let name = desk.session.with(|ws| party::short_name_of(ws, &id));
            Choice::new(id.as_str(), name)
        };
        partners(rows).into_iter().map(name).collect::<Vec<_>>()
    };
    let value = move || {
        let partner = table.partner.get();
        partner.map_or_else(String::new, |id| id.as_str().to_owned())
    };
    view! {
        <div class="requirements-period">
            <SelectField
                label=t::partner
                options=Signal::derive(options)
                value=Signal::derive(value)
                on_change=move |id: String| place.set_query(PARTNER, &id)
            />
            {period::choice(desk, place, table.period)}
        </div>
    }
    .into_any()
}

/// Our statement, computed to the minute.
fn ours(table: Table) -> AnyView {
    let ours = Memo::new(move |_| table.ours(table.desk.minute.get()));
    let text = move || ours.with(|ours| ours.as_ref().map(statement::write));
    let text = Memo::new(move |_| text().unwrap_or_default());
    let holds = move || {
        let count = ours.with(|ours| ours.as_ref().map_or(0, |ours| ours.lines.len()));
        f::statement_holds(count as i64, table.name())
    };
    let save = move |()| {
        let name = ours.with_untracked(|ours| ours.as_ref().map(|ours| file_name(table, ours)));
        let name = name.unwrap_or_default();
        let saved = text.with_untracked(|text| outside::save_file(&name, MEDIA, text.as_bytes()));
        toast::say(match saved {
            true => f::saved_file(name),
            false => f::not_saved_file(),
        });
    };
    let copy = move |()| {
        let text = text.get_untracked();
        spawn_local(async move {
            toast::say(match outside::copy(text).await {
                true => f::copied(),
                false => f::not_copied(),
            });
        });
    };
    view! {
        <Section title=f::our_statement>
            <p>{holds}</p>
            <p class="hint">{f::travels}</p>
            <div class="actions">
                <Button
                    label=f::save_statement
                    icon=icondata::LuDownload
                    look=Look::Primary
                    on_press=save
                />
                <Button label=f::copy_statement icon=icondata::LuCopy on_press=copy />
            </div>
            <details class="requirements-statement">
                <summary>{f::show_statement}</summary>
                <textarea
                    readonly
                    rows="4"
                    aria-label=f::statement_text
                    prop:value=move || text.get()
                ></textarea>
            </details>
        </Section>
    }
    .into_any()
}

/// `tandem-statement-<by>-<with>-2026-01-01.json`: names in characters every file system takes.
fn file_name(table: Table, statement: &Statement) -> String {
    let name = |id: &RecordId| {
        let name = table
            .desk
            .session
            .with_untracked(|ws| party::short_name_of(ws, id));
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let kept: String = name.chars().map(plain).take(24).collect();
        kept.trim_matches('-').to_owned()
    };
    let zone = table.desk.zone.get_untracked();
    let from = zone.civil(statement.from).date();
    let (by, with) = (name(&statement.by), name(&statement.with));
    format!("tandem-statement-{by}-{with}-{from}.json")
}

/// The partner's statement: chosen, dropped or pasted.
fn theirs(table: Table) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let take = move |given: Files| {
        pasted.set(String::new());
        let reading = outside::text_file(given, statement::MAX_BYTES as u64);
        spawn_local(async move {
            match reading.await {
                Some(Ok(file)) => table.open(file.text.as_bytes()),
                Some(Err(why)) => table.theirs.set(Some(Err(trouble_of(why)))),
                None => {}
            }
        });
    };
    let paste = move |text: String| {
        match text.trim().is_empty() {
            true => table.theirs.set(None),
            false => table.open(text.as_bytes()),
        }
        pasted.set(text);
    };
    let opened = move || {
        table.theirs.with(|theirs| match theirs.as_ref()? {
            Ok(theirs) => {
                let by = table
                    .desk
                    .session
                    .with(|ws| party::short_name_of(ws, &theirs.by));
                Some(f::opened(by, format::exact(theirs.as_of)))
            }
            Err(_) => None,
        })
    };
    let wrong = move || {
        let trouble = table.theirs.with(|theirs| theirs.clone()?.err());
        trouble.map(words)
    };
    view! {
        <Section title=f::their_statement>
            <FileDrop
                label=move || f::drop_statement(table.name())
                accept=".json,application/json,text/plain"
                on_files=take
            />
            <TextField
                label=f::paste_statement
                lines=2
                value=pasted
                on_input=paste
                error=Signal::derive(wrong)
            />
            <p role="status">{opened}</p>
        </Section>
    }
    .into_any()
}

fn trouble_of(why: outside::NoText) -> Trouble {
    match why {
        outside::NoText::Unreadable => Trouble::Unreadable,
        outside::NoText::TooBig => Trouble::Text(NoStatement::TooLarge),
        outside::NoText::Encoding => Trouble::NoText,
    }
}

fn words(trouble: Trouble) -> String {
    match trouble {
        Trouble::Unreadable => f::text_unreadable(),
        Trouble::NoText => f::text_no_text(),
        Trouble::Text(NoStatement::Empty) => f::text_empty(),
        Trouble::Text(NoStatement::TooLarge) => f::text_too_large(),
        Trouble::Text(NoStatement::CutShort) => f::text_cut(),
        Trouble::Text(NoStatement::Other) => f::text_other(),
        Trouble::Text(NoStatement::PartnerFile) => f::text_partner_file(),
        Trouble::Text(NoStatement::Newer(format)) => f::text_newer(format),
        Trouble::Text(NoStatement::Impossible) => f::text_impossible(),
    }
}
