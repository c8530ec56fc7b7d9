//! A state as icon, word and colour together; colour never stands alone.
//! Which state something has is the caller's to know.

use super::icon::drawn;
use leptos::prelude::*;

/// What a badge, banner or figure says about something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Neither good nor bad.
    #[default]
    Plain,
    Good,
    /// Needs attention soon.
    Warn,
    Bad,
    /// Under way, or waiting.
    Busy,
    /// Nobody here can know yet.
    Unknown,
}

impl State {
    pub fn class(self) -> &'static str {
        match self {
            State::Plain => "plain",
            State::Good => "good",
            State::Warn => "warn",
            State::Bad => "bad",
            State::Busy => "busy",
            State::Unknown => "unknown",
        }
    }

    pub fn icon(self) -> icondata::Icon {
        match self {
            State::Plain => icondata::LuCircle,
            State::Good => icondata::LuCircleCheck,
            State::Warn => icondata::LuTriangleAlert,
            State::Bad => icondata::LuOctagonAlert,
            State::Busy => icondata::LuClock,
            State::Unknown => icondata::LuCircleHelp,
        }
    }
}

#[component]
pub fn Badge(
    #[prop(into)] state: Signal<State>,
    #[prop(into)] label: TextProp,
    /// Instead of the state's own icon.
    #[prop(optional)]
    icon: Option<icondata::Icon>,
) -> AnyView {
    // One closure: lists make hundreds, and each closure costs.
    let shown = move || {
        let state = state.get();
        view! {
            <span class=format!("badge {}", state.class())>
                {drawn(icon.unwrap_or_else(|| state.icon()))} <span>{label.get()}</span>
            </span>
        }
    };
    shown.into_any()
}
