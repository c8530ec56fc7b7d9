//! The figures of the module: cards, and each explained with the people or needs behind it.
//! Never in here: counting (`report`).

use leptos::prelude::*;

use super::super::credit::{Hours, TARGET, Year};
use super::super::report::{
    AT_STANDARD, AVERAGE, NEEDS_MET, PerHead, REACHED, at_standard, needs, needs_met, reached,
};
use super::desk::{Desk, Lines};
use super::ledger::{year_field, year_of};
use super::{person_href, view_href, ways, words};
use crate::kpi::{Kpi, Target as Asked};
use crate::ledger::RecordId;
use crate::session::{Place, Target};
use crate::texts::format;
use crate::texts::training as t;
use crate::ui::{Fact, Facts, Figure, KpiCard, LinkButton, Look, Page, Section, State};

const KEYS: [&str; 4] = [AVERAGE, REACHED, AT_STANDARD, NEEDS_MET];

fn href(key: &str) -> String {
    let page = Target::page(super::SLUG);
    page.with("view", "figures").with("of", key).href()
}

fn share_of(desk: Desk, lines: Lines, key: &str) -> Kpi {
    lines.with(|lines| match key {
        REACHED => reached(lines),
        AT_STANDARD => at_standard(lines, desk.today.get()),
        _ => desk.session.with(|ws| needs_met(&needs(ws))),
    })
}

fn state(meets: Option<bool>) -> State {
    match meets {
        Some(true) => State::Good,
        Some(false) => State::Bad,
        None => State::Plain,
    }
}

fn figure(desk: Desk, lines: Lines, key: &'static str) -> Figure {
    if key == AVERAGE {
        let head = lines.with(|lines| PerHead::of(lines.iter()));
        let value = head.value().map(|v| Hours((v * 1_000.0).floor() as i64));
        return Figure {
            value: value.map(|v| t::hours_amount(words::hours(v))),
            basis: value.map(|_| t::people_count(head.people as i64)),
            target: Some(t::at_least(TARGET)),
            state: state(head.meets_target()),
            explained: Some(href(key)),
            ..Figure::default()
        };
    }
    let kpi = share_of(desk, lines, key);
    let (hits, sample) = (kpi.numerator(), kpi.denominator());
    let target = kpi.target.map(|target| match target {
        Asked::AtLeast(percent) => t::at_least(format::percent(f64::from(percent), 100.0)),
        Asked::AtMost(percent) => format::percent(f64::from(percent), 100.0),
    });
    let ratio =
        || crate::texts::ui::ratio(format::number(hits as f64), format::number(sample as f64));
    Figure {
        value: kpi
            .share()
            .map(|_| format::percent(hits as f64, sample as f64)),
        basis: (sample > 0).then(ratio),
        target,
        state: state(kpi.meets_target()),
        explained: Some(href(key)),
        ..Figure::default()
    }
}

/// The figures about people, for the ledger.
pub fn cards(desk: Desk, lines: Lines) -> AnyView {
    let card = move |key| card(desk, lines, key);
    view! {
        <div class="cards training-cards">{[REACHED, AT_STANDARD].map(card).collect_view()}</div>
    }
    .into_any()
}

fn card(desk: Desk, lines: Lines, key: &'static str) -> AnyView {
    // A card reads its figure more than once.
    let shown = Memo::new(move |_| figure(desk, lines, key));
    view! {
        <KpiCard
            title=move || words::figure(key).0
            figure=shown
            formula=move || words::figure(key).1
        />
    }
    .into_any()
}

pub fn page(desk: Desk, place: Place) -> AnyView {
    let year = year_of(desk, place);
    let lines = desk.lines(move || year.get());
    let of = Memo::new(move |_| {
        let asked = place.value("of");
        KEYS.into_iter().find(|key| *key == asked)
    });
    let body = move || match of.get() {
        Some(key) => one(desk, lines, year, key),
        None => {
            let card = move |key| card(desk, lines, key);
            view! { <div class="cards">{KEYS.map(card).collect_view()}</div> }.into_any()
        }
    };
    let title = move || {
        of.get()
            .map_or_else(t::nav_figures, |key| words::figure(key).0)
    };
    view! {
        <Page title=title>
            {ways("figures")} <div class="training-year">{year_field(desk, place, year)}</div>
            {body}
        </Page>
    }
    .into_any()
}

