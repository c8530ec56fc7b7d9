//! The report of a drill: everything for the facilitator; for participants without what would spoil the
//! next time, and without what others wrote where names are hidden.
//! Never in here: what a reader may see (`Review::tells`, `Review::quotes`).

use std::sync::Arc;

use leptos::prelude::*;

use super::{facts, head};
use crate::modules::drills::lessons;
use crate::modules::drills::report::Points;
use crate::modules::drills::review::{About, Entry, Reader, Review};
use crate::modules::drills::run::Kept;
use crate::modules::drills::view::review::{Desk, words};
use crate::modules::drills::view::words as say;
use crate::records::party;
use crate::texts::{format, review as t};
use crate::time::Instant;

/// A report has no more lines of the timeline; the journal has all.
const MOST: usize = 400;

pub fn report(desk: Desk, review: &Arc<Review>, reader: &Reader) -> AnyView {
    let what = match reader {
        Reader::Facilitator => t::p_facilitator(),
        Reader::Participants(None) => t::p_participants(),
        Reader::Participants(Some(group)) => {
            let name = review.group(group).to_owned();
            format!("{} · {name}", t::p_participants())
        }
    };
    let all = *reader == Reader::Facilitator;
    let hidden = (!all && review.source.hides_names)
        .then(|| view! { <p class="hint paper-choice">{t::p_hidden_hint}</p> });
    let about = vec![
        (t::f_class(), say::class(&review.source.class)),
        (t::f_when(), held(review)),
        (t::handling(), handling(review)),
    ];
    let goals = review.source.scenario.goals.iter();
    let goals = goals.map(|goal| view! { <li>{say::text(goal)}</li> });
    view! {
        {hidden}
        {head(review, what)}
        {facts(about)}
        <h3>{crate::texts::drills::goals}</h3>
        <ul class="drills-list">{goals.collect_view()}</ul>
        <h3>{t::ranking}</h3>
        {scores(review)}
        {all.then(|| parts(review))}
        {all.then(|| lacking(desk, review))}
        {all.then(|| learnt(desk, review))}
        {good_answers(review, all)}
        <h3>{t::timeline}</h3>
        {lines(desk, review, reader)}
        {all.then(|| remarks(review))}
        {questions(review)}
    }
    .into_any()
}

/// With its date: paper is read on other days, too.
fn held(review: &Review) -> String {
    let moment = |at: Instant| format!("{} {}", format::day(at), format::time(at));
    match (review.started, review.ended) {
        (Some(start), Some(end)) if format::day(start) == format::day(end) => {
            t::f_held(moment(start), format::time(end))
        }
        (Some(start), Some(end)) => t::f_held(moment(start), moment(end)),
        (Some(start), None) => t::f_running(moment(start)),
        (None, _) => String::new(),
    }
}

fn handling(review: &Review) -> String {
    let time = review.outcome.handling().map(format::duration);
    time.unwrap_or_else(|| format::NO_FIGURE.to_owned())
}

fn scores(review: &Review) -> AnyView {
    let rows = review.ranking().into_iter().map(|(rank, group, points)| {
        let name = review.group(group).to_owned();
        row(Some(rank), name, points)
    });
    points_table(rows.collect_view().into_any(), true)
}

fn row(rank: Option<usize>, name: String, points: Points) -> AnyView {
    view! {
        <tr>
            {rank.map(|rank| view! { <td class="num">{rank}</td> })}
            <th scope="row">{name}</th>
            <td class="num">{words::points(points)}</td>
            <td class="num">{words::share(points)}</td>
        </tr>
    }
    .into_any()
}

