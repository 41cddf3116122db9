//! What a script caller learns of a failure: whether to ask again.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// The closed list of failures. Carries nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// Do not ask again: the session is gone or the request is refused.
    #[error("refused")]
    Stop,
    /// Ask again later: a fault on the server or on the way.
    #[error("not available")]
    Later,
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Later
    }
}
