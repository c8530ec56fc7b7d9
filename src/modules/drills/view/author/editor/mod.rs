//! The editor of a scenario: its parts as tabs, and beside them what is to be put right.
//! Each change of a field is one act that undo takes back. Never in here: rules; they are in `check`.

mod asked;
mod board;
mod cast;
mod choices;
mod desk;
mod fields;
mod follows;
mod found;
mod inject;
mod part;
mod story;
mod time;
mod version;

use leptos::prelude::*;

use super::super::{not_here, words};
use crate::ledger::RecordId;
use crate::modules::drills::view::{EDIT, SLUG};
use crate::session::{Place, Target, use_session};
use crate::texts;
use crate::texts::author as t;
use crate::ui::{Badge, CheckField, LinkButton, Look, Page, State, Tab, Tabs};

use desk::{Desk, PART};

/// The parts of the editor, by their word in the address; the timeline is the first to open.
const TIMELINE: &str = "timeline";
const STORY: &str = "story";
const CAST: &str = "roles";
const TIME: &str = "time";

pub fn page(place: Place, id: RecordId) -> AnyView {
    let session = use_session();
    let record = id.clone();
    let is_own = Memo::new(move |_| {
        session.with(|ws| {
            let record = ws.record(&record);
            record.is_some_and(|r| !r.is_deleted() && r.parent().is_none())
        })
    });
    let shown = move || match is_own.get() {
        true => opened(Desk::new(session, place, id.clone())),
        false => not_here(),
    };
    shown.into_any()
}

fn opened(desk: Desk) -> AnyView {
    let title = move || desk.scenario.with(words::title);
    let reading = Target::record(SLUG, desk.record.get_value()).href();
    let actions = move || {
        let back = reading.clone();
        view! {
            <LinkButton
                label=t::done
                href=move || back.clone()
                icon=icondata::LuCheck
                look=Look::Primary
            />
        }
    };
    let selected = Memo::new(move |_| match desk.place.value(PART) {
        part if part.is_empty() => TIMELINE.to_owned(),
        part => part,
    });
    let tabs = vec![
        Tab::new(TIMELINE, texts::drills::timeline),
        Tab::new(STORY, t::story),
        Tab::new(CAST, texts::drills::roles),
        Tab::new(TIME, t::time_and_variables),
    ];
    let panel = move || match selected.get().as_str() {
        STORY => story::part(desk),
        CAST => cast::part(desk),
        TIME => time::part(desk),
        _ => board::part(desk),
    };
    view! {
        <Page title=title actions=actions>
            <div class="author-head">
                <div class="author-mark">
                    <Badge state=State::Plain label=t::editing />
                    {version::version(desk)}
                </div>
                <CheckField
                    label=t::both_languages
                    checked=Signal::derive(move || desk.both.get())
                    on_change=move |both| desk.both.set(both)
                />
            </div>
            <div class="author-desk">
                <Tabs
                    label=t::parts
                    tabs=tabs
                    selected=Signal::derive(move || selected.get())
                    on_select=move |key| desk.place.set_query(PART, key)
                >
                    {panel}
                </Tabs>
                {found::beside(desk)}
            </div>
        </Page>
    }
    .into_any()
}

/// The address of a scenario's editor.
pub fn href(record: &RecordId) -> String {
    Target::record(SLUG, record.clone()).with(EDIT, "1").href()
}
