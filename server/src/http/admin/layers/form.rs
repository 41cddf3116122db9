//! Checks of the admin's forms. They are those of the applicants' forms, with the CSRF token of the
//! admin session.

use super::guard;
use crate::http::layers::{form::checked, problem};
use app::{
    admin::{
        api::SignOut,
        context::{AdminContext, AdminFlash},
        routes::AdminPath,
    },
    api::url,
};
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use kyc::admin::session::AuthStage;
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
    // The page's script signs out after the session has ended. By then an earlier answer may have
    // begun an anonymous session with another token, and there is nothing to protect.
    let is_anonymous = context.is_some_and(|context| context.stage == AuthStage::Anonymous);
    if is_anonymous && request.uri().path() == url::<SignOut>() {
        return checked(request, next, None).await;
    }
    let token = context
        .map(|context| context.csrf.clone())
        .unwrap_or_default();
    checked(request, next, Some(&token)).await
}
