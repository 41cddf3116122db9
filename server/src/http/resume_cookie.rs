//! What a device keeps so that it finds back once the session has ended: the
//! secret of a return link, in a cookie of its own.

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

/// The route of a return link.
pub(super) fn route() -> String {
    format!("{RETURN_LINK}{{secret}}")
}

/// The cookie's name. `__Host-` needs Secure (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-return"
    } else {
        "vestibule-return"
    }
}

/// The secret in a request's cookies.
pub(super) fn secret(headers: &HeaderMap, secure: bool) -> Option<ReturnSecret> {
    cookie::cookie(headers, name(secure)).and_then(ReturnSecret::parse)
}

/// The cookie that keeps a secret. Without it a date of birth opens nothing,
/// and without a date of birth the cookie opens nothing.
pub(super) fn cookie(secret: &ReturnSecret, secure: bool) -> HeaderValue {
    let attributes = if secure { "; Secure" } else { "" };
    let text = format!(
        "{}={}; HttpOnly; SameSite=Lax; Path=/; Max-Age={}{attributes}",
        name(secure),
        secret.expose(),
        LIFE.whole_seconds(),
    );
    // Our own words and 26 letters: always a header.
    let mut value = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// Follows a return link: its secret goes from the address into the cookie,
/// so that it stays in no history and no log, and the page asks for the date
/// of birth. Nothing is used up: whoever looks at a link before its owner,
/// such as a mail program, changes nothing (ASVS 3.5.3).
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
            // Their own application lies open already.
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
