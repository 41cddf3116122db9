//! Server functions that act on a case. Each form carries the case, the last audit
//! event its sender saw, and the list context.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Assigns the case to a staff member by id, or unassigns it when the id is empty.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
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

/// Writes a note for the other staff members.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
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

/// Writes a message to the applicant.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
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

/// Polls the provider now.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = AskCase, prefix = "/admin/api", endpoint = "case-ask", input = PostUrl)]
pub async fn ask_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
) -> Result<(), ApiError> {
    let form = crate::admin::server::CaseForm::new(case, seen, from);
    crate::admin::server::ask_case(form).await
}

/// Requests documents from the applicant again.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
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

/// Releases a parked case.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
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
