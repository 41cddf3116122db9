//! Enrolment.

use super::{principal, redirect, redirect_with, services, set_session_cookie};
use crate::{
    admin::{context::AdminFlash, routes::AdminPath},
    api::ApiError,
    server::log_failure,
};
use kyc::admin::service::{AdminError, EnrolmentOutcome, NewCredentials};
use zeroize::Zeroizing;

/// Sets the first password, and the name if the staff member may choose it.
pub(crate) async fn choose_password(
    name: &str,
    password: Zeroizing<String>,
    again: Zeroizing<String>,
) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.auth.reviewer else {
        return gone();
    };
    let chosen = NewCredentials {
        name,
        password: &password,
        again: &again,
    };
    let session = &services.auth.session;
    lead_on(
        services
            .admin
            .choose_password(session, reviewer, chosen)
            .await,
    )
}

/// Verifies the first code of an authenticator app.
pub(crate) async fn enrol_code(code: &str) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.auth.reviewer else {
        return gone();
    };
    let session = &services.auth.session;
    lead_on(services.admin.enrol_totp(session, reviewer, code).await)
}

/// Registers a passkey.
pub(crate) async fn enrol_passkey(answer: &str) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.auth.reviewer else {
        return gone();
    };
    let session = &services.auth.session;
    lead_on(
        services
            .admin
            .enrol_passkey(session, reviewer, answer)
            .await,
    )
}

#[expect(clippy::unnecessary_wraps, reason = "it is an answer like the others")]
fn gone() -> Result<(), ApiError> {
    redirect_with(AdminPath::SignIn, AdminFlash::Gone);
    Ok(())
}

fn lead_on(outcome: Result<EnrolmentOutcome, AdminError>) -> Result<(), ApiError> {
    match outcome.map_err(|error| log_failure(&error))? {
        EnrolmentOutcome::Next => redirect(AdminPath::Enrol.pattern()),
        EnrolmentOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(AdminPath::Codes.pattern());
        }
        EnrolmentOutcome::Mend(fault) => {
            redirect_with(AdminPath::Enrol, AdminFlash::Password(fault))
        }
        EnrolmentOutcome::Name => redirect_with(AdminPath::Enrol, AdminFlash::Name),
        EnrolmentOutcome::Wrong => redirect_with(AdminPath::Enrol, AdminFlash::Code),
        EnrolmentOutcome::Gone => return gone(),
    }
    Ok(())
}

/// Confirms that the recovery codes are noted.
pub(crate) async fn codes_noted() -> Result<(), ApiError> {
    let Some(principal) = principal()? else {
        return Ok(());
    };
    let noted = services()
        .admin
        .acknowledge_recovery_codes(&principal.session)
        .await;
    noted.map_err(|error| log_failure(&error))?;
    redirect(AdminPath::Home.pattern());
    Ok(())
}
