//! Page rendering: one HTML document from the context of a request.

use crate::{page_context::PageContext, pages, problem::Problem, shell};
use leptos::prelude::*;
use std::sync::Arc;

/// Renders the page of a request as an HTML document.
#[must_use]
pub fn page(context: Arc<PageContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// Renders a problem page as an HTML document, for responses without a route.
#[must_use]
pub fn problem_page(
    context: Arc<PageContext>,
    problem: Problem,
    request_id: Option<String>,
) -> String {
    // A problem page may have a CSP without scripts, so it omits the timeout
    // warning. It has no input that a timeout could lose.
    let mut context = PageContext::clone(&context);
    context.idle = None;
    document(Arc::new(context), || {
        pages::problem::page(problem, request_id).into_any()
    })
}

fn document(context: Arc<PageContext>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(context);
        shell::document(body).to_html()
    });
    owner.cleanup();
    html
}
