//! Following a pointer that was pressed on an element, also where it leaves it.
//! What the movement means is the widget's to decide.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// From now on the element that handles the event gets what the pointer does, until it is let go.
pub fn capture(event: &PointerEvent) {
    let element = event.current_target();
    if let Some(element) = element.and_then(|target| target.dyn_into::<Element>().ok()) {
        // Refused only where the pointer is no longer pressed.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}
