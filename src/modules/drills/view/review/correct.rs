//! The dialog that puts right what was written down, or types in what was on paper.
//! Never in here: what may be said (`edits`); the original stays in the log.

use leptos::prelude::*;

use super::draft::{self, Draught, field, put};
use super::learn::injects;
use super::lessons::DOES;
use super::{Desk, words};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::edits::{DrillRefusal, Happen};
use crate::modules::drills::event::{Answer, Blame, Captured, Correct, Decide, Note, Rating, What};
use crate::modules::drills::review::Review;
use crate::modules::drills::run::Kept;
use crate::modules::drills::view::words as say;
use crate::records::party;
use crate::texts::review as t;
use crate::time::MINUTE;
use crate::ui::{Button, CheckField, Choice, Form, NumberField, Segmented, SelectField, TextField};

const ANSWER: &str = "answer";
const DECIDE: &str = "decide";
const NOTE: &str = "note";
const RATING: &str = "rating";
const BLAME: &str = "blame";

/// What was said, as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What is put right; none: something new.
    of: Option<Kept>,
    kind: &'static str,
    inject: String,
    group: String,
    role: String,
    expectation: String,
    option: String,
    text: String,
    credit: Option<f64>,
    stars: Option<f64>,
    /// Minutes of scenario time after the inject came.
    after: Option<f64>,
    party: String,
    nothing: bool,
    reason: String,
}

impl Draft {
    pub fn new() -> Self {
        Self {
            of: None,
            kind: ANSWER,
            inject: String::new(),
            group: String::new(),
            role: String::new(),
            expectation: String::new(),
            option: String::new(),
            text: String::new(),
            credit: Some(100.0),
            stars: None,
            after: None,
            party: String::new(),
            nothing: false,
            reason: String::new(),
        }
    }

    /// What counts of something, to be put right.
    pub fn of(review: &Review, kept: &Kept) -> Self {
        let said = kept.counts.as_ref().unwrap_or(&kept.said);
        let after = after(review, kept, said);
        let draft = Self {
            of: Some(kept.clone()),
            after,
            ..Self::new()
        };
        match said.clone() {
            Captured::Answer(answer) => Self {
                inject: answer.inject,
                group: answer.group,
                role: answer.role.unwrap_or_default(),
                expectation: answer.expectation.unwrap_or_default(),
                text: answer.text,
                credit: Some(f64::from(answer.credit)),
                ..draft
            },
            Captured::Decide(decide) => Self {
                kind: DECIDE,
                inject: decide.inject,
                group: decide.group,
                option: decide.option,
                ..draft
            },
            Captured::Note(note) => Self {
                kind: NOTE,
                inject: note.inject.unwrap_or_default(),
                text: note.text,
                ..draft
            },
            Captured::Rating(rating) => Self {
                kind: RATING,
                group: rating.group.unwrap_or_default(),
                role: rating.role.unwrap_or_default(),
                stars: Some(f64::from(rating.stars)),
                text: rating.text,
                ..draft
            },
            Captured::Blame(blame) => Self {
                kind: BLAME,
                inject: blame.inject,
                group: blame.group,
                party: blame.said.to_string(),
                ..draft
            },
        }
    }

    /// What is to count; `None` where a party that was said cannot be one.
    fn said(&self, review: &Review) -> Option<Captured> {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let whole = |number: Option<f64>| number.map_or(u32::MAX, |n| n.clamp(0.0, 1e6) as u32);
        let played = self.played(review);
        Some(match self.kind {
            DECIDE => Captured::Decide(Decide {
                inject: self.inject.clone(),
                group: self.group.clone(),
                option: self.option.clone(),
                played,
            }),
            NOTE => Captured::Note(Note {
                text: self.text.clone(),
                inject: some(&self.inject),
            }),
            RATING => Captured::Rating(Rating {
                stars: whole(self.stars),
                group: some(&self.group),
                role: some(&self.role),
                text: self.text.clone(),
            }),
            BLAME => {
                let Some(Captured::Blame(known)) = self.of.as_ref().map(|kept| &kept.said) else {
                    return None;
                };
                Captured::Blame(Blame {
                    inject: self.inject.clone(),
                    group: self.group.clone(),
                    said: RecordId::parse(&self.party)?,
                    ..known.clone()
                })
            }
            _ => Captured::Answer(Answer {
                inject: self.inject.clone(),
                group: self.group.clone(),
                expectation: some(&self.expectation),
                role: some(&self.role),
                text: self.text.clone(),
                credit: whole(self.credit),
                played,
            }),
        })
    }

    /// When it was said, where that was typed; else it stays as it was noted.
    fn played(&self, review: &Review) -> Option<i64> {
        let was = self.of.as_ref().and_then(|kept| {
            let said = kept.counts.as_ref().unwrap_or(&kept.said);
            Some((said, after(review, kept, said)?))
        });
        if let Some((said, was)) = was
            && Some(was) == self.after
        {
            return match said {
                Captured::Answer(answer) => answer.played,
                Captured::Decide(decide) => decide.played,
                _ => None,
            };
        }
        let came = review.came(&self.inject)?.played;
        let after = self.after.filter(|minutes| (0.0..1e6).contains(minutes))?;
        Some(came + (after * MINUTE as f64) as i64)
    }
}

