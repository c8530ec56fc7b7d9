//! One lucide icon, sized by the text around it.
//! Never alone: a word stands beside it or names its button, so it is hidden from screen readers.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

#[component]
pub fn Icon(#[prop(into)] icon: Signal<icondata::Icon>) -> AnyView {
    (move || drawn(icon.get())).into_any()
}

/// An icon that stays as it is. All with the same icon are copies of one element: a list shows
/// hundreds, and making each of its parts would cost more than the words beside it.
pub fn drawn(icon: icondata::Icon) -> InertElement {
    let mut html = String::from(r#"<span class="icon" aria-hidden="true"><svg"#);
    let attributes = [
        ("viewBox", icon.view_box),
        ("width", Some("1em")),
        ("height", Some("1em")),
        ("fill", icon.fill.or(Some("currentColor"))),
        ("stroke", icon.stroke),
        ("stroke-width", icon.stroke_width),
        ("stroke-linecap", icon.stroke_linecap),
        ("stroke-linejoin", icon.stroke_linejoin),
    ];
    for (name, value) in attributes {
        if let Some(value) = value {
            html.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    html.push('>');
    html.push_str(icon.data);
    html.push_str("</svg></span>");
    InertElement::new(html)
}
