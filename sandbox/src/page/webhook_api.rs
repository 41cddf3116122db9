//! The levers on webhooks in JSON, for tests that run in another process.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use super::control_api::pulled;
use crate::upstream::Upstream;
use crate::webhook::{self, Delivery, WebhookFault};

pub(super) fn router() -> Router<Arc<Upstream>> {
    Router::new()
        .route("/control/deliveries", get(deliveries))
        .route("/control/deliveries/{number}/again", post(again))
        .route("/control/webhooks/hold", post(hold))
        .route("/control/webhooks/release", post(release))
        .route("/control/webhooks/deliver", post(deliver))
        .route(
            "/control/webhooks/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
}

async fn deliveries(State(upstream): State<Arc<Upstream>>) -> Json<Vec<Delivery>> {
    Json(upstream.courier.deliveries())
}

async fn again(State(upstream): State<Arc<Upstream>>, Path(number): Path<usize>) -> Response {
    pulled(upstream.redeliver(number))
}

async fn hold(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    upstream.hold_webhooks(true);
    StatusCode::NO_CONTENT
}

async fn release(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    upstream.hold_webhooks(false);
    StatusCode::NO_CONTENT
}

/// Answers once everything that is due was attempted.
async fn deliver(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    webhook::deliver_all(&upstream).await;
    StatusCode::NO_CONTENT
}

async fn faults(State(upstream): State<Arc<Upstream>>) -> Json<Vec<WebhookFault>> {
    Json(upstream.courier.faults())
}

async fn add_fault(
    State(upstream): State<Arc<Upstream>>,
    Json(fault): Json<WebhookFault>,
) -> StatusCode {
    upstream.courier.add_fault(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(upstream): State<Arc<Upstream>>) -> StatusCode {
    upstream.courier.clear_faults();
    StatusCode::NO_CONTENT
}
