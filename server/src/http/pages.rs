//! The routes of the pages and of the server functions.

use super::headers;
use app::{
    request::{Problem, Services},
    shell::{Pages, shell},
    visit::Visit,
};
use axum::{
    Router,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use leptos::{
    config::LeptosOptions,
    prelude::{expect_context, provide_context},
};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use std::sync::Arc;

/// Pages and server functions, each with the visit in its context.
pub(super) fn routes() -> Router {
    let options = LeptosOptions::builder().output_name("vestibule").build();
    let routes = generate_route_list(Pages);
    Router::new()
        .leptos_routes_with_context(&options, routes, context, shell)
        .with_state(options)
        .fallback(missing)
}

/// Hands the visit and the services to the rendering. `visit::layer` has put
/// both into the request.
fn context() {
    let parts = expect_context::<Parts>();
    if let Some(visit) = parts.extensions.get::<Arc<Visit>>() {
        provide_context(visit.clone());
    }
    if let Some(services) = parts.extensions.get::<Services>() {
        provide_context(services.clone());
    }
    if let Some(nonce) = leptos::nonce::use_nonce() {
        let response = expect_context::<ResponseOptions>();
        response.insert_header(headers::CSP, headers::policy_with(&nonce));
    }
}

/// No page at this address.
async fn missing() -> Response {
    super::problem::of(Problem::Missing).into_response()
}
