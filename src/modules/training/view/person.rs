//! One person's record: the year's hours against what it asks for, everything learnt, what is valid until when,
//! to read and print.
//! Never in here: counting (`report`), saving and purging (`own_record`).

use leptos::prelude::*;

use super::super::credit::{Hours, Year};
use super::super::edits::Refusal;
use super::super::hours_edits::JoinPeople;
use super::super::model::course_name;
use super::super::report::{Line, hours_in, line};
use super::super::standing::holds_until;
use super::super::tally::{Entry, Learnt};
use super::desk::Desk;
use super::external::person_choices;
use super::form::{said, undoable};
use super::ledger::{year_field, year_of};
use super::{own_record, ways, words};
use crate::ledger::{RecordId, Workspace};
use crate::records::{participation, party, person};
use crate::session::Place;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{Badge, Button, Fact, Facts, Look, Page, Section, SelectField, State, print};

type Own = Memo<Option<Line>>;

pub fn page(desk: Desk, place: Place, id: RecordId) -> AnyView {
    let year = year_of(desk, place);
    let of = id.clone();
    let learnt = Memo::new(move |_| {
        desk.book.with(|book| {
            let learnt = book.as_ref().and_then(|b| b.learnt(&of));
            learnt.cloned().unwrap_or_default()
        })
    });
    let of = id.clone();
    let own = Memo::new(move |_| {
        let (terms, today, people) = (desk.terms.get(), desk.today.get(), desk.people.get());
        let member = desk.members.with(|all| {
            let own = all.iter().find(|m| people.same(&m.id, &of));
            own.cloned()
        })?;
        learnt.with(|learnt| line(&member, learnt, &terms, year.get(), today))
    });
    let named = id.clone();
    let title = move || desk.session.with(|ws| person::name_of(ws, &named));
    let saved = id.clone();
    let actions = move || {
        let saved = saved.clone();
        view! {
            <Button
                label=t::save_record
                icon=icondata::LuDownload
                look=Look::Quiet
                on_press=move |()| own_record::save(desk, &saved)
            />
            <Button
                label=t::print
                icon=icondata::LuPrinter
                look=Look::Quiet
                on_press=move |()| print()
            />
        }
    };
    let firm = move || desk.session.with(|ws| party::name_of(ws, &desk.me.get()));
    view! {
        <Page title=title actions=actions>
            {ways("")}
            <p class="hint">{move || t::record_of(firm(), desk.today.get())} " " {t::stays}</p>
            <div class="training-year">{year_field(desk, place, year)}</div>
            {facts(own)} {lacks(desk, own)} {entries(desk, year, learnt)}
            {passes(desk, learnt)} {ahead(desk, learnt)} {joined(desk, id.clone())}
            {own_record::purge(desk, id)}
        </Page>
    }
    .into_any()
}

fn facts(own: Own) -> AnyView {
    let fact = move |label: fn() -> String, read: fn(&Line) -> String| {
        let value = move || own.with(|own| own.as_ref().map(read));
        view! { <Fact label=label>{value}</Fact> }
    };
    let reached = move || {
        let reached = own.with(|own| own.as_ref().map(Line::is_reached))?;
        let (state, label): (State, fn() -> String) = match reached {
            true => (State::Good, t::reached),
            false => (State::Warn, t::not_reached),
        };
        Some(view! { <Badge state=state label=label /> })
    };
    let day = |date: Option<Date>| date.map(|d| d.to_string());
    let dates = move || {
        own.with(|own| {
            let own = own.as_ref()?;
            Some(match (day(own.joined), day(own.left)) {
                (Some(joined), Some(left)) => format!("{joined} – {left}"),
                (Some(joined), None) => t::since(joined),
                (None, Some(left)) => t::until(left),
                (None, None) => t::employed_unknown(),
            })
        })
    };
    view! {
        <Facts>
            <Fact label=t::hours>
                <strong class="training-hours">
                    {move || own.with(|o| o.as_ref().map(|l| words::hours(l.hours)))}
                </strong>
                " "
                {reached}
            </Fact>
            {fact(t::required, |l| words::pro_rata(l.required))}
            {fact(t::forecast, |l| words::hours(l.forecast))}
            {fact(t::gap, |l| words::lacking(l.gap()))}
            {fact(t::layer, |l| words::layer(l.layer))}
            <Fact label=t::employed>{dates}</Fact>
        </Facts>
        <p class="hint">{t::rule_text}</p>
    }
    .into_any()
}

