//! QR code for the setup of an authenticator app. Only the reviewer who is setting up the secret
//! gets it; it is never stored.

use crate::{http::layers::problem, qr};
use app::{admin::server::AdminServices, problem::Problem};
use axum::{
    Extension,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

pub(crate) async fn image(
    Extension(services): Extension<AdminServices>,
    headers: HeaderMap,
) -> Response {
    // Only image requests are answered: the QR code must not open as a document (ASVS 3.5.8).
    let destination = headers.get("sec-fetch-dest").map(HeaderValue::as_bytes);
    let as_image = destination.is_none_or(|destination| destination == b"image");
    let arrival = &services.auth;
    let reviewer = arrival.reviewer.as_ref().filter(|_| as_image);
    let setup = reviewer.and_then(|them| services.admin.totp_setup(&arrival.session, them));
    match setup.and_then(|setup| qr::draw(&setup)) {
        Some(png) => {
            let kind = HeaderValue::from_static("image/png");
            ([(header::CONTENT_TYPE, kind)], png).into_response()
        }
        None => problem::of(Problem::Missing).into_response(),
    }
}
