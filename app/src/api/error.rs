//! What a script caller learns of a failure: whether to ask again.

use super::line_codec::{LineCodec, LineEncode};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use std::borrow::Cow;

/// The closed list of failures. Carries nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Do not ask again: the session is gone or the request is refused.
    #[error("refused")]
    Stop,
    /// Ask again later: a fault on the server or on the way.
    #[error("not available")]
    Later,
}

impl ApiError {
    /// The one word of the answer.
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
