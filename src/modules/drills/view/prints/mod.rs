//! What of a drill can be printed, a sheet at a time: what is on the page is what is on the paper.
//! Never in here: what a sheet holds (the other files).

mod cards;
mod reports;
mod sheets;

use std::sync::Arc;

use leptos::prelude::*;

use super::review::{Desk, href, reading};
use crate::ledger::RecordId;
use crate::modules::drills::review::{Reader, Review};
use crate::session::{Place, use_session};
use crate::texts::{drills, review as t};
use crate::ui::{Button, Choice, LinkButton, Look, Page, SelectField, print};

const SHEET: &str = "sheet";
const GROUP: &str = "for";

/// What can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sheet {
    Roles,
    Injects,
    Answers,
    SignIn,
    Survey,
    Wall,
    Facilitator,
    Participants,
}

impl Sheet {
    const ALL: [Self; 8] = [
        Self::Roles,
        Self::Injects,
        Self::Answers,
        Self::SignIn,
        Self::Survey,
        Self::Wall,
        Self::Facilitator,
        Self::Participants,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Injects => "injects",
            Self::Answers => "answers",
            Self::SignIn => "signin",
            Self::Survey => "survey",
            Self::Wall => "wall",
            Self::Facilitator => "facilitator",
            Self::Participants => "participants",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Roles => t::s_roles(),
            Self::Injects => t::s_injects(),
            Self::Answers => t::s_answers(),
            Self::SignIn => t::s_signin(),
            Self::Survey => t::s_survey(),
            Self::Wall => t::s_wall(),
            Self::Facilitator => t::s_facilitator(),
            Self::Participants => t::s_participants(),
        }
    }

    fn named(key: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|sheet| sheet.as_str() == key);
        found.unwrap_or(Self::Roles)
    }
}

pub fn page(place: Place, id: RecordId) -> AnyView {
    let session = use_session();
    let desk = Desk {
        session,
        place,
        read: reading::review(session, id.clone()),
        drill: StoredValue::new(id),
    };
    let title = move || {
        let named = desk.get(|review| review.source.title.clone());
        named.map_or_else(drills::title, t::paper_of)
    };
    let sheet = Memo::new(move |_| Sheet::named(&place.value(SHEET)));
    let shown = move || match desk.read.get() {
        Some(review) => paper(desk, &review, sheet.get()),
        None => view! { <p class="faint">{t::loading}</p> }.into_any(),
    };
    view! {
        <Page title=title actions=move || actions(desk)>
            {choice(desk, sheet)}
            <div class="paper">{shown}</div>
        </Page>
    }
    .into_any()
}

fn actions(desk: Desk) -> AnyView {
    let is_begun = Memo::new(move |_| desk.get(|review| review.started.is_some()));
    let begun = move || is_begun.get() == Some(true);
    let label = move || if begun() { t::back() } else { t::back_drill() };
    let show = move || if begun() { "review" } else { "" };
    view! {
        <LinkButton
            label=label
            icon=icondata::LuArrowLeft
            href=move || href(&desk.id(), show())
        />
        <Button
            label=t::print
            look=Look::Primary
            icon=icondata::LuPrinter
            on_press=move |()| print()
        />
    }
    .into_any()
}

fn choice(desk: Desk, sheet: Memo<Sheet>) -> AnyView {
    let place = desk.place;
    let sheets = || {
        let all = Sheet::ALL.into_iter();
        all.map(|sheet| Choice::new(sheet.as_str(), sheet.words()))
            .collect()
    };
    let groups = move || {
        let known = desk.get(|review| {
            let groups = review.source.groups.iter();
            let own = groups.map(|group| Choice::new(&*group.id, &*group.name));
            let everyone = (!review.source.hides_names).then(|| Choice::new("", t::all_groups()));
            everyone.into_iter().chain(own).collect::<Vec<_>>()
        });
        known.unwrap_or_default()
    };
    let of_group = move || {
        view! {
            <SelectField
                label=t::p_for_group
                options=Signal::derive(groups)
                value=Signal::derive(move || desk.get(|r| group(desk, r)).unwrap_or_default())
                on_change=move |key: String| place.set_query(GROUP, &key)
            />
        }
    };
    view! {
        <div class="review-filters paper-choice">
            <SelectField
                label=t::sheet
                options=Signal::derive(sheets)
                value=Signal::derive(move || sheet.get().as_str().to_owned())
                on_change=move |key: String| place.set_query(SHEET, &key)
            />
            <Show when=move || sheet.get() == Sheet::Participants>{of_group}</Show>
            <p class="hint">{t::paper_hint}</p>
        </div>
    }
    .into_any()
}

/// The group a report is for: as the address says; where names are hidden, the first otherwise.
fn group(desk: Desk, review: &Review) -> String {
    let asked = desk.place.value(GROUP);
    let first = review.source.groups.first();
    match first.filter(|_| asked.is_empty() && review.source.hides_names) {
        Some(first) => first.id.clone(),
        None => asked,
    }
}

fn paper(desk: Desk, review: &Arc<Review>, sheet: Sheet) -> AnyView {
    match sheet {
        Sheet::Roles => cards::roles(desk, review),
        Sheet::Injects => cards::injects(review),
        Sheet::Answers => cards::answers(review),
        Sheet::SignIn => sheets::sign_in(desk, review),
        Sheet::Survey => sheets::survey(review),
        Sheet::Wall => sheets::wall(review),
        Sheet::Facilitator | Sheet::Participants if review.started.is_none() => {
            view! { <p class="faint">{t::p_not_held}</p> }.into_any()
        }
        Sheet::Facilitator => reports::report(desk, review, &Reader::Facilitator),
        Sheet::Participants => {
            let group = group(desk, review);
            let own = Some(group).filter(|group| !group.is_empty());
            reports::report(desk, review, &Reader::Participants(own))
        }
    }
}

/// The head of a sheet: what it is, and of which drill.
fn head(review: &Review, what: String) -> AnyView {
    view! {
        <header class="paper-head">
            <h2>{what}</h2>
            <p>{review.source.title.clone()} " · " {t::rehearsal}</p>
        </header>
    }
    .into_any()
}

/// Labels and values, as they are at this moment: paper does not change.
fn facts(all: Vec<(String, String)>) -> AnyView {
    let each = all.into_iter().map(|(label, value)| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{each.collect_view()}</dl> }.into_any()
}
