//! Logo of the operator, served from our own origin.

use crate::{
    config::Settings,
    http::{
        AppState,
        layers::cached::{AN_HOUR, cached},
    },
};
use axum::{Router, middleware};
use tower_http::services::ServeFile;

/// Path of the logo, if one is configured.
pub(crate) fn href(settings: &Settings) -> Option<&'static str> {
    let is_png = settings
        .logo
        .as_ref()?
        .extension()
        .is_some_and(|extension| extension == "png");
    Some(if is_png { "/logo.png" } else { "/logo.svg" })
}

/// Route of the logo.
pub(crate) fn route(settings: &Settings) -> Router<AppState> {
    match (&settings.logo, href(settings)) {
        (Some(path), Some(href)) => Router::new()
            .route_service(href, ServeFile::new(path))
            .layer(middleware::from_fn(|request, next| {
                cached(request, next, AN_HOUR)
            })),
        _ => Router::new(),
    }
}
