//! The baselines of a figure: those kept, taking today's, typing another.
//! Never in here: which one counts (`records::baseline`), comparing (`kpi`).

use leptos::prelude::*;

use super::super::baselines::{BaselineRefusal, DropBaseline, SetBaseline, history};
use super::desk::Desk;
use super::figure_words as words;
use super::figures::All;
use crate::ledger::RecordId;
use crate::texts::figures as f;
use crate::texts::format;
use crate::time::Date;
use crate::ui::{
    Badge, Button, Column, DateField, Form, Look, NumberField, Section, State, Table, toast,
};

const DATE: &str = "date";
const VALUE: &str = "value";
const SAMPLE: &str = "sample";
const COUNTS: &str = "counts";
const WAYS: &str = "ways";

/// One kept baseline as the table shows it.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    id: RecordId,
    value: f64,
    date: Date,
    sample: u32,
}

pub fn section(desk: Desk, all: All, key: &'static str) -> AnyView {
    let kept = Memo::new(move |_| {
        desk.session.with(|ws| {
            let each = history(ws, key).into_iter().filter_map(|b| {
                Some(Kept {
                    id: b.0.id().clone(),
                    value: b.value()?,
                    date: b.date()?,
                    sample: b.sample()?,
                })
            });
            each.collect::<Vec<Kept>>()
        })
    });
    let none = move || kept.with(Vec::is_empty);
    view! {
        <Section title=f::baselines>
            <Show when=none fallback=move || table(desk, kept, key)>
                <p class="faint">{f::baseline_none}</p>
            </Show>
            <div class="requirements-baseline">
                {take(desk, all, key)}
                <h3>{f::type_baseline}</h3>
                {form(desk, key)}
            </div>
        </Section>
    }
    .into_any()
}

fn table(desk: Desk, kept: Memo<Vec<Kept>>, key: &'static str) -> AnyView {
    let rows = move || kept.with(|kept| kept.iter().map(|k| k.id.clone()).collect::<Vec<_>>());
    let cell = move |(id, column): (RecordId, &'static str)| {
        let shown = move || {
            kept.with(|kept| {
                let nth = kept.iter().position(|k| k.id == id)?;
                Some(cell(desk, kept.get(nth)?, nth == 0, key, column))
            })
        };
        shown.into_any()
    };
    let columns = vec![
        Column::new(DATE, f::baseline_date),
        Column::new(VALUE, f::baseline_value).numeric(),
        Column::new(SAMPLE, f::baseline_sample).numeric(),
        Column::new(COUNTS, f::standing),
        Column::new(WAYS, f::ways),
    ];
    view! {
        <div class="requirements-parts-of">
            <Table caption=f::baselines columns=columns rows=Signal::derive(rows) cell=cell />
        </div>
    }
    .into_any()
}

fn cell(desk: Desk, kept: &Kept, is_first: bool, key: &str, column: &str) -> AnyView {
    match column {
        DATE => kept.date.to_string().into_any(),
        VALUE => words::amount(key, kept.value).into_any(),
        SAMPLE => format::number(f64::from(kept.sample)).into_any(),
        COUNTS => match is_first {
            true => view! { <Badge state=State::Good label=f::baseline_counts /> }.into_any(),
            false => view! { <Badge state=State::Plain label=f::baseline_older /> }.into_any(),
        },
        _ => {
            let (id, date) = (kept.id.clone(), kept.date.to_string());
            let press = move |()| drop_one(desk, id.clone());
            view! {
                <Button
                    label=move || f::drop_baseline(date.clone())
                    icon=icondata::LuTrash2
                    look=Look::Quiet
                    bare=true
                    on_press=press
                />
            }
            .into_any()
        }
    }
}

fn drop_one(desk: Desk, baseline: RecordId) {
    let session = desk.session;
    match session.commit(&DropBaseline { baseline }) {
        Ok(_) => toast::say_undoable(f::baseline_dropped(), move || {
            let _ = session.undo();
        }),
        Err(why) => toast::say(refusal(why)),
    }
}

/// The reader's date of a moment.
fn today(desk: Desk) -> Date {
    let zone = desk.zone.get_untracked();
    zone.civil(desk.session.now_untracked()).date()
}

