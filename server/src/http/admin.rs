//! HTTP interface of the admin: everything below `/admin`. It has its own session, cookie and
//! context; the order of its layers is defined here.

mod cookie;
mod handlers;
mod layers;
mod responses;

#[cfg(feature = "test-api")]
pub(crate) use handlers::export::file as export;

pub(super) use layers::rate::SignInLimits;

use super::{
    AppState,
    layers::{origin_check, problem::panicked},
    stateful, time_limit,
};
use axum::{
    Router,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use handlers::{enrol_link, export, pages, totp};
use layers::{context, cross_site, form, guard, problem, rate};
use tower_http::catch_panic::CatchPanicLayer;

/// Route patterns that belong to the admin.
pub(super) const PLACES: [&str; 3] = ["/admin", "/admin/", "/admin/{*rest}"];

/// The admin's router with its layers.
pub(super) fn router(app_state: &AppState) -> Router {
    // Order from the bottom up: the last layer sees a request first.
    pages::routes()
        .route(app::admin::routes::EXPORT, post(export::export))
        .route(app::admin::routes::TOTP_IMAGE, get(totp::image))
        .route(
            &enrol_link::route(),
            get(enrol_link::follow).with_state(app_state.clone()),
        )
        .layer(middleware::from_fn(guard::layer))
        .layer(stateful(app_state, rate::layer))
        .layer(middleware::from_fn(form::layer))
        .layer(stateful(app_state, origin_check::layer))
        .layer(time_limit(StatusCode::GATEWAY_TIMEOUT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(problem::layer))
        .layer(stateful(app_state, context::layer))
        .layer(stateful(app_state, cross_site::layer))
}
