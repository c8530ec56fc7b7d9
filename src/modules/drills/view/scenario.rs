//! One scenario to read: what it is about, who plays, what is to be put right, and its timeline.
//! Never in here: changing it, running it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{all_scenarios, author, discard_refusal, inject, play, problems, prose, words};
use crate::ledger::RecordId;
use crate::modules::drills::check::check;
use crate::modules::drills::edits::Discard;
use crate::modules::drills::finding::{Finding, Findings};
use crate::modules::drills::model;
use crate::modules::drills::scenario::{Due, Role, Scenario, Text};
use crate::session::{Session, Target, outside, use_session};
use crate::texts;
use crate::ui::{Button, Column, Fact, Facts, LinkButton, Look, Page, Section, Table, toast};

pub type Story = Arc<(Scenario, Findings)>;

pub fn page(id: RecordId) -> AnyView {
    let session = use_session();
    let read = id.clone();
    let written = Memo::new(move |_| {
        session.with(|ws| {
            let record = ws.record(&read);
            record.map(|r| model::scenario(&r)).unwrap_or_default()
        })
    });
    // Judged again only where the scenario itself has changed.
    let story = Memo::new(move |_| {
        let (scenario, mut findings) = written.get();
        findings.0.extend(check(&scenario).0);
        Arc::new((scenario, findings))
    });
    let title = move || story.with(|story| words::title(&story.0));
    let script = id.clone();
    // The script of a drill belongs to a rehearsal; a scenario is nothing that happened.
    let is_script = Memo::new(move |_| {
        session.with(|ws| ws.record(&script).is_some_and(|r| r.parent().is_some()))
    });
    let actions = move || actions(session, id.clone(), story);
    let shown = move || whole(story.get());
    view! {
        <Page title=title actions=actions>
            <Show when=move || is_script.get()>{author::mark}</Show>
            {shown}
        </Page>
    }
    .into_any()
}

fn actions(session: Session, id: RecordId, story: Memo<Story>) -> AnyView {
    let save = move || {
        let story = story.get_untracked();
        let name = format!("{}.json", story.0.slug);
        let _ = outside::save_file(&name, "application/json", story.0.json().as_bytes());
    };
    let gone = id.clone();
    let discard = move || match session.commit(&Discard(gone.clone())) {
        Ok(_) => Target::page(super::SLUG).go(),
        Err(refusal) => toast::say(discard_refusal(&refusal)),
    };
    let prepare = move || play::prepare(session, story.get_untracked().0.clone());
    let edit = author::edit_href(&id);
    let own = {
        let id = id.clone();
        Memo::new(move |_| {
            session.with(|ws| {
                ws.record(&id)
                    .is_some_and(|record| record.parent().is_none())
            })
        })
    };
    // A drill's script stays as the drill was prepared with it.
    let begin = move || {
        own.get().then(|| {
            let edit = edit.clone();
            view! {
                <Button
                    label=texts::play::prepare
                    icon=icondata::LuPresentation
                    look=Look::Primary
                    on_press=prepare
                />
                <LinkButton
                    label=texts::author::edit
                    href=move || edit.clone()
                    icon=icondata::LuPencil
                />
            }
        })
    };
    view! {
        {all_scenarios()}
        {begin}
        <Button label=texts::drills::download icon=icondata::LuDownload on_press=save />
        <Button
            label=texts::drills::discard
            icon=icondata::LuTrash2
            look=Look::Quiet
            on_press=discard
        />
    }
    .into_any()
}

pub fn whole(story: Story) -> AnyView {
    let scenario = &story.0;
    let serious = story.1.0.iter().filter(|f| !f.problem.is_hint()).count();
    let (about, background) = (story.clone(), scenario.background.clone());
    let goals = scenario.goals.clone();
    let debrief = scenario.debrief.clone();
    let preread = prose::section(texts::drills::preread, &scenario.preread);
    let guide = (!scenario.guide.is_empty()).then(|| {
        let guide = prose::shown(&scenario.guide);
        view! {
            <details class="drills-trainer">
                <summary>{texts::drills::guide}</summary>
                {guide}
            </details>
        }
    });
    view! {
        {problems::playable(serious)}
        {facts(about)}
        {found(&story, false)}
        {found(&story, true)}
        <Section title=texts::drills::background>
            <p class="drills-text">{move || words::text(&background)}</p>
        </Section>
        {preread}
        {texts_of(texts::drills::goals, goals)}
        {guide}
        {roles(&story)}
        {variables(&story)}
        {timeline(&story)}
        {texts_of(texts::drills::debrief, debrief)}
    }
    .into_any()
}

