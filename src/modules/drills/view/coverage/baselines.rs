//! The baselines of handling at one speed: those kept, taking a drill's, typing another.
//! Never in here: which one counts (`records::baseline`).

use leptos::prelude::*;

use super::Desk;
use crate::kpi;
use crate::ledger::RecordId;
use crate::modules::drills::baselines::{
    BaselineRefusal, DropBaseline, KeepBaseline, drill_behind, history,
};
use crate::modules::drills::model::Drill;
use crate::modules::drills::report::{self, Outcome};
use crate::texts::format;
use crate::texts::review as t;
use crate::time::{Date, MINUTE};
use crate::ui::{
    Badge, Button, Column, DateField, Form, Look, NumberField, Section, State, Table, toast,
};

/// One kept baseline as the table shows it.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    id: RecordId,
    baseline: kpi::Baseline,
}

const DATE: &str = "date";
const VALUE: &str = "value";
const SAMPLE: &str = "sample";
const COUNTS: &str = "counts";
const WAYS: &str = "ways";

pub fn section(desk: Desk, speed: u32) -> AnyView {
    let key = report::handling_key(speed);
    let kept = Memo::new(move |_| {
        desk.session.with(|ws| {
            let each = history(ws, &key).into_iter().filter_map(|b| {
                let baseline = kpi::Baseline {
                    value: b.value()?,
                    date: b.date()?,
                    sample: b.sample()?,
                };
                let id = b.0.id().clone();
                Some(Kept { id, baseline })
            });
            each.collect::<Vec<Kept>>()
        })
    });
    let table = move || table(desk, kept);
    view! {
        <Section title=t::k_baselines>
            <Show when=move || kept.with(|kept| !kept.is_empty())>{table}</Show>
            {taking(desk, speed)}
            <div class="coverage-enter">
                <h3>{t::k_type}</h3>
                {form(desk, speed)}
            </div>
        </Section>
    }
    .into_any()
}

fn table(desk: Desk, kept: Memo<Vec<Kept>>) -> AnyView {
    let keys = move || kept.with(|kept| kept.iter().map(|k| k.id.clone()).collect::<Vec<_>>());
    let cell = move |(id, column): (RecordId, &'static str)| {
        let shown = move || {
            kept.with(|kept| {
                let nth = kept.iter().position(|k| k.id == id)?;
                Some(cell(desk, kept.get(nth)?, nth == 0, column))
            })
        };
        shown.into_any()
    };
    let columns = vec![
        Column::new(DATE, t::k_date),
        Column::new(VALUE, t::handling).numeric(),
        Column::new(SAMPLE, t::k_sample).numeric(),
        Column::new(COUNTS, crate::texts::figures::standing),
        Column::new(WAYS, t::ways),
    ];
    view! { <Table caption=t::k_baselines columns=columns rows=Signal::derive(keys) cell=cell /> }
        .into_any()
}

fn cell(desk: Desk, kept: &Kept, counts: bool, column: &str) -> AnyView {
    let Kept { id, baseline } = kept;
    match column {
        DATE => baseline.date.to_string().into_any(),
        VALUE => format::duration(baseline.value as i64).into_any(),
        SAMPLE => format::number(f64::from(baseline.sample)).into_any(),
        COUNTS => match counts {
            true => view! { <Badge state=State::Good label=t::k_counts /> }.into_any(),
            false => view! { <Badge state=State::Plain label=t::k_older /> }.into_any(),
        },
        _ => {
            let (id, date) = (id.clone(), baseline.date);
            view! {
                <Button
                    label=move || t::k_drop(date)
                    icon=icondata::LuTrash2
                    look=Look::Quiet
                    bare=true
                    on_press=move |()| drop_one(desk, id.clone())
                />
            }
            .into_any()
        }
    }
}

fn drop_one(desk: Desk, id: RecordId) {
    let session = desk.session;
    match session.commit(&DropBaseline(id)) {
        Ok(_) => toast::say_undoable(t::k_dropped(), move || {
            let _ = session.undo();
        }),
        Err(why) => toast::say(refusal(why)),
    }
}

