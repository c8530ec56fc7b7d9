//! A pasted or dropped list of who was there: each line with its person, suggested or chosen by hand, before
//! anything is noted.
//! Never in here: reading lists (`super::super::roster`).

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::edits::{Assess, Hold, Refusal};
use super::super::names::Match;
use super::super::roster::{Listed, read};
use super::desk::Desk;
use super::form::said;
use super::training::Shown;
use crate::ledger::RecordId;
use crate::session::outside;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{
    Badge, Button, Choice, FileDrop, Files, Look, Section, SelectField, State, TextField, toast,
};

/// A list of a few thousand lines; what is longer is no list of one training.
const MOST_BYTES: u64 = 1024 * 1024;

/// A line and whom a person says it is: an id, or nothing where the line is left out.
type Chosen = (Listed, RwSignal<String>);

pub fn section(desk: Desk, training: RecordId, shown: Memo<Shown>) -> AnyView {
    let text = RwSignal::new(String::new());
    let list = RwSignal::new(Vec::<Chosen>::new());
    let refusal = RwSignal::new(None::<Refusal>);
    let take = move |given: &str| {
        let people: Vec<(RecordId, String)> = desk.members.with_untracked(|members| {
            let each = members.iter();
            each.map(|m| (m.id.clone(), m.name.clone())).collect()
        });
        let date = shown.with_untracked(|s| s.plan.date).unwrap_or_default();
        let per_hour = desk
            .terms
            .with_untracked(|terms| terms.rates.minutes_on(date));
        let lines = read(given, &people, per_hour).into_iter();
        let chosen = |line: Listed| {
            // The very same name is chosen; a similar one is for a person to choose.
            let person = match &line.matched {
                Match::Is(id) => id.to_string(),
                _ => String::new(),
            };
            (line, RwSignal::new(person))
        };
        list.set(lines.map(chosen).collect());
    };
    let files = move |files: Files| {
        let file = outside::text_file(files, MOST_BYTES);
        spawn_local(async move {
            match file.await {
                Some(Ok(file)) => take(&file.text),
                Some(Err(_)) => toast::say(t::list_unreadable()),
                None => {}
            }
        });
    };
    let of = training.clone();
    let head = NodeRef::<html::Summary>::new();
    let note = move |()| {
        if keep(desk, &of, shown, list, refusal) {
            list.set(Vec::new());
            text.set(String::new());
            // The button that was pressed is gone with its list: the focus goes to where it began.
            if let Some(head) = head.get_untracked() {
                let _ = head.focus();
            }
        }
    };
    view! {
        <Section title=t::paste_list>
            <details class="training-add">
                <summary node_ref=head>{t::paste_list_open}</summary>
                <TextField
                    label=t::paste_here
                    hint=t::paste_hint
                    lines=4
                    value=text
                    on_input=move |given: String| {
                        take(&given);
                        text.set(given);
                    }
                />
                <FileDrop
                    label=t::list_file
                    accept=".csv,.tsv,.txt,text/csv,text/plain"
                    on_files=files
                />
                <Show when=move || !list.with(Vec::is_empty)>
                    <ul class="plain training-list">
                        {move || list.get().into_iter().map(|c| line(desk, c)).collect_view()}
                    </ul>
                    {said(refusal)}
                    <p class="training-line">
                        <Button
                            label=move || t::note_list(chosen(list) as i64)
                            look=Look::Primary
                            on_press=note.clone()
                        />
                        <span class="hint">
                            {move || {
                                let left = list.with(Vec::len) - chosen(list);
                                (left > 0).then(|| t::list_left_out(left as i64))
                            }}
                        </span>
                    </p>
                </Show>
            </details>
        </Section>
    }
    .into_any()
}

/// How many lines have a person.
fn chosen(list: RwSignal<Vec<Chosen>>) -> usize {
    list.with(|list| {
        list.iter()
            .filter(|c| c.1.with(|id| !id.is_empty()))
            .count()
    })
}

fn line(desk: Desk, (listed, chosen): Chosen) -> AnyView {
    let suggested: Vec<RecordId> = match &listed.matched {
        Match::Is(id) => vec![id.clone()],
        Match::Perhaps(ids) => ids.clone(),
        Match::Nobody => Vec::new(),
    };
    let (state, label): (State, fn() -> String) = match listed.matched {
        Match::Is(_) => (State::Good, t::name_is),
        Match::Perhaps(_) => (State::Warn, t::name_similar),
        Match::Nobody => (State::Bad, t::name_nobody),
    };
    let options = move || {
        desk.members.with(|members| {
            let name = |id: &RecordId| members.iter().find(|m| m.id == *id);
            let first = suggested.iter().filter_map(name);
            let others = members.iter().filter(|m| !suggested.contains(&m.id));
            first
                .chain(others)
                .map(|m| Choice::new(m.id.as_str(), m.name.clone()))
                .collect::<Vec<_>>()
        })
    };
    let amounts = [
        listed.minutes.map(t::minutes_of),
        listed.score.map(t::of_hundred),
    ];
    let amounts: Vec<String> = amounts.into_iter().flatten().collect();
    let odd = (!listed.unreadable.is_empty()).then(|| t::list_odd(listed.unreadable.join(" · ")));
    let written = listed.name.clone();
    view! {
        <li class="training-line">
            <strong>{listed.name}</strong>
            <Badge state=state label=label />
            <span class="training-choice">
                <SelectField
                    label=move || t::who_is(&written)
                    unlabelled=true
                    empty=t::leave_out
                    options=Signal::derive(options)
                    value=chosen
                    on_change=move |id: String| chosen.set(id)
                />
            </span>
            <span class="faint">{amounts.join(" · ")}</span>
            <span class="error">{odd}</span>
        </li>
    }
    .into_any()
}

/// Notes the lines that have a person: minutes as listed, else the whole training; scores of who was there.
fn keep(
    desk: Desk,
    training: &RecordId,
    shown: Memo<Shown>,
    list: RwSignal<Vec<Chosen>>,
    refusal: RwSignal<Option<Refusal>>,
) -> bool {
    let (whole, mark, date) = shown.with_untracked(|s| (s.plan.minutes, s.pass_mark, s.plan.date));
    let rows: Vec<(RecordId, u32, Option<u32>)> = list.with_untracked(|list| {
        let each = list.iter();
        each.filter_map(|(line, chosen)| {
            let person = RecordId::parse(&chosen.get_untracked())?;
            Some((person, line.minutes.unwrap_or(whole), line.score))
        })
        .collect()
    });
    if rows.is_empty() {
        return false;
    }
    let attended = rows.iter().map(|(id, minutes, _)| (id.clone(), *minutes));
    let hold = Hold {
        training: training.clone(),
        attended: attended.collect(),
    };
    if !desk.commit(&hold, refusal) {
        return false;
    }
    let scored = rows.iter().filter(|row| mark.is_some() && row.1 > 0);
    for (person, _, score) in scored {
        if let Some(score) = score {
            assess(desk, training, person, *score, date, refusal);
        }
    }
    toast::say(t::list_noted(rows.len() as i64));
    true
}

fn assess(
    desk: Desk,
    training: &RecordId,
    person: &RecordId,
    score: u32,
    date: Option<Date>,
    refusal: RwSignal<Option<Refusal>>,
) {
    let edit = Assess {
        training: training.clone(),
        person: person.clone(),
        score,
        date,
    };
    desk.commit(&edit, refusal);
}
