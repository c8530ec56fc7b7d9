//! What stands where there is nothing yet: what belongs here and how it comes to be.
//! Children are the actions.

use super::Icon;
use leptos::prelude::*;

#[component]
pub fn Empty(
    #[prop(into)] title: TextProp,
    #[prop(into)] hint: TextProp,
    #[prop(default = icondata::LuInbox)] icon: icondata::Icon,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <Icon icon=icon />
            <p class="empty-title">{move || title.get()}</p>
            <p class="hint">{move || hint.get()}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
