//! What the two parties said to each other about a requirement: writing, answering, read and received.
//! Never in here: who may say what, what answers what (`messages`, `records::message`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::messages::{MarkRead, MessageRefusal, Reply, Say, Waiting, clock};
use super::super::model::Row;
use super::super::moments::{Received, Way};
use super::clocks::moment;
use super::desk::Desk;
use super::{refusals, steps, words};
use crate::exchange::FileLog;
use crate::ledger::{RecordId, Workspace};
use crate::records::limits::Reader;
use crate::records::message::{self, Answers, Message};
use crate::records::{party, person};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::limit::State;
use crate::time::{Instant, MINUTE};
use crate::ui::{
    self, Badge, Button, CheckField, Countdown, Dialog, Form, Look, Section, TextField, toast,
};

/// One message as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    from: String,
    author: String,
    /// It was entered by the party it is to, for the one it is from.
    entered_for: bool,
    stated: Option<Instant>,
    entered: Option<Instant>,
    text: String,
    urgent: bool,
    /// The beginning of the message it answers.
    answers: Option<String>,
    /// Of an urgent one.
    waiting: Option<Waiting>,
    /// Of one's own: how far the partner has it.
    received: Option<Received>,
    read: Vec<(String, Instant)>,
    /// It is to one's own party, and the reader has not opened it yet.
    unread: bool,
    may_answer: bool,
}

pub fn messages(desk: Desk, id: RecordId, row: Memo<Option<Row>>) -> AnyView {
    let subject = id.clone();
    let all = Memo::new(move |_| {
        let log = desk.session.file_log();
        let person = desk.session.me().person;
        desk.read(|ws, reader| lines(ws, reader, &subject, &person, &log))
    });
    open_unread(desk, all);
    let partner = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref()?;
            let ours = row.direction != crate::records::requirement::Direction::Other;
            row.partner.clone().filter(|_| ours)
        })
    });
    let answering = RwSignal::new(None::<RecordId>);
    let none = move || all.with(Vec::is_empty);
    let each = move || {
        let all = all.get().into_iter();
        all.map(|line| one(desk, answering, line)).collect_view()
    };
    let write = move || {
        let id = id.clone();
        partner.get().map(move |to| write(desk, id, to))
    };
    view! {
        <Section title=t::messages>
            <Show when=none>
                <p class="faint">{t::messages_none}</p>
            </Show>
            <ol class="plain requirements-messages">{each}</ol>
            {write}
            {answer(desk, answering)}
        </Section>
    }
    .into_any()
}

fn lines(
    ws: &Workspace,
    reader: &Reader<'_>,
    subject: &RecordId,
    person: &RecordId,
    log: &FileLog,
) -> Vec<Line> {
    let joins = reader.joins;
    let answers = Answers::of(ws, joins);
    let ids = |party: &RecordId| {
        joins
            .ids_of(party)
            .into_iter()
            .collect::<BTreeSet<RecordId>>()
    };
    let me = ids(reader.me);
    let line = |message: Message<'_>| {
        let (from, to) = (message.from()?, message.to()?);
        let (to_us, by_us) = (joins.same(&to, reader.me), joins.same(&from, reader.me));
        let author = message.author()?;
        let stated = message.stated();
        let made = message.0.creation();
        let partner = ids(&to);
        let way = Way {
            log,
            me: &me,
            partner: &partner,
        };
        let wrote = joins.same(&author.party, reader.me);
        let received = made.map(|made| way.moments(made, stated).received);
        let read = message.read_by(joins);
        let asked = message
            .reply_to()
            .and_then(|id| ws.record(&id))
            .map(Message);
        Some(Line {
            id: message.0.id().clone(),
            from: party::short_name_of(ws, &from),
            author: person::name_of(ws, &author.person),
            entered_for: !joins.same(&author.party, &from),
            stated,
            entered: made.map(|made| made.at),
            text: message.text().into_owned(),
            urgent: message.is_urgent(),
            answers: asked.map(|asked| start_of(&asked.text())),
            waiting: clock(&message, &answers, reader),
            received: received.filter(|_| by_us && wrote),
            unread: to_us && !read.iter().any(|r| r.by == *person),
            read: read
                .into_iter()
                .map(|r| (person::name_of(ws, &r.by), r.at))
                .collect(),
            may_answer: to_us || by_us,
        })
    };
    let all = message::about(ws, subject).into_iter();
    all.filter_map(line).collect()
}

/// As much of a message as tells which one is meant.
pub fn start_of(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut start: String = line.chars().take(60).collect();
    if start.len() < text.trim_end().len() {
        start.push('…');
    }
    start
}

/// Messages to us are opened by showing them: said once for each person, and nothing to undo.
fn open_unread(desk: Desk, all: Memo<Vec<Line>>) {
    let unread = Memo::new(move |_| {
        all.with(|all| {
            let unread = all.iter().filter(|line| line.unread);
            unread
                .map(|line| line.id.clone())
                .collect::<Vec<RecordId>>()
        })
    });
    Effect::new(move |_| {
        for message in unread.get() {
            // Refused only if it was opened meanwhile.
            let _ = desk.session.witness(&MarkRead { message });
        }
    });
}

