//! Whole requests: `?ref=`, paths, headers, cookies. The first line is method and target, each
//! further line a header. `{session}` in a header is replaced by an applicant's session cookie.

use super::router_fixture::fixture;
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, Uri},
};

/// Sends the input if it is a request at all: hyper refuses the others before our code.
pub fn requests(input: &[u8]) {
    let Some(request) = request(input) else {
        return;
    };
    let answer = fixture().send(request);
    if let Some(location) = answer.location() {
        assert!(
            location.starts_with('/') && !location.starts_with("//"),
            "{location}"
        );
    }
}

fn request(input: &[u8]) -> Option<Request<Body>> {
    let mut lines = input.split(|b| *b == b'\n');
    let mut words = lines.next()?.splitn(2, |b| *b == b' ');
    let method = Method::from_bytes(words.next()?).ok()?;
    let target: Uri = words.next()?.try_into().ok()?;
    if !target.path().starts_with('/') {
        return None;
    }
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .body(Body::empty())
        .ok()?;
    let session = fixture().ready().cookie;
    for line in lines {
        let mut parts = line.splitn(2, |b| *b == b':');
        let name = HeaderName::from_bytes(parts.next()?).ok()?;
        let value = parts.next()?.trim_ascii();
        let value = match std::str::from_utf8(value) {
            Ok(text) => HeaderValue::from_str(&text.replace("{session}", &session)),
            Err(_) => HeaderValue::from_bytes(value),
        };
        request.headers_mut().append(name, value.ok()?);
    }
    Some(request)
}
