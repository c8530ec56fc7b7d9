//! Cards to hand out: a role each, an inject each, and slips to answer on. No card is cut by a page.
//! Never in here: what only the trainer may know.

use leptos::prelude::*;

use super::{facts, head};
use crate::ledger::RecordId;
use crate::modules::drills::model::{Drill, Group};
use crate::modules::drills::review::Review;
use crate::modules::drills::scenario::{Attachment, Body, Inject, Role, Sender, Text};
use crate::modules::drills::view::review::Desk;
use crate::modules::drills::view::words as say;
use crate::modules::drills::words::Side;
use crate::records::person;
use crate::texts::{drills, review as t};
use crate::ui::Icon;

/// So many columns fit into half a page.
const COLUMNS: usize = 4;

/// For each group the background, which all of it may read, and a card for each role but the trainer's.
pub fn roles(desk: Desk, review: &Review) -> AnyView {
    let groups = review.source.groups.iter().map(|group| {
        let roles = review.source.scenario.roles.iter();
        let played = roles.filter(|role| role.side != Side::Trainer);
        let cards = played.map(|role| role_card(desk, review, group, role));
        view! {
            <div class="paper-group">
                {head(review, format!("{} · {}", t::s_roles(), group.name))}
                <div class="paper-cards">
                    <section class="paper-card wide">
                        <h3>{t::p_background}</h3>
                        <p class="drills-text">
                            {say::text(&review.source.scenario.background)}
                        </p>
                    </section>
                    {cards.collect_view()}
                </div>
            </div>
        }
    });
    groups.collect_view().into_any()
}

/// Who plays a role in a group: the name of a person, or what was written.
pub fn player(desk: Desk, review: &Review, group: &str, role: &str) -> String {
    desk.session.with(|ws| {
        let drill = Drill::find(ws, &review.source.drill);
        let who = drill.map(|drill| drill.plays(group, role).into_owned());
        let who = who.unwrap_or_default();
        let known = RecordId::parse(&who).filter(|id| id.kind() == person::KIND);
        known.map_or(who, |id| person::name_of(ws, &id))
    })
}

fn role_card(desk: Desk, review: &Review, group: &Group, role: &Role) -> AnyView {
    let who = player(desk, review, &group.id, &role.id);
    // On paper that lies about, nobody is named whose name is not to be shown.
    let who = Some(who).filter(|who| !who.is_empty() && !review.source.hides_names);
    let layer = role.layer.map(|layer| (drills::layer(), say::layer(layer)));
    let task = Some(&role.task).filter(|task| !task.is_empty());
    let task = task.map(|task| (t::p_task(), say::text(task)));
    let who = who.map(|who| (t::p_plays(), who));
    let side = Some((t::p_side(), say::side(role.side)));
    let all = [side, layer, task, who].into_iter().flatten().collect();
    let brief = Some(&role.brief).filter(|brief| !brief.is_empty());
    view! {
        <section class="paper-card">
            <p class="paper-kicker">
                {group.name.clone()} " · " {say::title(&review.source.scenario)}
            </p>
            <h3>{say::text(&role.title)}</h3>
            {facts(all)}
            {brief.map(|brief| titled(t::p_brief, brief))}
        </section>
    }
    .into_any()
}

fn titled(title: fn() -> String, text: &Text) -> AnyView {
    view! {
        <h4>{title}</h4>
        <p class="drills-text">{say::text(text)}</p>
    }
    .into_any()
}

/// A card for each inject, in the order of the script; without notes and good answers.
pub fn injects(review: &Review) -> AnyView {
    let all = review.injects.iter().enumerate();
    let cards = all.map(|(nth, inject)| inject_card(review, nth, inject));
    view! {
        {head(review, t::s_injects())}
        <div class="paper-cards">{cards.collect_view()}</div>
    }
    .into_any()
}

fn sender(review: &Review, inject: &Inject) -> Option<String> {
    Some(match inject.from.as_ref()? {
        Sender::Role { role } => say::role(&review.source.scenario, role),
        Sender::Named(name) => say::text(name),
    })
}

