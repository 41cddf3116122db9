//! Redirects after those use cases whose outcome several server functions share.

use super::{
    fail, log_failure, redirect, redirect_with, second_factor::wait_flash, services,
    set_session_cookie,
};
use crate::{
    admin::{
        context::{AdminFlash, DoneFlash},
        routes::AdminPath,
    },
    api::ApiError,
};
use kyc::admin::{
    four_eyes::ConfirmDenied,
    service::{AdminError, ChangeOutcome, EnrolmentOutcome, FactorChange, StaffError},
};

/// Redirects back to the account after a change of a factor. `wrong` is the flash
/// message for a rejected proof.
pub(crate) fn redirect_to_account(
    outcome: Result<FactorChange, AdminError>,
    done: DoneFlash,
    wrong: AdminFlash,
) -> Result<(), ApiError> {
    let flash = match outcome.map_err(fail)? {
        FactorChange::Done => AdminFlash::Done(done),
        FactorChange::InvalidProof => wrong,
        FactorChange::Throttled(wait) => wait_flash(wait),
        FactorChange::Locked => AdminFlash::Locked,
        FactorChange::InvalidPassword(fault) => AdminFlash::Password(fault),
        FactorChange::LastFactor => AdminFlash::LastFactor,
    };
    redirect_with(AdminPath::Account, flash);
    Ok(())
}

/// Redirects to the next step of an enrolment.
pub(crate) fn continue_enrolment(
    outcome: Result<EnrolmentOutcome, AdminError>,
) -> Result<(), ApiError> {
    match outcome.map_err(fail)? {
        EnrolmentOutcome::Next => redirect(AdminPath::Enrol.pattern()),
        EnrolmentOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(AdminPath::Codes.pattern());
        }
        EnrolmentOutcome::InvalidPassword(fault) => {
            redirect_with(AdminPath::Enrol, AdminFlash::Password(fault));
        }
        EnrolmentOutcome::InvalidName => redirect_with(AdminPath::Enrol, AdminFlash::Name),
        EnrolmentOutcome::InvalidFactor => redirect_with(AdminPath::Enrol, AdminFlash::Code),
        EnrolmentOutcome::LinkExpired => redirect_with(AdminPath::SignIn, AdminFlash::LinkExpired),
    }
    Ok(())
}

/// Redirects back to the staff page after a change of an account.
pub(crate) fn redirect_to_staff(outcome: Result<DoneFlash, StaffError>) -> Result<(), ApiError> {
    let flash = match outcome {
        Ok(done) => AdminFlash::Done(done),
        Err(StaffError::NameTaken) => AdminFlash::NameTaken,
        Err(StaffError::Disabled) => AdminFlash::Disabled,
        Err(StaffError::Last) => AdminFlash::LastAdministrator,
        Err(StaffError::AlreadyRequested) => AdminFlash::AlreadyRequested,
        Err(StaffError::Confirm(ConfirmDenied::Own)) => AdminFlash::OwnStaffRequest,
        Err(StaffError::Confirm(denied)) => AdminFlash::from(denied),
        Err(StaffError::Unknown | StaffError::SecondNeeded) => AdminFlash::Changed,
        Err(StaffError::Admin(error)) if error.is_conflict() => AdminFlash::Changed,
        Err(StaffError::Admin(error)) => return Err(log_failure(error)),
    };
    redirect_with(AdminPath::Staff, flash);
    Ok(())
}

/// Redirects to the staff page after a change that may wait for a second administrator.
/// A new enrolment link is shown there once. The session keeps it until then.
pub(crate) async fn show_staff_change(
    outcome: Result<ChangeOutcome, StaffError>,
    done: DoneFlash,
) -> Result<(), ApiError> {
    let secret = match outcome {
        Ok(ChangeOutcome::Link(secret)) => secret,
        Ok(ChangeOutcome::Done) => return redirect_to_staff(Ok(done)),
        Ok(ChangeOutcome::Requested) => {
            return redirect_to_staff(Ok(DoneFlash::ChangeRequested));
        }
        Err(error) => return redirect_to_staff(Err(error)),
    };
    let services = services();
    let session = &services.auth.session;
    let stored = services.admin.show_link(session, &secret).await;
    stored.map_err(log_failure)?;
    redirect_to_staff(Ok(DoneFlash::InviteCreated))
}
