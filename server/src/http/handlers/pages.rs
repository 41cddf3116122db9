//! Routes of the applicants' pages and server functions.

use crate::http::layers::{headers, problem};
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

/// Router of pages and server functions.
pub(crate) fn routes() -> Router {
    let pages = Path::ALL.iter().fold(Router::new(), |router, path| {
        router.route(path.href(), get(page))
    });
    pages
        .route("/api/{*function}", post(server_function))
        .fallback(missing)
}

/// Renders the page of the context that `page_context::layer` has loaded.
///
/// Pages are not compressed, because compression would leak the CSRF token. A page carries the
/// token beside text that an attacker can choose (`?ref=`, form input). The length of the
/// compressed page would reveal the token piece by piece (BREACH). Compression would also gain no
/// time: an uncompressed page fits into the initial congestion window. `budget.json` enforces that
/// size. Static files hold no secret and are compressed.
async fn page(Extension(context): Extension<Arc<PageContext>>) -> Response {
    let policy = headers::policy_with(&context.nonce);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let body = server::page(context);
    ([(header::CONTENT_TYPE, html), (headers::CSP, policy)], body).into_response()
}

/// Runs a server function with [`PageContext`] and [`Services`] in its Leptos context. A separate
/// task runs it to its end. A double click closes the first connection, but the provider's response
/// must still be stored.
async fn server_function(request: Request) -> Response {
    let run = leptos_axum::handle_server_fns_with_context(context, request);
    let run = async { run.await.into_response() };
    match tokio::spawn(run.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // `CatchPanicLayer` turns the panic into a response.
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

/// Response for an unknown address.
async fn missing() -> Response {
    problem::of(Problem::Missing).into_response()
}
