//! What stays in one's own firm beside a requirement: its costs, and what it caused at suppliers or what
//! a customer asked behind it. Never in here: who may write what (`parts`).

use leptos::prelude::*;

use super::super::model::Row;
use super::super::parts::{DropPart, LinkRequirements, PartRefusal, WriteCost};
use super::desk::{Desk, find};
use super::{SLUG, refusals, words};
use crate::ledger::RecordId;
use crate::records::private::{LINK, Link, caused_by, causes_of, costs};
use crate::records::requirement::Direction;
use crate::session::Target;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::ui::{
    Badge, Button, Choice, Form, Icon, LinkButton, Look, Section, SelectField, TextField, toast,
};

/// One cost as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    label: String,
    amount: Option<f64>,
    currency: String,
}

pub fn costs_of(desk: Desk, id: RecordId) -> AnyView {
    let subject = id.clone();
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let all = costs(ws, &subject).into_iter();
            all.map(|c| Line {
                id: c.0.id().clone(),
                label: c.label().into_owned(),
                amount: c.amount(),
                currency: c.currency().into_owned(),
            })
            .collect::<Vec<Line>>()
        })
    });
    let lines = move || {
        all.get()
            .into_iter()
            .map(|line| cost(desk, line))
            .collect_view()
    };
    // What is in one currency adds up; nothing is converted.
    let sums = move || {
        let mut sums: Vec<(String, f64)> = Vec::new();
        for line in all.get() {
            let amount = line.amount.unwrap_or_default();
            match sums
                .iter_mut()
                .find(|(currency, _)| *currency == line.currency)
            {
                Some((_, sum)) => *sum += amount,
                None => sums.push((line.currency, amount)),
            }
        }
        let words = sums.into_iter();
        words
            .map(|(currency, sum)| {
                format!("{} {currency}", format::number(sum))
                    .trim()
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    let several = move || all.with(Vec::len) > 1;
    view! {
        <Section title=t::costs>
            <p class="hint">{t::costs_private}</p>
            <ul class="plain requirements-parts">{lines}</ul>
            <Show when=several>
                <p>{move || t::costs_sum(format::list(&sums()))}</p>
            </Show>
            {add_cost(desk, id)}
        </Section>
    }
    .into_any()
}

fn cost(desk: Desk, line: Line) -> AnyView {
    let amount = line.amount.map(format::number).unwrap_or_default();
    let label = line.label.clone();
    view! {
        <li>
            <strong>{line.label}</strong>
            <span class="number">{amount} " " {line.currency}</span>
            {drop_button(desk, line.id, move || t::cost_drop(&label))}
        </li>
    }
    .into_any()
}

fn drop_button(
    desk: Desk,
    id: RecordId,
    label: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    let session = desk.session;
    let press = move |()| {
        // Refused only if it is gone already.
        if session.commit(&DropPart { part: id.clone() }).is_ok() {
            toast::say_undoable(t::deleted(), move || {
                let _ = session.undo();
            });
        }
    };
    view! { <Button label=label icon=icondata::LuTrash2 look=Look::Quiet bare=true on_press=press /> }
        .into_any()
}

fn add_cost(desk: Desk, beside: RecordId) -> AnyView {
    let label = RwSignal::new(String::new());
    let amount = RwSignal::new(String::new());
    let currency = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<PartRefusal>);
    let submit = move |()| {
        let edit = WriteCost {
            beside: beside.clone(),
            cost: None,
            label: label.get_untracked(),
            amount: amount.get_untracked(),
            currency: currency.get_untracked(),
        };
        let why = desk.session.commit(&edit).err();
        if why.is_none() {
            label.set(String::new());
            amount.set(String::new());
        }
        refusal.set(why);
    };
    let at_label = move || {
        refusal
            .get()
            .filter(|r| *r != PartRefusal::AmountIsNoNumber)
    };
    let at_amount = move || {
        refusal
            .get()
            .filter(|r| *r == PartRefusal::AmountIsNoNumber)
    };
    view! {
        <Form on_submit=submit>
            <div class="requirements-fields">
                <TextField
                    label=t::cost_label
                    value=label
                    on_input=move |text: String| label.set(text)
                    error=Signal::derive(move || at_label().map(refusals::part))
                />
                <TextField
                    label=t::cost_amount
                    value=amount
                    on_input=move |text: String| amount.set(text)
                    error=Signal::derive(move || at_amount().map(refusals::part))
                />
                <TextField
                    label=t::f_currency
                    optional=true
                    value=currency
                    on_input=move |text: String| currency.set(text)
                />
            </div>
            <div class="actions">
                <Button label=t::cost_add submit=true icon=icondata::LuPlus />
            </div>
        </Form>
    }
    .into_any()
}

/// What is tied to it on the other side of the firm. Neither partner learns of the other.
pub fn links(desk: Desk, id: RecordId, row: Memo<Option<Row>>) -> AnyView {
    let direction = Memo::new(move |_| row.with(|row| row.as_ref().map(|r| r.direction)));
    let shown = move || match direction.get() {
        Some(Direction::In) => at_suppliers(desk, id.clone()),
        Some(Direction::Out) => behind(desk, id.clone()),
        _ => ().into_any(),
    };
    shown.into_any()
}

/// One end of a link, with the record that ties it.
type End = (RecordId, Option<RecordId>);

fn ends(desk: Desk, id: RecordId, effects: bool) -> Memo<Vec<End>> {
    Memo::new(move |_| {
        desk.session.with(|ws| {
            let others = match effects {
                true => caused_by(ws, &id),
                false => causes_of(ws, &id),
            };
            let tie = |other: &RecordId| {
                let ends = match effects {
                    true => (Some(id.clone()), Some(other.clone())),
                    false => (Some(other.clone()), Some(id.clone())),
                };
                let mut all = ws.of_kind(LINK).map(Link);
                all.find(|l| (l.cause(), l.effect()) == ends)
                    .map(|l| l.0.id().clone())
            };
            let all = others.into_iter();
            all.map(|other| (other.clone(), tie(&other))).collect()
        })
    })
}

fn end(desk: Desk, (other, tie): End) -> AnyView {
    let id = other.clone();
    let row = Memo::new(move |_| desk.rows.with(|rows| find(rows, &id).cloned()));
    let title = move || {
        let title = row.with(|row| row.as_ref().map(|r| r.title.clone()));
        title.unwrap_or_else(t::untitled)
    };
    let partner = move || row.with(|row| row.as_ref().map(|r| r.partner_name.clone()));
    let badge = move || {
        row.with(|row| {
            let (label, state) = words::standing(&row.as_ref()?.course);
            Some(view! { <Badge state=state label=label /> })
        })
    };
    let untie = tie.map(|tie| drop_button(desk, tie, move || t::link_drop(title())));
    view! {
        <li>
            <a href=desk.session.href(&other)>{title}</a>
            <span>{partner}</span>
            {badge}
            {untie}
        </li>
    }
    .into_any()
}

fn at_suppliers(desk: Desk, id: RecordId) -> AnyView {
    let all = ends(desk, id.clone(), true);
    let ask = Target::page(SLUG)
        .with("new", "1")
        .with("for", id.as_str())
        .href();
    let actions = move || {
        view! { <LinkButton label=t::ask_supplier href=ask icon=icondata::LuPlus look=Look::Quiet /> }
    };
    view! {
        <Section title=t::links_caused actions=actions>
            <p class="hint"><Icon icon=icondata::LuLock /> " " {t::links_private}</p>
            <ul class="plain requirements-parts">
                {move || all.get().into_iter().map(|one| end(desk, one)).collect_view()}
            </ul>
            {tie(desk, id, all)}
        </Section>
    }
    .into_any()
}

fn behind(desk: Desk, id: RecordId) -> AnyView {
    let all = ends(desk, id, false);
    let lines = move || {
        all.get()
            .into_iter()
            .map(|one| end(desk, one))
            .collect_view()
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t::links_behind>
                <p class="hint"><Icon icon=icondata::LuLock /> " " {t::links_private}</p>
                <ul class="plain requirements-parts">{lines}</ul>
            </Section>
        </Show>
    }
    .into_any()
}

/// Ties one that was asked of a supplier already.
fn tie(desk: Desk, cause: RecordId, tied: Memo<Vec<End>>) -> AnyView {
    let chosen = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<PartRefusal>);
    let options = Memo::new(move |_| {
        let tied = tied.get();
        desk.rows.with(|rows| {
            let ours = rows
                .iter()
                .filter(|r| r.direction == Direction::Out && !r.is_over());
            let free = ours.filter(|r| tied.iter().all(|(id, _)| *id != r.id));
            free.map(|r| Choice::new(r.id.as_str(), format!("{} · {}", r.partner_name, r.title)))
                .collect::<Vec<_>>()
        })
    });
    let submit = move |()| {
        let Some(effect) = RecordId::parse(&chosen.get_untracked()) else {
            return;
        };
        let edit = LinkRequirements {
            cause: cause.clone(),
            effect,
        };
        refusal.set(desk.session.commit(&edit).err());
        chosen.set(String::new());
    };
    view! {
        <Show when=move || !options.with(Vec::is_empty)>
            <Form on_submit=submit.clone()>
                <SelectField
                    label=t::link_choose
                    empty=t::link_choose_none
                    options=options
                    value=chosen
                    on_change=move |id: String| chosen.set(id)
                    error=Signal::derive(move || refusal.get().map(refusals::part))
                />
                <div class="actions">
                    <Button label=t::link_tie submit=true icon=icondata::LuLink />
                </div>
            </Form>
        </Show>
    }
    .into_any()
}