/// One figure, explained: what is divided by what, of which year, with everybody behind it.
fn one(desk: Desk, lines: Lines, year: Memo<Year>, key: &'static str) -> AnyView {
    let shown = Memo::new(move |_| figure(desk, lines, key));
    let value = move || {
        let value = shown.with(|f| f.value.clone());
        value.unwrap_or_else(crate::texts::ui::no_data_yet)
    };
    let computed = move || match key {
        AVERAGE => lines.with(|lines| {
            let head = PerHead::of(lines.iter());
            let heads = head.heads().map(format::number);
            heads.map_or_else(crate::texts::ui::no_data_yet, |heads| {
                t::computed_average(words::hours(head.hours), heads, head.days, head.of)
            })
        }),
        _ => {
            let kpi = share_of(desk, lines, key);
            let (hits, sample) = (kpi.numerator() as f64, kpi.denominator() as f64);
            let parts = (format::number(hits), format::number(sample));
            t::computed_share(parts.0, parts.1, format::percent(hits, sample))
        }
    };
    let period = move || match key {
        NEEDS_MET => t::period_all(),
        _ => {
            let (first, last) = (year.get().first(), year.get().end().plus(-1));
            t::period(first, last)
        }
    };
    let parts = move || behind(desk, lines, key);
    view! {
        <p class="kpi-value">{value}</p>
        <Section title=t::explained>
            <p>{move || words::figure(key).1}</p>
            <Facts>
                <Fact label=t::computed>{computed}</Fact>
                <Fact label=t::covers>{period}</Fact>
            </Facts>
        </Section>
        {parts}
        <LinkButton label=t::all_figures href=|| view_href("figures") look=Look::Quiet />
    }
    .into_any()
}

/// Who is behind a figure, by what they count for.
fn behind(desk: Desk, lines: Lines, key: &'static str) -> AnyView {
    if key == AVERAGE {
        let rows = lines.with(|lines| {
            let each = lines.iter();
            each.map(|l| {
                let amount = t::of(words::hours(l.hours), words::lacking(l.required.hours()));
                (l.person.clone(), amount)
            })
            .collect::<Vec<_>>()
        });
        return group(desk, t::counted(), rows);
    }
    let kpi = share_of(desk, lines, key);
    let plain = |ids: Vec<RecordId>| ids.into_iter().map(|id| (id, String::new())).collect();
    view! {
        {group(desk, t::hits(), plain(kpi.hits))}
        {group(desk, t::misses(), plain(kpi.misses))}
        {group(desk, t::not_counted(), plain(kpi.not_due))}
    }
    .into_any()
}

/// So many names are read; the ledger has them all.
const MOST: usize = 200;

fn group(desk: Desk, title: String, rows: Vec<(RecordId, String)>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let count = rows.len();
    let line = move |(id, amount): (RecordId, String)| {
        let (href, name) = match id.kind() {
            crate::records::person::KIND => (
                person_href(&id),
                desk.session
                    .with(|ws| crate::records::person::name_of(ws, &id)),
            ),
            _ => (
                view_href("needs"),
                desk.session
                    .with(|ws| ws.record(&id).map(|r| r.text("title").into_owned()))
                    .unwrap_or_default(),
            ),
        };
        view! { <li><a href=href>{name}</a> " " <span class="faint">{amount}</span></li> }
    };
    let more = count.saturating_sub(MOST);
    view! {
        <Section title=format!("{title} · {}", format::number(count as f64))>
            <ul class="plain training-names">
                {rows.into_iter().take(MOST).map(line).collect_view()}
            </ul>
            {(more > 0).then(|| view! { <p class="hint">{t::and_more(more as i64)}</p> })}
        </Section>
    }
    .into_any()
}
