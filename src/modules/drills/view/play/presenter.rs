//! The presenter's page: the clocks and what steers them, what is open, what comes next, what was said.
//! Never in here: what the room sees (`screen`), dialogs (`form`).

use leptos::prelude::*;

use super::super::{author, words as story};
use super::desk::Desk;
use super::form::{self, Form};
use super::{awake, came, keys, next, said, screen, words};
use crate::modules::drills::event::What;
use crate::modules::drills::run::Status;
use crate::session::Target;
use crate::session::outside::screen::{NotAwake, open_window};
use crate::texts::play as t;
use crate::time::{MINUTE, SECOND};
use crate::ui::{Badge, Banner, Button, Icon, Look, NumberField, Page, Section, State, page_keys};

pub fn page(desk: Desk) -> AnyView {
    page_keys::hear(keys::help(), move |key| {
        desk.form.with_untracked(Option::is_none) && keys::press(desk, key)
    });
    let dark = awake::keep(desk);
    let title = move || desk.script.with(|script| script.title.clone());
    // What the room must not see is not on the page while the room sees the page.
    let shown = move || match desk.projects.get() {
        true => screen::shown(desk),
        false => view! {
            <Page title=title actions=move || actions(desk)>
                {banners(desk, dark)}
                {clocks(desk)}
                {groups(desk)}
                <div class="play-desk">
                    <Section title=t::on_now>{came::open(desk)}</Section>
                    <Section title=t::comes_next>{next::list(desk)}</Section>
                </div>
                {came::closed(desk)}
                {said::list(desk)}
            </Page>
        }
        .into_any(),
    };
    view! {
        {shown}
        {form::dialog(desk)}
    }
    .into_any()
}

/// The address of the window for the screen.
pub fn screen_href(desk: Desk) -> String {
    Target::record(super::super::SLUG, desk.id())
        .with("show", "screen")
        .href()
}

/// Opens the window for the screen; where the browser refuses, a tab of this address does as well.
pub fn open_screen(desk: Desk) -> AnyView {
    let href = screen_href(desk);
    let address = href.clone();
    let opens = move |event: leptos::ev::MouseEvent| {
        if open_window(&address, "tandem-screen") {
            event.prevent_default();
        }
    };
    view! {
        <a class="button" href=href target="tandem-screen" on:click=opens>
            <Icon icon=icondata::LuPresentation />
            <span>{t::open_screen}</span>
        </a>
    }
    .into_any()
}

fn actions(desk: Desk) -> AnyView {
    view! {
        {open_screen(desk)}
        {by_key("P", t::show_here, icondata::LuMonitor, move || desk.projects.set(true))}
    }
    .into_any()
}

/// A button that says which key does the same.
pub fn by_key(
    key: &'static str,
    label: fn() -> String,
    icon: icondata::Icon,
    on_press: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button type="button" class="button" on:click=move |_| on_press()>
            <Icon icon=icon />
            <span>{label}</span>
            <kbd aria-hidden="true">{key}</kbd>
        </button>
    }
    .into_any()
}

fn banners(desk: Desk, dark: awake::Trouble) -> AnyView {
    let interrupted = move || {
        let paused = desk.board.with(|board| board.status == Status::Paused);
        (paused && desk.interrupted.get()).then(|| {
            let at = move || words::passed(desk.board.with(|board| board.at.ran));
            view! { <Banner state=State::Warn><p>{move || t::interrupted(at())}</p></Banner> }
        })
    };
    let mirrored = Memo::new(move |_| {
        let now = desk.session.now();
        let heard = desk.screen.get();
        let recent = heard.filter(|(at, _)| now.since(*at) < 5 * SECOND);
        recent.is_some_and(|(_, extended)| extended == Some(false))
    });
    let mirrored = move || {
        mirrored.get().then(|| {
            view! { <Banner state=State::Warn><p>{t::mirrored}</p></Banner> }
        })
    };
    let follows = move || {
        desk.follows.get().then(|| {
            view! { <Banner state=State::Plain><p>{t::follows}</p></Banner> }
        })
    };
    let dark = move || {
        let why: fn() -> String = match dark.get()? {
            NotAwake::Unsupported => t::dark_unsupported,
            NotAwake::Refused => t::dark_refused,
        };
        Some(view! { <Banner state=State::Plain><p>{why}</p></Banner> })
    };
    let over = Memo::new(move |_| {
        desk.board
            .with(|board| board.exhausted && board.status != Status::Ended)
    });
    let over = move || {
        over.get().then(|| {
            view! {
                <Banner state=State::Good>
                    <p>{t::exhausted}</p>
                    <Button
                        label=t::end
                        on_press=move || desk.form.set(Some(Form::End))
                    />
                </Banner>
            }
        })
    };
    view! {
        {interrupted}
        {mirrored}
        {follows}
        {dark}
        {over}
    }
    .into_any()
}

