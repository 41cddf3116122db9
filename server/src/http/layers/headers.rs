//! Response headers of every response (security §4; ASVS 3.4).

use crate::http::handlers::csp_report;
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// Name of the policy header.
pub(crate) const CSP: HeaderName = header::CONTENT_SECURITY_POLICY;

/// Policy for responses without scripts; rendered pages have their own.
///
/// Violations are reported by `report-uri`, which every browser supports. `report-to` requires
/// another header, and browsers that prefer it report late and only over HTTPS.
const STRICT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; report-uri /csp-report";

/// Policy of a rendered page: its own scripts by nonce, everything else from our origin.
pub(crate) fn policy_with(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
         object-src 'none'; require-trusted-types-for 'script'; report-uri {}",
        csp_report::PATH
    );
    // The conversion cannot fail: the nonce is base64.
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static(STRICT))
}

/// Default headers with their values. A header that the response already has stays.
static ALWAYS: [(HeaderName, HeaderValue); 10] = [
    fixed("content-security-policy", STRICT),
    fixed(
        "strict-transport-security",
        "max-age=63072000; includeSubDomains; preload",
    ),
    fixed("x-content-type-options", "nosniff"),
    fixed("referrer-policy", "no-referrer"),
    fixed("x-frame-options", "DENY"),
    fixed("cross-origin-opener-policy", "same-origin"),
    fixed("cross-origin-embedder-policy", "require-corp"),
    fixed("cross-origin-resource-policy", "same-origin"),
    fixed(
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
    fixed("cache-control", "no-store"),
];

const fn fixed(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
    (
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    )
}

/// Adds the default headers to every response, including errors and files.
pub(crate) fn put(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.reserve(ALWAYS.len());
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    response
}
