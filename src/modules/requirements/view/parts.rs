//! What is kept beside a requirement: its milestones, which both firms get, and notes of one's own.
//! Never in here: who may write what (`parts`).

use leptos::prelude::*;

use super::super::parts::{DropPart, PartRefusal, ReachMilestone, SetMilestone, WriteNote};
use super::clocks::moment;
use super::desk::Desk;
use super::refusals;
use crate::ledger::RecordId;
use crate::records::requirement::{DRAFT, Requirement};
use crate::records::{milestone, person, private};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{self, Badge, Button, DateTimeField, Form, Look, Section, TextField, toast};

/// One milestone as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Milestone {
    id: RecordId,
    name: String,
    due: Option<Instant>,
    reached: Option<Instant>,
}

/// The milestones, and the inputs of a further one where the reader's party may add one.
pub fn milestones(desk: Desk, id: RecordId) -> AnyView {
    let subject = id.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let all = milestone::of(ws, &subject).into_iter();
            all.map(|m| Milestone {
                id: m.0.id().clone(),
                name: m.name().into_owned(),
                due: m.due(),
                reached: m.reached(),
            })
            .collect::<Vec<Milestone>>()
        })
    });
    let ours = ours(desk, id.clone());
    let of_draft = id.kind() == DRAFT;
    let none = move || all.with(Vec::is_empty);
    let refusal = RwSignal::new(None::<PartRefusal>);
    let each = move || {
        let all = all.get().into_iter();
        all.map(|m| one(desk, m, (ours, of_draft), refusal))
            .collect_view()
    };
    let add = move || ours.get().then(|| add(desk, id.clone()));
    view! {
        <Section title=t::milestones>
            <Show when=none>
                <p class="faint">{t::milestones_none}</p>
            </Show>
            <ul class="plain requirements-parts">{each}</ul>
            <p class="error" role="alert">{move || refusal.get().map(refusals::part)}</p>
            {add}
        </Section>
    }
    .into_any()
}

/// Whether the reader's party is one of the two.
fn ours(desk: Desk, id: RecordId) -> Memo<bool> {
    Memo::new(move |_| {
        let (me, joins) = (desk.session.me().party, desk.joins.get());
        desk.session.with(|ws| {
            let requirement = ws.record(&id).map(Requirement);
            requirement.is_some_and(|r| r.is_between(&joins, &me))
        })
    })
}

fn one(
    desk: Desk,
    milestone: Milestone,
    // Nothing is reached before it is asked.
    (ours, of_draft): (Memo<bool>, bool),
    refusal: RwSignal<Option<PartRefusal>>,
) -> AnyView {
    let (due, reached) = (milestone.due, milestone.reached);
    let late = match (due, reached) {
        (Some(due), Some(reached)) => due < reached,
        _ => false,
    };
    let id = milestone.id.clone();
    let reach = move |()| {
        let edit = ReachMilestone {
            milestone: id.clone(),
            stated: None,
        };
        refusal.set(desk.session.commit(&edit).err());
    };
    let name = milestone.name.clone();
    let button = move || {
        let (name, reach) = (name.clone(), reach.clone());
        (ours.get() && reached.is_none() && !of_draft).then(|| {
            view! {
                <Button
                    label=move || t::reach(&name)
                    icon=icondata::LuFlag
                    look=Look::Quiet
                    on_press=reach
                />
            }
        })
    };
    let state = match reached {
        Some(_) if late => ui::State::Bad,
        Some(_) => ui::State::Good,
        None => ui::State::Busy,
    };
    let label = move || match reached {
        Some(at) => t::reached_at(format::instant(at)),
        None => t::not_reached(),
    };
    view! {
        <li>
            <strong>{milestone.name}</strong>
            <span>{due.map(|at| t::due_at(format::instant(at)))}</span>
            <Badge state=state label=label />
            {button}
        </li>
    }
    .into_any()
}

fn add(desk: Desk, parent: RecordId) -> AnyView {
    let name = RwSignal::new(String::new());
    let due = RwSignal::new(None::<Instant>);
    let refusal = RwSignal::new(None::<PartRefusal>);
    let submit = move |()| {
        let edit = SetMilestone {
            parent: parent.clone(),
            milestone: None,
            name: name.get_untracked(),
            due: due.get_untracked(),
        };
        let why = desk.session.commit(&edit).err();
        if why.is_none() {
            name.set(String::new());
            due.set(None);
            toast::say(t::saved());
        }
        refusal.set(why);
    };
    view! {
        <Form on_submit=submit>
            <div class="requirements-fields">
                <TextField
                    label=t::milestone_name
                    value=name
                    on_input=move |text: String| name.set(text)
                    error=Signal::derive(move || refusal.get().map(refusals::part))
                />
                <DateTimeField
                    label=t::due_date
                    optional=true
                    value=due
                    on_change={move |at: Option<Instant>| due.set(at)}
                />
            </div>
            <div class="actions">
                <Button label=t::add_milestone submit=true icon=icondata::LuPlus />
            </div>
        </Form>
    }
    .into_any()
}

/// The notes of one's own firm, of the requirement and of the draft it came from.
pub fn notes(desk: Desk, id: RecordId) -> AnyView {
    let subject = id.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let all = private::notes(ws, &subject).into_iter();
            let shown = all.map(|note| {
                let made = note.0.creation();
                let by = made.map(|c| (person::name_of(ws, &c.by.person), c.at));
                (note.0.id().clone(), note.text().into_owned(), by)
            });
            shown.collect::<Vec<_>>()
        })
    });
    let each = move || {
        let all = all.get().into_iter();
        all.map(|(id, text, by)| note(desk, id, text, by))
            .collect_view()
    };
    let text = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<PartRefusal>);
    let submit = move |()| {
        let edit = WriteNote {
            beside: id.clone(),
            note: None,
            text: text.get_untracked(),
        };
        let why = desk.session.commit(&edit).err();
        if why.is_none() {
            text.set(String::new());
        }
        refusal.set(why);
    };
    view! {
        <Section title=t::notes>
            <p class="hint">{t::notes_private}</p>
            <ul class="plain requirements-notes">{each}</ul>
            <Form on_submit=submit>
                <TextField
                    label=t::note
                    lines=2
                    value=text
                    on_input=move |typed: String| text.set(typed)
                    error=Signal::derive(move || refusal.get().map(refusals::part))
                />
                <div class="actions">
                    <Button label=t::add_note submit=true icon=icondata::LuStickyNote />
                </div>
            </Form>
        </Section>
    }
    .into_any()
}

fn note(desk: Desk, id: RecordId, text: String, by: Option<(String, Instant)>) -> AnyView {
    let session = desk.session;
    let drop = move |()| {
        // Refused only if it is gone already.
        if session.commit(&DropPart { part: id.clone() }).is_ok() {
            toast::say_undoable(t::deleted(), move || {
                let _ = session.undo();
            });
        }
    };
    let start = super::messages::start_of(&text);
    let by = by.map(|(who, at)| {
        view! { <span class="faint">{who} " " {moment(at)}</span> }
    });
    view! {
        <li class="card">
            <header class="section-head">
                {by}
                <div class="actions">
                    <Button
                        label=move || t::delete_note(&start)
                        icon=icondata::LuTrash2
                        look=Look::Quiet
                        bare=true
                        on_press=drop
                    />
                </div>
            </header>
            <p class="requirements-value">{text}</p>
        </li>
    }
    .into_any()
}
