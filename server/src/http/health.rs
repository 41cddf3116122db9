//! Health: alive is alive, ready is able to serve people.

use super::AppState;
use crate::provider::CircuitState;
use axum::{extract::State, http::StatusCode};

/// The process answers.
pub(super) async fn live() -> &'static str {
    "alive"
}

/// The database answers. The upstream is not asked: people can fill in forms
/// while it is down, and what they hand in is kept.
pub(super) async fn ready(State(app_state): State<AppState>) -> (StatusCode, &'static str) {
    if app_state.store.is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        )
    }
}

/// Whether calls go upstream or are held back because it is down: for whoever
/// looks after the server. Never a reason to take it out of service.
pub(super) async fn upstream(State(app_state): State<AppState>) -> &'static str {
    match app_state.throttle.circuit_state() {
        CircuitState::Up => "up",
        CircuitState::Down => "down: calls are held back and tried one at a time",
    }
}
