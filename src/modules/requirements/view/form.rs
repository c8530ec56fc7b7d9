//! The form of a new requirement or of a draft, with what is still missing.
//! Never in here: what may be submitted (`form`, `edits`).

use leptos::prelude::*;

use super::super::edits::{Discard, SaveDraft, Submit};
use super::super::form::{Form, FormRefusal, Missing};
use super::desk::Desk;
use super::{SLUG, all_href, documents, not_here, parts, task, templates, words};
use crate::ledger::RecordId;
use crate::records::party;
use crate::records::requirement::{Direction, KIND, Priority, Requirement, SUBMITTED_AS, TITLE};
use crate::session::Target;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{
    self, Button, Choice, DateTimeField, LinkButton, Look, Page, Section, Segmented, SelectField,
    TextField, toast,
};

/// The page for a draft that is there, or a new one, perhaps because of a customer's requirement.
pub fn page(desk: Desk, draft: Option<RecordId>, cause: Option<RecordId>) -> AnyView {
    let session = desk.session;
    let me = session.me_untracked().party;
    let form = session.with_untracked(|ws| match (&draft, &cause) {
        (Some(id), _) => {
            let record = ws.record(id).filter(|r| !r.is_deleted())?;
            let open = record.value(SUBMITTED_AS).is_none();
            open.then(|| Form::of(&Requirement(record)))
        }
        (None, Some(id)) => {
            let record = ws.record(id).filter(|r| r.kind() == KIND)?;
            Some(Form::because_of(&Requirement(record), &me))
        }
        (None, None) => Some(Form {
            requester: Some(me),
            ..Form::default()
        }),
    });
    match form {
        Some(form) => filled(desk, draft, form),
        None => not_here(),
    }
}

