//! Putting a requirement aside, and saying that it was.
//! Never in here: who may shelve or revive (`edits`).

use leptos::prelude::*;

use super::super::edits::{Step, StepRefusal};
use super::super::model::Row;
use super::desk::Desk;
use super::steps::{Taking, buttons};
use crate::ledger::RecordId;
use crate::records::party;
use crate::records::person::{self, Person};
use crate::records::requirement::Requirement;
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{Banner, Choice, DateTimeField, Form, SelectField, State, TextField};

/// What was said when it was put aside, while it is.
pub fn banner(desk: Desk, row: Memo<Option<Row>>) -> AnyView {
    let said = Memo::new(move |_| {
        let row = row.get()?;
        let shelf = row.course.shelf()?;
        let said = shelf.said;
        Some(desk.session.with(|ws| {
            let by = party::short_name_of(ws, shelf.event.actor());
            let owner = said.owner.as_ref().map(|id| person::name_of(ws, id));
            let owner = owner.unwrap_or_else(t::nothing);
            let review = said.review.map_or_else(t::nothing, format::instant);
            (t::shelved_by(by, owner, review), said.reason.clone())
        }))
    });
    let shown = move || {
        said.get().map(|(words, reason)| {
            view! {
                <Banner state=State::Warn>
                    <p>{words}</p>
                    <p class="requirements-value">{reason}</p>
                </Banner>
            }
        })
    };
    shown.into_any()
}

/// The people of both parties, one's own first.
fn people(desk: Desk, requirement: &RecordId) -> Vec<Choice> {
    let me = desk.session.me().party;
    let joins = desk.joins.get();
    desk.session.with(|ws| {
        let Some(asked) = ws.record(requirement).map(Requirement) else {
            return Vec::new();
        };
        let all = ws.of_kind(person::KIND).map(Person);
        let of_both = all.filter_map(|p| Some((p, p.party()?)));
        let of_both = of_both.filter(|(_, party)| asked.is_between(&joins, party));
        let mut named: Vec<(bool, Choice)> = of_both
            .map(|(p, party)| {
                let name = person::name_of(ws, p.0.id());
                let label = format!("{name} · {}", party::short_name_of(ws, &party));
                (
                    !joins.same(&party, &me),
                    Choice::new(p.0.id().as_str(), label),
                )
            })
            .collect();
        named.sort_by(|a, b| (a.0, &a.1.label).cmp(&(b.0, &b.1.label)));
        named.into_iter().map(|(_, choice)| choice).collect()
    })
}

pub fn form(desk: Desk, requirement: RecordId, taking: Taking) -> AnyView {
    let owner = RwSignal::new(desk.session.me_untracked().person.as_str().to_owned());
    let reason = RwSignal::new(String::new());
    let review = RwSignal::new(None::<Instant>);
    let submit = move |()| {
        taking.take.run(Step::Shelve {
            owner: RecordId::parse(&owner.get_untracked()),
            reason: reason.get_untracked(),
            review: review.get_untracked(),
        });
    };
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::reason
                lines=3
                autofocus=true
                value=reason
                on_input=move |text: String| reason.set(text)
                error=taking.refused_if(|r| r == StepRefusal::ReasonMissing)
            />
            <SelectField
                label=t::shelf_owner
                options=Signal::derive(move || people(desk, &requirement))
                value=owner
                on_change=move |key: String| owner.set(key)
                error=taking.refused_if(|r| r == StepRefusal::OwnerMissing)
            />
            <DateTimeField
                label=t::review
                value=review
                on_change={move |at: Option<Instant>| review.set(at)}
                error=taking.refused_if(|r| r == StepRefusal::ReviewMissing)
            />
            {taking.other_refusal(&[
                StepRefusal::ReasonMissing,
                StepRefusal::OwnerMissing,
                StepRefusal::ReviewMissing,
            ])}
            {buttons(move || taking.close())}
        </Form>
    }
    .into_any()
}