fn clocks(desk: Desk) -> AnyView {
    let status = Memo::new(move |_| desk.board.with(|board| board.status));
    let state = Signal::derive(move || match status.get() {
        Status::Running => State::Good,
        Status::Paused => State::Warn,
        Status::Ready | Status::Ended => State::Plain,
    });
    let word = move || match status.get() {
        Status::Running => t::running(),
        Status::Paused => t::paused(),
        Status::Ended => t::ended(),
        Status::Ready => t::ready(),
    };
    let scenario = Memo::new(move |_| {
        let clock = desk.board.with(|board| board.at.clock);
        desk.script
            .with(|script| words::clock(&script.scenario, clock))
    });
    let room = Memo::new(move |_| words::passed(desk.board.with(|board| board.at.ran)));
    let planned = move || {
        let minutes = desk.script.with(|script| script.scenario.minutes);
        t::of_planned(words::passed(i64::from(minutes) * MINUTE))
    };
    let phase = move || {
        let minute = desk.board.with(|board| board.at.clock) / MINUTE;
        let minute = u32::try_from(minute).unwrap_or(u32::MAX);
        desk.script.with(|script| {
            let phase = script.scenario.phase_at(minute);
            phase.map(|phase| story::text(&phase.title))
        })
    };
    let phase = Memo::new(move |_| phase());
    let pause = move || {
        let (label, icon): (fn() -> String, _) = match status.get() {
            Status::Running => (t::pause, icondata::LuPause),
            _ => (t::go_on, icondata::LuPlay),
        };
        let ended = status.get() == Status::Ended;
        view! {
            <button
                type="button"
                class="button primary"
                prop:disabled=ended
                on:click=move |_| desk.toggle()
            >
                <Icon icon=icon />
                <span>{label}</span>
                <kbd aria-hidden="true">{t::space}</kbd>
            </button>
        }
    };
    view! {
        <div class="card play-clocks">
            <dl class="play-times">
                <div>
                    <dt>{t::scenario_time}</dt>
                    <dd class="play-big">{scenario}</dd>
                    <dd class="hint">{phase}</dd>
                </div>
                <div>
                    <dt>{t::room_time}</dt>
                    <dd class="play-big" data-ran="">{room}</dd>
                    <dd class="hint">{planned}</dd>
                </div>
            </dl>
            {speed(desk)}
            <div class="actions">
                <Badge state=state label=word />
                {author::badge()}
                {pause}
                {jump(desk)}
                {by_key("B", t::blank, icondata::LuEyeOff, move || { keys::press(desk, "b"); })}
                {by_key("T", t::ranking, icondata::LuListOrdered, move || { keys::press(desk, "t"); })}
                {by_key("I", t::insert, icondata::LuPlus, move || desk.form.set(Some(Form::Insert)))}
                {by_key("E", t::end, icondata::LuSquare, move || desk.form.set(Some(Form::End)))}
            </div>
            {shows(desk)}
        </div>
    }
    .into_any()
}

fn speed(desk: Desk) -> AnyView {
    let speed = Memo::new(move |_| Some(f64::from(desk.board.with(|board| board.speed))));
    let set = move |typed: Option<f64>| {
        let typed = typed.map(|typed| typed.clamp(0.0, 1_000.0) as u32);
        if let Some(typed) = typed.filter(|typed| Some(f64::from(*typed)) != speed.get_untracked())
        {
            desk.happen(What::Speed(typed));
        }
    };
    view! {
        <div class="play-speed">
            <NumberField
                label=t::speed
                hint=t::speed_hint
                min="1"
                step="1"
                value=speed
                on_change=set
            />
        </div>
    }
    .into_any()
}

