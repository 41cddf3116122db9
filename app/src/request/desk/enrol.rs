//! Enrolling.

use super::{go, go_and_say, keep, seated, services};
use crate::{
    api::ApiError,
    desk::{routes::DeskPath, visit::Notice},
    request::failed,
};
use kyc::admin::service::{AdminError, EnrolmentOutcome, NewCredentials};
use zeroize::Zeroizing;

/// Sets the first password, and the name where it is theirs to choose.
pub(crate) async fn choose_password(
    name: &str,
    password: Zeroizing<String>,
    again: Zeroizing<String>,
) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.arrival.reviewer else {
        return gone();
    };
    let chosen = NewCredentials {
        name,
        password: &password,
        again: &again,
    };
    let session = &services.arrival.session;
    lead_on(
        services
            .desk
            .choose_password(session, reviewer, chosen)
            .await,
    )
}

/// Takes the first code of an authenticator app.
pub(crate) async fn enrol_code(code: &str) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.arrival.reviewer else {
        return gone();
    };
    let session = &services.arrival.session;
    lead_on(services.desk.enrol_totp(session, reviewer, code).await)
}

/// Takes a passkey.
pub(crate) async fn enrol_passkey(answer: &str) -> Result<(), ApiError> {
    let services = services();
    let Some(reviewer) = &services.arrival.reviewer else {
        return gone();
    };
    let session = &services.arrival.session;
    lead_on(services.desk.enrol_passkey(session, reviewer, answer).await)
}

#[expect(clippy::unnecessary_wraps, reason = "it is an answer like the others")]
fn gone() -> Result<(), ApiError> {
    go_and_say(DeskPath::SignIn, Notice::Gone);
    Ok(())
}

fn lead_on(outcome: Result<EnrolmentOutcome, AdminError>) -> Result<(), ApiError> {
    match outcome.map_err(|error| failed(&error))? {
        EnrolmentOutcome::Next => go(DeskPath::Enrol.pattern()),
        EnrolmentOutcome::SignedIn(secret) => {
            keep(&secret);
            go(DeskPath::Codes.pattern());
        }
        EnrolmentOutcome::Mend(fault) => go_and_say(DeskPath::Enrol, Notice::Password(fault)),
        EnrolmentOutcome::Name => go_and_say(DeskPath::Enrol, Notice::Name),
        EnrolmentOutcome::Wrong => go_and_say(DeskPath::Enrol, Notice::Code),
        EnrolmentOutcome::Gone => return gone(),
    }
    Ok(())
}

/// The recovery codes are noted.
pub(crate) async fn codes_noted() -> Result<(), ApiError> {
    let Some(principal) = seated()? else {
        return Ok(());
    };
    let noted = services()
        .desk
        .acknowledge_recovery_codes(&principal.session)
        .await;
    noted.map_err(|error| failed(&error))?;
    go(DeskPath::Home.pattern());
    Ok(())
}
