//! One log line per request, with method, path, status and duration. Query, body, cookies and
//! client address are not logged.

use app::{admin::routes::ENROL_LINK, routes::RETURN_LINK};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, Uri},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Marks a poll response without news. Thousands occur per second, so they are logged at debug
/// level.
#[derive(Clone, Copy)]
pub(crate) struct Routine;

/// Removes the client's own request id: a client could forge the id of another request in the log.
pub(crate) fn without_request_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// Request id, from the header.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    Some(headers.get(REQUEST_ID)?.to_str().ok()?.to_owned())
}

/// Path without secrets: the secret of a resume or enrolment link is a credential.
pub(crate) fn path(uri: &Uri) -> String {
    let keys = [RETURN_LINK, ENROL_LINK];
    match keys.iter().find(|key| uri.path().starts_with(**key)) {
        Some(key) => format!("{key}…"),
        None => uri.path().chars().take(100).collect(),
    }
}

/// Logs the request and attaches its id to every log line within it.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let id = request_id(request.headers()).unwrap_or_default();
    let method = request.method().clone();
    let path = path(request.uri());
    let span = tracing::info_span!("request", id);
    async move {
        let began = Instant::now();
        let response = next.run(request).await;
        let status = response.status().as_u16();
        let ms = began.elapsed().as_millis();
        if status >= 500 {
            tracing::warn!(%method, path, status, ms, "answered");
        } else if response.extensions().get::<Routine>().is_some() {
            tracing::debug!(%method, path, status, ms, "answered");
        } else {
            tracing::info!(%method, path, status, ms, "answered");
        }
        response
    }
    .instrument(span)
    .await
}
