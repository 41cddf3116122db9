//! Why no token was issued, in the shape of RFC 6749 §5.2.

use axum::http::StatusCode;
use serde_json::json;

use crate::dialect::Reply;

/// A refusal: its code, and what was wrong in words for whoever builds the
/// client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    code: &'static str,
    why: &'static str,
}

impl Refusal {
    pub(super) const fn request(why: &'static str) -> Self {
        let code = "invalid_request";
        Self { code, why }
    }

    pub(super) const fn grant(why: &'static str) -> Self {
        let code = "unsupported_grant_type";
        Self { code, why }
    }

    pub(super) const fn client(why: &'static str) -> Self {
        let code = "invalid_client";
        Self { code, why }
    }

    pub(super) const fn audience(why: &'static str) -> Self {
        let code = "access_denied";
        Self { code, why }
    }

    /// What stands in the log: nothing that was sent.
    pub(super) const fn why(self) -> &'static str {
        self.why
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "access_denied" => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        Self {
            status,
            body: json!({"error": refusal.code, "error_description": refusal.why}),
            external_id: None,
        }
    }
}