fn filled(desk: Desk, kept: Option<RecordId>, form: Form) -> AnyView {
    let draft = RwSignal::new(form);
    let asked_at = RwSignal::new(None::<Instant>);
    let refusal = RwSignal::new(None::<FormRefusal>);
    let elsewhere = move || refusal.get().filter(|r| !words::has_a_field(*r));
    let error = move || elsewhere().map(words::form_refusal);
    let session = desk.session;
    let id = RwSignal::new(kept);
    let submit = move |()| {
        let edit = Submit {
            draft: id.get_untracked(),
            form: draft.get_untracked(),
            stated: asked_at.get_untracked(),
        };
        match session.commit(&edit) {
            Ok(act) => {
                toast::say(t::submitted_toast());
                let made = act.and_then(|act| {
                    session.with_untracked(|ws| ws.by_id(act).next().map(|c| c.record.clone()))
                });
                made.map_or_else(|| Target::page(SLUG), |id| Target::record(SLUG, id))
                    .go();
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    view! {
        <Page title=t::new actions=move || view! {
            <LinkButton label=t::all_requirements href=all_href look=Look::Quiet />
        }>
            {templates::choose(desk, draft)}
            {because(desk, draft)}
            <ui::Form on_submit=submit>
                <Section title=t::who_asks>{who(desk, draft)}</Section>
                <Section title=t::asked>
                    {fields(desk, draft, refusal.into())}
                    <DateTimeField
                        label=t::asked_at
                        hint=t::happened_hint
                        optional=true
                        value=asked_at
                        on_change={move |at: Option<Instant>| asked_at.set(at)}
                    />
                </Section>
                {lacks(desk, id, draft)}
                <p class="error" role="alert">{error}</p>
                {buttons(desk, id, draft, refusal)}
            </ui::Form>
            {kept_beside(desk, id)}
            {templates::keep(desk, draft)}
        </Page>
    }
    .into_any()
}

/// The customer's requirement it is for.
fn because(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    let cause = Memo::new(move |_| draft.with(|form| form.cause.clone()));
    let shown = move || {
        let id = cause.get()?;
        let session = desk.session;
        let href = session.href(&id);
        let title = move || session.with(|ws| ws.record(&id).map(|r| r.text(TITLE).into_owned()));
        Some(view! {
            <p class="hint">{t::asked_because_of} " " <a href=href>{title}</a></p>
        })
    };
    shown.into_any()
}

/// Milestones and documents belong to a record: a draft has them once it is kept.
fn kept_beside(desk: Desk, id: RwSignal<Option<RecordId>>) -> AnyView {
    let shown = move || match id.get() {
        Some(id) => view! {
            {parts::milestones(desk, id.clone())}
            {documents::documents(desk, id.clone())}
            {parts::notes(desk, id)}
        }
        .into_any(),
        None => view! { <p class="hint">{t::keep_for_parts}</p> }.into_any(),
    };
    shown.into_any()
}

fn buttons(
    desk: Desk,
    id: RwSignal<Option<RecordId>>,
    draft: RwSignal<Form>,
    refusal: RwSignal<Option<FormRefusal>>,
) -> AnyView {
    let session = desk.session;
    let save = move |()| {
        let edit = SaveDraft {
            draft: id.get_untracked(),
            form: draft.get_untracked(),
        };
        match session.commit(&edit) {
            Ok(act) => {
                refusal.set(None);
                toast::say(t::draft_saved());
                if let (None, Some(act)) = (id.get_untracked(), act) {
                    let made =
                        session.with_untracked(|ws| ws.by_id(act).next().map(|c| c.record.clone()));
                    id.set(made);
                }
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    let discard = move |()| {
        if let Some(record) = id.get_untracked() {
            let Ok(_) = session.commit(&Discard { record });
            toast::say_undoable(t::draft_discarded(), move || {
                let _ = session.undo();
            });
        }
        Target::page(SLUG).go();
    };
    view! {
        <div class="actions">
            <Button label=t::submit look=Look::Primary submit=true icon=icondata::LuSend />
            <Button label=t::save_draft on_press=save icon=icondata::LuSave />
            <Button
                label=t::discard_draft
                look=Look::Quiet
                on_press=discard
                icon=icondata::LuTrash2
            />
        </div>
    }
    .into_any()
}

/// Which way it points, and the partner.
fn who(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    let session = desk.session;
    let me = session.me_untracked().party;
    let joins = desk.joins;
    let mine = me.clone();
    let outgoing = Memo::new(move |_| {
        let joins = joins.get();
        draft.with(|f| f.requester.as_ref().is_none_or(|r| joins.same(r, &mine)))
    });
    let partner = move || {
        draft.with(|f| match outgoing.get() {
            true => f.provider.clone(),
            false => f.requester.clone(),
        })
    };
    let ours = me.clone();
    let set = move |out: bool, partner: Option<RecordId>| {
        draft.update(|f| {
            let ours = Some(ours.clone());
            (f.requester, f.provider) = if out {
                (ours, partner)
            } else {
                (partner, ours)
            };
        });
    };
    let turn = {
        let set = set.clone();
        move |key: String| {
            let partner = untrack(partner);
            set(Direction::parse(&key) != Some(Direction::In), partner);
        }
    };
    let choose = move |key: String| set(outgoing.get_untracked(), RecordId::parse(&key));
    let ways = || {
        vec![
            Choice::new(Direction::Out.as_str(), t::we_ask()),
            Choice::new(Direction::In.as_str(), t::they_ask()),
        ]
    };
    let way = move || match outgoing.get() {
        true => Direction::Out.as_str().to_owned(),
        false => Direction::In.as_str().to_owned(),
    };
    let partners = partners(desk, me);
    let none = move || partners.with(Vec::is_empty);
    view! {
        <Segmented
            label=t::who_asks
            unlabelled=true
            options=Signal::derive(ways)
            value=Signal::derive(way)
            on_change=turn
        />
        <Show when=move || !outgoing.get()>
            <p class="hint">{t::they_ask_hint}</p>
        </Show>
        <SelectField
            label=t::partner
            options=partners
            value=Signal::derive(move || {
                partner().map(|id| id.as_str().to_owned()).unwrap_or_default()
            })
            on_change=choose
        />
        <Show when=none>
            <p>
                {t::no_partners} " "
                <a href="#/people?new=1">{t::add_partner}</a>
            </p>
        </Show>
    }
    .into_any()
}

/// Every party but one's own, each once.
fn partners(desk: Desk, me: RecordId) -> Memo<Vec<Choice>> {
    Memo::new(move |_| {
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let all = ws.of_kind(party::KIND).map(|r| r.id().clone());
            let others = all.filter(|id| joins.canonical(id) == id && !joins.same(id, &me));
            let mut named: Vec<Choice> = others
                .map(|id| Choice::new(id.as_str(), party::name_of(ws, &id)))
                .collect();
            named.sort_by(|a, b| a.label.cmp(&b.label));
            named
        })
    })
}

fn lacks(desk: Desk, id: RwSignal<Option<RecordId>>, draft: RwSignal<Form>) -> AnyView {
    let missing = move || {
        let kept = id.get();
        let session = desk.session;
        session.with(|ws| draft.with(|form| form.missing(ws, kept.as_ref())))
    };
    let missing = Memo::new(move |_| missing());
    let words = move || {
        let all: Vec<String> = missing.get().into_iter().map(words::missing).collect();
        match all.is_empty() {
            true => t::complete(),
            false => format!("{}: {}", t::lacks(), crate::texts::format::list(&all)),
        }
    };
    let state = Signal::derive(move || {
        missing.with(|all| match all.as_slice() {
            [] => ui::State::Good,
            all if all.iter().any(|m: &Missing| m.blocks()) => ui::State::Warn,
            _ => ui::State::Plain,
        })
    });
    view! {
        <ui::Banner state=state>
            <p>{words}</p>
        </ui::Banner>
    }
    .into_any()
}

type Part = fn(&mut Form) -> &mut String;

fn text(draft: RwSignal<Form>, label: fn() -> String, part: Part, lines: Option<u32>) -> AnyView {
    checked(draft, label, part, lines, Signal::stored(None))
}

fn checked(
    draft: RwSignal<Form>,
    label: fn() -> String,
    part: Part,
    lines: Option<u32>,
    error: Signal<Option<String>>,
) -> AnyView {
    // The same accessor serves reading and writing, on a copy when reading.
    let value = Signal::derive(move || {
        let mut form = draft.get();
        std::mem::take(part(&mut form))
    });
    let on_input = move |text: String| draft.update(|f| *part(f) = text);
    match lines {
        Some(lines) => view! {
            <TextField
                label=label
                value=value
                on_input=on_input
                lines=lines
                optional=true
                error=error
            />
        }
        .into_any(),
        None => view! {
            <TextField label=label value=value on_input=on_input optional=true error=error />
        }
        .into_any(),
    }
}

/// What is asked and how the requester calls it, as inputs; each shows the refusal that is its own.
pub fn fields(desk: Desk, draft: RwSignal<Form>, refusal: Signal<Option<FormRefusal>>) -> AnyView {
    view! {
        {asked_fields(draft, refusal)}
        {own_fields(desk, draft)}
    }
    .into_any()
}

/// How the requester calls and sorts it: its own to change at any time.
pub fn own_fields(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    view! {
        <div class="requirements-fields">
            {text(draft, t::f_reference_requester, |f| &mut f.reference_requester, None)}
            {text(draft, t::f_group, |f| &mut f.group, None)}
            {task::field(desk, draft)}
        </div>
    }
    .into_any()
}

/// The fields of what is asked, as inputs.
pub fn asked_fields(draft: RwSignal<Form>, refusal: Signal<Option<FormRefusal>>) -> AnyView {
    let priorities = || Priority::ALL.map(|p| Choice::new(p.as_str(), words::priority(p)));
    let choose = move |key: String| {
        draft.update(|f| f.priority = Priority::parse(&key).unwrap_or_default());
    };
    let refused = move |own: FormRefusal| {
        Signal::derive(move || refusal.get().filter(|r| *r == own).map(words::form_refusal))
    };
    let no_quantity = refused(FormRefusal::QuantityIsNoNumber);
    let no_price = refused(FormRefusal::PriceIsNoNumber);
    view! {
        <TextField
            label=t::f_title
            value=Signal::derive(move || draft.with(|f| f.title.clone()))
            on_input=move |text: String| draft.update(|f| f.title = text)
            error=refused(FormRefusal::TitleMissing)
        />
        <div class="requirements-fields">
            {text(draft, t::f_part, |f| &mut f.part, None)}
            {checked(draft, t::quantity, |f| &mut f.quantity, None, no_quantity)}
            {text(draft, t::f_unit, |f| &mut f.unit, None)}
            {checked(draft, t::f_price, |f| &mut f.price, None, no_price)}
            {text(draft, t::f_currency, |f| &mut f.currency, None)}
            {text(draft, t::f_revision, |f| &mut f.revision, None)}
            <DateTimeField
                label=t::needed_by
                optional=true
                value=Signal::derive(move || draft.with(|f| f.needed_by))
                on_change={move |at: Option<Instant>| draft.update(|f| f.needed_by = at)}
            />
            <SelectField
                label=t::priority
                options=Signal::derive(move || priorities().to_vec())
                value=Signal::derive(move || draft.with(|f| f.priority.as_str().to_owned()))
                on_change=choose
            />
            {text(draft, t::f_customer_order, |f| &mut f.customer_order, None)}
        </div>
        {text(draft, t::f_specification, |f| &mut f.specification, Some(4))}
        {text(draft, t::f_acceptance_criteria, |f| &mut f.acceptance_criteria, Some(3))}
    }
    .into_any()
}
