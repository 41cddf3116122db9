//! Server functions of enrolment.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Sets the first password, and the name if the staff member may choose it.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = ChoosePassword, prefix = "/admin/api", endpoint = "choose-password", input = PostUrl)]
pub async fn choose_password(
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ApiError> {
    crate::admin::server::choose_password(&name, password.into(), again.into()).await
}

/// Verifies the first code of an authenticator app.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = EnrolCode, prefix = "/admin/api", endpoint = "enrol-code", input = PostUrl)]
pub async fn enrol_code(#[server(default)] code: String) -> Result<(), ApiError> {
    crate::admin::server::enrol_code(&code).await
}

/// Registers a passkey from the browser's WebAuthn response.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = EnrolPasskey, prefix = "/admin/api", endpoint = "enrol-passkey", input = PostUrl)]
pub async fn enrol_passkey(#[server(default)] answer: String) -> Result<(), ApiError> {
    crate::admin::server::enrol_passkey(&answer).await
}

/// Confirms that the recovery codes are noted.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = CodesNoted, prefix = "/admin/api", endpoint = "codes-noted", input = PostUrl)]
pub async fn codes_noted() -> Result<(), ApiError> {
    crate::admin::server::codes_noted().await
}
