//! The control page: inquiries and faults, with a button for each control.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::html::{Escaped, Page, form_error, select_options};
use crate::endpoint::Endpoint;
use crate::fault::{Fault, FaultKind};
use crate::registry::controls::InquiryView;
use crate::registry::inquiry::InquiryState;
use crate::registry::rules::Decision;
use crate::state::SandboxState;

const FAULT_KINDS: [&str; 15] = [
    "latency",
    "latency-after",
    "rate-limited",
    "error",
    "error-after",
    "non-json",
    "empty-body",
    "drop-before",
    "drop-after",
    "unknown-decision",
    "approved-without-ids",
    "not-started",
    "other-words",
    "absent-as-null",
    "absent-as-empty",
];

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new()
        .route("/control", get(show))
        .route("/control/{external_id}", post(apply_control))
        .route("/control/faults/form", post(submit_fault))
}

/// The buttons beside an inquiry.
#[derive(Deserialize)]
struct InquiryForm {
    #[serde(rename = "lever")]
    control: String,
}

#[derive(Deserialize)]
struct FaultForm {
    #[serde(rename = "lever")]
    control: String,
    on: Endpoint,
    kind: String,
    value: String,
    times: String,
}

async fn show(State(state): State<Arc<SandboxState>>) -> Page {
    let mut rows = String::new();
    for inquiry in state.registry.views() {
        row(&mut rows, &inquiry);
    }
    if rows.is_empty() {
        rows.push_str("<tr><td colspan=\"4\">No inquiry was started yet.</td></tr>");
    }
    let mut faults = String::new();
    for fault in state.faults.active() {
        // Writing to a String cannot fail.
        let _ = write!(
            faults,
            "<li><code>{}</code></li>",
            Escaped(&json!(fault).to_string())
        );
    }
    if faults.is_empty() {
        faults.push_str("<li>None: all goes well.</li>");
    }
    Page::wide(
        "Inquiries",
        format!(
            "<p><a href=\"/control\">Look again</a> · <a href=\"/control/webhooks\">Webhooks</a> · \
             <a href=\"/\">Test values</a></p>\n\
             <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Inquiries\"><table>\n\
             <thead><tr><th scope=\"col\">Upstream’s id</th><th scope=\"col\">State</th>\
             <th scope=\"col\">Capture</th><th scope=\"col\">Levers</th></tr></thead>\n\
             <tbody>{rows}</tbody></table></div>\n\
             <h2>Faults</h2>\n<ul>{faults}</ul>\n{form}",
            form = fault_form(),
        ),
    )
}

fn row(rows: &mut String, inquiry: &InquiryView) {
    let capture = inquiry
        .capture
        .as_ref()
        .map_or_else(|| "–".into(), |capture| state_text(&json!(capture.step)));
    let mut buttons = String::new();
    if !matches!(inquiry.state, InquiryState::Approved | InquiryState::Denied) {
        buttons.push_str(&button("approved", "Approve"));
        buttons.push_str(&button("denied", "Deny"));
        buttons.push_str(&button("manual-review", "Look at by hand"));
        buttons.push_str(&button("resubmit", "Documents again"));
    }
    if inquiry
        .capture
        .as_ref()
        .is_some_and(|link| link.step.is_open())
    {
        buttons.push_str(&button("hand-in", "Hand in"));
        buttons.push_str(&button("expire", "Expire link"));
    }
    let id = Escaped(&inquiry.external_id);
    let state = state_text(&json!(inquiry.state));
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\"><code>{id}</code></th><td>{state}</td><td>{capture}</td>\
         <td><form method=\"post\" action=\"/control/{id}\">{buttons}</form></td></tr>",
    );
}

fn button(control: &str, name: &str) -> String {
    format!("<button class=\"small\" name=\"lever\" value=\"{control}\">{name}</button>")
}

/// A state's JSON name as words: `manual review`.
fn state_text(name: &serde_json::Value) -> String {
    name.as_str().unwrap_or_default().replace('-', " ")
}

fn fault_form() -> String {
    format!(
        "<form method=\"post\" action=\"/control/faults/form\"><div class=\"fields\">\
         <label>Call <select name=\"on\">{on}</select></label>\
         <label>Fault <select name=\"kind\">{kinds}</select></label>\
         <label>Milliseconds, seconds or status <input name=\"value\" inputmode=\"numeric\" autocomplete=\"off\"></label>\
         <label>Times (blank: always) <input name=\"times\" inputmode=\"numeric\" autocomplete=\"off\"></label>\
         </div><div class=\"fields\">\
         <button name=\"lever\" value=\"add\">Order this fault</button>\
         <button name=\"lever\" value=\"clear\">Take back all faults</button></div></form>",
        on = select_options(&mut Endpoint::ALL.iter().map(|endpoint| endpoint.name())),
        kinds = select_options(&mut FAULT_KINDS.into_iter()),
    )
}

async fn apply_control(
    State(state): State<Arc<SandboxState>>,
    Path(external_id): Path<String>,
    Form(form): Form<InquiryForm>,
) -> Response {
    let registry = &state.registry;
    let decision = Decision::ALL
        .into_iter()
        .find(|decision| decision.name() == form.control);
    let result = match (form.control.as_str(), decision) {
        (_, Some(decision)) => registry.decide(&external_id, decision),
        ("hand-in", None) => registry.complete_capture(&external_id),
        ("expire", None) => registry.expire_capture(&external_id),
        (_, None) => return form_error("There is no such lever"),
    };
    match result {
        Ok(()) => Redirect::to("/control").into_response(),
        Err(error) => form_error(&error.to_string()),
    }
}

async fn submit_fault(
    State(state): State<Arc<SandboxState>>,
    Form(form): Form<FaultForm>,
) -> Response {
    match (form.control.as_str(), parse_fault(&form)) {
        ("clear", _) => state.faults.clear(),
        (_, Some(fault)) => state.faults.add(fault),
        (_, None) => return form_error("This fault needs a number that fits it"),
    }
    Redirect::to("/control").into_response()
}

/// Reads the form. Whether a kind takes a number follows from its JSON form.
fn parse_fault(form: &FaultForm) -> Option<Fault> {
    let number: Option<u64> = form.value.trim().parse().ok();
    let kind: FaultKind = serde_json::from_value(json!(form.kind))
        .or_else(|_| serde_json::from_value(json!({ form.kind.as_str(): number })))
        .ok()?;
    let times = match form.times.trim() {
        "" => None,
        times => Some(times.parse().ok()?),
    };
    let fault = Fault {
        on: form.on,
        kind,
        times,
        email: None,
    };
    fault.is_valid().then_some(fault)
}
