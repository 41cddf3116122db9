//! Failed session writes. The session library writes after the response is built. If that fails, it
//! returns an empty response outside the layer that renders problems.

use super::{log, problem};
use app::{page_context::PageContext, problem::Problem};
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::{Arc, OnceLock};

/// Slot for the page context, so that this outer layer can render a problem page.
#[derive(Clone, Default)]
pub(crate) struct ContextSlot(Arc<OnceLock<Arc<PageContext>>>);

impl ContextSlot {
    /// Stores the context in the request's slot, if an outer layer has added one.
    pub(crate) fn with(request: &Request, context: &Arc<PageContext>) {
        if let Some(left) = request.extensions().get::<Self>() {
            left.0.get_or_init(|| context.clone());
        }
    }
}

/// Renders the library's empty error response as a problem.
pub(crate) async fn layer(mut request: Request, next: Next) -> Response {
    let left = ContextSlot::default();
    request.extensions_mut().insert(left.clone());
    let (page, id) = (
        problem::is_for_a_person(&request),
        log::request_id(request.headers()),
    );
    let response = next.run(request).await;
    // Rendered problems have another status code.
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let was = problem::of(Problem::Broken).into_response();
    problem::render(Problem::Broken, was, page, left.0.get(), id)
}
