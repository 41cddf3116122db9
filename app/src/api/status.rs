//! What the live page asks.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::{
    ApiError,
    line_codec::{LineCodec, LineEncode},
};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};
use std::borrow::Cow;

/// The answer: words in the visitor's language, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The state is another than the page shows: announce, then load it again.
    pub changed: bool,
    /// What to say in the live region; often nothing.
    pub text: String,
    /// When we last looked, in words.
    pub checked: String,
    /// How long to wait before asking again; 0 means never.
    pub wait_ms: u32,
}

/// Where the application stands. `seen` is the face that the page shows,
/// `asked` how often it has asked already.
///
/// # Errors
/// [`ApiError::Stop`] without a session, [`ApiError::Later`] on our faults.
#[server(name = CheckStatus, prefix = "/api", endpoint = "status", input = PostUrl, output = Post<LineCodec>)]
pub async fn check_status(
    csrf: String,
    seen: String,
    asked: u32,
) -> Result<StatusUpdate, ApiError> {
    // Checked against the session before any server function runs.
    drop(csrf);
    let seen = &seen;
    crate::server::poll(crate::server::PollRequest { seen, asked }).await
}

const CHANGED: &str = "moved";
const UNCHANGED: &str = "stands";

impl LineEncode for StatusUpdate {
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        [
            if self.changed { CHANGED } else { UNCHANGED }.into(),
            self.wait_ms.to_string().into(),
            self.checked.as_str().into(),
            self.text.as_str().into(),
        ]
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            changed: lines.next()? == CHANGED,
            wait_ms: lines.next()?.parse().ok()?,
            checked: lines.next()?.to_owned(),
            text: lines.next()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::server_fn::{Decodes, Encodes};

    #[test]
    fn news_arrive_as_they_were_sent() {
        for (moved, words, wait_ms) in [(true, "New: you are approved", 0), (false, "", 15_000)] {
            let news = StatusUpdate {
                changed: moved,
                text: words.to_owned(),
                checked: "Last checked at 07:05".to_owned(),
                wait_ms,
            };
            let sent = LineCodec::encode(&news).expect("never fails");
            assert_eq!(LineCodec::decode(sent), Ok(news));
        }
    }
}
