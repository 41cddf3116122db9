//! The controls in JSON, for tests that run in another process.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::ledger::LedgerEntry;
use crate::registry::controls::{ControlError, InquiryView};
use crate::registry::rules::Decision;
use crate::state::{SandboxState, SharedState};

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new()
        .route("/control/inquiries", get(inquiries))
        .route("/control/inquiries/{external_id}/decide", post(decide))
        .route("/control/inquiries/{external_id}/hand-in", post(hand_in))
        .route("/control/inquiries/{external_id}/expire", post(expire))
        .route("/control/ledger", get(ledger))
        .route("/control/advance", post(advance))
        .route("/control/tokens", get(token_calls).delete(revoke_tokens))
        .route(
            "/control/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
        .route("/control/faults/release", post(release_calls))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideRequest {
    decision: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceRequest {
    seconds: u64,
}

async fn inquiries(State(state): SharedState) -> Json<Vec<Value>> {
    let with_calls = |view: InquiryView| {
        let calls = state.ledger.status_calls(&view.external_id);
        let mut value = json!(view);
        value["statusCalls"] = json!(calls);
        value
    };
    Json(state.registry.views().into_iter().map(with_calls).collect())
}

async fn ledger(State(state): SharedState) -> Json<Vec<LedgerEntry>> {
    Json(
        state
            .ledger
            .entries()
            .iter()
            .map(LedgerEntry::masked)
            .collect(),
    )
}

async fn decide(
    State(state): SharedState,
    Path(external_id): Path<String>,
    Json(request): Json<DecideRequest>,
) -> Response {
    let has_name = |decision: &Decision| decision.name() == request.decision;
    match Decision::ALL.into_iter().find(has_name) {
        Some(decision) => control_response(state.registry.decide(&external_id, decision)),
        None => error_response(StatusCode::BAD_REQUEST, "no such decision"),
    }
}

async fn hand_in(State(state): SharedState, Path(external_id): Path<String>) -> Response {
    control_response(state.registry.complete_capture(&external_id))
}

async fn expire(State(state): SharedState, Path(external_id): Path<String>) -> Response {
    control_response(state.registry.expire_capture(&external_id))
}

async fn advance(State(state): SharedState, Json(request): Json<AdvanceRequest>) -> StatusCode {
    state.registry.advance(Duration::from_secs(request.seconds));
    StatusCode::NO_CONTENT
}

/// The number of token requests.
async fn token_calls(State(state): SharedState) -> Json<Value> {
    Json(json!({ "calls": state.ledger.calls(Endpoint::Token) }))
}

async fn revoke_tokens(State(state): SharedState) -> StatusCode {
    if let Some(tokens) = &state.token_server {
        tokens.revoke();
    }
    StatusCode::NO_CONTENT
}

async fn faults(State(state): SharedState) -> Json<Vec<Fault>> {
    Json(state.faults.active())
}

async fn add_fault(State(state): SharedState, Json(fault): Json<Fault>) -> Response {
    if fault.is_valid() {
        state.faults.add(fault);
        StatusCode::NO_CONTENT.into_response()
    } else {
        error_response(
            StatusCode::BAD_REQUEST,
            "this status does not fit the fault",
        )
    }
}

async fn clear_faults(State(state): SharedState) -> StatusCode {
    state.faults.clear();
    StatusCode::NO_CONTENT
}

async fn release_calls(State(state): SharedState) -> StatusCode {
    state.faults.release();
    StatusCode::NO_CONTENT
}

/// The response to a control that returns nothing.
pub(super) fn control_response(result: Result<(), ControlError>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error @ (ControlError::Unknown | ControlError::NoDelivery)) => {
            error_response(StatusCode::NOT_FOUND, &error.to_string())
        }
        Err(error @ ControlError::NoOpenLink) => {
            error_response(StatusCode::CONFLICT, &error.to_string())
        }
    }
}

fn error_response(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
