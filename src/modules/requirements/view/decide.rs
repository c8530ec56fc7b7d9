//! Approving, refusing, taking back a change asked for; entering what the other party decided.
//! Never in here: who may (`changes`).

use leptos::prelude::*;

use super::super::changes::{ChangeRefusal, Decide, WithdrawRequest};
use super::desk::Desk;
use super::{refusals, steps, words};
use crate::ledger::RecordId;
use crate::records::change_request::Verdict;
use crate::texts::requirements as t;
use crate::ui::{Choice, Dialog, Form, Segmented, SelectField, TextField, toast};

/// What is done with a request in a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Refuse,
    Withdraw,
    /// A decision of one of these people of the other party.
    Enter(Vec<(RecordId, String)>),
}

/// What the section holds while a request is being decided.
#[derive(Clone, Copy)]
pub struct Deciding {
    desk: Desk,
    open: RwSignal<Option<(RecordId, Way)>>,
    refusal: RwSignal<Option<(RecordId, ChangeRefusal)>>,
}

pub fn deciding(desk: Desk) -> Deciding {
    Deciding {
        desk,
        open: RwSignal::new(None),
        refusal: RwSignal::new(None),
    }
}

impl Deciding {
    pub fn open(self, request: RecordId, way: Way) {
        self.refusal.set(None);
        self.open.set(Some((request, way)));
    }

    fn close(self) {
        self.open.set(None);
        self.refusal.set(None);
    }

    pub fn run(self, edit: Decide) {
        let done = match edit.verdict {
            Verdict::Approve => t::approved(),
            Verdict::Refuse => t::refused(),
        };
        let request = edit.request.clone();
        self.ended(request, self.desk.session.commit(&edit).err(), done);
    }

    fn withdraw(self, edit: &WithdrawRequest) {
        let why = self.desk.session.commit(edit).err();
        self.ended(edit.request.clone(), why, t::request_withdrawn());
    }

    fn ended(self, request: RecordId, why: Option<ChangeRefusal>, done: String) {
        if let Some(why) = why {
            self.refusal.set(Some((request, why)));
            return;
        }
        self.close();
        let session = self.desk.session;
        toast::say_undoable(done, move || {
            let _ = session.undo();
        });
    }

    /// Why nothing came of it, beside the request, where no dialog says it.
    pub fn refused_at(self, request: RecordId) -> Signal<Option<String>> {
        Signal::derive(move || {
            let (of, why) = self.refusal.get()?;
            let here = of == request && self.open.with(Option::is_none);
            here.then(|| refusals::change(why))
        })
    }

    fn refused(self) -> Signal<Option<String>> {
        Signal::derive(move || self.refusal.get().map(|(_, why)| refusals::change(why)))
    }
}

pub fn dialog(deciding: Deciding) -> AnyView {
    let title = move || match deciding.open.get() {
        Some((_, Way::Refuse)) => t::refuse(),
        Some((_, Way::Withdraw)) => t::withdraw_request(),
        Some((_, Way::Enter(_))) => t::enter_decision(),
        None => String::new(),
    };
    let inside = move || match deciding.open.get() {
        Some((request, Way::Enter(people))) => theirs(deciding, request, people),
        Some((request, way)) => reason(deciding, request, way),
        None => ().into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || deciding.open.get().is_some())
            on_close=move |()| deciding.close()
            title=title
        >
            <div on:input=move |_| deciding.refusal.set(None)>{inside}</div>
        </Dialog>
    }
    .into_any()
}

fn reason(deciding: Deciding, request: RecordId, way: Way) -> AnyView {
    let reason = RwSignal::new(String::new());
    let submit = move |()| {
        let (request, reason) = (request.clone(), reason.get_untracked());
        match way {
            Way::Withdraw => deciding.withdraw(&WithdrawRequest { request, reason }),
            _ => deciding.run(Decide {
                request,
                verdict: Verdict::Refuse,
                reason,
                person: None,
            }),
        }
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::reason
                lines=3
                autofocus=true
                value=reason
                on_input=move |text: String| reason.set(text)
                error=deciding.refused()
            />
            {steps::buttons(move || deciding.close())}
        </Form>
    }
    .into_any()
}

fn theirs(deciding: Deciding, request: RecordId, people: Vec<(RecordId, String)>) -> AnyView {
    let first = people.first().map(|(id, _)| id.as_str().to_owned());
    let person = RwSignal::new(first.unwrap_or_default());
    let verdict = RwSignal::new(Verdict::Approve);
    let reason = RwSignal::new(String::new());
    let named = people
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), name.clone()));
    let named: Vec<Choice> = named.collect();
    let verdicts = || {
        let all = [Verdict::Approve, Verdict::Refuse];
        all.map(|v| Choice::new(v.as_str(), words::verdict(v)))
    };
    let submit = move |()| {
        deciding.run(Decide {
            request: request.clone(),
            verdict: verdict.get_untracked(),
            reason: reason.get_untracked(),
            person: RecordId::parse(&person.get_untracked()),
        });
    };
    view! {
        <Form on_submit=submit>
            <p class="hint">{t::enter_decision_hint}</p>
            <SelectField
                label=t::whose_decision
                options=Signal::stored(named)
                value=person
                on_change=move |key: String| person.set(key)
            />
            <Segmented
                label=t::decision
                options=Signal::derive(move || verdicts().to_vec())
                value=Signal::derive(move || verdict.get().as_str().to_owned())
                on_change=move |key: String| {
                    verdict.set(Verdict::parse(&key).unwrap_or(Verdict::Approve));
                }
            />
            <TextField
                label=t::reason
                lines=3
                value=reason
                on_input=move |text: String| reason.set(text)
                error=deciding.refused()
            />
            {steps::buttons(move || deciding.close())}
        </Form>
    }
    .into_any()
}
