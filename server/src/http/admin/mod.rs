//! HTTP interface of the admin: everything below `/admin`. It has its own session, cookie and
//! context; the order of its layers is defined here.

mod case;
mod context;
mod cookie;
mod cross_site;
mod enrol_link;
mod evidence;
mod export;
mod form;
mod guard;
mod list;
mod page_data;
mod pages;
mod problem;
mod rate;
mod responses;
mod totp;

#[cfg(feature = "test-api")]
pub(crate) use export::file as export;

use super::{AppState, LONGEST, origin_check};
use axum::{
    Router,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

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
        .layer(middleware::from_fn_with_state(
            app_state.clone(),
            guard::layer,
        ))
        .layer(middleware::from_fn_with_state(
            app_state.clone(),
            rate::layer,
        ))
        .layer(middleware::from_fn(form::layer))
        .layer(middleware::from_fn_with_state(
            app_state.clone(),
            origin_check::layer,
        ))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST,
        ))
        .layer(CatchPanicLayer::custom(super::problem::panicked))
        .layer(middleware::from_fn(problem::layer))
        .layer(middleware::from_fn_with_state(
            app_state.clone(),
            context::layer,
        ))
        .layer(middleware::from_fn_with_state(
            app_state.clone(),
            cross_site::layer,
        ))
}
