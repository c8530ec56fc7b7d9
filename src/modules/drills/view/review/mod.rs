//! The review 复盘 of a drill: what it came to, what it lacked, its lessons, and its timeline.
//! Never in here: counting (`review`, `report`), edits.

mod compare;
mod correct;
mod draft;
mod learn;
mod lessons;
mod line;
pub mod reading;
mod scores;
mod strip;
mod timeline;
pub mod words;

use std::sync::Arc;

use leptos::prelude::*;

use super::{SLUG, author, words as say};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::again::DrillAgain;
use crate::modules::drills::journal::{self, Tongue};
use crate::modules::drills::model::Drill;
use crate::modules::drills::review::Review;
use crate::modules::drills::run::Run;
use crate::session::{Place, Session, Target, outside, use_session};
use crate::texts;
use crate::texts::review as t;
use crate::texts::{Lang, drills, format, lang};
use crate::ui::{
    Button, Empty, Fact, Facts, LinkButton, Look, Menu, MenuItem, Page, Section, toast,
};
pub use compare::signed_percent;
use reading::Read;

/// So many ratings and notes stand below the timeline, which has them all.
const REMARKS: usize = 40;

/// What every part of the page works with. Copying it copies handles.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub place: Place,
    pub drill: StoredValue<RecordId>,
    pub read: Read,
}

impl Desk {
    pub fn id(&self) -> RecordId {
        self.drill.get_value()
    }

    /// Something of the review, once it is read; reactive.
    pub fn get<T>(&self, of: impl FnOnce(&Review) -> T) -> Option<T> {
        self.read.with(|review| review.as_deref().map(of))
    }

    pub fn review(&self) -> Option<Arc<Review>> {
        self.read.get_untracked()
    }
}

/// The address of a drill's view.
pub fn href(drill: &RecordId, show: &str) -> String {
    let target = Target::record(SLUG, drill.clone());
    target.with("show", show).href()
}

pub fn page(place: Place, id: RecordId) -> AnyView {
    let session = use_session();
    let desk = Desk {
        session,
        place,
        read: reading::review(session, id.clone()),
        drill: StoredValue::new(id),
    };
    let is_read = Memo::new(move |_| desk.get(|review| review.started.is_some()));
    let shown = move || match is_read.get() {
        None => loading(),
        Some(false) => not_started(desk),
        Some(true) => whole(desk),
    };
    shown.into_any()
}

fn loading() -> AnyView {
    view! {
        <Page title=drills::title>
            <p class="faint" aria-live="polite">
                {t::loading}
            </p>
        </Page>
    }
    .into_any()
}

fn not_started(desk: Desk) -> AnyView {
    let scenario = move || scenario_href(desk);
    view! {
        <Page title=move || title(desk)>
            <Empty title=move || title(desk) hint=t::not_started>
                <LinkButton label=t::open_scenario href=scenario />
            </Empty>
        </Page>
    }
    .into_any()
}

fn title(desk: Desk) -> String {
    let named = desk.get(|review| review.source.title.clone());
    t::title(named.unwrap_or_default())
}

fn whole(desk: Desk) -> AnyView {
    // The text to send along with a debrief that was just saved.
    let cover = RwSignal::new(None);
    view! {
        <Page title=move || title(desk) actions=move || actions(desk, cover)>
            {author::mark()}
            {facts(desk)}
            {scores::section(desk)}
            {compare::section(desk)}
            {lessons::lacking(desk)}
            {lessons::section(desk)}
            {timeline::section(desk)}
            {notes(desk)}
            {debrief(desk)}
            {author::travel(desk.id())}
            {author::debrief_letter(cover)}
        </Page>
    }
    .into_any()
}

fn actions(desk: Desk, cover: RwSignal<Option<String>>) -> AnyView {
    let more = move || {
        vec![
            MenuItem::press(t::journal_csv, move || save(desk, true))
                .icon(icondata::LuFileSpreadsheet),
            MenuItem::press(t::journal_json, move || save(desk, false)).icon(icondata::LuFileJson),
            MenuItem::press(texts::author::save_debrief, move || {
                cover.set(author::save_debrief(desk.session, &desk.id()));
            })
            .icon(icondata::LuUsers),
        ]
    };
    view! {
        <Button
            label=t::again
            icon=icondata::LuRotateCw
            look=Look::Primary
            on_press=move || again(desk)
        />
        <LinkButton
            label=t::type_in
            icon=icondata::LuPencil
            href=move || href(&desk.id(), "play")
        />
        <LinkButton
            label=t::prints
            icon=icondata::LuPrinter
            href=move || href(&desk.id(), "prints")
        />
        <Menu label=t::journal icon=icondata::LuDownload actions=Signal::derive(more) />
        <LinkButton
            label=t::open_scenario
            look=Look::Quiet
            icon=icondata::LuFileText
            href=move || scenario_href(desk)
        />
    }
    .into_any()
}

