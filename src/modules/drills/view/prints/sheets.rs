//! Sheets to fill in, and the timeline for the wall.
//! Never in here: what was answered; reports are in `report`.

use leptos::prelude::*;

use super::cards::player;
use super::{facts, head};
use crate::modules::drills::model::Drill;
use crate::modules::drills::report::Placed;
use crate::modules::drills::review::Review;
use crate::modules::drills::view::review::{Desk, words};
use crate::modules::drills::view::words as say;
use crate::modules::drills::words::Side;
use crate::records::party;
use crate::texts::{format, review as t};

/// A workshop has about so many people.
const PEOPLE: usize = 25;

/// A line for everyone who is to take part, and empty ones for who comes besides.
pub fn sign_in(desk: Desk, review: &Review) -> AnyView {
    let seats = review.source.groups.iter().flat_map(|group| {
        let roles = review.source.scenario.roles.iter();
        let played = roles.filter(|role| role.side != Side::Trainer);
        played.map(move |role| {
            let who = player(desk, review, &group.id, &role.id);
            (who, say::text(&role.title), group.name.clone())
        })
    });
    let mut rows: Vec<(String, String, String)> = seats.collect();
    let most = rows.len().max(PEOPLE);
    rows.resize(most, Default::default());
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(nth, (who, role, group))| {
            view! {
                <tr>
                    <td class="num">{nth + 1}</td>
                    <td>{who}</td>
                    <td></td>
                    <td>{group}</td>
                    <td>{role}</td>
                    <td class="paper-wide"></td>
                </tr>
            }
        });
    let (planned, trainer) = desk.session.with(|ws| {
        let drill = Drill::find(ws, &review.source.drill);
        let planned = drill.and_then(|drill| drill.planned());
        let trainer = drill.and_then(|drill| drill.trainer());
        (planned, trainer.map(|id| party::name_of(ws, &id)))
    });
    let day = review.started.or(planned).map(format::day);
    let blank = || "________________".to_owned();
    let about = vec![
        (t::p_date(), day.unwrap_or_else(blank)),
        (t::p_place(), blank()),
        (t::p_trainer(), trainer.unwrap_or_else(blank)),
    ];
    view! {
        {head(review, t::s_signin())}
        {facts(about)}
        <p>{t::p_signin_lead}</p>
        <table class="paper-table paper-signin">
            <thead>
                <tr>
                    <th scope="col">{t::p_no}</th>
                    <th scope="col" class="paper-name">
                        {t::p_name}
                    </th>
                    <th scope="col" class="paper-name">
                        {t::p_firm}
                    </th>
                    <th scope="col">{t::group}</th>
                    <th scope="col">{t::role}</th>
                    <th scope="col">{t::p_signature}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// What participants thought of it, without their names.
pub fn survey(review: &Review) -> AnyView {
    let asked = [
        t::q_real(),
        t::q_role(),
        t::q_pace(),
        t::q_lead(),
        t::q_who(),
        t::q_learnt(),
        t::q_again(),
    ];
    let rows = asked.into_iter().map(|question| {
        let boxes = (1..=5).map(|_| view! { <td class="paper-box">"☐"</td> });
        view! {
            <tr>
                <th scope="row">{question}</th>
                {boxes.collect_view()}
            </tr>
        }
    });
    let scale = (1..=5).map(|n| view! { <th scope="col" class="paper-box">{n}</th> });
    let open = [t::q_best(), t::q_change()].into_iter().map(|question| {
        let lines = (0..4).map(|_| view! { <div class="paper-line"></div> });
        view! {
            <section class="paper-open">
                <h3>{question}</h3>
                {lines.collect_view()}
            </section>
        }
    });
    view! {
        {head(review, t::s_survey())}
        <p>{t::p_survey_lead}</p>
        <table class="paper-table paper-survey">
            <thead>
                <tr>
                    <td></td>
                    {scale.collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {open.collect_view()}
    }
    .into_any()
}

/// Every inject by its time: as planned before the drill, beside what came of it afterwards.
pub fn wall(review: &Review) -> AnyView {
    let begun = review.started.is_some();
    let groups = review.source.groups.iter().map(|group| {
        let name = group.name.clone();
        view! { <th scope="col">{name}</th> }
    });
    // As planned until it is played, then as it came.
    let rows = review.placed.iter().map(|placed| wall_row(review, placed));
    let came = begun.then(|| view! { <th scope="col">{t::lane_came}</th> });
    view! {
        {head(review, t::s_wall())}
        <table class="paper-table paper-wall">
            <thead>
                <tr>
                    <th scope="col">{t::lane_planned}</th>
                    {came}
                    <th scope="col">{t::inject}</th>
                    {groups.collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn wall_row(review: &Review, placed: &Placed) -> AnyView {
    let inject = review.injects.get(placed.inject);
    let title = inject.map(words::inject_title);
    let planned = inject.map(|inject| say::due(&review.source.scenario, inject));
    let came = review.started.is_some().then(|| {
        let at = placed.fired.map(|at| words::moment(review, at.clock));
        view! { <td>{at.unwrap_or_else(|| format::NO_FIGURE.to_owned())}</td> }
    });
    let cells = (0..review.source.groups.len()).map(|group| {
        let all = review.steps.iter().enumerate();
        let own = all.filter(|(_, s)| s.inject == placed.inject && s.group == group);
        let lines = own.filter_map(|(nth, _)| words::outcome(review, nth));
        let lines = lines.map(|(met, said)| {
            let mark = if met { "● " } else { "✕ " };
            view! { <p>{mark} {said}</p> }
        });
        view! { <td class="paper-cell">{lines.collect_view()}</td> }
    });
    view! {
        <tr>
            <td>{planned}</td>
            {came}
            <th scope="row">{title}</th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
