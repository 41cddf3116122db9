//! Resume cookie: it stores the secret of a resume link on the device, for use after the session
//! has ended.

use super::{AppState, cookie};
use app::{
    page_context::{FlashMessage, PageContext},
    routes::{Path, RETURN_LINK},
};
use axum::{
    Extension,
    extract::{self, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kyc::return_link::{LIFE, ReturnSecret};
use std::sync::Arc;

/// Route of a resume link. The wildcard also takes a slash that a mail program adds behind it.
pub(super) fn route() -> String {
    format!("{RETURN_LINK}{{*secret}}")
}

/// Name of the cookie. `__Host-` requires `Secure` (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-return"
    } else {
        "vestibule-return"
    }
}

/// Resume secret from the request's cookies.
pub(super) fn secret(headers: &HeaderMap, secure: bool) -> Option<ReturnSecret> {
    cookie::cookie(headers, name(secure)).and_then(ReturnSecret::parse)
}

/// `Set-Cookie` value that stores a secret. To resume, an applicant needs both the cookie and the
/// date of birth.
pub(super) fn cookie(secret: &ReturnSecret, secure: bool) -> HeaderValue {
    let attributes = if secure { "; Secure" } else { "" };
    let text = format!(
        "{}={}; HttpOnly; SameSite=Lax; Path=/; Max-Age={}{attributes}",
        name(secure),
        secret.expose(),
        LIFE.whole_seconds(),
    );
    // The conversion cannot fail: the value consists of constants and 26 letters.
    let mut value = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// Opens a resume link. The secret moves from the address into the cookie, so that history and logs
/// do not keep it. The next page requires the date of birth. The link is not consumed, so a mail
/// scanner that opens it first changes nothing (ASVS 3.5.3).
pub(super) async fn follow_resume_link(
    State(app_state): State<AppState>,
    Extension(context): Extension<Arc<PageContext>>,
    extract::Path(text): extract::Path<String>,
) -> Response {
    let to = |address: String| {
        let address = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, address)])
    };
    let gone = || to(FlashMessage::Gone.at(Path::Return)).into_response();
    let Some(secret) = ReturnSecret::parse(&text) else {
        return gone();
    };
    match app_state.onboarding.link(&secret).await {
        Ok(Some(link)) => {
            // The session already has this application open, so the date of birth is not needed.
            let own = context
                .application()
                .is_some_and(|a| a.id == link.application);
            let page = if own { Path::Status } else { Path::Return };
            let cookie = cookie(&secret, app_state.settings.is_secure());
            ([(header::SET_COOKIE, cookie)], to(page.href().to_owned())).into_response()
        }
        Ok(None) => gone(),
        Err(error) => {
            tracing::error!(%error, "a return link could not be read");
            super::problem::of(app::problem::Problem::Broken).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_from_its_cookie() {
        let secret = ReturnSecret::from_entropy([7; 16]);
        for secure in [false, true] {
            let set = cookie(&secret, secure);
            let text = set.to_str().expect("a header");
            assert_eq!(text.contains("; Secure"), secure);
            assert_eq!(text.starts_with("__Host-"), secure);
            for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
                assert!(text.contains(attribute), "{text}");
            }
            assert!(!text.contains("Domain"));
            let pair = text.split(';').next().expect("a pair");
            let mut headers = HeaderMap::new();
            let both = format!("other=1; {pair}");
            headers.insert(header::COOKIE, both.parse().expect("a header"));
            assert_eq!(super::secret(&headers, secure), Some(secret.clone()));
            assert_eq!(super::secret(&headers, !secure), None);
        }
    }
}
