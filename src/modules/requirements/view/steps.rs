//! The steps that come next: buttons for those of one's own party, the others with the reason why not.
//! Never in here: who may do what (`edits`).

use leptos::prelude::*;

use super::super::edits::{Proposal, Step, StepRefusal, Take, may};
use super::super::model::{Row, next_acts};
use super::desk::Desk;
use super::words::{self, Sides};
use crate::ledger::RecordId;
use crate::records::requirement::Requirement;
use crate::records::stage::{Act, Feasibility};
use crate::texts;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{
    Button, Choice, DateTimeField, Dialog, Form, Look, Section, Segmented, TextField, toast,
};

/// What the page of one requirement holds while a step is being taken.
#[derive(Clone, Copy)]
struct Taking {
    take: Callback<Step>,
    open: RwSignal<Option<Act>>,
    refusal: RwSignal<Option<StepRefusal>>,
    happened: RwSignal<Option<Instant>>,
    sides: Memo<Sides>,
}

impl Taking {
    fn refused(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refusal = self.refusal.get()?;
            Some(self.sides.with(|s| words::step_refusal(refusal, s)))
        })
    }

    fn close(self) {
        self.open.set(None);
        self.refusal.set(None);
    }
}

/// The acts this page has a button or a form for.
const HAS_WAY: [Act; 11] = [
    Act::Acknowledge,
    Act::Propose,
    Act::Agree,
    Act::Commit,
    Act::Start,
    Act::Deliver,
    Act::SendBack,
    Act::Accept,
    Act::Settle,
    Act::Withdraw,
    Act::Revive,
];

pub fn steps(desk: Desk, id: RecordId, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let taking = taking(desk, id.clone(), sides);
    let acts = Memo::new(move |_| {
        let Some(row) = row.get() else {
            return Vec::new();
        };
        let me = desk.session.me().party;
        desk.session.with(|ws| {
            let Some(record) = ws.record(&id) else {
                return Vec::new();
            };
            let requirement = Requirement(record);
            let joins = desk.joins.get();
            let verdict = |act| (act, may(&requirement, &row.course, &joins, &me, act).err());
            let acts = next_acts(&row.course)
                .into_iter()
                .filter(|a| HAS_WAY.contains(a));
            acts.map(verdict).collect()
        })
    });
    let nothing = move || acts.with(Vec::is_empty);
    let mine = move || acts.with(|acts| acts.iter().any(|(_, refusal)| refusal.is_none()));
    let buttons = move || {
        let first_own = acts.with(|a| a.iter().position(|(_, refusal)| refusal.is_none()));
        let all = acts.get().into_iter().enumerate();
        all.map(|(nth, (act, refusal))| button(taking, act, refusal, first_own == Some(nth)))
            .collect_view()
    };
    view! {
        <Section title=t::steps>
            <Show when=nothing>
                <p class="faint">{t::steps_over}</p>
            </Show>
            <ul class="plain requirements-steps">{buttons}</ul>
            <p class="error" role="alert">
                {move || taking.open.get().is_none().then(|| taking.refused().get())}
            </p>
            <Show when=mine>
                <div class="requirements-when">
                    <DateTimeField
                        label=t::happened_at
                        hint=t::happened_hint
                        optional=true
                        value=taking.happened
                        on_change={move |at: Option<Instant>| taking.happened.set(at)}
                    />
                </div>
            </Show>
            {dialog(taking)}
        </Section>
    }
    .into_any()
}

fn taking(desk: Desk, id: RecordId, sides: Memo<Sides>) -> Taking {
    let session = desk.session;
    let open = RwSignal::new(None);
    let refusal = RwSignal::new(None);
    let happened = RwSignal::new(None);
    let take = Callback::new(move |step: Step| {
        let act = step.act();
        let edit = Take {
            requirement: id.clone(),
            step,
            stated: happened.get_untracked(),
        };
        match session.commit(&edit) {
            Ok(_) => {
                refusal.set(None);
                open.set(None);
                happened.set(None);
                toast::say_undoable(t::done_step(words::did(act)), move || {
                    let _ = session.undo();
                });
            }
            Err(why) => refusal.set(Some(why)),
        }
    });
    Taking {
        take,
        open,
        refusal,
        happened,
        sides,
    }
}

