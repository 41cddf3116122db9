//! What the forms of the control pages share.

use std::fmt::Display;

use axum::http::StatusCode;
use maud::{Markup, html};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::html::Page;

/// The button that was pressed.
#[derive(Deserialize)]
pub(super) struct ControlForm {
    pub(super) control: String,
}

/// The active faults as JSON, and a form that adds one. `fields` are the form's
/// first fields.
pub(super) fn faults(action: &str, faults: &[impl Serialize], fields: &Markup) -> Markup {
    html! {
        h2 { "Faults" }
        ul {
            @for fault in faults { li { code { (json!(fault)) } } }
            @if faults.is_empty() { li { "None: all goes well." } }
        }
        form method="post" action=(action) {
            div.fields { (fields) (number_field("Times (blank: always)", "times")) }
            div.fields {
                button name="control" value="add" { "Order this fault" }
                button name="control" value="clear" { "Take back all faults" }
            }
        }
    }
}

pub(super) fn select_field(label: &str, name: &str, options: &[&str]) -> Markup {
    html! {
        label { (label) " " select name=(name) { @for option in options { option { (option) } } } }
    }
}

pub(super) fn number_field(label: &str, name: &str) -> Markup {
    html! { label { (label) " " input name=(name) inputmode="numeric" autocomplete="off"; } }
}

/// Reads a fault's kind and how many times it applies; `None` means always. Whether
/// the kind takes the number follows from its JSON form.
pub(super) fn parse_fault<K: DeserializeOwned>(
    kind: &str,
    number: &str,
    times: &str,
) -> Option<(K, Option<u32>)> {
    let number: Option<u64> = number.trim().parse().ok();
    let kind = serde_json::from_value(json!(kind))
        .or_else(|_| serde_json::from_value(json!({ kind: number })))
        .ok()?;
    let times = match times.trim() {
        "" => None,
        times => Some(times.parse().ok()?),
    };
    Some((kind, times))
}

/// A page that says why a form had no effect.
pub(super) fn form_error(reason: impl Display) -> Page {
    let back = html! { p { a href="/control" { "Back to the inquiries" } } };
    Page::narrow(reason.to_string(), back).with_status(StatusCode::BAD_REQUEST)
}
