//! Cookies, parsed as browsers do: names are not decoded, and only spaces and tabs are trimmed.
//!
//! Cookie libraries decode names, trim all Unicode whitespace and take the last of two equal names.
//! A sibling subdomain can set `__%48ost-…`, although browsers forbid it `__Host-…`. A victim with
//! that planted session would type personal data into the attacker's application (ASVS 3.3.1;
//! security case 11).

use axum::http::{HeaderMap, HeaderValue, header};
use time::Duration;

/// Value of a cookie of the request. `None` if two cookies have this name, because the server
/// cannot tell which one is ours.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = pairs(headers)
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| pair.trim_matches([' ', '\t']).split_once('='))
        .filter_map(|(key, value)| (key == name).then_some(value));
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// `Set-Cookie` value of a cookie for all pages. Without a lifetime, the browser removes the cookie
/// when it closes; a lifetime of zero removes it at once. `SameSite=Lax`, because applicants return from the
/// capture page by a cross-site link (ASVS 3.3.2).
pub(super) fn lax(name: &str, value: &str, life: Option<Duration>, secure: bool) -> HeaderValue {
    let secure = if secure { "Secure; " } else { "" };
    let life = life.map(|life| format!("; Max-Age={}", life.whole_seconds()));
    let life = life.unwrap_or_default();
    let text = format!("{name}={value}; HttpOnly; SameSite=Lax; {secure}Path=/{life}");
    // The conversion cannot fail: names and values consist of letters, digits, `-`, `_` and `.`.
    let mut header = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let lines = lines.iter().map(|line| {
            let line = HeaderValue::from_bytes(line.as_bytes()).expect("a header");
            (header::COOKIE, line)
        });
        lines.collect()
    }

    #[test]
    fn cookie_is_found_beside_other_cookies() {
        for (sent, found) in [
            (&["a=1"][..], Some("1")),
            (&["b=é; a=1"], Some("1")),
            (&["b=2;\ta=1=2 "], Some("1=2")),
            (&["b=2", "a="], Some("")),
            (&["\u{2000}a=1"], None),
            (&["a=1; \u{2000}a=2; \u{a0}a=3; a\u{85}=4"], Some("1")),
            (&["%61=1; A=2; aa=3; a"], None),
            (&["a=1; %61=2"], Some("1")),
            (&["a=1; a=2"], None),
            (&["a=1", "a=1"], None),
        ] {
            assert_eq!(cookie(&headers(sent), "a"), found, "{sent:?}");
        }
        let mut latin = headers(&["a=1"]);
        let other = HeaderValue::from_bytes(b"b=\xe9").expect("a header");
        latin.append(header::COOKIE, other);
        assert_eq!(cookie(&latin, "a"), Some("1"));
    }
}