fn button(taking: Taking, act: Act, refusal: Option<StepRefusal>, primary: bool) -> AnyView {
    let press = move || match act {
        Act::Acknowledge => taking.take.run(Step::Acknowledge),
        Act::Start => taking.take.run(Step::Start),
        Act::Deliver => taking.take.run(Step::Deliver),
        Act::Accept => taking.take.run(Step::Accept),
        Act::Settle => taking.take.run(Step::Settle),
        Act::Agree => taking.take.run(Step::Agree),
        Act::Revive => taking.take.run(Step::Revive),
        asks_more => {
            taking.refusal.set(None);
            taking.open.set(Some(asks_more));
        }
    };
    let look = match (primary, act) {
        (true, _) => Look::Primary,
        (_, Act::Withdraw) => Look::Quiet,
        _ => Look::Plain,
    };
    let why = refusal.map(|refusal| {
        let words = move || taking.sides.with(|s| words::step_refusal(refusal, s));
        view! { <span class="hint">{words}</span> }
    });
    view! {
        <li>
            <Button
                label=move || words::act(act)
                on_press=move |()| press()
                look=look
                disabled=refusal.is_some()
            />
            {why}
        </li>
    }
    .into_any()
}

fn dialog(taking: Taking) -> AnyView {
    let title = move || taking.open.get().map(words::act).unwrap_or_default();
    let inside = move || match taking.open.get() {
        Some(Act::Commit) => commit_form(taking),
        Some(Act::Propose) => proposal_form(taking),
        Some(act) => reason_form(taking, act),
        None => ().into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || taking.open.get().is_some())
            on_close=move |()| taking.close()
            title=title
        >
            {inside}
        </Dialog>
    }
    .into_any()
}

fn buttons(taking: Taking) -> AnyView {
    view! {
        <div class="actions">
            <Button label=t::confirm look=Look::Primary submit=true />
            <Button label=texts::ui::cancel on_press=move |()| taking.close() />
        </div>
    }
    .into_any()
}

fn commit_form(taking: Taking) -> AnyView {
    let plan = RwSignal::new(None::<Instant>);
    view! {
        <Form on_submit=move |()| taking.take.run(Step::Commit { plan: plan.get_untracked() })>
            <DateTimeField
                label=t::delivery_plan
                value=plan
                on_change={move |at: Option<Instant>| plan.set(at)}
                error=taking.refused()
            />
            {buttons(taking)}
        </Form>
    }
    .into_any()
}

fn reason_form(taking: Taking, act: Act) -> AnyView {
    let reason = RwSignal::new(String::new());
    let submit = move |()| {
        let reason = reason.get_untracked();
        taking.take.run(match act {
            Act::SendBack => Step::SendBack { reason },
            _ => Step::Withdraw { reason },
        });
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::reason
                lines=3
                autofocus=true
                value=reason
                on_input=move |text: String| reason.set(text)
                error=taking.refused()
            />
            {buttons(taking)}
        </Form>
    }
    .into_any()
}

fn proposal_form(taking: Taking) -> AnyView {
    let draft = RwSignal::new(Proposal {
        feasibility: Feasibility::Accept,
        quantity: String::new(),
        price: String::new(),
        date: None,
        reason: String::new(),
    });
    let choices = || Feasibility::ALL.map(|f| Choice::new(f.as_str(), words::feasibility(f)));
    let chosen = move || draft.with(|d| d.feasibility.as_str().to_owned());
    let choose = move |key: String| {
        if let Some(feasibility) = Feasibility::parse(&key) {
            draft.update(|d| d.feasibility = feasibility);
        }
    };
    let with_changes = move || draft.with(|d| d.feasibility == Feasibility::AcceptWithChanges);
    view! {
        <Form on_submit=move |()| taking.take.run(Step::Propose(draft.get_untracked()))>
            <Segmented
                label=t::feasibility
                options=Signal::derive(move || choices().to_vec())
                value=Signal::derive(chosen)
                on_change=choose
            />
            <Show when=with_changes>{changes(draft)}</Show>
            <TextField
                label=move || match draft.with(|d| d.feasibility == Feasibility::Reject) {
                    true => t::reason(),
                    false => t::comment(),
                }
                lines=3
                value=Signal::derive(move || draft.with(|d| d.reason.clone()))
                on_input=move |text: String| draft.update(|d| d.reason = text)
                error=taking.refused()
            />
            {buttons(taking)}
        </Form>
    }
    .into_any()
}

fn changes(draft: RwSignal<Proposal>) -> AnyView {
    view! {
        <TextField
            label=t::changed_quantity
            optional=true
            value=Signal::derive(move || draft.with(|d| d.quantity.clone()))
            on_input=move |text: String| draft.update(|d| d.quantity = text)
        />
        <TextField
            label=t::changed_price
            optional=true
            value=Signal::derive(move || draft.with(|d| d.price.clone()))
            on_input=move |text: String| draft.update(|d| d.price = text)
        />
        <DateTimeField
            label=t::changed_date
            optional=true
            value=Signal::derive(move || draft.with(|d| d.date))
            on_change={move |at: Option<Instant>| draft.update(|d| d.date = at)}
        />
    }
    .into_any()
}
