//! The period figures are reconciled for: kept in the address, chosen by month or by dates.
//! Never in here: what is counted in it.

use leptos::prelude::*;

use super::super::trend::Month;
use super::desk::Desk;
use crate::session::Place;
use crate::texts::figures as f;
use crate::time::{Date, Instant, Span, Zone};
use crate::ui::{Choice, DateField, Segmented};

const FROM: &str = "from";
const TO: &str = "to";

/// The periods that are one press away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quick {
    ThisMonth,
    LastMonth,
    ThisYear,
}

impl Quick {
    const ALL: [Self; 3] = [Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    const fn as_str(self) -> &'static str {
        match self {
            Self::ThisMonth => "this_month",
            Self::LastMonth => "last_month",
            Self::ThisYear => "this_year",
        }
    }

    fn words(self) -> String {
        match self {
            Self::ThisMonth => f::this_month(),
            Self::LastMonth => f::last_month(),
            Self::ThisYear => f::this_year(),
        }
    }

    fn span(self, now: Month, zone: &Zone) -> Option<Span> {
        let year = |year, month| Month { year, month }.span(zone);
        match self {
            Self::ThisMonth => now.span(zone),
            Self::LastMonth => now.before().span(zone),
            Self::ThisYear => Span::new(year(now.year, 1)?.from(), year(now.year, 12)?.to()),
        }
    }
}

fn month(desk: Desk) -> Memo<Month> {
    Memo::new(move |_| Month::of(desk.minute.get(), &desk.zone.get()))
}

/// The period of the address, else this month; `None` where it ends before it starts.
pub fn period(desk: Desk, place: Place) -> Memo<Option<Span>> {
    let month = month(desk);
    Memo::new(move |_| {
        let at = |key| place.value(key).parse().ok().map(Instant);
        match (at(FROM), at(TO)) {
            (Some(from), Some(to)) => Span::new(from, to),
            _ => month.get().span(&desk.zone.get()),
        }
    })
}

/// Puts a period into the address.
pub fn choose(place: Place, from: Instant, to: Instant) {
    place.set_query(FROM, &from.0.to_string());
    place.set_query(TO, &to.0.to_string());
}

/// Quick choices, and the two dates, both included.
pub fn choice(desk: Desk, place: Place, period: Memo<Option<Span>>) -> AnyView {
    let month = month(desk);
    let options = || Quick::ALL.map(|quick| Choice::new(quick.as_str(), quick.words()));
    let value = move || {
        let (now, zone) = (month.get(), desk.zone.get());
        let mut all = Quick::ALL.into_iter();
        let same = all.find(|quick| quick.span(now, &zone) == period.get());
        same.map(Quick::as_str).unwrap_or_default().to_owned()
    };
    let pick = move |key: String| {
        let quick = Quick::ALL.into_iter().find(|quick| quick.as_str() == key);
        let (now, zone) = (month.get_untracked(), desk.zone.get_untracked());
        if let Some(span) = quick.and_then(|quick| quick.span(now, &zone)) {
            choose(place, span.from(), span.to());
        }
    };
    view! {
        <Segmented
            label=f::quick
            options=Signal::derive(move || options().to_vec())
            value=Signal::derive(value)
            on_change=pick
        />
        {dates(desk, place, period)}
    }
    .into_any()
}

fn dates(desk: Desk, place: Place, period: Memo<Option<Span>>) -> AnyView {
    // What the fields hold, also while it is no period.
    let bounds = Memo::new(move |_| {
        let at = |key| place.value(key).parse().ok().map(Instant);
        let span = period.get();
        let from = at(FROM).or(span.map(Span::from));
        let to = at(TO).or(span.map(Span::to));
        from.zip(to)
    });
    let date = move |at: Instant| desk.zone.with(|zone| zone.civil(at).date().to_string());
    let first = move || bounds.get().map(|(from, _)| date(from)).unwrap_or_default();
    let last = move || {
        let last = bounds.get().map(|(_, to)| date(to.plus(-1)));
        last.unwrap_or_default()
    };
    let begin = move |text: String| {
        let Some((date, (_, to))) = Date::parse(&text).zip(bounds.get_untracked()) else {
            return;
        };
        let from = desk.zone.with_untracked(|zone| zone.instant(date.start()));
        choose(place, from, to);
    };
    let end = move |text: String| {
        let Some((date, (from, _))) = Date::parse(&text).zip(bounds.get_untracked()) else {
            return;
        };
        let after = date.plus(1).start();
        let to = desk.zone.with_untracked(|zone| zone.instant(after));
        choose(place, from, to);
    };
    let wrong = move || period.get().is_none().then(f::period_wrong);
    view! {
        <DateField label=f::period_from value=Signal::derive(first) on_change=begin />
        <DateField
            label=f::period_to
            value=Signal::derive(last)
            on_change=end
            error=Signal::derive(wrong)
        />
    }
    .into_any()
}
