//! The pages beside the API: landing page, capture pages and controls.

mod capture;
mod control;
mod control_api;
mod form;
mod html;
mod landing;
mod origin_check;
mod webhook_api;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use maud::html;

use crate::state::SandboxState;
use html::Page;

/// Routes all pages. Any other path answers with a 404 page.
pub(crate) fn router() -> Router<Arc<SandboxState>> {
    Router::new()
        .merge(landing::router())
        .merge(capture::router())
        .merge(
            control::router()
                .merge(control_api::router())
                .merge(webhooks::router())
                .merge(webhook_api::router())
                .layer(from_fn(origin_check::check)),
        )
        .fallback(async || {
            Page::narrow(
                "There is nothing here",
                html! { p { a href="/" { "Sandbox" } } },
            )
            .with_status(StatusCode::NOT_FOUND)
        })
}
