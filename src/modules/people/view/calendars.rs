//! Working calendars of one party: zone, weekly windows, dated exceptions, and the next days as they
//! come out of them.

use leptos::prelude::*;

use super::party::tell;
use super::words;
use crate::browser::zones;
use crate::ledger::RecordId;
use crate::modules::people::edits::{DescribeCalendar, Discard, ExceptDay, Refusal};
use crate::records::calendar::{WorkCalendar, of_party};
use crate::records::same_as::SameAs;
use crate::session::use_session;
use crate::texts;
use crate::time::Date;
use crate::time::calendar::{Week, Window};
use crate::ui::{Button, DateField, Dialog, Form, Look, Section, TextField};

/// Reads `08:30-12:00, 13:00-17:30`; `None` where a part is no window. Nothing: a day off.
pub fn read_windows(text: &str) -> Option<Vec<Window>> {
    let minute = |text: &str| -> Option<u16> {
        let (hour, minute) = text.trim().split_once([':', '：'])?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60).then_some(hour.checked_mul(60)?.checked_add(minute)?)
    };
    let parts = text.split([',', '，', '、', ';']);
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (from, to) = part.split_once(['-', '–', '—', '~', '～'])?;
            Window::new(minute(from)?, minute(to)?)
        })
        .collect()
}

/// What [`read_windows`] reads.
pub fn show_windows(windows: &[Window]) -> String {
    let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
    let shown = windows
        .iter()
        .map(|w| format!("{}-{}", clock(w.from()), clock(w.to())));
    shown.collect::<Vec<_>>().join(", ")
}

#[component]
pub fn Calendars(party: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(party);
    let adding = RwSignal::new(false);
    let all = Memo::new(move |_| {
        session.with(|ws| {
            let joins = SameAs::of(ws);
            let theirs = of_party(ws, &joins, &id.get_value());
            theirs.iter().map(|c| c.0.id().clone()).collect::<Vec<_>>()
        })
    });
    let add = move || {
        view! {
            <Button
                label=texts::people::add_calendar
                icon=icondata::LuPlus
                on_press=move || adding.set(true)
            />
        }
    };
    view! {
        <Section title=texts::people::calendars actions=add>
            <p class="hint">{texts::people::calendars_hint}</p>
            <ul class="plain">
                <For
                    each=move || all.get()
                    key=Clone::clone
                    children=|calendar| view! { <OneCalendar calendar/> }
                />
            </ul>
            <Dialog
                open=adding
                on_close=move || adding.set(false)
                title=texts::people::add_calendar
            >
                <CalendarForm party=id.get_value() adding/>
            </Dialog>
        </Section>
    }
    .into_any()
}

