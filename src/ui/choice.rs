//! Choosing: one of a list, one of a few, yes or no.
//! Choices are keys and words; what a key means is the caller's.

use super::field::{Frame, invalid};
use super::unique_id;
use crate::texts;
use leptos::prelude::*;

/// One choice: its key and what the user reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// One of a list. With `empty`, nothing chosen is a choice too and gives an empty text.
#[component]
pub fn SelectField(
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] unlabelled: bool,
    /// The words for nothing chosen.
    #[prop(into, optional)]
    empty: Option<TextProp>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> AnyView {
    let id = unique_id();
    let frame = Frame {
        id: id.clone(),
        label,
        hint,
        error,
        optional,
        unlabelled,
    };
    let empty = empty.unwrap_or_else(|| texts::ui::choose.into());
    let all = move || {
        let nothing = Choice::new("", empty.get());
        let options = options.get();
        // Nothing can be shown as chosen without an entry for it.
        let has_nothing = options.iter().any(|choice| choice.value.is_empty());
        let nothing = (!has_nothing).then_some(nothing);
        let each = move |Choice { value: own, label }: Choice| {
            let is = own.clone();
            view! {
                <option value=own prop:selected=move || value.with(|value| *value == is)>
                    {label}
                </option>
            }
        };
        nothing.into_iter().chain(options).map(each).collect_view()
    };
    let control = view! {
        <select
            id=id
            aria-describedby=frame.notes()
            aria-invalid=invalid(error)
            prop:disabled=move || disabled.get()
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {all}
        </select>
    };
    frame.around(control.into_any())
}

/// One of a few, all in sight: radio buttons drawn as one bar.
#[component]
pub fn Segmented(
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional)] unlabelled: bool,
) -> AnyView {
    let name = unique_id();
    let each = move |Choice { value: own, label }: Choice| {
        let is = own.clone();
        view! {
            <label>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || value.with(|value| *value == is)
                    on:change=move |_| on_change.run(own.clone())
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend class:visually-hidden=unlabelled>{move || label.get()}</legend>
            <div>{move || options.get().into_iter().map(each.clone()).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Yes or no.
#[component]
pub fn CheckField(
    #[prop(into)] label: TextProp,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || checked.get()
                prop:disabled=move || disabled.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>
                {move || label.get()}
                {hint.map(|hint| view! { <span class="hint">{move || hint.get()}</span> })}
            </span>
        </label>
    }
    .into_any()
}
