//! The dialog that writes a lesson down and makes work of it in one act.
//! Never in here: what may be refused (`lessons` of the module).

use leptos::prelude::*;

use super::draft::{self, Draught, field, put};
use super::lessons::{DOES, becomes};
use super::{Desk, words};
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::lessons::{Learn, LessonRefusal};
use crate::records::matrix::{Column, Letter, Letters, MATRIX, Matrix, TASK, Task};
use crate::records::{party, person};
use crate::texts::review as t;
use crate::texts::{self, drills, format};
use crate::time::{DAY, Date};
use crate::ui::{Button, CheckField, Choice, DateField, Form, Segmented, SelectField, TextField};

pub const IMPROVEMENT: &str = "improvement";
pub const MATRIX_FIX: &str = "matrix_fix";
pub const TRAINING_NEED: &str = "training_need";
const NOTHING: &str = "nothing";

/// A fortnight: long enough to do something, short enough to be asked for it.
const SOON: i64 = 14 * DAY;

pub type Cell = (Column, Letters);

/// A lesson as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// None: a new one.
    pub lesson: Option<RecordId>,
    pub text: String,
    pub owner: String,
    /// `YYYY-MM-DD`
    pub due: String,
    /// Empty: the whole drill.
    pub inject: String,
    pub becomes: String,
    /// A task's id.
    pub task: String,
    /// Cells that are to hold something else.
    pub cells: Vec<Cell>,
    pub now: bool,
    pub layer: String,
}

impl Draft {
    pub fn new(desk: Desk) -> Self {
        let soon = format::local_input(desk.session.now_untracked().plus(SOON));
        let me = desk.session.me_untracked().person;
        Self {
            lesson: None,
            text: String::new(),
            owner: desk.session.with_untracked(|ws| person::name_of(ws, &me)),
            due: soon.get(..10).unwrap_or_default().to_owned(),
            inject: String::new(),
            becomes: NOTHING.to_owned(),
            task: String::new(),
            cells: Vec::new(),
            now: true,
            layer: String::new(),
        }
    }
}

pub fn dialog(desk: Desk, draft: Draught<Draft>) -> AnyView {
    draft::dialog(draft, t::lesson, true, move |refused| {
        form(desk, draft, refused)
    })
}

fn form(desk: Desk, draft: Draught<Draft>, refused: RwSignal<Option<LessonRefusal>>) -> AnyView {
    let submit = move |()| {
        draft::keep(draft, refused, |typed| keep(desk, typed), t::learnt);
    };
    let beside = move |about: &'static [LessonRefusal]| {
        Signal::derive(move || {
            let refused = refused.get().filter(|refusal| about.contains(refusal));
            refused.map(words::lesson_refusal)
        })
    };
    let people = Signal::derive(move || desk.session.with(people));
    let is = move |what: &'static str| move || draft::of(draft, |d| d.becomes == what);
    let rest = beside(&[LessonRefusal::Gone, LessonRefusal::BecameBefore]);
    view! {
        <Form on_submit=submit>
            <TextField
                label=t::lesson_text
                lines=3
                value=field(draft, |d| d.text.clone())
                on_input=move |text: String| put(draft, |d| d.text = text)
                error=beside(&[LessonRefusal::TextMissing])
            />
            <SelectField
                label=t::lesson_inject
                options=Signal::derive(move || injects(desk))
                empty=t::whole_drill
                value=field(draft, |d| d.inject.clone())
                on_change=move |id: String| put(draft, |d| d.inject = id)
            />
            <Segmented
                label=t::becomes
                options=Signal::derive(ways)
                value=field(draft, |d| d.becomes.clone())
                on_change=move |key: String| put(draft, |d| d.becomes = key)
            />
            <Show when=is(TRAINING_NEED)>{layers(draft)}</Show>
            <Show when=is(MATRIX_FIX)>
                {cells(desk, draft, beside(&[LessonRefusal::NoSuchTask, LessonRefusal::NoCells]))}
            </Show>
            <div class="row">
                <TextField
                    label=t::owner
                    suggestions=people
                    value=field(draft, |d| d.owner.clone())
                    on_input=move |text: String| put(draft, |d| d.owner = text)
                    error=beside(&[LessonRefusal::OwnerMissing])
                />
                <DateField
                    label=t::due
                    value=field(draft, |d| d.due.clone())
                    on_change=move |text: String| put(draft, |d| d.due = text)
                    error=beside(&[LessonRefusal::DueMissing])
                />
            </div>
            <p class="error" aria-live="polite">
                {move || rest.get()}
            </p>
            <div class="actions">
                <Button label=t::save look=DOES submit=true />
                <Button label=t::cancel on_press=move || draft.set(None) />
            </div>
        </Form>
    }
    .into_any()
}

fn keep(desk: Desk, draft: &Draft) -> Result<(), LessonRefusal> {
    let cells = desk.session.with_untracked(|ws| changed(ws, draft));
    let becomes = becomes(draft, cells).ok_or(LessonRefusal::NoSuchTask)?;
    let edit = Learn {
        drill: desk.id(),
        lesson: draft.lesson.clone(),
        text: draft.text.clone(),
        owner: draft.owner.clone(),
        due: Date::parse(&draft.due),
        inject: Some(draft.inject.clone()).filter(|id| !id.is_empty()),
        becomes,
    };
    desk.session.commit(&edit).map(drop)
}

/// The cells that would not hold what they do now.
fn changed(ws: &Workspace, draft: &Draft) -> Vec<Cell> {
    let task = RecordId::parse(&draft.task).and_then(|id| Task::find(ws, &id));
    let Some(task) = task else {
        return Vec::new();
    };
    let cells = draft.cells.iter();
    let other = cells.filter(|(column, letters)| task.cell(column).letters != *letters);
    other.cloned().collect()
}

