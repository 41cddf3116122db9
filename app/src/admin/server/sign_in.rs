//! Sign-in and sign-out.

use super::{local_path, redirect, redirect_with, services, set_session_cookie};
use crate::{
    admin::{context::AdminFlash, routes::AdminPath},
    api::ApiError,
    server::log_failure,
};
use http::header::SET_COOKIE;
use kyc::{
    admin::{
        service::{PrimaryFactor, PrimaryOutcome, SecondFactor, SecondFactorOutcome},
        session::AuthStage,
    },
    lang::Lang,
};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;
use time::Duration;
use zeroize::Zeroizing;

/// Flash message with the wait in whole minutes, at least one.
fn minutes(wait: Duration) -> AdminFlash {
    let minutes = wait.whole_seconds().max(1).cast_unsigned().div_ceil(60);
    AdminFlash::Wait(u16::try_from(minutes).unwrap_or(u16::MAX))
}

/// Verifies name and password.
pub(crate) async fn sign_in(name: &str, password: Zeroizing<String>) -> Result<(), ApiError> {
    let services = services();
    let session = &services.auth.session;
    if matches!(session.stage, AuthStage::SignedIn(_)) {
        redirect(AdminPath::Home.pattern());
        return Ok(());
    }
    let proof = PrimaryFactor::Password {
        name,
        password: &password,
    };
    let outcome = services
        .admin
        .verify_primary(session, proof, services.ip)
        .await;
    match outcome.map_err(|error| log_failure(&error))? {
        PrimaryOutcome::AwaitingSecondFactor(secret) => {
            set_session_cookie(&secret);
            redirect(AdminPath::Second.pattern());
        }
        PrimaryOutcome::Wrong => redirect_with(AdminPath::SignIn, AdminFlash::Wrong),
        PrimaryOutcome::Wait(wait) => redirect_with(AdminPath::SignIn, minutes(wait)),
    }
    Ok(())
}

/// Verifies a second factor. At sign-in it completes the session. For a signed-in
/// staff member it reauthenticates and redirects to `to`.
pub(crate) async fn submit_second_factor(
    proof: SecondFactor<'_>,
    to: &str,
) -> Result<(), ApiError> {
    let services = services();
    let (desk, arrival) = (&services.admin, &services.auth);
    let wrong = match proof {
        SecondFactor::Code(_) => AdminFlash::Code,
        SecondFactor::Recovery(_) => AdminFlash::Recovery,
        SecondFactor::Passkey(_) => AdminFlash::Passkey,
    };
    let (outcome, here, next) = match arrival.principal() {
        Some(principal) => {
            let outcome = desk.confirm(&principal, proof, services.ip).await;
            (outcome, AdminPath::Confirm, local_path(to))
        }
        None => {
            let reviewer = arrival.reviewer.as_ref();
            let outcome = desk
                .verify_second(&arrival.session, reviewer, proof, services.ip)
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
    match outcome.map_err(|error| log_failure(&error))? {
        SecondFactorOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(next);
        }
        SecondFactorOutcome::Wrong => again(wrong),
        SecondFactorOutcome::Wait(wait) => again(minutes(wait)),
        SecondFactorOutcome::Over => {
            let awaited = matches!(arrival.session.stage, AuthStage::AwaitingSecondFactor(_));
            let flash = if awaited || arrival.principal().is_some() {
                AdminFlash::Over
            } else {
                AdminFlash::Ended
            };
            redirect_with(AdminPath::SignIn, flash)
        }
    }
    Ok(())
}

/// Ends the session, and makes the browser delete its cookie and its cache.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    let services = services();
    let ended = services.admin.sign_out(&services.auth.session).await;
    ended.map_err(|error| log_failure(&error))?;
    let response = expect_context::<ResponseOptions>();
    response.append_header(SET_COOKIE, (services.cookie)(None));
    response.insert_header(
        http::HeaderName::from_static("clear-site-data"),
        http::HeaderValue::from_static("\"cache\""),
    );
    redirect_with(AdminPath::SignIn, AdminFlash::SignedOut);
    Ok(())
}

/// Changes the language.
pub(crate) async fn set_language(lang: &str, to: &str) -> Result<(), ApiError> {
    if let Some(lang) = Lang::from_tag(lang) {
        let services = services();
        let spoken = services
            .admin
            .set_language(&services.auth.session, lang)
            .await;
        spoken.map_err(|error| log_failure(&error))?;
    }
    redirect(local_path(to));
    Ok(())
}
