//! Handles every API call: route, fault, token, dialect, ledger, answer.

use std::collections::HashMap;

use axum::body::to_bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::Value;

use crate::dialect::call::Call;
use crate::dialect::reply::Reply;
use crate::endpoint::{Endpoint, RouteError};
use crate::fault::{FaultKind, FaultPlan};
use crate::ledger::{Authorization, LedgerEntry};
use crate::net::drop_connection;
use crate::response::{error_response, faulty_response, response};
use crate::state::{SandboxState, SharedState};
use crate::webhook::worker;

/// Far more than any call needs.
const MAX_BODY: usize = 64 * 1024;

/// Answers any request below the prefix.
pub(crate) async fn handle(
    State(state): SharedState,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let route = match Endpoint::route(&parts.method, &path) {
        Ok(route) => route,
        Err(RouteError::Path) => return error_response(StatusCode::NOT_FOUND, "no such call"),
        Err(RouteError::Method) => {
            return error_response(StatusCode::METHOD_NOT_ALLOWED, "no such method");
        }
    };
    let Ok(Query(query)) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri) else {
        return error_response(StatusCode::BAD_REQUEST, "the query cannot be read");
    };
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return error_response(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    };

    let external_id = query.get(state.dialect().id_parameter());
    state
        .ledger
        .count(route.endpoint, external_id.map(String::as_str));
    let json: Option<Value> = serde_json::from_slice(&bytes).ok();
    let email = json.as_ref().and_then(|body| body.get("email")?.as_str());
    let plan = state.faults.plan(route.endpoint, email);
    plan.wait_before(&state.faults).await;

    let mut call = Call {
        endpoint: route.endpoint,
        segment: route.segment,
        query: &query,
        body: json.as_ref(),
        origin: &state.origin,
        webhook_test: None,
    };
    let authorization = authorization(&parts.headers, &state);
    let raw_body = json
        .clone()
        .unwrap_or_else(|| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    let rejected = plan.kind.is_some_and(FaultKind::rejects);
    if authorization == Authorization::Right
        && !rejected
        && let Some(target) = state.dialect().webhook_to_test(&call)
    {
        call.webhook_test = worker::send_test(&state, &target).await;
    }

    // No await until the ledger has the entry: see `Ledger::record`.
    let body_hash = state.ledger.hash_body(&bytes);
    let response = respond(&state, &call, authorization, &plan, (raw_body, body_hash));
    plan.wait_after().await;
    response
}

/// Handles the call unless a fault rejects it, and records call and answer.
fn respond(
    state: &SandboxState,
    call: &Call<'_>,
    authorization: Authorization,
    plan: &FaultPlan,
    (raw_body, body_hash): (Value, String),
) -> Response {
    if plan.kind == Some(FaultKind::DropBefore) {
        tracing::info!(
            endpoint = call.endpoint.name(),
            "dropped the connection before handling the call"
        );
        return drop_connection();
    }
    let rejected = plan.kind.filter(|kind| kind.rejects());
    let reply = match (rejected, authorization) {
        (Some(_), _) => Reply::error(StatusCode::SERVICE_UNAVAILABLE, "a fault on demand"),
        (None, Authorization::Right) => state.dialect().answer(&state.registry, call),
        (None, _) => Reply::error(StatusCode::UNAUTHORIZED, "a bearer token is needed"),
    };
    let accepted = reply.status.is_success();
    let external_id = reply.external_id.clone();
    let response = match plan.kind {
        Some(kind) => faulty_response(state, reply, kind),
        None => response(reply),
    };

    let answer = (plan.kind != Some(FaultKind::DropAfter)).then(|| response.status().as_u16());
    tracing::info!(
        endpoint = call.endpoint.name(),
        accepted,
        answer,
        external_id,
        "answered"
    );
    if matches!(
        call.endpoint,
        Endpoint::Status | Endpoint::ReferralRead | Endpoint::ReferralList
    ) {
        return response;
    }
    let recorded = state.ledger.record(LedgerEntry {
        at: state.registry.clock.now(),
        endpoint: call.endpoint,
        authorization,
        body: raw_body,
        bytes: body_hash,
        accepted,
        answer,
        external_id,
    });
    match recorded {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(%error, "cannot write the ledger");
            error_response(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the ledger cannot be written",
            )
        }
    }
}

fn authorization(headers: &HeaderMap, state: &SandboxState) -> Authorization {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Authorization::Missing;
    };
    match value.to_str().ok().and_then(|value| value.split_once(' ')) {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer") && state.accepts_token(token) =>
        {
            Authorization::Right
        }
        _ => Authorization::Wrong,
    }
}
