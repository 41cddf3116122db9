//! The reviewers' desk over HTTP: everything below `/admin`. It has a session,
//! a cookie and a context of its own; the order of its layers is here.

mod answer;
mod case;
mod content;
mod cookie;
mod elsewhere;
mod evidence;
mod export;
mod follow;
mod form;
mod guard;
mod list;
mod pages;
mod problem;
mod rate;
mod totp;
mod visit;

pub(crate) use export::file as export;

use super::{Hall, LONGEST, problem as spoken, same_site};
use axum::{
    Router,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

/// Where all of it lies.
pub(super) const PLACES: [&str; 3] = ["/admin", "/admin/", "/admin/{*rest}"];

/// The desk's router with its layers.
pub(super) fn router(hall: &Hall) -> Router {
    // Read from the bottom up: the last layer meets a request first.
    pages::routes()
        .route(app::desk::routes::EXPORT, post(export::export))
        .route(app::desk::routes::TOTP_IMAGE, get(totp::image))
        .route(
            &follow::route(),
            get(follow::follow).with_state(hall.clone()),
        )
        .layer(middleware::from_fn_with_state(hall.clone(), guard::layer))
        .layer(middleware::from_fn_with_state(hall.clone(), rate::layer))
        .layer(middleware::from_fn(form::layer))
        .layer(middleware::from_fn_with_state(
            hall.clone(),
            same_site::layer,
        ))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST,
        ))
        .layer(CatchPanicLayer::custom(spoken::panicked))
        .layer(middleware::from_fn(problem::layer))
        .layer(middleware::from_fn_with_state(hall.clone(), visit::layer))
        .layer(middleware::from_fn_with_state(
            hall.clone(),
            elsewhere::layer,
        ))
}