/// The script it was played with, to read.
fn scenario_href(desk: Desk) -> String {
    let script = desk.session.with(|ws| script(ws, &desk.id()));
    script.map_or_else(
        || Target::page(SLUG).href(),
        |script| Target::record(SLUG, script).href(),
    )
}

fn script(ws: &Workspace, drill: &RecordId) -> Option<RecordId> {
    let drill = Drill::find(ws, drill)?;
    Some(drill.script()?.id().clone())
}

fn again(desk: Desk) {
    let Some(review) = desk.review() else { return };
    let edit = DrillAgain {
        of: desk.id(),
        title: t::again_title(&review.source.title),
    };
    match desk.session.commit(&edit) {
        Ok(Some(act)) => {
            toast::say(t::again_done());
            // The drill itself is written first.
            let made = |ws: &Workspace| ws.by_id(act).next().map(|c| c.record.clone());
            if let Some(drill) = desk.session.with_untracked(made) {
                Target::record(SLUG, drill).go();
            }
        }
        Ok(None) => {}
        Err(refusal) => toast::say(words::refusal(&refusal)),
    }
}

/// Has the browser save the journal: as a table, or as JSON with the log itself.
fn save(desk: Desk, csv: bool) {
    let Some(review) = desk.review() else { return };
    let source = &review.source;
    let groups: Vec<String> = source.groups.iter().map(|g| g.id.clone()).collect();
    let run = Run::of(&source.scenario, &groups, &source.log);
    let tongue = match lang() {
        Lang::Zh => Tongue::Chinese,
        Lang::En => Tongue::English,
    };
    let day = review.started.map(|at| at.iso());
    let day = day.as_deref().and_then(|day| day.get(..10)).unwrap_or("");
    let name = format!("{}-{day}-drill", source.scenario.slug);
    let _ = match csv {
        true => {
            let rows = journal::rows(&run, &source.log, tongue);
            let text = journal::csv(&words::headings(), &rows);
            outside::save_file(&format!("{name}.csv"), "text/csv", text.as_bytes())
        }
        false => {
            let text = journal::json(&source.drill, &run, &source.log, tongue);
            outside::save_file(&format!("{name}.json"), "application/json", text.as_bytes())
        }
    };
}

fn facts(desk: Desk) -> AnyView {
    let class = move || desk.get(|review| say::class(&review.source.class));
    let held = move || desk.get(words::held);
    let groups = move || {
        desk.get(|review| {
            let names: Vec<&str> = review.source.groups.iter().map(|g| &*g.name).collect();
            format::list(&names)
        })
    };
    let speed = move || {
        desk.get(|review| match review.outcome.speed {
            Some(speed) => t::speed_of(speed),
            None if review.is_ended() => t::f_speeds(),
            None => t::speed_of(review.source.scenario.speed),
        })
    };
    let events = move || desk.get(|review| t::f_event_count(review.source.log.len() as i64));
    view! {
        <Facts>
            <Fact label=t::f_class>{class}</Fact>
            <Fact label=t::f_when>{held}</Fact>
            <Fact label=t::f_groups>{groups}</Fact>
            <Fact label=t::f_speed>{speed}</Fact>
            <Fact label=t::f_events>{events}</Fact>
        </Facts>
    }
    .into_any()
}

/// What the trainer rated and noted, apart from the timeline.
fn notes(desk: Desk) -> AnyView {
    let read = Memo::new(move |_| {
        let read = desk.get(|review| words::remarks(review, REMARKS));
        read.unwrap_or_default()
    });
    let all = Memo::new(move |_| read.with(|(lines, _)| lines.clone()));
    let each = move |line: String| view! { <li class="drills-text">{line}</li> };
    let lines = move || all.get().into_iter().map(each).collect_view();
    let left = move || {
        let left = read.with(|(_, left)| *left);
        (left > 0).then(|| view! { <p class="faint">{t::p_lines_left(left as i64)}</p> })
    };
    let shown = move || {
        view! {
            <ul class="drills-list">{lines}</ul>
            {left}
        }
    };
    view! {
        <Section title=t::notes>
            <Show when=move || all.with(|all| !all.is_empty()) fallback=none(t::notes_none)>
                {shown}
            </Show>
        </Section>
    }
    .into_any()
}

fn debrief(desk: Desk) -> AnyView {
    let each = move || {
        let asked = desk.get(|review| review.source.scenario.debrief.clone());
        let asked = asked.unwrap_or_default().into_iter();
        asked
            .map(|text| view! { <li>{say::text(&text)}</li> })
            .collect_view()
    };
    let any = Memo::new(move |_| desk.get(|r| !r.source.scenario.debrief.is_empty()));
    let shown = move || {
        view! {
            <Section title=t::debrief>
                <ul class="drills-list">{each}</ul>
            </Section>
        }
    };
    view! { <Show when=move || any.get() == Some(true)>{shown}</Show> }.into_any()
}

/// A faint line where there is nothing to show.
fn none(words: fn() -> String) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || view! { <p class="faint">{words}</p> }.into_any()
}
