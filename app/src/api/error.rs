//! Errors of a server function, as a script sees them: whether to retry.

use super::line_codec::{LineCodec, LineEncode};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use std::borrow::Cow;

/// Closed list of errors. They carry no request data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No retry: the session is gone or the request is refused.
    #[error("refused")]
    Stop,
    /// Retry later: an error on the server or in the network.
    #[error("not available")]
    Later,
}

impl ApiError {
    /// The one word of the response.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Later => "later",
        }
    }
}

impl LineEncode for ApiError {
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        [self.word().into()]
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let word = lines.next()?;
        [Self::Stop, Self::Later]
            .into_iter()
            .find(|error| error.word() == word)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = LineCodec;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Later
    }
}