fn points_table(rows: AnyView, ranked: bool) -> AnyView {
    view! {
        <table class="paper-table paper-narrow">
            <thead>
                <tr>
                    {ranked.then(|| view! { <th scope="col" class="num">{t::rank}</th> })}
                    <th scope="col">{t::who}</th>
                    <th scope="col" class="num">{t::points}</th>
                    <th scope="col" class="num">{t::share}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// By role and by phase.
fn parts(review: &Review) -> AnyView {
    let scenario = &review.source.scenario;
    let roles = review.by_role.iter();
    let roles = roles.map(|(role, points)| row(None, say::role(scenario, role), *points));
    let named = |id: &str| {
        let phase = scenario.phases.iter().find(|phase| phase.id == id);
        phase.map_or_else(t::no_phase, |phase| say::text(&phase.title))
    };
    let phases = review.by_phase.iter();
    let phases = phases.map(|(phase, points)| row(None, named(phase), *points));
    view! {
        <h3>{t::by_role}</h3>
        {points_table(roles.collect_view().into_any(), false)}
        <h3>{t::by_phase}</h3>
        {points_table(phases.collect_view().into_any(), false)}
    }
    .into_any()
}

fn lacking(desk: Desk, review: &Review) -> AnyView {
    let lines = review.lacking.iter().map(|lacking| {
        let group = review.group(&lacking.group).to_owned();
        let (task, said, matrix) = desk.session.with(|ws| {
            let task = ws
                .record(&lacking.task)
                .map(|r| r.text("title").into_owned());
            let name = |id| party::short_name_of(ws, id);
            (task, name(&lacking.said), lacking.matrix.as_ref().map(name))
        });
        let line = match matrix {
            Some(matrix) => t::lacking_line(group, said, matrix),
            None => t::lacking_nobody(group, said),
        };
        view! { <li>{task} " · " {line}</li> }
    });
    let none = review
        .lacking
        .is_empty()
        .then(|| view! { <p>{t::lacking_none}</p> });
    view! {
        <h3>{t::lacking}</h3>
        {none}
        <ul class="drills-list">{lines.collect_view()}</ul>
    }
    .into_any()
}

fn learnt(desk: Desk, review: &Review) -> AnyView {
    let lines = desk.session.with(|ws| {
        let all = lessons::of(ws, &review.source.drill);
        let line = |lesson: &lessons::Lesson<'_>| {
            let due = lesson.due().map(t::due_on).unwrap_or_default();
            let parts = [lesson.text().into_owned(), lesson.owner().into_owned(), due];
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            said.join(" · ")
        };
        all.iter().map(line).collect::<Vec<_>>()
    });
    let none = lines.is_empty().then(|| view! { <p>{t::p_no_lessons}</p> });
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
    view! {
        <h3>{t::lessons}</h3>
        {none}
        <ul class="drills-list">{lines.collect_view()}</ul>
    }
    .into_any()
}

/// The good answers of what came; for the facilitator with the notes, and of the others as well.
fn good_answers(review: &Review, all: bool) -> AnyView {
    let placed = review.placed.iter();
    let told = placed.filter(|placed| all || placed.fired.is_some());
    let told = told.filter_map(|placed| review.injects.get(placed.inject));
    let each = told.filter_map(|inject| {
        let note = Some(&inject.note).filter(|note| all && !note.is_empty());
        let expected = Some(&inject.expected).filter(|text| !text.is_empty());
        if note.is_none() && expected.is_none() {
            return None;
        }
        let note = note.map(|note| {
            view! { <p class="faint drills-text">{t::p_facilitator_note} ": " {say::text(note)}</p> }
        });
        let shown = view! {
            <section class="paper-answer">
                <h4>{words::inject_title(inject)}</h4>
                {expected.map(|text| view! { <p class="drills-text">{say::text(text)}</p> })}
                {note}
            </section>
        };
        Some(shown)
    });
    view! {
        <h3>{t::p_expected}</h3>
        {each.collect_view()}
    }
    .into_any()
}

fn lines(desk: Desk, review: &Review, reader: &Reader) -> AnyView {
    let told = review.entries.iter();
    let told: Vec<&Entry> = told.filter(|e| review.tells(e.about, reader)).collect();
    let left = told.len().saturating_sub(MOST);
    let rows = told.into_iter().take(MOST).map(|entry| {
        view! {
            <tr>
                <td>{words::moment(review, entry.at.clock)}</td>
                <td>{words::what(review, entry)}</td>
                <td>{words::who(review, entry)}</td>
                <td>{outcome(desk, review, entry)}</td>
            </tr>
        }
    });
    let left = (left > 0).then(|| view! { <p>{t::p_lines_left(left as i64)}</p> });
    view! {
        <table class="paper-table paper-lines">
            <thead>
                <tr>
                    <th scope="col">{t::when}</th>
                    <th scope="col">{t::what}</th>
                    <th scope="col">{t::who}</th>
                    <th scope="col">{t::outcome}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {left}
    }
    .into_any()
}

fn outcome(desk: Desk, review: &Review, entry: &Entry) -> String {
    match entry.about {
        About::Came(nth) => words::beside_plan(review, nth).unwrap_or_default(),
        About::Turned(nth) => {
            let turned = words::outcome(review, nth);
            turned.map(|(_, words)| words).unwrap_or_default()
        }
        About::Said(nth) => review
            .kept
            .get(nth)
            .map(|kept| said(desk, review, kept))
            .unwrap_or_default(),
        About::Closed(nth) => {
            let took = review.stood.get(nth).and_then(|stood| stood.took);
            let decision = review.injects.get(nth).and_then(|i| i.decision.as_ref());
            let option = decision.and_then(|d| d.options.get(took?));
            option
                .map(|option| t::w_took(say::text(&option.title)))
                .unwrap_or_default()
        }
        About::Did(_) | About::Left(_) | About::Ended => String::new(),
    }
}

/// What counts, and where it was put right what had been written down.
fn said(desk: Desk, review: &Review, kept: &Kept) -> String {
    let words = |said| words::said(desk.session, review, said);
    let counts = kept.counts.as_ref().map_or_else(t::taken_back, words);
    match kept.is_corrected() {
        true => [counts, t::corrected(), t::was(words(&kept.said))].join(" · "),
        false => counts,
    }
}

fn remarks(review: &Review) -> AnyView {
    let (lines, left) = words::remarks(review, MOST);
    let none = lines.is_empty().then(|| view! { <p>{t::notes_none}</p> });
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
    let left = (left > 0).then(|| view! { <p>{t::p_lines_left(left as i64)}</p> });
    view! {
        <h3>{t::notes}</h3>
        {none}
        <ul class="drills-list">{lines.collect_view()}</ul>
        {left}
    }
    .into_any()
}

fn questions(review: &Review) -> Option<AnyView> {
    if review.source.scenario.debrief.is_empty() {
        return None;
    }
    let asked = review.source.scenario.debrief.iter();
    let asked = asked.map(|text| view! { <li>{say::text(text)}</li> });
    let shown = view! {
        <h3>{t::debrief}</h3>
        <ul class="drills-list">{asked.collect_view()}</ul>
    };
    Some(shown.into_any())
}
