//! Whoever follows a link of another site: the cookie is Strict, so the browser
//! leaves it behind, and would be given a stranger's in its place. A page of ours
//! that asks for the same address again has it brought. An address that does
//! something when it is asked for is left alone.

use super::{
    super::{AppState, cookie as cookies},
    context, cookie,
};
use app::admin::{routes::AdminPath, server};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// What browsers call it that a page is asked for once more by itself.
const REFRESH: HeaderName = HeaderName::from_static("refresh");
/// That it was asked for again a moment ago: should a browser say even of its own
/// second question that another site asks, it is not sent in a ring.
const PASSED_COOKIE: &str = "vestibule-desk-passed";

/// Its cookie: Lax, so that it comes along from wherever, for as many seconds.
fn mark(seconds: u8, secure: bool) -> HeaderValue {
    let attributes = if secure { "; Secure" } else { "" };
    let life = format!("Path=/admin; Max-Age={seconds}{attributes}");
    let text = format!("{PASSED_COOKIE}=1; HttpOnly; SameSite=Lax; {life}");
    // Our own words: always a header.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// Has such a link asked for again.
pub(super) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let is_page =
        request.method() == Method::GET && AdminPath::find(request.uri().path()).is_some();
    let secure = app_state.settings.is_secure();
    let came = cookie::secret(headers, secure).is_some();
    let passed = cookies::cookie(headers, PASSED_COOKIE).is_some();
    if !is_page || came || passed || !leads_here(headers) {
        let mut response = next.run(request).await;
        if passed {
            let over = mark(0, secure);
            response.headers_mut().append(header::SET_COOKIE, over);
        }
        return response;
    }
    let context = context::anonymous_context(&app_state, headers, request.uri());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, html),
        (REFRESH, HeaderValue::from_static("0")),
        (header::SET_COOKIE, mark(5, secure)),
    ];
    (headers, server::cross_site_redirect(Arc::new(context))).into_response()
}

/// Whether a link of another site led here.
fn leads_here(headers: &HeaderMap) -> bool {
    let says = |name, value| headers.get(name).is_some_and(|it| it == value);
    says("sec-fetch-site", "cross-site") && says("sec-fetch-mode", "navigate")
}
