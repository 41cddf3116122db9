//! Health endpoints: liveness, readiness and provider status.

use crate::{http::AppState, provider::CircuitState};
use axum::{extract::State, http::StatusCode};

/// Liveness: the process answers.
pub(crate) async fn live() -> &'static str {
    "alive"
}

/// Readiness: the database answers, and the server does not end. The provider is not checked, because applications are stored
/// while it is down.
pub(crate) async fn ready(State(app_state): State<AppState>) -> (StatusCode, &'static str) {
    if app_state.ending.is_cancelled() {
        (StatusCode::SERVICE_UNAVAILABLE, "the server ends")
    } else if app_state.store.is_ready() {
        (StatusCode::OK, "ready")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        )
    }
}

/// Circuit state of the provider calls, for operators. It must not be used as a readiness check.
pub(crate) async fn provider(State(app_state): State<AppState>) -> &'static str {
    match app_state.throttle.circuit_state() {
        CircuitState::Up => "up",
        CircuitState::Down => "down: calls are held back and tried one at a time",
    }
}
