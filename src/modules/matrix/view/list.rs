//! All matrices with their coverage, and starting a new one.
//! Never in here: rules.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{behind, columns, words};
use crate::ledger::{RecordId, Workspace};
use crate::modules::matrix::edits::{CreateMatrix, Refusal};
use crate::modules::matrix::report;
use crate::records::matrix::Matrix;
use crate::records::party;
use crate::session::{Place, Session, Target, use_session};
use crate::texts;
use crate::texts::format;
use crate::ui::{Button, CheckField, Choice, Dialog, Empty, Form, Look, Page, TextField};

/// One matrix as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Row {
    id: RecordId,
    name: String,
    purpose: String,
    parties: Vec<String>,
    covered: usize,
    tasks: usize,
    findings: usize,
}

fn row_of(ws: &Workspace, matrix: &Matrix<'_>) -> Row {
    let id = matrix.id();
    let kpi = report::coverage(ws, Some(id));
    let parties = matrix.parties();
    Row {
        id: id.clone(),
        name: words::matrix_name(ws, id),
        purpose: matrix.purpose().into_owned(),
        parties: parties
            .iter()
            .map(|p| party::short_name_of(ws, p))
            .collect(),
        covered: kpi.numerator(),
        tasks: kpi.denominator(),
        findings: report::findings(ws, id).len(),
    }
}

pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let is_new = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        session.with(|ws| Matrix::all(ws).map(|m| row_of(ws, &m)).collect::<Vec<_>>())
    });
    let new = move || {
        view! {
            <Button
                label=texts::matrix::new
                icon=icondata::LuPlus
                look=Look::Primary
                on_press=move || is_new.set(true)
            />
        }
    };
    let none = move || {
        view! {
            <Empty title=texts::matrix::none_title hint=texts::matrix::none_text>
                {new()}
            </Empty>
        }
    };
    let each = move |row: Row| card(session, row);
    view! {
        <Page title=texts::matrix::title actions=new>
            <p class="lead">{texts::matrix::intro}</p>
            <Show when=move || !rows.with(Vec::is_empty) fallback=none>
                <ul class="plain">
                    <For each=move || rows.get() key=|row| row.clone() children=each />
                </ul>
                {behind::coverage(session, place, None)}
            </Show>
            <Dialog open=is_new on_close=move || is_new.set(false) title=texts::matrix::new>
                {create(session)}
            </Dialog>
        </Page>
    }
    .into_any()
}

fn card(session: Session, row: Row) -> AnyView {
    let Row {
        id,
        name,
        purpose,
        parties,
        covered,
        tasks,
        findings,
    } = row;
    let figures = move || {
        let mut words = vec![texts::matrix::tasks(tasks as i64)];
        if tasks > 0 {
            let share = format::percent(covered as f64, tasks as f64);
            words.push(format!("{} {share}", texts::matrix::coverage()));
        }
        if findings > 0 {
            words.push(texts::matrix::findings(findings as i64));
        }
        words.join(" · ")
    };
    view! {
        <li class="card">
            <h2><a href=session.href(&id)>{name}</a></h2>
            <p>{purpose}</p>
            <p class="hint">{figures}</p>
            <p class="hint">
                {move || texts::matrix::parties_of(parties.join(&texts::matrix::and()))}
            </p>
        </li>
    }
    .into_any()
}

fn create(session: Session) -> AnyView {
    let (name, purpose) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new(BTreeSet::<RecordId>::new());
    let refused = RwSignal::new(None::<Refusal>);
    let submit = move || {
        let edit = CreateMatrix {
            name: name.get_untracked(),
            purpose: purpose.get_untracked(),
            parties: chosen.get_untracked().into_iter().collect(),
        };
        match session.commit(&edit) {
            Ok(Some(act)) => {
                let made = |ws: &Workspace| ws.by_id(act).next().map(|c| c.record.clone());
                if let Some(matrix) = session.with_untracked(made) {
                    Target::record("matrix", matrix).go();
                }
            }
            Ok(None) => {}
            Err(refusal) => refused.set(Some(refusal)),
        }
    };
    let error = Signal::derive(move || {
        let refusal = refused.get()?;
        Some(session.with(|ws| words::refusal(ws, &refusal)))
    });
    view! {
        <Form on_submit=submit>
            <TextField
                label=texts::matrix::name
                value=name
                on_input=move |text| name.set(text)
                error=error
                autofocus=true
            />
            <TextField
                label=texts::matrix::purpose
                optional=true
                lines=2
                value=purpose
                on_input=move |text| purpose.set(text)
            />
            {partners(session, chosen)}
            <Button label=texts::matrix::create look=Look::Primary submit=true />
        </Form>
    }
    .into_any()
}

fn partners(session: Session, chosen: RwSignal<BTreeSet<RecordId>>) -> AnyView {
    let others = move || {
        let me = session.me().party;
        let all = session.with(columns::parties).into_iter();
        all.filter(|choice| choice.value != me.as_str())
            .collect::<Vec<_>>()
    };
    let each = move |Choice { value, label }: Choice| {
        let party = RecordId::parse(&value)?;
        let is = party.clone();
        let set = move |on: bool| {
            chosen.update(|chosen| {
                if on {
                    chosen.insert(party.clone());
                } else {
                    chosen.remove(&party);
                }
            });
        };
        let checked = Signal::derive(move || chosen.with(|chosen| chosen.contains(&is)));
        Some(view! { <CheckField label=move || label.clone() checked=checked on_change=set /> })
    };
    view! {
        <fieldset>
            <legend>{texts::matrix::parties}</legend>
            <p class="hint">{texts::matrix::parties_hint}</p>
            {move || others().into_iter().filter_map(each).collect_view()}
        </fieldset>
    }
    .into_any()
}
