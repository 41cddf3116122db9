//! Cache lifetimes of static files.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// `Cache-Control` of files whose name contains a content hash.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";
/// `Cache-Control` of files with a fixed name.
pub(crate) const AN_HOUR: &str = "public, max-age=3600";

/// Sets `Cache-Control` on a successful response. It also sets `Vary: accept-encoding`: a shared
/// cache must not serve one encoding to a client that accepts another.
pub(crate) async fn cached(request: Request, next: Next, life: &'static str) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(life));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
