//! Session cookie of the admin. It is `SameSite=Strict`, because no external link leads there (ASVS
//! 3.3.2). It is separate from the applicants' session cookie.

use crate::http::cookie::cookie;
use axum::http::{HeaderMap, HeaderValue};
use kyc::admin::session::SessionSecret;

/// Name and path of the cookie. `__Host-` requires `Secure` and `Path=/`. Over plain HTTP the
/// cookie is limited to `/admin` (ASVS 3.3.1).
const fn name(secure: bool) -> (&'static str, &'static str) {
    if secure {
        ("__Host-vestibule-admin-session", "/")
    } else {
        ("vestibule-admin-session", "/admin")
    }
}

/// Session secret from the request's cookies.
pub(super) fn secret(headers: &HeaderMap, secure: bool) -> Option<SessionSecret> {
    cookie(headers, name(secure).0).and_then(SessionSecret::parse)
}

/// `Set-Cookie` value that keeps a session until the browser closes. Without a secret it deletes
/// the cookie.
pub(super) fn set(secret: Option<&SessionSecret>, secure: bool) -> HeaderValue {
    let (name, path) = name(secure);
    let attributes = if secure { "; Secure" } else { "" };
    let (value, life) = match secret {
        Some(secret) => (secret.expose(), ""),
        None => ("", "; Max-Age=0"),
    };
    let text = format!("{name}={value}; HttpOnly; SameSite=Strict; Path={path}{life}{attributes}");
    // The conversion cannot fail: the value consists of constants and 26 letters.
    let mut header = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn cookie_secret_round_trips() {
        let secret = SessionSecret::from_entropy([7; 16]);
        for secure in [false, true] {
            let set = set(Some(&secret), secure);
            let text = set.to_str().expect("a header");
            assert_eq!(text.contains("; Secure"), secure);
            assert_eq!(text.starts_with("__Host-"), secure);
            assert_eq!(text.contains("; Path=/admin"), !secure);
            for part in ["; HttpOnly", "; SameSite=Strict", "sess"] {
                assert!(text.contains(part), "{text}");
            }
            assert!(!text.contains("Domain") && !text.contains("Max-Age"));
            let mut headers = HeaderMap::new();
            let pair = text.split(';').next().expect("a pair");
            let both = format!("vestibule-session=x; {pair}");
            headers.insert(header::COOKIE, both.parse().expect("a header"));
            assert_eq!(super::secret(&headers, secure), Some(secret.clone()));
            assert_eq!(super::secret(&headers, !secure), None);
        }
    }
}
