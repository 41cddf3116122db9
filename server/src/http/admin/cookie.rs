//! The cookie of the desk: Strict, for nobody comes here by a link of another
//! site (ASVS 3.3.2). It shares nothing with the applicants'.

use crate::http::cookie::cookie;
use axum::http::{HeaderMap, HeaderValue};
use kyc::admin::session::SessionSecret;

/// The cookie's name and path. `__Host-` needs Secure and the whole site; over
/// plain http on this machine it is kept below `/admin` (ASVS 3.3.1).
const fn name(secure: bool) -> (&'static str, &'static str) {
    if secure {
        ("__Host-vestibule-desk-session", "/")
    } else {
        ("vestibule-desk-session", "/admin")
    }
}

/// The secret in a request's cookies.
pub(super) fn secret(headers: &HeaderMap, secure: bool) -> Option<SessionSecret> {
    cookie(headers, name(secure).0).and_then(SessionSecret::parse)
}

/// The cookie of a session, for as long as the browser is open; of none, the
/// end of it.
pub(super) fn set(secret: Option<&SessionSecret>, secure: bool) -> HeaderValue {
    let (name, path) = name(secure);
    let attributes = if secure { "; Secure" } else { "" };
    let (value, life) = match secret {
        Some(secret) => (secret.expose(), ""),
        None => ("", "; Max-Age=0"),
    };
    let text = format!("{name}={value}; HttpOnly; SameSite=Strict; Path={path}{life}{attributes}");
    // Our own words and 26 letters: always a header.
    let mut header = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn a_secret_comes_back_from_its_cookie() {
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
