//! Whoever follows a link of another site: the cookie is Strict, so the browser
//! leaves it behind, and would be given a stranger's in its place. A page of ours
//! that asks for the same address again has it brought. An address that does
//! something when it is asked for is left alone.

use super::{super::Hall, cookie, visit};
use app::{desk::routes::DeskPath, request::desk};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// What browsers call it that a page is asked for once more by itself.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Has such a link asked for again.
pub(super) async fn layer(State(hall): State<Hall>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_page = request.method() == Method::GET && DeskPath::find(request.uri().path()).is_some();
    let came = cookie::secret(headers, hall.settings.is_secure()).is_some();
    if !is_page || came || !leads_here(headers) {
        return next.run(request).await;
    }
    let visit = visit::stranger(&hall, headers, request.uri());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, html),
        (REFRESH, HeaderValue::from_static("0")),
    ];
    (headers, desk::passage(Arc::new(visit))).into_response()
}

/// Whether a link of another site led here.
fn leads_here(headers: &HeaderMap) -> bool {
    let says = |name, value| headers.get(name).is_some_and(|it| it == value);
    says("sec-fetch-site", "cross-site") && says("sec-fetch-mode", "navigate")
}
