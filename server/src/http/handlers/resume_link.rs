//! Resume links. The handler moves the secret from the address into the resume cookie.

use crate::http::{AppState, layers::problem, resume_cookie};
use app::{
    page_context::{FlashMessage, PageContext},
    problem::Problem,
    routes::{Path, RETURN_LINK},
};
use axum::{
    Extension,
    extract::{self, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kyc::return_link::ReturnSecret;
use std::sync::Arc;

/// Route of a resume link. The wildcard also takes a slash that a mail program adds behind it.
pub(crate) fn route() -> String {
    format!("{RETURN_LINK}{{*secret}}")
}

/// Opens a resume link. The secret moves from the address into the cookie, so that history and logs
/// do not keep it. The next page requires the date of birth. The link is not consumed, so a mail
/// scanner that opens it first changes nothing (ASVS 3.5.3).
pub(crate) async fn follow(
    State(app_state): State<AppState>,
    Extension(context): Extension<Arc<PageContext>>,
    extract::Path(text): extract::Path<String>,
) -> Response {
    let to = |address: String| {
        let address = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, address)])
    };
    let gone = || to(FlashMessage::LinkExpired.at(Path::Return)).into_response();
    let Some(secret) = ReturnSecret::parse(&text) else {
        return gone();
    };
    match app_state.onboarding.link(&secret).await {
        Ok(Some(link)) => {
            let secure = app_state.settings.is_secure();
            let open = context.application().map(|open| open.id);
            // The session already has this application open, so the date of birth is not needed.
            let own = open == Some(link.application);
            let page = if own { Path::Status } else { Path::Return };
            // A link that another site may have opened replaces nothing: the page asks first.
            let cookie = if open.is_some() && !own {
                resume_cookie::follow(&secret, secure)
            } else {
                resume_cookie::cookie(&secret, secure)
            };
            ([(header::SET_COOKIE, cookie)], to(page.href().to_owned())).into_response()
        }
        Ok(None) => gone(),
        Err(error) => {
            tracing::error!(%error, "a return link could not be read");
            problem::of(Problem::Broken).into_response()
        }
    }
}