/// A button for each drill at the speed: what it took then, others are compared with.
fn taking(desk: Desk, speed: u32) -> AnyView {
    let drills = Memo::new(move |_| {
        let key = report::handling_key(speed);
        let before = desk.session.with(|ws| drill_behind(ws, &key));
        let all = desk.inside().into_iter();
        let fits = all.filter(|o| o.speed == Some(speed) && o.handling().is_some());
        fits.filter(|o| before.as_ref() != Some(&o.drill))
            .collect::<Vec<_>>()
    });
    let line = move |outcome: Outcome| {
        let title = desk.session.with(|ws| {
            let drill = Drill::find(ws, &outcome.drill);
            drill.map(|drill| drill.title().into_owned())
        });
        let time = outcome.handling().map(format::duration);
        view! {
            <li class="review-line">
                <span>{title} " · " {time}</span>
                <Button
                    label=t::k_take
                    icon=icondata::LuFlag
                    on_press=move |()| take(desk, &outcome)
                />
            </li>
        }
    };
    let lines = move || drills.get().into_iter().map(line).collect_view();
    view! { <ul class="plain review-lines coverage-enter">{lines}</ul> }.into_any()
}

fn take(desk: Desk, outcome: &Outcome) {
    let date = desk.date(outcome.started);
    let Some((key, baseline)) = report::as_baseline(outcome, date) else {
        return;
    };
    let edit = KeepBaseline {
        key,
        baseline,
        drill: Some(outcome.drill.clone()),
    };
    if let Err(why) = keep(desk, &edit) {
        toast::say(refusal(why));
    }
}

fn keep(desk: Desk, edit: &KeepBaseline) -> Result<(), BaselineRefusal> {
    let session = desk.session;
    session.commit(edit)?;
    toast::say_undoable(t::k_taken(), move || {
        let _ = session.undo();
    });
    Ok(())
}

fn form(desk: Desk, speed: u32) -> AnyView {
    let value = RwSignal::new(None::<f64>);
    let date = RwSignal::new(String::new());
    let sample = RwSignal::new(None::<f64>);
    let refused = RwSignal::new(None::<BaselineRefusal>);
    let submit = move |()| {
        let minutes = value.get_untracked().unwrap_or(f64::NAN);
        // What is no whole number of answers is no sample.
        let answers = sample.get_untracked().filter(|n| n.fract() == 0.0);
        let answers = answers.filter(|n| (1.0..=f64::from(u32::MAX)).contains(n));
        let edit = KeepBaseline {
            key: report::handling_key(speed),
            baseline: kpi::Baseline {
                value: minutes * MINUTE as f64,
                // Without a date it is refused as one to come.
                date: Date::parse(&date.get_untracked()).unwrap_or(Date(i64::MAX)),
                sample: answers.map_or(0, |n| n as u32),
            },
            drill: None,
        };
        refused.set(keep(desk, &edit).err());
        if refused.with_untracked(Option::is_none) {
            value.set(None);
            date.set(String::new());
            sample.set(None);
        }
    };
    let beside = move |about: BaselineRefusal| {
        Signal::derive(move || refused.get().filter(|why| *why == about).map(refusal))
    };
    view! {
        <Form on_submit=submit>
            <div class="row">
                <NumberField
                    label=t::k_value
                    min="0"
                    value=value
                    on_change={move |n: Option<f64>| value.set(n)}
                    error=beside(BaselineRefusal::NoValue)
                />
                <DateField
                    label=t::k_date
                    value=date
                    on_change=move |text: String| date.set(text)
                    error=beside(BaselineRefusal::InTheFuture)
                />
                <NumberField
                    label=t::k_sample
                    min="1"
                    step="1"
                    value=sample
                    on_change={move |n: Option<f64>| sample.set(n)}
                    error=beside(BaselineRefusal::NoSample)
                />
            </div>
            <div class="actions">
                <Button label=t::k_set submit=true />
            </div>
        </Form>
    }
    .into_any()
}

fn refusal(refusal: BaselineRefusal) -> String {
    match refusal {
        BaselineRefusal::NoValue => t::k_no_value(),
        BaselineRefusal::InTheFuture => t::k_no_date(),
        BaselineRefusal::NoSample => t::k_no_sample(),
        BaselineRefusal::UnknownKpi | BaselineRefusal::Gone => t::r_gone(),
    }
}
