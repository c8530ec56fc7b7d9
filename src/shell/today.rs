//! The first page: what waits for me, for this firm and for its partners, what breaks next first.
//! Modules say what waits in them; here it is only gathered.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::duties::{Notices, Reminders, SaveDeadlines};
use super::field_names;
use super::route::Route;
use crate::modules::MODULES;
use crate::records::turn::Whose;
use crate::session::{Duties, Duty, Session, use_session};
use crate::texts;
use crate::texts::shell as t;
use crate::time::limit;
use crate::ui::{Badge, Button, Countdown, Look, NotFetched, Section, State, When, later};

/// How many lines a list shows at first, and how many more at a press.
const AT_FIRST: usize = 8;
const MORE: usize = 40;

#[wasm_split(work, fallible, wasm_split_path = leptos::wasm_split)]
pub fn page() -> Result<AnyView, NotFetched> {
    Ok(view! { <Today/> }.into_any())
}

#[component]
fn Today() -> impl IntoView {
    let session = use_session();
    let marked = Memo::new(move |_| session.with(|ws| ws.marks().len()));
    let reminding = RwSignal::new(false);
    let remind = move || {
        view! {
            <Button
                label=t::reminders
                icon=icondata::LuMegaphone
                look=Look::Quiet
                on_press=move |()| reminding.update(|open| *open = !*open)
            />
        }
    };
    view! {
        <header class="page-head">
            <h1>{t::today}</h1>
            <div class="actions"><Notices/> <SaveDeadlines/></div>
        </header>
        <p class="lead">{move || field_names::author(session, &session.me())}</p>
        <Show when=move || { marked.get() > 0 }>
            <p class="banner warn">
                <a href=Route::Inbox.target().href()>
                    {move || t::marked_fields(marked.get() as i64)}
                </a>
            </p>
        </Show>
        <div class="today">
            {MODULES.iter().filter_map(|module| module.today.map(later)).collect_view()}
        </div>
        <Waits whose=Whose::Me title=t::waits_for_me/>
        <Waits whose=Whose::Firm title=t::waits_for_firm/>
        <Waits whose=Whose::Them title=t::waits_for_them actions=ViewFnOnce::from(remind)>
            <Show when=move || reminding.get()>
                <Reminders/>
            </Show>
        </Waits>
        <p class="by">{move || super::exchange::backup_age(session)}</p>
    }
}

/// What waits for one of the three, what breaks next first.
#[component]
fn Waits(
    whose: Whose,
    title: fn() -> String,
    #[prop(optional, into)] actions: ViewFnOnce,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let session = use_session();
    let duties = expect_context::<Duties>();
    let shown = RwSignal::new(AT_FIRST);
    // Thousands may wait; only what is shown is taken out.
    let its = Memo::new(move |_| {
        duties.with(|all| {
            let its = all.iter().filter(|d| d.whose == whose);
            let first: Vec<Duty> = its.clone().take(shown.get()).cloned().collect();
            (its.count(), first)
        })
    });
    let count = move || its.with(|(count, _)| *count);
    let lines = move || its.with(|(_, first)| first.clone());
    let heading = move || match count() {
        0 => title(),
        n => t::waits_count(title(), texts::format::number(n as f64)),
    };
    view! {
        <Section title=heading actions=actions>
            {children.map(|children| children())}
            <Show when=move || count() == 0>
                <p class="faint">{t::waits_nothing}</p>
            </Show>
            <ul class="plain duties">
                <For
                    each=lines
                    key=Clone::clone
                    children=move |duty| line(session, duty)
                />
            </ul>
            <Show when=move || { count() > shown.get() }>
                <Button
                    label=move || t::waits_more((count() - shown.get()).min(MORE) as i64)
                    look=Look::Quiet
                    on_press=move |()| shown.update(|n| *n += MORE)
                />
            </Show>
        </Section>
    }
    .into_any()
}

fn line(session: Session, duty: Duty) -> AnyView {
    let partner = duty.partner.clone();
    let partner = move || partner.as_ref().map(|id| field_names::name(session, id));
    let record = duty.record.clone();
    let name = move || field_names::name(session, &record);
    view! {
        <li>
            <a href=session.href(&duty.shown)>{name}</a>
            <span>{duty.what.words}</span>
            <span class="faint">{partner}</span>
            <span class="duty-due">{until(session, &duty)}</span>
        </li>
    }
    .into_any()
}

/// A limit that runs counts down; an unknown one says so; without one, since when it waits.
fn until(session: Session, duty: &Duty) -> AnyView {
    let state = match duty.state {
        Some(limit::State::Open) => State::Busy,
        Some(limit::State::Warned) => State::Warn,
        Some(limit::State::Breached) => State::Bad,
        Some(limit::State::Unknown) => {
            return view! { <Badge state=State::Unknown label=t::waits_unknown /> }.into_any();
        }
        _ => State::Plain,
    };
    match (duty.due, duty.since) {
        (Some(due), _) => {
            let now = Signal::derive(move || session.now());
            let state = Signal::derive(move || state);
            view! { <Countdown until=due now=now state=state /> }.into_any()
        }
        (None, Some(since)) => view! {
            <span class="faint">{t::waits_since} " " <When at=since /></span>
        }
        .into_any(),
        (None, None) => ().into_any(),
    }
}
