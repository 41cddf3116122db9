//! Server functions of staff management.

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Adds a staff member, and shows the enrolment link once.
#[server(name = AddStaff, prefix = "/admin/api", endpoint = "add-staff", input = PostUrl)]
pub async fn add_staff(
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{AccountName, Role, four_eyes::StaffChange};

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
    let (admin, change) = (services().admin, StaffChange::Add { name, role });
    let account = admin.new_account();
    let added = admin.change_staff(&principal, account, change).await;
    show_staff_change(added, DoneFlash::InviteCreated).await
}

/// Disables, enables or resets a staff member, ends their sessions or changes their
/// role, by the pressed button.
#[server(name = ChangeStaff, prefix = "/admin/api", endpoint = "change-staff", input = PostUrl)]
pub async fn change_staff(
    #[server(default)] who: String,
    #[server(default)] change: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{
        ReviewerId, Role, audit::StaffActor, four_eyes::StaffChange, service::StaffError,
    };

    let back = AdminPath::Staff.pattern();
    let Some(principal) = require(Permission::ManageStaff, back).await? else {
        return Ok(());
    };
    let Some(id) = ReviewerId::parse(&who) else {
        return redirect_to_staff(Err(StaffError::Unknown));
    };
    let admin = services().admin;
    let by = StaffActor::Reviewer(principal.reviewer.id);
    let (change, done) = match change.as_str() {
        "disable" => {
            let disabled = admin.disable(by, id).await;
            return redirect_to_staff(disabled.map(|()| DoneFlash::AccountDisabled));
        }
        "end" => {
            let ended = admin.end_all(by, id).await;
            return redirect_to_staff(ended.map(|()| DoneFlash::StaffSessionsEnded));
        }
        "enable" => (StaffChange::Enable, DoneFlash::AccountEnabled),
        "reset" => (StaffChange::Reset, DoneFlash::InviteCreated),
        role => match Role::parse(role) {
            Some(role) => (StaffChange::SetRole(role), DoneFlash::RoleChanged),
            None => return redirect_to_staff(Err(StaffError::Unknown)),
        },
    };
    let changed = admin.change_staff(&principal, id, change).await;
    show_staff_change(changed, done).await
}

/// Confirms a request for a change of the staff, or rejects it, by the pressed button. The
/// requester's rejection withdraws it.
#[server(name = AnswerStaffRequest, prefix = "/admin/api", endpoint = "answer-staff-request", input = PostUrl)]
pub async fn answer_staff_request(
    #[server(default)] request: String,
    #[server(default)] answer: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{four_eyes::StaffAnswer, service::StaffError};

    let back = AdminPath::Staff.pattern();
    let Some(principal) = require(Permission::ManageStaff, back).await? else {
        return Ok(());
    };
    let admin = services().admin;
    match (answer.as_str(), request.parse()) {
        ("confirm", Ok(id)) => {
            let confirmed = admin.confirm_change(&principal, id).await;
            show_staff_change(confirmed, DoneFlash::ChangeConfirmed).await
        }
        ("reject", Ok(id)) => {
            let rejected = admin.reject_change(&principal, id).await;
            redirect_to_staff(rejected.map(|answer| match answer {
                StaffAnswer::Withdrawn => DoneFlash::ChangeWithdrawn,
                StaffAnswer::Rejected | StaffAnswer::Confirmed => DoneFlash::ChangeRejected,
            }))
        }
        _ => redirect_to_staff(Err(StaffError::Unknown)),
    }
}

/// Dismisses the changes of the staff above the list, up to the latest one that the page showed.
#[server(name = DismissChanges, prefix = "/admin/api", endpoint = "dismiss-changes", input = PostUrl)]
pub async fn dismiss_changes(#[server(default)] upto: String) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let back = AdminPath::Home.pattern();
    let Some(principal) = require(Permission::ViewList, back).await? else {
        return Ok(());
    };
    if let Ok(upto) = upto.parse() {
        let dismissed = services().admin.dismiss_changes(&principal, upto).await;
        dismissed.map_err(log_failure)?;
    }
    redirect(back);
    Ok(())
}
