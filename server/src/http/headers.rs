//! The headers of every answer (security §4; ASVS 3.4).

use super::csp_report;
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// The header of the policy.
pub(super) const CSP: HeaderName = header::CONTENT_SECURITY_POLICY;

/// For whatever has no script: the rule for every answer but a rendered page.
///
/// Breaches are reported by `report-uri`, which every browser has. `report-to`
/// would take another header, and browsers that prefer it report late and by
/// https only.
const STRICT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; report-uri /csp-report";

/// The policy of a rendered page: its own scripts by nonce, our origin for
/// everything else.
pub(super) fn policy_with(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
         object-src 'none'; require-trusted-types-for 'script'; report-uri {}",
        csp_report::PATH
    );
    // A nonce is base64: it always makes a header.
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static(STRICT))
}

/// Each header with its value; one that an answer has set itself stays.
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

/// Puts them on every answer, errors and files included.
pub(super) fn put(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.reserve(ALWAYS.len());
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    response
}
