//! Renders rejections and errors as admin pages.

use crate::http::layers::{
    headers, log,
    problem::{self, RenderPage},
};
use app::{admin::context::AdminContext, admin::server::problem_page, problem::Problem};
use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// Renders the response of a problem.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/admin/api/");
    let page = problem::wants_page(request.headers()) || (!api && request.method() == Method::GET);
    let context = request.extensions().get::<Arc<AdminContext>>().cloned();
    let id = log::request_id(request.headers());
    let response = next.run(request).await;
    let what = match problem::problem(&response, api) {
        None if response.status() == StatusCode::FORBIDDEN => Problem::Denied,
        None => return response,
        Some(what) => what,
    };
    render(what, response, page, context.as_ref(), id)
}

/// Response of a problem: a page for browsers, a one-word body for scripts.
pub(crate) fn render(
    what: Problem,
    was: Response,
    page: bool,
    context: Option<&Arc<AdminContext>>,
    id: Option<String>,
) -> Response {
    let page = context.filter(|_| page);
    let render_page = page.map(|context| -> RenderPage<'_> {
        Box::new(move |id| problem_page(context.clone(), what, id))
    });
    let mut answer = problem::answer(what, was, render_page, id);
    if let Some(context) = page {
        // Problem pages also carry the script that warns before the session expires.
        let policy = headers::policy_with(&context.nonce);
        answer.headers_mut().insert(headers::CSP, policy);
    }
    answer
}
