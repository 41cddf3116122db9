//! Checks of the admin's forms. They are those of the applicants' forms, with the CSRF token of the
//! admin session.

use super::guard;
use crate::http::layers::{form::checked, problem};
use app::admin::{
    context::{AdminContext, AdminFlash},
    routes::AdminPath,
};
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use std::sync::Arc;

/// Checks a form and forwards the request.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let context = request.extensions().get::<Arc<AdminContext>>();
    if context.is_some_and(|context| context.ended) && problem::wants_page(request.headers()) {
        return guard::redirect(AdminPath::SignIn, Some(AdminFlash::Ended));
    }
    let token = context
        .map(|context| context.csrf.clone())
        .unwrap_or_default();
    checked(request, next, &token).await
}