fn inject_card(review: &Review, nth: usize, inject: &Inject) -> AnyView {
    let scenario = &review.source.scenario;
    let from = sender(review, inject).map(|from| (t::p_from(), from));
    let to = (t::p_to(), say::roles(scenario, &inject.to));
    let between = from.into_iter().chain([to]).collect();
    let attachments = inject.attachments.iter().map(attachment).collect_view();
    let icon = say::channel_icon(inject.channel);
    // A table of many columns wants the whole width.
    let is_wide = inject.attachments.iter().any(|attachment| {
        let rows = match &attachment.body {
            Body::Table(rows) => rows.first(),
            Body::Text(_) => None,
        };
        rows.is_some_and(|row| row.len() > COLUMNS)
    });
    view! {
        <section class="paper-card" class:wide=is_wide>
            <p class="paper-kicker">
                <Icon icon=icon />
                " "
                {t::p_card_no(nth + 1)}
                " · "
                {say::channel(inject.channel)}
                " · "
                {say::due(scenario, inject)}
            </p>
            <h3>{say::text(&inject.title)}</h3>
            {facts(between)}
            <p class="drills-text">{say::text(&inject.content)}</p>
            {attachments}
        </section>
    }
    .into_any()
}

fn attachment(attachment: &Attachment) -> AnyView {
    let body = match &attachment.body {
        Body::Text(text) => view! { <p class="drills-text">{say::text(text)}</p> }.into_any(),
        Body::Table(rows) => table(rows),
    };
    view! {
        <h4>{say::text(&attachment.title)}</h4>
        {body}
    }
    .into_any()
}

fn table(rows: &[Vec<Text>]) -> AnyView {
    let mut rows = rows.iter();
    let head = rows.next().into_iter().flatten();
    let head = head.map(|cell| view! { <th scope="col">{say::text(cell)}</th> });
    let body = rows.map(|row| {
        let cells = row.iter().map(|cell| view! { <td>{say::text(cell)}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="paper-table">
            <thead>
                <tr>{head.collect_view()}</tr>
            </thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// A slip for each inject that asks for something, for each group; to be cut and handed out with it.
pub fn answers(review: &Review) -> AnyView {
    let asking = || {
        let all = review.injects.iter().enumerate();
        all.filter(|(_, inject)| inject.open_for() > 0)
    };
    let groups = review.source.groups.iter().map(|group| {
        let slips = asking().map(|(nth, inject)| slip(review, group, nth, inject));
        view! {
            <div class="paper-group">
                {head(review, format!("{} · {}", t::s_answers(), group.name))}
                <div class="paper-cards">{slips.collect_view()}</div>
            </div>
        }
    });
    groups.collect_view().into_any()
}

fn slip(review: &Review, group: &Group, nth: usize, inject: &Inject) -> AnyView {
    let scenario = &review.source.scenario;
    let expected = inject.expectations.iter().flat_map(|e| &e.who);
    let deciding = inject.decision.iter().flat_map(|d| &d.who);
    let mut who: Vec<String> = Vec::new();
    for role in expected.chain(deciding) {
        if !who.contains(role) {
            who.push(role.clone());
        }
    }
    let options = inject.decision.as_ref().map(|decision| {
        let each = decision.options.iter();
        let each = each.map(|option| view! { <li>"☐ " {say::text(&option.title)}</li> });
        view! {
            <h4>{t::p_tick_one}</h4>
            <ul class="plain">{each.collect_view()}</ul>
        }
    });
    // As many lines as there are things to say.
    let lines = (0..inject.expectations.len().clamp(1, 3) * 2)
        .map(|_| view! { <div class="paper-line"></div> });
    view! {
        <section class="paper-card paper-slip">
            <p class="paper-kicker">
                {group.name.clone()}
                " · "
                {t::p_slip(nth + 1)}
            </p>
            <h3>{say::text(&inject.title)}</h3>
            <p>{t::p_answers_for(say::roles(scenario, &who))}</p>
            {options}
            <h4>{t::p_answer}</h4>
            {lines.collect_view()}
            <p class="paper-fill">{t::p_time} ": ______ : ______"</p>
        </section>
    }
    .into_any()
}
