//! A session that could not be written down. The library does that once the answer
//! is there; where it fails it answers with nothing at all, past the layer that gives
//! problems their words.

use super::{Hall, problem, visit::stranger};
use app::problem::Problem;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Gives that answer its words.
pub(super) async fn layer(State(hall): State<Hall>, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let page = problem::is_for_a_person(&request);
    let response = next.run(request).await;
    // What was given its words has another status.
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let stranger = Arc::new(stranger(&hall, &headers, &uri));
    let id = super::log::request_id(&headers);
    let was = problem::of(Problem::Broken).into_response();
    problem::speak(Problem::Broken, was, page, Some(&stranger), id)
}
