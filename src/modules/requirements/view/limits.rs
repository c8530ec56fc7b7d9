//! The limits the parties stated: what holds, what held, and stating another.
//! Never in here: which statement counts (`records::allowance`).

use leptos::prelude::*;

use super::super::allowances::{AllowanceRefusal, StateAllowance};
use super::desk::Desk;
use super::{all_href, words};
use crate::ledger::RecordId;
use crate::records::allowance::{Allowance, Counts, Stated, Unit};
use crate::records::limits::Clock;
use crate::records::party;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{
    Badge, Button, Choice, Column, DateTimeField, Form, LinkButton, Look, NumberField, Page,
    Section, Segmented, SelectField, State, Table, toast,
};

const CLOCK: &str = "clock";
const PARTY: &str = "party";
const AMOUNT: &str = "amount";
const FROM: &str = "from";
const BY: &str = "by";
const HOLDS: &str = "holds";

pub fn page(desk: Desk) -> AnyView {
    let actions = move || {
        view! { <LinkButton label=t::all_requirements href=all_href look=Look::Quiet /> }
    };
    view! {
        <Page title=t::stated_limits actions=actions>
            <p class="lead">{t::stated_limits_hint}</p>
            {stated(desk)}
            {usual()}
            <Section title=t::state_limit>{form(desk)}</Section>
        </Page>
    }
    .into_any()
}

/// Every statement with whether it is in force.
fn stated(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| {
        let (terms, now) = (desk.terms.get(), desk.minute.get());
        let history = terms.allowances.history().into_iter();
        let each = history.map(|one| (one.clone(), terms.allowances.holds(one, now)));
        each.collect::<Vec<(Stated, bool)>>()
    });
    let rows = move || all.with(|all| all.iter().map(|(s, _)| s.id.clone()).collect::<Vec<_>>());
    let none = move || all.with(Vec::is_empty);
    let cell = move |(id, column): (RecordId, &'static str)| {
        let one = all.with_untracked(|all| all.iter().find(|(s, _)| s.id == id).cloned());
        one.map(|(one, _)| cell(desk, all, one, column))
            .unwrap_or_else(|| ().into_any())
    };
    let columns = || {
        vec![
            Column::new(CLOCK, t::limit_clock),
            Column::new(PARTY, t::limit_party),
            Column::new(AMOUNT, t::limit_amount),
            Column::new(FROM, t::limit_from),
            Column::new(BY, t::limit_by),
            Column::new(HOLDS, t::limit_holds),
        ]
    };
    view! {
        <Section title=t::limits_stated>
            <Show
                when=none
                fallback=move || {
                    view! {
                        <Table
                            caption=t::limits_stated
                            columns=columns()
                            rows=Signal::derive(rows)
                            cell=cell
                        />
                    }
                }
            >
                <p class="faint">{t::limits_none}</p>
            </Show>
        </Section>
    }
    .into_any()
}

fn cell(desk: Desk, all: Memo<Vec<(Stated, bool)>>, one: Stated, column: &'static str) -> AnyView {
    let name = move |id: &RecordId| desk.session.with(|ws| party::short_name_of(ws, id));
    match column {
        CLOCK => (move || words::clock(one.clock)).into_any(),
        PARTY => (move || name(&one.party)).into_any(),
        AMOUNT => (move || words::allows(one.allowance, name(&one.party))).into_any(),
        FROM => (move || one.from.map_or_else(t::since_ever, format::instant)).into_any(),
        BY => (move || name(&one.author)).into_any(),
        _ => {
            let (id, from) = (one.id, one.from);
            let holds =
                move || all.with(|all| all.iter().any(|(stated, holds)| stated.id == id && *holds));
            let comes = move || from.is_some_and(|from| from > desk.minute.get());
            let standing = move || match (holds(), comes()) {
                (true, _) => (t::limit_in_force as fn() -> String, State::Good),
                (_, true) => (t::limit_to_come as fn() -> String, State::Busy),
                _ => (t::limit_was as fn() -> String, State::Plain),
            };
            let badge = move || {
                let (label, state) = standing();
                view! { <Badge state=state label=label /> }
            };
            badge.into_any()
        }
    }
}

