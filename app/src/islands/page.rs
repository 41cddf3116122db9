//! The elements that islands read and write.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, js_sys::Function};

/// The element of an id.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Puts words into an element, unless they stand there already: a live region
/// would say them again.
pub(super) fn write(id: &str, words: &str) {
    if let Some(element) = element(id)
        && element.text_content().as_deref() != Some(words)
    {
        element.set_text_content(Some(words));
    }
}

/// Something to be called back, as the browser wants it. It lives as long as
/// the browser may call it.
pub(super) fn on(callback: impl Fn() + 'static) -> Function {
    let callback = Closure::<dyn Fn()>::new(callback);
    callback.into_js_value().unchecked_into()
}
