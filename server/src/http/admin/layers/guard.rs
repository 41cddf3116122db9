//! Access control of the admin's pages. Server functions check their own permissions; this layer
//! covers the pages.

use crate::http::layers::problem;
use app::{
    admin::server::AdminServices,
    admin::{
        context::{AdminContext, AdminFlash},
        routes::{Access, AdminPath, returning},
    },
    problem::Problem,
};
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::admin::session::AuthStage;
use std::sync::Arc;

/// Redirects to an allowed page, or rejects the request and records an audit event.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let context = request.extensions().get::<Arc<AdminContext>>().cloned();
    let Some((context, path)) = context
        .filter(|_| reading)
        .and_then(|v| Some((v.clone(), v.path?)))
    else {
        return next.run(request).await;
    };
    if let Some((to, flash)) = elsewhere(path, &context) {
        let address = flash.map_or_else(|| to.at(""), |flash| flash.at(to));
        // A deep link survives the sign-in.
        let signs_in = matches!(to, AdminPath::SignIn | AdminPath::Second);
        let needs = matches!(path.access(), Access::SignedIn | Access::May(_));
        return see_other(&if signs_in && needs {
            returning(&address, &context.address())
        } else {
            address
        });
    }
    if let Access::May(permission) = path.access()
        && !context.may(permission)
    {
        if let Some(services) = request.extensions().get::<AdminServices>().cloned()
            && let Some(principal) = services.auth.principal()
            && let Err(error) = services
                .admin
                .record_denial(&principal, path.pattern())
                .await
        {
            tracing::error!(%error, "a refusal could not be recorded");
            return problem::of(Problem::Broken).into_response();
        }
        return problem::of(Problem::Denied).into_response();
    }
    next.run(request).await
}

/// Redirects to a page, with its flash message.
pub(super) fn redirect(path: AdminPath, flash: Option<AdminFlash>) -> Response {
    see_other(&flash.map_or_else(|| path.at(""), |flash| flash.at(path)))
}

fn see_other(address: &str) -> Response {
    let location = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/admin"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Page and flash message to redirect to, by the session's stage. `None` if the page may be opened.
fn elsewhere(path: AdminPath, context: &AdminContext) -> Option<(AdminPath, Option<AdminFlash>)> {
    let ended = context.ended.then_some(AdminFlash::Ended);
    let sign_in = Some((AdminPath::SignIn, ended));
    match (path.access(), context.stage) {
        (Access::Anonymous, AuthStage::SignedIn(_)) => Some((AdminPath::Home, None)),
        (Access::Anonymous, _) => None,
        (Access::Enrolling, AuthStage::Enrolling(_)) => None,
        (Access::Enrolling, _) => Some((AdminPath::SignIn, Some(AdminFlash::LinkExpired))),
        (Access::AwaitingSecondFactor, AuthStage::AwaitingSecondFactor(_)) => None,
        (Access::AwaitingSecondFactor, AuthStage::SignedIn(_)) => Some((AdminPath::Home, None)),
        (Access::AwaitingSecondFactor, _) => Some((AdminPath::SignIn, Some(AdminFlash::Ended))),
        (Access::SignedIn | Access::May(_), AuthStage::SignedIn(_)) => None,
        (Access::SignedIn | Access::May(_), AuthStage::AwaitingSecondFactor(_)) => {
            Some((AdminPath::Second, None))
        }
        (Access::SignedIn | Access::May(_), _) => sign_in,
    }
}
