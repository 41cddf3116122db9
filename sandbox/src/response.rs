//! Turns a dialect's reply into an HTTP response, with or without a fault.

use axum::Json;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::dialect::reply::Reply;
use crate::fault::FaultKind;
use crate::net::drop_connection;
use crate::state::SandboxState;

/// The response without a fault.
pub(crate) fn response(reply: Reply) -> Response {
    let mut response = (reply.status, Json(reply.body)).into_response();
    if reply.status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The response with a fault.
pub(crate) fn faulty_response(state: &SandboxState, mut reply: Reply, kind: FaultKind) -> Response {
    match kind {
        FaultKind::Latency(_) | FaultKind::LatencyAfter(_) => response(reply),
        FaultKind::RateLimited(seconds) => (
            [(RETRY_AFTER, seconds.to_string())],
            error_response(StatusCode::TOO_MANY_REQUESTS, "slow down"),
        )
            .into_response(),
        FaultKind::Error(status) | FaultKind::ErrorAfter(status) => {
            error_response(status_or_500(status), "a fault on demand")
        }
        FaultKind::NonJson(status) => (
            status_or_500(status),
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            "<html><body><h1>Bad gateway</h1></body></html>",
        )
            .into_response(),
        FaultKind::EmptyBody => Body::empty().into_response(),
        FaultKind::DropBefore | FaultKind::DropAfter => drop_connection(),
        FaultKind::UnknownDecision
        | FaultKind::ApprovedWithoutIds
        | FaultKind::OtherId
        | FaultKind::WithoutId
        | FaultKind::NotStarted
        | FaultKind::OtherWords
        | FaultKind::AbsentAsNull
        | FaultKind::AbsentAsEmpty => {
            if reply.status.is_success() {
                state.dialect().corrupt(&mut reply.body, kind);
            }
            response(reply)
        }
    }
}

/// An error in the shape of contract §2.
pub(crate) fn error_response(status: StatusCode, message: &str) -> Response {
    response(Reply::error(status, message))
}

fn status_or_500(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
