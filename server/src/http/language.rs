//! Language negotiation.

use axum::http::{HeaderMap, header};
use kyc::lang::Lang;

/// Supported language that the browser prefers (`Accept-Language`).
pub(super) fn preferred(headers: &HeaderMap) -> Lang {
    let wish = headers.get(header::ACCEPT_LANGUAGE);
    let wish = wish.and_then(|value| value.to_str().ok());
    Lang::negotiate(wish.unwrap_or_default())
}
