//! Server functions for signing in and out.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Verifies name and password.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = SignIn, prefix = "/admin/api", endpoint = "sign-in", input = PostUrl)]
pub async fn sign_in(
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<(), ApiError> {
    crate::admin::server::sign_in(&name, password.into()).await
}

/// Verifies a code of an authenticator app, at sign-in or for reauthentication.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = ShowCode, prefix = "/admin/api", endpoint = "code", input = PostUrl)]
pub async fn show_code(
    #[server(default)] code: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::submit_second_factor(crate::admin::server::SecondFactor::Code(&code), &to)
        .await
}

/// Verifies a recovery code, at sign-in or for reauthentication.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = ShowRecovery, prefix = "/admin/api", endpoint = "recovery", input = PostUrl)]
pub async fn show_recovery(
    #[server(default)] recovery: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::submit_second_factor(
        crate::admin::server::SecondFactor::Recovery(&recovery),
        &to,
    )
    .await
}

/// Verifies a passkey assertion, at sign-in or for reauthentication.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = ShowPasskey, prefix = "/admin/api", endpoint = "passkey", input = PostUrl)]
pub async fn show_passkey(
    #[server(default)] answer: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::submit_second_factor(
        crate::admin::server::SecondFactor::Passkey(&answer),
        &to,
    )
    .await
}

/// Ends the session.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = SignOut, prefix = "/admin/api", endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out() -> Result<(), ApiError> {
    crate::admin::server::sign_out().await
}

/// Changes the language and redirects back to the same page.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = DeskLanguage, prefix = "/admin/api", endpoint = "language", input = PostUrl)]
pub async fn desk_language(
    #[server(default)] lang: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::set_language(&lang, &to).await
}
