//! Server functions of staff management.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Adds a staff member, and shows the enrolment link once.
#[server(name = AddStaff, prefix = "/admin/api", endpoint = "add-staff", input = PostUrl)]
pub async fn add_staff(
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::AdminFlash,
        routes::AdminPath,
        server::{redirect_with, require, services, show_enrolment_link},
    };
    use kyc::admin::{AccountName, Permission, Role, audit::StaffActor};

    let back = AdminPath::Staff.pattern();
    let Some(principal) = require(Permission::ManageStaff, back).await? else {
        return Ok(());
    };
    let name = AccountName::parse(&name)
        .ok()
        .filter(|name| !name.is_placeholder());
    let (Some(name), Some(role)) = (name, Role::parse(&role)) else {
        redirect_with(AdminPath::Staff, AdminFlash::Name);
        return Ok(());
    };
    let by = StaffActor::Reviewer(principal.reviewer.id);
    let added = services().admin.add(by, name, role).await;
    show_enrolment_link(added).await
}

/// Disables, enables or resets a staff member, ends their sessions or changes their
/// role, by the pressed button.
#[server(name = ChangeStaff, prefix = "/admin/api", endpoint = "change-staff", input = PostUrl)]
pub async fn change_staff(
    #[server(default)] who: String,
    #[server(default)] change: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::DoneFlash,
        routes::AdminPath,
        server::{redirect_to_staff, require, services, show_enrolment_link},
    };
    use kyc::admin::{Permission, ReviewerId, Role, audit::StaffActor, service::StaffError};

    let back = AdminPath::Staff.pattern();
    let Some(principal) = require(Permission::ManageStaff, back).await? else {
        return Ok(());
    };
    let Some(id) = ReviewerId::parse(&who) else {
        return redirect_to_staff(Err(StaffError::Unknown));
    };
    let admin = services().admin;
    let by = StaffActor::Reviewer(principal.reviewer.id);
    let (outcome, done) = match change.as_str() {
        "disable" => (admin.disable(by, id).await, DoneFlash::AccountDisabled),
        "enable" => (admin.enable(by, id).await, DoneFlash::AccountEnabled),
        "end" => (admin.end_all(by, id).await, DoneFlash::StaffSessionsEnded),
        "reset" => return show_enrolment_link(admin.reset(by, id).await).await,
        role => match Role::parse(role) {
            Some(role) => (admin.set_role(by, id, role).await, DoneFlash::RoleChanged),
            None => return redirect_to_staff(Err(StaffError::Unknown)),
        },
    };
    redirect_to_staff(outcome.map(|()| done))
}