/// On to what is due next, by the scenario's clock.
fn jump(desk: Desk) -> AnyView {
    let lands = Memo::new(move |_| {
        desk.board.with(|board| {
            let ahead = board.lands.filter(|to| *to > board.at.clock);
            ahead.filter(|_| board.is_running())
        })
    });
    let button = move || {
        let to = lands.get()?;
        let label = move || {
            let to = desk
                .script
                .with(|script| words::clock(&script.scenario, to));
            t::jump(to)
        };
        Some(view! {
            <button type="button" class="button" on:click=move |_| keys::jump(desk)>
                <Icon icon=icondata::LuFastForward />
                <span>{label}</span>
                <kbd aria-hidden="true">"G"</kbd>
            </button>
        })
    };
    button.into_any()
}

/// What the screen shows just now.
fn shows(desk: Desk) -> AnyView {
    let line = Memo::new(move |_| {
        let look = desk.look.get();
        if look.blank {
            return t::screen_blank();
        }
        if look.ranking {
            return t::screen_ranking();
        }
        let board = desk.board.get();
        let shown = look.shown(&board).map(|came| came.nth);
        let Some(inject) = shown.and_then(|nth| desk.inject(nth)) else {
            return t::screen_title();
        };
        let pages = super::pages::of(&inject).len();
        let page = (look.page(&board) + 1).min(pages);
        t::screen_shows(story::text(&inject.title), page, pages)
    });
    let open = Memo::new(move |_| {
        let now = desk.session.now();
        let heard = desk.screen.get();
        heard.is_some_and(|(at, _)| now.since(at) < 5 * SECOND)
    });
    let window = move || {
        let (state, word): (State, fn() -> String) = match open.get() {
            true => (State::Good, t::screen_open),
            false => (State::Plain, t::screen_not_open),
        };
        view! { <Badge state=state label=word /> }
    };
    view! {
        <p class="hint play-shows">
            <span>{line}</span>
            {window}
        </p>
    }
    .into_any()
}

/// The groups: which one is captured for, and how they stand.
fn groups(desk: Desk) -> AnyView {
    let each = move || {
        let groups = desk.script.with(|script| script.groups.clone());
        let each = groups.into_iter().enumerate();
        each.map(|(nth, group)| {
            let points = Memo::new(move |_| {
                desk.board
                    .with(|board| board.points.get(nth).copied().unwrap_or(0))
            });
            let chosen = move || (desk.group.get() == nth).to_string();
            view! {
                <button
                    type="button"
                    class="button"
                    aria-pressed=chosen
                    on:click=move |_| desk.group.set(nth)
                >
                    <kbd aria-hidden="true">{nth + 1}</kbd>
                    <span>{group.name}</span>
                    <span class="play-points">
                        {move || crate::texts::drills::points(points.get())}
                    </span>
                </button>
            }
        })
        .collect_view()
    };
    let ask = move |form: Form| move || desk.form.set(Some(form));
    view! {
        <div class="play-capture">
            <div class="actions" role="group" aria-label=t::groups>
                {each}
            </div>
            <div class="actions" role="group" aria-label=t::capture>
                {by_key("A", t::answer, icondata::LuMessageSquare, ask(Form::Answer(None)))}
                {by_key("D", t::decide, icondata::LuSplit, ask(Form::Decide))}
                {by_key("R", t::rate, icondata::LuStar, ask(Form::Rate))}
                {by_key("F", t::note, icondata::LuPencil, ask(Form::Note))}
                {by_key("W", t::who, icondata::LuCircleHelp, ask(Form::Who))}
            </div>
        </div>
    }
    .into_any()
}

/// A plain button with a look of its own, for lists.
pub fn small(label: fn() -> String, on_press: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! { <Button label=label look=Look::Quiet on_press=move || on_press() /> }.into_any()
}
