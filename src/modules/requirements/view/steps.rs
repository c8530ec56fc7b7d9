//! The steps that come next: buttons for those of one's own party, the others with the reason why not.
//! Never in here: who may do what (`edits`).

use leptos::prelude::*;

use super::super::edits::{Offer, Proposal, Step, StepRefusal, Take, may};
use super::super::model::{Row, next_acts};
use super::desk::Desk;
use super::words::{self, Sides};
use super::{offers, shelf};
use crate::ledger::RecordId;
use crate::records::accord::Accord;
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
pub struct Taking {
    pub take: Callback<Step>,
    open: RwSignal<Option<Act>>,
    refusal: RwSignal<Option<StepRefusal>>,
    happened: RwSignal<Option<Instant>>,
    sides: Memo<Sides>,
}

impl Taking {
    fn refused(self) -> Signal<Option<String>> {
        self.refused_if(|_| true)
    }

    /// The refusal in words, where it is one that a field shows.
    pub fn refused_if(
        self,
        shows: impl Fn(StepRefusal) -> bool + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refusal = self.refusal.get().filter(|r| shows(*r))?;
            Some(self.sides.with(|s| words::step_refusal(refusal, s)))
        })
    }

    /// What no field shows.
    pub fn other_refusal(self, shown: &'static [StepRefusal]) -> AnyView {
        let words = self.refused_if(move |r| !shown.contains(&r));
        view! { <p class="error" role="alert">{words}</p> }.into_any()
    }

    pub fn close(self) {
        self.open.set(None);
        self.refusal.set(None);
    }
}

pub fn steps(desk: Desk, id: RecordId, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let taking = taking(desk, id.clone(), sides);
    let subject = id.clone();
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
            next_acts(&row.course).into_iter().map(verdict).collect()
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
            {offers::side_by_side(desk, row, sides)}
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
            {dialog(desk, subject, row, taking)}
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

fn dialog(desk: Desk, id: RecordId, row: Memo<Option<Row>>, taking: Taking) -> AnyView {
    let title = move || taking.open.get().map(words::act).unwrap_or_default();
    let inside = move || match taking.open.get() {
        Some(Act::Commit) => commit_form(taking),
        Some(Act::Propose) => proposal_form(row, taking),
        Some(Act::Counter) => counter_form(taking),
        Some(Act::Shelve) => shelf::form(desk, id.clone(), taking),
        Some(act) => reason_form(taking, act),
        None => ().into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || taking.open.get().is_some())
            on_close=move |()| taking.close()
            title=title
        >
            {inside.clone()}
        </Dialog>
    }
    .into_any()
}

/// Confirm and cancel, below the fields of a dialog.
pub fn buttons(close: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <div class="actions">
            <Button label=t::confirm look=Look::Primary submit=true />
            <Button label=texts::ui::cancel on_press=move |()| close() />
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
            {buttons(move || taking.close())}
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
            {buttons(move || taking.close())}
        </Form>
    }
    .into_any()
}

fn proposal_form(row: Memo<Option<Row>>, taking: Taking) -> AnyView {
    let feasibility = RwSignal::new(Feasibility::Accept);
    let offer = RwSignal::new(Offer::default());
    // Accepting answers what the requester wants by now.
    let countered = row.with_untracked(|row| {
        let accord = row.as_ref().map(|row| &row.course.accord);
        matches!(accord, Some(Accord::Countered { .. }))
    });
    let name = move |feasibility| match feasibility {
        Feasibility::Accept if countered => t::feasibility_accept_countered(),
        other => words::feasibility(other),
    };
    let choices = move || Feasibility::ALL.map(|f| Choice::new(f.as_str(), name(f)));
    let choose = move |key: String| {
        if let Some(chosen) = Feasibility::parse(&key) {
            feasibility.set(chosen);
        }
    };
    let with_changes = move || feasibility.get() == Feasibility::AcceptWithChanges;
    let submit = move |()| {
        let offer = offer.get_untracked();
        taking.take.run(Step::Propose(Proposal {
            feasibility: feasibility.get_untracked(),
            quantity: offer.quantity,
            price: offer.price,
            date: offer.date,
            reason: offer.reason,
        }));
    };
    view! {
        <Form on_submit=submit>
            <Segmented
                label=t::feasibility
                options=Signal::derive(move || choices().to_vec())
                value=Signal::derive(move || feasibility.get().as_str().to_owned())
                on_change=choose
            />
            <Show when=with_changes>{offers::term_fields(taking, offer)}</Show>
            {comment(
                taking,
                offer,
                move || match feasibility.get() {
                    Feasibility::Reject => t::reason(),
                    _ => t::comment(),
                },
            )}
            {buttons(move || taking.close())}
        </Form>
    }
    .into_any()
}

fn counter_form(taking: Taking) -> AnyView {
    let offer = RwSignal::new(Offer::default());
    view! {
        <Form on_submit=move |()| taking.take.run(Step::Counter(offer.get_untracked()))>
            <p class="hint">{t::counter_hint}</p>
            {offers::term_fields(taking, offer)}
            {comment(taking, offer, t::reason)}
            {buttons(move || taking.close())}
        </Form>
    }
    .into_any()
}

fn comment(
    taking: Taking,
    offer: RwSignal<Offer>,
    label: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    view! {
        <TextField
            label=label
            lines=3
            value=Signal::derive(move || offer.with(|o| o.reason.clone()))
            on_input=move |text: String| offer.update(|o| o.reason = text)
            error=taking.refused_if(|r| r != StepRefusal::NoNumber)
        />
    }
    .into_any()
}
