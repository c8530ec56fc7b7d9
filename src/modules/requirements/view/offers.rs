//! What was asked and what was offered since, side by side; what both agree on; the inputs of other terms.
//! Never in here: which offer stands (`records::accord`), who may answer it (`edits`).

use leptos::prelude::*;

use super::super::edits::{Offer, StepRefusal};
use super::super::form::typed;
use super::super::model::Row;
use super::desk::Desk;
use super::steps::Taking;
use super::words::{self, Sides};
use crate::ledger::{RecordId, Value, Workspace};
use crate::records::accord::{Accord, Terms};
use crate::records::matrix::Matrix;
use crate::records::requirement::Requirement;
use crate::records::same_as::SameAs;
use crate::records::stage::{Act, Moment};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{Badge, DateTimeField, Fact, Facts, State, TextField, When};

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
pub fn side_by_side(desk: Desk, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
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
    view! {
        {shown}
        {agreed(row)}
        {see_matrix(desk, row)}
    }
    .into_any()
}

/// That both want the same, since when, and what, until it is accepted or withdrawn.
fn agreed(row: Memo<Option<Row>>) -> AnyView {
    let said = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref().filter(|row| !row.is_over())?;
            let Accord::Agreed { by, terms } = &row.course.accord else {
                return None;
            };
            let stated = row.course.moment(*by).map(|m| m.said.stated);
            Some((in_words(row, terms), stated))
        })
    });
    let shown = move || {
        let (terms, stated) = said.get()?;
        let words = match terms.is_empty() {
            true => t::both_agree_as_asked(),
            false => t::both_agree_on(format::list(&terms)),
        };
        Some(view! {
            <p>
                <Badge state=State::Good label=t::agreed /> " " {words} " "
                <span class="faint">{stated.map(|at| view! { <When at=at /> })}</span>
            </p>
        })
    };
    shown.into_any()
}

/// The terms that differ from what was asked first.
fn in_words(row: &Row, terms: &Terms) -> Vec<String> {
    let with_unit = |value: &Value, unit: &str| {
        let number = words::number(value);
        format!("{number} {unit}").trim().to_owned()
    };
    let price = |value: &Value| t::each(with_unit(value, &row.currency));
    let all = [
        terms.quantity.as_ref().map(|v| with_unit(v, &row.unit)),
        terms.price.as_ref().map(price),
        terms.date.map(|at| t::by_date(format::instant(at))),
    ];
    all.into_iter().flatten().collect()
}

/// Where the provider says that it is not theirs to do: the way to who is responsible (SPEC module 1).
fn see_matrix(desk: Desk, row: Memo<Option<Row>>) -> AnyView {
    let not_ours = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref()?;
            let declined = matches!(&row.course.accord, Accord::Declined { not_ours: true, .. });
            (declined && !row.is_over()).then(|| row.id.clone())
        })
    });
    let shown = move || {
        let id = not_ours.get()?;
        let place = desk.session.with(|ws| responsible_at(ws, &id));
        let href = place.map_or_else(|| "#/matrix".to_owned(), |at| desk.session.href(&at));
        Some(view! { <p><a href=href>{t::see_matrix}</a></p> })
    };
    shown.into_any()
}

/// The task a requirement points at, else a matrix of both parties.
fn responsible_at(ws: &Workspace, requirement: &RecordId) -> Option<RecordId> {
    let requirement = Requirement(ws.record(requirement)?);
    let task = requirement.task().filter(|id| ws.record(id).is_some());
    let of_both = || {
        let joins = SameAs::of(ws);
        let sides = [requirement.requester(), requirement.provider()];
        let names_both = |matrix: &Matrix<'_>| {
            let parties = matrix.parties();
            let mut sides = sides.iter().flatten();
            sides.all(|side| parties.iter().any(|party| joins.same(party, side)))
        };
        let mut all = Matrix::all(ws);
        all.find(names_both).map(|matrix| matrix.id().clone())
    };
    task.or_else(of_both)
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