/// What holds where nobody stated any (SPEC module 2).
fn usual() -> AnyView {
    let line = |clock: Clock| {
        let usual = clock.usual().allowance;
        view! {
            <li>
                {move || t::usual_line(words::clock(clock), words::allows(usual, String::new()))}
            </li>
        }
    };
    view! {
        <details>
            <summary>{t::limits_usual}</summary>
            <ul class="plain">{Clock::ALL.map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// A statement as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    party: RwSignal<String>,
    clock: RwSignal<Clock>,
    amount: RwSignal<Option<f64>>,
    unit: RwSignal<Unit>,
    counts: RwSignal<Counts>,
    from: RwSignal<Option<Instant>>,
}

fn form(desk: Desk) -> AnyView {
    let session = desk.session;
    let draft = Draft {
        party: RwSignal::new(session.me_untracked().party.as_str().to_owned()),
        clock: RwSignal::new(Clock::Acknowledge),
        amount: RwSignal::new(None),
        unit: RwSignal::new(Unit::Hour),
        counts: RwSignal::new(Counts::Working),
        from: RwSignal::new(None),
    };
    let refusal = RwSignal::new(None::<AllowanceRefusal>);
    let submit = move |()| {
        let Some(party) = RecordId::parse(&draft.party.get_untracked()) else {
            refusal.set(Some(AllowanceRefusal::Gone));
            return;
        };
        let amount = draft.amount.get_untracked().unwrap_or_default();
        // What is no whole number of the unit is no amount.
        let whole = amount.fract() == 0.0 && (1.0..=f64::from(u16::MAX)).contains(&amount);
        let edit = StateAllowance {
            party,
            clock: draft.clock.get_untracked(),
            allowance: Allowance {
                amount: if whole { amount as u16 } else { 0 },
                unit: draft.unit.get_untracked(),
                counts: draft.counts.get_untracked(),
            },
            from: draft.from.get_untracked(),
        };
        match session.commit(&edit) {
            Ok(_) => {
                refusal.set(None);
                draft.amount.set(None);
                draft.from.set(None);
                toast::say_undoable(t::limit_stated(), move || {
                    let _ = session.undo();
                });
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    let beside = move |about: AllowanceRefusal| {
        Signal::derive(move || {
            let refusal = refusal.get().filter(|why| *why == about)?;
            Some(words::allowance_refusal(refusal))
        })
    };
    let nothing_new = beside(AllowanceRefusal::NothingNew);
    view! {
        <Form on_submit=submit>
            {whose(desk, draft, beside(AllowanceRefusal::Gone))}
            <div class="row">
                <NumberField
                    label=t::limit_number
                    min="1"
                    step="1"
                    value=draft.amount
                    on_change={move |n: Option<f64>| draft.amount.set(n)}
                    error=beside(AllowanceRefusal::NoAmount)
                />
                {unit(draft)}
            </div>
            {counts(draft)}
            <DateTimeField
                label=t::limit_from
                hint=t::limit_from_hint
                optional=true
                value=draft.from
                on_change={move |at: Option<Instant>| draft.from.set(at)}
                error=beside(AllowanceRefusal::InThePast)
            />
            <p class="error" role="alert">{move || nothing_new.get()}</p>
            <div class="actions">
                <Button label=t::state_limit look=Look::Primary submit=true />
            </div>
        </Form>
    }
    .into_any()
}

/// Who has to answer, and which question.
fn whose(desk: Desk, draft: Draft, gone: Signal<Option<String>>) -> AnyView {
    let parties = move || {
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let all = ws
                .of_kind(party::KIND)
                .filter(|r| joins.canonical(r.id()) == r.id());
            let each = all.map(|r| Choice::new(r.id().as_str(), party::short_name_of(ws, r.id())));
            each.collect::<Vec<_>>()
        })
    };
    let clocks = || {
        let each = Clock::ALL.into_iter();
        each.map(|clock| Choice::new(clock.as_str(), words::clock(clock)))
            .collect::<Vec<_>>()
    };
    let choose = move |key: String| {
        if let Some(clock) = Clock::parse(&key) {
            draft.clock.set(clock);
        }
    };
    view! {
        <div class="row">
            <SelectField
                label=t::limit_party
                options=Signal::derive(parties)
                value=draft.party
                on_change=move |key: String| draft.party.set(key)
                error=gone
            />
            <SelectField
                label=t::limit_clock
                options=Signal::derive(clocks)
                value=Signal::derive(move || draft.clock.get().as_str().to_owned())
                on_change=choose
            />
        </div>
    }
    .into_any()
}

fn unit(draft: Draft) -> AnyView {
    let options = || {
        let each = Unit::ALL.into_iter();
        each.map(|unit| Choice::new(unit.as_str(), words::unit(unit)))
            .collect::<Vec<_>>()
    };
    let choose = move |key: String| {
        if let Some(unit) = Unit::ALL.into_iter().find(|unit| unit.as_str() == key) {
            draft.unit.set(unit);
        }
    };
    view! {
        <SelectField
            label=t::limit_unit
            options=Signal::derive(options)
            value=Signal::derive(move || draft.unit.get().as_str().to_owned())
            on_change=choose
        />
    }
    .into_any()
}

fn counts(draft: Draft) -> AnyView {
    let options = || {
        let each = Counts::ALL.into_iter();
        each.map(|counts| Choice::new(counts.as_str(), words::counts(counts)))
            .collect::<Vec<_>>()
    };
    let choose = move |key: String| {
        let chosen = Counts::ALL.into_iter().find(|c| c.as_str() == key);
        if let Some(counts) = chosen {
            draft.counts.set(counts);
        }
    };
    view! {
        <Segmented
            label=t::limit_counts
            options=Signal::derive(options)
            value=Signal::derive(move || draft.counts.get().as_str().to_owned())
            on_change=choose
        />
    }
    .into_any()
}
