//! Form checks: size, content type and the session's CSRF token. They run before any server
//! function (ASVS 3.5.1, 3.5.2, 15.3.7).

use super::{guard, log, problem};
use crate::http::body;
use app::{
    api::{SignOut, url},
    page_context::{FlashMessage, PageContext},
    problem::Problem,
    routes::Path,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode;
use std::{borrow::Cow, sync::Arc};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// Largest form, in bytes: four times twelve escaped fields of 300 characters.
pub(crate) const LARGEST: usize = 64 * 1024;
/// Most fields of a form.
const MOST: usize = 32;

/// Checks a form and forwards the request.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let context = request.extensions().get::<Arc<PageContext>>();
    if context.is_some_and(|context| context.ended) && problem::wants_page(request.headers()) {
        return guard::redirect(Path::Return, Some(FlashMessage::Ended));
    }
    // The browser sends no cookie at all, not even a previous session's: it refuses them.
    let headers = request.headers();
    if !headers.contains_key(header::COOKIE) && problem::wants_page(headers) {
        return guard::redirect(Path::Cookies, None);
    }
    // The page's script signs out after the session has ended. By then an earlier answer may have
    // begun a session with another token, and there is nothing to protect.
    let is_empty = context.is_some_and(|context| context.application().is_none());
    if is_empty && request.uri().path() == url::<SignOut>() {
        return checked(request, next, None).await;
    }
    let token = context
        .map(|context| context.csrf.clone())
        .unwrap_or_default();
    checked(request, next, Some(&token)).await
}

/// Checks a form against the session's CSRF token, if one is needed, and forwards the request.
pub(crate) async fn checked(request: Request, next: Next, token: Option<&str>) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return problem::of(Problem::Unreadable).into_response();
    }
    let Ok(bytes) = body::read(body, LARGEST).await else {
        return problem::of(Problem::TooLarge).into_response();
    };
    match check(&bytes, token) {
        Ok(()) => {
            // The server never redirects to the referrer, so handlers do not need it.
            parts.headers.remove(header::REFERER);
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Err(what) => {
            let path = log::path(&parts.uri);
            tracing::warn!(path, ?what, "a form was refused");
            problem::of(what).into_response()
        }
    }
}

pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let content = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content
        .and_then(|content| content.split(';').next())
        .is_some_and(|kind| {
            kind.trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        })
}

/// Checks that fields are unique, few and UTF-8, and that the token matches.
pub(crate) fn check(bytes: &[u8], token: Option<&str>) -> Result<(), Problem> {
    if percent_decode(bytes).decode_utf8().is_err() {
        return Err(Problem::Unreadable);
    }
    // There are few fields, so a linear search is the fastest.
    let mut names = Vec::with_capacity(MOST);
    let mut given = Cow::default();
    for (name, value) in form_urlencoded::parse(bytes) {
        if names.len() >= MOST || names.contains(&name) {
            return Err(Problem::Unreadable);
        }
        if name == "csrf" {
            given = value;
        }
        names.push(name);
    }
    let right = token.is_none_or(|token| {
        !token.is_empty() && bool::from(given.as_bytes().ct_eq(token.as_bytes()))
    });
    if right { Ok(()) } else { Err(Problem::Forged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_needs_its_sessions_token_and_each_field_once() {
        assert_eq!(check(b"csrf=abc&given=Jane", Some("abc")), Ok(()));
        assert_eq!(check(b"given=Jane", Some("abc")), Err(Problem::Forged));
        assert_eq!(check(b"csrf=abd", Some("abc")), Err(Problem::Forged));
        assert_eq!(check(b"csrf=", Some("")), Err(Problem::Forged));
        assert_eq!(
            check(b"csrf=abc&csrf=abc", Some("abc")),
            Err(Problem::Unreadable)
        );
        assert_eq!(
            check(b"csrf=abc&given=a&given=b", Some("abc")),
            Err(Problem::Unreadable)
        );
        assert_eq!(
            check(b"csrf=abc&given=%ff", Some("abc")),
            Err(Problem::Unreadable)
        );
        // The replacement character itself is text: browsers send it for a null byte, and the form
        // must still be accepted.
        assert_eq!(check(b"csrf=abc&given=%EF%BF%BD%00", Some("abc")), Ok(()));
        let many: String = (0..40).map(|n| format!("f{n}=&")).collect();
        assert_eq!(
            check(many.as_bytes(), Some("abc")),
            Err(Problem::Unreadable)
        );
    }
}
