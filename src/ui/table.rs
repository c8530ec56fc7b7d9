//! A list as a table with typed columns; on narrow screens each row becomes a card.
//! Sorting and filtering are the caller's: it passes the rows' keys in the order to show. Of a long
//! list only the rows in sight and some around them stand on the page.

use super::rows::Rows;
use super::{Icon, unique_id};
use crate::texts;
use leptos::html;
use leptos::prelude::*;
use std::hash::Hash;

#[derive(Clone)]
pub struct Column {
    key: &'static str,
    label: TextProp,
    sortable: bool,
    numeric: bool,
}

impl Column {
    pub fn new(key: &'static str, label: impl Into<TextProp>) -> Self {
        Column {
            key,
            label: label.into(),
            sortable: false,
            numeric: false,
        }
    }

    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Aligns at the end, so that digits stand below each other.
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
}

/// By which column, in which direction. Its text (`needed_by`, `-needed_by`) fits into an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    pub column: String,
    pub descending: bool,
}

impl Sort {
    pub fn parse(text: &str) -> Self {
        let column = text.strip_prefix('-');
        Sort {
            column: column.unwrap_or(text).into(),
            descending: column.is_some(),
        }
    }

    pub fn text(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.column)
    }

    fn toggled(&self, column: &str) -> Self {
        Sort {
            column: column.into(),
            descending: self.column == column && !self.descending,
        }
    }
}

/// The words of all headings, and how often they were others before.
type Wording = (u32, Vec<String>);

/// `cell` gives the content of a row (by its key) in a column (by its key). With `href` the first
/// cell links to the row, and the whole row can be clicked.
#[component]
pub fn Table<K>(
    #[prop(into)] caption: TextProp,
    columns: Vec<Column>,
    #[prop(into)] rows: Signal<Vec<K>>,
    #[prop(into)] cell: Callback<(K, &'static str), AnyView>,
    #[prop(into, optional)] sort: Signal<Sort>,
    #[prop(into, optional)] on_sort: Option<Callback<Sort>>,
    #[prop(into, optional)] href: Option<Callback<K, String>>,
    /// The row whose details are shown beside.
    #[prop(into, optional)]
    current: Signal<Option<K>>,
    /// The place of a row to bring into sight, each time it is another.
    #[prop(into, optional)]
    goto: Signal<Option<usize>>,
) -> AnyView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let wrap = NodeRef::<html::Div>::new();
    let listed = Rows::new(rows, wrap);
    listed.follow(goto);
    let count = Memo::new(move |_| rows.with(Vec::len));
    let id = unique_id();
    let caption_id = id.clone();
    let heads = columns
        .iter()
        .map(|column| head(column, sort, on_sort))
        .collect_view();
    let sorter = on_sort.map(|on_sort| sorter(&columns, sort, on_sort));
    let columns = StoredValue::new(columns);
    // Rows hold the words of the headings, and are made anew once these are others.
    let wording = Memo::new(move |before: Option<&Wording>| {
        let words = columns.with_value(|columns| {
            columns
                .iter()
                .map(|c| c.label.get().into_owned())
                .collect::<Vec<String>>()
        });
        match before {
            Some((version, known)) if *known == words => (*version, words),
            before => (before.map_or(0, |(version, _)| version + 1), words),
        }
    });
    Effect::new(move |before: Option<()>| {
        wording.track();
        if before.is_some() {
            listed.refit();
        }
    });
    let each = move || {
        let (version, _) = wording.get();
        let standing = listed.standing().into_iter();
        standing.map(|key| (version, key)).collect::<Vec<_>>()
    };
    let row = move |nth: ReadSignal<usize>, (_, key): (u32, K)| {
        // The headings are the first row.
        let place = move || (listed.from() + nth.get() + 2).to_string();
        let link = href.map(|href| href.run(key.clone()));
        let content = |at: usize, column: &Column| {
            let content = cell.run((key.clone(), column.key));
            match (at, &link) {
                (0, Some(link)) => {
                    view! { <a class="row-link" href=link.clone()>{content}</a> }.into_any()
                }
                _ => content,
            }
        };
        let cells = columns.with_value(|columns| {
            let each = columns.iter().enumerate();
            let words = wording.get_untracked().1;
            each.zip(words)
                .map(|((at, column), label)| table_cell(at, column, label, content(at, column)))
                .collect_view()
        });
        let is_current = move || current.with(|current| current.as_ref() == Some(&key));
        view! {
            <tr
                role="row"
                aria-rowindex=place
                aria-current=move || is_current().then_some("true")
            >
                {cells}
            </tr>
        }
        .into_any()
    };
    view! {
        {sorter}
        <div
            class="table-wrap"
            role="region"
            aria-labelledby=caption_id
            tabindex="0"
            node_ref=wrap
        >
            <table
                role="table"
                class="table"
                aria-rowcount=move || (count.get() + 1).to_string()
            >
                <caption class="visually-hidden" id=id>{move || caption.get()}</caption>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {heads}
                    </tr>
                </thead>
                {gap(listed.above())}
                <tbody role="rowgroup">
                    <ForEnumerate
                        each=each
                        key=|key| key.clone()
                        children=row
                    />
                </tbody>
                {gap(listed.below())}
            </table>
        </div>
    }
    .into_any()
}

