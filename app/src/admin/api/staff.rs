//! The staff.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Adds somebody to the desk.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = AddStaff, prefix = "/admin/api", endpoint = "add-staff", input = PostUrl)]
pub async fn add_staff(
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), ApiError> {
    crate::admin::server::add_staff(&name, &role).await
}

/// Disables somebody, enables them, resets them, ends their sessions, or makes
/// them something else: whichever button was pressed.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = ChangeStaff, prefix = "/admin/api", endpoint = "change-staff", input = PostUrl)]
pub async fn change_staff(
    #[server(default)] who: String,
    #[server(default)] change: String,
) -> Result<(), ApiError> {
    crate::admin::server::change_staff(&who, &change).await
}
