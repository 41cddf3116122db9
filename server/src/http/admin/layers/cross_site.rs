//! Links from another site to the admin. The browser omits the Strict session cookie there, and a
//! new anonymous session would replace the reviewer's. A small page reloads the same address from
//! our origin, so the browser sends the cookie. Only admin pages are reloaded, because other
//! addresses can have side effects.

use super::context;
use crate::http::{AppState, admin::cookie, cookie as cookies};
use app::admin::{routes::AdminPath, server};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Header by which the browser reloads the page.
const REFRESH: HeaderName = HeaderName::from_static("refresh");
/// Cookie that marks a reloaded request. It prevents an endless reload if the browser again reports
/// another site as the source.
const PASSED_COOKIE: &str = "vestibule-admin-passed";

/// `Set-Cookie` value of the marker. It is `SameSite=Lax`, so browsers send it after a cross-site
/// link; it lasts for the given seconds.
fn mark(seconds: u8, secure: bool) -> HeaderValue {
    let attributes = if secure { "; Secure" } else { "" };
    let life = format!("Path=/admin; Max-Age={seconds}{attributes}");
    let text = format!("{PASSED_COOKIE}=1; HttpOnly; SameSite=Lax; {life}");
    // The conversion cannot fail: the value consists of constants and a number.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// Answers a cross-site link with the page that reloads it.
pub(crate) async fn layer(
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

/// Whether the request is a navigation that another site started.
fn leads_here(headers: &HeaderMap) -> bool {
    let says = |name, value| headers.get(name).is_some_and(|it| it == value);
    says("sec-fetch-site", "cross-site") && says("sec-fetch-mode", "navigate")
}
