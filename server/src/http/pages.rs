//! The routes of the pages and of the server functions.

use super::{headers, problem};
use app::{
    page_context::PageContext,
    problem::Problem,
    routes::Path,
    server::{self, Services},
};
use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::prelude::{expect_context, provide_context};
use std::sync::Arc;
use tracing::Instrument;

/// Pages and server functions.
pub(super) fn routes() -> Router {
    let pages = Path::ALL.iter().fold(Router::new(), |router, path| {
        router.route(path.href(), get(page))
    });
    pages
        .route("/api/{*function}", post(server_function))
        .fallback(missing)
}

/// Renders the page of the visit that `page_context::layer` has put together.
///
/// Pages are not compressed on the wire, on purpose. Each carries the session's
/// form token beside what somebody chose (`?ref=`, what was typed): by the
/// length of the packed page a stranger could guess the token piece by piece
/// (BREACH). And nothing would be won: uncompressed, a page fits the first
/// flight of packets, and arrives in the same round trip as a packed one;
/// `budget.json` keeps it so. Built files hold no secret and are packed.
async fn page(Extension(context): Extension<Arc<PageContext>>) -> Response {
    let policy = headers::policy_with(&context.nonce);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let body = server::page(context);
    ([(header::CONTENT_TYPE, html), (headers::CSP, policy)], body).into_response()
}

/// Runs a server function with visit and services in its context, to its end: whoever
/// clicks twice hangs up on the first, and what it has begun upstream is to be heard.
async fn server_function(request: Request) -> Response {
    let run = leptos_axum::handle_server_fns_with_context(context, request);
    let run = async { run.await.into_response() };
    match tokio::spawn(run.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // For the layer that is there for it.
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => problem::of(Problem::Broken).into_response(),
        },
    }
}

fn context() {
    let parts = expect_context::<Parts>();
    if let Some(context) = parts.extensions.get::<Arc<PageContext>>() {
        provide_context(context.clone());
    }
    if let Some(services) = parts.extensions.get::<Services>() {
        provide_context(services.clone());
    }
}

/// No page at this address.
async fn missing() -> Response {
    problem::of(Problem::Missing).into_response()
}
