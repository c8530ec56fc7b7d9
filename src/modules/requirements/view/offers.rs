//! What was asked and what was offered since, side by side; the inputs of other terms.
//! Never in here: which offer stands (`records::accord`), who may answer it (`edits`).

use leptos::prelude::*;

use super::super::edits::{Offer, StepRefusal};
use super::super::form::typed;
use super::super::model::Row;
use super::steps::Taking;
use super::words::{self, Sides};
use crate::ledger::Value;
use crate::records::accord::{Accord, Terms};
use crate::records::stage::{Act, Moment};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{DateTimeField, Fact, Facts, TextField, When};

/// One side's terms as a card.
#[derive(Clone, Debug, PartialEq)]
struct Card {
    title: String,
    stated: Option<Instant>,
    /// What it is called, what it says, and whether that differs from what was asked.
    lines: Vec<(String, String, bool)>,
    reason: String,
}

/// Nothing while nobody wants anything else than was asked.
pub fn side_by_side(row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let cards = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref()?;
            sides.with(|sides| cards(row, sides))
        })
    });
    let one = |card: Card| {
        let line = |(label, value, differs): (String, String, bool)| {
            let value = match differs {
                true => view! { <strong>{value}</strong> }.into_any(),
                false => value.into_any(),
            };
            view! { <Fact label=label>{value}</Fact> }
        };
        view! {
            <li class="card">
                <h3>{card.title}</h3>
                {card.stated.map(|at| view! { <p class="hint"><When at=at /></p> })}
                <Facts>{card.lines.into_iter().map(line).collect_view()}</Facts>
                <p class="requirements-value requirements-said">{card.reason}</p>
            </li>
        }
    };
    let shown = move || {
        let all = cards.get()?;
        let all = all.into_iter().map(one).collect_view();
        Some(view! { <ul class="plain cards requirements-offers">{all}</ul> })
    };
    shown.into_any()
}

fn cards(row: &Row, sides: &Sides) -> Option<Vec<Card>> {
    let course = &row.course;
    let asked = card(t::asked(), None, row, &Terms::default());
    let proposed = course.last(Act::Propose);
    Some(match &course.accord {
        Accord::Proposed { offer, terms } => {
            let title = t::offered_by(&sides.provider);
            vec![asked, card(title, course.moment(*offer), row, terms)]
        }
        Accord::Countered { offer, terms } => {
            let first = proposed.map(|m| {
                let title = t::offered_by(&sides.provider);
                card(title, Some(m), row, &Terms::of(m.said))
            });
            let title = t::countered_by(&sides.requester);
            let counter = card(title, course.moment(*offer), row, terms);
            let all = [Some(asked), first, Some(counter)];
            all.into_iter().flatten().collect()
        }
        Accord::Declined { offer, not_ours } => {
            let title = match not_ours {
                true => t::not_theirs(&sides.provider),
                false => t::declined_by(&sides.provider),
            };
            let moment = course.moment(*offer);
            vec![
                asked,
                Card {
                    title,
                    stated: moment.map(|m| m.said.stated),
                    lines: Vec::new(),
                    reason: moment.map(|m| m.said.reason.clone()).unwrap_or_default(),
                },
            ]
        }
        Accord::Asked | Accord::Agreed { .. } => return None,
    })
}

fn card(title: String, moment: Option<Moment<'_>>, row: &Row, terms: &Terms) -> Card {
    let number = |value: Option<f64>| value.map_or_else(t::nothing, format::number);
    let or_asked = |named: &Option<Value>, asked: Option<f64>| match named {
        Some(value) => (words::number(value), value.read() != asked),
        None => (number(asked), false),
    };
    let (quantity, other_quantity) = or_asked(&terms.quantity, row.quantity);
    let (price, other_price) = or_asked(&terms.price, row.price);
    let date = terms.date.or(row.needed_by);
    let unit = |amount: String, unit: &str| format!("{amount} {unit}").trim().to_owned();
    Card {
        title,
        stated: moment.map(|m| m.said.stated),
        lines: vec![
            (t::quantity(), unit(quantity, &row.unit), other_quantity),
            (t::f_price(), unit(price, &row.currency), other_price),
            (
                t::needed_by(),
                date.map_or_else(t::nothing, format::instant),
                date != row.needed_by,
            ),
        ],
        reason: moment.map(|m| m.said.reason.clone()).unwrap_or_default(),
    }
}

/// Quantity, price and date instead of those that stand; what is left empty stands.
pub fn term_fields(taking: Taking, offer: RwSignal<Offer>) -> AnyView {
    // The refusal does not say which of the two is no number.
    let no_number = move |text: fn(&Offer) -> &String| {
        taking.refused_if(move |refusal| {
            refusal == StepRefusal::NoNumber && offer.with(|o| typed(text(o)).is_none())
        })
    };
    view! {
        <div class="requirements-fields">
            <TextField
                label=t::changed_quantity
                optional=true
                value=Signal::derive(move || offer.with(|o| o.quantity.clone()))
                on_input=move |text: String| offer.update(|o| o.quantity = text)
                error=no_number(|o| &o.quantity)
            />
            <TextField
                label=t::changed_price
                optional=true
                value=Signal::derive(move || offer.with(|o| o.price.clone()))
                on_input=move |text: String| offer.update(|o| o.price = text)
                error=no_number(|o| &o.price)
            />
            <DateTimeField
                label=t::changed_date
                optional=true
                value=Signal::derive(move || offer.with(|o| o.date))
                on_change={move |at: Option<Instant>| offer.update(|o| o.date = at)}
            />
        </div>
    }
    .into_any()
}
