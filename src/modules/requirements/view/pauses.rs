//! The pauses of a requirement's clocks: asking for one, ending it, agreeing or objecting.
//! Never in here: which pauses count (`records::pause`), who may do what (`pauses`).

use leptos::prelude::*;

use super::super::model::Row;
use super::super::pauses::{AnswerPause, BeginPause, EndPause, PauseRefusal};
use super::desk::Desk;
use super::words;
use crate::ledger::{Edit, RecordId};
use crate::records::party;
use crate::records::pause::{Answer, Pause, Pauses, Says};
use crate::records::requirement::{Direction, Requirement};
use crate::texts;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{
    Badge, Button, Choice, DateTimeField, Dialog, Form, Look, Section, Segmented, State, TextField,
    toast,
};

/// The form that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asking {
    Begin,
    End(RecordId),
    Object(RecordId),
    /// What the partner said to a pause of one's own.
    Enter(RecordId),
}

/// What the section holds while somebody does something.
#[derive(Clone, Copy)]
struct Acting {
    desk: Desk,
    row: Memo<Option<Row>>,
    open: RwSignal<Option<Asking>>,
    refusal: RwSignal<Option<PauseRefusal>>,
}

impl Acting {
    /// Does it, and says so with the way back.
    fn act<E: Edit<Refusal = PauseRefusal>>(self, edit: &E, done: fn() -> String) {
        let session = self.desk.session;
        match session.commit(edit) {
            Ok(_) => {
                self.close();
                toast::say_undoable(done(), move || {
                    let _ = session.undo();
                });
            }
            Err(why) => self.refusal.set(Some(why)),
        }
    }

    fn me(self) -> RecordId {
        self.desk.session.me().party
    }

    /// The other of the two parties, where one's own is one of them.
    fn partner(self) -> Option<RecordId> {
        self.row.with(|row| {
            let ours = row.as_ref().filter(|r| r.direction != Direction::Other);
            ours.and_then(|row| row.partner.clone())
        })
    }

    fn name(self, party: &RecordId) -> String {
        let session = self.desk.session;
        session.with(|ws| party::short_name_of(ws, party))
    }

    fn close(self) {
        self.open.set(None);
        self.refusal.set(None);
    }

    /// The sentence beside the field a refusal is about.
    fn beside(self, about: fn(PauseRefusal) -> bool) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refusal = self.refusal.get().filter(|why| about(*why))?;
            Some(words::pause_refusal(refusal))
        })
    }

    /// What is about no field of the form.
    fn other(self) -> Signal<Option<String>> {
        self.beside(|why| !about_reason(why) && !about_start(why) && !about_end(why))
    }
}

fn about_reason(why: PauseRefusal) -> bool {
    why == PauseRefusal::ReasonMissing
}

fn about_start(why: PauseRefusal) -> bool {
    matches!(
        why,
        PauseRefusal::InTheFuture | PauseRefusal::BeforeSubmission
    )
}

fn about_end(why: PauseRefusal) -> bool {
    why == PauseRefusal::EndsBeforeStart
}

