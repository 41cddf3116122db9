//! The elements that islands read and write.

use leptos::prelude::document;
use web_sys::Element;

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
