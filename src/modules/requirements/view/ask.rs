//! Asking for a change of what was submitted: what it would be, why, what follows, who decides.
//! Never in here: what may be asked (`changes`).

use leptos::prelude::*;

use super::super::changes::{AskForChange, ChangeRefusal, differing};
use super::super::form::{Form, FormRefusal};
use super::desk::Desk;
use super::form::asked_fields;
use super::words::{self, Sides};
use super::{refusals, steps};
use crate::ledger::RecordId;
use crate::records::change_request::{Cause, Level, Who, suggested};
use crate::records::requirement::Requirement;
use crate::records::responsibility::Responsibility;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{self, CheckField, Choice, DateTimeField, Dialog, SelectField, TextField, toast};

/// What is typed while a change is being asked for.
#[derive(Clone, Copy)]
struct Asking {
    after: RwSignal<Form>,
    cause: RwSignal<Option<Cause>>,
    impact: RwSignal<String>,
    /// The party that asks: one's own, or the other, whose wish is entered for it.
    for_them: RwSignal<bool>,
    levels: [RwSignal<Option<Level>>; 2],
    stated: RwSignal<Option<Instant>>,
    refusal: RwSignal<Option<Refusal>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Form(FormRefusal),
    CauseMissing,
    Change(ChangeRefusal),
}

pub fn dialog(desk: Desk, id: RecordId, sides: Memo<Sides>, open: RwSignal<bool>) -> AnyView {
    let inside = move || form(desk, id.clone(), sides, open);
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=t::ask_for_change wide=true>
            {inside.clone()}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, id: RecordId, sides: Memo<Sides>, open: RwSignal<bool>) -> AnyView {
    let session = desk.session;
    let me = session.me_untracked().party;
    let before = session.with_untracked(|ws| {
        let record = ws.record(&id).map(Requirement);
        record.map(|r| Form::of(&r)).unwrap_or_default()
    });
    let asking = Asking {
        after: RwSignal::new(before.clone()),
        cause: RwSignal::new(None),
        impact: RwSignal::new(String::new()),
        for_them: RwSignal::new(false),
        levels: [RwSignal::new(None), RwSignal::new(None)],
        stated: RwSignal::new(None),
        refusal: RwSignal::new(None),
    };
    let partner = partner(desk, &id, &me);
    suggest(desk, &id, &me, asking);
    let asker = partner.clone();
    let subject = id.clone();
    let submit = move |()| {
        let asked_by = asker.clone().filter(|_| asking.for_them.get_untracked());
        match ask(desk, &subject, &before, asked_by, asking) {
            Ok(()) => {
                open.set(false);
                toast::say_undoable(t::change_asked(), move || {
                    let _ = session.undo();
                });
            }
            Err(why) => asking.refusal.set(Some(why)),
        }
    };
    let form_refusal = Signal::derive(move || match asking.refusal.get() {
        Some(Refusal::Form(why)) => Some(why),
        _ => None,
    });
    view! {
        <div on:input=move |_| asking.refusal.set(None)>
            <ui::Form on_submit=submit>
                <p class="hint">{t::ask_hint}</p>
                {asked_fields(asking.after, form_refusal)}
                {why(asking)}
                {who_asks(desk, id.clone(), asking, sides, partner.clone())}
                {levels(desk, &id, asking, [partner, Some(me)])}
                <p class="error" role="alert">{other_refusal(asking)}</p>
                {steps::buttons(move || open.set(false))}
            </ui::Form>
        </div>
    }
    .into_any()
}

fn ask(
    desk: Desk,
    id: &RecordId,
    before: &Form,
    asked_by: Option<RecordId>,
    asking: Asking,
) -> Result<(), Refusal> {
    let after = asking.after.get_untracked();
    let changes = differing(before, &after).map_err(Refusal::Form)?;
    let cause = asking.cause.get_untracked();
    let levels = asking.levels.map(|level| level.get_untracked());
    let edit = AskForChange {
        requirement: id.clone(),
        changes,
        cause: cause.ok_or(Refusal::CauseMissing)?,
        impact: asking.impact.get_untracked(),
        levels: levels.into_iter().flatten().collect(),
        asked_by,
        stated: asking.stated.get_untracked(),
    };
    let done = desk.session.commit(&edit);
    done.map(drop).map_err(Refusal::Change)
}

/// The other of the two.
fn partner(desk: Desk, id: &RecordId, me: &RecordId) -> Option<RecordId> {
    let joins = desk.joins.get_untracked();
    desk.session.with_untracked(|ws| {
        let requirement = ws.record(id).map(Requirement)?;
        requirement.partner(&joins, me)
    })
}

/// The levels that suggest themselves for whoever asks.
fn suggest(desk: Desk, id: &RecordId, asker: &RecordId, asking: Asking) {
    let joins = desk.joins.get_untracked();
    let all = desk.session.with_untracked(|ws| {
        let requirement = ws.record(id).map(Requirement);
        requirement.map(|r| suggested(&r, &joins, asker))
    });
    let mut all = all.unwrap_or_default().into_iter();
    for level in asking.levels {
        level.set(all.next());
    }
}