pub fn pauses(desk: Desk, id: RecordId, row: Memo<Option<Row>>) -> AnyView {
    let acting = Acting {
        desk,
        row,
        open: RwSignal::new(None),
        refusal: RwSignal::new(None),
    };
    let asked = id.clone();
    let all = Memo::new(move |_| {
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let requirement = ws.record(&asked).map(Requirement);
            let pauses = requirement.map(|r| Pauses::of(&r, &joins).0);
            pauses.unwrap_or_default()
        })
    });
    // One of the two pauses while no pause of its own lasts.
    let may = Memo::new(move |_| {
        let runs = row.with(|row| row.as_ref().is_some_and(|row| !row.is_over()));
        let joins = desk.joins.get();
        let lasts = |by: &RecordId| {
            let of = |p: &Pause| p.not_counted.is_none() && p.to.is_none() && joins.same(&p.by, by);
            all.with(|all| all.iter().any(of))
        };
        let both = acting.partner().map(|partner| [acting.me(), partner]);
        let free = |both: [RecordId; 2]| both.into_iter().filter(|by| !lasts(by)).collect();
        let free: Option<Vec<RecordId>> = both.filter(|_| runs).map(free);
        free.unwrap_or_default()
    });
    let begin = move || {
        view! {
            <Show when=move || may.with(|may| !may.is_empty())>
                <Button
                    label=t::pause_begin
                    icon=icondata::LuPause
                    look=Look::Quiet
                    on_press=move |()| acting.open.set(Some(Asking::Begin))
                />
            </Show>
        }
    };
    let none = move || all.with(Vec::is_empty);
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|pause| line(acting, pause)).collect_view()
    };
    view! {
        <Section title=t::pauses actions=begin>
            <Show when=none>
                <p class="faint">{t::pauses_none}</p>
            </Show>
            <ul class="plain requirements-pauses">{lines}</ul>
            <p class="error" role="alert">
                {move || acting.open.get().is_none().then(|| acting.beside(|_| true).get())}
            </p>
            {dialog(acting, id, may)}
        </Section>
    }
    .into_any()
}

fn line(acting: Acting, pause: Pause) -> AnyView {
    let Pause {
        id,
        by,
        entered_by,
        from,
        to,
        reason,
        answer,
        not_counted,
    } = pause;
    let desk = acting.desk;
    let (named, pauser, own_by) = (by.clone(), by.clone(), by);
    let who = move || acting.name(&named);
    let span = move || match (from.map(format::instant), to.map(format::instant)) {
        (Some(from), Some(to)) => t::pause_span(from, to),
        (Some(from), None) => t::pause_since(from),
        (None, _) => t::pause_no_start(),
    };
    let exact = move || {
        let both = [from.map(format::exact), to.map(format::exact)];
        both.into_iter().flatten().collect::<Vec<_>>().join(" – ")
    };
    let counts = not_counted.is_none();
    let is_ours = Memo::new(move |_| desk.joins.get().same(&own_by, &acting.me()));
    let entered = entered_by.clone();
    // Whoever entered it for the other ends it for it, too.
    let ends = Memo::new(move |_| {
        let entered = entered.as_ref();
        is_ours.get() || entered.is_some_and(|id| desk.joins.get().same(id, &acting.me()))
    });
    let enterer = move || {
        let party = entered_by.as_ref()?;
        Some(t::entered_for(acting.name(party)))
    };
    let between_us = move || acting.partner().is_some();
    let lasts = move || to.is_none_or(|to| to > desk.minute.get());
    let says = answer.as_ref().map(|answer| answer.says);
    let (end, agree, object, enter) = (id.clone(), id.clone(), id.clone(), id);
    let agreed = move |()| {
        let edit = AnswerPause {
            pause: agree.clone(),
            says: Says::Agree,
            reason: String::new(),
            entered_for: None,
        };
        acting.act(&edit, t::pause_agreed);
    };
    let agreed = Callback::new(agreed);
    let end = Callback::new(move |()| acting.open.set(Some(Asking::End(end.clone()))));
    let object = Callback::new(move |()| acting.open.set(Some(Asking::Object(object.clone()))));
    let enter = Callback::new(move |()| acting.open.set(Some(Asking::Enter(enter.clone()))));
    view! {
        <li class:requirements-apart=!counts>
            <p>
                <strong>{who}</strong>
                " "
                <span title=exact>{span}</span>
                " "
                <span class="faint">{enterer}</span>
            </p>
            <p class="requirements-value">{reason}</p>
            {match not_counted {
                Some(why) => {
                    view! {
                        <p>
                            <Badge
                                state=State::Warn
                                label=move || t::not_counted(words::not_a_pause(why))
                            />
                        </p>
                    }
                        .into_any()
                }
                None => answered(acting, answer, pauser),
            }}
            <div class="actions">
                <Show when=move || counts && ends.get() && lasts()>
                    <Button label=t::pause_end icon=icondata::LuPlay on_press=end />
                </Show>
                <Show when=move || counts && is_ours.get() && between_us()>
                    <Button label=t::pause_enter_answer look=Look::Quiet on_press=enter />
                </Show>
                <Show when=move || counts && !is_ours.get() && between_us()>
                    <Show when=move || says != Some(Says::Agree)>
                        <Button label=t::pause_agree icon=icondata::LuCheck on_press=agreed />
                    </Show>
                    <Show when=move || says != Some(Says::Object)>
                        <Button label=t::pause_object look=Look::Quiet on_press=object />
                    </Show>
                </Show>
            </div>
        </li>
    }
    .into_any()
}

