//! Prevents other sites' pages from using the controls.
//!
//! The controls need no password, since they are on loopback. But a browser on the
//! same machine also loads other sites, whose pages can send requests here.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::html::Page;

/// Rejects unsafe requests that come from another site.
pub(super) async fn check(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers()) {
        return next.run(request).await;
    }
    Page::narrow(
        "This came from another site",
        html! { p { "Nothing was changed." } },
    )
    .with_status(StatusCode::FORBIDDEN)
    .into_response()
}

/// Whether the request comes from this origin. Browsers send `Sec-Fetch-Site` or
/// `Origin`; a client that sends neither is not a browser.
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    origin_host.is_some() && origin_host == host
}
