//! Server functions of a staff member's own account.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::{ApiError, LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Changes the password.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
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

/// Sets up an authenticator app, confirmed by its first code.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = SetApp, prefix = "/admin/api", endpoint = "set-app", input = PostUrl)]
pub async fn set_app(
    #[server(default)] code: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    crate::admin::server::set_app(&code, &others).await
}

/// Adds a passkey.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = AddPasskey, prefix = "/admin/api", endpoint = "add-passkey", input = PostUrl)]
pub async fn add_passkey(
    #[server(default)] answer: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    crate::admin::server::add_passkey(&answer, &others).await
}

/// Removes a second factor: the authenticator app, or a passkey by its page handle.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = RemoveFactor, prefix = "/admin/api", endpoint = "remove-factor", input = PostUrl)]
pub async fn remove_factor(#[server(default)] which: String) -> Result<(), ApiError> {
    crate::admin::server::remove_factor(&which).await
}

/// Generates new recovery codes.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = MakeCodes, prefix = "/admin/api", endpoint = "make-codes", input = PostUrl)]
pub async fn make_codes() -> Result<(), ApiError> {
    crate::admin::server::make_codes().await
}

/// Ends one of the account's own sessions, or all others.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = EndSession, prefix = "/admin/api", endpoint = "end-session", input = PostUrl)]
pub async fn end_session(#[server(default)] which: String) -> Result<(), ApiError> {
    crate::admin::server::end_session(&which).await
}

/// Returns the seconds until the session times out. With `stay` the call counts as
/// activity and restarts the timeout.
///
/// # Errors
/// [`ApiError::Stop`] when the session has ended, [`ApiError::Later`] on internal
/// errors.
#[server(name = DeskStay, prefix = "/admin/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn desk_stay(stay: u8) -> Result<u64, ApiError> {
    crate::admin::server::stay(stay > 0).await
}
