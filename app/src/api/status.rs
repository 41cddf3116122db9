//! What the live page asks.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

/// The answer: words in the visitor's language, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// The state is another than the page shows: announce, then load it again.
    pub moved: bool,
    /// What to say in the live region; often nothing.
    pub words: String,
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
#[server(name = CheckStatus, prefix = "/api", endpoint = "status", input = PostUrl)]
pub async fn check_status(csrf: String, seen: String, asked: u32) -> Result<News, ApiError> {
    // Checked against the session before any server function runs.
    drop(csrf);
    crate::request::news(&seen, asked).await
}