/// Minutes of scenario time from an inject to what was said to it, to a hundredth.
fn after(review: &Review, kept: &Kept, said: &Captured) -> Option<f64> {
    let (inject, played) = match said {
        Captured::Answer(answer) => (&answer.inject, answer.played),
        Captured::Decide(decide) => (&decide.inject, decide.played),
        _ => return None,
    };
    let passed = played.unwrap_or(kept.at.played) - review.came(inject)?.played;
    Some((passed as f64 / MINUTE as f64 * 100.0).round() / 100.0)
}

pub fn dialog(desk: Desk, draft: Draught<Draft>) -> AnyView {
    let is_new = Memo::new(move |_| draft.with(|d| d.as_ref().is_none_or(|d| d.of.is_none())));
    let title = move || match is_new.get() {
        true => t::add_title(),
        false => t::correct_title(),
    };
    draft::dialog(draft, title, false, move |refused| {
        form(desk, draft, refused)
    })
}

fn form(desk: Desk, draft: Draught<Draft>, refused: RwSignal<Option<DrillRefusal>>) -> AnyView {
    let kind = Memo::new(move |_| draft.with(|d| d.as_ref().map(|d| d.kind)).unwrap_or(ANSWER));
    let is_new = draft.with_untracked(|d| d.as_ref().is_none_or(|d| d.of.is_none()));
    let nothing = Memo::new(move |_| draft.with(|d| d.as_ref().is_some_and(|d| d.nothing)));
    let submit = move |()| {
        draft::keep(draft, refused, |typed| keep(desk, typed), t::kept_entry);
    };
    let said = move || refused.get().map(|refusal| words::refusal(&refusal));
    let kinds = move || {
        view! {
            <Segmented
                label=t::add_kind
                options=Signal::derive(kinds)
                value=Signal::derive(move || kind.get().to_owned())
                on_change=move |key: String| put(draft, |d| d.kind = kind_named(&key))
            />
        }
    };
    let correcting = move || {
        view! {
            {original(desk, draft)}
            <CheckField
                label=t::take_back
                checked=nothing
                on_change=move |nothing: bool| put(draft, |d| d.nothing = nothing)
            />
        }
    };
    let reason = move || {
        view! {
            <TextField
                label=t::reason
                optional=true
                value=field(draft, |d| d.reason.clone())
                on_input=move |text: String| put(draft, |d| d.reason = text)
            />
        }
    };
    view! {
        <Form on_submit=submit>
            {is_new.then(kinds)}
            {(!is_new).then(correcting)}
            <Show when=move || !nothing.get()>{move || fields(desk, draft, kind.get())}</Show>
            {(!is_new).then(reason)}
            <p class="error" aria-live="polite">
                {said}
            </p>
            <div class="actions">
                <Button label=t::save look=DOES submit=true />
                <Button label=t::cancel on_press=move || draft.set(None) />
            </div>
        </Form>
    }
    .into_any()
}

fn keep(desk: Desk, draft: &Draft) -> Result<(), DrillRefusal> {
    let review = desk.review().ok_or(DrillRefusal::Gone)?;
    let said = draft.said(&review);
    let what = match (&draft.of, draft.nothing) {
        (None, _) => What::Captured(said.ok_or(DrillRefusal::TextMissing)?),
        (Some(kept), nothing) => What::Correct(Correct {
            of: kept.id.clone(),
            with: match nothing {
                true => None,
                false => Some(said.ok_or(DrillRefusal::TextMissing)?),
            },
            reason: draft.reason.trim().to_owned(),
        }),
    };
    let happen = Happen {
        drill: desk.id(),
        ran: None,
        what,
    };
    desk.session.commit(&happen).map(drop)
}

fn kinds() -> Vec<Choice> {
    vec![
        Choice::new(ANSWER, t::k_answer()),
        Choice::new(DECIDE, t::k_decide()),
        Choice::new(NOTE, t::k_note()),
        Choice::new(RATING, t::k_rating()),
    ]
}

fn kind_named(key: &str) -> &'static str {
    let all = [ANSWER, DECIDE, NOTE, RATING, BLAME].into_iter();
    all.into_iter().find(|kind| *kind == key).unwrap_or(ANSWER)
}

fn original(desk: Desk, draft: Draught<Draft>) -> AnyView {
    let text = move || {
        let kept = draft.with(|d| d.as_ref().and_then(|d| d.of.clone()))?;
        let said = desk.get(|review| words::said(desk.session, review, &kept.said))?;
        Some(t::original(said))
    };
    view! {
        <p class="drills-text">{text}</p>
        <p class="hint">{t::original_stays}</p>
    }
    .into_any()
}

fn groups(desk: Desk) -> Vec<Choice> {
    let all = desk.get(|review| {
        let groups = review.source.groups.iter();
        groups
            .map(|group| Choice::new(&*group.id, &*group.name))
            .collect()
    });
    all.unwrap_or_default()
}

