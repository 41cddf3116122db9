//! Staff management, by an administrator with a recent second factor.

use super::{redirect_with, require, services};
use crate::{
    admin::{
        context::{AdminFlash, DoneFlash},
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::admin::{
    AccountName, Permission, ReviewerId, Role, audit::StaffActor, service::StaffError,
    session::SessionSecret,
};

const HERE: AdminPath = AdminPath::Staff;

/// Adds a staff member, and shows the enrolment link once.
pub(crate) async fn add_staff(name: &str, role: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, HERE.pattern()).await? else {
        return Ok(());
    };
    let name = AccountName::parse(name)
        .ok()
        .filter(|name| !name.is_placeholder());
    let (Some(name), Some(role)) = (name, Role::parse(role)) else {
        redirect_with(HERE, AdminFlash::Name);
        return Ok(());
    };
    let by = StaffActor::Reviewer(principal.reviewer.id);
    let added = services().admin.add(by, name, role).await;
    linked(added).await
}

/// Shows an enrolment link once. The session keeps it until the page has shown it.
async fn linked(made: Result<SessionSecret, StaffError>) -> Result<(), ApiError> {
    let services = services();
    match made {
        Ok(secret) => {
            let session = &services.auth.session;
            let shown = services.admin.show_link(session, &secret).await;
            shown.map_err(|error| log_failure(&error))?;
            redirect_with(HERE, AdminFlash::Done(DoneFlash::InviteCreated));
            Ok(())
        }
        Err(error) => redirect_with_error(error),
    }
}

fn redirect_with_outcome(outcome: Result<(), StaffError>, done: DoneFlash) -> Result<(), ApiError> {
    match outcome {
        Ok(()) => {
            redirect_with(HERE, AdminFlash::Done(done));
            Ok(())
        }
        Err(error) => redirect_with_error(error),
    }
}

fn redirect_with_error(error: StaffError) -> Result<(), ApiError> {
    let flash = match error {
        StaffError::Taken => AdminFlash::Taken,
        StaffError::Disabled => AdminFlash::Disabled,
        StaffError::Last => AdminFlash::LastAdministrator,
        StaffError::Unknown => AdminFlash::Changed,
        StaffError::Desk(error) if error.is_conflict() => AdminFlash::Changed,
        StaffError::Desk(error) => return Err(log_failure(&error)),
    };
    redirect_with(HERE, flash);
    Ok(())
}

/// Changes a staff member.
pub(crate) async fn change_staff(who: &str, change: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, HERE.pattern()).await? else {
        return Ok(());
    };
    let (desk, by) = (
        services().admin,
        StaffActor::Reviewer(principal.reviewer.id),
    );
    let Some(id) = ReviewerId::parse(who) else {
        return redirect_with_error(StaffError::Unknown);
    };
    match change {
        "disable" => redirect_with_outcome(desk.disable(by, id).await, DoneFlash::AccountDisabled),
        "enable" => redirect_with_outcome(desk.enable(by, id).await, DoneFlash::AccountEnabled),
        "end" => redirect_with_outcome(desk.end_all(by, id).await, DoneFlash::StaffSessionsEnded),
        "reset" => {
            let reset = desk.reset(by, id).await;
            linked(reset).await
        }
        role => match Role::parse(role) {
            Some(role) => {
                redirect_with_outcome(desk.set_role(by, id, role).await, DoneFlash::RoleChanged)
            }
            None => redirect_with_error(StaffError::Unknown),
        },
    }
}
