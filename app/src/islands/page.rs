//! DOM elements that islands read and write.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, js_sys::Function};

/// The element with an id.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Sets the text of an element, unless it is unchanged. Screen readers announce
/// every write to a live region.
pub(super) fn write(id: &str, words: &str) {
    if let Some(element) = element(id)
        && element.text_content().as_deref() != Some(words)
    {
        element.set_text_content(Some(words));
    }
}

/// Converts a closure into a JavaScript function, which owns it. It lives as long as
/// the browser can call it.
pub(super) fn on(callback: impl Fn() + 'static) -> Function {
    let callback = Closure::<dyn Fn()>::new(callback);
    callback.into_js_value().unchecked_into()
}
