//! Checks of the admin's forms. They are those of the applicants' forms, with the CSRF token of the
//! admin session.

use super::guard;
use crate::http::{
    admin::responses::see_other,
    layers::{form::checked, problem},
};
use app::{
    admin::{
        api::SignOut,
        context::{AdminContext, AdminFlash},
        routes::{AdminPath, local, returning},
    },
    api::url,
};
use axum::{
    extract::Request,
    http::{Method, request::Parts},
    middleware::Next,
    response::Response,
};
use kyc::admin::session::AuthStage;
use std::sync::Arc;
use url::form_urlencoded;

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
    checked(request, next, Some(out_of_date)).await
}

/// Redirect for an out-of-date form of this browser: to the sign-in, which keeps the page to open
/// after it. A reviewer who has signed in meanwhile goes to that page.
fn out_of_date(request: &Parts, form: &[u8]) -> Response {
    let mut fields = form_urlencoded::parse(form);
    let to = fields.find(|(name, _)| name == "to");
    let to = to.map(|(_, to)| to.into_owned()).unwrap_or_default();
    let context = request.extensions.get::<Arc<AdminContext>>();
    let signed_in = context.is_some_and(|it| matches!(it.stage, AuthStage::SignedIn(_)));
    if signed_in {
        return see_other(local(&to));
    }
    see_other(&returning(&AdminFlash::Ended.at(AdminPath::SignIn), &to))
}
