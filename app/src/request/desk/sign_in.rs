//! Signing in and out.

use super::{go, go_and_say, keep, ours, services};
use crate::{
    api::ApiError,
    desk::{routes::DeskPath, visit::Notice},
    request::failed,
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

/// A wait in whole minutes, at least one.
fn minutes(wait: Duration) -> Notice {
    let minutes = wait.whole_seconds().max(1).cast_unsigned().div_ceil(60);
    Notice::Wait(u16::try_from(minutes).unwrap_or(u16::MAX))
}

/// Looks at name and password.
pub(crate) async fn sign_in(name: &str, password: Zeroizing<String>) -> Result<(), ApiError> {
    let services = services();
    let session = &services.arrival.session;
    if matches!(session.stage, AuthStage::SignedIn(_)) {
        go(DeskPath::Home.pattern());
        return Ok(());
    }
    let proof = PrimaryFactor::Password {
        name,
        password: &password,
    };
    let outcome = services
        .desk
        .verify_primary(session, proof, services.ip)
        .await;
    match outcome.map_err(|error| failed(&error))? {
        PrimaryOutcome::AwaitingSecondFactor(secret) => {
            keep(&secret);
            go(DeskPath::Second.pattern());
        }
        PrimaryOutcome::Wrong => go_and_say(DeskPath::SignIn, Notice::Wrong),
        PrimaryOutcome::Wait(wait) => go_and_say(DeskPath::SignIn, minutes(wait)),
    }
    Ok(())
}

/// Looks at a second factor: of somebody who is halfway in, or once more of
/// somebody who is in and wants to go on to `to`.
pub(crate) async fn show(proof: SecondFactor<'_>, to: &str) -> Result<(), ApiError> {
    let services = services();
    let (desk, arrival) = (&services.desk, &services.arrival);
    let wrong = match proof {
        SecondFactor::Code(_) => Notice::Code,
        SecondFactor::Recovery(_) => Notice::Recovery,
        SecondFactor::Passkey(_) => Notice::Passkey,
    };
    let (outcome, here, next) = match arrival.principal() {
        Some(principal) => {
            let outcome = desk.confirm(&principal, proof, services.ip).await;
            (outcome, DeskPath::Confirm, ours(to))
        }
        None => {
            let reviewer = arrival.reviewer.as_ref();
            let outcome = desk
                .verify_second(&arrival.session, reviewer, proof, services.ip)
                .await;
            (outcome, DeskPath::Second, DeskPath::Home.pattern())
        }
    };
    let again = |notice: Notice| {
        let to = if here == DeskPath::Confirm {
            format!("&to={next}")
        } else {
            String::new()
        };
        go(&format!("{}{to}", notice.at(here)));
    };
    match outcome.map_err(|error| failed(&error))? {
        SecondFactorOutcome::SignedIn(secret) => {
            keep(&secret);
            go(next);
        }
        SecondFactorOutcome::Wrong => again(wrong),
        SecondFactorOutcome::Wait(wait) => again(minutes(wait)),
        SecondFactorOutcome::Over => go_and_say(DeskPath::SignIn, Notice::Over),
    }
    Ok(())
}

/// Ends the session and has the browser forget its cookie and what it keeps.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    let services = services();
    let ended = services.desk.sign_out(&services.arrival.session).await;
    ended.map_err(|error| failed(&error))?;
    let response = expect_context::<ResponseOptions>();
    response.append_header(SET_COOKIE, (services.cookie)(None));
    response.insert_header(
        http::HeaderName::from_static("clear-site-data"),
        http::HeaderValue::from_static("\"cache\""),
    );
    go_and_say(DeskPath::SignIn, Notice::SignedOut);
    Ok(())
}

/// Changes the language.
pub(crate) async fn speak(lang: &str, to: &str) -> Result<(), ApiError> {
    if let Some(lang) = Lang::from_tag(lang) {
        let services = services();
        let spoken = services
            .desk
            .set_language(&services.arrival.session, lang)
            .await;
        spoken.map_err(|error| failed(&error))?;
    }
    go(ours(to));
    Ok(())
}
