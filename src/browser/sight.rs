//! What of an element is in sight, and listening for when that may change.
//! Never in here: what is shown there.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Subscription;

/// From where to where on the window's height something reaches, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    pub top: f64,
    pub bottom: f64,
}

/// Where an element stands.
#[must_use]
pub fn reach(element: &Element) -> Reach {
    let rect = element.get_bounding_client_rect();
    Reach {
        top: rect.top(),
        bottom: rect.bottom(),
    }
}

/// The part of an element's own reach that the window shows; it may scroll inside itself.
#[must_use]
pub fn shown(element: &Element) -> Reach {
    let own = reach(element);
    let height = web_sys::window()
        .and_then(|window| window.inner_height().ok()?.as_f64())
        .unwrap_or_default();
    Reach {
        top: own.top.max(0.0),
        bottom: own.bottom.min(height),
    }
}

/// Where each of the elements that a selector finds inside `root` begins.
#[must_use]
pub fn tops(root: &Element, selector: &str) -> Vec<f64> {
    found(root, selector)
        .map(|element| reach(&element).top)
        .collect()
}

/// Scrolls so that what begins so far below the first element a selector finds inside `root` is at the
/// top: inside `root` where that scrolls, else the page.
pub fn bring(root: &Element, selector: &str, below: f64) {
    if root.scroll_height() > root.client_height() {
        // Headings stay at the top, and the rows begin below them.
        root.set_scroll_top(below as i32);
        return;
    }
    let first = tops(root, selector).first().copied();
    if let (Some(first), Some(window)) = (first, web_sys::window()) {
        // A little below the bar at the top of the window.
        window.scroll_by_with_x_and_y(0.0, first + below - 80.0);
    }
}

/// How wide an element is.
#[must_use]
pub fn width(element: &Element) -> f64 {
    element.get_bounding_client_rect().width()
}

fn found(root: &Element, selector: &str) -> impl Iterator<Item = HtmlElement> {
    let all = root.query_selector_all(selector).ok();
    let all = all.into_iter();
    let each = all.flat_map(|all| (0..all.length()).filter_map(move |at| all.item(at)));
    each.filter_map(|node| node.dyn_into().ok())
}

/// Fixes the columns of a table inside `root` as wide as its headings are, whatever its rows hold; or
/// lets them be as wide as their contents want.
pub fn fix_columns(root: &Element, headings: &str, fix: bool) {
    // All are read before the first is written: in between the page would be laid out again.
    let widths: Vec<(HtmlElement, f64)> = found(root, headings)
        .map(|heading| {
            let width = width(&heading);
            (heading, width)
        })
        .collect();
    // Setting a property fails only for a name that is none.
    let set = |element: &HtmlElement, name: &str, value: Option<String>| {
        let style = element.style();
        let _ = match value {
            Some(value) => style.set_property(name, &value),
            None => style.remove_property(name).map(drop),
        };
    };
    for table in found(root, "table") {
        set(&table, "table-layout", fix.then(|| "fixed".to_owned()));
    }
    for (heading, width) in widths {
        set(
            &heading,
            "inline-size",
            fix.then(|| format!("{width:.2}px")),
        );
    }
}

/// Whether the content of an element that a selector finds inside `root` is wider than it is.
#[must_use]
pub fn overflows(root: &Element, selector: &str) -> bool {
    found(root, selector).any(|element| element.scroll_width() > element.client_width())
}

/// Calls when the element or the page was scrolled, or the window has another size.
pub fn on_move(element: &Element, moved: impl Fn() + Clone + 'static) -> Subscription {
    let inside = Subscription::event(element, "scroll", {
        let moved = moved.clone();
        move |_| moved()
    });
    let Some(window) = web_sys::window() else {
        return inside;
    };
    let page = Subscription::event(&window, "scroll", {
        let moved = moved.clone();
        move |_| moved()
    });
    inside
        .and(page)
        .and(Subscription::event(&window, "resize", move |_| moved()))
}

/// Calls with true before the page is printed, and with false afterwards.
pub fn on_print(printing: impl Fn(bool) + Clone + 'static) -> Subscription {
    let Some(window) = web_sys::window() else {
        return Subscription::none();
    };
    let before = Subscription::event(&window, "beforeprint", {
        let printing = printing.clone();
        move |_| printing(true)
    });
    before.and(Subscription::event(&window, "afterprint", move |_| {
        printing(false);
    }))
}
