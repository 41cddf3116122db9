//! Verification of a second factor, whichever kind it is.

use super::{local_path, log_failure, redirect, redirect_with, services, set_session_cookie};
use crate::{
    admin::{context::AdminFlash, routes::AdminPath},
    api::ApiError,
};
use kyc::admin::{
    service::{SecondFactor, SecondFactorOutcome},
    session::AuthStage,
};
use time::Duration;

/// Flash message with the wait in whole minutes, at least one.
pub(crate) fn wait_flash(wait: Duration) -> AdminFlash {
    let minutes = wait.whole_seconds().max(1).cast_unsigned().div_ceil(60);
    AdminFlash::Wait(u16::try_from(minutes).unwrap_or(u16::MAX))
}

/// Verifies a second factor. At sign-in it completes the session. For a signed-in
/// staff member it reauthenticates and redirects to `to`.
pub(crate) async fn submit_second_factor(
    proof: SecondFactor<'_>,
    to: &str,
) -> Result<(), ApiError> {
    let services = services();
    let (admin, auth) = (&services.admin, &services.auth);
    let wrong = match proof {
        SecondFactor::Code(_) => AdminFlash::Code,
        SecondFactor::Recovery(_) => AdminFlash::Recovery,
        SecondFactor::Passkey(_) => AdminFlash::Passkey,
    };
    let (outcome, here, next) = match auth.principal() {
        Some(principal) => {
            let outcome = admin.confirm(&principal, proof, services.ip).await;
            (outcome, AdminPath::Confirm, local_path(to))
        }
        None => {
            let reviewer = auth.reviewer.as_ref();
            let outcome = admin
                .verify_second(&auth.session, reviewer, proof, services.ip)
                .await;
            (outcome, AdminPath::Second, AdminPath::Home.pattern())
        }
    };
    let again = |flash: AdminFlash| {
        let to = if here == AdminPath::Confirm {
            format!("&to={next}")
        } else {
            String::new()
        };
        redirect(&format!("{}{to}", flash.at(here)));
    };
    match outcome.map_err(log_failure)? {
        SecondFactorOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(next);
        }
        SecondFactorOutcome::Wrong => again(wrong),
        SecondFactorOutcome::Wait(wait) => again(wait_flash(wait)),
        SecondFactorOutcome::Over => {
            let awaited = matches!(auth.session.stage, AuthStage::AwaitingSecondFactor(_));
            let flash = if awaited || auth.principal().is_some() {
                AdminFlash::Over
            } else {
                AdminFlash::Ended
            };
            redirect_with(AdminPath::SignIn, flash);
        }
    }
    Ok(())
}
