//! Renders rejections and errors as pages. A layer or handler returns [`of`]; this layer knows the
//! page context and renders the text.

use super::log;
use app::{api::ApiError, page_context::PageContext, problem::Problem, server::problem_page};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{any::Any, sync::Arc};

/// Marks a response as a problem that is not yet rendered.
#[derive(Clone, Copy)]
struct PendingProblem(Problem);

/// Response of a problem. Its body is empty until the layer renders it.
pub(crate) fn of(problem: Problem) -> impl IntoResponse + use<> {
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

/// Response after a panic. The applicant reads that the fault is ours (ASVS 16.5.4).
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    of(Problem::Broken).into_response()
}

/// Whether the client accepts HTML.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Whether the response is a page.
pub(crate) fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// Whether a browser will display the response as a page.
pub(crate) fn is_for_a_person(request: &Request) -> bool {
    wants_page(request.headers()) || (!is_api(request) && request.method() == Method::GET)
}

/// Problem of a response, if it has one.
pub(crate) fn problem(response: &Response, api: bool) -> Option<Problem> {
    if let Some(PendingProblem(problem)) = response.extensions().get() {
        return Some(*problem);
    }
    // Server functions redirect with 303 and fail with 503. For an unreadable form the framework
    // sends 302 to the referrer, or 500 to a script.
    match response.status() {
        StatusCode::FOUND | StatusCode::INTERNAL_SERVER_ERROR if api => Some(Problem::Unreadable),
        StatusCode::NOT_FOUND => Some(Problem::Missing),
        StatusCode::SERVICE_UNAVAILABLE if response.headers().contains_key(header::RETRY_AFTER) => {
            Some(Problem::Busy)
        }
        StatusCode::SERVICE_UNAVAILABLE if api => Some(Problem::Broken),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::Missing),
        StatusCode::GATEWAY_TIMEOUT => Some(Problem::TooSlow),
        StatusCode::BAD_REQUEST if api => Some(Problem::Unreadable),
        status if status.is_server_error() => Some(Problem::Broken),
        _ => None,
    }
}

/// Renders the response of a problem.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let (api, page) = (is_api(&request), is_for_a_person(&request));
    let context = request.extensions().get::<Arc<PageContext>>().cloned();
    let id = log::request_id(request.headers());
    let response = next.run(request).await;
    let Some(what) = problem(&response, api) else {
        return response;
    };
    render(what, response, page, context.as_ref(), id)
}

/// Response of a problem: a page for browsers, a one-word body for scripts.
pub(crate) fn render(
    what: Problem,
    was: Response,
    page: bool,
    context: Option<&Arc<PageContext>>,
    id: Option<String>,
) -> Response {
    let page = context.filter(|_| page);
    let render_page = page.map(|context| -> RenderPage<'_> {
        Box::new(move |id| problem_page(context.clone(), what, id))
    });
    answer(what, was, render_page, id)
}

/// Renders the page of a problem; its argument is the request id.
pub(crate) type RenderPage<'a> = Box<dyn FnOnce(Option<String>) -> String + 'a>;

/// Response of a problem, with its page where the client accepts one.
pub(crate) fn answer(
    what: Problem,
    was: Response,
    page: Option<RenderPage<'_>>,
    id: Option<String>,
) -> Response {
    let status = StatusCode::from_u16(what.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match page {
        Some(page) => {
            // The request id is shown only for server errors, where support can look it up.
            let body = page(id.filter(|_| status.is_server_error()));
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(header::CONTENT_TYPE, html)], body).into_response()
        }
        None if status.is_client_error() => (status, ApiError::Stop.word()).into_response(),
        None => (status, ApiError::Later.word()).into_response(),
    };
    // Headers of the original response that must stay, such as `Retry-After`.
    for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = was.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
