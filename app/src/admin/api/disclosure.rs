//! What is done with a dossier: showing, overruling.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Shows a field of a case in full, for a while.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
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

/// Puts away an alert that was looked at.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = PutAway, prefix = "/admin/api", endpoint = "put-away", input = PostUrl)]
pub async fn put_away(#[server(default)] who: String) -> Result<(), ApiError> {
    crate::admin::server::put_away(&who).await
}

/// Asks to overrule the upstream's decision.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
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

/// Confirms such a request, or turns it down: whichever button was pressed.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
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
