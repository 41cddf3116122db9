//! Verification of a second factor, whichever kind it is.

use super::{fail, redirect, services, set_session_cookie};
use crate::{
    admin::{
        context::AdminFlash,
        routes::{AdminPath, local, returning},
    },
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

/// Verifies a second factor. At sign-in it completes the session. A signed-in staff member is
/// reauthenticated. Both redirect to `to`.
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
            (outcome, AdminPath::Confirm, local(to))
        }
        None => {
            let reviewer = auth.reviewer.as_ref();
            let outcome = admin
                .verify_second(&auth.session, reviewer, proof, services.ip)
                .await;
            (outcome, AdminPath::Second, local(to))
        }
    };
    let again = |flash: AdminFlash| {
        redirect(&returning(&flash.at(here), next));
    };
    match outcome.map_err(fail)? {
        SecondFactorOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(next);
        }
        SecondFactorOutcome::Wrong => again(wrong),
        SecondFactorOutcome::Wait(wait) => again(wait_flash(wait)),
        SecondFactorOutcome::Locked => again(AdminFlash::Locked),
        SecondFactorOutcome::Over => {
            let awaited = matches!(auth.session.stage, AuthStage::AwaitingSecondFactor(_));
            let flash = if awaited || auth.principal().is_some() {
                AdminFlash::Over
            } else {
                AdminFlash::Ended
            };
            redirect(&returning(&flash.at(AdminPath::SignIn), next));
        }
    }
    Ok(())
}
