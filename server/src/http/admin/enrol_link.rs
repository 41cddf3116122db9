//! Following a link to enrol by: its secret goes from the address into the
//! session, so that it stays in no history and no log. Nothing is used up, and
//! nobody is signed out.

use super::{super::AppState, cookie, responses::see_other};
use app::{
    desk::{
        routes::{DeskPath, ENROL_LINK},
        visit::Notice,
    },
    problem::Problem,
    request::desk::DeskServices,
};
use axum::{
    Extension,
    extract::State,
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use kyc::admin::service::InviteAccepted;

/// The route of such a link.
pub(super) fn route() -> String {
    format!("{ENROL_LINK}{{secret}}")
}

pub(super) async fn follow(
    State(hall): State<AppState>,
    Extension(services): Extension<DeskServices>,
    uri: Uri,
) -> Response {
    // Not by an extractor: the router around this one has matched a part, too.
    let text = uri.path().strip_prefix(ENROL_LINK).unwrap_or_default();
    let session = &services.arrival.session;
    match services.desk.accept_invite(session, text).await {
        Ok(InviteAccepted::Enrols(secret)) => {
            let cookie = cookie::set(Some(&secret), hall.settings.is_secure());
            let here = see_other(&DeskPath::Enrol.at(""));
            ([(header::SET_COOKIE, cookie)], here).into_response()
        }
        Ok(InviteAccepted::Inside) => see_other(&Notice::Inside.at(DeskPath::Home)),
        Ok(InviteAccepted::Nowhere) => see_other(&Notice::Gone.at(DeskPath::SignIn)),
        Err(error) => {
            tracing::error!(%error, "a link to enrol by could not be read");
            super::spoken::of(Problem::Broken).into_response()
        }
    }
}
