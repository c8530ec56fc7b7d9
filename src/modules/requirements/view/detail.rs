//! One requirement: where it stands, what comes next, its limits, what is asked, what happened.
//! Never in here: rules; the parts are files of their own.

use leptos::prelude::*;

use super::super::edits::Discard;
use super::super::model::{self, Row};
use super::desk::Desk;
use super::words::{self, Sides};
use super::{
    all_href, changes, clocks, documents, facts, log, messages, not_here, own, parts, pauses,
    shelf, steps,
};
use crate::ledger::RecordId;
use crate::records::requirement::{KIND, Requirement};
use crate::records::stage::Stage;
use crate::session::Target;
use crate::texts::requirements as t;
use crate::ui::{Badge, Banner, Icon, LinkButton, Look, Menu, MenuItem, Page, State, toast};

pub fn page(desk: Desk, id: RecordId) -> AnyView {
    let asked = id.clone();
    let row = Memo::new(move |_| {
        desk.read(|ws, reader| {
            let record = ws.record(&asked)?;
            let there = record.kind() == KIND && !record.is_deleted();
            there.then(|| model::row(ws, reader, &Requirement(record)))
        })
    });
    let here = Memo::new(move |_| row.with(Option::is_some));
    let shown = move || match here.get() {
        true => shown(desk, id.clone(), row),
        false => not_here(),
    };
    shown.into_any()
}

fn shown(desk: Desk, id: RecordId, row: Memo<Option<Row>>) -> AnyView {
    let asked = id.clone();
    let sides = Memo::new(move |_| {
        desk.session.with(|ws| {
            let record = ws.record(&asked).map(Requirement);
            let requester = record.and_then(|r| r.requester());
            let provider = record.and_then(|r| r.provider());
            Sides::new(ws, requester.as_ref(), provider.as_ref())
        })
    });
    let title = move || {
        let title = row.with(|row| row.as_ref().map(|r| r.title.clone()));
        title.filter(|t| !t.is_empty()).unwrap_or_else(t::untitled)
    };
    let marked = move || row.with(|row| row.as_ref().is_some_and(|r| r.marked));
    let menu = id.clone();
    view! {
        <Page title=title actions=move || actions(desk, menu)>
            <p class="lead">{heading(id.clone(), row, sides)}</p>
            <Show when=marked>
                <Banner state=State::Warn>
                    <p>
                        {t::marked} ". " {t::marked_hint} " "
                        <a href="#/inbox">{t::settle}</a>
                    </p>
                </Banner>
            </Show>
            {shelf::banner(desk, row)}
            {stage_bar(row)}
            {steps::steps(desk, id.clone(), row, sides)}
            {clocks::limits(desk, row, sides)}
            {pauses::pauses(desk, id.clone(), row)}
            {facts::facts(desk, id.clone(), row, sides)}
            {parts::milestones(desk, id.clone())}
            {documents::documents(desk, id.clone())}
            {changes::changes(desk, id.clone(), row, sides)}
            {messages::messages(desk, id.clone(), row)}
            {own::links(desk, id.clone(), row)}
            {own::costs_of(desk, id.clone())}
            {parts::notes(desk, id.clone())}
            {log::log(desk, row)}
        </Page>
    }
    .into_any()
}

fn actions(desk: Desk, id: RecordId) -> AnyView {
    let history = Target::record("history", id.clone()).href();
    let session = desk.session;
    let delete = move || {
        let record = id.clone();
        let Ok(_) = session.commit(&Discard { record });
        toast::say_undoable(t::deleted(), move || {
            let _ = session.undo();
        });
    };
    let actions = vec![MenuItem::press(t::delete, delete).icon(icondata::LuTrash2)];
    view! {
        <LinkButton label=t::all_requirements href=all_href look=Look::Quiet />
        <LinkButton label=t::history href=history look=Look::Quiet icon=icondata::LuHistory />
        <Menu actions=actions />
    }
    .into_any()
}

fn heading(id: RecordId, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let badge = move || {
        row.with(|row| {
            row.as_ref().map(|row| {
                let (label, state) = words::standing(&row.course);
                view! { <Badge state=state label=label /> }
            })
        })
    };
    let both = move || sides.with(|s| format!("{} → {}", s.requester, s.provider));
    let direction = move || row.with(|row| row.as_ref().map(|r| words::direction(r.direction)));
    let back = move || {
        let times = row.with(|row| row.as_ref().map_or(0, |r| r.course.sent_back));
        (times > 0).then(|| t::round(times as i64))
    };
    let shelved = move || {
        let shelved = row.with(|row| row.as_ref().is_some_and(|r| r.course.shelved.is_some()));
        shelved.then(words::shelved)
    };
    view! {
        {badge}
        " "
        {shelved}
        " "
        <span>{both}</span>
        " · "
        <span>{direction}</span>
        " · "
        <span class="faint requirements-label">{id.label()}</span>
        " "
        <span class="faint">{back}</span>
    }
    .into_any()
}

/// The stages a smooth requirement goes through, done ones marked.
fn stage_bar(row: Memo<Option<Row>>) -> AnyView {
    let stage = Memo::new(move |_| row.with(|row| row.as_ref().and_then(|r| r.course.stage)));
    let one = move |own: Stage| {
        // A withdrawn requirement stands at none of them.
        let done = move || {
            stage
                .get()
                .is_some_and(|s| s > own && s != Stage::Withdrawn)
        };
        let here = move || stage.get() == Some(own);
        let icon = Signal::derive(move || match (done(), here()) {
            (true, _) => icondata::LuCheck,
            (_, true) => icondata::LuCircleDot,
            _ => icondata::LuCircle,
        });
        view! {
            <li class:done=done aria-current=move || here().then_some("step")>
                <Icon icon=icon />
                <span>{move || words::stage(Some(own))}</span>
            </li>
        }
    };
    let steps = Stage::ALL.into_iter().filter(|s| *s != Stage::Withdrawn);
    view! {
        <ol class="requirements-stages" aria-label=t::stages>
            {steps.map(one).collect_view()}
        </ol>
    }
    .into_any()
}