fn lacks(desk: Desk, own: Own) -> AnyView {
    let badge = move || {
        let lacks = own.with(|own| own.as_ref().map(|l| l.lacks.clone()))?;
        let (state, label): (State, fn() -> String) = match &lacks {
            None => (State::Unknown, t::no_standard),
            Some(lacks) if lacks.is_empty() => (State::Good, t::at_standard),
            Some(_) => (State::Warn, t::below_standard),
        };
        Some(view! { <Badge state=state label=label /> })
    };
    let lines = move || {
        let lacks = own.with(|own| own.as_ref().and_then(|l| l.lacks.clone()));
        let each = lacks.unwrap_or_default().into_iter();
        each.map(|lack| {
            let words = desk.session.with(|ws| words::lack(ws, &lack));
            view! { <li>{words}</li> }
        })
        .collect_view()
    };
    view! {
        <Section title=t::standard>
            <p>{badge}</p>
            <ul class="training-lacks">{lines}</ul>
        </Section>
    }
    .into_any()
}

/// What an entry is called, and where it leads.
fn source(ws: &Workspace, entry: &Entry) -> String {
    if let Some(course) = &entry.course {
        return course_name(ws, course);
    }
    let title = ws
        .record(&entry.source)
        .map(|r| r.text(participation::TITLE).into_owned());
    title
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| entry.source.label())
}

fn entries(desk: Desk, year: Memo<Year>, learnt: Memo<Learnt>) -> AnyView {
    let of_year = move || {
        let year = year.get();
        learnt.with(|l| {
            let own = l.entries.iter().filter(|e| year.holds(e.date));
            own.cloned().collect::<Vec<_>>()
        })
    };
    let row = move |entry: Entry| {
        let title = desk.session.with(|ws| source(ws, &entry));
        let href = desk.session.href(&entry.source);
        let alone = std::iter::once((entry.date, entry.minutes));
        let hours = desk.terms.with(|terms| terms.rates.hours(alone));
        let kind = match entry.source.kind() {
            participation::DRILL => t::credited_drill(),
            super::super::model::EXTERNAL => t::credited_external(),
            _ => t::credited_training(),
        };
        view! {
            <tr>
                <th scope="row">{entry.date.to_string()}</th>
                <td>
                    <a href=href>{title}</a>
                    " "
                    <span class="faint">{entry.roles.join(", ")}</span>
                </td>
                <td>{kind}</td>
                <td>{words::category(entry.category)}</td>
                <td class="num">{entry.minutes}</td>
                <td class="num">{words::hours(hours)}</td>
            </tr>
        }
    };
    let total = move || {
        let year = year.get();
        let hours: Hours = desk
            .terms
            .with(|terms| learnt.with(|l| hours_in(l, &terms.rates, year)));
        words::hours(hours)
    };
    view! {
        <Section title=t::learnt>
            <Show
                when=move || !of_year().is_empty()
                fallback=|| view! { <p class="faint">{t::learnt_none}</p> }
            >
                <div class="training-scroll" tabindex="0" role="group" aria-label=t::learnt>
                    <table class="training-entries">
                        <thead>
                            <tr>
                                <th scope="col">{t::date}</th>
                                <th scope="col">{t::what_learnt}</th>
                                <th scope="col">{t::credited_by}</th>
                                <th scope="col">{t::category}</th>
                                <th scope="col" class="num">
                                    {t::minutes}
                                </th>
                                <th scope="col" class="num">
                                    {t::hours}
                                </th>
                            </tr>
                        </thead>
                        <tbody>{move || of_year().into_iter().map(row).collect_view()}</tbody>
                        <tfoot>
                            <tr>
                                <th scope="row" colspan="5">
                                    {t::sum}
                                </th>
                                <td class="num">
                                    <strong>{total}</strong>
                                </td>
                            </tr>
                        </tfoot>
                    </table>
                </div>
            </Show>
        </Section>
    }
    .into_any()
}

