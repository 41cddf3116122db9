//! The webhook controls in JSON, for tests that run in another process.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use super::control_api::control_response;
use crate::state::{SandboxState, SharedState};
use crate::webhook::delivery::Delivery;
use crate::webhook::fault::WebhookFault;
use crate::webhook::worker;

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new()
        .route("/control/deliveries", get(deliveries))
        .route("/control/deliveries/{number}/again", post(redeliver))
        .route("/control/webhooks/hold", post(hold))
        .route("/control/webhooks/release", post(release))
        .route("/control/webhooks/deliver", post(deliver))
        .route(
            "/control/webhooks/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
}

async fn deliveries(State(state): SharedState) -> Json<Vec<Delivery>> {
    Json(state.webhooks.deliveries())
}

async fn redeliver(State(state): SharedState, Path(number): Path<usize>) -> Response {
    control_response(state.redeliver(number))
}

async fn hold(State(state): SharedState) -> StatusCode {
    state.hold_webhooks(true);
    StatusCode::NO_CONTENT
}

async fn release(State(state): SharedState) -> StatusCode {
    state.hold_webhooks(false);
    StatusCode::NO_CONTENT
}

/// Answers once every due message was attempted.
async fn deliver(State(state): SharedState) -> StatusCode {
    worker::deliver_all(&state).await;
    StatusCode::NO_CONTENT
}

async fn faults(State(state): SharedState) -> Json<Vec<WebhookFault>> {
    Json(state.webhooks.faults())
}

async fn add_fault(State(state): SharedState, Json(fault): Json<WebhookFault>) -> StatusCode {
    state.webhooks.add_fault(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(state): SharedState) -> StatusCode {
    state.webhooks.clear_faults();
    StatusCode::NO_CONTENT
}