fn ways() -> Vec<Choice> {
    vec![
        Choice::new(NOTHING, t::b_nothing()),
        Choice::new(IMPROVEMENT, t::b_improvement()),
        Choice::new(MATRIX_FIX, t::b_matrix_fix()),
        Choice::new(TRAINING_NEED, t::b_training_need()),
    ]
}

fn people(ws: &Workspace) -> Vec<String> {
    let all = ws.of_kind(person::KIND);
    let mut names: Vec<String> = all
        .map(|record| person::Person(record).name().trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The injects that came.
pub fn injects(desk: Desk) -> Vec<Choice> {
    let choices = desk.get(|review| {
        let came = review.placed.iter().filter(|placed| placed.fired.is_some());
        let came = came.filter_map(|placed| review.injects.get(placed.inject));
        came.map(|inject| Choice::new(&*inject.id, words::inject_title(inject)))
            .collect()
    });
    choices.unwrap_or_default()
}

fn layers(draft: Draught<Draft>) -> AnyView {
    let options = || {
        use person::Layer;
        let each = [
            (Layer::Contact, drills::layer_contact()),
            (Layer::Manager, drills::layer_manager()),
            (Layer::Executive, drills::layer_executive()),
        ];
        let each = each.into_iter();
        each.map(|(layer, words)| Choice::new(layer.as_str(), words))
            .collect()
    };
    view! {
        <SelectField
            label=t::layer
            options=Signal::derive(options)
            empty=t::all_layers
            value=field(draft, |d| d.layer.clone())
            on_change=move |key: String| put(draft, |d| d.layer = key)
        />
    }
    .into_any()
}

/// The tasks of the drill's matrix, or of all where it has none.
fn tasks(desk: Desk, ws: &Workspace) -> Vec<Choice> {
    let own = desk.get(|review| review.source.matrix.clone()).flatten();
    let all = Matrix::all(ws).filter(|m| own.as_ref().is_none_or(|own| own == m.id()));
    let each = all.flat_map(|matrix| {
        let name = matrix.name().into_owned();
        let tasks = matrix.tasks().into_iter();
        tasks.map(move |task| (task.id().to_string(), format!("{} · {name}", task.title())))
    });
    each.map(|(id, words)| Choice::new(id, words)).collect()
}

fn cells(desk: Desk, draft: Draught<Draft>, error: Signal<Option<String>>) -> AnyView {
    let columns = Memo::new(move |_| {
        let task = draft::of(draft, |d| d.task.clone());
        desk.session.with(|ws| columns_of(ws, &task))
    });
    let rows = move || {
        let columns = columns.get().into_iter();
        columns
            .map(|column| cell(desk, draft, column))
            .collect_view()
    };
    let pick = move |id: String| {
        put(draft, |d| {
            d.task = id;
            d.cells.clear();
        });
    };
    view! {
        <SelectField
            label=t::task
            options=Signal::derive(move || desk.session.with(|ws| tasks(desk, ws)))
            value=field(draft, |d| d.task.clone())
            on_change=pick
            error=error
        />
        <fieldset class="review-cells">
            <legend>{t::cells}</legend>
            {rows}
        </fieldset>
        <CheckField
            label=t::now
            hint=t::now_hint
            checked=field(draft, |d| d.now)
            on_change=move |now: bool| put(draft, |d| d.now = now)
        />
    }
    .into_any()
}

fn columns_of(ws: &Workspace, task: &str) -> Vec<Column> {
    let task = RecordId::parse(task).filter(|id| id.kind() == TASK);
    let task = task.and_then(|id| Task::find(ws, &id));
    let matrix = task.and_then(|task| task.matrix());
    let matrix = matrix.filter(|matrix| matrix.id().kind() == MATRIX);
    matrix.map_or_else(Vec::new, |m| m.columns().into_iter().collect())
}

fn cell(desk: Desk, draft: Draught<Draft>, column: Column) -> AnyView {
    let session = desk.session;
    let own = column.clone();
    let name = Memo::new(move |_| {
        session.with(|ws| {
            let party = party::short_name_of(ws, &own.party);
            match &own.role {
                Some(role) => texts::matrix::role_of(party, role),
                None => party,
            }
        })
    });
    let own = column.clone();
    let letters = Memo::new(move |_| {
        let chosen = draft::of(draft, |d| {
            let cell = d.cells.iter().find(|(column, _)| *column == own);
            cell.map(|(_, letters)| *letters)
        });
        chosen.unwrap_or_else(|| {
            let task = RecordId::parse(&draft::of(draft, |d| d.task.clone()));
            let cell = |ws: &Workspace| Some(Task::find(ws, &task?)?.cell(&own).letters);
            session.with(cell).unwrap_or_default()
        })
    });
    let toggle = move |letter: Letter| {
        let column = column.clone();
        let now = letters.get_untracked().toggled(letter);
        put(draft, move |d| {
            d.cells.retain(|(known, _)| *known != column);
            d.cells.push((column, now));
        });
    };
    let each = Letter::ALL.map(|letter| {
        let toggle = toggle.clone();
        view! {
            <CheckField
                label=move || t::cell_of(name.get(), words::letter(letter))
                checked=Signal::derive(move || letters.with(|all| all.has(letter)))
                on_change=move |_: bool| toggle(letter)
            />
        }
    });
    view! { <div class="review-cell">{each.collect_view()}</div> }.into_any()
}
