//! Page rendering of the admin: one HTML document from the context of a request.

use crate::{
    admin::{context::AdminContext, shell},
    problem::Problem,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Renders the page of a request as an HTML document.
#[must_use]
pub fn page(context: Arc<AdminContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// Renders the page that continues a cross-site navigation. The browser follows it
/// almost at once.
#[must_use]
pub fn cross_site_redirect(context: Arc<AdminContext>) -> String {
    document(context, shell::cross_site_redirect)
}

/// Renders a problem page as an HTML document.
#[must_use]
pub fn problem_page(
    context: Arc<AdminContext>,
    problem: Problem,
    request_id: Option<String>,
) -> String {
    let mut context = AdminContext::clone(&context);
    context.flash = None;
    let page = move || shell::problem(problem, request_id);
    document(Arc::new(context), page)
}

fn document(context: Arc<AdminContext>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(context);
        shell::document(body).to_html()
    });
    owner.cleanup();
    html
}
