//! The working calendars of a party: weeks, zone, effective dates, the next two weeks.
//! Never in here: calendar arithmetic (`time::calendar`); dated exceptions (`day`).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::super::edits::{DescribeCalendar, Refusal};
use super::super::hours;
use super::{Desk, day, refused, save_or_cancel, words};
use crate::ledger::RecordId;
use crate::records::calendar::{WorkCalendar, of_party};
use crate::records::hours::DayName;
use crate::session::zones;
use crate::texts::people as t;
use crate::time::calendar::{Calendar, Week};
use crate::time::{Date, Zone};
use crate::ui::{Button, CheckField, DateField, Dialog, Empty, Form, Look, Section, TextField};

/// A calendar as its card shows it.
#[derive(Clone, PartialEq)]
struct Card {
    id: RecordId,
    name: String,
    zone: Option<String>,
    calendar: Option<Calendar>,
    /// Why its dated exceptions are there.
    names: BTreeMap<Date, DayName>,
}

pub fn calendars(desk: Desk, party: RecordId) -> AnyView {
    let asked = party.clone();
    let all = Memo::new(move |_| {
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let all = of_party(ws, &joins, &asked).into_iter();
            let cards = all.map(|c| Card {
                id: c.0.id().clone(),
                name: c.name().into_owned(),
                zone: c.zone().map(|z| z.name().to_owned()),
                calendar: c.to_calendar(),
                names: c
                    .days()
                    .iter()
                    .filter_map(|day| Some((day.date()?, day.name())))
                    .collect(),
            });
            cards.collect::<Vec<_>>()
        })
    });
    let open = RwSignal::new(false);
    let editing = RwSignal::new(None::<RecordId>);
    let begin = move |which: Option<RecordId>| {
        editing.set(which);
        open.set(true);
    };
    let none = move || all.with(Vec::is_empty);
    let cards = move || {
        let all = all.get().into_iter();
        all.map(|one| card(desk, one, Callback::new(begin)))
            .collect_view()
    };
    let add = move || {
        view! {
            <Button
                label=t::add_calendar
                icon=icondata::LuCalendarPlus
                on_press=move |()| begin(None)
            />
        }
    };
    view! {
        <Section title=t::calendars actions=add>
            <Show when=none>
                <Empty title=t::no_calendars hint=t::no_calendars_hint icon=icondata::LuCalendar />
            </Show>
            <ul class="plain cards people-calendars">{cards}</ul>
            <Dialog
                open=open
                on_close=move |()| open.set(false)
                title=t::calendars
                wide=true
            >
                {
                    let party = party.clone();
                    move || form(desk, party.clone(), editing.get(), open)
                }
            </Dialog>
        </Section>
    }
    .into_any()
}

fn card(desk: Desk, card: Card, begin: Callback<Option<RecordId>>) -> AnyView {
    let Card {
        id,
        name,
        zone,
        calendar,
        names,
    } = card;
    let (edit, away) = (id.clone(), id.clone());
    let title = match name.is_empty() {
        true => id.label(),
        false => name,
    };
    let dates = calendar.as_ref().map(|c| (c.from, c.to));
    let dates = dates.map(|(from, to)| {
        let from = from.map(|d| format!("{} {d}", t::from_date()));
        let to = to.map(|d| format!("{} {d}", t::to_date()));
        let both: Vec<String> = [from, to].into_iter().flatten().collect();
        both.join(" · ")
    });
    view! {
        <li class="card">
            <h3>{title}</h3>
            <p class="faint">{zone} " " {dates}</p>
            {match calendar {
                Some(calendar) => preview(desk, calendar, names),
                None => view! { <p class="error">{t::unreadable_calendar}</p> }.into_any(),
            }}
            {day::exceptions(desk, id)}
            <div class="actions">
                <Button
                    label=t::edit
                    look=Look::Quiet
                    icon=icondata::LuPencil
                    on_press=move |()| begin.run(Some(edit.clone()))
                />
                <Button
                    label=t::remove
                    look=Look::Quiet
                    icon=icondata::LuX
                    on_press=move |()| desk.discard(away.clone())
                />
            </div>
        </li>
    }
    .into_any()
}

