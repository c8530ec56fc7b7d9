//! Buttons, and links that look like them.
//! No meaning of what is pressed; the caller's callback has it.

use super::Icon;
use leptos::prelude::*;

/// How much a button stands out. At most one `Primary` per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    Primary,
    Quiet,
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Plain => "button",
            Look::Primary => "button primary",
            Look::Quiet => "button quiet",
            Look::Danger => "button danger",
        }
    }
}

/// A button. `bare` shows the icon alone and keeps the label as its name and tooltip;
/// `pressed` makes it a toggle; `submit` sends the form around it.
#[component]
pub fn Button(
    #[prop(into)] label: TextProp,
    #[prop(into, optional)] on_press: Option<Callback<()>>,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<icondata::Icon>,
    #[prop(optional)] bare: bool,
    #[prop(optional)] submit: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] pressed: Option<Signal<bool>>,
) -> AnyView {
    let name = label.clone();
    let words = (!bare).then(|| view! { <span>{move || label.get()}</span> });
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:bare=bare
            aria-label=bare.then(|| { let name = name.clone(); move || name.get() })
            title=bare.then_some(move || name.get())
            aria-pressed=pressed.map(|pressed| move || pressed.get().to_string())
            prop:disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {icon.map(|icon| view! { <Icon icon=icon /> })}
            {words}
        </button>
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere instead of doing something.
#[component]
pub fn LinkButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: TextProp,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<icondata::Icon>,
) -> AnyView {
    view! {
        <a class=look.class() href=move || href.get()>
            {icon.map(|icon| view! { <Icon icon=icon /> })}
            <span>{move || label.get()}</span>
        </a>
    }
    .into_any()
}
