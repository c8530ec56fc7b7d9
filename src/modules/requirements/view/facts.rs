//! What is asked, field by field, with marks on fields both sides changed; correcting it.
//! Never in here: who may correct what (`edits`).

use leptos::prelude::*;

use super::super::edits::{Handle, Rewrite, RewriteRefusal, is_open, may_handle, may_rewrite};
use super::super::form::Form;
use super::super::model::Row;
use super::desk::Desk;
use super::form::{fields, own_fields};
use super::task;
use super::words::{self, Sides};
use crate::ledger::{RecordId, Workspace};
use crate::records::requirement as r;
use crate::records::requirement::Requirement;
use crate::texts;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{self, Button, Dialog, Fact, Facts, Look, Section, TextField, toast};

const SHOWN: [&str; 16] = [
    r::PART,
    r::QUANTITY,
    r::PRICE,
    r::NEEDED_BY,
    r::PRIORITY,
    r::REVISION,
    r::CUSTOMER_ORDER,
    r::REFERENCE_REQUESTER,
    r::REFERENCE_PROVIDER,
    r::OWNER,
    r::GROUP,
    r::SPECIFICATION,
    r::ACCEPTANCE_CRITERIA,
    r::SOURCE,
    r::DATES_ONLY,
    r::TITLE,
];

/// One field as it is shown: its value in words, and whether it holds rivals.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    field: &'static str,
    value: String,
    marked: bool,
}

fn shown(ws: &Workspace, requirement: &Requirement<'_>) -> Vec<Shown> {
    let all = SHOWN.into_iter().map(|field| Shown {
        field,
        value: value(ws, requirement, field),
        marked: requirement.0.field(field).is_some_and(|f| f.is_rivals()),
    });
    // The title stands above; it is here only while it holds rivals.
    let all = all.filter(|s| s.marked || (!s.value.is_empty() && s.field != r::TITLE));
    all.collect()
}

fn value(ws: &Workspace, requirement: &Requirement<'_>, field: &str) -> String {
    let text = |field: &str| requirement.0.text(field).into_owned();
    let with_unit = |number: Option<f64>, unit: String| match number {
        Some(number) => format!("{} {unit}", format::number(number))
            .trim()
            .to_owned(),
        None => String::new(),
    };
    match field {
        r::QUANTITY => with_unit(requirement.quantity(), text(r::UNIT)),
        r::PRICE => with_unit(requirement.price(), text(r::CURRENCY)),
        r::NEEDED_BY => requirement
            .needed_by()
            .map(format::instant)
            .unwrap_or_default(),
        r::PRIORITY => words::priority(requirement.priority()),
        r::OWNER => requirement.owner_name(ws),
        r::DATES_ONLY => format::list(&requirement.dates_only()),
        field => text(field),
    }
}

pub fn facts(desk: Desk, id: RecordId, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let asked = id.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let record = ws.record(&asked).map(Requirement);
            record.map(|r| shown(ws, &r)).unwrap_or_default()
        })
    });
    let one = |shown: Shown| {
        let label = move || words::field(r::KIND, shown.field).unwrap_or_default();
        view! {
            <Fact label=label>
                <span class="requirements-value">{shown.value}</span>
                {shown
                    .marked
                    .then(|| {
                        view! {
                            " "
                            <ui::Badge state=ui::State::Warn label=t::marked />
                            " "
                            <a href="#/inbox">{t::settle}</a>
                        }
                    })}
            </Fact>
        }
    };
    let editing = RwSignal::new(false);
    let handling = RwSignal::new(false);
    let may = {
        let id = id.clone();
        move || {
            let me = desk.session.me().party;
            let joins = desk.joins.get();
            desk.session.with(|ws| {
                let record = ws.record(&id).map(Requirement);
                let rewrite = record.is_some_and(|r| may_rewrite(&r, &joins, &me));
                (rewrite, record.is_some_and(|r| may_handle(&r, &joins, &me)))
            })
        }
    };
    let may = Memo::new(move |_| may());
    // Once submitted, what is asked changes by a change request alone.
    let asked = id.clone();
    let open = Memo::new(move |_| {
        row.track();
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let record = ws.record(&asked).map(Requirement);
            record.is_some_and(|r| is_open(&r, &joins))
        })
    });
    let actions = move || {
        view! {
            <Show when=move || may.get().0>
                <Button
                    label=move || if open.get() { t::edit() } else { t::rename() }
                    icon=icondata::LuPencil
                    look=Look::Quiet
                    on_press=move |()| editing.set(true)
                />
            </Show>
            <Show when=move || may.get().1>
                <Button
                    label=t::handle
                    icon=icondata::LuUserCheck
                    look=Look::Quiet
                    on_press=move |()| handling.set(true)
                />
            </Show>
        }
    };
    let of_task = task::fact(desk, id.clone());
    view! {
        <Section title=t::asked actions=actions>
            <Facts>
                {move || all.get().into_iter().map(one).collect_view()}
                {of_task}
            </Facts>
            {rewrite(desk, id.clone(), sides, editing, open)}
            {handle(desk, id, sides, handling)}
        </Section>
    }
    .into_any()
}

