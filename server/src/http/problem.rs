//! Refusals and faults become pages. A layer or handler answers with
//! [`of`]; this layer, which knows the visitor, gives it its words.

use app::{api::ApiError, page_context::PageContext, problem::Problem, server::problem_page};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{any::Any, sync::Arc};

/// Marks an answer as a problem that still needs its words.
#[derive(Clone, Copy)]
struct PendingProblem(Problem);

/// An answer for a problem. Outside the layer it is an empty body.
pub(super) fn of(problem: Problem) -> impl IntoResponse + use<> {
    let status =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    response.extensions_mut().insert(PendingProblem(problem));
    if matches!(
        problem,
        Problem::TooMany | Problem::Broken | Problem::TooSlow
    ) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}

/// The last resort: a panic is logged where it happened, the person reads
/// that it is our fault (ASVS 16.5.4).
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    of(Problem::Broken).into_response()
}

/// Whether the caller wants a page rather than data.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// Whether whoever reads the answer to a request is a person.
pub(super) fn is_for_a_person(request: &Request) -> bool {
    wants_page(request.headers()) || (!is_api(request) && request.method() == Method::GET)
}

/// The problem of an answer, if it has one.
pub(super) fn problem(response: &Response, api: bool) -> Option<Problem> {
    if let Some(PendingProblem(problem)) = response.extensions().get() {
        return Some(*problem);
    }
    // Our server functions say 303 where they lead and 503 where they fail; when
    // a form could not be read, the framework says 302 to the referrer, or 500
    // to a script.
    match response.status() {
        StatusCode::FOUND | StatusCode::INTERNAL_SERVER_ERROR if api => Some(Problem::Unreadable),
        StatusCode::NOT_FOUND => Some(Problem::Missing),
        StatusCode::SERVICE_UNAVAILABLE if api => Some(Problem::Broken),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::Missing),
        StatusCode::GATEWAY_TIMEOUT => Some(Problem::TooSlow),
        StatusCode::BAD_REQUEST if api => Some(Problem::Unreadable),
        status if status.is_server_error() => Some(Problem::Broken),
        _ => None,
    }
}

/// Gives problems their words.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let (api, page) = (is_api(&request), is_for_a_person(&request));
    let context = request.extensions().get::<Arc<PageContext>>().cloned();
    let id = super::log::request_id(request.headers());
    let response = next.run(request).await;
    let Some(what) = problem(&response, api) else {
        return response;
    };
    render(what, response, page, context.as_ref(), id)
}

/// A problem's answer: a page for people, a word for scripts.
pub(super) fn render(
    what: Problem,
    was: Response,
    page: bool,
    context: Option<&Arc<PageContext>>,
    id: Option<String>,
) -> Response {
    let page = context.filter(|_| page);
    let told = page.map(|context| -> RenderPage<'_> {
        Box::new(move |id| problem_page(context.clone(), what, id))
    });
    answer(what, was, told, id)
}

/// Writes the page of a problem, with the request's number.
pub(super) type RenderPage<'a> = Box<dyn FnOnce(Option<String>) -> String + 'a>;

/// A problem's answer, with its page where one is wanted.
pub(super) fn answer(
    what: Problem,
    was: Response,
    page: Option<RenderPage<'_>>,
    id: Option<String>,
) -> Response {
    let status = StatusCode::from_u16(what.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match page {
        Some(page) => {
            // A number to quote helps only where something broke.
            let body = page(id.filter(|_| status.is_server_error()));
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(header::CONTENT_TYPE, html)], body).into_response()
        }
        None if status.is_client_error() => (status, ApiError::Stop.word()).into_response(),
        None => (status, ApiError::Later.word()).into_response(),
    };
    // What the refusal said besides, such as when to come back or what is allowed.
    for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = was.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
