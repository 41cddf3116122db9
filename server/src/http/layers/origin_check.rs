//! Origin check of unsafe requests: `Sec-Fetch-Site` if the browser sends it, otherwise `Origin`.
//! Requests with neither are rejected (ASVS 3.5.1, case 10).

use super::{log, problem};
use crate::http::AppState;
use app::problem::Problem;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::Url;

/// Rejects unsafe requests from another origin, and methods that no route has.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => next.run(request).await,
        Method::POST if is_ours(request.headers(), &app_state.origin) => next.run(request).await,
        Method::POST => {
            let path = log::path(request.uri());
            tracing::warn!(path, "a form from elsewhere was refused");
            problem::of(Problem::Forged).into_response()
        }
        _ => {
            let mut response = axum::http::StatusCode::METHOD_NOT_ALLOWED.into_response();
            response.headers_mut().insert(
                header::ALLOW,
                header::HeaderValue::from_static("GET, HEAD, POST"),
            );
            response
        }
    }
}

/// Our own origin, as browsers serialize it.
pub(crate) fn origin(ours: &Url) -> String {
    ours.origin().ascii_serialization()
}

/// Whether the headers prove that one of our pages sent the request.
pub(crate) fn is_ours(headers: &HeaderMap, ours: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        // Under our `no-referrer` policy browsers send a form's origin as "null".
        (Some("same-origin"), None | Some("null")) => true,
        (Some("same-origin") | None, Some(origin)) => origin == ours,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn post_from_another_origin_is_refused() {
        let ours = Url::parse("https://onboarding.example.com").expect("sound");
        let ours = origin(&ours);
        for (site, origin, expected) in [
            (Some("same-origin"), None, true),
            (Some("same-origin"), Some("null"), true),
            (Some("cross-site"), Some("null"), false),
            (
                Some("same-origin"),
                Some("https://onboarding.example.com"),
                true,
            ),
            (None, Some("https://onboarding.example.com"), true),
            (None, None, false),
            (None, Some("null"), false),
            (None, Some("https://evil.example"), false),
            (
                None,
                Some("https://onboarding.example.com.evil.example"),
                false,
            ),
            (None, Some("http://onboarding.example.com"), false),
            (
                Some("same-site"),
                Some("https://onboarding.example.com"),
                false,
            ),
            (Some("cross-site"), None, false),
            (Some("none"), None, false),
            (Some("same-origin"), Some("https://evil.example"), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(site) = site {
                headers.insert("sec-fetch-site", HeaderValue::from_static(site));
            }
            if let Some(origin) = origin {
                headers.insert("origin", HeaderValue::from_static(origin));
            }
            assert_eq!(is_ours(&headers, &ours), expected, "{site:?} {origin:?}");
        }
    }
}
