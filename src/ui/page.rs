//! The parts of a page: its heading with actions, its sections, its facts as label and value.
//! The frame around pages is the shell's.

use super::unique_id;
use leptos::prelude::*;

/// A page. Its heading can take the focus, which is where the shell puts it after navigating.
#[component]
pub fn Page(
    #[prop(into)] title: TextProp,
    /// Beside the heading: buttons, or the record's state.
    #[prop(into, optional)]
    actions: ViewFnOnce,
    children: Children,
) -> AnyView {
    view! {
        <div class="page">
            <header class="page-head">
                <h1 tabindex="-1">{move || title.get()}</h1>
                <div class="actions">{actions.run()}</div>
            </header>
            {children()}
        </div>
    }
    .into_any()
}

/// A part of a page, with its own heading, which also names it to whoever cannot see it.
#[component]
pub fn Section(
    #[prop(into)] title: TextProp,
    #[prop(into, optional)] actions: ViewFnOnce,
    children: Children,
) -> AnyView {
    let id = unique_id();
    let named = id.clone();
    view! {
        <section class="section" role="group" aria-labelledby=named>
            <header class="section-head">
                <h2 id=id>{move || title.get()}</h2>
                <div class="actions">{actions.run()}</div>
            </header>
            {children()}
        </section>
    }
    .into_any()
}

/// A list of [`Fact`]s.
#[component]
pub fn Facts(children: Children) -> AnyView {
    view! { <dl class="facts">{children()}</dl> }.into_any()
}

/// A label and what stands for it; the children are the value.
#[component]
pub fn Fact(#[prop(into)] label: TextProp, children: Children) -> AnyView {
    view! {
        <div>
            <dt>{move || label.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
    .into_any()
}

/// Opens the browser's print dialog for the page as it stands; the print sheets leave out controls.
pub fn print() {
    crate::browser::page::print();
}