/// One calendar: its rule, its exceptions, the next fourteen days.
#[component]
fn OneCalendar(calendar: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(calendar);
    let read = move |what: &dyn Fn(WorkCalendar<'_>) -> String| {
        session.with(|ws| ws.record(&id.get_value()).map(|r| what(WorkCalendar(r))))
    };
    let title = move || {
        read(&|c| {
            let zone = c.zone().map(|z| z.name().to_owned()).unwrap_or_default();
            let from = c.from().map(|d| texts::people::valid_from(d.to_string()));
            [c.name().into_owned(), zone, from.unwrap_or_default()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    let days = Memo::new(move |_| {
        session.with(|ws| {
            let all = ws.record(&id.get_value()).map(|r| WorkCalendar(r).days());
            let days = all.unwrap_or_default();
            days.iter()
                .map(|d| {
                    let date = d.date().map(|d| d.to_string()).unwrap_or_default();
                    let reason = d.reason().into_owned();
                    (d.0.id().clone(), date, show_windows(&d.windows()), reason)
                })
                .collect::<Vec<_>>()
        })
    });
    let except = move |(day, date, windows, reason): (RecordId, String, String, String)| {
        let what = if windows.is_empty() {
            texts::people::closed()
        } else {
            windows
        };
        view! {
            <li class="actions">
                <span>{date}</span>
                <span>{what}</span>
                <span class="by">{reason}</span>
                <Button
                    label=texts::people::remove
                    look=Look::Quiet
                    icon=icondata::LuX
                    bare=true
                    on_press=move || {
                        tell(session.commit(&Discard { record: day.clone() }));
                    }
                />
            </li>
        }
    };
    view! {
        <li class="card">
            <h3>{title}</h3>
            <Preview calendar=id.get_value()/>
            <ul class="plain">
                <For each=move || days.get() key=Clone::clone children=except/>
            </ul>
            <ExceptForm calendar=id.get_value()/>
        </li>
    }
    .into_any()
}

/// The next fourteen days, in the calendar's own zone.
#[component]
fn Preview(calendar: RecordId) -> AnyView {
    let session = use_session();
    let days = Memo::new(move |_| {
        let now = session.now_untracked();
        session.with(|ws| {
            let rule = ws
                .record(&calendar)
                .and_then(|r| WorkCalendar(r).to_calendar());
            let Some(rule) = rule else {
                return Vec::new();
            };
            let today = rule.zone.civil(now).date();
            let dates = std::iter::successors(Some(today), |date| Some(date.plus(1)));
            let shown = dates
                .take(14)
                .map(|date| (date.to_string(), show_windows(rule.windows_on(date))));
            shown.collect::<Vec<_>>()
        })
    });
    let cell = |(date, windows): (String, String)| {
        let off = windows.is_empty();
        let what = if off {
            texts::people::day_off()
        } else {
            windows
        };
        view! {
            <li class:off=off>
                <span class="by">{date}</span>
                " "
                <span>{what}</span>
            </li>
        }
    };
    view! {
        <details>
            <summary>{texts::people::next_days}</summary>
            <ul class="plain days">{move || days.get().into_iter().map(cell).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// A new calendar: the usual week in this browser's zone, to be changed here.
#[component]
fn CalendarForm(party: RecordId, adding: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let name = RwSignal::new(String::new());
    let zone = RwSignal::new(zones::local_zone());
    let hours = RwSignal::new("08:30-12:00, 13:00-17:30".to_owned());
    let worked = RwSignal::new("5".to_owned());
    let from = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let save = move || {
        let Some(windows) = read_windows(&hours.get_untracked()) else {
            return refused.set(Some(texts::people::windows_unreadable()));
        };
        let count = worked.get_untracked().parse().unwrap_or(5);
        let edit = DescribeCalendar {
            calendar: None,
            party: party.clone(),
            name: name.get_untracked(),
            zone: zones::zone(&zone.get_untracked()),
            weeks: vec![Week::of_days(count, &windows)],
            anchor: None,
            from: Date::parse(&from.get_untracked()),
            to: None,
        };
        match session.commit(&edit) {
            Ok(_) => adding.set(false),
            Err(why) => refused.set(Some(words::refusal(why))),
        }
    };
    view! {
        <Form on_submit=save>
            <TextField
                label=texts::people::calendar_name
                value=name
                on_input=move |text| name.set(text)
                optional=true
            />
            <TextField
                label=texts::people::zone
                value=zone
                on_input=move |text| zone.set(text)
                suggestions=Signal::derive(zones::names)
            />
            <TextField
                label=texts::people::daily_windows
                hint=texts::people::daily_windows_hint
                value=hours
                on_input=move |text| hours.set(text)
                error=refused
            />
            <TextField
                label=texts::people::days_a_week
                value=worked
                on_input=move |text| worked.set(text)
                kind="number"
            />
            <DateField
                label=texts::people::valid_since
                value=from
                on_change=move |text| from.set(text)
                optional=true
            />
            <p class="actions">
                <Button label=texts::people::keep look=Look::Primary submit=true/>
            </p>
        </Form>
    }
    .into_any()
}

/// A day that differs: a holiday, or a make-up day with its own windows.
#[component]
fn ExceptForm(calendar: RecordId) -> AnyView {
    let session = use_session();
    let date = RwSignal::new(String::new());
    let hours = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let save = move || {
        let Some(windows) = read_windows(&hours.get_untracked()) else {
            return refused.set(Some(texts::people::windows_unreadable()));
        };
        let edit = ExceptDay {
            calendar: calendar.clone(),
            day: None,
            date: Date::parse(&date.get_untracked()),
            windows,
            reason: reason.get_untracked(),
        };
        let outcome: Result<_, Refusal> = session.commit(&edit);
        refused.set(outcome.err().map(words::refusal));
        if outcome.is_ok() {
            date.set(String::new());
            reason.set(String::new());
        }
    };
    view! {
        <details>
            <summary>{texts::people::add_exception}</summary>
            <Form on_submit=save>
                <DateField
                    label=texts::people::date
                    value=date
                    on_change=move |text| date.set(text)
                    error=refused
                />
                <TextField
                    label=texts::people::windows
                    hint=texts::people::windows_hint
                    value=hours
                    on_input=move |text| hours.set(text)
                    optional=true
                />
                <TextField
                    label=texts::people::reason
                    value=reason
                    on_input=move |text| reason.set(text)
                    optional=true
                />
                <p class="actions"><Button label=texts::people::add submit=true/></p>
            </Form>
        </details>
    }
    .into_any()
}