fn one(desk: Desk, answering: RwSignal<Option<RecordId>>, line: Line) -> AnyView {
    let entered = line.entered.filter(|entered| {
        let stated = line.stated.unwrap_or(*entered);
        stated.since(*entered).unsigned_abs() > MINUTE.unsigned_abs()
    });
    let entered = entered.map(|at| view! { " · " {move || t::entered_at(format::instant(at))} });
    let author = line.author.clone();
    let author = match line.entered_for {
        true => t::entered_for(author),
        false => author,
    };
    let urgent = line.urgent.then(|| {
        view! { " " <Badge state=ui::State::Warn label=t::urgent icon=icondata::LuZap /> }
    });
    let answers = line.answers.clone().map(|text| {
        view! { <p class="faint">{t::answers(text)}</p> }
    });
    let waiting = line.waiting.map(|waiting| {
        view! { <p class="requirements-limit">{answer_within(desk, waiting)}</p> }
    });
    // Whoever has read it has received it.
    let is_read = !line.read.is_empty();
    let received = line.received.and_then(|received| match received {
        Received::AsOf(at) => Some(t::received_by_partner(format::instant(at))),
        Received::NotKnown | Received::Here(_) => (!is_read).then(t::not_received_yet),
    });
    let read = line.read.iter();
    let read: Vec<String> = read
        .map(|(who, at)| t::read_by(who, format::instant(*at)))
        .collect();
    let facts: Vec<String> = received.into_iter().chain(read).collect();
    let (id, name) = (line.id.clone(), start_of(&line.text));
    let reply = line.may_answer.then(|| {
        view! {
            <Button
                label=move || t::reply_to(&name)
                icon=icondata::LuReply
                look=Look::Quiet
                bare=true
                on_press=move |()| answering.set(Some(id.clone()))
            />
        }
    });
    view! {
        <li class="card">
            <header class="section-head">
                <p>
                    <strong>{line.from.clone()}</strong>
                    " "
                    {line.stated.map(moment)}
                    " "
                    <span class="faint">{author} {entered}</span>
                    {urgent}
                </p>
                <div class="actions">{reply}</div>
            </header>
            {answers}
            <p class="requirements-value">{line.text.clone()}</p>
            {waiting}
            <p class="hint requirements-said">{facts.join(" · ")}</p>
        </li>
    }
    .into_any()
}

/// The thirty minutes: counting down, or how they ended.
fn answer_within(desk: Desk, waiting: Waiting) -> AnyView {
    let state = Memo::new(move |_| waiting.state(desk.session.now()));
    let due = waiting.limit.due();
    let shown = move || match (state.get(), due) {
        (state @ (State::Open | State::Warned | State::Breached), Some(due)) => {
            let shown = Signal::stored(match state {
                State::Breached => ui::State::Bad,
                State::Warned => ui::State::Warn,
                _ => ui::State::Busy,
            });
            view! { <Countdown until=due now=desk.now() state=shown /> }.into_any()
        }
        (state, _) => {
            let (label, shown) = words::limit_state(state);
            view! { <Badge state=shown label=label /> }.into_any()
        }
    };
    let answered = waiting.answered.map(|at| {
        view! { " " <span>{move || t::answered_at(format::instant(at))}</span> }
    });
    view! {
        <span>{t::answer_within}</span>
        " "
        {shown}
        {answered}
    }
    .into_any()
}

/// The inputs of a new message about the requirement.
fn write(desk: Desk, about: RecordId, to: RecordId) -> AnyView {
    let session = desk.session;
    let text = RwSignal::new(String::new());
    let urgent = RwSignal::new(false);
    let refusal = RwSignal::new(None::<MessageRefusal>);
    let name = session.with_untracked(|ws| party::short_name_of(ws, &to));
    let send = move |()| {
        let edit = Say {
            to: to.clone(),
            about: Some(about.clone()),
            text: text.get_untracked(),
            urgent: urgent.get_untracked(),
            stated: None,
        };
        match session.commit(&edit) {
            Ok(_) => {
                text.set(String::new());
                urgent.set(false);
                refusal.set(None);
                said(desk);
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    let error = Signal::derive(move || refusal.get().map(refusals::message));
    view! {
        <Form on_submit=send>
            <TextField
                label=move || t::message_to(&name)
                lines=2
                value=text
                on_input=move |typed: String| text.set(typed)
                error=error
            />
            <CheckField
                label=t::urgent
                hint=t::urgent_hint
                checked=urgent
                on_change=move |on: bool| urgent.set(on)
            />
            <div class="actions">
                <Button label=t::send_message submit=true icon=icondata::LuSend />
            </div>
        </Form>
    }
    .into_any()
}

fn said(desk: Desk) {
    let session = desk.session;
    toast::say_undoable(t::message_written(), move || {
        let _ = session.undo();
    });
}

fn answer(desk: Desk, answering: RwSignal<Option<RecordId>>) -> AnyView {
    let inside = move || match answering.get() {
        Some(message) => answer_form(desk, message, answering),
        None => ().into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || answering.get().is_some())
            on_close=move |()| answering.set(None)
            title=t::reply
        >
            {inside}
        </Dialog>
    }
    .into_any()
}

fn answer_form(desk: Desk, message: RecordId, answering: RwSignal<Option<RecordId>>) -> AnyView {
    let asked = desk.session.with_untracked(|ws| {
        let record = ws.record(&message).map(Message);
        record.map(|m| m.text().into_owned()).unwrap_or_default()
    });
    let text = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<MessageRefusal>);
    let submit = move |()| {
        let edit = Reply {
            message: message.clone(),
            text: text.get_untracked(),
            stated: None,
        };
        match desk.session.commit(&edit) {
            Ok(_) => {
                answering.set(None);
                said(desk);
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    view! {
        <Form on_submit=submit>
            <p class="faint requirements-value">{asked}</p>
            <TextField
                label=t::your_answer
                lines=3
                autofocus=true
                value=text
                on_input=move |typed: String| text.set(typed)
                error=Signal::derive(move || refusal.get().map(refusals::message))
            />
            {steps::buttons(move || answering.set(None))}
        </Form>
    }
    .into_any()
}