/// What the other party says to it, and what follows for the clocks.
fn answered(acting: Acting, answer: Option<Answer>, pauser: RecordId) -> AnyView {
    let says = answer.as_ref().map(|answer| answer.says);
    let state = match says {
        None => State::Busy,
        Some(Says::Agree) => State::Good,
        Some(Says::Object) => State::Warn,
    };
    let label = move || match says {
        None => t::pause_unanswered(),
        Some(Says::Agree) => t::pause_is_agreed(),
        Some(Says::Object) => t::pause_is_objected(),
    };
    let details = answer.map(|answer| {
        let at = answer.at;
        // There are two parties: what is not said by the one was entered by the other.
        let entered = answer.entered_for.is_some();
        let enterer = move || entered.then(|| t::entered_for(acting.name(&pauser)));
        view! {
            <span class="requirements-value">{answer.reason}</span>
            " "
            <span class="faint" title=move || format::exact(at)>
                {move || format::instant(at)}
                " "
                {enterer}
            </span>
        }
    });
    view! {
        <p>
            <Badge state=state label=label />
            " "
            {details}
        </p>
    }
    .into_any()
}

fn dialog(acting: Acting, requirement: RecordId, may: Memo<Vec<RecordId>>) -> AnyView {
    let title = move || match acting.open.get() {
        Some(Asking::End(_)) => t::pause_end(),
        Some(Asking::Object(_)) => t::pause_object(),
        Some(Asking::Enter(_)) => t::pause_enter_answer(),
        _ => t::pause_begin(),
    };
    let inside = move || match acting.open.get() {
        Some(Asking::Begin) => begin_form(acting, requirement.clone(), may),
        Some(Asking::End(pause)) => end_form(acting, pause),
        Some(Asking::Object(pause)) => object_form(acting, pause),
        Some(Asking::Enter(pause)) => their_answer_form(acting, pause),
        None => ().into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || acting.open.with(Option::is_some))
            on_close=move |()| acting.close()
            title=title
        >
            {inside.clone()}
        </Dialog>
    }
    .into_any()
}

fn reason_field(acting: Acting, reason: RwSignal<String>) -> AnyView {
    view! {
        <TextField
            label=t::reason
            lines=3
            autofocus=true
            value=reason
            on_input=move |text: String| reason.set(text)
            error=acting.beside(about_reason)
        />
    }
    .into_any()
}

fn buttons(acting: Acting) -> AnyView {
    view! {
        <p class="error" role="alert">{move || acting.other().get()}</p>
        <div class="actions">
            <Button label=t::confirm look=Look::Primary submit=true />
            <Button label=texts::ui::cancel on_press=move |()| acting.close() />
        </div>
    }
    .into_any()
}