fn keep(desk: Desk, edit: &SetBaseline) -> Result<(), BaselineRefusal> {
    let session = desk.session;
    session.commit(edit)?;
    toast::say_undoable(f::baseline_set(), move || {
        let _ = session.undo();
    });
    Ok(())
}

/// What the figure is today, as the baseline of what begins now.
fn take(desk: Desk, all: All, key: &'static str) -> AnyView {
    let now = Memo::new(move |_| {
        all.with(|all| {
            let average = all.average(key)?;
            Some((average.value()?, average.denominator()))
        })
    });
    let press = move |()| {
        let taken = all.with_untracked(|all| {
            let average = all.average(key)?;
            SetBaseline::taken_from(average, today(desk))
        });
        let kept = taken.map(|edit| keep(desk, &edit));
        if let Some(Err(why)) = kept {
            toast::say(refusal(why));
        }
    };
    let shown = move || {
        now.get().map(|(value, sample)| {
            view! {
                <div class="actions">
                    <Button
                        label=move || f::take_baseline(words::amount(key, value))
                        icon=icondata::LuFlag
                        on_press=press
                    />
                    <span class="hint">{f::take_hint(sample as i64)}</span>
                </div>
            }
        })
    };
    shown.into_any()
}

/// A baseline as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    value: RwSignal<Option<f64>>,
    date: RwSignal<String>,
    sample: RwSignal<Option<f64>>,
}

impl Draft {
    fn edit(self, key: &str) -> SetBaseline {
        // What is no whole number of rows is no sample.
        let sample = self.sample.get_untracked().unwrap_or_default();
        let whole = sample.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&sample);
        let value = self.value.get_untracked().unwrap_or(f64::NAN);
        SetBaseline {
            kpi: key.to_owned(),
            value: value * words::unit(key),
            date: Date::parse(&self.date.get_untracked()),
            sample: if whole { sample as u32 } else { 0 },
        }
    }

    fn clear(self) {
        self.value.set(None);
        self.date.set(String::new());
        self.sample.set(None);
    }
}

fn form(desk: Desk, key: &'static str) -> AnyView {
    let draft = Draft {
        value: RwSignal::new(None),
        date: RwSignal::new(String::new()),
        sample: RwSignal::new(None),
    };
    let refused = RwSignal::new(None::<BaselineRefusal>);
    let submit = move |()| match keep(desk, &draft.edit(key)) {
        Ok(()) => {
            refused.set(None);
            draft.clear();
        }
        Err(why) => refused.set(Some(why)),
    };
    let beside = move |about: &'static [BaselineRefusal]| {
        Signal::derive(move || refused.get().filter(|why| about.contains(why)).map(refusal))
    };
    let of_date = beside(&[BaselineRefusal::NoDate, BaselineRefusal::InTheFuture]);
    let unit = match words::unit(key) == 1.0 {
        true => f::value_changes as fn() -> String,
        false => f::value_days,
    };
    view! {
        <Form on_submit=submit>
            <div class="row">
                <NumberField
                    label=unit
                    min="0"
                    value=draft.value
                    on_change={move |n: Option<f64>| draft.value.set(n)}
                    error=beside(&[BaselineRefusal::NoValue])
                />
                <DateField
                    label=f::baseline_date
                    value=draft.date
                    on_change={move |text: String| draft.date.set(text)}
                    error=of_date
                />
                <NumberField
                    label=f::baseline_sample
                    min="1"
                    step="1"
                    value=draft.sample
                    on_change={move |n: Option<f64>| draft.sample.set(n)}
                    error=beside(&[BaselineRefusal::NoSample])
                />
            </div>
            <div class="actions">
                <Button label=f::set_baseline look=Look::Primary submit=true />
            </div>
        </Form>
    }
    .into_any()
}

fn refusal(refusal: BaselineRefusal) -> String {
    match refusal {
        BaselineRefusal::UnknownKpi => f::no_such_figure(),
        BaselineRefusal::NoValue => f::no_value(),
        BaselineRefusal::NoDate => f::no_date(),
        BaselineRefusal::InTheFuture => f::date_to_come(),
        BaselineRefusal::NoSample => f::no_sample(),
        BaselineRefusal::Gone => f::baseline_gone(),
    }
}
