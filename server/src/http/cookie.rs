//! Reading a cookie.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
};

/// A cookie of a request.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Leaves out every cookie whose name has a `%`. The library of the sessions decodes
/// names, and a browser does not: it lets anybody below our domain set
/// `__%48ost-vestibule-session`, as it would not let them set `__Host-…`, and whoever
/// had it would type what they are asked into somebody else's application (ASVS
/// 3.3.1; security case 11).
pub(super) fn as_browsers_read_them(mut request: Request) -> Request {
    let headers = request.headers_mut();
    let lines = headers.get_all(header::COOKIE).into_iter();
    let mut pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    if pairs.any(is_encoded) {
        let kept: Vec<HeaderValue> = headers
            .get_all(header::COOKIE)
            .into_iter()
            .map(plain)
            .collect();
        headers.remove(header::COOKIE);
        for line in kept.into_iter().filter(|line| !line.is_empty()) {
            headers.append(header::COOKIE, line);
        }
    }
    request
}

/// A line without the pairs whose names are encoded.
fn plain(line: &HeaderValue) -> HeaderValue {
    let pairs = line.as_bytes().split(|byte| *byte == b';');
    let pairs: Vec<_> = pairs.filter(|pair| !is_encoded(pair)).collect();
    // Parts of a header: always a header.
    HeaderValue::from_bytes(&pairs.join(&b';')).unwrap_or(HeaderValue::from_static(""))
}

fn is_encoded(pair: &[u8]) -> bool {
    pair.split(|byte| *byte == b'=')
        .next()
        .is_some_and(|name| name.contains(&b'%'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_name_that_is_to_be_decoded_is_left_out() {
        for (sent, left) in [
            (vec!["a=1; b=%41"], vec!["a=1; b=%41"]),
            (vec!["%61=1"], vec![]),
            (vec!["a=1; %61=2; b=3"], vec!["a=1; b=3"]),
            (vec!["%61=2;a=1", "b=%3b", " %62 =é"], vec!["a=1", "b=%3b"]),
            (vec!["%61", "a"], vec!["a"]),
            (vec![], vec![]),
        ] {
            let mut request = Request::new(Body::empty());
            for line in &sent {
                let line = HeaderValue::from_bytes(line.as_bytes()).expect("a header");
                request.headers_mut().append(header::COOKIE, line);
            }
            let request = as_browsers_read_them(request);
            let lines = request.headers().get_all(header::COOKIE);
            let lines: Vec<_> = lines.into_iter().map(HeaderValue::as_bytes).collect();
            let left: Vec<_> = left.iter().map(|line| line.as_bytes()).collect();
            assert_eq!(lines, left, "{sent:?}");
        }
    }
}
