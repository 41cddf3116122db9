//! Server functions for disclosure: revealing fields and overruling decisions.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Reveals one field of a case in full, for a limited time.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = RevealField, prefix = "/admin/api", endpoint = "reveal", input = PostUrl)]
pub async fn reveal_field(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] field: String,
    #[server(default)] reveal_reason: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::reveal(form, &field, &reveal_reason).await
}

/// Dismisses a reveal alert.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = PutAway, prefix = "/admin/api", endpoint = "put-away", input = PostUrl)]
pub async fn put_away(#[server(default)] who: String) -> Result<(), ApiError> {
    crate::admin::server::put_away(&who).await
}

/// Requests that the provider's decision be overruled.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = AskOverrule, prefix = "/admin/api", endpoint = "ask-overrule", input = PostUrl)]
pub async fn ask_overrule(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] outcome: String,
    #[server(default)] overrule_reason: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::ask_overrule(form, &outcome, &overrule_reason).await
}

/// Confirms an overrule request or turns it down, by the pressed button.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = AnswerOverrule, prefix = "/admin/api", endpoint = "answer-overrule", input = PostUrl)]
pub async fn answer_overrule(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] number: String,
    #[server(default)] answer: String,
    #[server(default)] answer_reason: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::answer_overrule(form, &number, &answer, &answer_reason).await
}
