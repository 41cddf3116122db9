//! Why the token endpoint refuses a request, in the shape of RFC 6749 §5.2.

use axum::http::StatusCode;
use serde_json::json;

use crate::dialect::reply::Reply;

/// A refusal: its error code, and the reason for the client's developer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TokenRefusal {
    code: &'static str,
    reason: &'static str,
}

impl TokenRefusal {
    pub(super) const fn request(reason: &'static str) -> Self {
        let code = "invalid_request";
        Self { code, reason }
    }

    pub(super) const fn grant(reason: &'static str) -> Self {
        let code = "unsupported_grant_type";
        Self { code, reason }
    }

    pub(super) const fn client(reason: &'static str) -> Self {
        let code = "invalid_client";
        Self { code, reason }
    }

    pub(super) const fn audience(reason: &'static str) -> Self {
        let code = "access_denied";
        Self { code, reason }
    }

    /// The reason for the log. It contains nothing that the client sent.
    pub(super) const fn reason(self) -> &'static str {
        self.reason
    }
}

impl From<TokenRefusal> for Reply {
    fn from(refusal: TokenRefusal) -> Self {
        let status = match refusal.code {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "access_denied" => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        Self {
            status,
            body: json!({"error": refusal.code, "error_description": refusal.reason}),
            external_id: None,
        }
    }
}
