//! Server functions of the prefill.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Sends a verification code to the phone.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = AskForCode, prefix = "/api", endpoint = "fill-in", input = PostUrl)]
pub async fn ask_for_code(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
    #[server(default)] phone: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    let typed = kyc::form::prefill::PrefillTyped {
        month,
        day,
        year,
        phone,
    };
    crate::server::ask_for_code(typed, &lang).await
}

/// Verifies the code, and prefills the form with the provider's data.
///
/// # Errors
/// [`ApiError::Later`] when the store is unavailable.
#[server(name = EnterCode, prefix = "/api", endpoint = "fill-in-code", input = PostUrl)]
pub async fn enter_code(
    #[server(default)] code: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    crate::server::enter_code(&code, &lang).await
}
