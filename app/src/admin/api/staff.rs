//! Server functions of staff management.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Adds a staff member.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = AddStaff, prefix = "/admin/api", endpoint = "add-staff", input = PostUrl)]
pub async fn add_staff(
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), ApiError> {
    crate::admin::server::add_staff(&name, &role).await
}

/// Disables, enables or resets a staff member, ends their sessions or changes their
/// role, by the pressed button.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = ChangeStaff, prefix = "/admin/api", endpoint = "change-staff", input = PostUrl)]
pub async fn change_staff(
    #[server(default)] who: String,
    #[server(default)] change: String,
) -> Result<(), ApiError> {
    crate::admin::server::change_staff(&who, &change).await
}
