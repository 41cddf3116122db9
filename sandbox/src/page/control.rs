//! The control page: inquiries and faults, with a button for each control.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::form::{self, ControlForm, form_error, number_field, parse_fault, select_field};
use super::html::{Page, table};
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::registry::controls::InquiryView;
use crate::registry::inquiry::InquiryState;
use crate::registry::rules::Decision;
use crate::state::{SandboxState, SharedState};

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

#[derive(Deserialize)]
struct FaultForm {
    control: String,
    on: Endpoint,
    kind: String,
    value: String,
    times: String,
}

async fn show(State(state): SharedState) -> Page {
    let inquiries = state.registry.views();
    let rows = html! {
        @for inquiry in &inquiries { (row(inquiry)) }
        @if inquiries.is_empty() { tr { td colspan="4" { "No inquiry was started yet." } } }
    };
    let fault_fields = html! {
        (select_field("Call", "on", &Endpoint::ALL.map(Endpoint::name)))
        (select_field("Fault", "kind", &FAULT_KINDS))
        (number_field("Milliseconds, seconds or status", "value"))
    };
    Page::wide(
        "Inquiries",
        html! {
            p {
                a href="/control" { "Look again" } " · "
                a href="/control/webhooks" { "Webhooks" } " · "
                a href="/" { "Test values" }
            }
            (table("Inquiries", None, &["Provider’s id", "State", "Capture", "Controls"], &rows))
            (form::faults("/control/faults/form", &state.faults.active(), &fault_fields))
        },
    )
}

fn row(inquiry: &InquiryView) -> Markup {
    let id = &inquiry.external_id;
    let capture = inquiry.capture.as_ref();
    let is_decided = matches!(inquiry.state, InquiryState::Approved | InquiryState::Denied);
    html! {
        tr {
            th scope="row" { code { (id) } }
            td { (state_text(inquiry.state)) }
            td { (capture.map_or_else(|| "–".into(), |capture| state_text(capture.step))) }
            td {
                form method="post" action={ "/control/" (id) } {
                    @if !is_decided {
                        (button("approved", "Approve"))
                        (button("denied", "Deny"))
                        (button("manual-review", "Look at by hand"))
                        (button("resubmit", "Documents again"))
                    }
                    @if capture.is_some_and(|capture| capture.step.is_open()) {
                        (button("hand-in", "Hand in"))
                        (button("expire", "Expire link"))
                    }
                }
            }
        }
    }
}

fn button(control: &str, name: &str) -> Markup {
    html! { button.small name="control" value=(control) { (name) } }
}

/// A state's JSON name as words: `manual review`.
fn state_text(state: impl Serialize) -> String {
    let name = json!(state);
    name.as_str().unwrap_or_default().replace('-', " ")
}

async fn apply_control(
    State(state): SharedState,
    Path(external_id): Path<String>,
    Form(form): Form<ControlForm>,
) -> Result<Redirect, Page> {
    let registry = &state.registry;
    let mut decisions = Decision::ALL.into_iter();
    let decision = decisions.find(|decision| decision.name() == form.control);
    let result = match (form.control.as_str(), decision) {
        (_, Some(decision)) => registry.decide(&external_id, decision),
        ("hand-in", None) => registry.complete_capture(&external_id),
        ("expire", None) => registry.expire_capture(&external_id),
        (_, None) => return Err(form_error("There is no such control")),
    };
    result.map_err(form_error)?;
    Ok(Redirect::to("/control"))
}

async fn submit_fault(
    State(state): SharedState,
    Form(form): Form<FaultForm>,
) -> Result<Redirect, Page> {
    let fault = parse_fault(&form.kind, &form.value, &form.times)
        .map(|(kind, times)| Fault {
            on: form.on,
            kind,
            times,
            email: None,
        })
        .filter(Fault::is_valid);
    match (form.control.as_str(), fault) {
        ("clear", _) => state.faults.clear(),
        (_, Some(fault)) => state.faults.add(fault),
        (_, None) => return Err(form_error("This fault needs a number that fits it")),
    }
    Ok(Redirect::to("/control"))
}