/// Courses that were passed, with how long they hold.
fn passes(desk: Desk, learnt: Memo<Learnt>) -> AnyView {
    let all = Memo::new(move |_| {
        let (terms, today) = (desk.terms.get(), desk.today.get());
        learnt.with(|learnt| {
            let mut courses: Vec<RecordId> =
                learnt.passes.iter().map(|p| p.course.clone()).collect();
            courses.sort();
            courses.dedup();
            let each = courses.into_iter();
            each.filter_map(|id| {
                let until = holds_until(learnt, &terms.rules, &id, today)?;
                Some((id, until))
            })
            .collect::<Vec<_>>()
        })
    });
    let line = move |(id, until): (RecordId, super::super::standing::Until)| {
        let name = desk.session.with(|ws| course_name(ws, &id));
        let holds = until.holds_on(desk.today.get());
        let state = if holds { State::Good } else { State::Bad };
        view! {
            <li class="training-line">
                <a href=desk.session.href(&id)>{name}</a>
                <Badge state=state label=words::until(until) />
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t::passed>
                <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </Section>
        </Show>
    }
    .into_any()
}

fn ahead(desk: Desk, learnt: Memo<Learnt>) -> AnyView {
    let line = move |ahead: super::super::tally::Ahead| {
        let name = desk.session.with(|ws| {
            let course = ahead.course.as_ref();
            course.map(|id| course_name(ws, id)).unwrap_or_default()
        });
        view! {
            <li class="training-line">
                <a href=desk.session.href(&ahead.training)>{name}</a>
                <span>{ahead.date.to_string()}</span>
                <span class="faint">{t::minutes_of(ahead.minutes)}</span>
            </li>
        }
    };
    let unapproved = move || learnt.with(|l| l.unapproved.len());
    view! {
        <Show when=move || learnt.with(|l| !l.ahead.is_empty())>
            <Section title=t::ahead>
                <ul class="plain">
                    {move || learnt.with(|l| l.ahead.clone()).into_iter().map(line).collect_view()}
                </ul>
            </Section>
        </Show>
        <Show when=move || { unapproved() > 0 }>
            <p class="hint">{move || t::unapproved(unapproved() as i64)}</p>
        </Show>
    }
    .into_any()
}

/// Somebody who was entered twice.
fn joined(desk: Desk, id: RecordId) -> AnyView {
    let refusal = RwSignal::new(None::<Refusal>);
    let own = id.clone();
    let is_joined = Memo::new(move |_| desk.people.with(|people| people.ids_of(&own).len()) > 1);
    let with = id.clone();
    let join = move |key: String| {
        let Some(other) = RecordId::parse(&key) else {
            return;
        };
        let edit = JoinPeople {
            person: with.clone(),
            with: Some(other),
        };
        if desk.commit(&edit, refusal) {
            undoable(desk.session, t::people_joined());
        }
    };
    let part = move |()| {
        let edit = JoinPeople {
            person: id.clone(),
            with: None,
        };
        desk.commit(&edit, refusal);
    };
    view! {
        <details class="training-add">
            <summary>{t::entered_twice}</summary>
            <p class="hint">{t::entered_twice_hint}</p>
            {said(refusal)}
            <div class="training-pick">
                <SelectField
                    label=t::same_person_as
                    options=person_choices(desk)
                    value=Signal::derive(String::new)
                    on_change=join
                />
            </div>
            <Show when=move || is_joined.get()>
                <Button label=t::part_people on_press=part.clone() />
            </Show>
        </details>
    }
    .into_any()
}
