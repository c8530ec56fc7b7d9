//! Holidays into a calendar: China's statutory ones by year, or those of an .ics file. What would be
//! added, and what was not taken, is shown before anything is written.
//! Never in here: what a file or an announcement says (`records::holidays`).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::edits::{ExceptDays, Refusal};
use super::super::hours;
use super::{Desk, refused, words};
use crate::ledger::RecordId;
use crate::records::calendar::WorkCalendar;
use crate::records::holidays::china::{self, Missing};
use crate::records::holidays::{Exception, ics};
use crate::records::hours::DayName;
use crate::session::outside::{self, NoText};
use crate::texts;
use crate::texts::people as t;
use crate::time::Calendar;
use crate::ui::{Button, Choice, FileDrop, Files, Look, SelectField, toast};

/// No list of holidays is that long; what is longer is no such file.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// Years before this one that are offered, for imported history, and years after it.
const YEARS_BACK: i64 = 2;
const YEARS_ON: i64 = 2;

/// What would be added, and what a reader of it should know.
#[derive(Clone, PartialEq)]
struct Offer {
    /// The year or the file it comes from.
    source: String,
    days: Vec<Exception>,
    findings: Vec<ics::Finding>,
}

/// Why nothing can be offered.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    Missing(i64, Missing),
    NoText(NoText),
}

#[derive(Clone, Copy)]
struct Offering {
    desk: Desk,
    calendar: StoredValue<RecordId>,
    offer: RwSignal<Option<Offer>>,
    trouble: RwSignal<Option<Trouble>>,
    refusal: RwSignal<Option<Refusal>>,
}

impl Offering {
    /// The calendar as it stands; `None` if its zone cannot be read.
    fn calendar(self) -> Option<Calendar> {
        let id = self.calendar.get_value();
        self.desk.session.with_untracked(|ws| {
            let record = ws.record(&id).map(WorkCalendar)?;
            record.to_calendar()
        })
    }

    fn show(self, offer: Result<Offer, Trouble>) {
        self.refusal.set(None);
        self.trouble.set(offer.as_ref().err().copied());
        self.offer.set(offer.ok());
    }

    fn year(self, year: i64) {
        let Some(calendar) = self.calendar() else {
            return;
        };
        let days = china::exceptions(year, &calendar);
        self.show(match days {
            Ok(days) => Ok(Offer {
                source: year.to_string(),
                days,
                findings: Vec::new(),
            }),
            Err(missing) => Err(Trouble::Missing(year, missing)),
        });
    }

    fn file(self, given: Files) {
        let reading = outside::text_file(given, MAX_BYTES);
        spawn_local(async move {
            let (Some(read), Some(calendar)) = (reading.await, self.calendar()) else {
                return;
            };
            self.show(match read {
                Ok(file) => {
                    let holidays = ics::read(&file.text, &calendar.zone);
                    Ok(Offer {
                        source: file.name,
                        days: holidays.exceptions(&calendar),
                        findings: holidays.findings,
                    })
                }
                Err(why) => Err(Trouble::NoText(why)),
            });
        });
    }

    fn add(self, offer: Offer) {
        let count = offer.days.len() as i64;
        let edit = ExceptDays {
            calendar: self.calendar.get_value(),
            days: offer.days,
        };
        if self.desk.commit(&edit, self.refusal) {
            self.offer.set(None);
            let session = self.desk.session;
            toast::say_undoable(t::holidays_added(count), move || {
                let _ = session.undo();
            });
        }
    }
}

pub fn holidays(desk: Desk, calendar: RecordId) -> AnyView {
    let offering = Offering {
        desk,
        calendar: StoredValue::new(calendar),
        offer: RwSignal::new(None),
        trouble: RwSignal::new(None),
        refusal: RwSignal::new(None),
    };
    let trouble = move || offering.trouble.get().map(words_of);
    view! {
        <div class="people-holidays">
            <h4>{t::holidays}</h4>
            {years(offering)}
            <FileDrop
                label=t::holidays_ics
                accept=".ics,text/calendar"
                on_files=move |files: Files| offering.file(files)
            />
            <p class="error" role="alert">{trouble}</p>
            {move || offering.offer.get().map(|offer| offered(offering, offer))}
        </div>
    }
    .into_any()
}