fn rewrite(
    desk: Desk,
    id: RecordId,
    sides: Memo<Sides>,
    open: RwSignal<bool>,
    all: Memo<bool>,
) -> AnyView {
    let session = desk.session;
    let inside = move || {
        let id = id.clone();
        let before = session.with_untracked(|ws| {
            let record = ws.record(&id).map(Requirement);
            record.map(|r| Form::of(&r)).unwrap_or_default()
        });
        let draft = RwSignal::new(before.clone());
        let refusal = RwSignal::new(None);
        let submit = move |()| {
            let edit = Rewrite {
                requirement: id.clone(),
                before: before.clone(),
                after: draft.get_untracked(),
            };
            match session.commit(&edit) {
                Ok(_) => {
                    open.set(false);
                    toast::say(t::saved());
                }
                Err(why) => refusal.set(Some(why)),
            }
        };
        let of_form = Signal::derive(move || match refusal.get() {
            Some(RewriteRefusal::Form(why)) if words::has_a_field(why) => Some(why),
            _ => None,
        });
        let words = move || {
            let refusal = refusal.get().filter(|_| of_form.get().is_none())?;
            Some(sides.with(|s| words::rewrite_refusal(refusal, s)))
        };
        let inputs = match all.get_untracked() {
            true => fields(desk, draft, of_form),
            false => own_fields(desk, draft),
        };
        view! {
            <ui::Form on_submit=submit>
                {inputs} <p class="error" role="alert">{words}</p>
                <div class="actions">
                    <Button label=texts::ui::save look=Look::Primary submit=true />
                    <Button label=texts::ui::cancel on_press=move |()| open.set(false) />
                </div>
            </ui::Form>
        }
    };
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::asked wide=true>
            {inside.clone()}
        </Dialog>
    }
    .into_any()
}

fn handle(desk: Desk, id: RecordId, sides: Memo<Sides>, open: RwSignal<bool>) -> AnyView {
    let session = desk.session;
    let inside = move || {
        let id = id.clone();
        let (owner, reference) = session.with_untracked(|ws| {
            let record = ws.record(&id);
            let text = |field| record.map(|r| r.text(field).into_owned());
            let (owner, reference) = (text(r::OWNER), text(r::REFERENCE_PROVIDER));
            (owner.unwrap_or_default(), reference.unwrap_or_default())
        });
        let (owner, reference) = (RwSignal::new(owner), RwSignal::new(reference));
        let refusal = RwSignal::new(None);
        let submit = move |()| {
            let edit = Handle {
                requirement: id.clone(),
                owner: owner.get_untracked(),
                reference: reference.get_untracked(),
            };
            match session.commit(&edit) {
                Ok(_) => {
                    open.set(false);
                    toast::say(t::saved());
                }
                Err(why) => refusal.set(Some(why)),
            }
        };
        let error = Signal::derive(move || {
            let refusal = refusal.get()?;
            Some(sides.with(|s| words::step_refusal(refusal, s)))
        });
        view! {
            <ui::Form on_submit=submit>
                <TextField
                    label=t::f_owner
                    value=owner
                    on_input=move |text: String| owner.set(text)
                    error=error
                />
                <TextField
                    label=t::f_reference_provider
                    value=reference
                    on_input=move |text: String| reference.set(text)
                />
                <div class="actions">
                    <Button label=texts::ui::save look=Look::Primary submit=true />
                    <Button label=texts::ui::cancel on_press=move |()| open.set(false) />
                </div>
            </ui::Form>
        }
    };
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::handle>
            {inside.clone()}
        </Dialog>
    }
    .into_any()
}
