//! Keeps other sites' pages from pulling the levers.
//!
//! The controls ask for no password, since they are on loopback; but a browser
//! on the same machine also shows strangers' pages.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Page;

/// Refuses requests that change something and come from another site.
pub(super) async fn check(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_own(request.headers()) {
        return next.run(request).await;
    }
    Page::narrow("This came from another site", "<p>Nothing was changed.</p>")
        .with_status(StatusCode::FORBIDDEN)
        .into_response()
}

/// A browser says where a request comes from, by one header or the other; what
/// says nothing is no browser.
fn is_own(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let named = origin.split_once("://").map(|(_, host)| host);
    named.is_some() && named == host
}