fn words_of(trouble: Trouble) -> String {
    let (first, last) = china::years();
    match trouble {
        Trouble::Missing(year, Missing::NotAnnounced) => {
            t::not_announced(year.to_string(), last.to_string())
        }
        Trouble::Missing(year, Missing::TooEarly) => {
            t::holidays_too_early(year.to_string(), first.to_string())
        }
        Trouble::NoText(NoText::TooBig) => t::ics_too_long(),
        Trouble::NoText(NoText::Unreadable | NoText::Encoding) => t::ics_unreadable(),
    }
}

fn years(offering: Offering) -> AnyView {
    let session = offering.desk.session;
    let zone = offering.calendar().map(|calendar| calendar.zone);
    let this_year = zone.map(|zone| zone.civil(session.now_untracked()).date().ymd().0);
    let this_year = this_year.unwrap_or(china::years().1);
    let chosen = RwSignal::new(this_year.to_string());
    let options = move || {
        let years = this_year - YEARS_BACK..=this_year + YEARS_ON;
        let (first, last) = china::years();
        let each = years.map(|year| {
            let covered = (first..=last).contains(&year);
            let label = match covered {
                true => year.to_string(),
                false => t::year_not_announced(year.to_string()),
            };
            Choice::new(year.to_string(), label)
        });
        each.collect::<Vec<_>>()
    };
    let press = move |()| {
        if let Ok(year) = chosen.get_untracked().parse() {
            offering.year(year);
        }
    };
    view! {
        <div class="people-inline">
            <SelectField
                label=t::holidays_china
                options=Signal::derive(options)
                value=chosen
                on_change=move |key: String| chosen.set(key)
            />
            <Button label=t::holidays_show on_press=press />
        </div>
    }
    .into_any()
}

/// The days that would be added with what was not taken, and the choice.
fn offered(offering: Offering, offer: Offer) -> AnyView {
    let count = offer.days.len() as i64;
    let source = offer.source.clone();
    let head = move || match count {
        0 => t::holidays_none(source.clone()),
        _ => t::holidays_found(count, source.clone()),
    };
    let day = |day: &Exception| {
        let worked = !day.windows.is_empty();
        let (date, hours) = (day.date, hours::write(&day.windows));
        let name = DayName {
            festival: day.festival,
            reason: day.name.clone(),
        };
        let said = move || match worked {
            true => hours.clone(),
            false => t::closed(),
        };
        view! {
            <li class:off=!worked>
                <span>{date.to_string()} " " {move || words::weekday(date.weekday())}</span>
                <span>{said}</span>
                <span class="faint">{move || words::day_name(&name, worked)}</span>
            </li>
        }
    };
    let finding = |finding: &ics::Finding| {
        let (line, what) = (finding.line as i64, finding.what);
        view! { <li>{move || t::ics_line(line, words::finding(what))}</li> }
    };
    let days = offer.days.iter().map(day).collect_view();
    let findings = offer.findings.iter().map(finding).collect_view();
    let doubts = (!offer.findings.is_empty()).then(|| {
        view! {
            <p>{t::ics_findings}</p>
            <ul class="people-findings">{findings}</ul>
        }
    });
    let refusal = refused(offering.refusal);
    let add = (count > 0).then(|| {
        view! {
            <Button
                label=move || t::holidays_add(count)
                look=Look::Primary
                on_press=move |()| offering.add(offer.clone())
            />
        }
    });
    view! {
        <div role="status">
            <p>{head}</p>
            {doubts}
            <ul class="plain days">{days}</ul>
        </div>
        <p class="error" role="alert">{move || refusal.get()}</p>
        <div class="actions">
            {add}
            <Button
                label=texts::ui::cancel
                look=Look::Quiet
                on_press=move |()| offering.offer.set(None)
            />
        </div>
    }
    .into_any()
}
