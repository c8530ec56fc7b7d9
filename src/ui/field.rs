//! Labelled inputs for text, numbers and dates, each with a hint and an error line.
//! No rules of what is valid: the caller passes the sentence to show.

use super::unique_id;
use crate::texts;
use crate::texts::format;
use crate::time::Instant;
use leptos::prelude::*;

/// What every field has around its control.
pub(super) struct Frame {
    pub id: String,
    pub label: TextProp,
    pub hint: Option<TextProp>,
    pub error: Signal<Option<String>>,
    pub optional: bool,
    /// The label is only read out, where the place says it already.
    pub unlabelled: bool,
}

impl Frame {
    /// The id of the line that describes the control.
    pub fn notes(&self) -> String {
        format!("{}n", self.id)
    }

    pub fn around(self, control: AnyView) -> AnyView {
        let notes = self.notes();
        let Frame {
            id,
            label,
            hint,
            error,
            optional,
            unlabelled,
        } = self;
        view! {
            <div class="field" class:wrong=move || error.with(Option::is_some)>
                <label for=id class:visually-hidden=unlabelled>
                    {move || label.get()}
                    {optional
                        .then(|| view! { <span class="faint">" ("{texts::ui::optional}")"</span> })}
                </label>
                {control}
                <div class="notes" id=notes>
                    {hint.map(|hint| view! { <p class="hint">{move || hint.get()}</p> })}
                    <p class="error" aria-live="polite">{move || error.get()}</p>
                </div>
            </div>
        }
        .into_any()
    }
}

pub(super) fn invalid(error: Signal<Option<String>>) -> impl Fn() -> Option<&'static str> + Clone {
    move || error.with(Option::is_some).then_some("true")
}

/// One line of text, or `lines` of them. `suggestions` are offered, not required.
#[component]
pub fn TextField(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] unlabelled: bool,
    #[prop(optional)] lines: Option<u32>,
    /// The type of the native input: `text`, `search`, `email`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(into, optional)] suggestions: Option<Signal<Vec<String>>>,
    #[prop(optional)] autofocus: bool,
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
    let notes = frame.notes();
    let invalid = invalid(error);
    let control = match lines {
        Some(lines) => view! {
            <textarea
                id=id
                rows=lines
                aria-describedby=notes
                aria-invalid=invalid
                autofocus=autofocus
                prop:disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        None => {
            let list = format!("{id}l");
            view! {
                <input
                    id=id
                    type=kind
                    list=suggestions.is_some().then(|| list.clone())
                    autocomplete="off"
                    aria-describedby=notes
                    aria-invalid=invalid
                    autofocus=autofocus
                    prop:disabled=move || disabled.get()
                    prop:value=move || value.get()
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
                {suggestions
                    .map(|suggestions| {
                        view! {
                            <datalist id=list>
                                {move || {
                                    let each = |word| view! { <option value=word></option> };
                                    suggestions.get().into_iter().map(each).collect_view()
                                }}
                            </datalist>
                        }
                    })}
            }
            .into_any()
        }
    };
    frame.around(control)
}

/// An input whose value is taken when it is left or sent, not on every key.
fn on_leave(
    frame: Frame,
    kind: &'static str,
    [min, step]: [Option<&'static str>; 2],
    value: Signal<String>,
    on_change: Callback<String>,
) -> AnyView {
    let control = view! {
        <input
            id=frame.id.clone()
            type=kind
            min=min
            step=step
            aria-describedby=frame.notes()
            aria-invalid=invalid(frame.error)
            prop:value=move || value.get()
            on:change=move |event| on_change.run(event_target_value(&event))
        />
    };
    frame.around(control.into_any())
}

/// A number, or nothing.
#[component]
pub fn NumberField(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] on_change: Callback<Option<f64>>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] unlabelled: bool,
    #[prop(optional)] min: Option<&'static str>,
    /// As the native attribute: `any`, or the distance of allowed values.
    #[prop(default = "any")]
    step: &'static str,
) -> AnyView {
    let frame = Frame {
        id: unique_id(),
        label,
        hint,
        error,
        optional,
        unlabelled,
    };
    let text = move || value.get().map(|value| value.to_string());
    let text = Signal::derive(move || text().unwrap_or_default());
    let on_text = Callback::new(move |text: String| on_change.run(text.trim().parse().ok()));
    on_leave(frame, "number", [min, Some(step)], text, on_text)
}

/// A moment, or nothing: shown and entered in the reader's local time, held in UTC.
#[component]
pub fn DateTimeField(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<Option<Instant>>,
    #[prop(into)] on_change: Callback<Option<Instant>>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] unlabelled: bool,
) -> AnyView {
    let frame = Frame {
        id: unique_id(),
        label,
        hint: Some(hint.unwrap_or_else(|| texts::ui::your_time_zone.into())),
        error,
        optional,
        unlabelled,
    };
    let text = move || value.get().map(format::local_input).unwrap_or_default();
    let on_text = Callback::new(move |text: String| on_change.run(format::read_local_input(&text)));
    on_leave(
        frame,
        "datetime-local",
        [None; 2],
        Signal::derive(text),
        on_text,
    )
}

/// A civil date as `YYYY-MM-DD`, or an empty text.
#[component]
pub fn DateField(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] unlabelled: bool,
) -> AnyView {
    let frame = Frame {
        id: unique_id(),
        label,
        hint,
        error,
        optional,
        unlabelled,
    };
    on_leave(frame, "date", [None; 2], value, on_change)
}

/// A form: Enter in a field and its submit button both run `on_submit`; nothing leaves the page.
#[component]
pub fn Form(#[prop(into)] on_submit: Callback<()>, children: Children) -> AnyView {
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
        >
            {children()}
        </form>
    }
    .into_any()
}