fn begin_form(acting: Acting, requirement: RecordId, may: Memo<Vec<RecordId>>) -> AnyView {
    let first = may.with_untracked(|may| may.first().cloned());
    let by = RwSignal::new(first.unwrap_or_else(|| acting.me()));
    let parties = move || {
        let choice = |id: &RecordId| Choice::new(id.as_str(), acting.name(id));
        may.with(|may| may.iter().map(choice).collect::<Vec<_>>())
    };
    let theirs = move || by.with(|by| *by != acting.me());
    let hint = move || match theirs() {
        true => t::pause_theirs_hint(),
        false => t::pause_hint(),
    };
    let reason = RwSignal::new(String::new());
    let from = RwSignal::new(None::<Instant>);
    let to = RwSignal::new(None::<Instant>);
    let submit = move |()| {
        let edit = BeginPause {
            requirement: requirement.clone(),
            from: from.get_untracked(),
            to: to.get_untracked(),
            reason: reason.get_untracked(),
            entered_for: Some(by.get_untracked()).filter(|by| *by != acting.me()),
        };
        acting.act(&edit, t::pause_begun);
    };
    view! {
        <Form on_submit=submit>
            <Segmented
                label=t::pause_whose
                options=Signal::derive(parties)
                value=Signal::derive(move || by.with(|by| by.as_str().to_owned()))
                on_change=move |key: String| {
                    if let Some(party) = RecordId::parse(&key) {
                        by.set(party);
                    }
                }
            />
            <p class="hint">{hint}</p>
            {reason_field(acting, reason)}
            <DateTimeField
                label=t::pause_from
                optional=true
                value=from
                on_change={move |at: Option<Instant>| from.set(at)}
                error=acting.beside(about_start)
            />
            <DateTimeField
                label=t::pause_to
                optional=true
                value=to
                on_change={move |at: Option<Instant>| to.set(at)}
                error=acting.beside(about_end)
            />
            {buttons(acting)}
        </Form>
    }
    .into_any()
}

fn end_form(acting: Acting, pause: RecordId) -> AnyView {
    let at = RwSignal::new(None::<Instant>);
    let submit = move |()| {
        let edit = EndPause {
            pause: pause.clone(),
            at: at.get_untracked(),
        };
        acting.act(&edit, t::pause_ended);
    };
    view! {
        <Form on_submit=submit>
            <DateTimeField
                label=t::pause_ended_at
                optional=true
                value=at
                on_change={move |moment: Option<Instant>| at.set(moment)}
                error=acting.beside(|why| about_start(why) || about_end(why))
            />
            {buttons(acting)}
        </Form>
    }
    .into_any()
}

fn object_form(acting: Acting, pause: RecordId) -> AnyView {
    let reason = RwSignal::new(String::new());
    let submit = move |()| {
        let edit = AnswerPause {
            pause: pause.clone(),
            says: Says::Object,
            reason: reason.get_untracked(),
            entered_for: None,
        };
        acting.act(&edit, t::pause_objected);
    };
    view! {
        <Form on_submit=submit>
            <p class="hint">{t::pause_object_hint}</p>
            {reason_field(acting, reason)}
            {buttons(acting)}
        </Form>
    }
    .into_any()
}

/// For a partner who said it otherwise than by file.
fn their_answer_form(acting: Acting, pause: RecordId) -> AnyView {
    let says = RwSignal::new(Says::Agree);
    let reason = RwSignal::new(String::new());
    let all = || [Says::Agree, Says::Object].map(|s| Choice::new(s.as_str(), words::says(s)));
    let submit = move |()| {
        let edit = AnswerPause {
            pause: pause.clone(),
            says: says.get_untracked(),
            reason: reason.get_untracked(),
            entered_for: acting.partner(),
        };
        acting.act(&edit, t::pause_answer_entered);
    };
    view! {
        <Form on_submit=submit>
            <p class="hint">{t::enter_decision_hint}</p>
            <Segmented
                label=t::pause_their_answer
                options=Signal::derive(move || all().to_vec())
                value=Signal::derive(move || says.get().as_str().to_owned())
                on_change=move |key: String| says.set(Says::parse(&key).unwrap_or(Says::Agree))
            />
            {reason_field(acting, reason)}
            {buttons(acting)}
        </Form>
    }
    .into_any()
}
