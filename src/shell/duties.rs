//! What waits in all modules together: the count in the title, notices, the calendar of deadlines, and
//! reminders (催办). Never in here: finding what waits (each module does).

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field_names;
use crate::browser::notify::{self, Permission};
use crate::browser::{files, page, settings, share};
use crate::exchange::ics::{Deadline, calendar};
use crate::modules::MODULES;
use crate::session::{Duties, Duty, Key, Session, in_order, reminders, use_session};
use crate::texts;
use crate::texts::format;
use crate::texts::shell as t;
use crate::time::limit::State;
use crate::ui::{Button, Look, toast};

/// Gathers what waits, for every page of the frame.
pub fn provide() -> Duties {
    let each: Vec<Duties> = MODULES
        .iter()
        .filter_map(|m| m.duties)
        .map(|d| d())
        .collect();
    let all = Memo::new(move |_| {
        let duties = each.iter().flat_map(|duties| duties.get().to_vec());
        Arc::new(in_order(duties.collect()))
    });
    provide_context::<Duties>(all);
    all
}

/// How much waits for this side, as the window's title says it.
pub fn ours(duties: Duties) -> Memo<usize> {
    Memo::new(move |_| duties.with(|all| all.iter().filter(|d| d.whose.is_ours()).count()))
}

/// Tells of what of ours runs out or has run out, once for each, where the user wants it.
pub fn watch(duties: Duties) {
    let session = use_session();
    // What ran out before the page was opened stands on the first page; it is no news.
    let told = Rc::new(RefCell::new(None::<BTreeSet<(Key, bool)>>));
    Effect::new(move |_| {
        let pressing = duties.with(|all| {
            let ours = all.iter().filter(|d| d.whose.is_ours());
            let pressing = ours.filter_map(|duty| match duty.state? {
                State::Warned => Some((duty.clone(), false)),
                State::Breached => Some((duty.clone(), true)),
                _ => None,
            });
            pressing.collect::<Vec<(Duty, bool)>>()
        });
        let now: BTreeSet<(Key, bool)> =
            pressing.iter().map(|(d, late)| (d.key(), *late)).collect();
        let before = told.replace(Some(now));
        let Some(before) = before.filter(|_| settings::load().notices) else {
            return;
        };
        for (duty, late) in pressing {
            if !before.contains(&(duty.key(), late)) {
                tell(session, duty, late);
            }
        }
    });
}

fn tell(session: Session, duty: Duty, late: bool) {
    let due = duty.due.map(format::instant).unwrap_or_default();
    let body = match late {
        true => t::notice_late(due),
        false => t::notice_soon(due),
    };
    let title = title(session, &duty);
    let href = session.href(&duty.shown);
    let key = name(&duty);
    spawn_local(async move {
        notify::notify(&key, &title, &body, &href).await;
    });
}

/// What is to be done, and with what.
fn title(session: Session, duty: &Duty) -> String {
    let what = (duty.what.words)();
    t::duty_title(what, untrack(|| field_names::name(session, &duty.record)))
}

/// Names it outside of the app.
fn name(duty: &Duty) -> String {
    format!("{}.{}", duty.record, duty.what.name)
}

/// The switch of notices, which asks the browser when it is first turned on.
#[component]
pub fn Notices() -> AnyView {
    let wanted = RwSignal::new(settings::load().notices);
    let permission = RwSignal::new(notify::permission());
    let on = move || wanted.get() && permission.get() == Permission::Granted;
    let press = move || {
        let turn_on = !on();
        spawn_local(async move {
            if turn_on {
                permission.set(notify::ask().await);
            }
            settings::update(|s| s.notices = turn_on);
            wanted.set(turn_on);
        });
    };
    let label = move || {
        if on() {
            t::notices_on()
        } else {
            t::notices_off()
        }
    };
    view! {
        <Show when=move || permission.get() != Permission::Unsupported>
            <Button
                label=label
                look=Look::Quiet
                icon=icondata::LuBell
                on_press=press
            />
        </Show>
        <Show when=move || wanted.get() && permission.get() == Permission::Denied>
            <p class="hint" role="status">{t::notices_denied}</p>
        </Show>
    }
    .into_any()
}

