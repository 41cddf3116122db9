//! Resume cookie: it stores the secret of a resume link on the device, for use after the session
//! has ended.

use super::cookie;
use axum::http::{HeaderMap, HeaderValue};
use kyc::return_link::{LIFE, ReturnSecret};
use time::Duration;

/// Name of the cookie. `__Host-` requires `Secure` (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-return"
    } else {
        "vestibule-return"
    }
}

/// Name of the cookie of a followed link, while the session has another application open.
const fn followed_name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-followed"
    } else {
        "vestibule-followed"
    }
}

/// Secret of a followed link from the request's cookies.
pub(super) fn followed(headers: &HeaderMap, secure: bool) -> Option<ReturnSecret> {
    cookie::cookie(headers, followed_name(secure)).and_then(ReturnSecret::parse)
}

/// `Set-Cookie` value of a followed link. The link of the open application keeps its own cookie.
pub(super) fn follow(secret: &ReturnSecret, secure: bool) -> HeaderValue {
    cookie::lax(followed_name(secure), secret.expose(), None, secure)
}

/// `Set-Cookie` value that removes the cookie of a followed link.
pub(super) fn followed_removed(secure: bool) -> HeaderValue {
    cookie::lax(followed_name(secure), "", Some(Duration::ZERO), secure)
}

/// Resume secret from the request's cookies.
pub(super) fn secret(headers: &HeaderMap, secure: bool) -> Option<ReturnSecret> {
    cookie::cookie(headers, name(secure)).and_then(ReturnSecret::parse)
}

/// `Set-Cookie` value that stores a secret. To resume, an applicant needs both the cookie and the
/// date of birth.
pub(super) fn cookie(secret: &ReturnSecret, secure: bool) -> HeaderValue {
    cookie::lax(name(secure), secret.expose(), Some(LIFE), secure)
}

/// `Set-Cookie` value that removes the cookie.
pub(super) fn removed(secure: bool) -> HeaderValue {
    cookie::lax(name(secure), "", Some(Duration::ZERO), secure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn cookie_secret_round_trips() {
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
