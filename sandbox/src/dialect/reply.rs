//! Answers, sound and refusing, in the shape the gateway gives them.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// An answer that is about to leave.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// The inquiry it speaks of, for the ledger.
    pub(crate) external_id: Option<String>,
}

impl Reply {
    pub(crate) const fn sound(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            external_id: None,
        }
    }

    pub(crate) fn about(mut self, external_id: &str) -> Self {
        self.external_id = Some(external_id.to_owned());
        self
    }

    /// The error body of contract §2.
    pub(crate) fn refusal(status: StatusCode, message: impl Into<String>) -> Self {
        let message: String = message.into();
        Self {
            status,
            body: json!({"code": grpc_code(status), "message": message, "details": []}),
            external_id: None,
        }
    }
}

/// The gRPC number that the gateway translates to `status`.
const fn grpc_code(status: StatusCode) -> u8 {
    match status.as_u16() {
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        405 => 12,
        409 => 6,
        413 | 429 => 8,
        500 => 13,
        503 => 14,
        504 => 4,
        _ => 2,
    }
}
