//! The staff, by an administrator who showed a second factor just now.

use super::{go, go_and_say, require, services};
use crate::{
    api::ApiError,
    desk::{routes::DeskPath, visit::Notice},
    request::failed,
};
use kyc::admin::{
    AccountName, Permission, ReviewerId, Role, audit::StaffActor, service::StaffError,
    session::SessionSecret,
};

const HERE: DeskPath = DeskPath::Staff;

/// Adds somebody, and shows the link that they enrol by, once.
pub(crate) async fn add_staff(name: &str, role: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, HERE.pattern()).await? else {
        return Ok(());
    };
    let name = AccountName::parse(name)
        .ok()
        .filter(|name| !name.is_placeholder());
    let (Some(name), Some(role)) = (name, Role::parse(role)) else {
        go_and_say(HERE, Notice::Name);
        return Ok(());
    };
    let by = StaffActor::Reviewer(principal.reviewer.id);
    let added = services().desk.add(by, name, role).await;
    linked(added).await
}

/// Shows a link once: it lies in the session until the page was shown.
async fn linked(made: Result<SessionSecret, StaffError>) -> Result<(), ApiError> {
    let services = services();
    match made {
        Ok(secret) => {
            let session = &services.arrival.session;
            let shown = services.desk.show_link(session, &secret).await;
            shown.map_err(|error| failed(&error))?;
            go(HERE.pattern());
            Ok(())
        }
        Err(error) => said(Err(error)),
    }
}

fn said(done: Result<(), StaffError>) -> Result<(), ApiError> {
    let notice = match done {
        Ok(()) => Notice::Done,
        Err(StaffError::Taken) => Notice::Taken,
        Err(StaffError::Disabled) => Notice::Disabled,
        Err(StaffError::Last) => Notice::Last,
        Err(StaffError::Unknown) => Notice::Changed,
        Err(StaffError::Desk(error)) if error.is_conflict() => Notice::Changed,
        Err(StaffError::Desk(error)) => return Err(failed(&error)),
    };
    go_and_say(HERE, notice);
    Ok(())
}

/// Changes somebody.
pub(crate) async fn change_staff(who: &str, change: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, HERE.pattern()).await? else {
        return Ok(());
    };
    let (desk, by) = (services().desk, StaffActor::Reviewer(principal.reviewer.id));
    let Some(id) = ReviewerId::parse(who) else {
        return said(Err(StaffError::Unknown));
    };
    match change {
        "disable" => said(desk.disable(by, id).await),
        "enable" => said(desk.enable(by, id).await),
        "end" => said(desk.end_all(by, id).await),
        "reset" => {
            let reset = desk.reset(by, id).await;
            linked(reset).await
        }
        role => match Role::parse(role) {
            Some(role) => said(desk.set_role(by, id, role).await),
            None => said(Err(StaffError::Unknown)),
        },
    }
}
