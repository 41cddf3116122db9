//! QR code of the capture link. Only the link's owner gets it, and it is never cached, because the
//! link is a credential (contract §4).

use crate::{http::layers::problem, qr};
use app::{page_context::PageContext, problem::Problem};
use axum::{
    Extension,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// PNG of the QR code: the provider's image, decoded and re-encoded, or one that we draw.
pub(crate) async fn image(
    Extension(context): Extension<Arc<PageContext>>,
    headers: HeaderMap,
) -> Response {
    // Only image requests are answered: the QR code must not open as a document (ASVS 3.5.8).
    let destination = headers.get("sec-fetch-dest").map(HeaderValue::as_bytes);
    let asked_as_image = destination.is_none_or(|destination| destination == b"image");
    let capture = context
        .application()
        .and_then(|application| application.state.capture());
    let png = capture
        .filter(|_| asked_as_image)
        .and_then(|capture| match &capture.qr_png {
            Some(png) => Some(png.expose().clone()),
            None => qr::draw(capture.url.expose()),
        });
    match png {
        Some(png) => (
            [(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))],
            png,
        )
            .into_response(),
        None => problem::of(Problem::Missing).into_response(),
    }
}