/// What the calendar says of the next two weeks: the windows worked, or why a day is closed.
fn preview(desk: Desk, calendar: Calendar, names: BTreeMap<Date, DayName>) -> AnyView {
    let today = calendar.zone.civil(desk.session.now_untracked()).date();
    let line = move |ahead: i64| {
        let date = today.plus(ahead);
        let windows = calendar.windows_on(date).to_vec();
        let closed = windows.is_empty();
        let hours = hours::write(&windows);
        let effective = calendar.is_effective(date);
        let excepted = calendar.exceptions.contains_key(&date) && effective;
        let name = names.get(&date).filter(|_| excepted).cloned();
        let why = move || {
            let name = name.as_ref().map(|name| words::day_name(name, !closed));
            match name.filter(|name| !name.is_empty()) {
                Some(name) => name,
                None if !effective => t::not_in_effect(),
                None if excepted => t::excepted(),
                None if closed => t::weekly_rest(),
                None => String::new(),
            }
        };
        let said = move || match closed {
            true => t::closed(),
            false => hours.clone(),
        };
        view! {
            <li class:off=closed>
                <span>{date.to_string()} " " {move || words::weekday(date.weekday())}</span>
                <span>{said}</span>
                <span class="faint">{why}</span>
            </li>
        }
    };
    view! {
        <details>
            <summary>{t::preview}</summary>
            <ul class="plain days">{(0..14).map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// The form of a calendar, as typed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    zone: RwSignal<String>,
    /// Fourteen days: the first week, then the second.
    days: RwSignal<Vec<String>>,
    two_weeks: RwSignal<bool>,
    anchor: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Draft {
    fn of(calendar: Option<&WorkCalendar<'_>>) -> Self {
        let usual = || Calendar::usual(Zone::utc()).weeks;
        let weeks = calendar.map_or_else(usual, WorkCalendar::weeks);
        let day = |week: Option<&Week>, day: usize| {
            let windows = week.and_then(|w| w.0.get(day));
            windows.map(|w| hours::write(w)).unwrap_or_default()
        };
        let days = (0..14).map(|n| day(weeks.get(n / 7), n % 7)).collect();
        let date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        let zone = calendar.and_then(|c| c.zone().map(|z| z.name().to_owned()));
        let name = calendar.map(|c| c.name().into_owned());
        Self {
            name: RwSignal::new(name.unwrap_or_default()),
            zone: RwSignal::new(zone.unwrap_or_else(zones::local_zone)),
            days: RwSignal::new(days),
            two_weeks: RwSignal::new(weeks.len() > 1),
            anchor: RwSignal::new(date(calendar.and_then(|c| c.0.read("anchor")))),
            from: RwSignal::new(date(calendar.and_then(WorkCalendar::from))),
            to: RwSignal::new(date(calendar.and_then(WorkCalendar::to))),
        }
    }

    /// `None` if some hours cannot be read.
    fn weeks(self) -> Option<Vec<Week>> {
        let typed = self.days.get_untracked();
        let count = if self.two_weeks.get_untracked() { 2 } else { 1 };
        let week = |typed: &[String]| {
            let mut week = Week::default();
            for (day, text) in week.0.iter_mut().zip(typed) {
                *day = hours::read(text)?;
            }
            Some(week)
        };
        typed.chunks(7).take(count).map(week).collect()
    }
}

fn form(desk: Desk, party: RecordId, id: Option<RecordId>, open: RwSignal<bool>) -> AnyView {
    let draft = desk.session.with_untracked(|ws| {
        let record = id.as_ref().and_then(|id| ws.record(id));
        Draft::of(record.map(WorkCalendar).as_ref())
    });
    let refusal = RwSignal::new(None::<Refusal>);
    let unread = RwSignal::new(false);
    let submit = move |()| {
        let weeks = draft.weeks();
        unread.set(weeks.is_none());
        let Some(weeks) = weeks else {
            return;
        };
        let edit = DescribeCalendar {
            calendar: id.clone(),
            party: party.clone(),
            name: draft.name.get_untracked(),
            zone: zones::zone(draft.zone.get_untracked().trim()),
            weeks,
            anchor: Date::parse(&draft.anchor.get_untracked()),
            from: Date::parse(&draft.from.get_untracked()),
            to: Date::parse(&draft.to.get_untracked()),
        };
        if desk.commit(&edit, refusal) {
            open.set(false);
        }
    };
    let error = move || match unread.get() {
        true => Some(t::windows_unreadable()),
        false => refused(refusal).get(),
    };
    view! {
        <Form on_submit=submit>
            {names(draft)} {week(draft, 0, t::week)}
            <CheckField
                label=t::big_small
                checked=draft.two_weeks
                on_change=move |on: bool| draft.two_weeks.set(on)
            />
            <Show when=move || draft.two_weeks.get()>{week(draft, 7, t::week_second)}</Show>
            {effective(draft)}
            <p class="error" role="alert">{error}</p>
            {save_or_cancel(move || open.set(false))}
        </Form>
    }
    .into_any()
}

fn names(draft: Draft) -> AnyView {
    view! {
        <TextField
            label=t::calendar_name
            optional=true
            value=draft.name
            on_input=move |text: String| draft.name.set(text)
        />
        <TextField
            label=t::zone
            hint=t::zone_hint
            value=draft.zone
            on_input=move |text: String| draft.zone.set(text)
            suggestions=Signal::derive(zones::names)
        />
    }
    .into_any()
}

fn week(draft: Draft, first: usize, title: fn() -> String) -> AnyView {
    let day = move |nth: usize| {
        let value = Signal::derive(move || {
            draft
                .days
                .with(|d| d.get(first + nth).cloned().unwrap_or_default())
        });
        let input = move |text: String| {
            draft.days.update(|days| {
                if let Some(day) = days.get_mut(first + nth) {
                    *day = text;
                }
            });
        };
        view! { <TextField label=move || words::weekday(nth) value=value on_input=input /> }
    };
    view! {
        <fieldset class="people-week">
            <legend>{title}</legend>
            <p class="hint">{t::windows_hint}</p>
            <div class="people-days-in">{(0..7).map(day).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn effective(draft: Draft) -> AnyView {
    view! {
        <Show when=move || draft.two_weeks.get()>
            <DateField
                label=t::anchor
                value=draft.anchor
                on_change=move |text: String| draft.anchor.set(text)
            />
        </Show>
        <DateField
            label=t::from_date
            optional=true
            value=draft.from
            on_change=move |text: String| draft.from.set(text)
        />
        <DateField
            label=t::to_date
            optional=true
            value=draft.to
            on_change=move |text: String| draft.to.set(text)
        />
    }
    .into_any()
}
