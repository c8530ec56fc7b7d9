//! The dated exceptions of one calendar: closed days, make-up days, other hours.
//! Never in here: adding many at once (`holidays`).

use leptos::prelude::*;

use super::super::edits::{ExceptDay, Refusal};
use super::super::hours;
use super::{Desk, holidays, refused, words};
use crate::ledger::RecordId;
use crate::records::calendar::WorkCalendar;
use crate::records::hours::DayName;
use crate::texts::people as t;
use crate::time::Date;
use crate::ui::{Button, DateField, Form, Look, TextField};

/// One exception as its line shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: RecordId,
    date: Option<Date>,
    hours: String,
    name: DayName,
    /// A later exception for the same date counts instead.
    overruled: bool,
}

fn lines(calendar: &WorkCalendar<'_>) -> Vec<Line> {
    let days = calendar.days();
    let dates: Vec<Option<Date>> = days.iter().map(|d| d.date()).collect();
    let all = days.iter().enumerate().map(|(place, day)| Line {
        name: day.name(),
        id: day.0.id().clone(),
        date: day.date(),
        hours: hours::write(&day.windows()),
        overruled: dates.get(place + 1).is_some_and(|next| *next == day.date()),
    });
    all.collect()
}

pub fn exceptions(desk: Desk, calendar: RecordId) -> AnyView {
    let asked = calendar.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let record = ws.record(&asked);
            record.map(|r| lines(&WorkCalendar(r))).unwrap_or_default()
        })
    });
    let none = move || all.with(Vec::is_empty);
    let each = move || {
        let all = all.get().into_iter();
        all.map(|one| line(desk, one)).collect_view()
    };
    view! {
        <details>
            <summary>{t::exceptions} " (" {move || all.with(Vec::len)} ")"</summary>
            <Show when=none>
                <p class="faint">{t::no_exceptions}</p>
            </Show>
            <ul class="plain people-days">{each}</ul>
            {adding(desk, calendar.clone())}
            {holidays::holidays(desk, calendar)}
        </details>
    }
    .into_any()
}

fn line(desk: Desk, line: Line) -> AnyView {
    let worked = !line.hours.is_empty();
    let hours = match line.hours.is_empty() {
        true => t::closed(),
        false => line.hours,
    };
    let date = line.date.map(|d| d.to_string()).unwrap_or_default();
    let id = line.id;
    view! {
        <li class:faint=line.overruled>
            <span>{date} " " {hours} " " {words::day_name(&line.name, worked)}</span>
            {line.overruled.then(|| view! { <span class="hint">{t::counts_twice}</span> })}
            <Button
                label=t::remove
                look=Look::Quiet
                bare=true
                icon=icondata::LuX
                on_press=move |()| desk.discard(id.clone())
            />
        </li>
    }
    .into_any()
}

fn adding(desk: Desk, calendar: RecordId) -> AnyView {
    let date = RwSignal::new(String::new());
    let windows = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<Refusal>);
    let unread = RwSignal::new(false);
    let submit = move |()| {
        let read = hours::read(&windows.get_untracked());
        unread.set(read.is_none());
        let Some(read) = read else {
            return;
        };
        let edit = ExceptDay {
            calendar: calendar.clone(),
            day: None,
            date: Date::parse(&date.get_untracked()),
            windows: read,
            reason: reason.get_untracked(),
        };
        if desk.commit(&edit, refusal) {
            for field in [date, windows, reason] {
                field.set(String::new());
            }
        }
    };
    let unread = Signal::derive(move || unread.get().then(t::windows_unreadable));
    view! {
        <Form on_submit=submit>
            <DateField
                label=t::date
                value=date
                on_change=move |text: String| date.set(text)
                error=refused(refusal)
            />
            <TextField
                label=t::windows
                hint=t::windows_hint
                value=windows
                on_input=move |text: String| windows.set(text)
                error=unread
            />
            <TextField
                label=t::exception_reason
                optional=true
                value=reason
                on_input=move |text: String| reason.set(text)
            />
            <Button label=t::add_exception submit=true />
        </Form>
    }
    .into_any()
}
