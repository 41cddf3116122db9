//! The control page: what there is, and a button for each lever.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::{Page, Text};
use crate::endpoint::Endpoint;
use crate::fault::{Fault, FaultKind};
use crate::registry::inquiry::State as Stands;
use crate::registry::lever::InquiryView;
use crate::registry::rules::Decision;
use crate::upstream::Upstream;

const KINDS: [&str; 15] = [
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

pub(super) fn router() -> Router<Arc<Upstream>> {
    Router::new()
        .route("/control", get(show))
        .route("/control/{external_id}", post(pull))
        .route("/control/faults/form", post(order_fault))
}

/// A lever beside an inquiry.
#[derive(Deserialize)]
struct Pull {
    lever: String,
}

#[derive(Deserialize)]
struct FaultForm {
    lever: String,
    on: Endpoint,
    kind: String,
    value: String,
    times: String,
}

async fn show(State(upstream): State<Arc<Upstream>>) -> Page {
    let mut rows = String::new();
    for inquiry in upstream.registry.views() {
        row(&mut rows, &inquiry);
    }
    if rows.is_empty() {
        rows.push_str("<tr><td colspan=\"4\">No inquiry was started yet.</td></tr>");
    }
    let mut orders = String::new();
    for fault in upstream.faults.standing() {
        // Writing to a String cannot fail.
        let _ = write!(
            orders,
            "<li><code>{}</code></li>",
            Text(&json!(fault).to_string())
        );
    }
    if orders.is_empty() {
        orders.push_str("<li>None: all goes well.</li>");
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
             <h2>Faults</h2>\n<ul>{orders}</ul>\n{form}",
            form = fault_form(),
        ),
    )
}

fn row(rows: &mut String, inquiry: &InquiryView) {
    let capture = inquiry
        .capture
        .as_ref()
        .map_or_else(|| "–".into(), |capture| word(&json!(capture.step)));
    let mut levers = String::new();
    if !matches!(inquiry.state, Stands::Approved | Stands::Denied) {
        levers.push_str(&button("approved", "Approve"));
        levers.push_str(&button("denied", "Deny"));
        levers.push_str(&button("manual-review", "Look at by hand"));
        levers.push_str(&button("resubmit", "Documents again"));
    }
    if inquiry
        .capture
        .as_ref()
        .is_some_and(|link| link.step.is_open())
    {
        levers.push_str(&button("hand-in", "Hand in"));
        levers.push_str(&button("expire", "Expire link"));
    }
    let id = Text(&inquiry.external_id);
    let state = word(&json!(inquiry.state));
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\"><code>{id}</code></th><td>{state}</td><td>{capture}</td>\
         <td><form method=\"post\" action=\"/control/{id}\">{levers}</form></td></tr>",
    );
}

fn button(lever: &str, name: &str) -> String {
    format!("<button class=\"small\" name=\"lever\" value=\"{lever}\">{name}</button>")
}

/// The JSON name of a state as words: `manual review`.
fn word(name: &serde_json::Value) -> String {
    name.as_str().unwrap_or_default().replace('-', " ")
}

/// The options of a choice.
pub(super) fn choices(names: &mut dyn Iterator<Item = &'static str>) -> String {
    names.fold(String::new(), |mut all, name| {
        // Writing to a String cannot fail.
        let _ = write!(all, "<option>{name}</option>");
        all
    })
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
        on = choices(&mut Endpoint::ALL.iter().map(|endpoint| endpoint.name())),
        kinds = choices(&mut KINDS.into_iter()),
    )
}

async fn pull(
    State(upstream): State<Arc<Upstream>>,
    Path(external_id): Path<String>,
    Form(pull): Form<Pull>,
) -> Response {
    let registry = &upstream.registry;
    let decision = Decision::ALL
        .into_iter()
        .find(|decision| decision.name() == pull.lever);
    let pulled = match (pull.lever.as_str(), decision) {
        (_, Some(decision)) => registry.decide(&external_id, decision),
        ("hand-in", None) => registry.complete_capture(&external_id),
        ("expire", None) => registry.expire_capture(&external_id),
        (_, None) => return refusal("There is no such lever"),
    };
    match pulled {
        Ok(()) => Redirect::to("/control").into_response(),
        Err(error) => refusal(&error.to_string()),
    }
}

async fn order_fault(
    State(upstream): State<Arc<Upstream>>,
    Form(form): Form<FaultForm>,
) -> Response {
    match (form.lever.as_str(), read_fault(&form)) {
        ("clear", _) => upstream.faults.clear(),
        (_, Some(fault)) => upstream.faults.add(fault),
        (_, None) => return refusal("This fault needs a number that fits it"),
    }
    Redirect::to("/control").into_response()
}

/// A kind takes a number or takes none, as its JSON form says.
fn read_fault(form: &FaultForm) -> Option<Fault> {
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
    fault.is_sound().then_some(fault)
}

pub(super) fn refusal(why: &str) -> Response {
    Page::narrow(why, "<p><a href=\"/control\">Back to the inquiries</a></p>")
        .with_status(StatusCode::BAD_REQUEST)
        .into_response()
}
