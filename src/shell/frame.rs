//! The frame around every page: navigation from the registry, the top bar, banners, the page itself.

use leptos::prelude::*;

use super::duties;
use super::exchange::Inflow;
use super::keys::Keys;
use super::route::Route;
use super::settings::Switches;
use super::status::{Banners, SaveStatus};
use crate::browser::{files, page};
use crate::modules::MODULES;
use crate::session::{Place, Target, Unread, use_session};
use crate::texts;
use crate::ui::{Icon, Toasts, later};

#[component]
pub fn Frame(unread: Unread) -> impl IntoView {
    listen_for_files(Inflow::provide());
    let hash = RwSignal::new(page::hash());
    let listening = StoredValue::new_local(page::on_hash(move |now| hash.set(now)));
    on_cleanup(move || listening.dispose());
    let target = Memo::new(move |_| hash.with(|hash| Target::parse(hash)));
    let route = Memo::new(move |_| target.with(Route::parse));
    let waiting = duties::provide();
    duties::watch(waiting);
    let ours = duties::ours(waiting);
    Effect::new(move |_| super::status::title(&title_of(route.get()), ours.get()));
    let place = Place::new(hash, target);
    // A page is its slug, its record and its view; filters change in place.
    let here = Memo::new(move |_| {
        let target = target.get();
        let view = target.query.get("view").map(str::to_owned);
        (target.slug, target.record, view)
    });
    Effect::new(move |former: Option<()>| {
        here.track();
        // The first page stands where the browser restored it to.
        if former.is_some() {
            page::to_top();
        }
    });
    view! {
        <a class="skip" href="#main" on:click=|ev| { ev.prevent_default(); page::focus("main"); }>
            {texts::shell::skip_to_content}
        </a>
        <TopBar/>
        <Navigation route/>
        <main id="main" tabindex="-1">
            <Banners unread/>
            {move || page_of(route.get(), place)}
        </main>
        <Toasts/>
        <Keys/>
    }
}

/// Files may be dropped or pasted anywhere; they are looked at on the page of files.
fn listen_for_files(inflow: Inflow) {
    let take = move |given: Vec<files::Given>| {
        if !given.is_empty() {
            Route::Exchange.target().go();
            inflow.take(given);
        }
    };
    let over = window_event_listener(leptos::ev::dragover, |event| {
        if files::drags_files(&event) {
            event.prevent_default();
        }
    });
    let drop = window_event_listener(leptos::ev::drop, move |event| {
        if files::drags_files(&event) {
            event.prevent_default();
            take(files::dropped(&event));
        }
    });
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        if event.default_prevented() || page::is_writing(&event) {
            return;
        }
        let given = files::pasted(&event);
        let text = files::pasted_text(&event).filter(|t| t.trim_start().starts_with('{'));
        match (given.is_empty(), text) {
            (false, _) => take(given),
            (true, Some(text)) => {
                Route::Exchange.target().go();
                inflow.take_text(text);
            }
            (true, None) => {}
        }
    });
    on_cleanup(move || {
        over.remove();
        drop.remove();
        paste.remove();
    });
}

/// The name of a page, in the language in use.
pub fn title_of(route: Route) -> String {
    match route {
        Route::Today => texts::shell::today(),
        Route::Module(module) => (module.title)(),
        Route::Inbox => texts::shell::inbox(),
        Route::Exchange => texts::shell::exchange(),
        Route::History => texts::shell::history(),
        Route::Bin => texts::shell::bin(),
        Route::Settings => texts::shell::settings(),
        Route::Unknown => texts::shell::unknown_page(),
    }
}

fn icon_of(route: Route) -> icondata::Icon {
    match route {
        Route::Today => icondata::LuSun,
        Route::Module(module) => module.icon,
        Route::Inbox => icondata::LuGitMerge,
        Route::Exchange => icondata::LuMail,
        Route::History => icondata::LuHistory,
        Route::Bin => icondata::LuTrash2,
        Route::Settings | Route::Unknown => icondata::LuSettings,
    }
}

fn page_of(route: Route, place: Place) -> AnyView {
    match route {
        Route::Today => later(|| Box::pin(super::today::page())),
        Route::Module(module) => later(move || (module.page)(place)),
        Route::Inbox => later(|| Box::pin(super::inbox::page())),
        Route::History => later(move || Box::pin(super::history::page(place))),
        Route::Bin => later(|| Box::pin(super::bin::page())),
        Route::Settings => later(|| Box::pin(super::settings::page())),
        Route::Exchange => later(move || Box::pin(super::exchange::page(place))),
        Route::Unknown => view! { <Unknown/> }.into_any(),
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let session = use_session();
    view! {
        <header class="top">
            <a class="brand" href="#/">"Tandem · 协同"</a>
            <SaveStatus/>
            <span class="spring"></span>
            <button
                class="quiet"
                disabled=move || !session.can_undo()
                aria-label=texts::shell::undo
                title=texts::shell::undo
                on:click=move |_| super::keys::undo(session)
            >
                <Icon icon=icondata::LuUndo2/>
            </button>
            <button
                class="quiet"
                disabled=move || !session.can_redo()
                aria-label=texts::shell::redo
                title=texts::shell::redo
                on:click=move |_| super::keys::redo(session)
            >
                <Icon icon=icondata::LuRedo2/>
            </button>
            <Switches/>
        </header>
    }
}

#[component]
fn Navigation(route: Memo<Route>) -> impl IntoView {
    let session = use_session();
    let marked = Memo::new(move |_| session.with(|ws| ws.marks().len()));
    let modules = MODULES.iter().map(Route::Module);
    let places: Vec<Route> = std::iter::once(Route::Today)
        .chain(modules)
        .chain(Route::OWN.into_iter().skip(1))
        .collect();
    let entry = move |place: Route| {
        let here = move || (route.get() == place).then_some("page");
        let count = move || {
            (place == Route::Inbox && marked.get() > 0).then(|| {
                view! { <span class="count">{marked.get()}</span> }
            })
        };
        view! {
            <li>
                <a href=place.target().href() aria-current=here>
                    <Icon icon=icon_of(place)/>
                    <span>{move || title_of(place)}</span>
                    {count}
                </a>
            </li>
        }
    };
    view! {
        <nav class="side" aria-label=texts::shell::navigation>
            <ul>{places.into_iter().map(entry).collect_view()}</ul>
        </nav>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    view! {
        <h1>{texts::shell::unknown_page}</h1>
        <p>{texts::shell::unknown_page_hint}</p>
        <p><a href="#/">{texts::shell::today}</a></p>
    }
}
