//! The health check of one matrix: every finding is a link to the cell that mends it.
//! Never in here: what counts as a finding.

use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::ledger::RecordId;
use crate::modules::matrix::report::{self, Finding};
use crate::session::Target;
use crate::texts;
use crate::ui::{Badge, Section, State};

pub fn health(desk: Desk) -> AnyView {
    let matrix = desk.matrix();
    let findings = Memo::new(move |_| desk.session.with(|ws| report::findings(ws, &matrix)));
    let state = Signal::derive(move || match findings.with(Vec::is_empty) {
        true => State::Good,
        false => State::Warn,
    });
    let count = move || match findings.with(Vec::len) {
        0 => texts::matrix::healthy(),
        count => texts::matrix::findings(count as i64),
    };
    let each = move |finding: Finding| row(desk, finding);
    view! {
        <Section title=texts::matrix::health>
            <p><Badge state=state label=count /></p>
            <ul class="matrix-findings">
                <For each=move || findings.get() key=|finding| finding.clone() children=each />
            </ul>
        </Section>
    }
    .into_any()
}

fn row(desk: Desk, finding: Finding) -> AnyView {
    let Finding { spot, issue } = finding;
    let href = address(desk.matrix(), &spot.to_string());
    let (sent, at) = (spot.clone(), spot.clone());
    let task = move || desk.session.with(|ws| words::task_name(ws, &at.task));
    let words = move || desk.session.with(|ws| words::issue(ws, &spot, &issue));
    view! {
        <li>
            <a href=href on:click=move |_| desk.send(sent.clone())>
                <b>{task}</b>
                ": "
                {words}
            </a>
        </li>
    }
    .into_any()
}

/// The address of a cell.
pub fn address(matrix: RecordId, cell: &str) -> String {
    Target::record("matrix", matrix).with("cell", cell).href()
}
