//! How long a browser may keep a file.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// Its name changes with its content.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// Its name stays.
pub(super) const AN_HOUR: &str = "public, max-age=3600";

/// Says how long a file may be kept, if it is there, and that it comes packed
/// in more than one way: a shared cache must not hand one to whom wants another.
pub(super) async fn cached(request: Request, next: Next, life: &'static str) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(life));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
