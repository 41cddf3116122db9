//! Answers and errors in the shape that the gateway gives them.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// The status and body of a response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// The inquiry that the reply concerns, for the ledger.
    pub(crate) external_id: Option<String>,
}

impl Reply {
    pub(crate) const fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            external_id: None,
        }
    }

    pub(crate) fn with_external_id(mut self, external_id: &str) -> Self {
        self.external_id = Some(external_id.to_owned());
        self
    }

    /// An error with the body of contract §2.
    pub(crate) fn error(status: StatusCode, message: impl Into<String>) -> Self {
        let message: String = message.into();
        Self {
            status,
            body: json!({"code": grpc_code(status), "message": message, "details": []}),
            external_id: None,
        }
    }
}

/// The gRPC code that the gateway translates to `status`.
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