/// Saves what of ours has a limit ahead as a calendar file.
#[component]
pub fn SaveDeadlines() -> AnyView {
    let session = use_session();
    let duties = expect_context::<Duties>();
    let press = move || {
        let now = session.now_untracked();
        let ahead = duties.with_untracked(|all| {
            let ours = all.iter().filter(|d| d.whose.is_ours());
            ours.filter_map(|d| deadline(session, d).filter(|d| d.at > now))
                .collect::<Vec<_>>()
        });
        if ahead.is_empty() {
            toast::say(t::no_deadlines());
            return;
        }
        let text = calendar(&t::deadlines_name(), &ahead, now);
        files::download("tandem-deadlines.ics", "text/calendar", text.as_bytes());
        toast::say(t::deadlines_saved(ahead.len() as i64));
    };
    view! {
        <Button
            label=t::save_deadlines
            look=Look::Quiet
            icon=icondata::LuCalendarPlus
            on_press=press
        />
    }
    .into_any()
}

fn deadline(session: Session, duty: &Duty) -> Option<Deadline> {
    let partner = duty.partner.as_ref();
    let partner = partner.map(|id| untrack(|| field_names::name(session, id)));
    Some(Deadline {
        key: name(duty),
        title: title(session, duty),
        notes: partner.unwrap_or_default(),
        url: format!("{}{}", page::address(), session.href(&duty.shown)),
        at: duty.due?,
    })
}

/// One text for each partner that owes something, ready to be sent.
#[component]
pub fn Reminders() -> AnyView {
    let session = use_session();
    let duties = expect_context::<Duties>();
    let texts = Memo::new(move |_| {
        let all = duties.with(|all| reminders(all));
        let each = all.into_iter();
        each.map(|(partner, owed)| {
            let name = field_names::name(session, &partner);
            let text = reminder(session, &name, &owed);
            (name, text)
        })
        .collect::<Vec<(String, String)>>()
    });
    let each = move || {
        texts
            .get()
            .into_iter()
            .map(|(to, text)| card(to, text))
            .collect_view()
    };
    let all =
        move || texts.with(|all| all.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>());
    view! {
        <Show
            when=move || !texts.with(Vec::is_empty)
            fallback=|| view! { <p class="faint">{t::no_reminders}</p> }
        >
            <p class="hint">{t::reminders_hint}</p>
            <ul class="plain letters">{each}</ul>
            <Show when=move || { texts.with(Vec::len) > 1 }>
                <p class="actions">
                    <Button
                        label=t::copy_all_reminders
                        icon=icondata::LuCopy
                        on_press=move |()| copy(all().join("\n\n"))
                    />
                </p>
            </Show>
        </Show>
    }
    .into_any()
}

fn copy(text: String) {
    spawn_local(async move {
        if share::copy(&text).await {
            toast::say(texts::exchange::copied());
        }
    });
}

fn card(to: String, text: String) -> AnyView {
    let (mailed, copied) = (text.clone(), text.clone());
    let subject = to.clone();
    let mail = move |()| page::mail("", &t::reminder_subject(&subject), &mailed);
    view! {
        <li class="card letter">
            <h3>{to}</h3>
            <pre class="cover">{text}</pre>
            <p class="actions">
                <Button
                    label=texts::exchange::mail_draft
                    icon=icondata::LuMail
                    on_press=mail
                />
                <Button
                    label=t::copy_reminder
                    icon=icondata::LuCopy
                    on_press=move |()| copy(copied.clone())
                />
            </p>
        </li>
    }
    .into_any()
}

/// The text of a reminder: what is owed, since when, until when, as far as is known here.
fn reminder(session: Session, to: &str, owed: &[Duty]) -> String {
    let from = field_names::name(session, &session.me().party);
    let line = |duty: &Duty| {
        let what = field_names::name(session, &duty.record);
        let asked = t::duty_asked(what, (duty.what.words)());
        match (duty.due, duty.since) {
            (Some(due), _) => t::reminder_due(asked, format::instant(due)),
            (None, Some(since)) => t::reminder_since(asked, format::instant(since)),
            (None, None) => t::reminder_line(asked),
        }
    };
    let lines: Vec<String> = owed.iter().map(line).collect();
    let now = format::instant(session.now_untracked());
    t::reminder(to, now, lines.join("\n"), from)
}
