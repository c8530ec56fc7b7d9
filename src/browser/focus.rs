//! Moving the keyboard focus among elements.
//! Which element deserves it is the widget's to decide.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // Refused only by elements that cannot take the focus, which then keep as they are.
        let _ = element.focus();
        // Chromium leaves alone what is partly in sight, also what a sticky heading covers.
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        nearest.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

fn current(event: &Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// Focuses the first element inside `root` that the selector finds.
pub fn inside(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector) {
        focus(element);
    }
}

/// Focuses the first element of the page that the selector finds.
pub fn first(selector: &str) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        inside(&root, selector);
    }
}

/// Focuses the child at `at` of the element that handles the event.
pub fn child_of_current(event: &Event, at: usize) {
    let children = current(event).map(|element| element.children());
    let child = children.and_then(|children| children.item(at as u32));
    if let Some(child) = child {
        focus(child);
    }
}

/// Moves the focus by `step` among the children of the element that handles the event, round the ends.
pub fn step(event: &Event, step: i32) {
    let Some(children) = current(event).map(|element| element.children()) else {
        return;
    };
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let count = children.length() as i32;
    let at = (0..count).find(|at| children.item(*at as u32) == target);
    let to = match (at, step > 0) {
        (Some(at), _) => at + step,
        (None, true) => 0,
        (None, false) => -1,
    };
    if count > 0 {
        child_of_current(event, to.rem_euclid(count) as usize);
    }
}

/// Whether the event comes from something one types into.
pub fn is_in_input(event: &Event) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let input = "input, textarea, select, [contenteditable]";
    target.is_some_and(|target| target.matches(input).unwrap_or(false))
}

/// Whether the event comes from an element that the selector finds, or from inside one.
pub fn is_inside(event: &Event, selector: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}
