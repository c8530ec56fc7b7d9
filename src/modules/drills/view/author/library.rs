//! The library that came with the build: what there is, and one of them to read before it is kept.
//! Never in here: judging scenarios beyond what every scenario's page says.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keeping::keep;
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::check::check;
use crate::modules::drills::library::{self, Entry};
use crate::modules::drills::model;
use crate::modules::drills::reading;
use crate::modules::drills::view::scenario::{self, Story};
use crate::modules::drills::view::{LIBRARY, LIST, OPEN, SLUG, play, words};
use crate::session::{Session, Target, outside, use_session};
use crate::texts;
use crate::ui::{Badge, Banner, Button, Empty, LinkButton, Look, Page, State, toast};

/// Something that is being fetched.
#[derive(Clone, PartialEq)]
pub enum Fetched<T> {
    Coming,
    /// No network, and not kept from an earlier visit.
    NotHere,
    Here(T),
}

/// The address of the library.
fn shelf_href() -> String {
    Target::page(SLUG).with(LIST, LIBRARY).href()
}

/// The address of one scenario of the library.
pub fn entry_href(entry: &Entry) -> String {
    Target::page(SLUG).with(OPEN, &entry.slug).href()
}

/// The entries, fetched when this is shown.
pub fn entries() -> RwSignal<Fetched<Vec<Entry>>> {
    let found = RwSignal::new(Fetched::Coming);
    spawn_local(async move {
        let index = outside::scenario_index().await;
        let here = index.map(|text| library::index(&text));
        // The page may have been left meanwhile.
        let _ = found.try_set(here.map_or(Fetched::NotHere, Fetched::Here));
    });
    found
}

/// The library as a tab of the list.
pub fn shelf() -> AnyView {
    let session = use_session();
    let found = entries();
    let shown = move || match found.get() {
        Fetched::Coming => waiting(),
        Fetched::NotHere => not_fetched(),
        Fetched::Here(all) => {
            let cards = all.into_iter().map(|entry| card(session, entry));
            view! { <ul class="author-shelf">{cards.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <p>{texts::author::library_lead}</p>
        <div aria-live="polite">{shown}</div>
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="hint">{texts::author::fetching}</p> }.into_any()
}

fn not_fetched() -> AnyView {
    view! { <Banner state=State::Warn>{texts::author::not_fetched}</Banner> }.into_any()
}

fn card(session: Session, entry: Entry) -> AnyView {
    let href = entry_href(&entry);
    let Entry {
        slug,
        class,
        kind,
        title,
        summary,
        minutes,
        roles,
        injects,
        ..
    } = entry;
    let about = move || {
        let parts = [
            words::class(&class),
            words::severity(kind),
            words::minutes(minutes),
            texts::author::roles(i64::from(roles)),
            texts::drills::injects(i64::from(injects)),
        ];
        parts.join(" · ")
    };
    let is_kept = Memo::new(move |_| session.with(|ws| kept(ws, &slug).is_some()));
    let badge = move || {
        let badge = || view! { <Badge state=State::Good label=texts::author::kept_already /> };
        is_kept.get().then(badge)
    };
    view! {
        <li class="card">
            <h2><a href=href>{move || words::text(&title)}</a></h2>
            <p class="hint">{about}</p>
            <p>{move || words::text(&summary)}</p>
            {badge}
        </li>
    }
    .into_any()
}

/// A scenario of one's own that came from this one of the library.
fn kept(ws: &Workspace, slug: &str) -> Option<RecordId> {
    let own = model::scenarios(ws).find(|record| record.text("slug") == slug);
    own.map(|record| record.id().clone())
}

/// One scenario of the library, to read.
pub fn one(slug: String) -> AnyView {
    let session = use_session();
    let found = entries();
    let story = RwSignal::new(Fetched::<Story>::Coming);
    Effect::new(move |_| {
        let entry = found.with(|found| match found {
            Fetched::Here(all) => Some(all.iter().find(|entry| entry.slug == slug).cloned()),
            Fetched::NotHere => Some(None),
            Fetched::Coming => None,
        });
        if let Some(entry) = entry {
            spawn_local(async move {
                let read = async { read(&entry?).await }.await;
                let _ = story.try_set(read.map_or(Fetched::NotHere, Fetched::Here));
            });
        }
    });
    let here = move || match story.get() {
        Fetched::Here(story) => Some(story),
        Fetched::Coming | Fetched::NotHere => None,
    };
    let title = move || match here() {
        Some(story) => words::title(&story.0),
        None => texts::author::library(),
    };
    let actions = move || {
        let back = view! {
            <LinkButton
                label=texts::author::to_library
                href=shelf_href
                icon=icondata::LuArrowLeft
            />
        };
        let own = move || here().map(|story| take(session, story));
        view! { {back} {own} }
    };
    let shown = move || match story.get() {
        Fetched::Coming => waiting(),
        Fetched::NotHere => {
            view! { <Empty title=texts::author::library hint=texts::author::not_fetched /> }
                .into_any()
        }
        Fetched::Here(story) => scenario::whole(story),
    };
    view! {
        <Page title=title actions=actions>
            {shown}
        </Page>
    }
    .into_any()
}

async fn read(entry: &Entry) -> Option<Story> {
    let text = outside::built_file(&entry.file, &entry.integrity).await?;
    let (scenario, mut findings) = reading::file(&text);
    let scenario = scenario?;
    findings.0.extend(check(&scenario).0);
    Some(Arc::new((scenario, findings)))
}

/// Fetches one of the library and keeps it as one's own; why not is said.
pub fn bring_in(session: Session, entry: Entry) {
    spawn_local(async move {
        match read(&entry).await {
            None => toast::say(texts::author::not_fetched()),
            Some(story) => {
                if keep(session, story.0.clone()).is_some() {
                    toast::say(texts::drills::kept());
                }
            }
        }
    });
}

/// What can be done with it: play it, or make it one's own first.
fn take(session: Session, story: Story) -> AnyView {
    let prepare = {
        let story = story.clone();
        move || play::prepare(session, story.0.clone())
    };
    let keep = move || {
        if let Some(record) = keep(session, story.0.clone()) {
            toast::say(texts::drills::kept());
            Target::record(SLUG, record).go();
        }
    };
    view! {
        <Button
            label=texts::play::prepare
            icon=icondata::LuPresentation
            look=Look::Primary
            on_press=prepare
        />
        <Button label=texts::drills::keep icon=icondata::LuSave on_press=keep />
    }
    .into_any()
}
