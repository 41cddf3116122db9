//! The language that a browser asks for.

use axum::http::{HeaderMap, header};
use kyc::lang::Lang;

/// The one of ours that it likes best.
pub(super) fn preferred(headers: &HeaderMap) -> Lang {
    let wish = headers.get(header::ACCEPT_LANGUAGE);
    let wish = wish.and_then(|value| value.to_str().ok());
    Lang::negotiate(wish.unwrap_or_default())
}
