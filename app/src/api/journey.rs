//! Server functions beside the steps: create, language, submit, retry and renew.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Creates an application and binds it to the session.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = Begin, prefix = "/api", endpoint = "begin", input = PostUrl)]
pub async fn begin(#[server(default)] referral: String) -> Result<(), ApiError> {
    crate::server::create(&referral).await
}

/// Changes the language and redirects back to the same page.
///
/// # Errors
/// [`ApiError::Later`] when the session store is unavailable.
#[server(name = SetLanguage, prefix = "/api", endpoint = "language", input = PostUrl)]
pub async fn set_language(
    #[server(default)] lang: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::server::set_language(&lang, &to).await
}

/// Submits the application, and waits briefly for an instant decision.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable. Nothing was sent then.
#[server(name = Submit, prefix = "/api", endpoint = "submit", input = PostUrl)]
pub async fn submit(#[server(default)] lang: String) -> Result<(), ApiError> {
    crate::server::submit(&lang).await
}

/// Retries a failed submission with the same serialized request.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = Retry, prefix = "/api", endpoint = "retry", input = PostUrl)]
pub async fn retry() -> Result<(), ApiError> {
    crate::server::retry().await
}

/// Opens a new attempt for a fresh capture link.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = Renew, prefix = "/api", endpoint = "renew", input = PostUrl)]
pub async fn renew(
    #[server(default)] ssn: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    crate::server::renew(ssn.into(), &lang).await
}
