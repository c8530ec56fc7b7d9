//! A key figure that explains itself: value, share, formula, and the way to the rows behind it.
//! Without data it shows no figure. Computing is the report's.

use super::{Icon, State};
use crate::texts;
use leptos::prelude::*;

/// What a card shows of one figure. Words come formatted in the reader's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// `None` without data.
    pub value: Option<String>,
    /// "37 of 40", or the sample size.
    pub basis: Option<String>,
    pub target: Option<String>,
    /// The period the figure covers.
    pub period: Option<String>,
    pub state: State,
    /// The address of the rows behind it.
    pub rows: Option<String>,
    /// The address of the page that explains it.
    pub explained: Option<String>,
}

#[component]
pub fn KpiCard(
    #[prop(into)] title: TextProp,
    #[prop(into)] figure: Signal<Figure>,
    /// One sentence that says how the figure is computed.
    #[prop(into)]
    formula: TextProp,
) -> AnyView {
    let body = move || {
        let Figure {
            value,
            basis,
            target,
            period,
            state,
            rows,
            explained,
        } = figure.get();
        let has_value = value.is_some();
        let value = value.unwrap_or_else(texts::ui::no_data_yet);
        let target = target.map(texts::ui::target);
        let details = [basis, period].into_iter().flatten();
        let details = details
            .map(|detail| view! { <span>{detail}</span> })
            .collect_view();
        view! {
            <p class="kpi-value" class:faint=!has_value>{value}</p>
            <p class="kpi-basis">
                {details}
                {target
                    .map(|target| {
                        view! {
                            <span class=format!("kpi-target {}", state.class())>
                                {has_value.then(|| view! { <Icon icon=state.icon() /> })} {target}
                            </span>
                        }
                    })}
            </p>
            <p class="kpi-ways">
                {explained.map(|page| view! { <a href=page>{texts::ui::explain}</a> })}
                {rows.map(|rows| view! { <a href=rows>{texts::ui::show_rows}</a> })}
            </p>
        }
    };
    view! {
        <article class="kpi">
            <h2>{move || title.get()}</h2>
            {body}
            <details>
                <summary>{texts::ui::formula}</summary>
                <p class="hint">{move || formula.get()}</p>
            </details>
        </article>
    }
    .into_any()
}
