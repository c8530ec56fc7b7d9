//! One inject of a scenario to read: what participants see, then what is for the trainer alone.
//! Never in here: the list around it, rules.

use std::sync::Arc;

use leptos::prelude::*;

use super::words;
use crate::modules::drills::finding::Findings;
use crate::modules::drills::scenario::{
    Attachment, Body, Expectation, Inject, Scenario, Sender, Text,
};
use crate::texts;
use crate::ui::{Fact, Facts, Icon};

type Story = Arc<(Scenario, Findings)>;

pub fn card(story: Story, nth: usize) -> AnyView {
    let Some(inject) = story.0.injects.get(nth).cloned() else {
        return ().into_any();
    };
    let inject = Arc::new(inject);
    let of = |read: fn(&Scenario, &Inject) -> String| {
        let (story, inject) = (story.clone(), inject.clone());
        move || read(&story.0, &inject)
    };
    let (due, channel) = (of(words::due), of(|_, i| words::channel(i.channel)));
    let (from, to) = (of(sender), of(|s, i| words::roles(s, &i.to)));
    let title = of(|_, i| words::text(&i.title));
    let content = of(|_, i| words::text(&i.content));
    let attachments = inject.attachments.iter().cloned().map(attachment);
    let attachments = attachments.collect_view();
    let icon = words::channel_icon(inject.channel);
    view! {
        <li class="card drills-inject">
            <p class="hint drills-when">
                <Icon icon=icon />
                <span>{due}</span>
                <span>{channel}</span>
            </p>
            <h3>{title}</h3>
            <Facts>
                <Fact label=texts::drills::from>{from}</Fact>
                <Fact label=texts::drills::to>{to}</Fact>
            </Facts>
            <p class="drills-text">{content}</p>
            {attachments}
            {trainer(story.clone(), &inject)}
        </li>
    }
    .into_any()
}

fn sender(scenario: &Scenario, inject: &Inject) -> String {
    match &inject.from {
        Some(Sender::Role { role }) => words::role(scenario, role),
        Some(Sender::Named(name)) => words::text(name),
        None => "–".to_owned(),
    }
}

fn attachment(attachment: Attachment) -> AnyView {
    let Attachment { title, body, .. } = attachment;
    let caption = title.clone();
    let shown = match body {
        Body::Text(text) => {
            view! { <p class="drills-text">{move || words::text(&text)}</p> }.into_any()
        }
        Body::Table(rows) => table(caption, rows),
    };
    view! {
        <details class="drills-attachment">
            <summary>{move || words::text(&title)}</summary>
            {shown}
        </details>
    }
    .into_any()
}

fn table(caption: Text, rows: Vec<Vec<Text>>) -> AnyView {
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default().into_iter();
    let head = head.map(|cell| view! { <th scope="col">{move || words::text(&cell)}</th> });
    let head = head.collect_view();
    let body = rows.map(|row| {
        let cells = row.into_iter();
        let cells = cells.map(|cell| view! { <td>{move || words::text(&cell)}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let body = body.collect_view();
    let name = caption.clone();
    view! {
        <div class="drills-table" role="region" tabindex="0" aria-label=move || words::text(&name)>
            <table>
                <caption class="visually-hidden">{move || words::text(&caption)}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What participants must not see: shown when asked for.
fn trainer(story: Story, inject: &Arc<Inject>) -> Option<AnyView> {
    let lines = lines(&story.0, inject);
    if lines.is_empty() {
        return None;
    }
    let each = (0..lines.len()).map(|nth| {
        let (story, inject) = (story.clone(), inject.clone());
        let line = Memo::new(move |_| self::lines(&story.0, &inject).into_iter().nth(nth));
        let label = move || line.get().map(|(label, _)| label).unwrap_or_default();
        view! { <Fact label=label>{move || line.get().map(|(_, text)| text)}</Fact> }
    });
    let each = each.collect_view();
    let shown = view! {
        <details class="drills-trainer">
            <summary>{texts::drills::for_trainer}</summary>
            <Facts>{each}</Facts>
        </details>
    };
    Some(shown.into_any())
}

/// Label and text of each thing that is for the trainer alone.
fn lines(s: &Scenario, inject: &Inject) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    if let Some(when) = &inject.when {
        lines.push((texts::drills::condition(), words::condition(s, when)));
    }
    for expectation in &inject.expectations {
        lines.push((texts::drills::expects(), expected(s, expectation)));
    }
    if let Some(decision) = &inject.decision {
        let limit = words::minutes(decision.within);
        let mut options: Vec<String> = decision
            .options
            .iter()
            .map(|o| words::choice(s, o))
            .collect();
        if let Some(way) = &decision.otherwise {
            options.push(format!(
                "{} · {}",
                texts::drills::otherwise(),
                words::way(s, way)
            ));
        }
        lines.push((texts::drills::options(limit), options.join("\n")));
    }
    for branch in &inject.branches {
        let label = match &branch.when {
            Some(when) => texts::drills::branch_if(words::condition(s, when)),
            None => texts::drills::branch_else(),
        };
        lines.push((label, words::way(s, &branch.way)));
    }
    let texts_of = [
        (texts::drills::expected(), &inject.expected),
        (texts::drills::note(), &inject.note),
        (texts::drills::task(), &inject.task),
    ];
    let said = texts_of.into_iter().filter(|(_, text)| !text.is_empty());
    lines.extend(said.map(|(label, text)| (label, words::text(text))));
    lines
}

fn expected(s: &Scenario, expectation: &Expectation) -> String {
    let who = words::roles(s, &expectation.who);
    let who = match expectation.who.len() {
        0 | 1 => who,
        _ if expectation.all => texts::drills::all_of(who),
        _ => texts::drills::one_of(who),
    };
    let parts = [
        texts::drills::expect_line(who, words::text(&expectation.what)),
        texts::drills::within(words::minutes(expectation.within)),
        texts::drills::points(i64::from(expectation.points)),
    ];
    parts.join(" · ")
}
