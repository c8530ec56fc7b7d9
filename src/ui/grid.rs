//! A grid of cells worked by keyboard, as in a spreadsheet: one tab stop, arrows, blocks, copy and paste.
//! It knows rows, columns and positions; what a cell means is the caller's.

use super::grid_keys::{Asked, At, Block, Pressed, Selection, asked};
use crate::browser::focus;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use std::hash::Hash;

/// A column: its key, and its heading with an optional second line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GridColumn {
    pub key: String,
    pub head: String,
    pub note: String,
    /// Holds sentences rather than a few letters.
    pub wide: bool,
}

/// The first column is the heading of its rows. Positions in callbacks count from 0 in `rows` and
/// `columns` as they are at that moment. `on_key` says whether it understood the character.
#[component]
pub fn Grid<K>(
    #[prop(into)] label: TextProp,
    #[prop(into)] rows: Signal<Vec<K>>,
    #[prop(into)] columns: Signal<Vec<GridColumn>>,
    #[prop(into)] cell: Callback<(K, String), AnyView>,
    #[prop(into)] on_key: Callback<(char, Block), bool>,
    #[prop(into)] on_edit: Callback<At>,
    #[prop(into)] on_clear: Callback<Block>,
    /// The block as lines of tab-separated cells.
    #[prop(into)]
    copied: Callback<Block, String>,
    #[prop(into)] on_paste: Callback<(At, String)>,
    /// The row at the first position should stand at the second.
    #[prop(into, optional)]
    on_move: Option<Callback<(usize, usize)>>,
    /// The focus went to this cell.
    #[prop(into, optional)]
    on_select: Option<Callback<At>>,
    /// The cell to focus, when a link leads to it.
    #[prop(into, optional)]
    goto: Signal<Option<At>>,
) -> AnyView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let node = NodeRef::<html::Table>::new();
    let selection = RwSignal::new(Selection::default());
    let dragged = RwSignal::new(None::<usize>);
    let size = move || {
        (
            rows.with_untracked(Vec::len),
            columns.with_untracked(Vec::len),
        )
    };
    let show = move |to: Selection| {
        selection.set(to);
        if let Some(table) = node.get_untracked() {
            let (row, column) = (to.at.row + 1, to.at.column + 1);
            let cell = format!("tbody > tr:nth-child({row}) > :nth-child({column})");
            focus::inside(&table, &cell);
        }
    };
    let block = move || {
        let (rows, columns) = size();
        selection.get_untracked().within(rows, columns).block()
    };
    Effect::new(move |_| {
        if let (Some(at), Some(_)) = (goto.get(), node.get()) {
            show(Selection::only(at));
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        if focus::is_in_input(&event) {
            return;
        }
        let key = event.key();
        let pressed = Pressed {
            key: &key,
            shift: event.shift_key(),
            ctrl: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
        };
        let now = selection.get_untracked();
        let (rows, columns) = size();
        match asked(pressed, now, rows, columns) {
            Asked::Nothing => return,
            Asked::Select(to) => show(to),
            Asked::Edit => on_edit.run(now.at),
            Asked::Clear => on_clear.run(block()),
            Asked::Character(key) => {
                if !on_key.run((key, block())) {
                    return;
                }
            }
            Asked::MoveRow(by) => {
                let Some(on_move) = on_move else { return };
                let to = now.at.row.saturating_add_signed(by as isize);
                if to < rows && to != now.at.row {
                    on_move.run((now.at.row, to));
                    let at = At { row: to, ..now.at };
                    // The rows stand in their new order once the page has followed.
                    request_animation_frame(move || show(Selection::only(at)));
                }
            }
        }
        event.prevent_default();
    };
    let copy = move |event: &ClipboardEvent| {
        if let Some(data) = event.clipboard_data()
            && data.set_data("text/plain", &copied.run(block())).is_ok()
        {
            event.prevent_default();
        }
    };
    let on_paste = move |event: ClipboardEvent| {
        if focus::is_in_input(&event) {
            return;
        }
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            event.prevent_default();
            on_paste.run((block().from, text));
        }
    };
    let body = move |row: ReadSignal<usize>, key: K| {
        let key = StoredValue::new(key);
        // One memo per row: a step of the focus wakes two rows' cells, not all.
        let selected = Memo::new(move |_| {
            let Selection { at, anchor } = selection.get();
            let block = Block::around(at, anchor);
            let row = row.get();
            let focused = (at.row == row).then_some(at.column);
            let columns = block
                .rows()
                .contains(&row)
                .then_some((block.from.column, block.to.column));
            (focused, columns)
        });
        let each = move |(column, head): (usize, GridColumn)| {
            let here = move || At {
                row: row.get_untracked(),
                column,
            };
            let content = key.with_value(|key| cell.run((key.clone(), head.key.clone())));
            let props = CellProps {
                column,
                wide: head.wide,
                selected,
            };
            grid_cell(props, here, (selection, on_select), content)
        };
        view! {
            <tr
                role="row"
                draggable=on_move.map(|_| "true")
                class:dragged=move || dragged.get() == Some(row.get())
                on:dragstart=move |_| dragged.set(Some(row.get_untracked()))
                on:dragend=move |_| dragged.set(None)
                on:dragover=move |event| {
                    if dragged.get_untracked().is_some() {
                        event.prevent_default();
                    }
                }
                on:drop=move |event| {
                    let to = row.get_untracked();
                    if let (Some(from), Some(on_move)) = (dragged.get_untracked(), on_move) {
                        event.prevent_default();
                        dragged.set(None);
                        if from != to {
                            on_move.run((from, to));
                        }
                    }
                }
            >
                <For
                    each=move || columns.get().into_iter().enumerate()
                    key=|(column, head)| (*column, head.key.clone())
                    children=each
                />
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="table-wrap">
            <table
                node_ref=node
                class="grid"
                role="grid"
                aria-label=move || label.get()
                aria-multiselectable="true"
                on:keydown=on_keydown
                on:copy=move |event| {
                    if !focus::is_in_input(&event) {
                        copy(&event);
                    }
                }
                on:cut=move |event| {
                    if !focus::is_in_input(&event) {
                        copy(&event);
                        on_clear.run(block());
                    }
                }
                on:paste=on_paste
            >
                <thead role="rowgroup">
                    <tr role="row">{move || columns.get().into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">
                    <ForEnumerate each=move || rows.get() key=|key| key.clone() children=body />
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn head(column: GridColumn) -> AnyView {
    let note =
        (!column.note.is_empty()).then(|| view! { <span class="faint">{column.note}</span> });
    view! {
        <th scope="col" role="columnheader" class:wide=column.wide>
            {column.head}
            {note}
        </th>
    }
    .into_any()
}

/// The focused column of a row, and its first and last selected ones.
type Selected = (Option<usize>, Option<(usize, usize)>);

struct CellProps {
    column: usize,
    wide: bool,
    selected: Memo<Selected>,
}

fn grid_cell(
    props: CellProps,
    here: impl Fn() -> At + Copy + Send + Sync + 'static,
    (selection, on_select): (RwSignal<Selection>, Option<Callback<At>>),
    content: AnyView,
) -> AnyView {
    let CellProps {
        column,
        wide,
        selected,
    } = props;
    let is_selected = move || {
        let (_, columns) = selected.get();
        columns.is_some_and(|(from, to)| (from..=to).contains(&column))
    };
    let has_focus = move || selected.get().0 == Some(column);
    view! {
        <td
            role=if column == 0 { "rowheader" } else { "gridcell" }
            class:wide=wide
            tabindex=move || if has_focus() { "0" } else { "-1" }
            aria-selected=move || is_selected().to_string()
            on:pointerdown=move |event| {
                if event.shift_key() {
                    selection.update(|selection| selection.at = here());
                } else if event.button() == 0 {
                    selection.set(Selection::only(here()));
                }
            }
            on:focus=move |_| {
                let at = here();
                if selection.get_untracked().at != at {
                    selection.set(Selection::only(at));
                }
                if let Some(on_select) = on_select {
                    on_select.run(at);
                }
            }
        >
            {content}
        </td>
    }
    .into_any()
}
