//! The levers in JSON, for tests that run in another process.

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
use crate::ledger::Entry;
use crate::registry::lever::{InquiryView, LeverError};
use crate::registry::rules::Decision;
use crate::upstream::Upstream;

pub(super) fn router() -> Router<Arc<Upstream>> {
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decide {
    decision: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u64,
}

async fn inquiries(State(upstream): State<Arc<Upstream>>) -> Json<Vec<Value>> {
    let with_calls = |view: InquiryView| {
        let calls = upstream.ledger.status_calls(&view.external_id);
        let mut value = json!(view);
        value["statusCalls"] = json!(calls);
        value
    };
    Json(
        upstream
            .registry
            .views()
            .into_iter()
            .map(with_calls)
            .collect(),
    )
}

async fn ledger(State(upstream): State<Arc<Upstream>>) -> Json<Vec<Entry>> {
    Json(
        upstream
            .ledger
            .entries()
            .iter()
            .map(Entry::masked)
            .collect(),
    )
}

async fn decide(
    State(upstream): State<Arc<Upstream>>,
    Path(external_id): Path<String>,
    Json(order): Json<Decide>,
) -> Response {
    let named = |decision: &Decision| decision.name() == order.decision;
    match Decision::ALL.into_iter().find(named) {
        Some(decision) => pulled(upstream.registry.decide(&external_id, decision)),
        None => refusal(StatusCode::BAD_REQUEST, "no such decision"),
    }
}

async fn hand_in(
    State(upstream): State<Arc<Upstream>>,
    Path(external_id): Path<String>,
) -> Response {
    pulled(upstream.registry.complete_capture(&external_id))
}

async fn expire(
    State(upstream): State<Arc<Upstream>>,
    Path(external_id): Path<String>,
) -> Response {
    pulled(upstream.registry.expire_capture(&external_id))
}

async fn advance(State(upstream): State<Arc<Upstream>>, Json(order): Json<Advance>) -> StatusCode {
    upstream
        .registry
        .advance(Duration::from_secs(order.seconds));
    StatusCode::NO_CONTENT
}

/// How many token requests there were.
async fn token_calls(State(upstream): State<Arc<Upstream>>) -> Json<Value> {
    Json(json!({ "calls": upstream.ledger.calls(Endpoint::Token) }))
}

async fn revoke_tokens(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    if let Some(office) = &upstream.office {
        office.revoke();
    }
    StatusCode::NO_CONTENT
}

async fn faults(State(upstream): State<Arc<Upstream>>) -> Json<Vec<Fault>> {
    Json(upstream.faults.standing())
}

async fn add_fault(State(upstream): State<Arc<Upstream>>, Json(fault): Json<Fault>) -> Response {
    if fault.is_sound() {
        upstream.faults.add(fault);
        StatusCode::NO_CONTENT.into_response()
    } else {
        refusal(
            StatusCode::BAD_REQUEST,
            "this status does not fit the fault",
        )
    }
}

async fn clear_faults(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    upstream.faults.clear();
    StatusCode::NO_CONTENT
}

pub(super) fn pulled(result: Result<(), LeverError>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error @ (LeverError::Unknown | LeverError::NoDelivery)) => {
            refusal(StatusCode::NOT_FOUND, &error.to_string())
        }
        Err(error @ LeverError::NoOpenLink) => refusal(StatusCode::CONFLICT, &error.to_string()),
    }
}

fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
