//! Opening a scenario file, a list of events or a debrief: what it holds and what is odd, before anything is kept.
//! Never in here: reading them (`reading`, `msel`).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{author, problems, words};
use crate::modules::drills::check::check;
use crate::modules::drills::debrief::Debrief;
use crate::modules::drills::finding::Findings;
use crate::modules::drills::msel::{self, Odd};
use crate::modules::drills::reading::{self, MAX_FILE};
use crate::modules::drills::scenario::Scenario;
use crate::session::outside::{self, NoText, TextFile};
use crate::session::{Session, Target};
use crate::texts;
use crate::texts::format;
use crate::ui::{Banner, Button, FileDrop, Files, Look, State, toast};

/// What came of a file.
#[derive(Clone, PartialEq)]
pub struct Opened {
    scenario: Option<Scenario>,
    /// Of reading it, and of judging it.
    findings: Findings,
    /// Of a list of events, by line.
    odd: Vec<(u64, Odd)>,
}

#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    opened: RwSignal<Option<Opened>>,
    trouble: RwSignal<Option<NoText>>,
    /// A debrief somebody sent.
    told: RwSignal<Option<Debrief>>,
}

impl Desk {
    pub fn new(session: Session) -> Self {
        Self {
            session,
            opened: RwSignal::new(None),
            trouble: RwSignal::new(None),
            told: RwSignal::new(None),
        }
    }

    fn take(self, files: Files) {
        let file = outside::text_file(files, MAX_FILE as u64);
        spawn_local(async move {
            let Some(read) = file.await else {
                return;
            };
            self.trouble.set(read.as_ref().err().copied());
            let file = read.ok();
            let told = file.as_ref().map(|file| Debrief::read(&file.text));
            let told = told.and_then(Result::ok).flatten();
            let other = file.filter(|_| told.is_none());
            self.told.set(told);
            self.opened.set(other.map(|file| open(&file)));
        });
    }

    fn keep(self, scenario: Scenario) {
        // What is still to be put right is put right in the editor.
        let opened = self.opened.get_untracked();
        let is_whole = opened.is_some_and(|opened| !opened.findings.forbid());
        let Some(record) = author::keep(self.session, scenario) else {
            return;
        };
        self.opened.set(None);
        toast::say(texts::drills::kept());
        let target = Target::record(super::SLUG, record);
        if is_whole {
            target.go();
        } else {
            target.with(super::EDIT, "1").go();
        }
    }
}

/// A text that begins like JSON is a scenario, anything else a table.
fn open(file: &TextFile) -> Opened {
    let starts = file
        .text
        .trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let (scenario, mut findings, odd) = if starts.starts_with(['{', '[']) {
        let (scenario, findings) = reading::file(&file.text);
        (scenario, findings, Vec::new())
    } else {
        let name = file
            .name
            .rsplit_once('.')
            .map_or(&*file.name, |(name, _)| name);
        let read = msel::read(&file.text, name);
        // What a list does not say is missing from the scenario as it would be from a file.
        let (scenario, findings) = reading::file(&read.scenario.json());
        (scenario, findings, read.odd)
    };
    if let Some(scenario) = &scenario {
        findings.0.extend(check(scenario).0);
    }
    Opened {
        scenario,
        findings,
        odd,
    }
}

/// The place to drop a file on, and what came of it.
pub fn drop(desk: Desk) -> AnyView {
    let trouble = move || {
        let said = match desk.trouble.get()? {
            NoText::Unreadable => texts::drills::cannot_read(),
            NoText::TooBig => texts::drills::too_big(format::bytes(MAX_FILE as u64)),
            NoText::Encoding => texts::drills::no_encoding(),
        };
        Some(view! { <Banner state=State::Bad>{said}</Banner> })
    };
    let opened = move || desk.opened.get().map(|opened| preview(desk, opened));
    let told = move || {
        let debrief = desk.told.get()?;
        Some(author::told(debrief, move || desk.told.set(None)))
    };
    view! {
        <FileDrop
            label=texts::drills::open_file
            accept=".json,.csv,.tsv,.txt,application/json,text/csv,text/plain"
            on_files=move |files| desk.take(files)
        />
        {trouble}
        {told}
        {opened}
    }
    .into_any()
}

fn preview(desk: Desk, opened: Opened) -> AnyView {
    let Opened {
        scenario,
        findings,
        odd,
    } = opened;
    let shown = scenario.clone().unwrap_or_default();
    let found = findings.0.clone();
    let serious = found.iter().filter(|f| !f.problem.is_hint()).count();
    let named = scenario.clone();
    let title = move || match &named {
        Some(scenario) => words::title(scenario),
        None => texts::drills::opened(),
    };
    let about = scenario.as_ref().map(|scenario| {
        let count = scenario.injects.len() as i64;
        view! {
            <p class="hint">{move || texts::drills::injects(count)}</p>
            {problems::playable(serious)}
        }
    });
    let lines = odd.into_iter().map(|(line, odd)| {
        view! { <li>{move || texts::drills::line_of(line, problems::odd(&odd))}</li> }
    });
    let lines = lines.collect_view();
    let each = found.into_iter().map(|finding| {
        let shown = shown.clone();
        view! { <li>{move || problems::finding(&shown, &finding)}</li> }
    });
    let each = each.collect_view();
    let keep = scenario.map(|scenario| {
        view! {
            <Button
                label=texts::drills::keep
                look=Look::Primary
                icon=icondata::LuSave
                on_press=move || desk.keep(scenario.clone())
            />
        }
    });
    view! {
        <section class="card drills-opened" aria-live="polite">
            <p class="hint">{texts::drills::opened}</p>
            <h2>{title}</h2>
            {about}
            <ul class="drills-list">{lines}{each}</ul>
            <div class="actions">
                {keep}
                <Button label=texts::drills::put_away on_press=move || desk.opened.set(None) />
            </div>
        </section>
    }
    .into_any()
}
