//! "Who is responsible?": what a group says, beside the live matrix's row; an answer that differs is kept.
//! Never in here: changing the matrix; that is a lesson's.

use leptos::prelude::*;

use super::desk::Desk;
use super::form::{About, done, groups, injects};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::event::{Blame, Captured, What};
use crate::modules::drills::scenario::Text;
use crate::records::matrix::{Column, Matrix, Task};
use crate::records::party;
use crate::records::responsibility::Responsibility;
use crate::records::same_as::SameAs;
use crate::texts::play as t;
use crate::ui::{Badge, Button, Choice, Fact, Facts, Form, Look, SelectField, State};

pub fn form(desk: Desk) -> AnyView {
    let about = About::new(desk);
    let chosen = RwSignal::new(None::<RecordId>);
    let said = RwSignal::new(String::new());
    let tasks = Memo::new(move |_| {
        let matrix = desk.script.with(|script| script.matrix.clone());
        desk.session.with(|ws| tasks(ws, matrix.as_ref()))
    });
    let task = Memo::new(move |_| {
        let words = about
            .told(desk)
            .map(|inject| inject.task)
            .unwrap_or_default();
        chosen
            .get()
            .or_else(|| tasks.with(|tasks| best(tasks, &words)))
    });
    let options = Signal::derive(move || {
        let each = tasks.get().into_iter();
        each.map(|(id, title)| Choice::new(id.as_str(), title))
            .collect::<Vec<_>>()
    });
    let parties = Signal::derive(move || {
        task.get()
            .map(|task| desk.session.with(|ws| parties(ws, &task)))
            .unwrap_or_default()
    });
    let submit = move || {
        let (inject, task) = (untrack(|| about.told(desk)), task.get_untracked());
        let said = RecordId::parse(&said.get_untracked());
        let (Some(inject), Some(task), Some(said)) = (inject, task, said) else {
            return;
        };
        let matrix = desk.session.with_untracked(|ws| accountable(ws, &task));
        done(
            desk,
            What::Captured(Captured::Blame(Blame {
                inject: inject.id,
                group: about.group.get_untracked(),
                task,
                said,
                matrix,
            })),
        );
    };
    let value = Signal::derive(move || task.get().map_or_else(String::new, |id| id.to_string()));
    view! {
        <Form on_submit=submit>
            {injects(desk, about)}
            {groups(desk, about)}
            <SelectField
                label=t::who_task
                options=options
                value=value
                empty=t::who_no_task
                on_change=move |id: String| chosen.set(RecordId::parse(&id))
            />
            <SelectField
                label=t::who_said
                options=parties
                value=said
                on_change=move |id| said.set(id)
            />
            {move || task.get().map(|task| row(desk, task, said))}
            <Button
                label=t::write_down
                look=Look::Primary
                submit=true
                disabled=Signal::derive(move || said.with(String::is_empty))
            />
        </Form>
    }
    .into_any()
}

/// The row of the matrix, once the group has said something: before, it would give the answer away to
/// whoever looks over the presenter's shoulder.
fn row(desk: Desk, task: RecordId, said: RwSignal<String>) -> AnyView {
    let href = desk.session.href(&task);
    let shown = move || {
        let said = RecordId::parse(&said.get())?;
        let (accountable, columns) = desk.session.with(|ws| {
            let found = Responsibility::of(ws, &task)?;
            let names = |columns: &[Column]| {
                let each = columns.iter().map(|column| column_name(ws, column));
                let named = each.collect::<Vec<_>>().join(&crate::texts::drills::and());
                if named.is_empty() {
                    "–".to_owned()
                } else {
                    named
                }
            };
            let named = (names(&found.accountable), names(&found.responsible));
            Some((accountable(ws, &task), named))
        })?;
        let agrees = accountable.as_ref() == Some(&said);
        let (state, word): (State, fn() -> String) = match (&accountable, agrees) {
            (None, _) => (State::Unknown, t::who_nobody),
            (Some(_), true) => (State::Good, t::who_agrees),
            (Some(_), false) => (State::Warn, t::who_differs),
        };
        let href = href.clone();
        Some(view! {
            <div class="card" aria-live="polite">
                <Badge state=state label=word />
                <Facts>
                    <Fact label=t::who_accountable>{columns.0}</Fact>
                    <Fact label=t::who_responsible>{columns.1}</Fact>
                </Facts>
                <a href=href target="_blank">{t::who_open}</a>
            </div>
        })
    };
    shown.into_any()
}

fn column_name(ws: &Workspace, column: &Column) -> String {
    let party = party::short_name_of(ws, &column.party);
    match &column.role {
        Some(role) => t::role_of(party, role),
        None => party,
    }
}

fn accountable(ws: &Workspace, task: &RecordId) -> Option<RecordId> {
    Responsibility::of(ws, task)?.accountable_party(&SameAs::of(ws))
}

/// The tasks of the drill's matrix; of all where it has none.
fn tasks(ws: &Workspace, matrix: Option<&RecordId>) -> Vec<(RecordId, String)> {
    let all = Matrix::all(ws).filter(|known| matrix.is_none_or(|id| id == known.id()));
    let each = all.flat_map(|matrix| matrix.tasks());
    each.map(|task| (task.id().clone(), task.title().into_owned()))
        .collect()
}

/// The task whose title shares most with the words that an inject gives for it.
fn best(tasks: &[(RecordId, String)], words: &Text) -> Option<RecordId> {
    let wanted = [words.chinese(), words.english()].map(pairs);
    let score = |title: &str| {
        let own = pairs(title);
        let shared = |wanted: &Vec<[char; 2]>| own.iter().filter(|p| wanted.contains(p)).count();
        wanted.iter().map(shared).max().unwrap_or(0)
    };
    let scored = tasks.iter().map(|(id, title)| (score(title), id));
    // Of equals the first; `max_by_key` would take the last.
    let best = scored.rev().max_by_key(|(score, _)| *score)?;
    (best.0 > 1).then(|| best.1.clone())
}

/// Neighbouring letters: Chinese has no spaces between words, and English words have endings.
fn pairs(text: &str) -> Vec<[char; 2]> {
    let letters: Vec<char> = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    letters
        .windows(2)
        .filter_map(|pair| <[char; 2]>::try_from(pair).ok())
        .collect()
}

/// The parties of a task's matrix, under the ids they go by.
fn parties(ws: &Workspace, task: &RecordId) -> Vec<Choice> {
    let matrix = Task::find(ws, task).and_then(|task| task.matrix());
    let all = matrix.map(|matrix| matrix.parties()).unwrap_or_default();
    let each = all.iter();
    each.map(|id| Choice::new(id.as_str(), party::name_of(ws, id)))
        .collect()
}
