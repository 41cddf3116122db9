//! Cookie parsing with browser semantics. The `cookie` crate is not used: it percent-decodes names,
//! and [`as_browsers_read_them`] defends against exactly that.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
};

/// Value of a cookie of the request. `None` if two cookies have this name, because the server
/// cannot tell which one is ours.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = pairs(headers)
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        // Browsers trim only spaces and tabs; `as_browsers_read_them` explains the risk.
        .filter_map(|pair| pair.trim_matches([' ', '\t']).split_once('='))
        .filter_map(|(key, value)| (key == name).then_some(value));
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// Removes every cookie that the session library parses differently from the browser. The library
/// decodes names, trims all Unicode whitespace and takes the last of two equal names. A sibling
/// subdomain can set `__%48ost-…`, although browsers forbid it `__Host-…`. A victim with that
/// planted session would type personal data into the attacker's application (ASVS 3.3.1; security
/// case 11).
pub(super) fn as_browsers_read_them(mut request: Request) -> Request {
    let headers = request.headers_mut();
    let all: Vec<_> = pairs(headers).collect();
    let is_alone = |pair: &[u8]| all.iter().filter(|it| name(it) == name(pair)).count() == 1;
    let kept: Vec<_> = all
        .iter()
        .copied()
        .filter(|pair| !is_misread(pair) && is_alone(pair))
        .collect();
    if kept.len() < all.len() {
        // The conversion cannot fail: all parts come from a header.
        let line = HeaderValue::from_bytes(&kept.join(&b';'));
        headers.remove(header::COOKIE);
        if let Some(line) = line.ok().filter(|line| !line.is_empty()) {
            headers.insert(header::COOKIE, line);
        }
    }
    request
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
}

fn name(pair: &[u8]) -> &[u8] {
    let name = pair.split(|byte| *byte == b'=').next();
    name.unwrap_or_default().trim_ascii()
}

fn is_misread(pair: &[u8]) -> bool {
    !pair.is_ascii() || name(pair).contains(&b'%')
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(lines: &[&str]) -> Request {
        let mut request = Request::new(Body::empty());
        for line in lines {
            let line = HeaderValue::from_bytes(line.as_bytes()).expect("a header");
            request.headers_mut().append(header::COOKIE, line);
        }
        request
    }

    #[test]
    fn a_name_that_could_be_read_otherwise_is_left_out() {
        for (sent, left) in [
            (&["a=1; b=%41"][..], &["a=1; b=%41"][..]),
            (&["a=1", "b=2"], &["a=1", "b=2"]),
            (&["%61=1"], &[]),
            (&["a=1; %61=2; b=3"], &["a=1; b=3"]),
            (&["%61=2;a=1", "b=%3b", " %62 =3"], &["a=1;b=%3b"]),
            (&["%61", "a"], &["a"]),
            (&["\u{2000}a=2"], &[]),
            (&["a=1; \u{2000}a=2"], &["a=1"]),
            (&["\u{a0}a=2; a=1; a\u{85}=3; c=é"], &[" a=1"]),
            (&["a=1; b=2; a=3"], &[" b=2"]),
            (&["a=1", "a =2"], &[]),
            (&[], &[]),
        ] {
            let request = as_browsers_read_them(request(sent));
            let lines = request.headers().get_all(header::COOKIE).into_iter();
            let lines: Vec<_> = lines.map(|line| line.to_str().expect("ASCII")).collect();
            assert_eq!(lines, left, "{sent:?}");
        }
    }

    #[test]
    fn cookie_is_found_beside_other_cookies() {
        for (sent, found) in [
            (&["a=1"][..], Some("1")),
            (&["b=é; a=1"], Some("1")),
            (&["b=2;\ta=1=2 "], Some("1=2")),
            (&["b=2", "a="], Some("")),
            (&["\u{2000}a=1"], None),
            (&["%61=1; A=2; aa=3; a"], None),
            (&["a=1; a=2"], None),
            (&["a=1", "a=1"], None),
        ] {
            assert_eq!(cookie(request(sent).headers(), "a"), found, "{sent:?}");
        }
        let mut latin = request(&["a=1"]);
        let other = HeaderValue::from_bytes(b"b=\xe9").expect("a header");
        latin.headers_mut().append(header::COOKIE, other);
        assert_eq!(cookie(latin.headers(), "a"), Some("1"));
        assert_eq!(
            cookie(as_browsers_read_them(latin).headers(), "a"),
            Some("1")
        );
    }
}
