//! The forms of leaving and coming back, and what the idle warning asks.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::{ApiError, line_codec::LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Makes a return link for this device and comes back to the same page.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = MakeLink, prefix = "/api", endpoint = "return-link", input = PostUrl)]
pub async fn make_link(#[server(default)] to: String) -> Result<(), ApiError> {
    crate::server::make_link(&to).await
}

/// Lets somebody in who followed a return link and knows the date of birth.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach; no try was counted then.
#[server(name = ComeBack, prefix = "/api", endpoint = "return", input = PostUrl)]
pub async fn come_back(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
) -> Result<(), ApiError> {
    use kyc::form::birth::BirthTyped;
    crate::server::resume(&BirthTyped { month, day, year }).await
}

/// How many seconds the session lives without a sign of life. With `stay` this
/// is one: it lives on from now.
///
/// # Errors
/// [`ApiError::Stop`] when it has ended, [`ApiError::Later`] on our faults.
#[server(name = Stay, prefix = "/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn stay(stay: u8) -> Result<u64, ApiError> {
    crate::server::stay(stay > 0).await
}
