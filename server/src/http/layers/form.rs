//! Form checks: size, content type and the CSRF token. They run before any server function (ASVS
//! 3.5.1, 3.5.2, 15.3.7).

use super::{guard, log, problem};
use crate::http::{
    body,
    form_token::{FormTokens, Verdict, is_equal},
};
use app::{
    api::{Begin, SetLanguage, SignOut, url},
    page_context::{FlashMessage, PageContext},
    problem::Problem,
    routes::Path,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode;
use std::{borrow::Cow, sync::Arc};
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
    checked(request, next, Some(out_of_date)).await
}

/// Redirect for an out-of-date form of this browser: to the page that the form was on. Such forms
/// come from pages without a session, which hold no input.
fn out_of_date(request: &Parts, form: &[u8]) -> Response {
    let field = |name: &str| {
        let mut pairs = form_urlencoded::parse(form);
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let path = request.uri.path();
    if path == url::<Begin>() {
        // The referral code of the link stays in the address.
        let code = field("referral").filter(|code| !code.is_empty());
        let mut address = FlashMessage::Stale.at(Path::Start);
        if let Some(code) = code {
            address.push_str("&ref=");
            address.extend(form_urlencoded::byte_serialize(code.as_bytes()));
        }
        return guard::see_other(&address);
    }
    let back = if path == url::<SetLanguage>() {
        field("to").and_then(|to| Path::from_href(&to))
    } else {
        Some(Path::Return)
    };
    guard::redirect(back.unwrap_or(Path::Start), Some(FlashMessage::Stale))
}

/// Response to an out-of-date form, from the request's head and the form.
pub(crate) type OutOfDate = fn(&Parts, &[u8]) -> Response;

/// Checks a form and forwards the request. Without `out_of_date` the form needs no CSRF token.
pub(crate) async fn checked(
    request: Request,
    next: Next,
    out_of_date: Option<OutOfDate>,
) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return problem::of(Problem::Unreadable).into_response();
    }
    let Ok(bytes) = body::read(body, LARGEST).await else {
        return problem::of(Problem::TooLarge).into_response();
    };
    let verdict = fields(&bytes).map(|token| {
        let tokens = parts.extensions.get::<FormTokens>();
        tokens.map_or(Verdict::Wrong, |tokens| tokens.judge(&token))
    });
    let checked = match (verdict, out_of_date) {
        (Ok(Verdict::Stale), Some(answer)) if problem::wants_page(&parts.headers) => {
            return answer(&parts, &bytes);
        }
        (Ok(Verdict::Right), _) | (Ok(_), None) => Ok(()),
        (Ok(Verdict::Stale | Verdict::Wrong), Some(_)) => Err(Problem::Forged),
        (Err(what), _) => Err(what),
    };
    match checked {
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

/// Checks a form like [`fields`], and that it has this session's token.
pub(crate) fn check(bytes: &[u8], token: &str) -> Result<(), Problem> {
    let given = fields(bytes)?;
    if is_equal(&given, token) {
        Ok(())
    } else {
        Err(Problem::Forged)
    }
}

/// Checks that fields are unique, few and UTF-8. Returns the CSRF token, empty without one.
fn fields(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
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
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_without_the_session_token_or_with_a_repeated_field_is_refused() {
        assert_eq!(check(b"csrf=abc&given=Jane", "abc"), Ok(()));
        assert_eq!(check(b"given=Jane", "abc"), Err(Problem::Forged));
        assert_eq!(check(b"csrf=abd", "abc"), Err(Problem::Forged));
        assert_eq!(check(b"csrf=", ""), Err(Problem::Forged));
        assert_eq!(check(b"csrf=abc&csrf=abc", "abc"), Err(Problem::Unreadable));
        assert_eq!(
            check(b"csrf=abc&given=a&given=b", "abc"),
            Err(Problem::Unreadable)
        );
        assert_eq!(
            check(b"csrf=abc&given=%ff", "abc"),
            Err(Problem::Unreadable)
        );
        // The replacement character itself is text: browsers send it for a null byte, and the form
        // must still be accepted.
        assert_eq!(check(b"csrf=abc&given=%EF%BF%BD%00", "abc"), Ok(()));
        let many: String = (0..40).map(|n| format!("f{n}=&")).collect();
        assert_eq!(check(many.as_bytes(), "abc"), Err(Problem::Unreadable));
    }
}