fn roles(desk: Desk) -> Vec<Choice> {
    let all = desk.get(|review| {
        let scenario = &review.source.scenario;
        let roles = scenario.roles.iter();
        roles
            .map(|role| Choice::new(&*role.id, say::role(scenario, &role.id)))
            .collect()
    });
    all.unwrap_or_default()
}

fn expectations(desk: Desk, inject: &str) -> Vec<Choice> {
    let all = desk.get(|review| {
        let inject = review.inject(inject)?;
        let all = inject.expectations.iter();
        let all = all.map(|e| Choice::new(&*e.id, say::text(&e.what)));
        Some(all.collect())
    });
    all.flatten().unwrap_or_default()
}

fn options(desk: Desk, inject: &str) -> Vec<Choice> {
    let all = desk.get(|review| {
        let decision = review.inject(inject)?.decision.as_ref()?;
        let all = decision.options.iter();
        Some(
            all.map(|o| Choice::new(&*o.id, say::text(&o.title)))
                .collect(),
        )
    });
    all.flatten().unwrap_or_default()
}

fn parties(ws: &Workspace) -> Vec<Choice> {
    let all = ws.of_kind(party::KIND);
    let named = all.map(|record| {
        let id = record.id();
        Choice::new(id.to_string(), party::short_name_of(ws, id))
    });
    named.collect()
}

/// The fields of one kind of thing that is said.
fn fields(desk: Desk, draft: Draught<Draft>, kind: &str) -> AnyView {
    let inject = view! {
        <SelectField
            label=t::inject
            options=Signal::derive(move || injects(desk))
            value=field(draft, |d| d.inject.clone())
            on_change=move |id: String| put(draft, |d| d.inject = id)
        />
    }
    .into_any();
    let group = view! {
        <SelectField
            label=t::group
            options=Signal::derive(move || groups(desk))
            value=field(draft, |d| d.group.clone())
            on_change=move |id: String| put(draft, |d| d.group = id)
        />
    }
    .into_any();
    match kind {
        NOTE => view! {
            {text(draft)}
            {inject}
        }
        .into_any(),
        RATING => view! {
            {group}
            {role(desk, draft)}
            {number(draft, t::stars_field, |d| d.stars, |d, n| d.stars = n)}
            {text(draft)}
        }
        .into_any(),
        BLAME => view! {
            {group}
            <SelectField
                label=t::party
                options=Signal::derive(move || desk.session.with(parties))
                value=field(draft, |d| d.party.clone())
                on_change=move |id: String| put(draft, |d| d.party = id)
            />
        }
        .into_any(),
        DECIDE => view! {
            {inject}
            {group}
            {options_of(desk, draft)}
            {number(draft, t::after, |d| d.after, |d, n| d.after = n)}
        }
        .into_any(),
        _ => view! {
            {inject}
            {expectation(desk, draft)}
            <div class="row">{group}{role(desk, draft)}</div>
            {text(draft)}
            <div class="row">
                {number(draft, t::credit_field, |d| d.credit, |d, n| d.credit = n)}
                {number(draft, t::after, |d| d.after, |d, n| d.after = n)}
            </div>
        }
        .into_any(),
    }
}

fn text(draft: Draught<Draft>) -> AnyView {
    view! {
        <TextField
            label=t::text
            lines=2
            value=field(draft, |d| d.text.clone())
            on_input=move |text: String| put(draft, |d| d.text = text)
        />
    }
    .into_any()
}

fn role(desk: Desk, draft: Draught<Draft>) -> AnyView {
    view! {
        <SelectField
            label=t::role
            options=Signal::derive(move || roles(desk))
            empty=t::nobody
            value=field(draft, |d| d.role.clone())
            on_change=move |id: String| put(draft, |d| d.role = id)
        />
    }
    .into_any()
}

fn expectation(desk: Desk, draft: Draught<Draft>) -> AnyView {
    let inject = field(draft, |d| d.inject.clone());
    view! {
        <SelectField
            label=t::expectation
            options=Signal::derive(move || expectations(desk, &inject.get()))
            empty=t::no_expectation
            value=field(draft, |d| d.expectation.clone())
            on_change=move |id: String| put(draft, |d| d.expectation = id)
        />
    }
    .into_any()
}

fn options_of(desk: Desk, draft: Draught<Draft>) -> AnyView {
    let inject = field(draft, |d| d.inject.clone());
    view! {
        <SelectField
            label=t::option
            options=Signal::derive(move || options(desk, &inject.get()))
            value=field(draft, |d| d.option.clone())
            on_change=move |id: String| put(draft, |d| d.option = id)
        />
    }
    .into_any()
}

fn number(
    draft: Draught<Draft>,
    label: fn() -> String,
    of: fn(&Draft) -> Option<f64>,
    set: fn(&mut Draft, Option<f64>),
) -> AnyView {
    view! {
        <NumberField
            label=label
            min="0"
            value=field(draft, of)
            on_change={move |n: Option<f64>| put(draft, |d| set(d, n))}
        />
    }
    .into_any()
}