fn facts(story: Story) -> AnyView {
    let of = move |read: fn(&Scenario) -> String| {
        let story = story.clone();
        move || read(&story.0)
    };
    let (class, kind) = (
        of(|s| words::class(&s.class)),
        of(|s| words::severity(s.kind)),
    );
    let (length, version) = (
        of(|s| words::minutes(s.minutes)),
        of(|s| s.version.to_string()),
    );
    let speed = of(|s| texts::drills::speed_hint(i64::from(s.speed)));
    view! {
        <Facts>
            <Fact label=texts::drills::class>{class}</Fact>
            <Fact label=texts::drills::kind>{kind}</Fact>
            <Fact label=texts::drills::length>{length}</Fact>
            <Fact label=texts::drills::speed>{speed}</Fact>
            <Fact label=texts::drills::version>{version}</Fact>
        </Facts>
    }
    .into_any()
}

/// What keeps it from being played, or what is only worth a look.
fn found(story: &Story, hints: bool) -> Option<AnyView> {
    let all = story.1.0.iter().filter(|f| f.problem.is_hint() == hints);
    let all: Vec<Finding> = all.cloned().collect();
    if all.is_empty() {
        return None;
    }
    let title = if hints {
        texts::drills::hints_title
    } else {
        texts::drills::findings_title
    };
    let each = all.into_iter().map(|finding| {
        let story = story.clone();
        view! { <li>{move || problems::finding(&story.0, &finding)}</li> }
    });
    let each = each.collect_view();
    let shown = view! {
        <Section title=title>
            <ul class="drills-list">{each}</ul>
        </Section>
    };
    Some(shown.into_any())
}

fn texts_of(title: fn() -> String, all: Vec<Text>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let each = all.into_iter().map(|text| {
        view! { <li>{move || words::text(&text)}</li> }
    });
    let each = each.collect_view();
    Some(view! { <Section title=title><ul class="drills-list">{each}</ul></Section> }.into_any())
}

fn roles(story: &Story) -> AnyView {
    let columns = vec![
        Column::new("role", texts::drills::role),
        Column::new("side", texts::drills::side),
        Column::new("layer", texts::drills::layer),
        Column::new("brief", texts::drills::brief),
    ];
    let ids: Vec<String> = story.0.roles.iter().map(|role| role.id.clone()).collect();
    let story = story.clone();
    let cell = move |(id, column): (String, &'static str)| {
        let story = story.clone();
        let read = move || story.0.role(&id).map(|role| role_cell(role, column));
        read.into_any()
    };
    view! {
        <Section title=texts::drills::roles>
            <Table
                caption=texts::drills::roles
                columns=columns
                rows=Signal::stored(ids)
                cell=cell
            />
        </Section>
    }
    .into_any()
}

fn role_cell(role: &Role, column: &str) -> String {
    match column {
        "role" => words::text(&role.title),
        "side" => words::side(role.side),
        "layer" => role.layer.map(words::layer).unwrap_or_default(),
        _ => words::text(&role.brief),
    }
}

fn variables(story: &Story) -> Option<AnyView> {
    if story.0.variables.is_empty() {
        return None;
    }
    let each = (0..story.0.variables.len()).map(|nth| {
        let story = story.clone();
        let shown = move || {
            let variable = story.0.variables.get(nth)?;
            let value = words::held(&story.0, &variable.id, &variable.start);
            Some(texts::drills::starts_with(
                words::text(&variable.title),
                value,
            ))
        };
        view! { <li>{shown}</li> }
    });
    let each = each.collect_view();
    let shown = view! { <Section title=texts::drills::variables><ul class="drills-list">{each}</ul></Section> };
    Some(shown.into_any())
}

/// What stands on the timeline at a minute: a jump, or an inject.
#[derive(Clone, Copy)]
enum Entry {
    Jump(usize),
    Inject(usize),
}

/// Injects and jumps by time; those without a time of their own last.
fn timeline(story: &Story) -> AnyView {
    let minute = |due: &Due| match due {
        Due::At(minute) => *minute,
        Due::After { .. } | Due::Led => u32::MAX,
    };
    let jumps = story.0.jumps.iter().enumerate();
    let jumps = jumps.map(|(nth, jump)| (jump.at, Entry::Jump(nth)));
    let injects = story.0.injects.iter().enumerate();
    let injects = injects.map(|(nth, inject)| (minute(&inject.due), Entry::Inject(nth)));
    let mut all: Vec<(u32, Entry)> = injects.chain(jumps).collect();
    all.sort_by_key(|(minute, _)| *minute);
    let each = all.into_iter().map(|(_, entry)| match entry {
        Entry::Jump(nth) => jump(story.clone(), nth),
        Entry::Inject(nth) => inject::card(story.clone(), nth),
    });
    let each = each.collect_view();
    view! {
        <Section title=texts::drills::timeline>
            <ol class="plain drills-timeline">{each}</ol>
        </Section>
    }
    .into_any()
}

fn jump(story: Story, nth: usize) -> AnyView {
    let shown = move || {
        let jump = story.0.jumps.get(nth)?;
        let to = words::moment(&story.0, jump.to);
        Some(texts::drills::jump_to(words::text(&jump.title), to))
    };
    view! { <li class="drills-jump">{shown}</li> }.into_any()
}
