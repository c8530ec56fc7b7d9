//! Entering how often a class came in the period, and what was entered.
//! Never in here: what may be entered (`frequency`).

use leptos::prelude::*;

use super::Desk;
use crate::ledger::Workspace;
use crate::modules::drills::frequency::{self, EnterFrequency, FrequencyRefusal};
use crate::modules::drills::model;
use crate::modules::drills::scenario::CLASSES;
use crate::modules::drills::view::words as say;
use crate::texts::format;
use crate::texts::review as t;
use crate::ui::{
    Button, Choice, Column, Form, Look, NumberField, Section, SelectField, Table, TextField, toast,
};

/// Chosen where the class is named by hand.
const OTHER: &str = "+";

const CLASS: &str = "class";
const COUNT: &str = "count";

pub fn section(desk: Desk) -> AnyView {
    let counts = Memo::new(move |_| {
        let (from, to) = desk.period.get();
        desk.session.with(|ws| frequency::entered(ws, from, to))
    });
    let keys = move || counts.with(|all| all.keys().cloned().collect::<Vec<String>>());
    let cell = move |(class, column): (String, &'static str)| {
        let shown = move || match column {
            CLASS => Some(say::class(&class)),
            _ => counts.with(|all| all.get(&class).map(|n| format::number(f64::from(*n)))),
        };
        shown.into_any()
    };
    let table = move || {
        let columns = vec![
            Column::new(CLASS, t::c_class),
            Column::new(COUNT, t::c_sum).numeric(),
        ];
        view! {
            <h3>{t::c_entered}</h3>
            <Table caption=t::c_entered columns=columns rows=Signal::derive(keys) cell=cell />
        }
    };
    view! {
        <Section title=t::c_enter>
            <p class="hint">{t::c_enter_hint}</p>
            <div class="coverage-enter">{form(desk)}</div>
            <Show when=move || counts.with(|all| !all.is_empty())>{table}</Show>
        </Section>
    }
    .into_any()
}

/// The library's classes, and those that a scenario of one's own or an entry names.
fn classes(ws: &Workspace) -> Vec<String> {
    let named = model::scenarios(ws).map(|record| record.text(model::CLASS).into_owned());
    let said = ws.of_kind(crate::records::frequency::KIND);
    let said = said.map(|record| record.text(model::CLASS).into_owned());
    let mut own: Vec<String> = named.chain(said).collect();
    own.retain(|class| !class.trim().is_empty() && !model::is_known_class(class));
    own.sort();
    own.dedup();
    let known = CLASSES.iter().map(|class| (*class).to_owned());
    known.chain(own).collect()
}

fn form(desk: Desk) -> AnyView {
    let class = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let count = RwSignal::new(None::<f64>);
    let refused = RwSignal::new(None::<FrequencyRefusal>);
    let submit = move |()| {
        let (from, to) = desk.period.get_untracked();
        let chosen = match class.get_untracked() {
            key if key == OTHER => name.get_untracked(),
            key => key,
        };
        let edit = EnterFrequency {
            class: chosen,
            count: count
                .get_untracked()
                .map_or(0, |n| n.clamp(0.0, 1e6) as u32),
            from,
            to,
        };
        refused.set(desk.session.commit(&edit).err());
        if refused.with_untracked(Option::is_none) {
            toast::say(t::c_entered_done());
            class.set(String::new());
            name.set(String::new());
            count.set(None);
        }
    };
    let error = Signal::derive(move || {
        refused.get().map(|refusal| match refusal {
            FrequencyRefusal::ClassMissing => t::c_no_class(),
            FrequencyRefusal::Backwards => t::c_backwards(),
        })
    });
    let options = move || {
        let known = desk.session.with(classes).into_iter();
        let known = known.map(|class| {
            let words = say::class(&class);
            Choice::new(class, words)
        });
        let other = std::iter::once(Choice::new(OTHER, t::c_own_class()));
        known.chain(other).collect()
    };
    let naming = move || {
        view! {
            <TextField
                label=t::c_own_name
                value=name
                on_input=move |text: String| name.set(text)
            />
        }
    };
    view! {
        <Form on_submit=submit>
            <div class="row">
                <SelectField
                    label=t::c_class
                    options=Signal::derive(options)
                    value=class
                    on_change=move |key: String| class.set(key)
                    error=error
                />
                <Show when=move || class.with(|key| key == OTHER)>{naming}</Show>
                <NumberField
                    label=t::c_times
                    min="0"
                    step="1"
                    value=count
                    on_change={move |n: Option<f64>| count.set(n)}
                />
            </div>
            <div class="actions">
                <Button label=crate::texts::review::save look=Look::Primary submit=true />
            </div>
        </Form>
    }
    .into_any()
}
