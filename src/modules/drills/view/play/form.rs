//! The dialogs of a running drill: each opens by one key, is answered by a few and writes down one thing.
//! Never in here: choosing from a numbered list (`choose`), an inject typed on the spot (`insert`), the
//! matrix (`who`).

use leptos::prelude::*;

use super::super::words as story;
use super::desk::Desk;
use super::{choose, insert, who};
use crate::modules::drills::event::{Answer, Captured, Note, What};
use crate::modules::drills::scenario::Inject;
use crate::texts::play as t;
use crate::time::MINUTE;
use crate::ui::{
    Button, Choice, Dialog, Form as Fields, Look, NumberField, Segmented, SelectField, TextField,
};

/// What is asked just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The expectation and the group, where they were pressed, by their places.
    Answer(Option<(usize, usize, usize)>),
    Decide,
    Rate,
    Note,
    Insert,
    Who,
    End,
}

fn title(form: Form) -> String {
    match form {
        Form::Answer(_) => t::answer(),
        Form::Decide => t::decide(),
        Form::Rate => t::rate(),
        Form::Note => t::note(),
        Form::Insert => t::insert(),
        Form::Who => t::who(),
        Form::End => t::end(),
    }
}

pub fn dialog(desk: Desk) -> AnyView {
    let content = move || {
        Some(match desk.form.get()? {
            Form::Answer(at) => answer(desk, at),
            Form::Decide => choose::decide(desk),
            Form::Rate => choose::rate(desk),
            Form::Note => note(desk),
            Form::Insert => insert::form(desk),
            Form::Who => who::form(desk),
            Form::End => end(desk),
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || desk.form.with(Option::is_some))
            on_close=move |()| desk.form.set(None)
            title=move || desk.form.get().map(title).unwrap_or_default()
        >
            {content}
        </Dialog>
    }
    .into_any()
}

/// Writes it down and closes the dialog; it stays open where it may not be.
pub fn done(desk: Desk, what: What) {
    if desk.happen(what) {
        desk.form.set(None);
    }
}

/// What a dialog is about: an inject that came, and a group.
#[derive(Clone, Copy)]
pub struct About {
    pub inject: RwSignal<Option<usize>>,
    pub group: RwSignal<String>,
}

impl About {
    pub fn new(desk: Desk) -> Self {
        let group = desk.script.with_untracked(|script| {
            let known = script.ids.get(desk.group.get_untracked());
            known.or(script.ids.first()).cloned()
        });
        Self {
            inject: RwSignal::new(untrack(|| desk.about())),
            group: RwSignal::new(group.unwrap_or_default()),
        }
    }

    /// The inject as the scenario has it; reactive.
    pub fn told(&self, desk: Desk) -> Option<Inject> {
        desk.inject(self.inject.get()?)
    }
}

/// Which inject it is about: what came, the last first.
pub fn injects(desk: Desk, about: About) -> AnyView {
    let options = Signal::derive(move || {
        let board = desk.board.get();
        let title = |nth: usize| desk.inject(nth).map(|inject| story::text(&inject.title));
        let came = board.came.iter().rev();
        came.map(|came| Choice::new(came.nth.to_string(), title(came.nth).unwrap_or_default()))
            .collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        about
            .inject
            .get()
            .map_or_else(String::new, |n| n.to_string())
    });
    view! {
        <SelectField
            label=t::inject
            options=options
            value=value
            on_change=move |nth: String| about.inject.set(nth.parse().ok())
        />
    }
    .into_any()
}

pub fn groups(desk: Desk, about: About) -> AnyView {
    let options = Signal::derive(move || group_choices(desk));
    view! {
        <SelectField
            label=t::group
            options=options
            value=about.group
            on_change=move |id| about.group.set(id)
        />
    }
    .into_any()
}

pub fn group_choices(desk: Desk) -> Vec<Choice> {
    desk.script.with(|script| {
        let each = script.groups.iter();
        each.map(|group| Choice::new(&group.id, &group.name))
            .collect()
    })
}

fn answer(desk: Desk, at: Option<(usize, usize, usize)>) -> AnyView {
    let about = About::new(desk);
    let asked = RwSignal::new(String::new());
    let (role, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let credit = RwSignal::new("100".to_owned());
    let late = RwSignal::new(None::<f64>);
    if let Some((nth, _, group)) = at {
        about.inject.set(Some(nth));
        let id = desk
            .script
            .with_untracked(|script| script.ids.get(group).cloned());
        about.group.set(id.unwrap_or_default());
    }
    // The first that this group has not met yet, or the one that was pressed.
    let first = move || {
        let told = about.told(desk)?;
        let place = match at {
            Some((nth, place, _)) if about.inject.get() == Some(nth) => place,
            _ => first_open(desk, about),
        };
        told.expectations.get(place).map(|e| e.id.clone())
    };
    let chosen = Memo::new(move |_| {
        let by_hand = asked.get();
        if by_hand.is_empty() {
            first().unwrap_or_default()
        } else {
            by_hand
        }
    });
    let expectations = Signal::derive(move || {
        let told = about
            .told(desk)
            .map(|inject| inject.expectations)
            .unwrap_or_default();
        let each = told.iter();
        let mut all: Vec<Choice> = each
            .map(|e| Choice::new(&e.id, story::text(&e.what)))
            .collect();
        all.push(Choice::new("-", t::answer_whole()));
        all
    });
    let roles = Signal::derive(move || {
        let told = about
            .told(desk)
            .map(|inject| inject.expectations)
            .unwrap_or_default();
        let asked = told.into_iter().find(|e| e.id == chosen.get());
        let who = asked.map(|e| e.who).unwrap_or_default();
        desk.script.with(|script| {
            let each = who.iter();
            each.map(|id| Choice::new(id, story::role(&script.scenario, id)))
                .collect::<Vec<_>>()
        })
    });
    let worth = Signal::derive(|| {
        let of = |value: &str, label: String| Choice::new(value, label);
        vec![
            of("100", t::credit_full()),
            of("50", t::credit_half()),
            of("0", t::credit_none()),
        ]
    });
    let submit = move || {
        let Some(nth) = about.inject.get_untracked() else {
            return;
        };
        let Some(told) = untrack(|| about.told(desk)) else {
            return;
        };
        let fired = desk.now().find(nth).map(|came| came.fired.played);
        let minutes = late
            .get_untracked()
            .map(|minutes| (minutes * MINUTE as f64) as i64);
        let whole = |text: String| Some(text).filter(|text| !text.is_empty() && text != "-");
        done(
            desk,
            What::Captured(Captured::Answer(Answer {
                inject: told.id,
                group: about.group.get_untracked(),
                expectation: whole(chosen.get_untracked()),
                role: whole(role.get_untracked()),
                text: text.get_untracked().trim().to_owned(),
                credit: credit.get_untracked().parse().unwrap_or(100),
                played: minutes.zip(fired).map(|(minutes, fired)| fired + minutes),
            })),
        );
    };
    view! {
        <Fields on_submit=submit>
            {injects(desk, about)}
            {groups(desk, about)}
            <SelectField
                label=t::answer_to
                options=expectations
                value=chosen
                on_change=move |id| asked.set(id)
            />
            <TextField
                label=t::answer_text
                optional=true
                autofocus=true
                value=text
                on_input=move |typed| text.set(typed)
            />
            <Segmented
                label=t::credit
                options=worth
                value=credit
                on_change=move |value| credit.set(value)
            />
            <Show when=move || { roles.with(|roles| roles.len() > 1) }>
                <SelectField
                    label=t::answer_role
                    options=roles
                    value=role
                    empty=t::answer_as_group
                    on_change=move |id| role.set(id)
                />
            </Show>
            <NumberField
                label=t::answer_late
                hint=t::answer_late_hint
                optional=true
                min="0"
                value=late
                on_change=move |minutes| late.set(minutes)
            />
            <Button label=t::write_down look=Look::Primary submit=true />
        </Fields>
    }
    .into_any()
}

/// The place of the first expectation that a group has not met.
fn first_open(desk: Desk, about: About) -> usize {
    use super::board::Mark;
    let group = about.group.get();
    let nth = desk
        .script
        .with(|script| script.ids.iter().position(|id| *id == group));
    desk.board.with(|board| {
        let came = about.inject.get().and_then(|inject| board.find(inject));
        let asks = came.map(|came| came.asks.as_slice()).unwrap_or_default();
        let unmet = |mark: Option<&Mark>| !matches!(mark, Some(Mark::Met(_)));
        let open = asks
            .iter()
            .position(|ask| unmet(nth.and_then(|nth| ask.marks.get(nth))));
        open.unwrap_or(0)
    })
}

fn note(desk: Desk) -> AnyView {
    let about = About::new(desk);
    let text = RwSignal::new(String::new());
    let submit = move || {
        let inject = untrack(|| about.told(desk)).map(|inject| inject.id);
        let text = text.get_untracked().trim().to_owned();
        done(desk, What::Captured(Captured::Note(Note { text, inject })));
    };
    view! {
        <Fields on_submit=submit>
            <TextField
                label=t::note_text
                autofocus=true
                value=text
                on_input=move |typed| text.set(typed)
            />
            <Button label=t::write_down look=Look::Primary submit=true />
        </Fields>
    }
    .into_any()
}

fn end(desk: Desk) -> AnyView {
    let open = move || {
        desk.board
            .with(|b| b.came.iter().filter(|c| c.open).count())
    };
    view! {
        <Fields on_submit=move || done(desk, What::End)>
            <p>{move || t::end_hint(open() as i64)}</p>
            <button type="submit" class="button primary" autofocus>
                {t::end}
            </button>
        </Fields>
    }
    .into_any()
}