/// The room of rows that do not stand on the page.
fn gap(height: Signal<f64>) -> AnyView {
    let size = move || format!("{:.1}px", height.get());
    view! {
        <tbody class="gap" aria-hidden="true">
            <tr>
                <td style:block-size=size></td>
            </tr>
        </tbody>
    }
    .into_any()
}

fn table_cell(at: usize, column: &Column, label: String, content: AnyView) -> AnyView {
    let class = if column.numeric { "num" } else { "" };
    // Cards on narrow screens show the column's name from this attribute.
    if at == 0 {
        view! { <th scope="row" role="rowheader" class=class>{content}</th> }.into_any()
    } else {
        view! { <td role="cell" class=class data-label=label>{content}</td> }.into_any()
    }
}

fn head(column: &Column, sort: Signal<Sort>, on_sort: Option<Callback<Sort>>) -> AnyView {
    let Column {
        key,
        label,
        sortable,
        numeric,
    } = column.clone();
    let direction = move || {
        sort.with(|sort| match (sort.column == key, sort.descending) {
            (false, _) => None,
            (true, false) => Some("ascending"),
            (true, true) => Some("descending"),
        })
    };
    let icon = Signal::derive(move || match direction() {
        None => icondata::LuArrowUpDown,
        Some("ascending") => icondata::LuArrowUp,
        Some(_) => icondata::LuArrowDown,
    });
    let inside = match on_sort.filter(|_| sortable) {
        Some(on_sort) => view! {
            <button
                type="button"
                class="sort"
                on:click=move |_| on_sort.run(sort.with_untracked(|sort| sort.toggled(key)))
            >
                {move || label.get()}
                <Icon icon=icon />
            </button>
        }
        .into_any(),
        None => (move || label.get()).into_any(),
    };
    view! {
        <th
            scope="col"
            role="columnheader"
            class=if numeric { "num" } else { "" }
            aria-sort=direction
        >
            {inside}
        </th>
    }
    .into_any()
}

/// Cards have no headings to press, so narrow screens sort by a list.
fn sorter(columns: &[Column], sort: Signal<Sort>, on_sort: Callback<Sort>) -> AnyView {
    let option = |column: &Column, descending: bool| {
        let own = Sort {
            column: column.key.into(),
            descending,
        };
        let label = column.label.clone();
        let arrow = if descending { "↓" } else { "↑" };
        view! {
            <option value=own.text() prop:selected=move || sort.get() == own>
                {move || label.get()}
                " "
                {arrow}
            </option>
        }
    };
    let columns = columns.iter().filter(|column| column.sortable);
    let options = columns.flat_map(|column| [option(column, false), option(column, true)]);
    view! {
        <label class="sorter">
            {texts::ui::sort_by}
            <select on:change=move |event| {
                on_sort.run(Sort::parse(&event_target_value(&event)));
            }>{options.collect_view()}</select>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_survives_its_text() {
        for text in ["needed_by", "-needed_by"] {
            assert_eq!(Sort::parse(text).text(), text);
        }
    }

    #[test]
    fn pressing_a_heading_again_turns_the_direction() {
        let once = Sort::default().toggled("qty");
        assert_eq!(once.text(), "qty");
        assert_eq!(once.toggled("qty").text(), "-qty");
        assert_eq!(once.toggled("price").text(), "price");
    }
}
