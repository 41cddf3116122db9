//! `POST /oauth/token`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::refusal::Refusal;
use crate::dialect::Reply;
use crate::endpoint::Endpoint;
use crate::gate::{faulty, sound};
use crate::upstream::Upstream;

/// Where it is.
pub(crate) const PATH: &str = "/oauth/token";

/// Answers a token request. Assertions are credentials: they are counted, and
/// neither kept nor logged.
pub(crate) async fn token(
    State(upstream): State<Arc<Upstream>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    upstream.ledger.count(Endpoint::Token, None);
    let fate = upstream.faults.draw(Endpoint::Token, None);
    fate.come().await;
    let reply = match fate.kind.filter(|kind| kind.refuses()) {
        Some(_) => Reply::refusal(StatusCode::SERVICE_UNAVAILABLE, "a fault on demand"),
        None => answer(&upstream, &headers, &body),
    };
    let mut response = match fate.kind {
        Some(kind) => faulty(&upstream, reply, kind),
        None => sound(reply),
    };
    let kept = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, kept);
    fate.go().await;
    response
}

fn answer(upstream: &Upstream, headers: &HeaderMap, body: &[u8]) -> Reply {
    let Some(office) = &upstream.office else {
        return Reply::refusal(StatusCode::NOT_FOUND, "no client is registered");
    };
    let issued = if is_json(headers) {
        office.issue(body, upstream.registry.clock.now())
    } else {
        Err(Refusal::request("Content-Type has to be application/json"))
    };
    match issued {
        Ok(token) => {
            tracing::info!("a token was issued");
            Reply::sound(token)
        }
        Err(refusal) => {
            tracing::warn!(why = refusal.why(), "no token was issued");
            refusal.into()
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE) else {
        return false;
    };
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}