fn why(asking: Asking) -> AnyView {
    let causes = || Cause::ALL.map(|c| Choice::new(c.as_str(), words::cause(c)));
    let chosen = move || asking.cause.get().map(Cause::as_str).unwrap_or_default();
    let missing = move || {
        let missing = asking.refusal.get() == Some(Refusal::CauseMissing);
        missing.then(t::cause_missing)
    };
    view! {
        <SelectField
            label=t::cause
            options=Signal::derive(move || causes().to_vec())
            value=Signal::derive(move || chosen().to_owned())
            on_change=move |key: String| asking.cause.set(Cause::parse(&key))
            error=Signal::derive(missing)
        />
        <TextField
            label=t::impact
            hint=t::impact_hint
            lines=2
            optional=true
            value=asking.impact
            on_input=move |text: String| asking.impact.set(text)
        />
    }
    .into_any()
}

/// A wish told by telephone is entered for whoever has it.
fn who_asks(
    desk: Desk,
    id: RecordId,
    asking: Asking,
    sides: Memo<Sides>,
    partner: Option<RecordId>,
) -> AnyView {
    let Some(partner) = partner else {
        return ().into_any();
    };
    let me = desk.session.me_untracked().party;
    let name = desk
        .session
        .with_untracked(|ws| crate::records::party::short_name_of(ws, &partner));
    let turn = move |on: bool| {
        asking.for_them.set(on);
        suggest(desk, &id, if on { &partner } else { &me }, asking);
    };
    let future = move || {
        let refused = asking.refusal.get() == Some(Refusal::Change(ChangeRefusal::InTheFuture));
        refused.then(t::in_the_future)
    };
    let both = move || sides.with(|s| format!("{} → {}", s.requester, s.provider));
    view! {
        <CheckField
            label=move || t::they_want_it(&name)
            hint=both
            checked=asking.for_them
            on_change=turn
        />
        <DateTimeField
            label=t::asked_at
            optional=true
            value=asking.stated
            on_change={move |at: Option<Instant>| asking.stated.set(at)}
            error=Signal::derive(future)
        />
    }
    .into_any()
}

fn key(level: &Level) -> String {
    let place = Who::ALL.iter().position(|who| *who == level.who);
    format!("{}/{}", place.unwrap_or_default(), level.party)
}

/// Who decides first, and who after that.
fn levels(desk: Desk, id: &RecordId, asking: Asking, parties: [Option<RecordId>; 2]) -> AnyView {
    let joins = desk.joins.get_untracked();
    let accountable = desk.session.with_untracked(|ws| {
        let task = ws.record(id).map(Requirement)?.task()?;
        Responsibility::of(ws, &task)?.accountable_party(&joins)
    });
    let parties = parties.into_iter().flatten();
    let of_party = |party: RecordId| {
        let named = accountable.as_ref();
        let answers = named.is_some_and(|named| joins.same(named, &party));
        let who = Who::ALL.into_iter();
        let who = who.filter(move |who| *who != Who::Accountable || answers);
        who.map(move |who| Level {
            party: party.clone(),
            who,
        })
    };
    let all: Vec<Level> = parties.flat_map(of_party).collect();
    let all = StoredValue::new(all);
    let options = move || {
        let all = all.get_value();
        let name = |level: &Level| desk.session.with(|ws| words::level(ws, level));
        let named = all.iter().map(|level| Choice::new(key(level), name(level)));
        named.collect::<Vec<_>>()
    };
    let one = move |label: fn() -> String, level: RwSignal<Option<Level>>, first: bool| {
        let choose = move |chosen: String| {
            let all = all.get_value();
            level.set(all.into_iter().find(|level| key(level) == chosen));
        };
        let refused = move || match asking.refusal.get() {
            Some(Refusal::Change(why)) if refusals::is_of_levels(why) == Some(first) => {
                Some(refusals::change(why))
            }
            _ => None,
        };
        view! {
            <SelectField
                label=label
                options=Signal::derive(options)
                optional=!first
                empty=if first { crate::texts::ui::choose } else { t::nobody_else }
                value=Signal::derive(move || level.get().as_ref().map(key).unwrap_or_default())
                on_change=choose
                error=Signal::derive(refused)
            />
        }
    };
    let [first, second] = asking.levels;
    view! {
        <div class="requirements-fields">
            {one(t::first_level, first, true)} {one(t::second_level, second, false)}
        </div>
    }
    .into_any()
}

/// What stands beside no field.
fn other_refusal(asking: Asking) -> Signal<Option<String>> {
    Signal::derive(move || match asking.refusal.get()? {
        Refusal::Form(why) if !words::has_a_field(why) => Some(words::form_refusal(why)),
        Refusal::Form(_) | Refusal::CauseMissing => None,
        Refusal::Change(ChangeRefusal::InTheFuture) => None,
        Refusal::Change(why) if refusals::is_of_levels(why).is_some() => None,
        Refusal::Change(why) => Some(refusals::change(why)),
    })
}
