//! The API's one way in: route, fault, token, dialect, ledger, answer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::HeaderValue};
use serde_json::Value;

use crate::dialect::{Call, Reply};
use crate::endpoint::{Endpoint, NoRoute};
use crate::fault::{Fate, FaultKind};
use crate::ledger::{Authorization, Entry};
use crate::net::hang_up;
use crate::upstream::Upstream;
use crate::webhook;

/// Far more than any call needs.
const LARGEST_BODY: usize = 64 * 1024;

/// Answers any request below the prefix.
pub(crate) async fn api(
    State(upstream): State<Arc<Upstream>>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let route = match Endpoint::find(&parts.method, &path) {
        Ok(route) => route,
        Err(NoRoute::Path) => return refuse(StatusCode::NOT_FOUND, "no such call"),
        Err(NoRoute::Method) => return refuse(StatusCode::METHOD_NOT_ALLOWED, "no such method"),
    };
    let Ok(Query(query)) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri) else {
        return refuse(StatusCode::BAD_REQUEST, "the query cannot be read");
    };
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    };

    let external_id = query.get(upstream.dialect().id_parameter());
    upstream
        .ledger
        .count(route.endpoint, external_id.map(String::as_str));
    let json: Option<Value> = serde_json::from_slice(&bytes).ok();
    let email = json.as_ref().and_then(|body| body.get("email")?.as_str());
    let fate = upstream.faults.draw(route.endpoint, email);
    fate.come().await;

    let mut call = Call {
        endpoint: route.endpoint,
        segment: route.segment,
        query: &query,
        body: json.as_ref(),
        origin: &upstream.origin,
        tested: None,
    };
    let authorization = authorization(&parts.headers, &upstream);
    let raw = json
        .clone()
        .unwrap_or_else(|| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    let refused = fate.kind.is_some_and(FaultKind::refuses);
    if authorization == Authorization::Right
        && !refused
        && let Some(webhook) = upstream.dialect().to_test(&call)
    {
        call.tested = webhook::test(&upstream, &webhook).await;
    }

    // No await until it is recorded: see `Ledger::record`.
    let bytes = upstream.ledger.bytes(&bytes);
    let response = settle(&upstream, &call, authorization, &fate, (raw, bytes));
    fate.go().await;
    response
}

/// Decides what the caller gets, does what was asked, and records both.
fn settle(
    upstream: &Upstream,
    call: &Call<'_>,
    authorization: Authorization,
    fate: &Fate,
    (raw, bytes): (Value, String),
) -> Response {
    if fate.kind == Some(FaultKind::DropBefore) {
        tracing::info!(
            endpoint = call.endpoint.name(),
            "dropped before it was looked at"
        );
        return hang_up();
    }
    let refused = fate.kind.filter(|kind| kind.refuses());
    let reply = match (refused, authorization) {
        (Some(_), _) => Reply::refusal(StatusCode::SERVICE_UNAVAILABLE, "a fault on demand"),
        (None, Authorization::Right) => upstream.dialect().answer(&upstream.registry, call),
        (None, _) => Reply::refusal(StatusCode::UNAUTHORIZED, "a bearer token is needed"),
    };
    let accepted = reply.status.is_success();
    let external_id = reply.external_id.clone();
    let response = match fate.kind {
        Some(kind) => faulty(upstream, reply, kind),
        None => sound(reply),
    };

    let answer = (fate.kind != Some(FaultKind::DropAfter)).then(|| response.status().as_u16());
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
    let recorded = upstream.ledger.record(Entry {
        at: upstream.registry.clock.now(),
        endpoint: call.endpoint,
        authorization,
        body: raw,
        bytes,
        accepted,
        answer,
        external_id,
    });
    match recorded {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(%error, "the ledger cannot be written");
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the ledger cannot be written",
            )
        }
    }
}

/// An answer without a fault.
pub(crate) fn sound(reply: Reply) -> Response {
    let mut response = (reply.status, Json(reply.body)).into_response();
    if reply.status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// An answer that a fault befalls.
pub(crate) fn faulty(upstream: &Upstream, mut reply: Reply, kind: FaultKind) -> Response {
    match kind {
        FaultKind::Latency(_) | FaultKind::LatencyAfter(_) => sound(reply),
        FaultKind::RateLimited(seconds) => (
            [(RETRY_AFTER, seconds.to_string())],
            refuse(StatusCode::TOO_MANY_REQUESTS, "slow down"),
        )
            .into_response(),
        FaultKind::Error(status) | FaultKind::ErrorAfter(status) => {
            refuse(status_or_500(status), "a fault on demand")
        }
        FaultKind::NonJson(status) => (
            status_or_500(status),
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            "<html><body><h1>The edge has something to say</h1></body></html>",
        )
            .into_response(),
        FaultKind::EmptyBody => Body::empty().into_response(),
        FaultKind::DropBefore | FaultKind::DropAfter => hang_up(),
        FaultKind::UnknownDecision
        | FaultKind::ApprovedWithoutIds
        | FaultKind::NotStarted
        | FaultKind::OtherWords
        | FaultKind::AbsentAsNull
        | FaultKind::AbsentAsEmpty => {
            if let (true, Some(lie)) = (reply.status.is_success(), kind.distortion()) {
                upstream.dialect().distort(&mut reply.body, lie);
            }
            sound(reply)
        }
    }
}

fn refuse(status: StatusCode, message: &str) -> Response {
    sound(Reply::refusal(status, message))
}

fn status_or_500(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn authorization(headers: &HeaderMap, upstream: &Upstream) -> Authorization {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Authorization::Missing;
    };
    match value.to_str().ok().and_then(|value| value.split_once(' ')) {
        Some((scheme, shown))
            if scheme.eq_ignore_ascii_case("bearer") && upstream.lets_in(shown) =>
        {
            Authorization::Right
        }
        _ => Authorization::Wrong,
    }
}
