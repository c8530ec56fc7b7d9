//! What entering the table would do, and everything odd about it by class, with line and column.
//! Never in here: computing either (`exchange::table`).

use leptos::prelude::*;

use super::columns::header;
use super::desk::Desk;
use super::{Confirm, words};
use crate::exchange::table::finding::Class;
use crate::exchange::table::{Finding, Findings};
use crate::texts;
use crate::ui::{Badge, Fact, Facts, Section};

/// So many findings of one class are listed on the page.
const LISTED: usize = 200;

#[component]
pub fn Outcome(desk: Desk) -> AnyView {
    let counts = move || {
        desk.preview.with(|preview| {
            let p = preview.as_ref()?;
            let facts = [
                (texts::table::new as fn() -> String, p.new),
                (texts::table::changed, p.changed),
                (texts::table::unchanged, p.unchanged),
                (texts::table::left_out_rows, p.left_out),
                (texts::table::binned, p.binned),
                (texts::table::not_mentioned, p.not_mentioned),
            ];
            let shown = facts.into_iter().filter(|&(label, count)| {
                // New and unchanged are the answer; the others only where there are any.
                count > 0 || label() == texts::table::new() || label() == texts::table::unchanged()
            });
            let each = |(label, count): (fn() -> String, usize)| {
                view! { <Fact label=label>{texts::format::number(count as f64)}</Fact> }
            };
            Some(view! { <Facts>{shown.map(each).collect_view()}</Facts> })
        })
    };
    view! {
        <Section title=texts::table::odd>
            <Odd desk/>
        </Section>
        <Section title=texts::table::would_enter>
            {counts}
            <Confirm desk/>
        </Section>
    }
    .into_any()
}

/// The findings, those of the preview once there is one: it knows the workspace, too.
fn with_findings<T>(desk: Desk, read: impl Fn(&Findings) -> T) -> Option<T> {
    desk.preview.with(|preview| match preview {
        Some(preview) => Some(read(&preview.findings)),
        None => desk
            .reading
            .with(|reading| reading.as_ref().map(|r| read(&r.findings))),
    })
}

#[component]
fn Odd(desk: Desk) -> AnyView {
    let classes = Memo::new(move |_| {
        with_findings(desk, |f| f.classes().collect::<Vec<_>>()).unwrap_or_default()
    });
    let none = move || classes.with(Vec::is_empty);
    let each = move |(class, count): (Class, usize)| {
        let open = RwSignal::new(false);
        let title = move || {
            let column = class.column.map(|column| header(desk, column));
            words::class(class, column, count)
        };
        let list = move || open.get().then(|| rows(desk, class));
        let more = count.saturating_sub(LISTED);
        view! {
            <li>
                <details on:toggle=move |_| open.set(true)>
                    <summary>
                        <Badge state=words::weight_state(class.weight) label=move || words::weight(class.weight)/>
                        " "
                        {title}
                    </summary>
                    <ul class="plain">{list}</ul>
                    {(more > 0).then_some(move || texts::table::and_more(texts::format::number(more as f64)))}
                </details>
            </li>
        }
    };
    view! {
        <Show when=none>
            <p class="hint">{texts::table::nothing_odd}</p>
        </Show>
        <ul class="plain findings">
            <For each=move || classes.get() key=|&(class, count)| (class.name, class.column, class.pair, count) children=each/>
        </ul>
    }
    .into_any()
}

fn rows(desk: Desk, class: Class) -> Vec<AnyView> {
    let of_class = move |finding: &&Finding| Class::of(finding) == class;
    let found = with_findings(desk, |findings| {
        findings
            .list()
            .iter()
            .filter(of_class)
            .take(LISTED)
            .cloned()
            .collect::<Vec<_>>()
    });
    let each = |finding: Finding| {
        let line = finding.line;
        view! { <li>{move || texts::table::at_line(line, words::reason(&finding.reason))}</li> }
            .into_any()
    };
    found.unwrap_or_default().into_iter().map(each).collect()
}
