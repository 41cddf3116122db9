//! One's own account.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::{ApiError, LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Another password.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = ChangePassword, prefix = "/admin/api", endpoint = "change-password", input = PostUrl)]
pub async fn change_password(
    #[server(default)] present: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    let typed = (present.into(), password.into(), again.into());
    crate::admin::server::change_password(typed, &others).await
}

/// An authenticator app, by its first code.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = SetApp, prefix = "/admin/api", endpoint = "set-app", input = PostUrl)]
pub async fn set_app(
    #[server(default)] code: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    crate::admin::server::set_app(&code, &others).await
}

/// One more passkey.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = AddPasskey, prefix = "/admin/api", endpoint = "add-passkey", input = PostUrl)]
pub async fn add_passkey(
    #[server(default)] answer: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    crate::admin::server::add_passkey(&answer, &others).await
}

/// One second factor fewer: the app, or a passkey by what the page calls it.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = RemoveFactor, prefix = "/admin/api", endpoint = "remove-factor", input = PostUrl)]
pub async fn remove_factor(#[server(default)] which: String) -> Result<(), ApiError> {
    crate::admin::server::remove_factor(&which).await
}

/// New recovery codes.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = MakeCodes, prefix = "/admin/api", endpoint = "make-codes", input = PostUrl)]
pub async fn make_codes() -> Result<(), ApiError> {
    crate::admin::server::make_codes().await
}

/// Ends one of one's own sessions, or all others.
///
/// # Errors
/// [`ApiError::Later`] when the store is out of reach.
#[server(name = EndSession, prefix = "/admin/api", endpoint = "end-session", input = PostUrl)]
pub async fn end_session(#[server(default)] which: String) -> Result<(), ApiError> {
    crate::admin::server::end_session(&which).await
}

/// How many seconds the session lives without a sign of life. With `stay` this
/// is one.
///
/// # Errors
/// [`ApiError::Stop`] when it has ended, [`ApiError::Later`] on our faults.
#[server(name = DeskStay, prefix = "/admin/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn desk_stay(stay: u8) -> Result<u64, ApiError> {
    crate::admin::server::stay(stay > 0).await
}
