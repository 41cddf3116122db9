//! Enrolment links. The handler moves the secret from the address into the session: browser history
//! and logs must not keep it. It does not consume the link and signs no reviewer out.

use crate::http::{
    AppState,
    admin::{cookie, responses::see_other},
    layers::problem,
};
use app::{
    admin::server::AdminServices,
    admin::{
        context::AdminFlash,
        routes::{AdminPath, ENROL_LINK},
    },
    problem::Problem,
};
use axum::{
    Extension,
    extract::State,
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use kyc::admin::service::InviteOutcome;

/// Route of the enrolment links.
pub(crate) fn route() -> String {
    format!("{ENROL_LINK}{{secret}}")
}

pub(crate) async fn follow(
    State(app_state): State<AppState>,
    Extension(services): Extension<AdminServices>,
    uri: Uri,
) -> Response {
    // The path extractor is not usable: the enclosing router has also matched a parameter.
    let text = uri.path().strip_prefix(ENROL_LINK).unwrap_or_default();
    let session = &services.auth.session;
    match services.admin.accept_invite(session, text).await {
        Ok(InviteOutcome::StartsEnrolment(secret)) => {
            let cookie = cookie::set(Some(&secret), app_state.settings.is_secure());
            let here = see_other(&AdminPath::Enrol.at(""));
            ([(header::SET_COOKIE, cookie)], here).into_response()
        }
        Ok(InviteOutcome::AlreadySignedIn) => {
            see_other(&AdminFlash::AlreadySignedIn.at(AdminPath::Home))
        }
        Ok(InviteOutcome::InvalidLink) => see_other(&AdminFlash::LinkExpired.at(AdminPath::SignIn)),
        Err(error) => {
            tracing::error!(%error, "an enrolment link could not be read");
            problem::of(Problem::Broken).into_response()
        }
    }
}
