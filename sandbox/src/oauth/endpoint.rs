//! `POST /oauth/token`.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::refusal::TokenRefusal;
use crate::dialect::reply::Reply;
use crate::endpoint::Endpoint;
use crate::response::{faulty_response, response};
use crate::state::{SandboxState, SharedState};

/// Answers a token request. Assertions are credentials, so the ledger only counts
/// these calls.
pub(crate) async fn token(State(state): SharedState, headers: HeaderMap, body: Bytes) -> Response {
    state.ledger.count(Endpoint::Token, None);
    let plan = state.faults.plan(Endpoint::Token, None);
    plan.wait_before(&state.faults).await;
    let reply = match plan.kind.filter(|kind| kind.rejects()) {
        Some(_) => Reply::error(StatusCode::SERVICE_UNAVAILABLE, "a fault on demand"),
        None => issue(&state, &headers, &body),
    };
    let mut answer = match plan.kind {
        Some(kind) => faulty_response(&state, reply, kind),
        None => response(reply),
    };
    let no_store = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(CACHE_CONTROL, no_store);
    plan.wait_after().await;
    answer
}

fn issue(state: &SandboxState, headers: &HeaderMap, body: &[u8]) -> Reply {
    let Some(token_server) = &state.token_server else {
        return Reply::error(StatusCode::NOT_FOUND, "no client is registered");
    };
    let issued = if is_json(headers) {
        token_server.issue(body, state.registry.clock.now())
    } else {
        Err(TokenRefusal::request(
            "Content-Type has to be application/json",
        ))
    };
    match issued {
        Ok(token) => {
            tracing::info!("issued a token");
            Reply::ok(token)
        }
        Err(refusal) => {
            tracing::warn!(reason = refusal.reason(), "refused to issue a token");
            refusal.into()
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return false;
    };
    let value = value.to_str().unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}
