//! Times of the page in the browser's time zone, which the server does not know (ux
//! rule 33).

use super::page::element;
use leptos::prelude::document;
use wasm_bindgen::JsValue;
use web_sys::js_sys::{Date, Object, Reflect};

/// Ids of the times that a status page may have.
const IDS: [&str; 3] = ["checked-at", "expires-at", "retry-at"];

/// Shows each time of the page in the browser's time zone.
pub(super) fn show_times() {
    for id in IDS {
        let at = element(id).and_then(|time| time.get_attribute("data-at"));
        if let Some(at) = at {
            show_time(id, &at);
        }
    }
}

/// Shows a time, given in seconds since 1970, in the browser's time zone.
pub(super) fn show_time(id: &str, at: &str) {
    // The parser of decimal fractions would add 10 kB to the script.
    let (Some(time), Ok(seconds)) = (element(id), at.parse::<u32>()) else {
        return;
    };
    let root = document().document_element();
    let lang = root.and_then(|root| root.get_attribute("lang"));
    let lang = format!("{}-US", lang.unwrap_or_default());
    let style = Object::new();
    // Setting a property of a new object never fails.
    let _ = Reflect::set(&style, &"timeStyle".into(), &"short".into());
    let date = Date::new(&JsValue::from_f64(f64::from(seconds) * 1_000.0));
    let words = String::from(date.to_locale_time_string_with_options(&lang, &style));
    time.set_text_content(Some(&words));
}
