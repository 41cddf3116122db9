//! Server functions for the resume link and the session timeout warning.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::{ApiError, line_codec::LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Creates a resume link for this device and redirects back to the same page.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = MakeLink, prefix = "/api", endpoint = "return-link", input = PostUrl)]
pub async fn make_link(#[server(default)] to: String) -> Result<(), ApiError> {
    crate::server::make_link(&to).await
}

/// Resumes an application by a resume link and the date of birth.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable. No attempt was counted then.
#[server(name = ComeBack, prefix = "/api", endpoint = "return", input = PostUrl)]
pub async fn come_back(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
) -> Result<(), ApiError> {
    use kyc::form::birth::BirthTyped;
    crate::server::resume(&BirthTyped { month, day, year }).await
}

/// Returns the seconds until the session times out. With `stay` the call counts as
/// activity and restarts the timeout.
///
/// # Errors
/// [`ApiError::Stop`] when the session has ended, [`ApiError::Later`] on internal
/// errors.
#[server(name = Stay, prefix = "/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn stay(stay: u8) -> Result<u64, ApiError> {
    crate::server::stay(stay > 0).await
}
