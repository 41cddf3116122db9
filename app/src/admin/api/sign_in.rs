//! Signing in and out.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Name and password.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = SignIn, prefix = "/admin/api", endpoint = "sign-in", input = PostUrl)]
pub async fn sign_in(
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<(), ApiError> {
    crate::admin::server::sign_in(&name, password.into()).await
}

/// A code of an authenticator app, to come in or once more.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = ShowCode, prefix = "/admin/api", endpoint = "code", input = PostUrl)]
pub async fn show_code(
    #[server(default)] code: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::submit_second_factor(crate::admin::server::SecondFactor::Code(&code), &to)
        .await
}

/// A recovery code, to come in or once more.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
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

/// A browser's answer about a passkey, to come in or once more.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
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

/// Signs out.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = SignOut, prefix = "/admin/api", endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out() -> Result<(), ApiError> {
    crate::admin::server::sign_out().await
}

/// Changes the language and comes back to the same page.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = DeskLanguage, prefix = "/admin/api", endpoint = "language", input = PostUrl)]
pub async fn desk_language(
    #[server(default)] lang: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    crate::admin::server::set_language(&lang, &to).await
}
