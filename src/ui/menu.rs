//! A button that opens a short list of actions: the native popover closes it by Esc or a click beside.
//! The actions are the caller's; links go, buttons do.

use super::{Icon, unique_id};
use crate::texts;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// One entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    label: TextProp,
    icon: Option<icondata::Icon>,
    act: Act,
    disabled: Signal<bool>,
}

#[derive(Clone)]
enum Act {
    Press(Callback<()>),
    Go(TextProp),
}

impl MenuItem {
    pub fn press(label: impl Into<TextProp>, on_press: impl Fn() + Send + Sync + 'static) -> Self {
        MenuItem {
            label: label.into(),
            icon: None,
            act: Act::Press(Callback::new(move |()| on_press())),
            disabled: Signal::default(),
        }
    }

    pub fn go(label: impl Into<TextProp>, href: impl Into<TextProp>) -> Self {
        MenuItem {
            label: label.into(),
            icon: None,
            act: Act::Go(href.into()),
            disabled: Signal::default(),
        }
    }

    pub fn icon(mut self, icon: icondata::Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    pub fn disabled(mut self, disabled: impl Into<Signal<bool>>) -> Self {
        self.disabled = disabled.into();
        self
    }
}

/// Without a label the button is three dots, named "more actions".
#[component]
pub fn Menu(
    #[prop(into, optional)] label: Option<TextProp>,
    #[prop(optional)] icon: Option<icondata::Icon>,
    #[prop(into)] actions: Signal<Vec<MenuItem>>,
) -> AnyView {
    let id = unique_id();
    let popover = id.clone();
    let on_key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        crate::browser::focus::step(&event, step);
    };
    let bare = label.is_none();
    let icon = icon.or(bare.then_some(icondata::LuEllipsis));
    let label = label.unwrap_or_else(|| texts::ui::more_actions.into());
    let name = label.clone();
    let each = move |(at, action)| entry(action, popover.clone(), at == 0);
    view! {
        <button
            type="button"
            class="button"
            class:quiet=bare
            class:bare=bare
            popovertarget=id.clone()
            aria-label=bare.then_some(move || name.get())
        >
            {icon.map(|icon| view! { <Icon icon=icon /> })}
            {(!bare)
                .then(|| {
                    view! {
                        <span>{move || label.get()}</span>
                        <Icon icon=icondata::LuChevronDown />
                    }
                })}
        </button>
        <div popover="auto" id=id class="menu" on:keydown=on_key>
            {move || actions.get().into_iter().enumerate().map(each.clone()).collect_view()}
        </div>
    }
    .into_any()
}

/// `first` takes the focus when the menu opens, so that arrow keys go on from there.
fn entry(action: MenuItem, popover: String, first: bool) -> AnyView {
    let MenuItem {
        label,
        icon,
        act,
        disabled,
    } = action;
    let inside = view! {
        {icon.map(|icon| view! { <Icon icon=icon /> })}
        <span>{move || label.get()}</span>
    };
    match act {
        Act::Press(on_press) => view! {
            <button
                type="button"
                autofocus=first
                popovertarget=popover
                popovertargetaction="hide"
                prop:disabled=move || disabled.get()
                on:click=move |_| on_press.run(())
            >
                {inside}
            </button>
        }
        .into_any(),
        Act::Go(href) => view! {
            <a autofocus=first href=move || href.get()>{inside}</a>
        }
        .into_any(),
    }
}
