//! What is done about a case. Each form carries the case, the last line of its
//! trail that was seen, and where the case was opened from.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Gives the case to somebody, by their id, or to nobody.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = AssignCase, prefix = "/admin/api", endpoint = "case-assign", input = PostUrl)]
pub async fn assign_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] assignee: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::assign_case(form, &assignee).await
}

/// Writes a note for the others at the desk.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = NoteCase, prefix = "/admin/api", endpoint = "case-note", input = PostUrl)]
pub async fn note_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::note_case(form, &text).await
}

/// Writes to the applicant.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = MessageCase, prefix = "/admin/api", endpoint = "case-message", input = PostUrl)]
pub async fn message_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::message_case(form, &text).await
}

/// Has the upstream asked now.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = AskCase, prefix = "/admin/api", endpoint = "case-ask", input = PostUrl)]
pub async fn ask_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::ask_case(form).await
}

/// Invites the applicant to send documents again.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = InviteCase, prefix = "/admin/api", endpoint = "case-invite", input = PostUrl)]
pub async fn invite_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::invite_case(form, &text).await
}

/// Lets a parked case go on.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = ReleaseCase, prefix = "/admin/api", endpoint = "case-release", input = PostUrl)]
pub async fn release_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
    #[server(default)] external: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::release_case(form, &text, &external).await
}
