//! A session that could not be written down. The library does that once the answer
//! is there; where it fails it answers with nothing at all, past the layer that gives
//! problems their words.

use super::{log, problem};
use app::{page_context::PageContext, problem::Problem};
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::{Arc, OnceLock};

/// Where the visit is left, once it is known, for whoever is further out.
#[derive(Clone, Default)]
pub(super) struct ContextSlot(Arc<OnceLock<Arc<PageContext>>>);

impl ContextSlot {
    /// Leaves it with a request that somebody further out wants it of.
    pub(super) fn with(request: &Request, context: &Arc<PageContext>) {
        if let Some(left) = request.extensions().get::<Self>() {
            left.0.get_or_init(|| context.clone());
        }
    }
}

/// Gives that answer its words.
pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    let left = ContextSlot::default();
    request.extensions_mut().insert(left.clone());
    let (page, id) = (
        problem::is_for_a_person(&request),
        log::request_id(request.headers()),
    );
    let response = next.run(request).await;
    // What was given its words has another status.
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let was = problem::of(Problem::Broken).into_response();
    problem::render(Problem::Broken, was, page, left.0.get(), id)
}
